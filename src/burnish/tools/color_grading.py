"""Color grading: a tint for shadows, mid-tones, highlights and the whole."""

from typing import Annotated, ClassVar

import numpy as np

from burnish.imaging.hue_bands import HSV_DEGREES, centers
from burnish.imaging.sweep import passes
from burnish.imaging.sweep.passes import Curve, Doubles, Pass
from burnish.imaging.tone_scale import smoothstep
from burnish.tools.base import Group, PixelTool, slider
from burnish.tools.view import View

FULL_CHROMA = 0.11
"""Oklab chroma that a saturation of 100 adds."""

LIGHTNESS_RANGE = 0.22
"""Relative change of Oklab L at a luminance of ±100."""

REGIONS = ("shadow", "midtone", "highlight", "global")


class ColorGrading(PixelTool):
    """Tint shadows, mid-tones, highlights and the whole picture, each with a hue, a saturation and a luminance."""

    name: ClassVar = "color_grading"
    group: ClassVar[Group] = "color"

    shadow_hue: Annotated[float, slider(0, 360, unit="°")] = 0.0
    """Hue of the tint of the shadows: 0 red, 60 yellow, 120 green, 240 blue."""

    shadow_saturation: Annotated[float, slider(0, 100)] = 0.0
    """Strength of the tint of the shadows."""

    shadow_luminance: Annotated[float, slider(-100, 100)] = 0.0
    """Lighten (+) or darken (−) the shadows."""

    midtone_hue: Annotated[float, slider(0, 360, unit="°")] = 0.0
    """Hue of the tint of the mid-tones: 0 red, 60 yellow, 120 green, 240 blue."""

    midtone_saturation: Annotated[float, slider(0, 100)] = 0.0
    """Strength of the tint of the mid-tones."""

    midtone_luminance: Annotated[float, slider(-100, 100)] = 0.0
    """Lighten (+) or darken (−) the mid-tones."""

    highlight_hue: Annotated[float, slider(0, 360, unit="°")] = 0.0
    """Hue of the tint of the highlights: 0 red, 60 yellow, 120 green, 240 blue."""

    highlight_saturation: Annotated[float, slider(0, 100)] = 0.0
    """Strength of the tint of the highlights."""

    highlight_luminance: Annotated[float, slider(-100, 100)] = 0.0
    """Lighten (+) or darken (−) the highlights."""

    global_hue: Annotated[float, slider(0, 360, unit="°")] = 0.0
    """Hue of the tint of the whole picture: 0 red, 60 yellow, 120 green, 240 blue."""

    global_saturation: Annotated[float, slider(0, 100)] = 0.0
    """Strength of the tint of the whole picture."""

    global_luminance: Annotated[float, slider(-100, 100)] = 0.0
    """Lighten (+) or darken (−) the whole picture."""

    blending: Annotated[float, slider(0, 100)] = 50.0
    """How far shadows and highlights reach into each other."""

    balance: Annotated[float, slider(-100, 100)] = 0.0
    """Give more room to the highlights' tint (+) or to the shadows' (−)."""

    @property
    def is_neutral(self) -> bool:
        """Hues, blending and balance mean nothing without a saturation or a luminance."""
        return not any(getattr(self, f"{r}_saturation") or getattr(self, f"{r}_luminance") for r in REGIONS)

    def compile(self, view: View) -> tuple[Pass, ...]:
        """One table over lightness."""
        tints = [self._tint(region) for region in REGIONS]
        return (passes.Tint(a=self._sum(tints, 0), b=self._sum(tints, 1), lightness=self._sum(tints, 2)),)

    def _tint(self, region: str) -> tuple[float, float, float]:
        hue = wheel_to_oklab(getattr(self, f"{region}_hue"))
        chroma = FULL_CHROMA * getattr(self, f"{region}_saturation") / 100
        lightness = LIGHTNESS_RANGE * getattr(self, f"{region}_luminance") / 100
        return chroma * np.cos(hue), chroma * np.sin(hue), lightness

    def _sum(self, tints: list[tuple[float, float, float]], part: int) -> Curve:
        amounts = [tint[part] for tint in tints]

        def curve(L: Doubles) -> Doubles:
            weights = self._weights(L)
            total = sum(
                (amount * weight for amount, weight in zip(amounts, weights, strict=True)), np.zeros_like(L)
            )
            # Black and paper white keep no room for a tint; it fades out toward them.
            room = smoothstep(0.0, 0.15, L) * (1 - 0.8 * smoothstep(0.85, 1.05, L)) if part < 2 else 1.0
            return total * room

        return curve

    def _weights(self, L: Doubles) -> tuple[Doubles, Doubles, Doubles, Doubles]:
        pivot = 0.55 - 0.25 * self.balance / 100
        reach = 0.12 + 0.4 * self.blending / 100
        high = smoothstep(pivot - reach, pivot + reach, L)
        return 1 - high, 4 * high * (1 - high), high, np.ones_like(L)


def wheel_to_oklab(degrees: float) -> float:
    """Oklab hue (radians) of a hue on the photographer's wheel, whose degrees are those of HSV."""
    c = centers()
    return float(np.interp(degrees % 360, [*HSV_DEGREES, 360], [*c, c[0] + 2 * np.pi]))
