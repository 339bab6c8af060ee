"""The command line: one file a command. Nothing heavy is imported before a command runs."""

import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import Annotated

import typer

from burnish import __version__
from burnish.cli.answer import INTERRUPTED, fail, silence
from burnish.cli.bench import bench
from burnish.cli.chat import chat
from burnish.cli.compare import compare
from burnish.cli.diff import diff
from burnish.cli.edit import edit
from burnish.cli.explain import explain
from burnish.cli.export import export
from burnish.cli.import_ import import_
from burnish.cli.info import info
from burnish.cli.looks import looks
from burnish.cli.match import match
from burnish.cli.mcp import mcp
from burnish.cli.plan import plan
from burnish.cli.render import render
from burnish.cli.tools import tools
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
app.command()(looks)
app.command()(render)
app.command()(compare)
app.command()(match)
app.command("import")(import_)
app.command()(export)
app.command()(diff)
app.command()(info)
app.command()(tools)
app.command()(mcp)
app.command()(bench)

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
    """The entry point: runs a command and ends the process."""
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
    result: object = command.main(list(arguments), prog_name="burnish", standalone_mode=False)
    return result if isinstance(result, int) else 0
