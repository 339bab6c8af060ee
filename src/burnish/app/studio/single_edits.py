"""Edits by one request that stands alone: no conversation goes before it, and what is kept is the offer, for feedback.

The same picture and words asked twice are the same wish twice, not one on top of the other, and nobody's edit of the
photo in the studio is changed.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from burnish.agent.planner.conversation import Turn, conversation_about
from burnish.agent.planner.request import Request
from burnish.agent.turn_folder import Stored
from burnish.app.conversations import turn_folder
from burnish.app.session import PhotoSession
from burnish.app.speaker import Speaker
from burnish.app.studio.importing import Importing
from burnish.app.studio.open_edits import OpenEdits
from burnish.app.studio.picturing import Pictures
from burnish.errors import InvalidMask, NotFound
from burnish.feedback.offers import Offer
from burnish.imaging.files.source import Source
from burnish.imaging.mask_library import MASK_LIMITS
from burnish.imaging.masks import Mask
from burnish.imaging.masks.picture import Picture as MaskPicture
from burnish.recipe.document import parse_recipe
from burnish.recipe.recipe import Recipe
from burnish.storage.library import PhotoRow

if TYPE_CHECKING:
    from burnish.agent.perception import Perception

_NAMES = ((b"\x89PNG", ".png"), (b"\xff\xd8\xff", ".jpg"), (b"RIFF", ".webp"))
"""Programs call what they send anything; the first bytes say what it is."""


@dataclass(frozen=True)
class SingleEdit:
    """A photo, and the turn that answered a request about it."""

    row: PhotoRow
    turn: Turn
    offer: Offer | None
    """As it is kept for feedback; None where it could not be kept."""


@dataclass(frozen=True)
class SingleEdits:
    """Answers to requests that stand alone. Safe to ask from several threads."""

    edits: OpenEdits
    importing: Importing
    pictures: Pictures

    def photo(self, speaker: Speaker, name: str, file: BinaryIO) -> PhotoRow:
        """A picture file as a photo of the library. Raises PhotoError, Failure."""
        head = file.read(16)
        file.seek(0)
        suffix = next((each for start, each in _NAMES if head.startswith(start)), None)
        return self.importing.add(speaker, name if suffix is None else f"{_stem(name)}{suffix}", file)

    def mask(self, speaker: Speaker, row: PhotoRow, file: BinaryIO) -> Mask | None:
        """What is transparent in a picture of the photo's size, as a mask; None where that is all of it.

        Raises:
            PhotoError: it is no picture that can be read.
            InvalidMask: it has another size, or is transparent nowhere.
        """
        from burnish.imaging.files import decode_photo

        data = file.read(MASK_LIMITS.max_bytes + 1)
        MASK_LIMITS.check_bytes("mask", len(data))
        source = Source("mask", data, MASK_LIMITS)
        self.importing.decoder.checked(source, self.importing.allowance)
        picture = decode_photo(source)
        if (picture.width, picture.height) != (row.width, row.height):
            told, wanted = f"{picture.width}x{picture.height}", f"{row.width}x{row.height}"
            raise InvalidMask(f"the mask is {told} pixels and the picture {wanted}; they have to be the same")
        alpha = picture.alpha
        if alpha is None or int(alpha.min()) == np.iinfo(alpha.dtype).max:
            raise InvalidMask("the mask is transparent nowhere; it is to be where the picture may change")
        if not alpha.any():
            return None
        share = alpha.astype(np.float64) / np.iinfo(alpha.dtype).max
        return self._kept_mask(speaker, np.rint(255 - 255 * share).astype(np.uint8))

    def ask(self, speaker: Speaker, row: PhotoRow, request: Request) -> SingleEdit:
        """Answer a request about the photo as it was taken. A `reference` is the id of another photo.

        Raises:
            PhotoError: the photo cannot be read.
            BadInput: the request makes no sense.
            Failure: the planner gave no answer.
        """
        session = self._session(speaker, row)
        turn = self._answered(session, request)
        desk = session.feedback
        assert desk is not None
        desk.showed(session.conversation, turn, session.perception if session.sight.has_seen else None)
        return SingleEdit(row, turn, desk.store.offered(speaker.workspace, turn.id))

    def offered(self, speaker: Speaker, photo: str, turn: str, proposal: str) -> tuple[PhotoRow, Recipe]:
        """The photo and the recipe of a proposal that was made to this person. Raises NotFound."""
        row, desk = self.edits.library.photo(speaker.workspace, photo), self.edits.workspaces.desk_of(speaker)
        offer = desk.store.offered(speaker.workspace, turn)
        found = None if offer is None else offer.proposal(proposal)
        if offer is None or found is None or (offer.person, offer.photo) != (speaker.person, row.digest):
            raise NotFound(f"proposal {proposal[:200]!r} of turn {turn[:200]!r}; there is none of this photo")
        return row, parse_recipe(found.recipe, desk.catalogue)

    def _kept_mask(self, speaker: Speaker, gray: "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]") -> Mask:
        import imagecodecs

        file = Source("mask.png", bytes(imagecodecs.png_encode(gray, level=1)), MASK_LIMITS)
        return MaskPicture(digest=self.edits.workspaces.darkroom_of(speaker.workspace).masks.add(file))

    def _session(self, speaker: Speaker, row: PhotoRow) -> PhotoSession:
        """A conversation that has not begun and is kept nowhere."""
        darkroom = self.edits.workspaces.darkroom_of(speaker.workspace)
        folder = turn_folder(darkroom.home, darkroom.catalogue, row.digest, speaker, 0)
        begun = Stored(conversation_about(row.digest), 0, "")
        desk, sight = self.edits.workspaces.desk_of(speaker), self.edits.sight(row)
        session = PhotoSession(darkroom, self.edits.planner, sight, folder, begun, desk)
        return replace(session, references=self._references(speaker))

    def _answered(self, session: PhotoSession, request: Request) -> Turn:
        with self.pictures.turnstile.turn():
            assert session.perception
        if session.waits_for_answers:
            return session.answered(request)
        with self.pictures.turnstile.turn():
            return session.answered(request)

    def _references(self, speaker: Speaker) -> "Callable[[Path], Perception]":
        def seen(named: Path) -> "Perception":
            return self.edits.sight(self.edits.library.photo(speaker.workspace, str(named))).perception

        return seen


def _stem(name: str) -> str:
    """A name without the ending that says its format."""
    stem, dot, ending = name.rpartition(".")
    return stem if dot and ending.lower() in ("png", "jpg", "jpeg", "webp") and stem else name
