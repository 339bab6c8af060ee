"""What a person wants, before any tool is chosen: one operation, which way, how much, where, in which color."""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

Op: TypeAlias = Literal[
    "exposure", "contrast", "highlights", "shadows", "saturation", "temperature", "color", "auto_color",
    "sharpness", "denoise", "dehaze", "blur", "vignette", "crop", "rotate", "flip", "black_and_white", "remove",
    "background", "retouch", "enhance", "style", "unsupported", "keep", "undo", "scale",
]  # fmt: skip
"""What is to be done. The last four are about the edit or its limits, not about the picture."""

Direction: TypeAlias = Literal["+", "-", "0"]
"""More of it, less of it, or to a stated or neutral value (a leveled horizon). Some operations have none."""

Strength: TypeAlias = Literal["small", "medium", "large"]
"""How much, as far as the words say."""

Region: TypeAlias = Literal[
    "face", "eyes", "skin", "sky", "person", "obj", "bg", "fg", "left", "right", "top", "bottom", "center",
    "shadows", "highlights",
]  # fmt: skip
"""Where. `person` is the subject, `obj` any other thing that the words name; see `Intent.phrase`."""

Color: TypeAlias = Literal[
    "red", "orange", "yellow", "green", "teal", "blue", "purple", "pink", "brown", "white", "black", "gray",
]  # fmt: skip
"""Families of color words."""

OPS: tuple[Op, ...] = get_args(Op)
REGIONS: tuple[Region, ...] = get_args(Region)
COLORS: tuple[Color, ...] = get_args(Color)

WITHOUT_DIRECTION: frozenset[Op] = frozenset({"unsupported", "keep", "undo"})
"""Operations that go no way."""

DESTRUCTIVE: frozenset[Op] = frozenset({"remove", "crop", "background"})
"""Operations that lose part of the photo: never done unless they were asked for."""

Unit: TypeAlias = Literal["", "%", "EV", "K", "°"]


@dataclass(frozen=True)
class Quantity:
    """A number that the words give."""

    value: float
    unit: Unit = ""

    absolute: bool = False
    """Set to this value (`contrast at 20`), rather than change by it (`by 20`)."""


@dataclass(frozen=True)
class Intent:
    """One thing that a person wants."""

    op: Op
    direction: Direction | None = None
    strength: Strength = "medium"
    quantity: Quantity | None = None
    region: Region | None = None
    color: Color | None = None

    phrase: str = ""
    """The words that say where or what, such as `the red car on the left`; empty where none do."""

    target: str = ""
    """For keep, undo and scale: an operation, a region, `all`, `last` or `others`; for style: the look's name; for
    unsupported: what would have to be changed, such as `expression`, where that is known."""

    span: tuple[int, int] = (0, 0)
    """Where in the request's text the words stand: start and end, in characters."""

    confidence: float = 1.0
    """Probability that this is meant, as measured on sentences that were not trained on."""

    def document(self, text: str = "") -> dict[str, Any]:
        """The intent as plain JSON values; `text` is what the span lies in."""
        amount = self.strength if self.quantity is None else self.quantity.value
        said: dict[str, Any] = {"op": self.op, "direction": self.direction, "amount": amount}
        if self.quantity is not None:
            said["unit"] = self.quantity.unit
            said["absolute"] = self.quantity.absolute
        start, end = self.span
        return said | {
            "region": self.region,
            "color": self.color,
            "target": self.target or None,
            "phrase": self.phrase or None,
            "span": [start, end],
            "text": text[start:end],
            "confidence": round(self.confidence, 3),
        }
