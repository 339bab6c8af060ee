"""The port through which learned parts are kept: what was made from the signals up to a number."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

HOUSE = ""
"""The owner of what is learned for everybody in a workspace."""


@dataclass(frozen=True)
class Part:
    """A learned part as it is stored."""

    document: bytes = field(repr=False)
    through: int
    """Number of the last signal that is folded in; 0 for none."""


@dataclass(frozen=True)
class PartSummary:
    """Which part there is, without its bytes."""

    owner: str
    """A person, or `HOUSE`."""
    name: str
    through: int


class PartStore(Protocol):
    """Learned parts of many workspaces, one a name and owner."""

    def load_part(self, workspace: str, owner: str, name: str) -> Part | None:
        """The part, or None where there is none. Raises Failure."""
        ...

    def save_parts(self, workspace: str, owner: str, documents: Mapping[str, bytes], through: int) -> bool:
        """Keep parts of one owner, by name: all of them, or none where one is there that knows more.

        A part with a larger `through` stays, whoever comes first; to begin anew with fewer signals, drop it.
        Returns whether they were kept.

        Raises:
            BadInput: the workspace, owner, a name or the number cannot be one.
            WriteFailed: the parts that were there are untouched.
        """
        ...

    def drop_part(self, workspace: str, owner: str, name: str) -> bool:
        """Let a part go; whether there was one. Raises WriteFailed."""
        ...

    def parts(self, workspace: str) -> tuple[PartSummary, ...]:
        """Every part there is, by owner and name. Raises Failure."""
        ...
