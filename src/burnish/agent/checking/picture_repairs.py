"""Repairs of finished pictures, whoever made them: by their source, where it is good."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from burnish.agent.checking.causes import STATES, where_words
from burnish.agent.checking.change import Change
from burnish.agent.checking.finding import Category, Finding
from burnish.agent.checking.patches import Patch, followed
from burnish.agent.checking.repairs import Repair, RepairKind
from burnish.agent.checking.workpiece import PictureWork, State
from burnish.imaging.color import LUMINANCE
from burnish.imaging.difference import lab_from_linear, lengths
from burnish.imaging.pixels import Plane

Triples = NDArray[np.float32]

FEATHER = 0.008
"""Of the short side: how softly a patch begins."""

FOLLOWING = 5
"""Radius in pixels of the windows in which a goal follows its guide, at the size of the patch."""

EPSILON = 2.0
"""CIELAB squared: contrast of the guide below which it is followed as it is."""

SURROUNDINGS = 0.06
"""Of the long side: how far the change around a place reaches into it."""

SHOULDER = 88.0
"""L* of the edit above which held-back light is laid out anew."""

NEUTRAL = 9.0
"""Chroma of the source up to which a color is near gray."""

MEASURED = 0.8
"""Confidence from which a fault was measured, and not only looks like one."""

_STREWN: frozenset[Category] = frozenset({"halo", "posterization", "noise", "over_sharpening", "seam"})
"""Faults that are often in more places than are found."""

UNLIKE = 4.0
"""Difference in CIELAB from the look from which such a place is one of theirs; at twice as much wholly."""

JOINED = 0.2
"""Strength of a region from which two of its pixels hang together."""

BORDER = (0.03, 0.06)
"""Of the long side: where the border of a region is looked at, beyond the margin of other content."""

BORDER_KEPT = 0.6
"""Share of the border that has to be the source's still for the source to come back there."""

LARGEST_PATCH = 0.5
"""Share of the frame from which what a seam runs around is no patch, and the picture that it is laid on may be."""

LEAST_GRAY = 50
"""Near-gray pixels at half size from which a tint is measured."""

HOLDING_BACK = (0.35, 0.6)
"""Shares of the source that come back where a change goes too far."""

_BY_LOOK: frozenset[Category] = frozenset({
    "posterization", "halo", "skin_shift", "noise", "over_sharpening", "blur", "seam", "ghost",
    "distorted_structure", "lighting_mismatch", "duplicated_texture", "color_cast", "clipping",
    "changed_elsewhere",
})  # fmt: skip
"""Faults of a place that are mended by the source under the look of the rest."""


def picture_repairs(work: PictureWork, state: State, findings: Sequence[Finding]) -> tuple[Repair, ...]:
    """Repairs of a picture that could be held against its source: all at once first, then one by one.

    A change of the whole picture has no place where the source could come back without taking the edit away.
    """
    pair = work.pair(state)
    if not pair.is_registered:
        return ()
    change = Change(pair)
    single = [
        Repair(kind, words, _under(state, patch), (k,), kind == "less" and finding.category == "clipping")
        for k, finding in enumerate(findings)
        if not (_is_wide(finding) and (_is_guess(finding) or finding.category == "changed_elsewhere"))
        for kind, words, patch in _mended(change, finding)
    ]
    firsts = _firsts(single)
    together = tuple(each.state.patches[-1] for each in firsts)
    wide = _wherever(change, state, findings)
    if len(firsts) > 1:
        words = "; ".join(dict.fromkeys(each.words for each in firsts))
        everything = replace(state, patches=(*state.patches, *together))
        aims = tuple(k for each in firsts for k in each.findings)
        return (Repair("all", words, everything, aims), *wide, *single)
    return (*single[:1], *wide, *single[1:])


def _is_guess(finding: Finding) -> bool:
    """A halo that nothing measured: it may be contrast around edges that was meant."""
    return finding.category == "halo" and finding.confidence < MEASURED


def _is_wide(finding: Finding) -> bool:
    return not where_words(finding)


def _wherever(change: Change, state: State, findings: Sequence[Finding]) -> tuple[Repair, ...]:
    """The source under the look wherever the edit is unlike it, for faults that are strewn over the picture."""
    aims = tuple(k for k, each in enumerate(findings) if each.category in _STREWN and not _is_guess(each))
    if not aims:
        return ()
    unlike = lengths(change.residual)
    soft = cv2.GaussianBlur(cv2.dilate(unlike, np.ones((5, 5), np.uint8)), (0, 0), 1.5)
    region = np.clip((np.asarray(soft, np.float32) - UNLIKE) / UNLIKE, 0, 1) * change.valid
    why = STATES[findings[aims[0]].category]
    regions = [("wherever the two differ", np.asarray(region, np.float32))]
    if all(findings[k].category == "seam" for k in aims):
        own = _joined(region, [region_of(change, findings[k]) for k in aims])
        regions.insert(0, ("where it begins and the two differ", own))
        regions = [(place, each) for place, each in regions if float((each > JOINED).mean()) <= LARGEST_PATCH]
    words = "brought the source back under the look of the rest"
    return tuple(
        Repair("restore", f"{words} {place}, because {why}", _under(state, look_patch(change, each)), aims)
        for place, each in regions
    )


