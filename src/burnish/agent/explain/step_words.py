"""What a step does and where, as a photographer would say it."""

from collections.abc import Callable, Mapping
from typing import Any

from burnish.agent.explain import color_words as color
from burnish.agent.explain import effect_words as effect
from burnish.agent.explain import light_words as light
from burnish.agent.explain.phrases import Phrase, joined
from burnish.agent.explain.place_words import place_words
from burnish.recipe.recipe import Step
from burnish.tools.base import Tool

_WORDS: Mapping[str, Callable[[Any], tuple[Phrase, ...]]] = {
    "exposure": light.exposure_words, "brightness": light.brightness_words, "contrast": light.contrast_words,
    "dehaze": light.dehaze_words, "fade": light.fade_words, "tone": light.tone_words,
    "tone_curve": light.tone_curve_words,
    "white_balance": color.white_balance_words, "saturation": color.saturation_words,
    "vibrance": color.vibrance_words, "hue": color.hue_words, "hsl": color.hsl_words,
    "color_grading": color.color_grading_words, "black_and_white": color.black_and_white_words,
    "recolor": color.recolor_words,
    "texture": effect.texture_words, "clarity": effect.clarity_words, "sharpen": effect.sharpen_words,
    "denoise": effect.denoise_words, "blur": effect.blur_words, "background": effect.background_words,
    "heal": effect.heal_words, "vignette": effect.vignette_words, "grain": effect.grain_words,
    "glow": effect.glow_words, "lut": effect.lut_words, "crop": effect.crop_words, "rotate": effect.rotate_words,
    "flip": effect.flip_words, "perspective": effect.perspective_words,
}  # fmt: skip
"""Words by tool; a tool that is not here, such as one from another package, is named with its values."""


def tool_words(tool: Tool) -> str:
    """What the tool does: `highlights held back, blacks slightly lifted`."""
    words = _WORDS.get(tool.name)
    if words is None:
        return _named(tool)
    return joined(words(tool)) or f"{tool.name.replace('_', ' ')} hardly changed"


def step_words(step: Step) -> str:
    """What the step does, and where if not everywhere: `half a stop darker in the sky`."""
    text = tool_words(step.tool)
    if step.mask is not None:
        place = place_words(step.mask)
        text += f" {place}" if place.startswith("everywhere") else f" in {place}"
    if step.opacity < 1:
        text += f" at {100 * step.opacity:.0f} %"
    return text if step.enabled else f"{text} (turned off)"


def _named(tool: Tool) -> str:
    """The tool's own name and the values that are not its defaults."""
    values = tool.model_dump(mode="json", exclude_defaults=True)
    name = tool.name.replace("_", " ")
    told = ", ".join(f"{field.replace('_', ' ')} {value}" for field, value in values.items())
    return f"{name} ({told})" if told else name
