"""`burnish plan`: what a request would do, without doing it."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from burnish.cli.answer import AsJson, answer

if TYPE_CHECKING:
    from burnish.agent.planner.plan import Plan

MAX_BATCH_BYTES = 256 * 2**20


def plan(
    words: Annotated[str, typer.Argument(help="What is wanted, in plain words.", metavar="WORDS")] = "",
    photo: Annotated[
        Path | None, typer.Option("--photo", "-p", help="A photo to measure; else a typical one is assumed.")
    ] = None,
    batch: Annotated[
        Path | None,
        typer.Option("--batch", help="A file of requests, one a line; one JSON plan a line comes out."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show the plan for a request: intents, steps with reasons, what is not possible, what is asked."""
    from burnish.cli.lasting import lasting

    with lasting():
        from burnish.agent.planner.request import Request
        from burnish.app import open_darkroom
        from burnish.app.planning import open_planner
        from burnish.errors import BadInput

    if batch is not None and words:
        raise BadInput("either words or --batch, not both")
    darkroom = open_darkroom()
    planner = open_planner(darkroom)
    from burnish.agent.perception import perceive
    from burnish.agent.planner.conversation import conversation_about

    seen = None if photo is None else perceive(darkroom.open_photo(photo))

    def planned(text: str) -> "Plan":
        return planner.plan(Request(text), conversation_about(), seen)

    if batch is None:
        from burnish.cli.plan_words import plan_words

        made = planned(words)
        answer(made.document(), "\n".join(plan_words(made)), as_json=as_json)
        return
    for line in _lines(batch):
        sys.stdout.write(json.dumps(_one(planned, line), ensure_ascii=False) + "\n")


def _one(planned: Any, line: str) -> dict[str, Any]:
    """The plan of one line; a line that cannot be planned gets its error instead and stops nothing."""
    from burnish.cli.answer import error_document
    from burnish.errors import BadInput

    try:
        return planned(line).document()
    except BadInput as error:
        return {"text": line, "error": error_document(error)}


def _lines(path: Path) -> Iterator[str]:
    """The requests of a file, a line each, the empty ones too: every line gets its answer."""
    from burnish.errors import BadInput
    from burnish.imaging.capped_read import read_capped

    text = read_capped(path, MAX_BATCH_BYTES)
    try:
        lines = text.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise BadInput(f"{str(path)!r} is not UTF-8 text: {error.reason} at byte {error.start}") from None
    return iter([line.removesuffix("\r") for line in (lines[:-1] if lines[-1] == "" else lines)])
