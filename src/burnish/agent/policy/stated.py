"""Wishes with a number: the number goes to the slider, in the slider's own unit."""

import re
from dataclasses import dataclass
from functools import cache

from burnish.agent.planner.intents import Op, Quantity
from burnish.agent.policy.choice import Asked, Choice
from burnish.tools.base import Tool
from burnish.tools.blur import Blur
from burnish.tools.brightness import Brightness
from burnish.tools.clarity import Clarity
from burnish.tools.contrast import Contrast
from burnish.tools.dehaze import Dehaze
from burnish.tools.denoise import Denoise
from burnish.tools.exposure import Exposure
from burnish.tools.grain import Grain
from burnish.tools.saturation import Saturation
from burnish.tools.sharpen import Sharpen
from burnish.tools.texture import Texture
from burnish.tools.tone import Tone
from burnish.tools.vibrance import Vibrance
from burnish.tools.vignette import Vignette
from burnish.tools.white_balance import WhiteBalance

LARGEST_STOPS = 5.0
"""A bare number up to this is stops; a larger one is an amount of brightness."""


@dataclass(frozen=True)
class Slider:
    """One slider: its tool, the parameters that take the number, and which way more of the wish moves it."""

    tool: type[Tool]
    parameters: tuple[str, ...]
    sign: int = 1


_SLIDERS: dict[Op, Slider] = {
    "contrast": Slider(Contrast, ("amount",)),
    "highlights": Slider(Tone, ("highlights",)),
    "shadows": Slider(Tone, ("shadows",)),
    "saturation": Slider(Saturation, ("amount",)),
    "temperature": Slider(WhiteBalance, ("temperature",)),
    "sharpness": Slider(Sharpen, ("amount",)),
    "denoise": Slider(Denoise, ("luma", "chroma")),
    "dehaze": Slider(Dehaze, ("amount",)),
    "blur": Slider(Blur, ("radius",)),
    "vignette": Slider(Vignette, ("amount",), sign=-1),
}


def _name(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


_NAMED: tuple[tuple[Op, re.Pattern[str], Slider], ...] = (
    ("saturation", _name("vibrance|vibrancy|vib"), Slider(Vibrance, ("amount",))),
    ("sharpness", _name("clarity"), Slider(Clarity, ("amount",))),
    ("sharpness", _name("texture"), Slider(Texture, ("amount",))),
    ("highlights", _name("whites?|white point"), Slider(Tone, ("whites",))),
    ("shadows", _name("blacks?|black point"), Slider(Tone, ("blacks",))),
    ("color", _name("tint"), Slider(WhiteBalance, ("tint",))),
)
"""Sliders that words name where an operation has several."""

_GRAIN = re.compile(r"\bgrain\b", re.IGNORECASE)


def stated(asked: Asked, quantity: Quantity) -> tuple[Choice, ...]:
    """The tool with the number on its slider; nothing for a wish whose tools have no one slider."""
    if asked.intent.op == "denoise" and asked.intent.direction == "-" and _GRAIN.search(asked.words):
        amount = min(abs(quantity.value), 100.0)
        return (Choice(Grain(amount=amount), f"grain amount {amount:g}, as stated", named=True),)
    named = _named_slider(asked)
    slider = named or _slider(asked.intent.op, quantity)
    if slider is None:
        return ()
    signed = quantity.value if quantity.absolute else _signed(asked, quantity.value)
    wanted = slider.sign * signed
    low, high = bounds(slider.tool, slider.parameters[0])
    value = min(max(wanted, low), high) + 0.0
    unit = f" {quantity.unit}" if quantity.unit else ""
    name = f"{slider.tool.name} {' and '.join(slider.parameters)}"
    reason = f"{name} {value:+g}{unit}, as stated"
    if value != wanted:
        end = f"the slider goes from {low:g} to {high:g}"
        reason = f"{name} {value:+g}{unit}: {wanted:+g} was stated, but {end}"
    tool = slider.tool.model_validate(dict.fromkeys(slider.parameters, value))
    return (Choice(tool, reason, named=named is not None),)


def _signed(asked: Asked, value: float) -> float:
    return -abs(value) if asked.intent.direction == "-" else value


def _named_slider(asked: Asked) -> Slider | None:
    return next((s for op, name, s in _NAMED if op == asked.intent.op and name.search(asked.words)), None)


def _slider(op: Op, quantity: Quantity) -> Slider | None:
    if op == "exposure":
        stops = quantity.unit == "EV" or (quantity.unit == "" and abs(quantity.value) <= LARGEST_STOPS)
        return Slider(Exposure, ("stops",)) if stops else Slider(Brightness, ("amount",))
    if op == "temperature" and quantity.unit == "K":
        return Slider(WhiteBalance, ("kelvin",)) if quantity.absolute or quantity.value >= 2000 else None
    return _SLIDERS.get(op)


@cache
def bounds(tool: type[Tool], parameter: str) -> tuple[float, float]:
    """Least and greatest value of a slider."""
    metadata = tool.model_fields[parameter].metadata
    low = next(each.ge for each in metadata if hasattr(each, "ge"))
    high = next(each.le for each in metadata if hasattr(each, "le"))
    return float(low), float(high)
