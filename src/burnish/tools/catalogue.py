"""The catalogue: the tools there are, in pipeline order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import entry_points
from typing import Any

from pydantic import ValidationError

from burnish.errors import InvalidStep, UnknownTool
from burnish.tools.background import Background
from burnish.tools.base import Tool
from burnish.tools.black_and_white import BlackAndWhite
from burnish.tools.blur import Blur
from burnish.tools.brightness import Brightness
from burnish.tools.clarity import Clarity
from burnish.tools.color_grading import ColorGrading
from burnish.tools.contrast import Contrast
from burnish.tools.crop import Crop
from burnish.tools.dehaze import Dehaze
from burnish.tools.denoise import Denoise
from burnish.tools.exposure import Exposure
from burnish.tools.fade import Fade
from burnish.tools.flip import Flip
from burnish.tools.glow import Glow
from burnish.tools.grain import Grain
from burnish.tools.heal import Heal
from burnish.tools.hsl import Hsl
from burnish.tools.hue import Hue
from burnish.tools.lut import Lut
from burnish.tools.perspective import Perspective
from burnish.tools.recolor import Recolor
from burnish.tools.rotate import Rotate
from burnish.tools.saturation import Saturation
from burnish.tools.sharpen import Sharpen
from burnish.tools.texture import Texture
from burnish.tools.tone import Tone
from burnish.tools.tone_curve import ToneCurve
from burnish.tools.vibrance import Vibrance
from burnish.tools.vignette import Vignette
from burnish.tools.white_balance import WhiteBalance

BUILT_IN: tuple[type[Tool], ...] = (
    Flip, Rotate, Perspective, Crop,
    Heal, Denoise,
    WhiteBalance, Exposure, Dehaze, Brightness, Contrast, Tone, ToneCurve,
    Texture, Clarity,
    Saturation, Vibrance, Hue, Hsl, ColorGrading, BlackAndWhite, Recolor,
    Background, Blur, Sharpen, Fade, Glow, Vignette, Grain, Lut,
)  # fmt: skip
"""The tools of Burnish in pipeline order."""

ENTRY_POINT_GROUP = "burnish.tools"
"""Packages announce their own tools under this entry-point group; they run after the built-in ones."""


@dataclass(frozen=True)
class Catalogue:
    """A set of tools in pipeline order. Passed in wherever it is needed, never global."""

    tools: tuple[type[Tool], ...]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {tool.name: place for place, tool in enumerate(self.tools)}

    @property
    def names(self) -> tuple[str, ...]:
        """Tool names in pipeline order."""
        return tuple(self._places)

    def place(self, name: str) -> int:
        """Where in the pipeline a tool acts. Raises UnknownTool."""
        try:
            return self._places[name]
        except KeyError:
            raise UnknownTool(_unknown(name, self.names)) from None

    def tool(self, name: str) -> type[Tool]:
        """The tool of this name. Raises UnknownTool."""
        return self.tools[self.place(name)]

    def make(self, name: str, params: Mapping[str, Any]) -> Tool:
        """A tool with these parameters. Raises UnknownTool, InvalidStep."""
        kind = self.tool(name)
        try:
            return kind.model_validate(dict(params))
        except ValidationError as error:
            raise InvalidStep(_explain(kind, error)) from None


def built_in() -> Catalogue:
    """The catalogue of Burnish's own tools."""
    return Catalogue(BUILT_IN)


def installed() -> Catalogue:
    """Burnish's own tools and those that installed packages announce. Raises ImportError for a broken package."""
    return Catalogue((*BUILT_IN, *_announced(entry_points(group=ENTRY_POINT_GROUP))))


def _announced(points: Iterable[Any]) -> list[type[Tool]]:
    found: list[type[Tool]] = []
    for point in sorted(points, key=lambda each: each.name):
        tool = point.load()
        if not (isinstance(tool, type) and issubclass(tool, Tool)):
            msg = f"entry point {point.name!r} in group {ENTRY_POINT_GROUP!r} is {tool!r}, which is not a Tool class"
            raise TypeError(msg)
        if tool.name in {each.name for each in (*BUILT_IN, *found)}:
            msg = f"entry point {point.name!r} brings a second tool named {tool.name!r}"
            raise ValueError(msg)
        found.append(tool)
    return found


def _unknown(name: str, names: tuple[str, ...]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, names, n=1)
    hint = f"; did you mean {close[0]!r}?" if close else ""
    return f"unknown tool {name!r}{hint} (tools: {', '.join(names)})"


MOST_PROBLEMS = 3
"""Problems that one message names."""


def _explain(kind: type[Tool], error: ValidationError) -> str:
    problems: list[str] = []
    for each in error.errors()[:MOST_PROBLEMS]:
        place = ".".join(str(part) for part in each["loc"]) or "parameters"
        if each["type"] == "extra_forbidden":
            names = ", ".join(kind.model_fields)
            problems.append(f"unknown parameter {_short(place)} (parameters: {names})")
        else:
            message = each["msg"][:1].lower() + each["msg"][1:]
            problems.append(f"{place} = {_short(each['input'])}: {message}")
    return f"tool {kind.name!r}: {'; '.join(problems)}"


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "…"
