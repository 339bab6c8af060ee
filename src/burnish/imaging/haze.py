"""How much haze lies between the camera and each place, and what color it has.

Source: K. He, J. Sun, X. Tang, "Single image haze removal using dark channel prior", PAMI 2011 (CVPR 2009):
dark channel eq. 5 (opened, not only eroded, so that it ends where things end), airlight 4.3, transmission
eq. 12. Where the prior does not hold (bright gray things: sky, walls, snow) the estimate is held back.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from burnish.imaging.color import LUMINANCE
from burnish.imaging.guided import luminance, window_mean
from burnish.imaging.pixels import LinearPicture, Plane
from burnish.imaging.sweep.passes import Doubles

PATCH = 0.02
"""Half side of the patch in which something dark is expected, of the short side."""
AIRLIGHT_SHARE = 0.002
AIRLIGHT_COLOR = 0.4
"""How much of the airlight's color goes with it; the rest is treated as gray, so sunsets stay warm."""
AIRLIGHT_LEAST, AIRLIGHT_MOST = 0.35, 1.0
MIST_LEAST, MIST_COLOR = 0.6, 0.3
SKY_HAZE = 0.25
"""The most haze that is seen in a place that looks like the airlight, unless all of the picture is hazy."""
CLEAR_SHARE = 0.25
"""A picture is hazy as a whole if even the clearest quarter of it is."""


@dataclass(frozen=True, eq=False)
class Haze:
    """A veil over a picture."""

    airlight: Doubles
    """Linear Rec. 2020 of the haze itself, (3,)."""
    share: Plane
    """Share of each place's light that may be haze, in [0, 1]."""
    density: float
    """How hazy the picture is as a whole, from 0 where much of it is clear to 1 in dense fog."""


def estimate(picture: LinearPicture) -> Haze:
    """The haze of a small picture."""
    radius = max(1, round(PATCH * min(picture.shape[:2])))
    patch = np.ones((2 * radius + 1, 2 * radius + 1), np.uint8)
    bright = np.clip(picture, 0, 1)
    dark = np.asarray(cv2.erode(least(bright), patch), np.float32)
    airlight = _airlight(picture, dark)
    darkest = least(bright / airlight.astype(np.float32))
    opened = np.asarray(cv2.morphologyEx(darkest, cv2.MORPH_OPEN, patch), np.float32)
    share = np.minimum(window_mean(np.clip(opened, 0, 1), max(1, radius // 2)), darkest)
    density = float(np.clip((np.quantile(share, CLEAR_SHARE) - 0.08) / 0.4, 0, 1))
    most_in_sky = SKY_HAZE + (1 - SKY_HAZE) * density
    return Haze(airlight, share * (1 - (1 - most_in_sky) * _airlike(picture, airlight)), density)


def mist(airlight: Doubles) -> Doubles:
    """The color of haze to add: nearly gray and light, whatever lights the picture."""
    gray = float(airlight.mean())
    return np.maximum(gray, MIST_LEAST) * (1 + (airlight / gray - 1) * MIST_COLOR)


def _airlight(picture: LinearPicture, dark: Plane) -> Doubles:
    """Mean color of the haziest places, brought towards gray."""
    count = max(8, round(AIRLIGHT_SHARE * dark.size))
    haziest = np.argpartition(dark.ravel(), -count)[-count:]
    color = np.asarray(np.mean(picture.reshape(-1, 3)[haziest], axis=0), np.float64)
    gray = float(color @ LUMINANCE)
    level = float(np.clip(gray, AIRLIGHT_LEAST, AIRLIGHT_MOST))
    tinted = gray + (color - gray) * AIRLIGHT_COLOR
    return np.maximum(tinted, 0.25 * gray + 1e-3) * (level / max(gray, 1e-3))


def _airlike(picture: LinearPicture, airlight: Doubles) -> Plane:
    """1 where a place is as bright and as gray as the airlight, 0 where it is clearly something else."""
    light = luminance(picture)
    level = float(airlight @ LUMINANCE)
    high = np.maximum(most(picture), np.float32(1e-3))
    spread = (high - least(picture)) / high
    near = np.clip((light / level - 0.3) / 0.6, 0, 1)
    gray = np.clip((0.75 - spread) / 0.5, 0, 1)
    return window_mean(np.asarray(near * gray, np.float32), 2)


def least(picture: LinearPicture) -> Plane:
    """The smallest channel."""
    return np.minimum(np.minimum(picture[..., 0], picture[..., 1]), picture[..., 2])


def most(picture: LinearPicture) -> Plane:
    """The largest channel."""
    return np.maximum(np.maximum(picture[..., 0], picture[..., 1]), picture[..., 2])
