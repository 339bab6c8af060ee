"""Patches of color as masks: a thing's own edge where it has one, else its colors near where they were seen."""

from collections.abc import Sequence

import numpy as np

from burnish.agent.regions.color_patches import Patch, Pixels, range_of, together
from burnish.agent.regions.outline import outlines
from burnish.imaging.masks import Combine, Lasso, Loop, Mask, Scene, Subject
from burnish.imaging.pixels import Plane

CLEAR_CUT = 0.5
"""Confidence of a trial cut from which it may replace a range of colors."""

COMPACT = 0.55
"""Solidity from which a patch may be most of one thing."""

ROOM = 0.025
"""How far a loop stays off what it goes around, in short sides."""

MOST_LOOPS = 64
"""Loops in one mask; smaller parts are left out."""


def patch_mask(chosen: Sequence[Patch], everywhere: Sequence[Patch], lab: Plane, scene: Scene) -> Mask:
    """A mask of the chosen ones among all patches of their color."""
    inside = together(chosen)
    if len(chosen) == 1 and chosen[0].solidity > COMPACT:
        cut = _own_edge(chosen[0], scene)
        if cut is not None:
            return cut
    colors = range_of(lab, inside)
    height, width = inside.shape
    taken = colors.render(height, width, scene) > 0.5
    elsewhere = float((taken & ~inside).sum()) / max(int(inside.sum()), 1)
    if elsewhere < 0.1 and len(chosen) == len(everywhere):
        return colors
    return Combine(operation="intersect", masks=(colors, loops_around(inside, ROOM, feather=0.004)))


def loops_around(inside: Pixels, room: float, feather: float) -> Mask:
    """Loops around the parts of a selection, widened by ``room`` short sides."""
    loops = tuple(Lasso(points=points, feather=feather) for points in outlines(inside, room)[:MOST_LOOPS])
    return loops[0] if len(loops) == 1 else Combine(masks=loops)


def resized(inside: Pixels, shape: tuple[int, ...]) -> Pixels:
    """The selection at another size."""
    import cv2

    size = (shape[1], shape[0])
    return np.asarray(cv2.resize(inside.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST)) > 0


def _own_edge(patch: Patch, scene: Scene) -> Mask | None:
    """The thing that a compact patch is most of, where a cut holds and agrees with the patch."""
    from burnish.agent.regions.cutting import trial_cut

    area = Loop(points=outlines(patch.inside, ROOM)[0])
    cut = trial_cut(area, scene)
    there = resized(patch.inside, cut.inside.shape)
    shared = float((cut.inside & there).sum())
    covered, own = shared / max(int(there.sum()), 1), shared / max(int(cut.inside.sum()), 1)
    return Subject(area=area) if cut.confidence >= CLEAR_CUT and covered > 0.85 and own > 0.6 else None
