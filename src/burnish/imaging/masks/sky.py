"""The sky, when somebody says sky: smooth, bright or blue, and reached from the top of the picture.

The cut between sky and land is GrabCut's (Rother et al. 2004), begun from what can hardly be anything else.
Nothing here was learned from pictures, so a white wall under a ceiling can pass for an overcast sky: the
confidence says so.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from burnish.imaging.color import srgb8_to_linear, to_oklab
from burnish.imaging.masks.base import Confidence, ContentMask, Scene
from burnish.imaging.pixels import Plane

WORK_PX = 400
"""Long side at which the sky is sought."""

SEED = 20041
ROUNDS = 2
"""Of the cut; two more move it by 2 % and take as long again."""

REACH = 0.015
"""How far, in short sides, the horizon may still move to a nearby edge."""

SMOOTH = 0.012
"""Oklab change per pixel, at the working size, up to which sky may vary."""

BLUE_HUES = (195.0, 275.0)
"""Oklab hues of clear sky, in degrees, from haze near the horizon to the zenith."""

DOUBT = 0.33
"""Confidence up to which nothing is selected at all."""

LEAST = 0.01
"""Smallest share of the picture that is worth calling a sky."""

Pixels = NDArray[np.bool_]


@dataclass(frozen=True)
class _View:
    """The working picture and what is measured at each pixel."""

    rgb: NDArray[np.uint8]
    lightness: Plane
    blueness: Plane
    chroma: Plane
    hue: Plane
    change: Plane


class Sky(ContentMask):
    """The sky, down to the horizon and between the branches."""

    kind: Literal["sky"] = "sky"

    def select(self, scene: Scene) -> Plane:
        """The sky at the scene's size, empty when there seems to be none."""
        from burnish.imaging.masks.refine import refined

        sky, sure = scene.once("sky", _found)
        if sure.value <= DOUBT:
            return np.zeros(scene.linear.shape[:2], np.float32)
        return refined(sky.astype(np.float32), scene.linear, REACH, epsilon=2e-4)

    def sureness(self, scene: Scene) -> Confidence:
        """How much what was found behaves like a sky."""
        return self.require(scene).once("sky", _found)[1]


def _found(scene: Scene) -> tuple[Pixels, Confidence]:
    view = _measured(scene)
    seeds = _seeds(view)
    if seeds.mean() < LEAST:
        return seeds, Confidence(0.0, "nothing calm and bright or blue hangs from the top of the picture")
    sky = _cut(view, seeds)
    clouds = _clouds(view, sky)
    if clouds.any():
        sky = _cut(view, seeds | clouds)
    return sky, _judged(view, sky)


def _measured(scene: Scene) -> _View:
    import cv2

    from burnish.imaging.masks.refine import srgb_view

    rgb = srgb_view(scene.linear, WORK_PX)
    lab = to_oklab(srgb8_to_linear(rgb)).astype(np.float32)
    blurred = cv2.GaussianBlur(lab, (0, 0), 1.0)
    across = np.asarray(cv2.Scharr(blurred, cv2.CV_32F, 1, 0), np.float32) / np.float32(32.0)
    down = np.asarray(cv2.Scharr(blurred, cv2.CV_32F, 0, 1), np.float32) / np.float32(32.0)
    change = np.sqrt((across**2 + down**2).sum(axis=-1))
    hue = np.degrees(np.arctan2(lab[..., 2], lab[..., 1])) % 360.0
    chroma = np.hypot(lab[..., 1], lab[..., 2])
    return _View(rgb, lab[..., 0], -lab[..., 2], chroma, hue.astype(np.float32), change)


def _blue(view: _View) -> Pixels:
    hue = (view.hue >= BLUE_HUES[0]) & (view.hue <= BLUE_HUES[1])
    return hue & (view.chroma > 0.02) & (view.lightness > 0.3)


