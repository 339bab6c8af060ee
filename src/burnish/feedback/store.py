"""The port through which facts are kept: offers and signals, append-only. `storage` implements it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from burnish.feedback.offers import Offer
from burnish.feedback.signals import Signal


@dataclass(frozen=True)
class Numbered:
    """A signal and its place in the log of its workspace."""

    number: int
    """Grows with every signal; gaps mean nothing."""

    signal: Signal


@dataclass(frozen=True)
class Appended:
    """What became of a batch."""

    new: tuple[str, ...]
    """Ids that were not there before, in the order given."""

    known: tuple[str, ...]
    """Ids that were there already, with the same content."""


@dataclass(frozen=True)
class Forgotten:
    """What was removed for a person, and what was made from it."""

    signals: int
    offers: int
    blobs: tuple[str, ...]
    """Digests of pictures and masks that nobody else refers to; their bytes are gone."""

    affected: tuple[str, ...] = ()
    """Names of the house's learned parts that were saved since the person's first signal: to be made anew."""


class SignalStore(Protocol):
    """Offers and signals of many workspaces. Acknowledged means durable: on the disk, after any crash.

    Every verb names its workspace and sees nothing of any other.
    """

    def offer(self, offers: Sequence[Offer]) -> Appended:
        """Keep what was shown; all or nothing, and harmless to repeat.

        Raises:
            BadInput: a turn of this id is there with other content, or the offers are of several workspaces.
            WriteFailed: nothing was kept.
        """
        ...

    def append(self, signals: Sequence[Signal]) -> Appended:
        """Keep signals; all or nothing, and harmless to repeat.

        Raises:
            BadInput: an id is there with other content; a turn or proposal that was never offered to this
                workspace; or the signals are of several workspaces.
            WriteFailed: nothing was kept.
        """
        ...

    def offered(self, workspace: str, turn: str) -> Offer | None:
        """What a turn put before a person."""
        ...

    def signal(self, workspace: str, id: str) -> Numbered | None:  # noqa: A002
        """One signal by its id."""
        ...

    def after(self, workspace: str, number: int = 0, *, person: str | None = None) -> Iterator[Numbered]:
        """Signals behind a place in the log, oldest first: all, or one person's."""
        ...

    def latest(self, workspace: str, count: int, through: int | None = None) -> tuple[int, int]:
        """The place behind which the latest so many signals (up to a place) stand, and that of the last; 0 for none."""
        ...

    def offers(self, workspace: str, number: int = 0, *, person: str | None = None) -> Iterator[Offer]:
        """What was offered behind a place in the log, oldest first: to all, or to one person."""
        ...

    def latest_offer(self, workspace: str, person: str, *, photo: str | None = None) -> Offer | None:
        """What this person was offered last (on this photo); None where nothing was."""
        ...

    def people(self, workspace: str) -> tuple[str, ...]:
        """Everyone who was offered something, sorted."""
        ...

    def forget(self, workspace: str, person: str) -> Forgotten:
        """Remove everything of a person, so that no file of the store holds a trace. Raises WriteFailed."""
        ...
