"""People in a picture: whole figures, and figures below faces.

Source: Dalal and Triggs, "Histograms of oriented gradients for human detection" (2005), with the weights that OpenCV
holds; faces come from the masks' own detector.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from burnish.agent.regions.outline import corner
from burnish.imaging.masks import Corner, Radial, Scene
from burnish.imaging.masks.faces import FoundFace

WORK_PX = 512
"""Long side at which figures are sought; the smallest is a quarter as tall."""

LEAST_WEIGHT = 0.7
"""Distance from the classifier's boundary below which a post or a tree may pass for a figure."""

BODY = (
    (0.35, -0.5), (0.75, -0.2), (0.8, 0.6), (0.6, 1.15), (1.4, 1.5), (1.9, 2.1), (2.1, 3.4), (2.0, 7.5),
)  # fmt: skip
"""Right half of a person's outline below a face, from the crown: places in sides of the face's box, right of its
middle and below its top. Proportions of a standing adult, with room to spare."""

Ellipse: TypeAlias = tuple[float, float, float, float]
"""An ellipse by a face: its middle from the left and from the top of the face's box, and its half axes across and
down, all in sides of that box."""

HEAD: Ellipse = (0.5, 0.42, 0.52, 0.76)
CHEST: Ellipse = (0.5, 2.7, 0.95, 1.25)
"""What is surely the person below a face."""

Frame: TypeAlias = tuple[float, float, float, float]
"""Left, top, right and bottom, as fractions of width and height."""


@dataclass(frozen=True)
class Person:
    """One person."""

    frame: Frame
    """The box around the figure, with some room."""

    outline: tuple[Corner, ...]
    """A loop around the figure, with some room."""

    core: tuple[Radial, ...]
    """Ellipses that are surely the person: head and chest, or the trunk of a figure."""

    face: FoundFace | None
    """In pixels of the scene; None where only the figure was seen."""

    sure: float
    """How sure it is that this is a person, 0 to 1."""

    @property
    def x(self) -> float:
        """Middle, across."""
        return (self.frame[0] + self.frame[2]) / 2.0

    @property
    def y(self) -> float:
        """Middle, down."""
        return (self.frame[1] + self.frame[3]) / 2.0

    @property
    def size(self) -> float:
        """Share of the frame."""
        return (self.frame[2] - self.frame[0]) * (self.frame[3] - self.frame[1])


def find_people(scene: Scene) -> tuple[Person, ...]:
    """Everyone who was seen, from left to right."""
    figures = scene.once("figures", _figures)
    faces = [face for face in scene.faces if not _misplaced(face, figures, scene)]
    found = [_below(face, scene) for face in faces]
    for figure in figures:
        if not any(_holds(figure.frame, person, scene) for person in found):
            found.append(figure)
    return tuple(sorted(found, key=lambda person: person.x))


def believable_faces(scene: Scene) -> tuple[FoundFace, ...]:
    """Faces that no figure contradicts, from left to right."""
    if not scene.faces:
        return ()
    figures = scene.once("figures", _figures)
    kept = [face for face in scene.faces if not _misplaced(face, figures, scene)]
    return tuple(sorted(kept, key=lambda face: face.x))


