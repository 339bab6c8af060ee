"""What a command says: one JSON document or readable lines on stdout, everything else on stderr."""

import json
import os
import sys
from typing import Annotated, Any, Protocol, TypeAlias, runtime_checkable

import typer

from burnish.errors import BadInput, BurnishError

DONE, FAILED, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130
"""Exit codes."""

AsJson: TypeAlias = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


@runtime_checkable
class _Usage(Protocol):
    """An error of the command line's own, which can say how the command is used."""

    ctx: Any

    def format_message(self) -> str: ...


def answer(document: Any, text: str, *, as_json: bool) -> None:
    """Print the document or the text."""
    sys.stdout.write(json.dumps(document, indent=2, ensure_ascii=False) if as_json else text.rstrip("\n"))
    sys.stdout.write("\n")


def note(text: str) -> None:
    """A line on stderr."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def fail(error: Exception, *, as_json: bool) -> int:
    """Say what went wrong and return the exit code for it."""
    if as_json:
        answer({"error": error_document(error)}, "", as_json=True)
    else:
        usage = error.ctx.get_usage() + "\n" if isinstance(error, _Usage) and error.ctx else ""
        note(f"{usage}burnish: {error_document(error)['message']}")
    return exit_code(error)


def error_document(error: Exception) -> dict[str, str]:
    """An error as JSON values: its kind, a name from `burnish.errors` or UsageError, and its message."""
    if isinstance(error, BurnishError):
        return {"kind": type(error).__name__, "message": str(error)}
    return {
        "kind": "UsageError",
        "message": error.format_message() if isinstance(error, _Usage) else str(error),
    }


def exit_code(error: Exception) -> int:
    """2 for bad input and bad usage, 1 for a failure."""
    return FAILED if isinstance(error, BurnishError) and not isinstance(error, BadInput) else BAD_INPUT


def silence() -> None:
    """Nobody reads stdout any more: send the rest of it nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def is_terminal() -> bool:
    """Whether a person watches stderr."""
    return sys.stderr.isatty()