def all_restored(work: PictureWork, state: State) -> State:
    """The source everywhere: of a change that goes the wrong way nothing is to stay."""
    return _under(state, _source(np.ones(Change(work.pair(state)).half, np.float32)))


def _joined(region: Plane, places: Sequence[Plane]) -> Plane:
    """The parts of a region that reach one of these places: a seam is the border of one patch."""
    _, parts = cv2.connectedComponents((region > JOINED).astype(np.uint8), connectivity=8)
    here = np.unique(np.asarray(parts)[np.max(places, axis=0) > JOINED])
    own = np.isin(parts, here[here > 0]).astype(np.float32)
    near = cv2.dilate(own, np.ones((5, 5), np.uint8))
    return np.asarray(region * near, np.float32)


def outside_restored(work: PictureWork, state: State) -> State | None:
    """The source wherever nothing was asked for; None where it was asked for everywhere."""
    change = Change(work.pair(state))
    if change.where is None:
        return None
    return _under(state, _source(1 - np.clip(4 * change.where, 0, 1)))


def _firsts(repairs: Sequence[Repair]) -> list[Repair]:
    """The first repair of each finding; one that is for the whole picture stands for all that would follow."""
    found: dict[int, Repair] = {}
    for each in repairs:
        found.setdefault(each.findings[0], each)
    wide = [each for each in found.values() if each.kind in ("less", "balance")]
    local = [each for each in found.values() if each.kind not in ("less", "balance")]
    return [*local, *wide[:1]]


def _under(state: State, patch: Patch) -> State:
    return replace(state, patches=(*state.patches, patch))


_Mend = tuple[RepairKind, str, Patch]


def _mended(change: Change, finding: Finding) -> Iterator[_Mend]:
    where, why = where_words(finding), STATES[finding.category]
    region = region_of(change, finding)
    if not _borders_on_kept(change, region):
        return
    if finding.category in ("wrong_place", "changed_elsewhere") and change.where is not None:
        outside = region * (1 - np.clip(4 * change.where, 0, 1))
        yield "restore", f"brought the source back {where}, because {why}", _source(outside)
    if finding.category in ("overdone", "wrong_direction"):
        shares = HOLDING_BACK if finding.category == "overdone" else (1.0,)
        yield from _held_back(change, shares, why)
    if finding.category == "clipping":
        yield (
            "restore",
            f"laid light out anew {where}, because {why}".replace("  ", " "),
            _shoulder(change, region),
        )
    if finding.category == "color_cast":
        yield "balance", f"made neutral again what has a tint {where}".rstrip(), _balance(change)
    if finding.category in _BY_LOOK and _comes_nearer(change, region):
        words = f"brought the source back under the look of the rest {where}, because {why}"
        yield "restore", words.replace("  ", " "), look_patch(change, region)
    if finding.category == "clipping":
        yield from _held_back(change, HOLDING_BACK, why)


def _comes_nearer(change: Change, region: Plane) -> bool:
    """Whether a place is less like the look than the rest is, and than the source under the look would be there."""
    inside = region > 0.5
    rest = ~inside & change.valid
    if not inside.any() or not rest.any():
        return True
    unlike = lengths(change.residual)
    carried = lengths(_surroundings(change, region))
    return float(unlike[inside].mean()) > max(float(unlike[rest].mean()), float(carried[inside].mean()))


def _borders_on_kept(change: Change, region: Plane) -> bool:
    """Whether the source would meet what is left of it around a region, and not other content."""
    if change.pair.renewed is None or float(region.min()) > 0.5:
        return True
    near, far = (
        cv2.dilate(
            (region > JOINED).astype(np.uint8), np.ones((2 * round(of * max(change.half)) + 1,) * 2, np.uint8)
        )
        for of in BORDER
    )
    ring = (far > 0) & (near == 0)
    return float(change.valid[ring].mean() if ring.any() else 0.0) > BORDER_KEPT


def _held_back(change: Change, shares: Sequence[float], why: str) -> Iterator[_Mend]:
    """Shares of the source brought back, wherever something was asked for."""
    whole = np.ones(change.half, np.float32) if change.where is None else change.where
    for share in shares:
        words = f"held the change back by {share:.0%}, because {why}"
        yield "less", words, _source(np.asarray(whole * np.float32(share), np.float32))


def region_of(change: Change, finding: Finding) -> Plane:
    """A finding's inside with a soft edge around it, at half size; exactly 0 further off."""
    height, width = change.half
    plane = np.zeros((height, width), np.float32)
    points = np.rint(np.array(finding.polygon) * (width, height) * 16 - 8).astype(np.int32)
    cv2.fillPoly(plane, [points], (1.0,), shift=4)
    if float(plane.mean()) > 0.97:
        return np.ones_like(plane)
    sigma = max(1.0, FEATHER * min(height, width))
    grown = cv2.dilate(plane, np.ones((2 * round(2 * sigma) + 1,) * 2, np.uint8))
    soft = cv2.GaussianBlur(grown, (0, 0), sigma)
    return np.clip((np.asarray(soft, np.float32) - 0.03) / 0.94, 0, 1)


