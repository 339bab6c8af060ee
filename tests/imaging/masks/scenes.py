"""Made-up scenes whose subject, sky or range is known."""

import numpy as np

from burnish.imaging.color import srgb8_to_linear
from burnish.imaging.masks import Scene


def landscape(height: int = 240, width: int = 360) -> tuple[Scene, np.ndarray]:
    """A blue sky over a textured green hill, and where the sky is."""
    rng = np.random.default_rng(5)
    y, x = np.mgrid[:height, :width]
    sky = y < height * (0.5 + 0.12 * np.sin(x / width * 5.0))
    blue = np.stack([90 + 60 * y / height, 140 + 50 * y / height, 215 + 20 * y / height], -1)
    green = np.array([70, 95, 40]) + rng.normal(0, 22, (height, width, 1))
    picture = np.where(sky[..., None], blue + rng.normal(0, 1.0, (height, width, 3)), green)
    return Scene(linear=srgb8_to_linear(picture.clip(0, 255).astype(np.uint8))), sky


def ball_on_grass(height: int = 200, width: int = 300) -> tuple[Scene, np.ndarray]:
    """An orange, shaded, lobed ball on textured green, and where the ball is."""
    rng = np.random.default_rng(6)
    y, x = np.mgrid[:height, :width]
    angle = np.arctan2(y - 100, x - 150)
    ball = np.hypot(y - 100, x - 150) < 45 + 8 * np.sin(3 * angle)
    orange = np.array([225, 130, 40]) * (1.1 - 0.003 * x)[..., None] + rng.normal(0, 6, (height, width, 3))
    grass = np.array([80, 110, 50]) + rng.normal(0, 18, (height, width, 1))
    picture = np.where(ball[..., None], orange, grass)
    return Scene(linear=srgb8_to_linear(picture.clip(0, 255).astype(np.uint8))), ball


def overlap(a: np.ndarray, b: np.ndarray) -> float:
    """Intersection over union."""
    return float((a & b).sum() / (a | b).sum())
