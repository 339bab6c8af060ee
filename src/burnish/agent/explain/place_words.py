"""Where a step applies, in words, by its mask."""

from burnish.agent.planner.wording import listed
from burnish.imaging.masks import Combine, Linear, LuminosityRange, Mask, Radial

MIDDLE_LIGHTNESS = 0.56
"""Oklab lightness of photographic mid-gray."""

THIRDS = (
    ("upper left", "top", "upper right"),
    ("left", "center", "right"),
    ("lower left", "bottom", "lower right"),
)
"""Ninths of a frame by rows."""

_NAMES = {
    "sky": "the sky", "face": "the face", "eyes": "the eyes", "skin": "the skin", "subject": "the circled subject",
    "brush": "the painted area", "picture": "the masked area", "polygon": "the outlined area",
    "lasso": "the outlined area", "color_range": "the picked colors",
}  # fmt: skip
_OUTSIDE = {"subject": "the background"}


def place_words(mask: Mask) -> str:
    """`the sky`, `everywhere but the skin`, `the background`."""
    if mask.invert:
        return (
            _OUTSIDE.get(mask.kind)
            or f"everywhere but {place_words(mask.model_copy(update={'invert': False}))}"
        )
    match mask:
        case LuminosityRange():
            return "the highlights" if mask.low + mask.high > 2 * MIDDLE_LIGHTNESS else "the shadows"
        case Linear():
            return f"the {_side(mask)}"
        case Radial():
            return f"the {ninth(mask.x, mask.y)}"
        case Combine():
            return _combined(mask)
        case _:
            return _NAMES[mask.kind]


def ninth(x: float, y: float) -> str:
    """The ninth of the frame that holds a point given as fractions of width and height."""
    row, column = (min(max(int(at * 3), 0), 2) for at in (y, x))
    return THIRDS[row][column]


def _side(mask: Linear) -> str:
    """Where a graduated mask is full: at its start, or beyond it."""
    across, down = mask.end_x - mask.start_x, mask.end_y - mask.start_y
    if abs(across) > abs(down):
        return "left part" if across > 0 else "right part"
    return "upper part" if down > 0 else "lower part"


def _combined(mask: Combine) -> str:
    first, *rest = mask.masks
    if mask.operation == "subtract" and rest:
        return f"{place_words(first)} without {listed([place_words(part) for part in rest])}"
    if mask.operation == "intersect" and all(part.invert for part in mask.masks):
        plain = [part.model_copy(update={"invert": False}) for part in mask.masks]
        return f"everywhere but {listed([place_words(part) for part in plain])}"
    word = "and" if mask.operation == "add" else "within"
    return f" {word} ".join(dict.fromkeys(place_words(part) for part in mask.masks))
