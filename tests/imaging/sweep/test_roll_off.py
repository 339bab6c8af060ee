"""Highlights: light that a recipe lifts above white rolls off to white, and nothing else is touched."""

import colorsys

import numpy as np
import pytest

from burnish.imaging.color import to_oklab
from burnish.imaging.sweep import passes
from burnish.imaging.sweep.bands import LinearSink, LinearSource, sweep
from burnish.imaging.sweep.lowering import lower
from burnish.imaging.sweep.passes import ROLL_OFF_KNEE, Masked, Stage
from burnish.imaging.sweep.program import pack


def rolled(picture: np.ndarray, *stages: Stage) -> np.ndarray:
    height, width, _ = picture.shape
    out = np.empty_like(picture)
    sweep(pack(lower(stages), height, width), LinearSource(picture), LinearSink(out), threads=1)
    return out


def gain(factor: float) -> passes.Matrix:
    return passes.Matrix(np.eye(3) * factor)


def grays(top: float = 1.0, count: int = 2000) -> np.ndarray:
    return np.repeat(np.linspace(0, top, count, dtype=np.float32)[None, :, None], 3, axis=2)


def circle_of_hues(value: float = 1.0) -> np.ndarray:
    colors = [[colorsys.hsv_to_rgb(k / 72, s, value) for k in range(72)] for s in (0.2, 0.5, 0.8, 1.0)]
    return np.array(colors, np.float32)


@pytest.mark.parametrize("factor", [0.25, 0.999, 1.0])
def test_where_white_has_not_risen_nothing_rolls_off_not_even_light_above_it(factor: float) -> None:
    picture = grays(3.0)
    np.testing.assert_allclose(rolled(picture, gain(factor)), picture * np.float32(factor), rtol=1e-6)


@pytest.mark.parametrize("factor", [1.1, 2.0, 8.0, 32.0])
def test_white_lands_on_one_below_the_knee_nothing_moves_and_the_ramp_rises_smoothly(factor: float) -> None:
    picture = grays()
    out, lifted = rolled(picture, gain(factor))[0, :, 0], picture[0, :, 0] * factor
    assert out[-1] == pytest.approx(1.0, abs=1e-5)
    np.testing.assert_allclose(out[lifted <= ROLL_OFF_KNEE], lifted[lifted <= ROLL_OFF_KNEE], rtol=1e-5)
    slope = np.diff(out.astype(np.float64)) / np.diff(lifted)
    assert (slope > 0).all()
    assert slope.max() <= 1.001
    bend = np.abs(np.diff(slope)).max()
    assert bend <= 0.02 * max(1.0, factor / 4), "no kink: slopes of neighboring steps are alike"


@pytest.mark.parametrize("factor", [1.5, 3.0, 8.0])
def test_colors_keep_their_hsv_hue(factor: float) -> None:
    picture = circle_of_hues()
    out = rolled(picture, gain(factor))
    assert out.max() <= 1.0 + 1e-5
    for before, after in zip(picture.reshape(-1, 3), out.reshape(-1, 3), strict=True):
        hue, saturation, _ = colorsys.rgb_to_hsv(*after.tolist())
        if saturation > 0.02:
            turned = abs(hue - colorsys.rgb_to_hsv(*before.tolist())[0])
            assert min(turned, 1 - turned) <= 1e-3


def oklab_turn(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Degrees that Oklab hue has turned, where there still is a hue."""
    one, two = to_oklab(before.astype(np.float64)), to_oklab(after.astype(np.float64))
    angle = np.arctan2(two[..., 2], two[..., 1]) - np.arctan2(one[..., 2], one[..., 1])
    turned = np.rad2deg(np.abs(np.mod(angle + np.pi, 2 * np.pi) - np.pi))
    return turned[np.hypot(two[..., 1], two[..., 2]) > 0.03]


def test_hues_do_not_twist_as_they_do_when_channels_clip() -> None:
    picture = circle_of_hues(0.8)
    turned = oklab_turn(picture, rolled(picture, gain(3.0)))
    clipped = oklab_turn(picture, np.clip(picture * 3, 0, 1))
    assert turned.mean() <= 2
    assert turned.max() <= 10
    assert turned.mean() <= clipped.mean() / 8


def test_a_tone_curve_twists_hues_less_than_the_same_curve_on_each_channel() -> None:
    def curve(light: passes.Doubles) -> passes.Doubles:
        return light**1.6

    picture = circle_of_hues(0.8) * np.float32(0.9) + np.float32(0.05)
    kept = oklab_turn(picture, rolled(picture, passes.Tone(curve)))
    split = oklab_turn(picture, rolled(picture, passes.ChannelCurves(curve, curve, curve)))
    assert kept.mean() <= 2
    assert kept.max() <= 13
    assert kept.mean() < split.mean() / 2


def test_only_what_a_mask_lifted_rolls_off() -> None:
    picture = np.full((1, 600, 3), 0.9, np.float32)
    mask = np.zeros((1, 600), np.uint16)
    mask[:, 300:] = 65535
    out = rolled(picture, Masked((gain(2.0),), mask, 1.0))
    assert np.array_equal(out[:, :300], picture[:, :300])
    assert (out[:, 300:] < 1).all()
    assert (out[:, 300:] > 0.9).all()


def test_a_balance_that_lifts_one_channel_lets_that_channel_land_on_one() -> None:
    out = rolled(np.ones((1, 1, 3), np.float32), passes.Matrix(np.diag([1.3, 1.0, 0.8])))[0, 0]
    assert out[0] == pytest.approx(1.0, abs=1e-5)
    assert out[0] > out[1] > out[2] > 0.6
