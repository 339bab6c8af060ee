"""The steps that lead from one picture to the other, found where nothing was retouched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from burnish.agent.explain.comparison import Comparison, apart, compared
from burnish.agent.explain.explanation import NO_DIFFERENCE
from burnish.agent.explain.leftovers import Area, Leftover, leftovers
from burnish.agent.explain.smoothed_areas import smoothed_areas
from burnish.imaging.difference import lab_from_linear
from burnish.imaging.pixels import LinearPicture
from burnish.recipe.recipe import Step
from burnish.tools.base import GeometryTool

if TYPE_CHECKING:
    from burnish.imaging.picture import Picture
    from burnish.recipe.inverse.report import Match
    from burnish.tools.catalogue import Catalogue

LEAST_KEPT = 0.3
"""Share of the frame that must remain for a second look without the places that stand out."""

REFRAMED_MARGIN = 0.012
"""Share of the short side at each edge that is not judged where the frame was moved."""

RIM_PX = 9
"""Width of the square by which a place is widened before it is left out."""

EARNED = 0.012
"""Share of the whole difference that a step must take away to be told."""

COARSE, ALIKE = 0.03, 0.75
"""Reach of what counts as a large shape, as a fraction of the short side, and how like those of one photo are."""

LOOKED_AT_EVERY = 3
"""One place in this many, each way, is enough to weigh a step."""


@dataclass(frozen=True, eq=False)
class Fitted:
    """The best steps for a pair, and what they leave."""

    comparison: Comparison
    steps: tuple[Step, ...]
    """Of light and color, without geometry."""
    rendered: LinearPicture
    left: tuple[Leftover, ...]
    """Places that stand out."""
    smoothed: tuple[Area, ...]
    """Areas whose fine structure is gone."""
    errors: Mapping[str, float]
    """Standard error of each parameter as a share of its slider's range."""
    is_other_picture: bool = False
    """Whether the pictures do not seem to show the same frame, neither by their edges nor by their large shapes."""

    @property
    def delta_e_before(self) -> float:
        """Mean CIEDE2000 between the pictures in one frame."""
        return float(apart(self.comparison.plain, self.comparison.goal).mean())

    @property
    def delta_e_left(self) -> float:
        """Mean CIEDE2000 after the steps."""
        return float(apart(self.rendered, self.comparison.goal).mean())

    @property
    def outside(self) -> Area:
        """Everywhere but the places that stand out, their soft rims and the smoothed areas."""
        import cv2

        areas = np.zeros(self.rendered.shape[:2], np.uint8)
        for area in (*(each.reach for each in self.left), *self.smoothed):
            areas[area] = 1
        return np.asarray(cv2.dilate(areas, np.ones((RIM_PX, RIM_PX), np.uint8)) == 0, np.bool_)


def fitted(before: "Picture", after: "Picture", catalogue: "Catalogue") -> Fitted:
    """Match the pair; where places stand out, match again without them and keep what does better elsewhere.

    Raises:
        BadInput: a picture is smaller than 16 pixels on a side.
    """
    from burnish.recipe.inverse import match

    if (before.width, before.height) == (after.width, after.height):
        as_it_was = compared(before, after, (), catalogue)
        if float(apart(as_it_was.plain, as_it_was.goal).mean()) < NO_DIFFERENCE:
            return Fitted(as_it_was, (), as_it_was.plain, leftovers(as_it_was.plain, as_it_was.goal), (), {})
    found = match(before, after, catalogue)
    geometry = tuple(step for step in found.recipe.steps if isinstance(step.tool, GeometryTool))
    comparison = compared(before, after, geometry, catalogue)
    smoothed = smoothed_areas(comparison.plain, comparison.goal)
    first = _judged(found, comparison, smoothed)
    outside = first.outside
    if first.is_other_picture or outside.all() or outside.mean() < LEAST_KEPT:
        return first
    again = match(filled(comparison.developed(()), outside), filled(comparison.after, outside), catalogue)
    second = _judged(again, comparison, smoothed, outside)
    one, other = (float(apart(each.rendered, comparison.goal)[outside].mean()) for each in (first, second))
    is_simpler = len(second.steps) < len(first.steps)
    return second if other < 0.95 * one or (is_simpler and other < 1.1 * one + 0.05) else first


def likeness(one: LinearPicture, other: LinearPicture) -> float:
    """Correlation of the large shapes of two pictures of one size, −1 to 1; 1 where neither has any."""
    import cv2

    reach = COARSE * min(one.shape[:2])
    lights = [
        lab_from_linear(np.asarray(cv2.GaussianBlur(each, (0, 0), reach), np.float32))[..., 0]
        for each in (one, other)
    ]
    first, second = (each - each.mean() for each in lights)
    power = float(np.sqrt(np.mean(first * first) * np.mean(second * second)))
    return float(np.mean(first * second)) / power if power > 0 else 1.0


def filled(picture: LinearPicture, outside: Area) -> LinearPicture:
    """The picture with every place that is left out made a copy of the nearest that is not, the same in both."""
    import cv2

    if outside.all():
        return picture
    inside = (~outside).astype(np.uint8)
    _, told = cv2.distanceTransformWithLabels(inside, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    labels = np.asarray(told, np.intp).ravel()
    kept = np.flatnonzero(outside.ravel())
    nearest = np.zeros(int(labels.max()) + 1, np.intp)
    nearest[labels[kept]] = kept
    return np.ascontiguousarray(picture.reshape(-1, 3)[nearest[labels]].reshape(picture.shape))


def _judged(
    found: "Match", comparison: Comparison, smoothed: tuple[Area, ...], within: Area | None = None
) -> Fitted:
    """A match without the steps that earn nothing, and the places where it fails."""
    steps = tuple(step for step in found.recipe.steps if not isinstance(step.tool, GeometryTool))
    steps = _earning(steps, comparison, within)
    rendered = comparison.through(steps)
    short = min(comparison.after.shape[:2])
    margin = max(1, round(REFRAMED_MARGIN * short)) if comparison.geometry else 0
    left = leftovers(rendered, comparison.goal, margin)
    unlike = any("same frame" in words for words in found.unexplained)
    return Fitted(
        comparison, steps, rendered, left, smoothed, found.identifiable,
        unlike and likeness(comparison.plain, comparison.goal) < ALIKE,
    )  # fmt: skip


def _earning(steps: Sequence[Step], comparison: Comparison, within: Area | None) -> tuple[Step, ...]:
    """The steps without those that take away next to nothing, alone or together."""
    whole = _error((), comparison, within)
    reached, spare = _error(steps, comparison, within), EARNED * whole
    costs = [
        _error([each for each in steps if each is not step], comparison, within) - reached for step in steps
    ]
    kept = list(steps)
    for cost, step in sorted(zip(costs, steps, strict=True), key=lambda each: each[0]):
        if cost > spare:
            break
        fewer = [each for each in kept if each is not step]
        if _error(fewer, comparison, within) - reached <= spare:
            kept = fewer
    return tuple(kept)


def _error(steps: Sequence[Step], comparison: Comparison, within: Area | None) -> float:
    """Mean CIEDE2000 that these steps leave."""
    some = (slice(None, None, LOOKED_AT_EVERY),) * 2
    delta_e = apart(comparison.through(steps)[some], comparison.goal[some])
    return float(delta_e.mean() if within is None else delta_e[within[some]].mean())
