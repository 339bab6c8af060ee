"""What is in a photo, as far as a glance tells: faces of some size, sky, and where the subject is.

A glance costs milliseconds. Masks of faces and of the sky look longer and are surer; see `imaging.masks`.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from burnish.imaging.cascades import cascade
from burnish.imaging.pixels import Plane

GLANCE_PX = 256
"""Long side at which faces are sought at first."""
SMALLEST_FACE = 0.08
"""Smallest face that is seen, of the short side."""
CONFIRM_PX = 144
"""Size of the patch around a supposed face in which it is sought again; the face takes half of it."""
CONTENT_PX = 128
"""Long side at which the sky and what stands out are seen."""
CALM = 0.02
"""Most that the lightness of a sky changes from one pixel to the next at that size."""
LEAST_SKY = 0.04
FEWEST_PX = 16
"""Shortest side of a picture in which something can stand out."""

Box: TypeAlias = tuple[float, float, float]
"""Left, top and side of a face in fractions of the width, the height and the width."""


@dataclass(frozen=True)
class Place:
    """Where the subject is, in fractions of width and height, and how sure that is."""

    x: float
    y: float
    confidence: float


def seen_faces(gray: NDArray[np.uint8]) -> tuple[Box, ...]:
    """Faces that look at the camera, largest first: found by one cascade, and again by another close up.

    Source: Viola and Jones, "Rapid object detection using a boosted cascade of simple features", 2001.
    """
    import cv2

    scale = min(1.0, GLANCE_PX / max(gray.shape))
    size = (max(1, round(gray.shape[1] * scale)), max(1, round(gray.shape[0] * scale)))
    small = cv2.equalizeHist(cv2.resize(gray, size, interpolation=cv2.INTER_AREA))
    least = max(20, round(SMALLEST_FACE * min(size)))
    if min(size) < least:
        return ()
    with cascade("haarcascade_frontalface_alt2") as detector:
        found = detector.detectMultiScale(small, 1.2, 2, minSize=(least, least))
    boxes = [tuple(float(each) / scale for each in box[:3]) for box in np.reshape(found, (-1, 4)).tolist()]
    sure = [(x, y, side) for x, y, side in boxes if _confirmed(gray, x, y, side)]
    height, width = gray.shape
    ordered = sorted(sure, key=lambda box: -box[2])
    return tuple((x / width, y / height, side / width) for x, y, side in ordered)


def _confirmed(gray: NDArray[np.uint8], x: float, y: float, side: float) -> bool:
    """Whether another cascade sees a face of this size here too."""
    import cv2

    top, left = max(0, round(y - side / 2)), max(0, round(x - side / 2))
    patch = gray[top : round(y + 1.5 * side), left : round(x + 1.5 * side)]
    zoom = CONFIRM_PX / (2 * side)
    patch = cv2.resize(patch, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_LINEAR)
    least, most = round(0.33 * CONFIRM_PX), round(0.75 * CONFIRM_PX)
    with cascade("haarcascade_frontalface_default") as detector:
        found = detector.detectMultiScale(patch, 1.1, 4, minSize=(least, least), maxSize=(most, most))
    return len(found) > 0


def sky(lab: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Where a small Oklab picture seems to show sky: calm, blue or brighter than the land, down from the top edge."""
    import cv2

    lightness = np.ascontiguousarray(lab[..., 0])
    change = np.abs(cv2.Laplacian(cv2.GaussianBlur(lightness, (0, 0), 1.0), cv2.CV_32F))
    land = float(np.median(lightness[2 * len(lightness) // 3 :]))
    chroma = np.hypot(lab[..., 1], lab[..., 2])
    blue = (lab[..., 2] < -0.02) & (np.abs(lab[..., 1]) < -1.2 * lab[..., 2]) & (lightness > 0.35)
    bright = (lightness > max(0.6, land + 0.12)) & (chroma < 0.05)
    likely = ((change < CALM) & (blue | bright)).astype(np.uint8)
    count, parts = cv2.connectedComponents(cv2.erode(likely, np.ones((3, 3), np.uint8)))[:2]
    rows = max(2, len(parts) // 40)
    broad = [k for k in range(1, count) if float((parts[:rows] == k).any(axis=0).mean()) > 0.3]
    found = cv2.dilate(np.isin(parts, broad).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    return found if LEAST_SKY <= found.mean() <= 0.9 else np.zeros_like(found)


def salient_place(lab: NDArray[np.float32]) -> Place:
    """Where what stands out from the rest of a small Oklab picture lies, and how compact it is.

    Color distance from the mean (Achanta et al., "Frequency-tuned salient region detection", CVPR 2009), less where the
    frame's border looks the same, gathered near its center.
    """
    import cv2

    height, width = lab.shape[:2]
    if min(height, width) < FEWEST_PX:
        return Place(0.5, 0.5, 0.0)
    smooth = np.asarray(cv2.GaussianBlur(lab, (0, 0), 1.5), np.float32)
    border = np.concatenate([smooth[0], smooth[-1], smooth[:, 0], smooth[:, -1]])
    from_border = np.linalg.norm(smooth[:, :, None] - _palette(border), axis=-1).min(axis=-1)
    distance = np.linalg.norm(smooth - smooth.mean(axis=(0, 1)), axis=-1) * from_border
    y, x = np.mgrid[:height, :width].astype(np.float32)
    x, y = (x + 0.5) / width, (y + 0.5) / height
    weight = distance * np.exp(-((x - 0.5) ** 2 + (y - 0.5) ** 2) / (2 * 0.3**2))
    weight = np.where(weight > np.quantile(weight, 0.9), weight, 0.0)
    total = float(weight.sum())
    if total <= 1e-9:
        return Place(0.5, 0.5, 0.0)
    at = float((weight * x).sum()) / total, float((weight * y).sum()) / total
    spread = np.sqrt(float((weight * ((x - at[0]) ** 2 + (y - at[1]) ** 2)).sum()) / total)
    # A tenth of the frame in one disc has a spread of 0.13; strewn over the frame it has 0.4.
    return Place(*at, confidence=float(np.clip((0.27 - spread) / 0.16, 0.0, 1.0)) * 0.6)


def _palette(border: NDArray[np.float32]) -> NDArray[np.float32]:
    """A few colors that the frame's border has: it is mostly background."""
    order = np.argsort(border[:, 0])
    return np.stack([part.mean(axis=0) for part in np.array_split(border[order], 8)])


def subject_place(boxes: tuple[Box, ...], aspect: float, lab: NDArray[np.float32]) -> Place:
    """Where the subject is: the middle of the faces, weighed by size, else what stands out. `aspect`: width/height."""
    if not boxes:
        return salient_place(lab)
    weights = np.array([side**2 for _, _, side in boxes])
    x = np.array([left + side / 2 for left, _, side in boxes])
    y = np.array([top + side * aspect / 2 for _, top, side in boxes])
    spread = float(np.sqrt(np.average((x - np.average(x, weights=weights)) ** 2, weights=weights)))
    return Place(
        float(np.average(x, weights=weights)),
        float(np.average(y, weights=weights)),
        float(np.clip(0.9 - spread, 0.3, 0.9)),
    )


def face_pixels(boxes: tuple[Box, ...], height: int, width: int) -> Plane:
    """The inner part of each face (cheeks, nose, brow) as 1 in a plane of zeros."""
    plane = np.zeros((height, width), np.float32)
    for left, top, side in boxes:
        x, y, size = left * width, top * height, side * width
        rows = slice(max(0, round(y + 0.2 * size)), round(y + 0.85 * size))
        plane[rows, max(0, round(x + 0.22 * size)) : round(x + 0.78 * size)] = 1.0
    return plane
