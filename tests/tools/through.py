"""Colors through tools: what the tests of the pixel tools share."""

import numpy as np

from burnish.imaging.color import SRGB_TO_REC2020, from_oklab, srgb_decode, srgb_encode, to_oklab
from burnish.recipe.recipe import Step, recipe
from burnish.recipe.render import render_linear
from burnish.recipe.resources import Resources
from burnish.tools.base import Tool
from burnish.tools.catalogue import built_in

CATALOGUE = built_in()


def through(linear: np.ndarray, *steps: Step | Tool, resources: Resources | None = None) -> np.ndarray:
    """A linear picture after these steps, light above white kept."""
    picture = np.ascontiguousarray(linear, np.float32)
    return render_linear(picture, recipe(steps), CATALOGUE, resources=resources).astype(np.float64)


def grays(codes: np.ndarray) -> np.ndarray:
    """One row of grays of these sRGB code values (white is 1)."""
    return np.repeat(np.asarray(srgb_decode(np.asarray(codes, np.float64)))[None, :, None], 3, axis=2)


def gray_codes(linear: np.ndarray) -> np.ndarray:
    """sRGB code values of a row of grays, from the green channel."""
    return np.asarray(srgb_encode(linear[0, :, 1]))


def oklab_colors(lightness: float, chroma: float, degrees: np.ndarray) -> np.ndarray:
    """One row of colors of these Oklab hues, linear."""
    angle = np.deg2rad(np.asarray(degrees, np.float64))
    lab = np.stack([np.full_like(angle, lightness), chroma * np.cos(angle), chroma * np.sin(angle)], axis=-1)
    return from_oklab(lab)[None]


def lch(linear: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Oklab lightness, chroma and hue (degrees in [0, 360)) of a row of colors."""
    lab = to_oklab(np.asarray(linear, np.float64))[0]
    hue = np.mod(np.rad2deg(np.arctan2(lab[:, 2], lab[:, 1])), 360)
    return lab[:, 0], np.hypot(lab[:, 1], lab[:, 2]), hue


def turned(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Signed degrees from one hue to another, the short way."""
    return np.mod(after - before + 180, 360) - 180


def hex_row(*colors: str) -> np.ndarray:
    """One row of sRGB colors #rrggbb, linear."""
    codes = np.array([[int(color[k : k + 2], 16) / 255 for k in (1, 3, 5)] for color in colors])
    return (srgb_decode(codes) @ SRGB_TO_REC2020.T)[None]
