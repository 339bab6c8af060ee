"""The thing that somebody circled, along its own edge."""

from typing import Literal

import numpy as np

from burnish.imaging.masks.area import Area, Circle
from burnish.imaging.masks.base import Confidence, ContentMask, Scene
from burnish.imaging.pixels import Plane

WORK_PX = 384
"""Long side at which the graph is cut; finer only costs time, the refinement finds the edge."""

REACH = 0.012
"""How far, in short sides, the cut may still move to a nearby edge."""


class Subject(ContentMask):
    """The thing inside a rough circle, box or loop, to its own edge."""

    kind: Literal["subject"] = "subject"

    area: Area = Circle()
    """Where it is, roughly; all of the subject should lie inside."""

    def select(self, scene: Scene) -> Plane:
        """The subject, cut out small and refined to the scene's edges."""
        from burnish.imaging.masks.cutout import CORE, FEWEST_PX, cut_out
        from burnish.imaging.masks.refine import refined, srgb_view

        view = srgb_view(scene.linear, WORK_PX)
        inside = self.area.inside(*view.shape[:2]) >= 0.5
        if inside.sum() < FEWEST_PX:
            return np.zeros(scene.linear.shape[:2], np.float32)
        return refined(cut_out(view, inside, CORE).astype(np.float32), scene.linear, REACH)

    def sureness(self, scene: Scene) -> Confidence:
        """How well the cut stands on its own."""
        from burnish.imaging.masks.cutout import CORE, FEWEST_PX, cut_out, standing
        from burnish.imaging.masks.refine import srgb_view

        view = srgb_view(self.require(scene).linear, WORK_PX)
        inside = self.area.inside(*view.shape[:2]) >= 0.5
        if inside.sum() < FEWEST_PX:
            return Confidence(0.0, "the area holds almost nothing of the picture")
        return standing(view, inside, cut_out(view, inside, CORE))
