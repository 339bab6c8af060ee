"""Detectors and the learned network together; and one fault told once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, Protocol, TypeAlias

import cv2
import numpy as np

from burnish.agent.checking.change import Change
from burnish.agent.checking.finding import CATEGORIES, Category, Kind, kind_of
from burnish.agent.checking.seen import FOUND, Seen
from burnish.imaging.pixels import Plane

SURE_CATEGORY = 0.5
"""Probability from which the network's category is believed without a detector's word."""

SURE_NOT = 0.01
"""Probability below which the network's word stands against a detector's."""

STRONG = 0.6
"""Strength of what is kept against the network's word where nothing else is found."""

OF_THE_REQUEST: frozenset[Category] = frozenset({"not_done", "overdone", "wrong_place", "wrong_direction"})

BEYOND_IT: frozenset[Category] = OF_THE_REQUEST | frozenset[Category]({"skin_shift"})
"""What the network cannot deny: requests are measured, and faces are searched for."""

MUCH_ELSE = 0.25
"""Share of other content from which little is left to be measured."""

Say: TypeAlias = Literal["all", "confirms", "none"]

KINDS: tuple[Kind, ...] = ("artifact", "failure", "unintended_change")


class Network(Protocol):
    """A learned detector."""

    def see(self, change: Change) -> tuple[np.ndarray, np.ndarray]:
        """Maps (3, height, width) of artifact, failure and unintended change from 0 to 1 at any size, and the
        logits of the categories in the order of `CATEGORIES`.
        """
        ...


_DETAIL: tuple[Category, ...] = (
    "duplicated_texture", "distorted_structure", "ghost", "blur", "noise", "over_sharpening", "halo", "seam",
)  # fmt: skip
_TONE: tuple[Category, ...] = ("lighting_mismatch", "changed_elsewhere")

ECHOES: tuple[tuple[Category, tuple[Category, ...], float], ...] = (
    ("wrong_place", ("not_done", "wrong_direction", "changed_elsewhere", "lighting_mismatch", "color_cast"), 0.0),
    ("wrong_direction", ("not_done", "overdone"), 0.0),
    ("overdone", ("clipping", "color_cast", "posterization", "changed_elsewhere", "seam", "halo", "skin_shift"), 0.0),
    ("posterization", (*_DETAIL, *_TONE, "color_cast"), 0.2),
    ("duplicated_texture", (*_DETAIL[1:], *_TONE, "color_cast"), 0.2),
    ("distorted_structure", (*_DETAIL[2:], *_TONE, "color_cast"), 0.2),
    ("blur", (*_DETAIL[2:3], *_DETAIL[4:], "changed_elsewhere"), 0.2),
    ("ghost", (*_DETAIL[3:], *_TONE), 0.2),
    ("over_sharpening", ("noise", "halo", "seam", "changed_elsewhere"), 0.2),
    ("noise", ("halo", "seam", "changed_elsewhere"), 0.2),
    ("clipping", ("seam", *_TONE), 0.2),
    ("skin_shift", ("seam", "color_cast", *_TONE), 0.2),
    ("seam", (*_TONE, "color_cast", "halo"), 0.03),
    ("lighting_mismatch", ("changed_elsewhere", "color_cast", "halo"), 0.2),
    ("halo", _TONE, 0.2),
    ("color_cast", ("changed_elsewhere",), 0.2),
)  # fmt: skip
"""Which category, where it is found, explains which others, and the share of overlap from which it does: the more
specific first."""


def without_echoes(seen: tuple[Seen, ...]) -> tuple[Seen, ...]:
    """Without what another fault explains better: a pasted patch has seams, and noise is foreign structure."""
    out = seen
    for cause, effects, share in ECHOES:
        main = next((each for each in out if each.category == cause and _found(each)), None)
        if main is not None:
            out = tuple(each if each.category not in effects else _cleared(each, main, share) for each in out)
    return out