def _figures(scene: Scene) -> tuple[Person, ...]:
    """Standing figures, surest first, each once."""
    import cv2

    from burnish.imaging.masks.refine import srgb_view

    view = srgb_view(scene.linear, WORK_PX)
    height, width = view.shape[:2]
    if height < 128 or width < 64:
        return ()
    detector = cv2.HOGDescriptor()
    detector.setSVMDetector(np.asarray(cv2.HOGDescriptor.getDefaultPeopleDetector()))
    boxes, weights = detector.detectMultiScale(
        view[..., ::-1].copy(), winStride=(8, 8), padding=(16, 16), scale=1.08
    )
    rows = np.reshape(np.asarray(boxes, np.float64), (-1, 4)).tolist()
    found = sorted(zip(np.ravel(weights).tolist(), rows, strict=True), reverse=True)
    kept: list[Person] = []
    for weight, (x, y, across, down) in found:
        # The classifier's window has a margin of a quarter of its width and an eighth of its height.
        box = (x + 0.14 * across, y + 0.05 * down, x + 0.86 * across, y + 0.97 * down)
        frame = (box[0] / width, box[1] / height, box[2] / width, box[3] / height)
        if weight >= LEAST_WEIGHT and all(_shared(frame, other.frame) < 0.5 for other in kept):
            core = _trunk(frame, width / height)
            kept.append(Person(frame, _corners(frame), core, None, min(0.35 + 0.3 * weight, 0.9)))
    return tuple(kept)


def _below(face: FoundFace, scene: Scene) -> Person:
    """The person that a face belongs to."""
    height, width = scene.linear.shape[:2]
    middle, top, side = face.x + 0.5 * face.size, face.y, face.size
    half = [(dx, dy) for dx, dy in BODY]
    around = [*half, *((-dx, dy) for dx, dy in reversed(half))]
    outline = tuple(corner((middle + dx * side) / width, (top + dy * side) / height) for dx, dy in around)
    xs, ys = [point.x for point in outline], [point.y for point in outline]
    frame = (max(min(xs), 0.0), max(min(ys), 0.0), min(max(xs), 1.0), min(max(ys), 1.0))
    core = tuple(face_ellipse(face, scene, place, 0.4) for place in (HEAD, CHEST))
    return Person(frame, outline, core, face, face.sure)


def face_ellipse(face: FoundFace, scene: Scene, place: Ellipse, softness: float) -> Radial:
    """An ellipse at a place in or around a face."""
    height, width = scene.linear.shape[:2]
    short = min(width, height)
    right, down, across, tall = (each * face.size for each in place)
    middle = corner((face.x + right) / width, (face.y + down) / height)
    return Radial(
        x=middle.x,
        y=middle.y,
        radius_x=min(across / short, 4.0),
        radius_y=min(tall / short, 4.0),
        softness=softness,
    )


def _trunk(frame: Frame, aspect: float) -> tuple[Radial, ...]:
    """The middle of a standing figure's box; `aspect` is the picture's width over its height."""
    left, top, right, bottom = frame
    across, down = (right - left) * max(aspect, 1.0), (bottom - top) * max(1.0 / aspect, 1.0)
    middle = corner((left + right) / 2, (top + bottom) / 2)
    return (Radial(x=middle.x, y=middle.y, radius_x=0.24 * across, radius_y=0.43 * down, softness=0.5),)


def _misplaced(face: FoundFace, figures: Sequence[Person], scene: Scene) -> bool:
    """Whether a figure has this face at its waist or its feet."""
    height, width = scene.linear.shape[:2]
    x, y = (face.x + face.size / 2) / width, (face.y + face.size / 2) / height
    for figure in figures:
        left, top, right, bottom = figure.frame
        if left < x < right and top + 0.45 * (bottom - top) < y < bottom:
            return True
    return False


def _holds(frame: Frame, person: Person, scene: Scene) -> bool:
    """Whether a figure's box has this person's face in it."""
    if person.face is None:
        return False
    height, width = scene.linear.shape[:2]
    x, y = (person.face.x + person.face.size / 2) / width, (person.face.y + person.face.size / 2) / height
    return frame[0] < x < frame[2] and frame[1] < y < frame[3]


def _shared(a: Frame, b: Frame) -> float:
    """Intersection over the smaller of the two."""
    across, down = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    least = min((a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1]))
    return max(across, 0.0) * max(down, 0.0) / max(least, 1e-9)


def _corners(frame: Frame) -> tuple[Corner, ...]:
    left, top, right, bottom = frame
    return corner(left, top), corner(right, top), corner(right, bottom), corner(left, bottom)
