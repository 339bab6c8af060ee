"""Curves drawn over code values, where equal steps look about equal, turned into curves of light."""

import numpy as np

from burnish.imaging.color import srgb_decode, srgb_encode
from burnish.imaging.sweep.passes import Curve, Doubles


def on_code_values(curve: Curve) -> Curve:
    """A curve of light from a curve of sRGB code values (white is 1, the scale goes on above it)."""
    return lambda light: np.asarray(
        srgb_decode(curve(np.asarray(srgb_encode(light), np.float64))), np.float64
    )


def straight_above_white(curve: Curve, slope: float) -> Curve:
    """A curve on [0, 1] that goes on as a straight line above 1."""

    def extended(v: Doubles) -> Doubles:
        inside = np.clip(v, 0.0, 1.0)
        return curve(inside) + slope * (np.maximum(v, 1.0) - 1.0)

    return extended


def lightness_to_code(lightness: float) -> float:
    """The sRGB code value of a gray of CIE L* (0–100), CIE 15:2018 equation 8.1."""
    f = (lightness + 16) / 116
    light = f**3 if f > 6 / 29 else (f - 4 / 29) * 3 * (6 / 29) ** 2
    return float(srgb_encode(np.array(light)))


def smoothstep(low: float, high: float, x: Doubles) -> Doubles:
    """0 below `low`, 1 above `high`, a cubic with flat ends between."""
    t = np.clip((x - low) / (high - low), 0.0, 1.0)
    return t * t * (3 - 2 * t)


def monotone_cubic(x: Doubles, y: Doubles) -> Curve:
    """The piecewise cubic through points that never overshoots them (Fritsch and Carlson, 1980).

    `x` must increase. Beyond the ends the end values hold.
    """
    gaps = np.diff(x)
    slopes = np.diff(y) / gaps
    tangents = np.concatenate([[slopes[0]], (slopes[1:] + slopes[:-1]) / 2, [slopes[-1]]])
    turning = np.concatenate([[False], slopes[1:] * slopes[:-1] <= 0, [False]])
    tangents = np.where(turning, 0.0, tangents)
    for k, slope in enumerate(slopes):
        if slope == 0:
            tangents[k] = tangents[k + 1] = 0.0
            continue
        size = np.hypot(tangents[k] / slope, tangents[k + 1] / slope)
        if size > 3:
            tangents[k : k + 2] *= 3 / size

    def curve(v: Doubles) -> Doubles:
        v = np.clip(v, x[0], x[-1])
        k = np.clip(np.searchsorted(x, v, side="right") - 1, 0, len(gaps) - 1)
        h, t = gaps[k], (v - x[k]) / gaps[k]
        return (
            (1 + 2 * t) * (1 - t) ** 2 * y[k]
            + t * (1 - t) ** 2 * h * tangents[k]
            + t * t * (3 - 2 * t) * y[k + 1]
            + t * t * (t - 1) * h * tangents[k + 1]
        )

    return curve
