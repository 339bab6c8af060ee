"""An edit as it is checked: source and result brought to one frame and size, with what was asked for."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from burnish.agent.planner.intents import Intent
from burnish.imaging.difference import lab_from_linear
from burnish.imaging.pixels import LinearPicture, Plane

Sought: TypeAlias = Callable[[], Plane | None]
"""A place that is being sought meanwhile: when called, where it is, or None."""

WORKING_PX = 1024
"""Long side at which edits are checked."""

REGISTERED = 0.35
"""Least confidence of a frame that is taken for the same."""


@dataclass(frozen=True, eq=False)
class Pair:
    """Source and edited picture, registered: the same pixel shows the same place."""

    source: LinearPicture
    """Linear Rec. 2020 (height, width, 3), brought into the edited picture's frame."""

    edited: LinearPicture

    valid: NDArray[np.bool_]
    """Where the source has anything to say of the edited picture: in its frame, and with the same content."""

    request: str = ""
    intents: tuple[Intent, ...] = ()
    """What the request was understood to ask for; empty where nothing was said."""

    place: Plane | Sought | None = field(default=None, repr=False)
    """Where it was asked for, 0 to 1, or what tells it once it is found; None for everywhere."""

    confidence: float = 1.0
    """How sure it is that both show the same frame; below `REGISTERED` they are not compared pixel by pixel."""

    renewed: NDArray[np.bool_] | None = field(default=None, repr=False)
    """Where other content was put, where that was asked for; None where it was not."""

    note: str = ""
    """What was done to bring them to one frame, or why that failed; empty where nothing was."""

    @property
    def is_registered(self) -> bool:
        """Whether pixels of one may be held against pixels of the other."""
        return self.confidence >= REGISTERED

    @cached_property
    def asked_where(self) -> Plane | None:
        """Where it was asked for, 0 to 1; None for everywhere. Waits where the place is being sought still."""
        return self.place() if callable(self.place) else self.place

    @property
    def asked_of_kept(self) -> Plane | None:
        """Where tones were asked for that can be told from the source: not in other content. None for everywhere."""
        if self.renewed is None or not self.renewed.any():
            return self.asked_where
        kept = self.valid.astype(np.float32)
        return kept if self.asked_where is None else kept * self.asked_where

    @cached_property
    def source_lab(self) -> NDArray[np.float32]:
        """CIELAB of the source."""
        return np.asarray(lab_from_linear(self.source), np.float32)

    @cached_property
    def edited_lab(self) -> NDArray[np.float32]:
        """CIELAB of the edited picture."""
        return np.asarray(lab_from_linear(self.edited), np.float32)
