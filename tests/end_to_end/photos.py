"""Photos whose contents are known, and where in them things are."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np
import skimage.data
from PIL import Image

Spot = tuple[float, float]
"""From the left and from the top, as fractions of the frame."""

SPOTS: Mapping[str, Mapping[str, Spot]] = {
    "astronaut": {"face": (0.43, 0.23), "suit": (0.4, 0.75), "background": (0.65, 0.2)},
    "coffee": {"center": (0.5, 0.5), "drink": (0.47, 0.36), "corner": (0.05, 0.95), "spoon": (0.6, 0.72)},
    "chelsea": {"eye": (0.37, 0.38), "corner": (0.03, 0.97)},
    "rocket": {"rocket": (0.49, 0.5), "sky": (0.7, 0.1)},
    "landscape": {"sky": (0.5, 0.1), "lake": (0.5, 0.57), "grass": (0.8, 0.85), "ball": (0.3, 0.78)},
}

WIDTH, HEIGHT = 480, 320
SKY_HIGH, SKY_LOW = np.array((70, 120, 200)), np.array((190, 210, 235))
HILL, LAKE, GRASS, BALL = (
    np.array(rgb) for rgb in ((64, 84, 70), (60, 96, 120), (86, 120, 52), (205, 36, 34))
)


@cache
def pixels(name: str) -> np.ndarray:
    """A photo as 8-bit sRGB."""
    photo = landscape() if name == "landscape" else getattr(skimage.data, name)()
    return np.ascontiguousarray(photo[..., :3])


def saved(name: str, folder: Path) -> Path:
    """A photo as a file in a folder."""
    path = folder / f"{name}.png"
    if not path.exists():
        Image.fromarray(pixels(name)).save(path, compress_level=1)
    return path


def landscape() -> np.ndarray:
    """A painted photo: sky over hills, a lake, a meadow with a red ball on it."""
    rng = np.random.default_rng(8)
    rows, columns = np.mgrid[:HEIGHT, :WIDTH] + 0.5
    x, y = columns / WIDTH, rows / HEIGHT
    ridge = 0.42 + 0.05 * np.sin(9 * x) + 0.02 * np.sin(23 * x + 1)
    picture = SKY_HIGH + (SKY_LOW - SKY_HIGH) * np.clip(y / 0.45, 0, 1)[..., None]
    picture = picture + rng.normal(0, 1.0, (HEIGHT, WIDTH, 1))
    picture = _over(picture, y > ridge, HILL + rng.normal(0, 9, (HEIGHT, WIDTH, 1)))
    picture = _over(picture, y > 0.52, LAKE + rng.normal(0, 4, (HEIGHT, WIDTH, 1)))
    picture = _over(picture, y > 0.62, GRASS + rng.normal(0, 13, (HEIGHT, WIDTH, 1)))
    ball_x, ball_y = SPOTS["landscape"]["ball"]
    away = np.hypot(columns - ball_x * WIDTH, rows - ball_y * HEIGHT) / HEIGHT
    shade = 1.1 - 2.0 * away[..., None] ** 2
    return _over(picture, away < 0.09, BALL * shade).clip(0, 255).astype(np.uint8)


def _over(under: np.ndarray, where: np.ndarray, paint: np.ndarray) -> np.ndarray:
    return np.where(where[..., None], paint, under)
