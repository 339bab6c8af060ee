"""Signed addresses of finished pictures: good for ten minutes, for whoever has them; each is made when asked for.

What is signed is the proposal, how its file is to be, whose it is, and the end.
"""

from collections.abc import Callable
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path

from burnish.app.clock import now
from burnish.app.speaker import Speaker
from burnish.app.studio.picture_files import FileWanted, PictureFile, picture_file
from burnish.app.studio.signed_text import SignedText
from burnish.app.studio.single_edits import SingleEdits
from burnish.errors import BadInput, NotFound

LIFE = timedelta(minutes=10)


@dataclass(frozen=True)
class ImageLinks:
    """Makes and honors signed addresses of proposals' pictures."""

    single: SingleEdits
    home: Path
    """Where the key is kept."""
    clock: Callable[[], datetime] = now

    def make(self, speaker: Speaker, photo: str, turn: str, proposal: str, wanted: FileWanted) -> str:
        """The text of an address. Raises WriteFailed."""
        ends = int((self.clock() + LIFE).timestamp())
        said = [speaker.workspace, speaker.person, photo, turn, proposal, ends, list(astuple(wanted))]
        return self._texts.made(said)

    def follow(self, text: str) -> tuple[PictureFile, FileWanted]:
        """The picture that an address leads to. Raises NotFound where it has ended or was not made here."""
        wrong = NotFound("this address leads nowhere: it has ended, or was never given out")
        said = self._texts.read(text)
        if said is None:
            raise wrong
        workspace, person, photo, turn, proposal, ends, values = said
        if self.clock().timestamp() >= ends:
            raise wrong
        wanted = FileWanted(*values)
        try:
            row, recipe = self.single.offered(Speaker(person, workspace), photo, turn, proposal)
        except BadInput:
            raise wrong from None
        return picture_file(self.single.pictures, row, recipe, wanted), wanted

    @cached_property
    def _texts(self) -> SignedText:
        return SignedText(self.home, "image")
