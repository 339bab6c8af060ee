"""Shadows and highlights of a photo."""

import numpy as np

from burnish.agent.regions.tone_ranges import highlights, shadows
from burnish.imaging.masks import Scene, rasterize


def _ramp(low: float, high: float) -> Scene:
    light = np.linspace(low, high, 200, dtype=np.float32)
    return Scene(np.repeat(np.repeat(light[None, :, None], 40, 0), 3, 2))


def test_shadows_take_the_dark_end_and_highlights_the_bright_end():
    scene = _ramp(0.0, 1.0)
    dark, bright = (rasterize(each.mask, 40, 200, scene)[20] for each in (shadows(scene), highlights(scene)))
    assert dark[0] == 1.0
    assert dark[-1] == 0.0
    assert bright[0] == 0.0
    assert bright[-1] == 1.0
    assert (np.diff(dark) <= 1e-6).all()


def test_a_dark_photo_has_its_highlights_lower_than_a_bright_one():
    assert highlights(_ramp(0.0, 0.2)).mask.low < highlights(_ramp(0.2, 1.0)).mask.low


def test_without_a_photo_the_ends_are_typical():
    assert shadows(None).mask.high < 0.5 < highlights(None).mask.low
