"""The command line: one file a command. Nothing heavy is imported before a command runs."""

import os
import sys
from collections.abc import Callable, Sequence
from io import TextIOWrapper
from typing import Annotated

import typer

from burnish import __version__
from burnish.cli.answer import INTERRUPTED, fail, silence
from burnish.cli.audit import audit
from burnish.cli.bench import bench
from burnish.cli.capacity import capacity
from burnish.cli.chat import chat
from burnish.cli.check import check
from burnish.cli.compare import compare
from burnish.cli.datasets import datasets
from burnish.cli.diff import diff
from burnish.cli.edit import edit
from burnish.cli.ending import ending
from burnish.cli.explain import explain
from burnish.cli.export import export
from burnish.cli.feedback import feedback
from burnish.cli.forget import forget
from burnish.cli.import_ import import_
from burnish.cli.improve import improve
from burnish.cli.info import info
from burnish.cli.looks import looks
from burnish.cli.mark import mark
from burnish.cli.match import match
from burnish.cli.mcp import mcp
from burnish.cli.modify import modify
from burnish.cli.people import people
from burnish.cli.plan import plan
from burnish.cli.quality import quality
from burnish.cli.receipt import receipt
from burnish.cli.refine import refine
from burnish.cli.releases import releases
from burnish.cli.render import render
from burnish.cli.review import review
from burnish.cli.serve import serve
from burnish.cli.store import store
from burnish.cli.taste import taste
from burnish.cli.token import token
from burnish.cli.tools import tools
from burnish.cli.triage import triage
from burnish.cli.verdicts import accept, comment, rank, rate, reject
from burnish.cli.watch import watch
from burnish.errors import BurnishError

_HELP = "A photo editor that shows every step it takes. A picture is always a photo and a recipe."

app = typer.Typer(
    name="burnish",
    help=_HELP,
    epilog="Exit codes: 0 done, 1 failed, 2 bad input. Every command has --json: one document on stdout.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(edit)
app.command()(chat)
app.command()(plan)
app.command()(explain)
app.command()(check)
app.command()(refine)
app.command()(accept)
app.command()(reject)
app.command()(modify)
app.command()(rate)
app.command()(rank)
app.command()(compare)
app.command()(mark)
app.command()(comment)
app.add_typer(taste)
app.add_typer(feedback)
app.command()(receipt)
app.command()(forget)
app.command()(improve)
app.add_typer(releases)
app.command()(watch)
app.add_typer(triage)
app.add_typer(quality)
app.add_typer(datasets)
app.add_typer(audit)
app.command()(review)
app.command()(looks)
app.command()(render)
app.command()(match)
app.command("import")(import_)
app.command()(export)
app.command()(diff)
app.command()(info)
app.command()(tools)
app.command()(serve)
app.add_typer(people)
app.add_typer(token)
app.add_typer(store)
app.command()(mcp)
app.command()(bench)
app.add_typer(capacity)


def commands() -> dict[str, Callable[..., object]]:
    """Every command's function by the words that call it, such as `taste set`."""
    found: dict[str, Callable[..., object]] = {}
    for each in app.registered_commands:
        if each.callback is not None:
            found[each.name or each.callback.__name__] = each.callback
    for group in app.registered_groups:
        held = group.typer_instance
        if held is None:
            continue
        name = str(held.info.name)
        if held.registered_callback is not None and held.registered_callback.callback is not None:
            found[name] = held.registered_callback.callback
        for each in held.registered_commands:
            if each.callback is not None:
                found[f"{name} {each.name or each.callback.__name__}"] = each.callback
    return found


BROKEN_PIPE = 141
"""128 and SIGPIPE, as the shell's own tools end."""

_UsageError: type[Exception] = typer.BadParameter.__mro__[2]
"""What typer raises for arguments that make no sense; its own click has no public name for it."""


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def burnish(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Options before any command."""


def main() -> None:
    """The entry point: runs a command and ends the process.

    Linear algebra here is of matrices of a few hundred rows: threads would wait for each other longer than they work.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run a command and return its exit code: 0 done, 1 failed, 2 bad input, 130 interrupted."""
    as_json = "--json" in arguments
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # File names need not be text; in JSON what comes of them is an escape as well.
            stream.reconfigure(errors="backslashreplace")
    try:
        code = _invoked(arguments)
        sys.stdout.flush()
    except _UsageError as error:
        return fail(error, as_json=as_json)
    except BurnishError as error:
        return fail(error, as_json=as_json)
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        silence()
        return BROKEN_PIPE
    return code


def _invoked(arguments: Sequence[str]) -> int:
    command = typer.main.get_command(app)
    with ending():
        result: object = command.main(list(arguments), prog_name="burnish", standalone_mode=False)
    return result if isinstance(result, int) else 0
