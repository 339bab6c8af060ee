"""What one signal changed: for receipts, and for a person who wonders whether their feedback was used."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from burnish.learning.taste.design import Design, Seen
from burnish.learning.taste.gaussian import Doubles, Information
from burnish.learning.taste.sensitivity import Sensitivity

MOST_MOVES = 12
LEAST_MOVE = 0.02
"""ΔE00 of a move that is worth telling."""


@dataclass(frozen=True)
class Move:
    """One slider of the proposal for the photo at hand, before and after."""

    slider: str
    before: float
    after: float
    """In the slider's own units."""
    sure_before: float
    sure_after: float
    """Standard deviations, in the same units."""
    shows: float
    """About how much the move shows, in ΔE00."""

    def document(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {
            "slider": self.slider, "before": round(self.before, 3), "after": round(self.after, 3),
            "sd_before": round(self.sure_before, 3), "sd_after": round(self.sure_after, 3),
            "shows_delta_e": round(self.shows, 3),
        }  # fmt: skip


@dataclass(frozen=True)
class Lesson:
    """What became of a signal."""

    signal: str
    number: int
    wish: str
    context: str
    moves: tuple[Move, ...] = ()
    set_aside: str = ""
    """Why nothing was learned, where nothing was."""

    def document(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {
            "signal": self.signal, "number": self.number, "wish": self.wish, "context": self.context,
            "moves": [move.document() for move in self.moves], "set_aside": self.set_aside,
        }  # fmt: skip


def moves(
    design: Design, sensitivity: Sensitivity, seen: Seen, before: Information, after: Information
) -> tuple[Move, ...]:
    """How the sliders wanted for a photo moved, those that show most first."""
    old, new = design.wanted(seen, before.mean), design.wanted(seen, after.mean)
    shows = np.abs(new - old) * sensitivity.strength
    order = [int(k) for k in np.argsort(-shows)[:MOST_MOVES] if shows[k] >= LEAST_MOVE]
    old_sd, new_sd = spread(design, seen, before), spread(design, seen, after)
    made: list[Move] = []
    for k in order:
        each = design.sliders.coordinates[k]
        scale = each.scale
        made.append(
            Move(
                each.label,
                each.default + float(old[k]) * scale,
                each.default + float(new[k]) * scale,
                float(old_sd[k]) * scale,
                float(new_sd[k]) * scale,
                float(shows[k]),
            )
        )
    return tuple(made)


def spread(design: Design, seen: Seen, belief: Information) -> Doubles:
    """Standard deviation of each wanted slider."""
    factors, (one, other) = design.factors(seen), design.together
    shares = belief.covariance[one, other] * factors[one] * factors[other]
    variance = np.bincount(design.places[one], shares, design.sliders.size)
    return np.sqrt(np.maximum(variance, 0.0))
