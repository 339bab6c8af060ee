"""What each color word means to the tools: bands of hue, a tint, a cloth color, a direction of cast."""

import math
from collections.abc import Mapping, Sequence
from functools import cache

from burnish.agent.planner.intents import Color

BANDS = ("red", "orange", "yellow", "green", "aqua", "blue", "purple", "magenta")
"""As in `imaging.hue_bands.BANDS`."""

BAND_SHARES: Mapping[Color, Mapping[str, float]] = {
    "red": {"red": 1.0, "magenta": 0.3, "orange": 0.3},
    "orange": {"orange": 1.0, "red": 0.3, "yellow": 0.4},
    "yellow": {"yellow": 1.0, "orange": 0.5, "green": 0.2},
    "green": {"green": 1.0, "yellow": 0.5, "aqua": 0.3},
    "teal": {"aqua": 1.0, "blue": 0.4, "green": 0.2},
    "blue": {"blue": 1.0, "aqua": 0.6, "purple": 0.3},
    "purple": {"purple": 1.0, "magenta": 0.6, "blue": 0.3},
    "pink": {"magenta": 1.0, "red": 0.6, "purple": 0.3},
    "brown": {"orange": 1.0, "yellow": 0.4, "red": 0.4},
}
"""Bands of hue that a color word means, and how much of each."""

TINT_HUE: Mapping[Color, float] = {
    "red": 0.0, "orange": 30.0, "yellow": 55.0, "green": 120.0, "teal": 180.0, "blue": 230.0, "purple": 275.0,
    "pink": 330.0, "brown": 28.0,
}  # fmt: skip
"""Hue of a tint in degrees, as `color_grading` counts them."""

CLOTH: Mapping[Color, str] = {
    "red": "#c02a2c", "orange": "#d8782a", "yellow": "#e2c13a", "green": "#3f8f4a", "teal": "#2a9391",
    "blue": "#2f66b8", "purple": "#7a3fa0", "pink": "#e07fa6", "brown": "#7d5536", "white": "#e8e6e2",
    "black": "#1c1c1e", "gray": "#858585",
}  # fmt: skip
"""What a thing painted in this color looks like on average, sRGB."""


def band_share(hue_shares: Sequence[float], color: Color) -> float:
    """The part of a picture's chroma, 0 to 1, that a color word speaks of."""
    shares = BAND_SHARES[color]
    return sum(min(1.0, 1.4 * shares.get(band, 0.0)) * hue_shares[k] for k, band in enumerate(BANDS))


def away_from(a: float, b: float, color: Color) -> float:
    """How far a cast (Oklab a, b) leans toward a color: positive toward it, negative away."""
    toward_a, toward_b = _direction(color)
    return a * toward_a + b * toward_b


@cache
def _direction(color: Color) -> tuple[float, float]:
    """Unit vector of the color's hue in Oklab."""
    from burnish.imaging.color import hex_to_linear, to_oklab

    _, a, b = to_oklab(hex_to_linear(CLOTH[color]))
    length = math.hypot(a, b)
    return float(a) / length, float(b) / length
