"""`burnish bench`: how fast this machine is."""

from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from burnish.cli.answer import AsJson, answer


class Subject(StrEnum):
    """What can be measured."""

    RENDER = "render"
    MATCH = "match"


def bench(
    subject: Annotated[Subject, typer.Argument(help="What to measure.")] = Subject.RENDER,
    photo: Annotated[Path | None, typer.Argument(help="A photo to measure on; else a made one.")] = None,
    as_json: AsJson = False,
) -> None:
    """Measure how fast this machine renders, or solves an edit back from a before and after."""
    measured = import_module(f"burnish.bench.{subject.value}")
    document: dict[str, Any] = measured.run(photo)
    answer(document, _table(document), as_json=as_json)


def _table(document: dict[str, Any]) -> str:
    """Numbers in aligned columns, nested values under their name."""
    lines: list[str] = []
    _add(lines, document, "")
    return "\n".join(lines)


def _add(lines: list[str], values: dict[str, Any], indent: str) -> None:
    width = max((len(name) for name in values), default=0)
    for name, value in values.items():
        if isinstance(value, dict):
            lines.append(f"{indent}{name}")
            _add(lines, value, indent + "  ")
        else:
            shown = f"{value:.4g}" if isinstance(value, float) else str(value)
            lines.append(f"{indent}{name:<{width}}  {shown}")
