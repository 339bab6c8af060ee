"""Cutting a thing out of a rough area, small and quickly, to see whether the cut can be trusted."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from burnish.imaging.masks import Box, Circle, Loop, Scene

WORK_PX = 192
"""Long side of the trial cut. The renderer cuts larger; what fails here fails there."""


@dataclass(frozen=True)
class Cut:
    """What a `subject` mask with this area selects, and how well the cut stands on its own."""

    inside: NDArray[np.bool_]
    """At the working size."""

    confidence: float
    """From 0 (the line as drawn, or nothing) to 0.9 (an edge all around, colors of its own)."""

    reason: str


def trial_cut(area: Circle | Box | Loop, scene: Scene) -> Cut:
    """The cut that a `subject` mask of this area would make."""
    from burnish.imaging.masks.cutout import CORE, FEWEST_PX, cut_out, standing
    from burnish.imaging.masks.refine import srgb_view

    view = srgb_view(scene.linear, WORK_PX)
    inside = area.inside(*view.shape[:2]) >= 0.5
    if inside.sum() < FEWEST_PX:
        return Cut(np.zeros_like(inside), 0.0, "the area holds almost nothing of the picture")
    cut = cut_out(view, inside, CORE)
    sure = standing(view, inside, cut)
    return Cut(cut, sure.value, sure.reason)


def agreement(first: NDArray[np.bool_], second: NDArray[np.bool_]) -> float:
    """Intersection over union of two selections of any size."""
    import cv2

    if first.shape != second.shape:
        height, width = first.shape
        resized = cv2.resize(second.astype(np.float32), (width, height), interpolation=cv2.INTER_AREA)
        second = np.asarray(resized) >= 0.5
    return float((first & second).sum() / max(int((first | second).sum()), 1))
