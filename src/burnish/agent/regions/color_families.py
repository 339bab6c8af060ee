"""Families of color words, and which pixels belong to them.

A family is a range of hue, chroma and lightness in Oklab (Ottosson 2020), wide enough that what people call red in a
photo is red in its shade as well. The borders lie about half way between the CSS named colors of neighboring families.
"""

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np

from burnish.agent.planner.intents import Color
from burnish.imaging.pixels import Plane

Shade: TypeAlias = Literal["dark", "light"]

HUE_FADE = 10.0
"""Degrees over which a hue leaves its family."""

CHROMA_FADE = 0.03
LIGHTNESS_FADE = 0.08
"""Oklab chroma and lightness over which a color leaves its family."""


@dataclass(frozen=True)
class Family:
    """The colors that one word stands for."""

    hues: tuple[float, float] = (0.0, 360.0)
    """From one to the other, in degrees, the second larger; past 360 it goes on from 0."""

    chroma: tuple[float, float] = (0.0, 0.5)
    lightness: tuple[float, float] = (0.0, 1.1)

    def likeness(self, lab: Plane) -> Plane:
        """How well each pixel's color (..., 3) fits, 0 to 1; one half at the borders."""
        hue = np.degrees(np.arctan2(lab[..., 2], lab[..., 1])) % 360.0
        chroma = np.hypot(lab[..., 1], lab[..., 2])
        fit = _between(chroma, self.chroma, CHROMA_FADE) * _between(
            lab[..., 0], self.lightness, LIGHTNESS_FADE
        )
        width = self.hues[1] - self.hues[0]
        if width < 360.0:
            middle = (self.hues[0] + self.hues[1]) / 2.0
            away = np.abs((hue - middle + 180.0) % 360.0 - 180.0)
            fit = fit * np.clip(0.5 + (width / 2.0 - away) / HUE_FADE, 0.0, 1.0)
        return fit.astype(np.float32)

    def shaded(self, shade: Shade | None) -> "Family":
        """The darker or the lighter half; all of it where no shade is said."""
        low, high = self.lightness
        if shade is None:
            return self
        middle = (low + high) / 2.0
        return replace(self, lightness=(low, middle) if shade == "dark" else (middle, high))


FAMILIES: dict[Color, Family] = {
    "red": Family((345.0, 403.0), (0.08, 0.5), (0.15, 0.76)),
    "pink": Family((315.0, 395.0), (0.035, 0.5), (0.5, 1.1)),
    "orange": Family((38.0, 80.0), (0.1, 0.5), (0.45, 0.92)),
    "brown": Family((25.0, 95.0), (0.025, 0.13), (0.15, 0.6)),
    "yellow": Family((78.0, 121.0), (0.085, 0.5), (0.55, 1.1)),
    "green": Family((114.0, 175.0), (0.035, 0.5), (0.12, 1.1)),
    "teal": Family((165.0, 228.0), (0.035, 0.5), (0.2, 1.1)),
    "blue": Family((213.0, 296.0), (0.04, 0.5), (0.1, 0.95)),
    "purple": Family((280.0, 345.0), (0.045, 0.5), (0.1, 0.9)),
    "white": Family(chroma=(0.0, 0.045), lightness=(0.82, 1.1)),
    "black": Family(chroma=(0.0, 0.05), lightness=(0.0, 0.3)),
    "gray": Family(chroma=(0.0, 0.035), lightness=(0.3, 0.85)),
}
"""What each color word stands for. Neighbors overlap, as words do."""


def color_likeness(color: Color, shade: Shade | None, lab: Plane) -> Plane:
    """How well each pixel fits a color word in this picture, where white is what is near its brightest."""
    family = FAMILIES[color]
    if color == "white":
        top = float(np.quantile(lab[..., 0], 0.98))
        family = replace(family, lightness=(min(max(0.88 * top, 0.6), 0.86), 1.1))
    if color not in ("white", "black"):
        family = family.shaded(shade)
    return family.likeness(lab)


def _between(values: Plane, limits: tuple[float, float], fade: float) -> Plane:
    """One half at the limits, reaching 0 and 1 half a fade beyond and before them; no limit at a low end of 0."""
    low, high = limits
    rising = 0.5 + (values - low) / fade if low > 0.0 else np.ones_like(values)
    return np.clip(np.minimum(rising, 0.5 + (high - values) / fade), 0.0, 1.0).astype(np.float32)
