"""Shadows and highlights as regions: what is dark or bright in this very photo."""

import numpy as np

from burnish.agent.regions.sight import Sight
from burnish.imaging.color import to_oklab
from burnish.imaging.masks import LuminosityRange, Scene

SHADOWS = (0.3, 0.22, 0.5)
HIGHLIGHTS = (0.72, 0.5, 0.86)
"""Share of the pixels that lie below the end of the range, and the least and most lightness that the end may have."""

TYPICAL_SHADOWS, TYPICAL_HIGHLIGHTS = 0.38, 0.7
"""Ends of the ranges where there is no photo to measure."""

FADE = 0.18
"""Oklab lightness over which a range fades: wide, so that no edge shows."""

STRIDE = 4
"""Pixels between those that are measured."""


def shadows(scene: Scene | None) -> Sight:
    """What is dark, down to black."""
    end = TYPICAL_SHADOWS if scene is None else _end(scene, SHADOWS)
    mask = LuminosityRange(low=0.0, high=end, softness=FADE)
    return Sight(mask, 0.95, f"the shadows: what is darker than lightness {end:.2f}")


def highlights(scene: Scene | None) -> Sight:
    """What is bright, up to white."""
    end = TYPICAL_HIGHLIGHTS if scene is None else _end(scene, HIGHLIGHTS)
    mask = LuminosityRange(low=end, high=1.0, softness=FADE)
    return Sight(mask, 0.95, f"the highlights: what is lighter than lightness {end:.2f}")


def _end(scene: Scene, where: tuple[float, float, float]) -> float:
    share, least, most = where
    lab = to_oklab(np.maximum(scene.linear[::STRIDE, ::STRIDE], 0.0))
    return round(float(np.clip(np.quantile(lab[..., 0], share), least, most)), 3)
