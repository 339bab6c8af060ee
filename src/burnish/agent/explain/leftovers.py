"""Places of the frame where the pictures stay apart after every step: local edits, and things put in or taken out."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from burnish.agent.explain.comparison import apart
from burnish.agent.explain.explanation import Unexplained
from burnish.agent.explain.frame_places import frame_place
from burnish.agent.explain.phrases import percent_words, stops_words
from burnish.imaging.color import LUMINANCE
from burnish.imaging.difference import lab_from_linear
from burnish.imaging.pixels import LinearPicture

Area: TypeAlias = NDArray[np.bool_]

LEAST_DELTA_E = 2.5
"""CIEDE2000 that a place must at least be apart by."""

OUTSTANDING = 6.0
"""How many usual deviations a place must stand out by, over the frame's median."""

RIM_DELTA_E, RIM_OUTSTANDING = 0.8, 3.0
"""The same for the soft rim of such a place."""

LEAST_AREA = 0.002
"""Share of the frame below which a place is noise."""

MOST = 3
"""Places that are told, those with the most difference."""

ALIKE = 0.55
"""Correlation of fine structure above which two pictures of a place show the same thing."""

LEAST_STOPS = 0.12
"""Change of light that is worth a word, EV."""

LEAST_COLOR = 1.5
"""Change along an axis of CIELAB that is worth a word."""


@dataclass(frozen=True, eq=False)
class Leftover:
    """A place that stands out."""

    area: Area
    """Where, (height, width)."""
    reach: Area
    """With its soft rim, as far as a trace of it is seen."""
    delta_e: float
    """Mean CIEDE2000 there."""


def leftovers(rendered: LinearPicture, after: LinearPicture, margin: int = 0) -> tuple[Leftover, ...]:
    """The places that stand out, largest difference first; `margin` pixels at each edge are not looked at."""
    delta_e = apart(rendered, after)
    usual = float(np.median(delta_e))
    spread = 1.4826 * float(np.median(np.abs(delta_e - usual)))
    outstanding = delta_e > max(LEAST_DELTA_E, usual + OUTSTANDING * spread)
    traces = delta_e > max(RIM_DELTA_E, usual + RIM_OUTSTANDING * spread)
    inner = np.zeros_like(outstanding)
    inner[margin : inner.shape[0] - margin, margin : inner.shape[1] - margin] = True
    rims = pieces(traces & inner)
    found = [
        Leftover(area, _reach(area, rims), float(delta_e[area].mean()))
        for area in pieces(outstanding & inner)
        if area.mean() >= LEAST_AREA
    ]
    return tuple(sorted(found, key=lambda each: -each.delta_e * float(each.area.sum())))


def unexplained_place(
    left: Leftover, rendered: LinearPicture, after: LinearPicture, delta_e_before: float
) -> Unexplained:
    """What seems to have happened at a place, in words."""
    size = float(left.area.mean())
    place = frame_place(left.area)
    where = f"{place}, {percent_words(size)} of the frame"
    rows, columns = (np.flatnonzero(left.area.any(axis=axis)) for axis in (1, 0))
    height, width = left.area.shape
    box = columns[0] / width, rows[0] / height, (columns[-1] + 1) / width, (rows[-1] + 1) / height
    kind, told = "local edit", f"a local edit ({where}): {_changed(left.area, rendered, after)} there"
    structure = _structure(left.area, rendered, after)
    if structure.likeness < ALIKE:
        kind, told = "content", f"{structure.words} ({where})"
    share = min(left.delta_e * size / max(delta_e_before, 1e-6), 1.0)
    return Unexplained(
        "content" if kind == "content" else "local edit", told, place, size, share, left.delta_e,
        (float(box[0]), float(box[1]), float(box[2]), float(box[3])),
    )  # fmt: skip


def pieces(area: Area) -> list[Area]:
    """An area in its connected pieces, without specks and with small gaps closed."""
    import cv2

    short = min(area.shape)
    opened = cv2.morphologyEx(area.astype(np.uint8), cv2.MORPH_OPEN, _disc(max(1, round(short * 0.006))))
    closed = cv2.morphologyEx(opened, cv2.MORPH_CLOSE, _disc(max(2, round(short * 0.02))))
    count, labels = cv2.connectedComponents(np.asarray(closed, np.uint8))
    return [np.asarray(labels == label, np.bool_) for label in range(1, count)]


def _reach(area: Area, rims: list[Area]) -> Area:
    """The area with every rim that it touches."""
    reach = area.copy()
    for rim in rims:
        if (rim & area).any():
            reach |= rim
    return reach


@dataclass(frozen=True)
class _Structure:
    likeness: float
    """Correlation of fine structure, −1 to 1; 1 where neither has any."""
    words: str


def _structure(area: Area, rendered: LinearPicture, after: LinearPicture) -> _Structure:
    """Whether a place and its rim show the same structure before and after."""
    import cv2

    around = cv2.dilate(area.astype(np.uint8), _disc(4)).astype(bool)
    one, other = (fine_structure(picture)[around] for picture in (rendered, after))
    one, other = one - one.mean(), other - other.mean()
    power_one, power_other = float(np.mean(one * one)), float(np.mean(other * other))
    if max(power_one, power_other) < QUIET**2:
        return _Structure(1.0, "")
    likeness = float(np.mean(one * other)) / max(float(np.sqrt(power_one * power_other)), 1e-9)
    if power_other > PLAINER * power_one:
        return _Structure(likeness, "something seems to have been put in")
    if power_one > PLAINER * power_other:
        return _Structure(likeness, "something seems to have been taken out or smoothed away")
    return _Structure(likeness, "something seems to have been replaced, put in or taken out")


QUIET = 0.35
"""L* of fine structure below which a place is flat."""

PLAINER = 1.8
"""Ratio of the power of fine structure that says which picture has the thing."""


def fine_structure(picture: LinearPicture) -> NDArray[np.float32]:
    """L* less its own mean around each place."""
    import cv2

    light = np.ascontiguousarray(lab_from_linear(picture)[..., 0], np.float32)
    return np.asarray(light - cv2.GaussianBlur(light, (0, 0), 4.0), np.float32)


def _changed(area: Area, rendered: LinearPicture, after: LinearPicture) -> str:
    """How a place changed in light and color: `half a stop brighter and warmer`."""
    weights = LUMINANCE.astype(np.float32)
    one, other = (np.maximum(picture[area] @ weights, np.float32(1e-3)) for picture in (rendered, after))
    stops = float(np.median(np.log2(other / one)))
    lab, lab_after = (lab_from_linear(picture[area]) for picture in (rendered, after))
    _, a, b = (lab_after - lab).mean(axis=0).tolist()
    chroma = float(np.mean(np.hypot(*lab_after[..., 1:].T) - np.hypot(*lab[..., 1:].T)))
    told: list[str] = []
    if abs(stops) >= LEAST_STOPS:
        told.append(f"about {stops_words(stops)} {'brighter' if stops > 0 else 'darker'}")
    if abs(chroma) >= 2 * LEAST_COLOR:
        told.append("stronger in color" if chroma > 0 else "calmer in color")
    if abs(b) >= LEAST_COLOR and abs(b) >= abs(a):
        told.append("warmer" if b > 0 else "cooler")
    elif abs(a) >= LEAST_COLOR:
        told.append("more magenta" if a > 0 else "greener")
    return " and ".join(part for part in (", ".join(told[:-1]), told[-1]) if part) if told else "other tones"


def _disc(radius: int) -> NDArray[np.uint8]:
    import cv2

    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1,) * 2), np.uint8)