def _found(seen: Seen) -> bool:
    above = float((seen.strength >= FOUND).mean())
    return above > 0 if seen.whole else above >= seen.least_area


def _cleared(echo: Seen, main: Seen, share: float) -> Seen:
    """Without the places that the main fault has too, grown a little; wholly where that is most of them."""
    height, width = echo.strength.shape
    near = cv2.resize(main.strength, (width, height), interpolation=cv2.INTER_AREA) >= FOUND
    grown = cv2.dilate(near.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    above = echo.strength >= FOUND
    if main.whole or echo.whole or (above & grown).sum() >= share * max(int(above.sum()), 1):
        return replace(echo, strength=np.zeros_like(echo.strength))
    return replace(echo, strength=np.where(grown, 0, echo.strength).astype(np.float32))


@dataclass(frozen=True, eq=False)
class Learned:
    """What the network sees in one edit."""

    maps: Mapping[Kind, Plane]
    """By kind, 0 to 1, at the network's own size."""
    chances: Mapping[Category, float]

    say: Say = "all"
    """What it may do: all on edits of the kind that it was trained on. Where other content was asked for it has no
    say; where that is much of the picture, what is measured of the little that is left needs its word too."""


def learned(change: Change, network: Network | None) -> Learned | None:
    """The network's view; None without one, or where the pictures were not brought to one frame."""
    if network is None or not change.pair.is_registered:
        return None
    maps, logits = network.see(change)
    chances = 1 / (1 + np.exp(-np.asarray(logits, np.float64)))
    spare = change.in_other_content(maps.shape[1:])
    planes: dict[Kind, Plane] = {
        kind: np.where(spare, 0, maps[k]).astype(np.float32) for k, kind in enumerate(KINDS)
    }
    known: dict[Category, float] = {each: float(chances[k]) for k, each in enumerate(CATEGORIES)}
    return Learned(planes, known, _say(change))


def _say(change: Change) -> Say:
    new = change.pair.renewed
    if new is None:
        return "all"
    return "confirms" if float(new.mean()) > MUCH_ELSE else "none"


def fused(seen: tuple[Seen, ...], told: Learned | None) -> tuple[Seen, ...]:
    """What detectors saw unless the network is sure that it is none, and what the network saw where they did not."""
    if told is None or told.say == "none":
        return seen
    if told.say == "confirms":
        return tuple(each if _is_confirmed(each.category, told) else _without(each) for each in seen)
    kept = tuple(each if _may_be(each.category, told) else _without(each) for each in seen)
    found = {each.category for each in kept if _found(each)}
    added: list[Seen] = []
    for category, chance in told.chances.items():
        if chance >= SURE_CATEGORY and category not in found:
            words = f"looks like {category.replace('_', ' ')} to the learned detector ({chance:.0%})"
            added.append(Seen(category, told.maps[kind_of(category)], words, 0.5 * chance + 0.2, 0.004))
    if not found and not added:
        kept = _with_the_likeliest(kept, seen, told)
    return (*kept, *added)


def _may_be(category: Category, told: Learned) -> bool:
    return category in BEYOND_IT or told.chances[category] >= SURE_NOT


def _is_confirmed(category: Category, told: Learned) -> bool:
    return category in OF_THE_REQUEST or told.chances[category] >= SURE_CATEGORY


def _with_the_likeliest(kept: tuple[Seen, ...], seen: tuple[Seen, ...], told: Learned) -> tuple[Seen, ...]:
    """What was denied, where it is strong: a fault of a make that the network never saw."""
    strong = [each for each in seen if float((each.strength >= STRONG).mean()) >= max(each.least_area, 1e-9)]
    if not strong:
        return kept
    best = max(strong, key=lambda each: told.chances[each.category])
    return tuple(best if own is best else other for own, other in zip(seen, kept, strict=True))


def _without(seen: Seen) -> Seen:
    return replace(seen, strength=np.zeros_like(seen.strength))
