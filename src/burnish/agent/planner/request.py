"""What a person hands over: words, and any of a mask, a reference picture, slider moves."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from burnish.errors import BadInput
from burnish.imaging.masks import Mask

MAX_CHARACTERS = 20_000
"""Longest request that is read."""

Origin: TypeAlias = Literal["typed", "spoken"]


@dataclass(frozen=True)
class SliderMove:
    """A person moved one slider: a fact that needs no interpretation."""

    tool: str
    parameter: str
    value: float


@dataclass(frozen=True)
class Request:
    """One request. Empty words without anything else ask for auto-enhance."""

    text: str = ""

    mask: Mask | None = None
    """A circle, strokes or a picture that says where; what the words ask for happens there."""

    sliders: tuple[SliderMove, ...] = ()

    reference: Path | None = None
    """A picture whose look is wanted."""

    origin: Origin = "typed"
    """A voice transcript has no punctuation to rely on."""

    variants: int = field(default=1)
    """How many candidates are wanted."""

    def __post_init__(self) -> None:
        if len(self.text) > MAX_CHARACTERS:
            raise BadInput(f"a request of {len(self.text)!r} characters; at most {MAX_CHARACTERS} are read")
        if any("\ud800" <= each <= "\udfff" for each in self.text):
            raise BadInput("a request with bytes that are no text; it must be valid Unicode")
        if not 1 <= self.variants <= 8:
            raise BadInput(f"{self.variants!r} variants; allowed is 1 to 8")
