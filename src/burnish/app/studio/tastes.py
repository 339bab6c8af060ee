"""What was learned of a person, and their hand on it; what it does to a photo."""

import base64
import binascii
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

from burnish.agent.planner.request import Request
from burnish.app.feedback import FeedbackDesk
from burnish.app.speaker import Speaker
from burnish.app.studio.open_edits import OpenEdits
from burnish.app.studio.workspaces import Workspaces
from burnish.app.taste_view import TasteView, taste_view
from burnish.errors import BadInput
from burnish.recipe.recipe import Recipe
from burnish.storage.library import PhotoRow

FORMAT = "burnish taste"
VERSION = 1
MOST_BYTES = 16 * 2**20
"""Largest taste that is brought in."""

STYLE = "style"
"""What people call wishes for nothing in particular."""

Effect: TypeAlias = Literal["without", "with"]


@dataclass(frozen=True)
class Tastes:
    """Tastes of people. Safe to ask from several threads."""

    workspaces: Workspaces
    edits: OpenEdits

    def view(self, speaker: Speaker) -> TasteView:
        """Everything that is known of a person's taste. Raises BadInput where it cannot be read."""
        desk = self.workspaces.desk_of(speaker)
        with desk.turn:
            return taste_view(desk)

    def freeze(self, speaker: Speaker, *, frozen: bool) -> None:
        """Learn no more, or learn again."""
        desk = self.workspaces.desk_of(speaker)
        with desk.turn:
            desk.book.freeze(speaker.person, frozen=frozen)

    def set_slider(self, speaker: Speaker, slider: str, value: float, wish: str, context: str) -> None:
        """What is wanted of a slider, instead of what was learned of it. Raises BadInput."""
        desk = self.workspaces.desk_of(speaker)
        with desk.turn:
            desk.book.set_slider(speaker.person, slider, value, wish=_key(wish) or "", context=context)

    def forget(self, speaker: Speaker, wish: str | None, context: str | None) -> None:
        """Forget a part of what was learned; all of it where neither is said. What was said stays. Raises BadInput."""
        desk = self.workspaces.desk_of(speaker)
        with desk.turn:
            if wish is None and context is None:
                desk.reset_taste()
            else:
                desk.book.unlearn(speaker.person, wish=_key(wish), context=context, slider="")

    def exported(self, speaker: Speaker) -> dict[str, Any]:
        """A person's taste as plain JSON values, to be brought in elsewhere."""
        desk = self.workspaces.desk_of(speaker)
        with desk.turn:
            data = desk.book.exported(speaker.person)
        return {"format": FORMAT, "version": VERSION, "data": base64.b64encode(data).decode()}

    def adopt(self, speaker: Speaker, document: dict[str, Any]) -> None:
        """Take over a taste that was exported. Raises BadInput."""
        data, desk = _data(document), self.workspaces.desk_of(speaker)
        with desk.turn:
            desk.book.adopt(speaker.person, data)

    def effect(self, speaker: Speaker, photo: str, effect: Effect) -> tuple[PhotoRow, Recipe]:
        """The photo as what it needs makes it, without or with what the person likes. Raises NotFound, PhotoError."""
        row = self.edits.library.photo(speaker.workspace, photo)
        desk = self.workspaces.desk_of(speaker)
        asking = desk if effect == "with" else _without_taste(desk)
        request = Request()
        with self.edits.of(speaker, photo) as session:
            begun = replace(session)
        start = begun.conversation.start
        untouched = replace(begun.conversation, recipe=start, turns=(), keeps=())
        plan = begun.planner.plan(request, untouched, begun.perception)
        shown = asking.adapted(begun.new_id(), request, untouched, plan, begun.perception)
        return row, shown.best.recipe


def _without_taste(desk: FeedbackDesk) -> FeedbackDesk:
    """A desk where only the brand has a say."""
    return FeedbackDesk(
        desk.home, desk.catalogue, desk.speaker, desk.store_url, desk.objects_url, tastes=False,
        brand_file=desk.brand_file,
    )  # fmt: skip


def _key(wish: str | None) -> str | None:
    return "" if wish == STYLE else wish


def _data(document: dict[str, Any]) -> bytes:
    text = document.get("data")
    if document.get("format") != FORMAT or document.get("version") != VERSION or not isinstance(text, str):
        raise BadInput(
            f'not an exported taste: "format" {FORMAT!r}, "version" {VERSION} and "data" are needed'
        )
    if len(text) > MOST_BYTES * 4 // 3:
        raise BadInput(f"an exported taste of {len(text)} characters; at most {MOST_BYTES} bytes are read")
    try:
        return base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        raise BadInput('"data" of the exported taste is not base64') from None
