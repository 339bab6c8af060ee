"""`burnish bench`: how fast this machine is."""

from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from burnish.cli.answer import AsJson, answer, note


class Subject(StrEnum):
    """What can be measured."""

    RENDER = "render"
    MATCH = "match"


def bench(
    subject: Annotated[Subject, typer.Argument(help="What to measure.")] = Subject.RENDER,
    photo: Annotated[Path | None, typer.Argument(help="A photo to measure on; else a made one.")] = None,
    quick: Annotated[bool, typer.Option("--quick", help="A rehearsal on a small picture.")] = False,
    as_json: AsJson = False,
) -> None:
    """Measure how fast this machine renders, or solves an edit back from a before and an after."""
    measured = import_module(f"burnish.bench.{subject.value}")
    document: dict[str, Any] = measured.run(photo, quick=quick, tell=note)
    answer(document, _page(document), as_json=as_json)


def _page(document: dict[str, Any]) -> str:
    """A row a line, judged where it has a target, then what it was measured on."""
    rows: list[dict[str, Any]] = document["rows"]
    width = max((len(row["name"]) for row in rows), default=0)
    lines = [f"{_verdict(row):<7}{row['name']:<{width}}  {_figures(row)}" for row in rows]
    facts = [f"{name}: {value}" for name, value in document["environment"].items() if value not in (None, "")]
    return "\n".join([*lines, "", *facts])


def _verdict(row: dict[str, Any]) -> str:
    return {None: "", True: "ok", False: "missed"}[row["ok"]]


def _figures(row: dict[str, Any]) -> str:
    if row["value"] is None:
        return f"not measured: {row['note']}"
    text = f"{row['value']:g} {row['unit']}"
    if row["ratio"] is not None:
        text += f", {row['ratio']:g} times {row['baseline']:g}"
    return text if row["target"] is None else f"{text} ({row['bound']} {row['target']:g})"
