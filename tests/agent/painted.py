"""Painted scenes whose contents are known."""

import numpy as np

from burnish.agent.perception import TYPICAL, Perception
from burnish.imaging.color import srgb8_to_linear
from burnish.imaging.masks import Scene

GRASS = (78, 112, 48)
RED, YELLOW, WHITE = (200, 40, 38), (240, 205, 40), (240, 240, 238)


def meadow(height: int = 240, width: int = 360) -> np.ndarray:
    """Textured green, edge to edge, as sRGB floats."""
    rng = np.random.default_rng(11)
    return np.array(GRASS) + rng.normal(0, 12, (height, width, 1)) + rng.normal(0, 3, (height, width, 3))


def disk(picture: np.ndarray, x: float, y: float, radius: float, color: tuple[int, int, int]) -> np.ndarray:
    """Paint a shaded disk at fractions of the frame, radius in short sides; where it is."""
    height, width = picture.shape[:2]
    rows, columns = np.mgrid[:height, :width] + 0.5
    away = np.hypot(columns - x * width, rows - y * height) / min(height, width)
    inside = away < radius
    rng = np.random.default_rng(3)
    shade = 1.05 - 0.25 * (columns / width - x + 0.5)
    paint = np.array(color) * shade[..., None] + rng.normal(0, 3, picture.shape)
    picture[inside] = paint[inside]
    return inside


def scene_of(picture: np.ndarray) -> Scene:
    return Scene(linear=srgb8_to_linear(np.asarray(picture).clip(0, 255).astype(np.uint8)))


def seen(picture: np.ndarray | Scene) -> Perception:
    scene = picture if isinstance(picture, Scene) else scene_of(picture)
    height, width = scene.linear.shape[:2]
    return Perception(scene=scene, width=8 * width, height=8 * height, facts=TYPICAL)


def overlap(a: np.ndarray, b: np.ndarray) -> float:
    """Intersection over union."""
    return float((a & b).sum() / max((a | b).sum(), 1))
