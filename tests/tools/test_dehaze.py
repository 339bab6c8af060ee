import numpy as np
import skimage.data
from tests.tools.rendering import rendered

from burnish.imaging.color import srgb8_to_linear
from burnish.tools.dehaze import Dehaze


def scene():
    return srgb8_to_linear(np.ascontiguousarray(skimage.data.coffee()[::2, ::2]))


def veil(picture):
    """Mean of the darkest channel, what haze lifts (He et al. 2009)."""
    return float(np.clip(picture, 0, 1).min(axis=2).mean())


def test_taking_haze_away_restores_a_hazy_scene():
    clear = scene()
    hazy = clear * 0.5 + 0.5 * np.array([0.8, 0.82, 0.85], np.float32)
    restored = rendered(Dehaze(amount=100.0), hazy.astype(np.float32))
    assert np.abs(restored - clear).mean() < 0.6 * np.abs(hazy - clear).mean()


def test_the_veil_follows_the_slider():
    made = [veil(rendered(Dehaze(amount=float(a)), scene())) for a in (-100, -50, 0, 50, 100)]
    assert made == sorted(made, reverse=True)


def test_no_color_goes_below_black():
    hazy = (scene() * 0.6 + 0.3).astype(np.float32)
    assert rendered(Dehaze(amount=100.0), hazy).min() > -0.01


def test_a_lamp_in_the_dark_stays_bright():
    dark = np.full((120, 180, 3), 0.03, np.float32)
    dark[58:61, 60:120] = [1.4, 1.6, 1.5]  # too thin for the airlight to be taken from it
    for amount in (15.0, 100.0):
        lamp = rendered(Dehaze(amount=amount), dark)[58:61, 60:120]
        assert (lamp >= dark[58:61, 60:120] * 0.99).all()


def test_a_gray_picture_stays_gray():
    gray = scene().mean(axis=2, keepdims=True).repeat(3, axis=2)
    out = rendered(Dehaze(amount=100.0), gray)
    assert np.abs(out - out.mean(axis=2, keepdims=True)).max() < 1e-4
