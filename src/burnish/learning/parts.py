"""The port through which learned parts are kept: what was made from the signals up to a number."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

HOUSE = ""
"""The owner of what is learned for everybody in a workspace."""


@dataclass(frozen=True)
class Mark:
    """By what a part is told from what it was before: it learned from more, or more was decided about it."""

    through: int
    size: int
    """In bytes."""


@dataclass(frozen=True)
class Part:
    """A learned part as it is stored."""

    document: bytes = field(repr=False)
    through: int
    """Number of the last signal that is folded in; 0 for none."""

    @property
    def mark(self) -> Mark:
        """What tells it from what it was before."""
        return Mark(self.through, len(self.document))


@dataclass(frozen=True)
class PartSummary:
    """Which part there is, without its bytes."""

    owner: str
    """A person, or `HOUSE`."""
    name: str
    through: int
    size: int
    """In bytes."""

    @property
    def mark(self) -> Mark:
        """What tells it from what it was before."""
        return Mark(self.through, self.size)


class PartStore(Protocol):
    """Learned parts of many workspaces, one a name and owner."""

    def load_part(self, workspace: str, owner: str, name: str) -> Part | None:
        """The part, or None where there is none. Raises Failure."""
        ...

    def save_parts(
        self, workspace: str, owner: str, documents: Mapping[str, bytes], through: int,
        given: Mapping[str, Mark | None] | None = None, *, made_again: bool = False,
    ) -> bool:  # fmt: skip
        """Keep parts of one owner, by name: all of them, or none where one is there that knows more.

        A part with a larger `through` stays, whoever comes first; to begin anew with fewer signals, drop it. `given`:
        the owner's parts from which these were made, by name, None where there was none; where one is another by now,
        nothing is kept either, so that no process undoes what another did. Parts that can be `made_again` from the
        signals need not be waited for until they are on the disk. Returns whether they were kept.

        Raises:
            BadInput: the workspace, owner, a name or the number cannot be one.
            WriteFailed: the parts that were there are untouched.
        """
        ...

    def drop_part(self, workspace: str, owner: str, name: str) -> bool:
        """Let a part go; whether there was one. Raises WriteFailed."""
        ...

    def parts(
        self, workspace: str, *, owner: str | None = None, name: str | None = None, limit: int | None = None
    ) -> tuple[PartSummary, ...]:
        """The parts there are (of an owner, of a name; at most so many), by owner and name. Raises Failure."""
        ...
