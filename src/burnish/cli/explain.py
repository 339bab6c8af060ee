"""`burnish explain`: what was done, in words: between two pictures, or in the last conversation about a photo."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from burnish.cli.answer import AsJson, answer
from burnish.cli.render import announce_compiling
from burnish.cli.speaking import Person

if TYPE_CHECKING:
    from burnish.agent.planner.conversation import Conversation
    from burnish.app import Darkroom


def explain(
    before: Annotated[
        Path,
        typer.Argument(help="The photo as it was; alone: a photo that was talked about.", metavar="BEFORE"),
    ],
    after: Annotated[
        Path | None, typer.Argument(help="The photo as it was edited, anywhere.", metavar="AFTER")
    ] = None,
    turn: Annotated[
        int | None, typer.Option("--turn", "-t", min=1, help="One turn of the conversation; else all of it.")
    ] = None,
    person: Person = None,
    as_json: AsJson = False,
) -> None:
    """Say in words what was done: to a picture by anybody, or by Burnish in a conversation, and what it left alone."""
    from burnish.app import open_darkroom
    from burnish.errors import BadInput

    darkroom = open_darkroom()
    if after is None:
        document, text = _conversation(darkroom, before, turn, person)
    elif turn is not None:
        raise BadInput("--turn goes with one photo, not with two")
    else:
        announce_compiling()
        document, text = _pair(darkroom, before, after)
    answer(document, text, as_json=as_json)


def _pair(darkroom: "Darkroom", before: Path, after: Path) -> tuple[dict[str, Any], str]:
    from burnish.agent.explain import explained_pair

    found = explained_pair(darkroom.open_photo(before), darkroom.open_photo(after), darkroom.catalogue)
    return found.document(), found.text


def _conversation(
    darkroom: "Darkroom", photo: Path, number: int | None, person: str | None
) -> tuple[dict[str, Any], str]:
    from burnish.agent.explain import explained_plan, intent_summary
    from burnish.errors import BadInput

    said = _said(darkroom, photo, person)
    if number is None:
        summary = intent_summary(said)
        return summary.document(), "\n".join(summary.sentences)
    if number > len(said.turns):
        raise BadInput(f"turn {number!r} of {str(photo)!r}; there are {len(said.turns)}, from 1")
    found = explained_plan(said.turns[number - 1].plan, said)
    return found.document(), found.text


def _said(darkroom: "Darkroom", photo: Path, person: str | None) -> "Conversation":
    from burnish.app.conversations import latest_conversation
    from burnish.cli.speaking import open_desk
    from burnish.errors import BadInput

    speaker = open_desk(person).speaker
    said = latest_conversation(darkroom.home, darkroom.catalogue, darkroom.read(photo).digest, speaker)
    if said is None:
        raise BadInput(
            f"nothing was said about {str(photo)!r} yet; give the edited picture too, or edit it first"
        )
    return said
