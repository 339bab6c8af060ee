"""`burnish improve`: from what was said to a release that is given to a few, and on from where it was cut short."""

import os
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from burnish.cli.answer import AsJson, answer, note
from burnish.cli.operating import GatesFile, Who, WorkspaceName, open_operator
from burnish.cli.spreading import On

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping
    from contextlib import ExitStack

    from burnish.app.fleet.spreading import Crew
    from burnish.app.improving.operating import Operator
    from burnish.app.improving.settings import Settings
    from burnish.app.improving.stage import Works

Seed = Annotated[int, typer.Option(min=0, help="Of the split, of learning and of intervals.")]
Canary = Annotated[
    float,
    typer.Option("--canary", help="Percent of people that a release which passed is given to at first."),
]
Budget = Annotated[
    float, typer.Option("--budget-minutes", help="After it no stage is begun; the run goes on next time.")
]
Rounds = Annotated[int, typer.Option(min=1, max=1000, help="Of the policy gradient.")]
Hours = Annotated[
    str | None, typer.Option("--only-between", help="Hours of the day to run in, such as 22:00-06:00.")
]
Nice = Annotated[int, typer.Option(min=0, max=19, help="How far it gives way to other programs.")]

Threads = Annotated[
    int | None, typer.Option(min=1, help="Of linear algebra and kernels; another number makes another run.")
]
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
"""What libraries read when they are imported, which is after this."""


