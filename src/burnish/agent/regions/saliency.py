"""What stands out in a picture: the one thing that is unlike what the picture's rim is made of.

Source: Zhu, Liang, Wei and Sun, "Saliency optimization from robust background detection" (2014): boundary
connectivity (equations 1 to 4) and background-weighted contrast (equations 6 and 7), over the superpixels of Achanta
et al., "SLIC superpixels" (2012). To this comes focus: where the rest is blurred, the sharp thing is meant.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from burnish.agent.regions.color_patches import solidity
from burnish.agent.regions.evidence import ramp, weighed
from burnish.imaging.color import srgb8_to_linear, to_oklab
from burnish.imaging.masks import Scene
from burnish.imaging.pixels import Plane

WORK_PX = 256
"""Long side at which a thing is sought."""

PATCH_PX = 12
"""Side of a superpixel."""

COLOR_REACH = 0.045
"""Oklab distance over which two patches count as one surface."""

PLACE_REACH = 0.25
"""Distance, in long sides, over which patches are compared."""

CONNECTED = 1.0
"""Boundary connectivity from which a patch is surely background."""

LEAST = 0.2
"""Saliency below which nothing stands out, whatever the rest is like."""

SMALLEST, LARGEST = 0.006, 0.6
"""Shares of the frame between which something is a thing."""


@dataclass(frozen=True)
class Thing:
    """One connected thing in a picture."""

    inside: NDArray[np.bool_]
    """Where it is, roughly, at the working size."""

    confidence: float
    """How sure it is, 0 to 1, that this is the one thing that the picture shows."""

    reason: str
    """What speaks against it; empty where it stands out alone."""


@dataclass(frozen=True)
class _Patches:
    """Superpixels: the label of each pixel, and each patch's Oklab color, place, size and pixels on the rim."""

    labels: NDArray[np.int32]
    color: NDArray[np.float64]
    place: NDArray[np.float64]
    size: NDArray[np.float64]
    rim: NDArray[np.float64]


def salient_thing(scene: Scene) -> Thing | None:
    """The one thing that stands out, or None where nothing does."""
    if min(scene.linear.shape[:2]) < 3 * PATCH_PX:
        return None
    return _standing_out(saliency_map(scene))


def saliency_map(scene: Scene) -> Plane:
    """How much each pixel stands out, 0 to 1, at the working size."""
    from burnish.imaging.masks.refine import srgb_view

    rgb = srgb_view(scene.linear, WORK_PX)
    focus, shallow = _focus(rgb)
    return ((_normed(_contrast(_patches(rgb))) + shallow * focus) / (1.0 + shallow)).astype(np.float32)


def _patches(rgb: NDArray[np.uint8]) -> _Patches:
    import cv2

    lab = to_oklab(srgb8_to_linear(rgb)).astype(np.float32)
    slic = cv2.ximgproc.createSuperpixelSLIC(
        np.ascontiguousarray(lab * 255.0), cv2.ximgproc.SLICO, PATCH_PX, 10.0
    )
    slic.iterate(6)
    slic.enforceLabelConnectivity(40)
    labels = np.asarray(slic.getLabels(), np.int32)
    count = int(labels.max()) + 1
    flat = labels.ravel()
    size = np.maximum(np.bincount(flat, minlength=count), 1).astype(np.float64)
    rows, columns = np.divmod(np.arange(flat.size), labels.shape[1])
    planes = (*lab.reshape(-1, 3).T, columns / max(labels.shape), rows / max(labels.shape))
    means = np.stack([np.bincount(flat, plane, count) / size for plane in planes], axis=1)
    edge = np.concatenate([labels[0], labels[-1], labels[1:-1, 0], labels[1:-1, -1]])
    rim = np.bincount(edge, minlength=count).astype(np.float64)
    return _Patches(labels, means[:, :3], means[:, 3:], size, rim)


