"""Finding frontal faces and the eyes in them with the Haar cascades that OpenCV ships.

Source: Viola and Jones, "Rapid object detection using a boosted cascade of simple features" (2001). One
cascade alone sees faces in foliage and fabric; three rarely agree on anything but a face.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from burnish.imaging.cascades import cascade
from burnish.imaging.masks.base import Scene

SEEK_PX = 800
"""Long side at which faces are sought."""

SMALLEST = 0.05
"""Smallest face, as a fraction of the short side."""

VOTERS = {
    "haarcascade_frontalface_alt2": 0.0,
    "haarcascade_frontalface_alt": 0.0,
    "haarcascade_frontalface_default": 2.0,
}
"""Cascades and the least weight of their last stage that counts; two must agree."""

LEAST_SURE = 0.5
"""Two cascades without an eye are more often an elbow than a face."""

EYE_FACE_PX = 240
"""Width to which a face is brought before eyes are sought in it."""

Square: TypeAlias = tuple[float, float, float]
"""Left, top and side of a face's box in pixels."""

EYE_PLACES = ((0.31, 0.39), (0.69, 0.39))
"""Where eyes are in a frontal face's box, when the detector does not see them."""


@dataclass(frozen=True)
class Eye:
    """The center of an eye, in pixels of the scene, and whether it was seen or only supposed."""

    x: float
    y: float
    seen: bool


@dataclass(frozen=True)
class FoundFace:
    """The square box of a face in pixels of the scene, how sure it is (0 to 1), and its two eyes."""

    x: float
    y: float
    size: float
    sure: float
    eyes: tuple[Eye, Eye]


def find_faces(scene: Scene) -> tuple[FoundFace, ...]:
    """Faces in the scene, surest first."""
    import cv2

    from burnish.imaging.masks.refine import srgb_view

    view = srgb_view(scene.linear, SEEK_PX)
    gray = np.asarray(cv2.cvtColor(view, cv2.COLOR_RGB2GRAY), np.uint8)
    scale = scene.linear.shape[1] / view.shape[1]
    found: list[FoundFace] = []
    for box, votes in _agreed(gray):
        x, y, size = box
        left, right = _eyes(gray, box)
        seen = left.seen + right.seen
        sure = 0.4 + 0.15 * (votes - 2) + 0.175 * seen
        if sure < LEAST_SURE:
            continue
        eyes = (
            Eye(left.x * scale, left.y * scale, left.seen),
            Eye(right.x * scale, right.y * scale, right.seen),
        )
        found.append(FoundFace(x * scale, y * scale, size * scale, sure, eyes))
    return tuple(sorted(found, key=lambda face: (-face.sure, face.x, face.y)))


def _agreed(gray: NDArray[np.uint8]) -> Iterator[tuple[Square, int]]:
    """Boxes that at least two cascades see, averaged, with the number of cascades."""
    left: list[tuple[Square, str]] = []
    for place, (voter, least) in enumerate(VOTERS.items(), 1):
        if place == len(VOTERS) and not left:
            return  # The last would be alone, and most photos show no face.
        left += [(box, voter) for box in _run(voter, gray, least)]
    while left:
        alike = [(box, voter) for box, voter in left if _overlap(box, left[0][0]) > 0.4]
        left = [entry for entry in left if entry not in alike]
        votes = len({voter for _, voter in alike})
        if votes >= 2:
            x, y, size = np.mean([box for box, _ in alike], axis=0).tolist()
            yield (x, y, size), votes


def _run(voter: str, gray: NDArray[np.uint8], least_weight: float) -> list[Square]:
    least = max(int(SMALLEST * min(gray.shape)), 24)
    if min(gray.shape) < least:
        return []
    with cascade(voter) as detector:
        boxes, _, weights = detector.detectMultiScale3(
            gray, scaleFactor=1.1, minNeighbors=4, minSize=(least, least), outputRejectLevels=True
        )
    rows = np.reshape(np.asarray(boxes, np.float64), (-1, 4)).tolist()
    pairs = zip(rows, np.ravel(weights).tolist(), strict=True)
    return sorted((x, y, size) for (x, y, size, _), weight in pairs if weight >= least_weight)


def _overlap(a: Square, b: Square) -> float:
    """Intersection over union."""
    across = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    down = min(a[1] + a[2], b[1] + b[2]) - max(a[1], b[1])
    shared = max(across, 0.0) * max(down, 0.0)
    return shared / (a[2] ** 2 + b[2] ** 2 - shared)


def _eyes(gray: NDArray[np.uint8], box: Square) -> tuple[Eye, Eye]:
    """The eye seen nearest to where one should be on each side, or the place where it should be."""
    import cv2

    x, y, size = box
    patch = gray[int(y) : int(y + 0.65 * size), int(x) : int(x + size)]
    scale = EYE_FACE_PX / size
    patch = cv2.resize(patch, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    least, most = EYE_FACE_PX // 8, EYE_FACE_PX // 2
    with cascade("haarcascade_eye") as detector:
        boxes = detector.detectMultiScale(patch, 1.05, 4, minSize=(least, least), maxSize=(most, most))
    rows = np.reshape(np.asarray(boxes, np.float64), (-1, 4)).tolist()
    centers = [((a + w / 2) / EYE_FACE_PX, (b + h / 2) / EYE_FACE_PX) for a, b, w, h in rows]
    left, right = (_nearest(centers, place) for place in EYE_PLACES)
    return (
        Eye(x + left[0] * size, y + left[1] * size, left not in EYE_PLACES),
        Eye(x + right[0] * size, y + right[1] * size, right not in EYE_PLACES),
    )


def _nearest(centers: list[tuple[float, float]], place: tuple[float, float]) -> tuple[float, float]:
    near = [c for c in centers if abs(c[0] - place[0]) < 0.14 and abs(c[1] - place[1]) < 0.12]
    return min(near, key=lambda c: (c[0] - place[0]) ** 2 + (c[1] - place[1]) ** 2, default=place)
