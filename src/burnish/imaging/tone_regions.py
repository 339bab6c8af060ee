"""How far tones move: gains in stops over log2 light for regions, curves of light for the two ends.

All are smooth, and all keep the order of tones: log2 light plus gain always rises with log2 light.
"""

import numpy as np

from burnish.imaging.sweep.passes import Doubles

HIGHLIGHTS_DOWN = 0.5
"""Share of every stop above the bright mid-tones that highlights at −1 takes away."""
HIGHLIGHTS_START = -2.0
HIGHLIGHTS_SOFTNESS = 0.4
HIGHLIGHTS_DETAIL = 0.35
"""Share of local contrast that highlights at −1 gives back, so that a sky gets structure, not gray."""
WHITE_HELD_STOPS = 0.27
"""Stops by which white itself goes down less: paper and specular highlights stay the brightest."""
HIGHLIGHTS_UP_STOPS = 0.55
SHADOWS_UP_STOPS = 1.7
SHADOWS_DETAIL = 0.2
SHADOWS_DOWN_STOPS = 1.3
WHITES_UP_STOPS = 0.7
WHITES_DOWN_STOPS = 0.55
BLACKS_SPAN = 0.55
"""Square root of light above which blacks do nothing."""
BLACKS_UP = 0.075
BLACKS_DOWN = 0.10


def smoothstep(low: float, high: float, x: Doubles) -> Doubles:
    """0 up to `low`, 1 from `high` on, a cubic between."""
    t = np.clip((x - low) / (high - low), 0.0, 1.0)
    return t * t * (3 - 2 * t)


def region_gain(base: Doubles, *, highlights: float, shadows: float) -> Doubles:
    """Stops by which a region whose log2 light is `base` moves; both amounts in [−1, 1]."""
    return _highlights(base, highlights) + _shadows(base, shadows)


def region_detail(base: Doubles, *, highlights: float, shadows: float) -> Doubles:
    """Share by which local contrast grows in a region whose log2 light is `base`."""
    bright = max(-highlights, 0.0) * HIGHLIGHTS_DETAIL * smoothstep(-2.5, -0.7, base)
    return bright + max(shadows, 0.0) * SHADOWS_DETAIL * (1 - smoothstep(-5.5, -2.5, base))


def _highlights(base: Doubles, amount: float) -> Doubles:
    if amount < 0:
        above = HIGHLIGHTS_SOFTNESS * np.logaddexp(0.0, (base - HIGHLIGHTS_START) / HIGHLIGHTS_SOFTNESS)
        return amount * (HIGHLIGHTS_DOWN * above - WHITE_HELD_STOPS * smoothstep(-0.8, 0.1, base))
    bump = smoothstep(-2.7, -1.0, base) * (1 - smoothstep(-1.1, 0.1, base))
    return amount * HIGHLIGHTS_UP_STOPS * bump


def _shadows(base: Doubles, amount: float) -> Doubles:
    dark = 1 - smoothstep(-6.3, -2.0, base)
    hold_black = 1 - 0.45 * (1 - smoothstep(-11.0, -7.0, base))
    stops = SHADOWS_UP_STOPS if amount > 0 else SHADOWS_DOWN_STOPS
    return amount * stops * dark * (hold_black if amount > 0 else 1.0)


def whites_curve(light: Doubles, *, amount: float) -> Doubles:
    """The bright end: +1 brings light 0.62 up to white, softly; −1 holds white half a stop back."""
    stops = np.log2(np.maximum(light, 2.0**-24))
    if amount > 0:
        weight = smoothstep(-2.8, -0.5, stops) * (1 - 0.75 * smoothstep(-0.9, 0.1, stops))
        return light * np.exp2(amount * WHITES_UP_STOPS * weight)
    return light * np.exp2(amount * WHITES_DOWN_STOPS * smoothstep(-2.4, 0.2, stops))


def blacks_curve(light: Doubles, *, amount: float) -> Doubles:
    """The dark end: +1 lifts the darkest tones and keeps black, −1 makes the darkest tones black."""
    root = np.sqrt(np.maximum(light, 0.0))
    t = np.minimum(root / BLACKS_SPAN, 1.0)
    lift = 256 / 27 * t * (1 - t) ** 3
    moved = root + amount * (BLACKS_UP * lift if amount > 0 else BLACKS_DOWN * (1 - t) ** 3)
    return np.maximum(moved, 0.0) ** 2
