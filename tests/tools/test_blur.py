from itertools import pairwise

import cv2
import numpy as np
import pytest
from tests.tools.rendering import rendered, step

from burnish.imaging.blurs import gaussian_taps
from burnish.tools.background import Background
from burnish.tools.blur import Blur


def point(size: int = 201):
    picture = np.full((size, size, 3), 0.0, np.float32)
    picture[size // 2, size // 2] = 100.0
    return picture


def noise(height: int = 300, width: int = 400):
    rng = np.random.default_rng(1)
    return cv2.GaussianBlur(rng.random((height, width, 3), np.float32), (0, 0), 1.5)


def deviation(picture, axis):
    profile = picture[..., 0].sum(axis=axis).astype(float)
    x = np.arange(len(profile)) - len(profile) // 2
    return float(np.sqrt((profile * x * x).sum() / profile.sum()))


@pytest.mark.parametrize("radius", [1.0, 4.0, 10.0])
def test_a_gaussian_has_half_its_radius_as_deviation(radius):
    out = rendered(Blur(radius=radius), point())
    assert deviation(out, 0) == pytest.approx(radius / 100 * 201 / 2, rel=0.06)
    assert out.sum() == pytest.approx(300, rel=0.02)


def test_taps_sum_to_one():
    taps = gaussian_taps(2.3)
    assert taps[0] + 2 * sum(taps[1:]) == pytest.approx(1)


@pytest.mark.parametrize("style", ["gaussian", "lens", "motion", "radial"])
def test_a_larger_radius_is_never_a_jump(style):
    picture = noise()
    radii = np.geomspace(0.02, 8, 40)
    made = [rendered(Blur(style=style, radius=float(r)), picture, proxy_side=100) for r in radii]
    steps = [float(np.abs(a - b).mean()) for a, b in pairwise(made)]
    assert np.abs(made[0] - picture).mean() < 0.01
    assert max(steps) < 0.03


def test_motion_keeps_what_runs_along_it():
    stripes = np.repeat(np.sin(np.arange(200) / 8)[:, None, None] * 0.4 + 0.5, 300, axis=1)
    picture = stripes.repeat(3, axis=2).astype(np.float32)
    along = rendered(Blur(style="motion", radius=5.0), picture)
    across = rendered(Blur(style="motion", radius=5.0, angle=90.0), picture)
    assert along[20:-20, 20:-20].std() > 0.9 * picture.std()
    assert across[20:-20, 20:-20].std() < 0.8 * picture.std()


def test_a_zoom_is_sharp_in_its_center():
    picture = noise()
    out = rendered(Blur(style="radial", radius=5.0), picture)
    change = np.abs(out - picture).mean(axis=2)
    assert change[148:152, 198:202].mean() < 0.25 * change[:40, :40].mean()


def test_the_subject_does_not_bleed_into_a_blurred_background():
    picture = step(0.05, 0.9, 200, 300)
    mask = (picture[..., 0] < 0.5).astype(np.float32)
    out = rendered(Background(amount=100.0, radius=5.0), picture, mask)
    assert out[:, :145].max() < 0.06
    assert np.array_equal(out[:, 150:], picture[:, 150:])


def test_a_colored_background_is_that_color():
    out = rendered(Background(style="color", amount=100.0, color="#ffffff"), step(0.1, 0.5))
    assert np.abs(out - 1).max() < 1e-5


def test_a_removed_background_keeps_its_pixels():
    tool = Background(style="transparent", amount=60.0)
    assert tool.removed == pytest.approx(0.6)
    assert Background(amount=60.0).removed == 0