def look_patch(change: Change, region: Plane) -> Patch:
    """The source under the edit's look, with what the surroundings' change has beyond that."""
    goal = change.look + _surroundings(change, region)
    return Patch(region, "source", *followed(change.source_lab, goal, FOLLOWING, EPSILON))


def _surroundings(change: Change, region: Plane) -> Triples:
    """What the look leaves over around a region, carried into it (normalized convolution over ever wider windows)."""
    sigma = SURROUNDINGS * max(change.half)
    weight = (1 - region) * change.valid
    total = np.zeros_like(change.residual)
    mass = np.full((*change.half, 1), 1e-6, np.float32)
    held = np.clip(change.residual, -30, 30) * weight[..., None]
    for wider, trust in ((0.12, 10.0), (0.5, 1.0), (1.0, 0.1), (3.0, 0.01)):
        total += np.float32(trust) * _wide(held, sigma * wider)
        mass += np.float32(trust) * _wide(weight.astype(np.float32), sigma * wider)[..., None]
    return np.asarray(total / mass, np.float32) if float(weight.mean()) > 0.02 else np.zeros_like(total)


def _wide(plane: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
    height, width = plane.shape[:2]
    factor = max(1.0, sigma / 3)
    size = (max(2, round(width / factor)), max(2, round(height / factor)))
    small = cv2.GaussianBlur(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), (0, 0), sigma / factor)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def _source(region: Plane) -> Patch:
    return Patch(np.asarray(region, np.float32), "source", None, None)


def _shoulder(change: Change, region: Plane) -> Patch:
    """Light that ran into white, laid out between where it still followed the source and white."""
    before, after = change.source_lab[..., 0], change.edited_lab[..., 0]
    knee = _knee(before, after)
    span = max(100.0 - knee, 1.0)
    over = np.clip((before - knee) / span, 0, 1)
    rolled = SHOULDER + over * (99.5 - SHOULDER)
    goal = change.source_lab.copy()
    goal[..., 0] = np.where(before > knee, rolled, after)
    bright = np.clip((after - SHOULDER) / 4, 0, 1)
    return Patch(
        np.asarray(region * bright, np.float32), "source", *followed(change.source_lab, goal, 3, EPSILON)
    )


def _knee(before: Plane, after: Plane) -> float:
    """L* of the source that the edit brings to the shoulder."""
    near = np.abs(after - SHOULDER) < 2.5
    return float(np.median(before[near])) if int(near.sum()) > 30 else SHOULDER - 10


def _balance(change: Change) -> Patch:
    """The edit with the tint taken off that near-gray colors of the source took on: as gains of light, then by tone."""
    before, after = change.source_lab, change.edited_lab
    gray = (np.hypot(before[..., 1], before[..., 2]) < NEUTRAL) & change.valid
    gray &= (after[..., 0] > 8) & (after[..., 0] < 97)
    whole = np.ones(change.half, np.float32)
    if int(gray.sum()) < LEAST_GRAY:
        return Patch(whole, "edited", None, None)
    light = change.at_half(change.pair.edited)
    gains = _gains(change.at_half(change.pair.source)[gray], light[gray])
    goal = np.asarray(lab_from_linear(light * gains), np.float32)
    goal[..., 0] = after[..., 0]
    tones, tints = _tints(goal[gray], before[gray])
    for k in (1, 2):
        goal[..., k] -= np.interp(goal[..., 0], tones, tints[:, k - 1]).astype(np.float32)
    return Patch(whole, "edited", *followed(after, goal, FOLLOWING, EPSILON))


def _gains(before: Triples, after: Triples) -> Triples:
    """Gains by channel that give near-gray colors the proportions that they had, green as it is."""
    ratios = (np.maximum(before, 1e-4) / np.maximum(before[:, 1:2], 1e-4)) / (
        np.maximum(after, 1e-4) / np.maximum(after[:, 1:2], 1e-4)
    )
    gains = np.median(ratios, axis=0).astype(np.float32)
    return gains / np.float32(LUMINANCE @ gains)


def _tints(after: Triples, before: Triples) -> tuple[list[float], Triples]:
    """What tint is left in dark, middle and light near-gray colors."""
    tones, tints = list[float](), list[Triples]()
    for low, high in ((0, 35), (35, 65), (65, 101)):
        inside = (after[:, 0] >= low) & (after[:, 0] < high)
        if int(inside.sum()) >= LEAST_GRAY:
            tones.append(float(np.median(after[inside, 0])))
            tints.append(np.median((after - before)[inside, 1:], axis=0))
    if not tones:
        return [50.0], np.zeros((1, 2), np.float32)
    return tones, np.asarray(tints, np.float32)
