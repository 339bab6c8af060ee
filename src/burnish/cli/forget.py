"""`burnish forget`: remove everything of a person."""

from typing import TYPE_CHECKING, Annotated

import typer

from burnish.cli.answer import AsJson, answer
from burnish.cli.speaking import open_desk

if TYPE_CHECKING:
    from burnish.app.forgetting import Erased


def forget(
    person: Annotated[str, typer.Argument(help="Whose; 'me' where nobody was ever named.", metavar="PERSON")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    as_json: AsJson = False,
) -> None:
    """Remove everything a person said and was shown, their conversations and their taste. It cannot be undone.

    What was learned from it for others is learned anew without it.
    """
    from burnish.app.forgetting import forgotten
    from burnish.app.team.noting import note_forgotten
    from burnish.errors import BadInput

    desk = open_desk(person)
    if not yes:
        if as_json:
            raise BadInput("--yes is needed: forgetting cannot be undone")
        typer.confirm(f"Forget everything of {desk.speaker.person!r}?", abort=True, err=True)
    gone = forgotten(desk)
    note_forgotten(desk.store, desk.speaker.workspace)
    answer(gone.document(), "\n".join(_page(gone)), as_json=as_json)


def _page(gone: "Erased") -> list[str]:
    from burnish.cli.words import count

    removed = [
        count(gone.signals, "signal"), count(gone.turns, "turn"), count(gone.conversations, "conversation"),
        count(gone.blobs, "picture"), count(gone.masks, "mask"),
    ]  # fmt: skip
    lines = [f"Forgot {gone.person}: {', '.join(removed)}{' and their taste' if gone.taste else ''}."]
    if gone.files:
        lines.append(f"Also removed: {', '.join(gone.files)}.")
    if gone.rebuilt:
        lines.append(f"Learned anew without them: the taste of {', '.join(gone.rebuilt)}.")
    if gone.affected:
        lines.append(f"To be made anew, for they had a part in it: {', '.join(gone.affected)}.")
    return lines