def _contrast(patches: _Patches) -> Plane:
    """Each pixel's difference from what is surely background nearby."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import shortest_path

    color = np.linalg.norm(patches.color[:, None] - patches.color[None], axis=-1)
    a, b = _neighbors(patches)
    count = len(patches.size)
    graph = coo_matrix((np.maximum(color[a, b], 1e-9), (a, b)), shape=(count, count)).tocsr()
    along = shortest_path(graph, directed=False)
    alike = np.exp(-(along**2) / (2.0 * COLOR_REACH**2))
    area = alike @ patches.size
    length = alike @ patches.rim
    connectivity = length / np.sqrt(area)
    background = 1.0 - np.exp(-(connectivity**2) / (2.0 * CONNECTED**2))
    apart = np.linalg.norm(patches.place[:, None] - patches.place[None], axis=-1)
    near = np.exp(-(apart**2) / (2.0 * PLACE_REACH**2)) * patches.size
    contrast = (color * near * background).sum(axis=1) / near.sum(axis=1)
    return (contrast * (1.0 - background))[patches.labels].astype(np.float32)


def _neighbors(patches: _Patches) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of patches that touch; all patches on the rim count as touching, as in the source."""
    labels = patches.labels.astype(np.int64)
    pairs = np.concatenate(
        [
            np.stack([labels[:, :-1].ravel(), labels[:, 1:].ravel()], axis=1),
            np.stack([labels[:-1].ravel(), labels[1:].ravel()], axis=1),
        ]
    )
    pairs = np.sort(pairs[pairs[:, 0] != pairs[:, 1]], axis=1)
    rim = np.flatnonzero(patches.rim)
    first, second = np.triu_indices(len(rim), 1)
    pairs = np.unique(np.concatenate([pairs, np.stack([rim[first], rim[second]], axis=1)]), axis=0)
    return pairs[:, 0], pairs[:, 1]


def _focus(rgb: NDArray[np.uint8]) -> tuple[Plane, float]:
    """How sharp each place is against the sharpest, and how much of the frame is out of focus (0 to 1)."""
    import cv2

    gray = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32)
    fine = np.abs(gray - cv2.GaussianBlur(gray, (0, 0), 1.0))
    energy = np.asarray(cv2.GaussianBlur(fine, (0, 0), 5.0), np.float32)
    top = float(np.quantile(energy, 0.98))
    if top < 1.0:
        return np.zeros_like(energy), 0.0
    sharp = np.clip(energy / top, 0.0, 1.0)
    soft = float((sharp < 0.2).mean())
    return sharp, float(np.clip((soft - 0.4) / 0.35, 0.0, 1.0))


def _normed(plane: Plane) -> Plane:
    """Against a strong contrast (0.12 in Oklab), not against this picture's own: nothing may stand out."""
    return np.clip(plane / 0.12, 0.0, 1.0)


def _standing_out(saliency: Plane) -> Thing | None:
    """The connected part that holds most of what stands out, and how much it does so alone."""
    import cv2

    level, _ = cv2.threshold((saliency * 255.0).astype(np.uint8), 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    out = (saliency > max(level / 255.0, LEAST)).astype(np.uint8)
    disk = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    out = cv2.morphologyEx(out, cv2.MORPH_OPEN, disk)
    count, parts = cv2.connectedComponents(out, connectivity=4)
    masses = np.bincount(np.asarray(parts).ravel(), saliency.ravel(), count)[1:]
    if not masses.size:
        return None
    inside = np.asarray(parts) == 1 + int(masses.argmax())
    share = float(inside.mean())
    if not SMALLEST <= share <= LARGEST:
        return None
    signs = {
        "it hardly stands out": ramp(float(saliency[inside].mean() - saliency[~inside].mean()), 0.15, 0.5),
        "other things stand out too": float(masses.max() / masses.sum()),
        "it is frayed": ramp(solidity(inside), 0.0, 0.7),
        "the frame cuts it off": 1.0 - ramp(_cut_off(inside), 0.2, 0.7),
        "it goes across the whole frame": 1.0 - 0.7 * ramp(_across(inside), 0.08, 0.2),
    }
    value, reason = weighed(signs, 0.6, "")
    return Thing(inside, value, reason)


def _cut_off(inside: NDArray[np.bool_]) -> float:
    """How much of the frame's rim it covers, left, right and top; people and trees stand on the lower one."""
    height = len(inside)
    rim = np.concatenate([inside[0], inside[: height // 2, 0], inside[: height // 2, -1]])
    return float(rim.mean())


def _across(inside: NDArray[np.bool_]) -> float:
    """How much of both sides of the frame it reaches: the smaller share of the two."""
    near = max(round(0.06 * inside.shape[1]), 1)
    left, right = inside[:, :near].any(axis=1), inside[:, -near:].any(axis=1)
    return min(float(left.mean()), float(right.mean()))
