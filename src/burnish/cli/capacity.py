"""`burnish capacity`: how many machines so many people a day need, and what they cost."""

from pathlib import Path
from typing import Annotated, Any

import typer

from burnish.cli.answer import AsJson, answer, note

capacity = typer.Typer(
    name="capacity", help="How many machines so many people a day need, how soon they answer, what they cost."
)

AssumptionsFile = Annotated[
    Path | None,
    typer.Option("--assumptions", help="Another file of assumptions; else what is shipped.", metavar="FILE"),
]


@capacity.callback(invoke_without_command=True)
def simulate(
    ctx: typer.Context,
    people: Annotated[
        list[int] | None,
        typer.Option(help="People a day; may be repeated. Without it 1000, 100000 and 10000000.", min=1),
    ] = None,
    assumptions: AssumptionsFile = None,
    seed: Annotated[int, typer.Option(min=0, help="Of when people come and what they do.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Simulate people through a day, on as many servers as they need."""
    if ctx.invoked_subcommand is not None:
        return
    _needs_simpy()
    from burnish.bench.capacity.assumptions import read_assumptions
    from burnish.bench.capacity.run import PEOPLE, run
    from burnish.bench.report import table

    document = run(read_assumptions(assumptions), people or PEOPLE, seed=seed, tell=note)
    answer(document, table(document), as_json=as_json)


@capacity.command("assumptions")
def show(assumptions: AssumptionsFile = None, as_json: AsJson = False) -> None:
    """Print every figure that is taken for granted, each with its reason; a file to begin from."""
    import tomllib

    from burnish.bench.capacity.assumptions import SHIPPED, read_assumptions

    read_assumptions(assumptions)
    text = (assumptions or SHIPPED).read_text(encoding="utf-8")
    answer(tomllib.loads(text), text, as_json=as_json)


@capacity.command()
def measure(
    output: Annotated[
        Path | None, typer.Option(help="Write all assumptions there, with what was measured.", metavar="FILE")
    ] = None,
    assumptions: AssumptionsFile = None,
    photos: Annotated[int, typer.Option(min=1, max=1000, help="That one person works on alone.")] = 8,
    megapixels: Annotated[float, typer.Option(min=0.1, max=100, help="Of the photos.")] = 24.0,
    training: Annotated[bool, typer.Option("--training/--no-training", help="Runs of the loop, too.")] = True,
    as_json: AsJson = False,
) -> None:
    """Measure this machine: what each kind of request takes at a real server, and what a run of the loop takes.

    Nothing else should be busy meanwhile.
    """
    from burnish.bench.capacity.assumptions import SHIPPED, read_assumptions
    from burnish.bench.capacity.measured import measured_document, measured_machine
    from burnish.bench.capacity.written import with_times

    habits = read_assumptions(assumptions).habits
    times, figures = measured_machine(habits, photos, megapixels, training=training, tell=note)
    document: dict[str, Any] = measured_document(times, figures)
    if output is not None:
        from burnish.imaging.atomic import write_atomically

        text = (assumptions or SHIPPED).read_text(encoding="utf-8")
        write_atomically(output, with_times(text, times.by_kind, figures).encode())
    from burnish.bench.report import table

    answer(document, table(document), as_json=as_json)


def _needs_simpy() -> None:
    """Raises BadInput where the simulation's library is not installed."""
    from importlib.util import find_spec

    from burnish.errors import BadInput

    if find_spec("simpy") is None:
        raise BadInput("the simulation needs the extra 'capacity': pip install 'burnish[capacity]'")
