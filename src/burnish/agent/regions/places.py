"""Places in the frame that words name: sides, corners, edges and the middle, as gradients with a natural fade."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from burnish.imaging.masks import Combine, Linear, Mask, Radial

Across: TypeAlias = Literal["left", "middle", "right"]
Down: TypeAlias = Literal["top", "middle", "bottom"]
Depth: TypeAlias = Literal["front", "back"]

_ACROSS: dict[str, Across] = {
    "left": "left", "leftmost": "left", "lefthand": "left", "left-hand": "left",
    "right": "right", "rightmost": "right", "righthand": "right", "right-hand": "right",
}  # fmt: skip
_DOWN: dict[str, Down] = {
    "top": "top", "upper": "top", "topmost": "top", "above": "top",
    "bottom": "bottom", "lower": "bottom", "lowest": "bottom", "below": "bottom",
}  # fmt: skip
_MIDDLE = frozenset({"middle", "center", "centre", "central", "centered"})
_DEPTH: dict[str, Depth] = {
    "front": "front", "foreground": "front", "nearest": "front", "closest": "front",
    "back": "back", "background": "back", "behind": "back", "distance": "back", "rear": "back",
}  # fmt: skip
_RIM = frozenset({"edge", "edges", "border", "borders", "rim", "frame"})
_CORNERS = frozenset({"corner", "corners"})

REACH = {
    "edge": (0.02, 0.22),
    "third": (0.22, 0.46),
    "half": (0.35, 0.65),
    "side": (0.15, 0.6),
    "both": (0.1, 0.45),
}
"""How far in from its side a gradient is full, and where it is gone, as fractions of the frame."""

PLACE_WORDS = frozenset({*_ACROSS, *_DOWN, *_DEPTH}) | _MIDDLE | _RIM | _CORNERS | frozenset(
    {"side", "sides", "half", "third", "part", "portion", "area", "quarter", "far", "hand", "most", "end", "region"}
)  # fmt: skip
"""Words that name a place and no thing."""


@dataclass(frozen=True)
class Place:
    """Where in the frame."""

    across: Across | None = None
    down: Down | None = None
    depth: Depth | None = None

    corner: bool = False
    rim: bool = False

    all_around: bool = False
    """All corners, all edges or both sides, rather than one."""

    extent: Literal["edge", "third", "half", "side"] = "side"
    """How deep a side is."""

    @property
    def is_said(self) -> bool:
        """Whether the words name any place in the frame."""
        return bool(self.across or self.down or self.corner or self.rim or self.all_around)

    def weight(self, x: float, y: float) -> float:
        """How well a thing with its middle at (x, y), fractions of the frame, is at this place: 0 to 1."""
        fit = 1.0
        if self.across:
            fit *= _near(x, {"left": 0.0, "middle": 0.5, "right": 1.0}[self.across])
        if self.down:
            fit *= _near(y, {"top": 0.0, "middle": 0.5, "bottom": 1.0}[self.down])
        if self.corner and not self.across and not self.down:
            fit *= _clamped(2.2 * min(abs(x - 0.5), abs(y - 0.5)) / 0.5)
        if self.rim and not self.across and not self.down:
            fit *= _clamped(1.6 * max(abs(x - 0.5), abs(y - 0.5)) - 0.2)
        return fit


NOWHERE = Place()
"""No place is said."""


def place_of(words: Sequence[str]) -> Place:
    """The place that the words of a phrase name; nothing is said where they name none."""
    said = set(words)
    across: Across | None = next((_ACROSS[word] for word in words if word in _ACROSS), None)
    down: Down | None = next((_DOWN[word] for word in words if word in _DOWN), None)
    middle = bool(said & _MIDDLE)
    corner, rim = bool(said & _CORNERS), bool(said & _RIM)
    both = {"left", "right"} <= said or {"top", "bottom"} <= said or ("sides" in said and across is None)
    return Place(
        across="middle" if middle and across is None else across,
        down="middle" if middle and down is None and across is None else down,
        depth=next((_DEPTH[word] for word in words if word in _DEPTH), None),
        corner=corner,
        rim=rim,
        all_around=both
        or bool(said & {"corners", "edges", "borders"})
        or ("rim" in said)
        or ("frame" in said),
        extent="edge"
        if rim or "far" in said
        else "third"
        if "third" in said
        else "half"
        if "half" in said
        else "side",
    )


def place_mask(place: Place, aspect: float) -> Mask:
    """A soft gradient over the place; ``aspect`` is the frame's width over its height."""
    single_side = bool(place.across in ("left", "right")) != bool(place.down in ("top", "bottom"))
    if place.all_around and not place.corner and not place.rim:
        sides = ("top", "bottom") if place.down in ("top", "bottom") else ("left", "right")
        return Combine(masks=tuple(_side(side, REACH["both"]) for side in sides))
    if place.corner and place.all_around and not single_side:
        return _around(aspect, 0.95)
    if place.rim and not (place.across or place.down):
        return _around(aspect, 0.8)
    if place.corner or (place.across in ("left", "right") and place.down in ("top", "bottom")):
        corners = [(x, y) for x, y in CORNERS if _is_of(place, x, y)]
        masks = tuple(corner_mask(x, y) for x, y in corners)
        return masks[0] if len(masks) == 1 else Combine(masks=masks)
    if single_side:
        return _side(
            place.across if place.across in ("left", "right") else place.down or "top", REACH[place.extent]
        )
    return _ellipse(aspect, 0.42, softness=0.8)


CORNERS = ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0))
"""Where the corners are."""


def corner_mask(x: float, y: float) -> Radial:
    """One corner, fading towards the middle."""
    return Radial(x=x, y=y, radius_x=0.75, radius_y=0.75, softness=0.8)


def corners_of(place: Place) -> tuple[tuple[float, float], ...]:
    """The corners that a place names."""
    return tuple((x, y) for x, y in CORNERS if _is_of(place, x, y))


def _is_of(place: Place, x: float, y: float) -> bool:
    across = place.across not in ("left", "right") or (place.across == "left") == (x == 0.0)
    down = place.down not in ("top", "bottom") or (place.down == "top") == (y == 0.0)
    return across and down


def _around(aspect: float, reach: float) -> Radial:
    """All around: outside an ellipse, gone where it has this share of the frame's width and height."""
    return _ellipse(aspect, 0.625 * reach, softness=0.5).model_copy(update={"invert": True})


def _ellipse(aspect: float, reach: float, softness: float) -> Radial:
    """An ellipse in the middle, of the frame's own shape; its half axes are this share of width and height."""
    short = min(aspect, 1.0)
    across, down = min(reach * aspect / short, 4.0), min(reach / short, 4.0)
    return Radial(radius_x=round(across, 4), radius_y=round(down, 4), softness=softness)


def _side(side: str, reach: tuple[float, float]) -> Linear:
    full, gone = reach
    if side in ("right", "bottom"):
        full, gone = 1.0 - full, 1.0 - gone
    if side in ("left", "right"):
        return Linear(start_x=full, start_y=0.5, end_x=gone, end_y=0.5)
    return Linear(start_x=0.5, start_y=full, end_x=0.5, end_y=gone)


def _near(at: float, wanted: float) -> float:
    """1 at the wanted place, 0 half a frame away."""
    return _clamped(1.3 - 2.0 * abs(at - wanted))


def _clamped(value: float) -> float:
    return min(max(value, 0.0), 1.0)
