"""Signed addresses of jobs' files: good once and for ten minutes, for whoever has them.

What is signed is job, workspace, person, end and a nonce.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

from burnish.app.clock import now
from burnish.app.speaker import Speaker
from burnish.app.studio.jobs import JobFile, Jobs
from burnish.app.studio.signed_text import SignedText
from burnish.errors import BadInput, NotFound
from burnish.storage.spent_links import SpentLinks

LIFE = timedelta(minutes=10)
DIRECT_LIFE = timedelta(minutes=5)
"""Of an address in a bucket, which is good as often as it is asked for as long."""


@dataclass(frozen=True)
class Link:
    """A signed address's text, and when it ends."""

    text: str
    ends_at: datetime


@dataclass(frozen=True)
class Links:
    """Makes and honors signed addresses."""

    jobs: Jobs
    spent: SpentLinks
    home: Path
    """Where the key is kept."""
    clock: Callable[[], datetime] = now

    def make(self, speaker: Speaker, job: str) -> Link:
        """A signed address of a job's archive. Raises NotFound, WriteFailed."""
        self.jobs.file(speaker, job, 0)
        ends_at = (self.clock() + LIFE).replace(microsecond=0)
        said = [job, speaker.workspace, speaker.person, int(ends_at.timestamp()), secrets.token_hex(16)]
        return Link(self._texts.made(said), ends_at)

    def follow(self, text: str) -> JobFile:
        """The file that a signed address leads to, once. Raises NotFound for every other, Failure."""
        wrong = NotFound("this address leads nowhere: it was used, has ended, or was never given out")
        said = self._texts.read(text)
        if said is None:
            raise wrong
        job, workspace, person, ends, nonce = said
        now, ends_at = self.clock(), datetime.fromtimestamp(ends, UTC)
        if now >= ends_at:
            raise wrong
        try:
            found = self.jobs.file(Speaker(person, workspace), job, 0)
        except BadInput:
            raise wrong from None
        if not self.spent.spend(workspace, person, nonce, ends_at, now):
            raise wrong
        return found

    def direct(self, file: JobFile) -> str:
        """An address of a file in its bucket; empty where it is to be sent from here. Raises Failure."""
        return "" if file.found.signed is None else file.found.signed(DIRECT_LIFE)

    @cached_property
    def _texts(self) -> SignedText:
        return SignedText(self.home, "job")
