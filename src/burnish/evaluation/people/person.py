"""A simulated person: a hidden look, and hands and eyes like people's.

They only see pictures. To *modify*, they move at most three controls a turn, those that bring the picture nearest to
the one in mind, each stopped with an error; to *pick*, they take the nearer of two pictures, if they can tell them
apart; to *accept*, a picture must be near enough.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from burnish.evaluation.people.sight import Sight, Thumbnail, linear_render, sight
from burnish.recipe.inverse.parameters import Coordinate
from burnish.recipe.recipe import Recipe, Step
from burnish.recipe.resources import Resources
from burnish.tools.catalogue import Catalogue
from burnish.tools.exposure import Exposure

Doubles = NDArray[np.float64]

SHORTLIST = 3
TRIED = (0.5, 0.8, 1.1, 1.5, 2.2)
"""Where along its slope a control is tried; slopes mislead over long ways."""

WORTH_A_MOVE = 0.985
"""A control is moved if that brings the picture nearer than this share of the distance."""

FARTHEST_STOPS = 2.0


@dataclass(frozen=True)
class Hand:
    """How somebody works."""

    controls: int = 3
    """Most that are moved in a turn."""
    error: float = 0.15
    """Standard deviation of where a control is stopped, as a share of its way."""
    noticeable: float = 0.5
    """ΔE00 that two pictures must differ in their distance to be told apart."""
    left_bias: float = 0.1
    """Probability of taking the left one unseen."""
    patience: float = 3.0
    """ΔE00 up to which a picture is taken."""


@dataclass(frozen=True, eq=False)
class Person:
    """Somebody with a look in mind."""

    name: str
    look: Recipe = field(repr=False)
    catalogue: Catalogue = field(repr=False)
    resources: Resources = field(repr=False)
    coordinates: tuple[Coordinate, ...] = field(repr=False)
    level: float = -2.5
    """Where they want the middle of a picture's light, in stops."""
    pull: float = 0.0
    """How far they go to bring it there, 0 to 1: the part of the look that depends on the photo."""
    hand: Hand = Hand()

    def sight(self, photo: Thumbnail) -> Sight:
        """The photo beside what they have in mind for it."""
        stops = float(np.clip(self.pull * (self.level - photo.middle_light), -FARTHEST_STOPS, FARTHEST_STOPS))
        wanted = self.look.adding(Step(Exposure(stops=round(stops, 3)))) if stops else self.look
        after = linear_render(photo, wanted, self.catalogue, self.resources)
        return sight(photo.linear, after, self.catalogue, self.coordinates)

    def modified(
        self, seen: Sight, shown: Doubles, controls: Sequence[Sequence[int]], random: np.random.Generator
    ) -> Doubles:
        """Where they leave the sliders of what was shown."""
        values, left = shown.copy(), [c for c in controls if set(c) <= set(seen.shown)]
        places = [k for control in left for k in control]
        slopes = np.zeros((len(shown), 0))
        for turn in range(self.hand.controls):
            if not turn:
                some, difference = seen.way(values, places)
                slopes = np.zeros((len(shown), some.shape[1]))
                slopes[places] = some
            else:
                _, difference = seen.way(values, places[:1])
            chosen = self._chosen(seen, values, left, slopes, difference)
            if chosen is None:
                break
            control, aim = chosen
            stopped = values[control] + (aim - values[control]) * (1 + self.hand.error * random.normal())
            values[control] = _held(stopped, control, self.coordinates)
            left = [c for c in left if list(c) != control]
        return values

    def _chosen(
        self,
        seen: Sight,
        values: Doubles,
        left: Sequence[Sequence[int]],
        slopes: Doubles,
        difference: Doubles,
    ) -> tuple[list[int], Doubles] | None:
        """The control that brings the picture nearest, and where to."""
        promising = sorted(
            (_promise(each, values, slopes, difference, self.coordinates) for each in left), key=_gain
        )
        nearest, best = seen.distance(values) * WORTH_A_MOVE, None
        for _, control, step in promising[:SHORTLIST]:
            for share in TRIED:
                tried = values.copy()
                tried[control] = _held(values[control] + share * step, control, self.coordinates)
                distance = seen.distance(tried)
                if distance < nearest:
                    nearest, best = distance, (control, tried[control])
        return best

    def picks_left(
        self, seen: Sight, left: Doubles, right: Doubles, random: np.random.Generator
    ) -> bool | None:
        """Whether they take the left one of two pictures; None when they cannot tell."""
        if random.random() < self.hand.left_bias:
            return True
        nearer = seen.distance(right) - seen.distance(left) + random.normal() * self.hand.noticeable / 2
        return None if abs(nearer) < self.hand.noticeable / 2 else nearer > 0

    def takes(self, seen: Sight, shown: Doubles) -> bool:
        """Whether a picture is near enough."""
        return seen.distance(shown) < self.hand.patience


def _promise(
    control: Sequence[int],
    values: Doubles,
    slopes: Doubles,
    difference: Doubles,
    coordinates: Sequence[Coordinate],
) -> tuple[float, list[int], Doubles]:
    """What a control would gain by its slopes (negative: less distance), and its step."""
    own = list(control)
    along = slopes[own]
    square, toward = along @ along.T + 1e-4 * np.eye(len(own)), -along @ difference
    step = _held(values[own] + np.linalg.solve(square, toward), own, coordinates) - values[own]
    return float(step @ square @ step - 2 * step @ toward), own, step


def _gain(promise: tuple[float, list[int], Doubles]) -> float:
    return promise[0]


def _held(values: Doubles, places: Sequence[int], coordinates: Sequence[Coordinate]) -> Doubles:
    low = np.array([coordinates[k].low for k in places])
    high = np.array([coordinates[k].high for k in places])
    return np.clip(values, low, high)
