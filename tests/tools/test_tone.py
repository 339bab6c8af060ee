from functools import partial

import numpy as np
import pytest
from tests.tools.rendering import rendered, step

from burnish.imaging.tone_regions import blacks_curve, region_gain, whites_curve
from burnish.tools.tone import Tone

STOPS = np.linspace(-12, 2, 600)


@pytest.mark.parametrize("highlights", [-1, 0, 1])
@pytest.mark.parametrize("shadows", [-1, 0, 1])
def test_a_brighter_region_stays_brighter(highlights, shadows):
    moved = STOPS + region_gain(STOPS, highlights=highlights, shadows=shadows)
    assert np.all(np.diff(moved) > 0)


@pytest.mark.parametrize("curve", [whites_curve, blacks_curve])
@pytest.mark.parametrize("amount", [-1, -0.3, 0.3, 1])
def test_ends_keep_the_order_of_tones(curve, amount):
    assert np.all(np.diff(partial(curve, amount=amount)(np.exp2(STOPS))) >= 0)


def test_middle_gray_hardly_moves():
    for params in ({"highlights": -100.0}, {"shadows": 100.0}, {"whites": 100.0}, {"blacks": -100.0}):
        out = rendered(Tone(**params), np.full((60, 90, 3), 0.18, np.float32))
        assert abs(np.log2(out.mean() / 0.18)) < 0.2


def test_shadows_open_the_dark_side_and_leave_the_bright_one():
    before = step(0.01, 0.7)
    after = rendered(Tone(shadows=100.0), before)
    assert 1.4 < np.log2(after[60, 20, 0] / before[60, 20, 0]) < 2.0
    assert np.log2(after[60, 220, 0] / before[60, 220, 0]) == pytest.approx(0, abs=0.02)


def test_an_edge_between_regions_gets_no_halo():
    dark, bright = 0.02, 0.6
    after = rendered(Tone(shadows=100.0, highlights=-100.0), step(dark, bright))[60, :, 0]
    for side in (after[:120], after[120:]):
        assert np.ptp(np.log2(side)) < 0.2


def test_black_and_white_keep_their_places_when_opened():
    out = rendered(Tone(blacks=100.0, whites=100.0), np.array([[[0.0] * 3, [1.0] * 3]], np.float32))
    assert out[0, 0].max() == 0
    assert out[0, 1].min() >= 1
