"""What a crop is laid around: where the subject is and how far it reaches."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from burnish.agent.perception import Perception
from burnish.agent.policy.choice import clamped

if TYPE_CHECKING:
    from burnish.agent.regions.locating import Located

SURE_PLACE = 0.3
"""Confidence of the subject's place from which a crop is laid around it."""
SURE_THING = 0.5
"""Confidence of what stands out from which its whole extent is kept."""
ROOM = 0.02
"""Free space around the subject, of the frame."""
HEAD = (-0.35, -0.6, 1.35, 1.35)
"""Left, top, right and bottom of a head with its hair and chin, in sides of the face's box from its corner."""
RASTER = 64
INSIDE = 0.5


@dataclass(frozen=True)
class Subject:
    """The subject's middle and its extent, in fractions of the frame."""

    x: float
    y: float
    across: tuple[float, float]
    """From its left to its right end, with some room."""
    down: tuple[float, float]
    """From its upper to its lower end, with some room."""
    name: str

    def fits(self, length: float) -> bool:
        """Whether a crop that keeps this share of each side can hold all of it."""
        return max(self.across[1] - self.across[0], self.down[1] - self.down[0]) <= length


def subject(perception: Perception | None, located: "Located", *, named: bool) -> Subject | None:
    """What the words name, where `named` says that they do; else the faces, else what stands out.

    None where nothing is sure enough.
    """
    if perception is None:
        return None
    if named and located.found and located.mask is not None:
        from burnish.imaging.masks import rasterize

        plane = rasterize(located.mask, RASTER, RASTER, perception.scene) > INSIDE
        if plane.any():
            return _of_pixels(plane, located.words or "what the words name")
    facts = perception.facts
    if facts.face_count and perception.scene.faces and facts.subject_confidence >= SURE_PLACE:
        return _of_faces(perception)
    return _standing_out(perception)


def _of_faces(perception: Perception) -> Subject:
    """The faces' common middle, and all heads."""
    height, width = perception.scene.linear.shape[:2]
    left, top, right, bottom = HEAD
    faces = perception.scene.faces
    across = _roomy(
        min(f.x + left * f.size for f in faces) / width, max(f.x + right * f.size for f in faces) / width
    )
    down = _roomy(
        min(f.y + top * f.size for f in faces) / height, max(f.y + bottom * f.size for f in faces) / height
    )
    name = "the face" if len(faces) == 1 else f"the middle of {len(faces)} faces"
    return Subject(perception.facts.subject_x, perception.facts.subject_y, across, down, name)


def _standing_out(perception: Perception) -> Subject | None:
    """The one thing that stands out clearly, else the place that was seen at a glance."""
    from burnish.agent.regions.saliency import salient_thing

    thing = salient_thing(perception.scene)
    if thing is not None and thing.confidence >= SURE_THING:
        return _of_pixels(thing.inside, "the subject")
    if perception.facts.subject_confidence < SURE_PLACE:
        return None
    x, y = perception.facts.subject_x, perception.facts.subject_y
    return Subject(x, y, _roomy(x, x), _roomy(y, y), "the subject")


def _of_pixels(inside: NDArray[np.bool_], name: str) -> Subject:
    """A selection's middle and extent."""
    height, width = inside.shape
    rows, columns = np.nonzero(inside)
    x, y = (float(columns.mean()) + 0.5) / width, (float(rows.mean()) + 0.5) / height
    across = _roomy(float(columns.min()) / width, float(columns.max() + 1) / width)
    down = _roomy(float(rows.min()) / height, float(rows.max() + 1) / height)
    return Subject(x, y, across, down, name)


def _roomy(first: float, last: float) -> tuple[float, float]:
    return clamped(first - ROOM, 0.0, 1.0), clamped(last + ROOM, 0.0, 1.0)