def _likely(view: _View) -> Pixels:
    """Pixels of a color that skies have: blue, or brighter than the land and not green."""
    land = float(np.median(view.lightness[len(view.lightness) // 2 :]))
    bright = view.lightness > max(0.45, land + 0.03)
    green = (view.hue > 100.0) & (view.hue < 165.0) & (view.chroma > 0.05)
    return (_blue(view) | bright) & ~green


def _seeds(view: _View) -> Pixels:
    """Pixels of a sky's color, calm or above the horizon, in patches that hang broadly from the top edge."""
    import cv2

    calm = (view.change < SMOOTH) | (_above_horizon(view) & (view.change < 4.0 * SMOOTH))
    likely = (calm & _likely(view)).astype(np.uint8)
    opened = cv2.morphologyEx(likely, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    count, parts = cv2.connectedComponents(opened, connectivity=4)
    rows = max(len(parts) // 50, 2)
    hanging = [i for i in range(1, count) if (parts[:rows] == i).any(axis=0).mean() > 0.04]
    return np.isin(parts, hanging)


def _above_horizon(view: _View) -> Pixels:
    """What lies above the first strong edge of each column, for the edge strength that divides colors best.

    Source: Shen and Wang, "Sky region detection in a single image for autonomous ground robot navigation"
    (2013), equations 1 to 5: the division with the least spread of color on both sides, the sky's counting
    twice.
    """
    sums = _SumsAbove.of(view.rgb)
    best, least = np.zeros(view.change.shape[1], np.intp), np.inf
    for strength in np.geomspace(0.01, 0.15, 24):
        strong = view.change > strength
        border = np.where(strong.any(axis=0), strong.argmax(axis=0), len(strong))
        share = border.sum() / strong.size
        if not max(LEAST, 2 / strong.size) <= share <= min(0.98, 1 - 2 / strong.size):
            continue
        above, below = sums.parted_at(border)
        spread = 2.0 * _spread(above) + _spread(below)
        if spread < least:
            best, least = border, spread
    return np.asarray(np.arange(len(view.change))[:, None] < best)


@dataclass(frozen=True)
class _SumsAbove:
    """Sums over each column from the top, exact: what a division of the columns needs of its two parts."""

    table: NDArray[np.int64]
    """(rows + 1, columns, 10): how many pixels lie above, the sums of three colors and of their six products."""

    @staticmethod
    def of(rgb: NDArray[np.uint8]) -> "_SumsAbove":
        colors = rgb.astype(np.int64)
        products = [colors[..., i] * colors[..., j] for i, j in _PRODUCTS]
        planes = np.stack([np.ones_like(colors[..., 0]), *np.moveaxis(colors, -1, 0), *products], axis=-1)
        return _SumsAbove(np.concatenate([np.zeros_like(planes[:1]), planes.cumsum(axis=0)]))

    def parted_at(self, border: NDArray[np.intp]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The sums over what lies above a border, one row for each column, and over what does not."""
        above = self.table[border, np.arange(len(border))].sum(axis=0)
        return above, self.table[-1].sum(axis=0) - above


_PRODUCTS = ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2))


def _spread(sums: NDArray[np.int64]) -> float:
    """Determinant and largest eigenvalue of the covariance of the colors that were summed."""
    count, mean = float(sums[0]), sums[1:4] / sums[0]
    covariance = np.empty((3, 3))
    for (i, j), product in zip(_PRODUCTS, sums[4:], strict=True):
        covariance[i, j] = covariance[j, i] = (product - count * mean[i] * mean[j]) / (count - 1.0)
    return float(abs(np.linalg.det(covariance)) + np.linalg.eigvalsh(covariance)[-1])


def _cut(view: _View, seeds: Pixels) -> Pixels:
    """From the seeds to the horizon: colors decide, then what hangs together or shows through stays."""
    import cv2

    height, width = seeds.shape
    lowest = int(np.flatnonzero(seeds.mean(axis=1) > 0.01).max(initial=0))
    labels = np.full(seeds.shape, cv2.GC_PR_BGD, np.uint8)
    labels[seeds] = cv2.GC_PR_FGD
    labels[cv2.erode(seeds.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0] = cv2.GC_FGD
    labels[min(lowest + max(height // 12, 2), height - 1) :] = cv2.GC_BGD
    if not (labels == cv2.GC_FGD).any():
        return seeds
    cv2.setRNGSeed(SEED)
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(view.rgb, labels, (0, 0, width, height), models[0], models[1], ROUNDS, cv2.GC_INIT_WITH_MASK)
    cut = (labels == cv2.GC_FGD) | (labels == cv2.GC_PR_FGD)
    return _joined(view, cut, seeds)


def _clouds(view: _View, sky: Pixels) -> Pixels:
    """White patches that touch the sky from below, lighter than it."""
    import cv2

    if not sky.any():
        return sky
    lightness = max(0.85, min(0.93, float(np.median(view.lightness[sky])) + 0.05))
    white = (view.chroma < 0.04) & (view.lightness > lightness) & (view.change < 4.0 * SMOOTH) & ~sky
    near = cv2.dilate(sky.astype(np.uint8), np.ones((7, 7), np.uint8)) > 0
    count, parts = cv2.connectedComponents(white.astype(np.uint8), connectivity=4)
    touching = [i for i in range(1, count) if (near & (parts == i)).sum() > 0.01 * (parts == i).sum()]
    return np.isin(parts, touching)


def _joined(view: _View, cut: Pixels, seeds: Pixels) -> Pixels:
    """Parts of the cut that hold a seed, and small ones as light and as tinted as the sky beside them."""
    import cv2

    count, found, stats, _ = cv2.connectedComponentsWithStats(cut.astype(np.uint8), connectivity=8)
    parts = np.asarray(found, np.int64)
    seeded = np.zeros(count, bool)
    seeded[np.unique(parts[seeds & cut])] = True
    seeded[0] = False
    cut = cut & (view.chroma < float(np.quantile(view.chroma[seeds], 0.99)) + 0.03)
    lightness = float(np.median(view.lightness[seeds]))
    for i in range(1, count):
        if not seeded[i] and stats[i, cv2.CC_STAT_AREA] < 0.01 * cut.size:
            seeded[i] = abs(float(view.lightness[parts == i].mean()) - lightness) < 0.12
    return seeded[parts] & cut


def _judged(view: _View, sky: Pixels) -> Confidence:
    """A sky is blue or brighter and cooler than the land, calm, broad on top, open and has an edge."""
    if sky.mean() < LEAST or sky.all():
        return Confidence(0.0, "too little or all of the picture behaves like a sky")
    blue = float(_blue(view)[sky].mean())
    calmer = view.change[sky].mean() / max(float(view.change[~sky].mean()), 2.0 * SMOOTH)
    signs = {
        "neither blue nor brighter than the land": max(blue, _unlike_land(view, sky)),
        "as restless as the land": float(np.clip(1.7 - 1.5 * calmer, 0.0, 1.0)),
        "narrow at the top of the picture": min(1.0, 0.45 + float(sky[: max(len(sky) // 50, 2)].mean())),
        "under the land": _open_above(sky),
        "without a clear edge to the land": 0.3 + 0.7 * _edge(view, sky),
    }
    value = 0.95 * float(np.prod(list(signs.values())))
    if value < 0.45:
        return Confidence(value, min(signs, key=lambda sign: signs[sign]))
    return Confidence(
        value, "calm, blue and on top" if blue > 0.5 else "calm and bright, but walls are that too"
    )


def _unlike_land(view: _View, sky: Pixels) -> float:
    """How much brighter, and how much cooler, the sky is than the land; never certain, as walls are too."""
    brighter = float(np.median(view.lightness[sky]) - np.median(view.lightness[~sky]))
    cooler = float(np.median(view.blueness[sky]) - np.median(view.blueness[~sky]))
    return 0.5 * float(np.clip(brighter / 0.25, 0.0, 1.0)) + 0.2 * float(np.clip(cooler / 0.03, 0.0, 1.0))


def _edge(view: _View, sky: Pixels) -> float:
    import cv2

    rim = sky & (cv2.erode(sky.astype(np.uint8), np.ones((3, 3), np.uint8), borderValue=1) == 0)
    return float(np.clip(np.median(view.change[rim]) / 0.03, 0.0, 1.0)) if rim.any() else 0.0


def _open_above(sky: Pixels) -> float:
    """How free of land the way up from the sky's pixels is, on average."""
    above = np.cumsum(sky, axis=0) / np.arange(1, len(sky) + 1)[:, None]
    return float(above[sky].mean())
