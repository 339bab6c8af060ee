"""Settings that are one number here and the same number there.

Names are those of Adobe's Camera Raw namespace (XMP specification part 2, and its later additions as
ExifTool's crs table lists them).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

COLORS = ("Red", "Orange", "Yellow", "Green", "Aqua", "Blue", "Purple", "Magenta")
"""The eight color bands, named alike on both sides."""


@dataclass(frozen=True)
class Slider:
    """One parameter of a tool and the setting that means the same."""

    tool: str

    param: str

    setting: str

    low: int = -100

    high: int = 100

    default: float = 0.0

    aliases: tuple[str, ...] = ()
    """Other spellings in the wild; Camera Raw itself does not read them, their authors meant this setting."""

    @property
    def signed(self) -> bool:
        """Whether positive values are written with a plus."""
        return self.low < 0


def _hsl() -> Iterable[Slider]:
    for kind in ("Hue", "Saturation", "Luminance"):
        for color in COLORS:
            yield Slider("hsl", f"{kind}_{color}".lower(), f"{kind}Adjustment{color}")


def _gray_mixer() -> Iterable[Slider]:
    for color in COLORS:
        yield Slider("black_and_white", f"mix_{color.lower()}", f"GrayMixer{color}")


def _color_grading() -> Iterable[Slider]:
    tool = "color_grading"
    for region in ("Shadow", "Midtone", "Highlight", "Global"):
        new, old = f"ColorGrade{region}", f"SplitToning{region}"
        if region in ("Shadow", "Highlight"):
            hue = (f"{old}Hue", (f"{new}Hue",))
            saturation = (f"{old}Saturation", (f"{new}Sat", f"{new}Saturation"))
        else:
            hue, saturation = (f"{new}Hue", ()), (f"{new}Sat", (f"{new}Saturation",))
        name = region.lower()
        yield Slider(tool, f"{name}_hue", hue[0], 0, 360, aliases=hue[1])
        yield Slider(tool, f"{name}_saturation", saturation[0], 0, 100, aliases=saturation[1])
        yield Slider(tool, f"{name}_luminance", f"{new}Lum", aliases=(f"{new}Luminance",))
    yield Slider(tool, "blending", "ColorGradeBlending", 0, 100, 50.0)
    yield Slider(tool, "balance", "SplitToningBalance", aliases=("ColorGradeBalance",))


SLIDERS: tuple[Slider, ...] = (
    Slider("perspective", "vertical", "PerspectiveVertical"),
    Slider("perspective", "horizontal", "PerspectiveHorizontal"),
    Slider("perspective", "aspect", "PerspectiveAspect"),
    Slider("perspective", "scale", "PerspectiveScale", 50, 150, 100.0),
    Slider("perspective", "offset_x", "PerspectiveX"),
    Slider("perspective", "offset_y", "PerspectiveY"),
    Slider("denoise", "luma", "LuminanceSmoothing", 0, 100),
    Slider("denoise", "chroma", "ColorNoiseReduction", 0, 100),
    Slider("denoise", "luma_detail", "LuminanceNoiseReductionDetail", 0, 100, 50.0),
    Slider("denoise", "chroma_detail", "ColorNoiseReductionDetail", 0, 100, 50.0),
    Slider("exposure", "stops", "Exposure2012", -5, 5),
    Slider("dehaze", "amount", "Dehaze"),
    Slider("contrast", "amount", "Contrast2012"),
    Slider("tone", "highlights", "Highlights2012", aliases=("Highlight2012",)),
    Slider("tone", "shadows", "Shadows2012"),
    Slider("tone", "whites", "Whites2012"),
    Slider("tone", "blacks", "Blacks2012"),
    Slider("tone_curve", "shadows", "ParametricShadows"),
    Slider("tone_curve", "darks", "ParametricDarks"),
    Slider("tone_curve", "lights", "ParametricLights"),
    Slider("tone_curve", "highlights", "ParametricHighlights"),
    Slider("tone_curve", "shadow_split", "ParametricShadowSplit", 10, 70, 25.0),
    Slider("tone_curve", "midtone_split", "ParametricMidtoneSplit", 20, 80, 50.0),
    Slider("tone_curve", "highlight_split", "ParametricHighlightSplit", 30, 90, 75.0),
    Slider("texture", "amount", "Texture"),
    Slider("clarity", "amount", "Clarity2012"),
    Slider("saturation", "amount", "Saturation"),
    Slider("vibrance", "amount", "Vibrance"),
    *_hsl(),
    *_color_grading(),
    *_gray_mixer(),
    Slider("sharpen", "amount", "Sharpness", 0, 150),
    Slider("sharpen", "radius", "SharpenRadius", 0, 3, 1.0, aliases=("SharpnessRadius",)),
    Slider("sharpen", "detail", "SharpenDetail", 0, 100, 25.0, aliases=("SharpnessDetail",)),
    Slider("sharpen", "masking", "SharpenEdgeMasking", 0, 100, aliases=("SharpnessEdgeMasking",)),
    Slider("vignette", "amount", "PostCropVignetteAmount"),
    Slider("vignette", "midpoint", "PostCropVignetteMidpoint", 0, 100, 50.0),
    Slider("vignette", "roundness", "PostCropVignetteRoundness"),
    Slider("vignette", "feather", "PostCropVignetteFeather", 0, 100, 50.0),
    Slider("vignette", "highlights", "PostCropVignetteHighlightContrast", 0, 100),
    Slider("grain", "amount", "GrainAmount", 0, 100),
    Slider("grain", "size", "GrainSize", 0, 100, 25.0),
    Slider("grain", "roughness", "GrainFrequency", 0, 100, 50.0, aliases=("GrainRoughness",)),
)
"""Every one-to-one correspondence, tools in pipeline order."""

LIMITS: dict[str, tuple[Decimal, Decimal]] = {"SharpenRadius": (Decimal("0.5"), Decimal(3))}
"""Bounds that are not whole numbers."""

TOOLS_IN_ORDER = (
    "rotate", "perspective", "crop", "denoise", "white_balance", "exposure", "dehaze", "contrast", "tone",
    "tone_curve", "texture", "clarity", "saturation", "vibrance", "hue", "hsl", "color_grading",
    "black_and_white", "sharpen", "vignette", "grain",
)  # fmt: skip
"""Tools that settings can become, in pipeline order."""

_STRENGTHS: dict[str, tuple[str, ...]] = {
    "denoise": ("luma", "chroma"),
    "tone_curve": ("shadows", "darks", "lights", "highlights"),
    "color_grading": tuple(
        f"{region}_{what}"
        for region in ("shadow", "midtone", "highlight", "global")
        for what in ("saturation", "luminance")
    ),
    "black_and_white": ("amount",),
    "sharpen": ("amount",),
    "vignette": ("amount",),
    "grain": ("amount",),
}


def sliders_of(tool: str) -> tuple[Slider, ...]:
    """The correspondences of one tool."""
    return tuple(slider for slider in SLIDERS if slider.tool == tool)


def limits(slider: Slider) -> tuple[Decimal, Decimal]:
    """Lowest and highest value."""
    return LIMITS.get(slider.setting, (Decimal(slider.low), Decimal(slider.high)))


def strengths(tool: str) -> tuple[str, ...]:
    """The parameters without which the others do nothing: an amount, not a radius or a hue."""
    return _STRENGTHS.get(tool) or tuple(slider.param for slider in sliders_of(tool))
