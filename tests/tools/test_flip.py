import numpy as np

from burnish.imaging.frame import whole
from burnish.tools.flip import Flip

SAMPLES = np.arange(12).reshape(3, 4)


def test_defaults_do_nothing():
    assert np.array_equal(Flip().frame(whole(4, 3)).to_source, np.eye(3))
    assert Flip().is_neutral


def test_horizontal_swaps_left_and_right():
    assert np.array_equal(Flip(horizontal=True).frame(whole(4, 3)).pixels(SAMPLES), SAMPLES[:, ::-1])


def test_vertical_swaps_top_and_bottom():
    assert np.array_equal(Flip(vertical=True).frame(whole(4, 3)).pixels(SAMPLES), SAMPLES[::-1])


def test_both_are_half_a_turn():
    flipped = Flip(horizontal=True, vertical=True).frame(whole(4, 3))
    assert np.array_equal(flipped.pixels(SAMPLES), np.rot90(SAMPLES, 2))
