import numpy as np
import pytest
from tests.tools.rendering import rendered, step

from burnish.tools.clarity import Clarity
from burnish.tools.texture import Texture


def waves(period_px: float, stops: float, size: int = 400):
    x = np.arange(size) * 2 * np.pi / period_px
    light = 0.18 * np.exp2(stops * np.sin(x)[None, :] * np.cos(x)[:, None])
    return np.repeat(light[..., None], 3, axis=2).astype(np.float32)


def contrast(picture):
    return float(np.log2(picture[50:-50, 50:-50, 0]).std())


@pytest.mark.parametrize(("tool", "period"), [(Clarity, 20), (Texture, 6)])
def test_contrast_follows_the_slider(tool, period):
    picture = waves(period, 0.3)
    made = [contrast(rendered(tool(amount=float(a)), picture)) for a in (-100, -50, 0, 50, 100)]
    assert made == sorted(made)
    assert made[0] < 0.75 * made[2]
    assert made[4] > 1.3 * made[2]


def test_texture_leaves_large_structure_alone():
    picture = waves(200, 0.3)
    assert contrast(rendered(Texture(amount=100.0), picture)) == pytest.approx(contrast(picture), rel=0.02)


@pytest.mark.parametrize("tool", [Clarity, Texture])
def test_a_strong_edge_gets_no_halo(tool):
    after = rendered(tool(amount=100.0), step(0.03, 0.5))[60, :, 0]
    assert np.ptp(np.log2(after[:118])) < 0.15
    assert np.ptp(np.log2(after[122:])) < 0.15


@pytest.mark.parametrize("tool", [Clarity, Texture])
def test_noise_in_flat_places_is_not_raised_much(tool):
    rng = np.random.default_rng(0)
    flat = (0.18 * np.exp2(0.02 * rng.normal(size=(300, 300, 1)))).repeat(3, axis=2).astype(np.float32)
    assert contrast(rendered(tool(amount=100.0), flat)) < 1.35 * contrast(flat)
