"""Where an edit put other content than the source has: added, removed or drawn anew.

Nothing of the source can be told from what stands there now: neither its light nor its color nor its detail. Where
content was asked for, such places are no fault by themselves.
"""

import re
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from burnish.agent.checking.pair import Pair
from burnish.agent.planner.intents import Intent, Op
from burnish.imaging.difference import lengths
from burnish.imaging.pixels import Plane

OF_OTHER_CONTENT: frozenset[Op] = frozenset({"remove", "background", "unsupported"})
"""Operations that ask for other content; what tools cannot do at all is mostly of that kind."""

SURE_BESIDE = 0.9
"""Probability of a wish for tones beside one for content below which it is not held against an edit."""

LEAST_KEPT = 0.3
"""Share of the frame that has to be left of the source to tell tones or a look by."""

OF_ALL: frozenset[str] = frozenset({"art", "view", "canvas", "motion"})
"""Kinds of unsupported wishes for which no place stays what it was: drawn in another way, seen from elsewhere."""

OF_MOST: frozenset[str] = frozenset({"scene", "weather"})
"""Those that ask for another place or air around what is shown, as another background does."""

PUT_THERE: frozenset[str] = frozenset({"adding", "clothes"})
"""Those that put something into the picture."""

_ONE = re.compile(
    r"\b(?:an?|one|another)\s+(?!(?:few|couple|lot|bunch|pair|row|group|crowd|flock|set|number)\b)", re.I
)
_MORE = re.compile(r"[,;&]|\b(?:and|with|plus|some|many|two|three)\b", re.I)

NEAR, FAR = 1.5, 10.0
"""Standard deviations between which structure is compared, in pixels at `SIDE_PX`."""

COARSE = 3.0
"""The finer of them where nothing was said: noise and lost light are faults and no other content."""

SIDE_PX = 512
"""Long side at which structure is compared."""

WINDOW = 6.0
"""Standard deviation of the surroundings over which it is."""

UNLIKE = 0.45
"""Correlation with the source's structure below which it is another."""

STRUCTURE = 2.0
"""Standard deviation in L* that there is anything to be compared."""

OTHER_COLOR = 9.0
"""Difference in CIELAB from the source, beyond that of most of the frame, of flat places that belong to it."""

ISLAND = 0.015
"""Share of the frame below which what is left between new content is no place that was kept."""

UNSAID = 0.15
"""Share of the frame from which other content must have been meant, where nothing was said: a fault is smaller."""

REACH = 0.06
"""How far from other structure such places may lie, in long sides."""

LEAST_AREA = 0.0006
"""Share of the frame below which it is noise."""

MARGIN = 0.02
"""In long sides: edges of what is new, and what a paste blends."""


def asks_for_content(request: str, intents: tuple[Intent, ...]) -> bool:
    """Whether a request may mean other content: it is no matter of tones, or not understood."""
    return any(each.op in OF_OTHER_CONTENT for each in intents) or bool(request.strip() and not intents)


def asks_for_most(intents: tuple[Intent, ...]) -> bool:
    """Whether other content was asked for around what is shown."""
    return any(each.op == "background" or each.target in OF_MOST for each in intents)


def puts_one_thing(request: str, intents: tuple[Intent, ...]) -> bool:
    """Whether one thing was to be put there and nothing else was asked for: then what is new is in one place."""
    wanted = {intent.target for intent in intents}
    return (
        bool(wanted) and wanted <= PUT_THERE and len(_ONE.findall(request)) == 1 and not _MORE.search(request)
    )


def is_for_tones(pair: Pair, intent: Intent) -> bool:
    """Whether a wish is one for tones that can be held against an edit.

    Words about a thing to be added read like words about tones: "a ruby around her neck" is no wish for red.
    """
    if pair.renewed is None:
        return True
    return intent.op not in OF_OTHER_CONTENT and intent.confidence >= SURE_BESIDE


