"""Where a person would mark a fault: what detectors and network see of it, and how far the edit is from a good one."""

from collections.abc import Collection, Sequence

import cv2
import numpy as np

from burnish.agent.checking.change import Change, smoothed
from burnish.agent.checking.finding import CATEGORIES, Kind, Map, kind_of
from burnish.agent.checking.fusion import KINDS, Learned
from burnish.agent.checking.seen import Seen
from burnish.imaging.difference import lengths
from burnish.imaging.pixels import Plane

SEEN_FROM, SEEN_FULLY = 1.0, 9.0
"""Difference in CIELAB, a local root mean square, from which it is seen, and from which nobody misses it."""

SPREAD = 0.012
"""Standard deviation of the surroundings that a mark takes in, in short sides."""

FAR = 15.0
"""Color difference in CIELAB that nobody misses."""

BELIEVED = 0.75
"""Weight of the network beside detectors."""

UNSAID, UNTOLD = 0.45, 0.1
"""Most probability of a kind of fault that no finding is of, and that of one where no network was asked."""

UNLIKELY = 0.03
"""Probability of a kind of fault below which its map is all zero, where no finding is of it."""


def marks(
    seen: Sequence[Seen], said: Collection[Kind], change: Change, told: Learned | None
) -> dict[Kind, Map]:
    """By kind, the probability that a careful person would mark each place, (height, width) at the working size.

    That there is a fault of the kind at all, 1 where findings are of it (`said`), times that it is here if there is.
    """
    height, width = change.pair.edited.shape[:2]
    if not change.pair.is_registered:
        return {kind: np.zeros((height, width), np.float32) for kind in KINDS}
    off = off_by(change)
    out: dict[Kind, Map] = {}
    for kind in KINDS:
        here = _here(strongest(seen, kind, change), off, None if told is None else told.maps[kind])
        sure = 1.0 if kind in said else _unsaid(_chance(kind, told))
        large = cv2.resize(here * np.float32(sure), (width, height), interpolation=cv2.INTER_LINEAR)
        out[kind] = np.asarray(large, np.float32)
    return out


def _unsaid(chance: float) -> float:
    """What a map holds of a kind that no finding is of: nothing where it is not to be expected."""
    return 0.0 if chance < UNLIKELY else min(UNSAID, chance)


def off_by(change: Change) -> Plane:
    """How plainly the edit differs from a good one, 0 to 1, at half size."""
    squared = np.square(change.off).sum(axis=-1)
    around = np.sqrt(np.maximum(smoothed(squared, SPREAD * min(change.half)), 0))
    return np.clip((around - SEEN_FROM) / (SEEN_FULLY - SEEN_FROM), 0, 1).astype(np.float32)


def strongest(seen: Sequence[Seen], kind: Kind, change: Change) -> Plane:
    """The strongest of one kind at each place, 0 to 1, at half size."""
    height, width = change.half
    together = np.zeros((height, width), np.float32)
    for each in seen:
        if kind_of(each.category) == kind and float(each.strength.max(initial=0.0)) > 0:
            plane = each.strength.max() * _moved(change) if each.whole else each.strength
            large = cv2.resize(plane, (width, height), interpolation=cv2.INTER_LINEAR)
            together = np.maximum(together, np.asarray(large, np.float32))
    return np.clip(together, 0, 1)


def _here(own: Plane, off: Plane, learned: Plane | None) -> Plane:
    """The mean of what is seen and of how far off it is."""
    if learned is None:
        return np.asarray((own + off) / 2, np.float32)
    plane = cv2.resize(learned, own.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray((own + np.float32(BELIEVED) * (plane - own) + off) / 2, np.float32)


def _chance(kind: Kind, told: Learned | None) -> float:
    """That there is any fault of a kind."""
    if told is None:
        return UNTOLD
    none = [1 - told.chances[each] for each in CATEGORIES if kind_of(each) == kind]
    return 1 - float(np.prod(none))


def _moved(change: Change) -> Plane:
    """Where a fault of the whole picture shows more: half at least, all where colors moved far."""
    moved = lengths(change.edited_lab - change.source_lab)
    return np.asarray(0.5 + 0.5 * np.clip(moved / FAR, 0, 1), np.float32)