def improve(
    seed: Seed = 0, canary: Canary = 10.0, budget_minutes: Budget = 60.0, rounds: Rounds = 30,
    gates: GatesFile = None, only_between: Hours = None,
    now: Annotated[bool, typer.Option("--now", help="Run outside of those hours, too.")] = False,
    nice: Nice = 0,
    threads: Threads = None,
    schedule: Annotated[
        bool, typer.Option("--schedule", help="Print the line of a crontab that runs it so; run nothing.")
    ] = False,
    plan: Annotated[
        bool, typer.Option("--plan", help="Propose the next experiments and explain them; run nothing.")
    ] = False,
    on: On = "local",
    workspace: WorkspaceName = None, person: Who = None, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Learn from what people said: clean, triage, dataset, learn, evaluate, gate, canary.

    Stop it with Ctrl-C at any time: what is done stays done, and the next call goes on from there.
    """
    if threads is not None:
        os.environ.update(dict.fromkeys(THREADS, str(threads)))
    from burnish.app.fleet.opening import check_on
    from burnish.app.improving.settings import parse_settings

    check_on(on)
    left = _hours_left(only_between, now=now or schedule or plan)
    settings = parse_settings(
        {"seed": seed, "canary_percent": canary, "budget_s": 60 * budget_minutes, "rounds": rounds}
    )
    if schedule:
        spared = {"nice": nice or 10, "threads": threads, "on": None if on == "local" else on}
        document = _scheduled(settings, only_between, gates, spared, workspace)
        answer(document, document["crontab"], as_json=as_json)
        return
    operator = open_operator(workspace, person, gates)
    if plan:
        from burnish.cli.improve_words import plan_lines

        proposal = _planned(operator, canary / 100)
        answer(proposal.document(), "\n".join(plan_lines(proposal)), as_json=as_json)
        return
    if left is not None and left.total_seconds() < settings.budget_s:
        settings = settings.model_copy(update={"budget_s": max(1.0, left.total_seconds())})
    if nice:
        os.nice(nice)
    _run(operator, settings, on, as_json=as_json)


def _run(operator: "Operator", settings: "Settings", on: str, *, as_json: bool) -> None:
    """Look at the canary, run, tell. Raises what `running.improve` does."""
    from burnish.app.improving.opening import escalations_of, guardrails_of
    from burnish.app.improving.running import improve as improved
    from burnish.app.improving.telling import tell_thresholds
    from burnish.app.improving.watching import watch
    from burnish.cli.improve_words import improved_lines
    from burnish.cli.watch import watched_lines

    works, thresholds = operator.works, escalations_of(operator.home)
    seen = watch(works, guardrails_of(operator.home), operator.loop_hand, escalations=thresholds)
    if seen.canary is not None:
        note("\n".join(watched_lines(seen)))
    try:
        with _spread_over(works, on) as spread:
            made = improved(spread, settings, operator.loop_hand)
    except KeyboardInterrupt:
        note("Stopped. What is done stays done; burnish improve goes on from there.")
        raise
    told = tell_thresholds(works, made, thresholds, operator.loop_hand)
    document: dict[str, Any] = made.document() | {
        "watched": seen.document(),
        "told": [{"threshold": name, "roles": list(roles)} for name, roles in (*seen.told, *told)],
    }
    lines = improved_lines(made, operator.releases(), (*seen.told, *told))
    answer(document, "\n".join(lines), as_json=as_json)


@contextmanager
def _spread_over(works: "Works", on: str) -> "Generator[Works]":
    """The same works, with a fleet for what can be done apart; it is called when it is needed."""
    import uuid
    from dataclasses import replace

    from burnish.app.fleet.mapping import FleetEach
    from burnish.app.fleet.opening import LOCAL, crew_on
    from burnish.imaging.sweep.bands import available_cores

    if on == LOCAL:
        yield works
        return

    def crew(ending: "ExitStack") -> "Crew":
        return ending.enter_context(crew_on(on, available_cores(), tell=works.tell))

    with FleetEach(works.workspace, crew, lambda: uuid.uuid4().hex) as each:
        yield replace(works, each=each)


def _planned(operator: "Operator", share: float) -> Any:
    from burnish.app.improving.facts import Facts, latest_number
    from burnish.app.improving.latest_run import latest_run
    from burnish.app.improving.proposing import proposed
    from burnish.errors import BadInput
    from burnish.feedback.triage.classification import items
    from burnish.feedback.triage.clustering import triaged
    from burnish.governance.work_queue import queue_states

    if not 0 < share < 1:
        raise BadInput(
            f"--canary {100 * share:g}; more than 0 and less than 100 percent can be compared with the rest"
        )
    works, entries = operator.works, operator.entries()
    facts = Facts(works, latest_number(works))
    done = [each for each, state in queue_states(entries).items() if state in ("submitted", "discarded")]
    found = triaged(items(facts.offers, facts.signals))
    latest = latest_run(entries, works.runs)
    return proposed(facts, found, done, latest, operator.releases().canary, share)


def _hours_left(text: str | None, *, now: bool) -> timedelta | None:
    """How long the hours last yet; None where there are none or they do not count. Raises BadInput, Failure."""
    if text is None:
        return None
    from datetime import UTC, datetime

    from burnish.app.improving.hours import parse_hours
    from burnish.errors import Failure

    hours, here = parse_hours(text), datetime.now(UTC).astimezone()
    if now:
        return None
    if not hours.has(here):
        raise Failure(
            f"it is {here:%H:%M}, and the loop runs from {hours.start:%H:%M} to {hours.end:%H:%M}; --now runs it"
        )
    return hours.left(here)


def _scheduled(
    settings: "Settings",
    hours: str | None,
    gates: Path | None,
    spared: "Mapping[str, int | str | None]",
    workspace: str | None,
) -> dict[str, Any]:
    """The line of a crontab (POSIX crontab: minute, hour, day, month, weekday) and its command."""
    import shlex
    import sys

    from burnish.app.improving.hours import parse_hours

    between = parse_hours(hours or "22:00-06:00")
    words = [
        sys.executable, "-m", "burnish", "improve", "--seed", settings.seed, "--canary",
        f"{settings.canary_percent:g}", "--budget-minutes", f"{settings.budget_s / 60:g}", "--rounds", settings.rounds,
        "--only-between", between,
        *(word for name, number in spared.items() if number for word in (f"--{name}", number)),
        *(["--gates", gates.resolve()] if gates else []), *(["--workspace", workspace] if workspace else []),
    ]  # fmt: skip
    command = shlex.join(str(each) for each in words)
    line = f"{between.start.minute} {between.start.hour} * * * {command.replace('%', chr(92) + '%')}"
    return {"crontab": line, "command": command, "hours": str(between)}