def with_content_spared(pair: Pair) -> Pair:
    """The pair, without comparing what was put anew where content was asked for."""
    said = bool(pair.request.strip() or pair.intents)
    if not pair.is_registered or (said and not asks_for_content(pair.request, pair.intents)):
        return pair
    if not said and float(_unlike(*_lightness(pair), COARSE, lost=False).mean()) < UNSAID:
        return pair
    new = renewed(pair.source_lab, pair.edited_lab, anywhere=asks_for_most(pair.intents))
    if any(each.target in OF_ALL for each in pair.intents) and new.any():
        new = np.ones_like(new)
    return replace(pair, valid=pair.valid & ~new, renewed=new)


def renewed(
    source: NDArray[np.float32], edited: NDArray[np.float32], *, anywhere: bool = False
) -> NDArray[np.bool_]:
    """Where the structure of an edit is not the source's, with the flat places that belong to it.

    Both in CIELAB (height, width, 3), in one frame. Structure is lightness between two scales, compared by its
    local correlation, which any smooth change of tones leaves as it is. Flat places belong to it where their color
    is another near such structure, or `anywhere`.
    """
    height, width = edited.shape[:2]
    before, after = _small(source), _small(edited)
    unlike = _unlike(before[..., 0], after[..., 0])
    moved = lengths(after - before)
    if anywhere:
        other = moved > OTHER_COLOR
    else:
        near = cv2.dilate(unlike.astype(np.uint8), _disk(REACH * max(unlike.shape))) > 0
        other = near & (moved > OTHER_COLOR + float(np.median(moved)))
    found = _cleaned((unlike | other).astype(np.uint8))
    large = cv2.resize(found, (width, height), interpolation=cv2.INTER_NEAREST)
    return np.asarray(large > 0)


def _lightness(pair: Pair) -> tuple[Plane, Plane]:
    source, edited = _small(pair.source_lab), _small(pair.edited_lab)
    return source[..., 0], edited[..., 0]


def _unlike(before: Plane, after: Plane, near: float = NEAR, *, lost: bool = True) -> NDArray[np.bool_]:
    """Where structure is another; with what is `lost`, or only where there is other structure now."""
    one, other = _band(before, near), _band(after, near)
    power, own, shared = (_around(each) for each in (one * one, other * other, one * other))
    likeness = shared / np.sqrt(np.maximum(power * own, 1e-6))
    size = np.maximum(power, own) if lost else own
    return np.asarray((likeness < UNLIKE) & (size > STRUCTURE**2))


def _band(light: Plane, finest: float) -> Plane:
    light = np.ascontiguousarray(light)
    near, far = (cv2.GaussianBlur(light, (0, 0), sigma) for sigma in (finest, FAR))
    return np.asarray(near - far, np.float32)


def _around(plane: Plane) -> Plane:
    return np.asarray(cv2.GaussianBlur(plane, (0, 0), WINDOW), np.float32)


def _cleaned(found: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Holes closed, specks and islands gone, and a margin around."""
    side = max(found.shape)
    closed = np.asarray(cv2.morphologyEx(found, cv2.MORPH_CLOSE, _disk(MARGIN * side)), np.uint8)
    grown = cv2.dilate(_parts(closed, LEAST_AREA), _disk(MARGIN * side))
    kept = _parts(1 - np.asarray(grown, np.uint8), ISLAND)
    return np.asarray(1 - kept, np.uint8)


def _parts(plane: NDArray[np.uint8], least: float) -> NDArray[np.uint8]:
    """Its connected parts of at least this share of the frame."""
    _, labels = cv2.connectedComponents(plane)
    areas = np.bincount(labels.ravel())
    large = areas >= least * plane.size
    large[0] = False
    return large[np.asarray(labels, np.intp)].astype(np.uint8)


def _disk(radius_px: float) -> NDArray[np.uint8]:
    size = 2 * max(1, round(radius_px)) + 1
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)), np.uint8)


def _small(lab: NDArray[np.float32]) -> NDArray[np.float32]:
    height, width = lab.shape[:2]
    scale = min(1.0, SIDE_PX / max(height, width))
    if scale == 1.0:
        return lab
    size = (max(2, round(width * scale)), max(2, round(height * scale)))
    return np.asarray(cv2.resize(lab, size, interpolation=cv2.INTER_AREA), np.float32)
