"""Eight named bands of hue, from red to magenta, that share the circle without seams."""

import colorsys
from functools import cache

import numpy as np

from burnish.imaging.color import SRGB_TO_REC2020, srgb_decode, to_oklab
from burnish.imaging.sweep.passes import Curve, Doubles

BANDS = ("red", "orange", "yellow", "green", "aqua", "blue", "purple", "magenta")
HSV_DEGREES = (0, 30, 60, 120, 180, 240, 270, 300)
"""Where photographers expect the bands, on the HSV circle of sRGB."""


@cache
def centers() -> Doubles:
    """Oklab hue of each band in radians, increasing from the first one on (the last may pass 2π)."""
    rgb = np.array([colorsys.hsv_to_rgb(degrees / 360, 0.7, 0.8) for degrees in HSV_DEGREES])
    lab = to_oklab(srgb_decode(rgb) @ SRGB_TO_REC2020.T)
    return np.unwrap(np.arctan2(lab[:, 2], lab[:, 1]))


def gaps() -> Doubles:
    """Radians from each band to the next one."""
    c = centers()
    return np.diff(np.concatenate([c, [c[0] + 2 * np.pi]]))


def over_bands(values: Doubles) -> Curve:
    """A smooth function of hue that takes each band's value at its center, with cosine ramps between."""
    c, g = centers(), gaps()
    ring = np.concatenate([values, values[:1]])

    def at(h: Doubles) -> Doubles:
        offset = np.mod(h - c[0], 2 * np.pi)
        k = np.clip(np.searchsorted(c - c[0], offset, side="right") - 1, 0, len(g) - 1)
        t = (offset - (c[k] - c[0])) / g[k]
        ramp = (1 - np.cos(np.pi * t)) / 2
        return ring[k] + (ring[k + 1] - ring[k]) * ramp

    return at
