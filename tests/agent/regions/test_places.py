"""Places in the frame."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from burnish.agent.regions.places import PLACE_WORDS, place_mask, place_of
from burnish.imaging.masks import rasterize

HEIGHT, WIDTH = 90, 160


def _drawn(words: str) -> np.ndarray:
    return rasterize(place_mask(place_of(words.split()), WIDTH / HEIGHT), HEIGHT, WIDTH)


@pytest.mark.parametrize(
    ("words", "full", "empty"),
    [
        ("left side", (0.5, 0.05), (0.5, 0.9)),
        ("right side", (0.5, 0.95), (0.5, 0.1)),
        ("top", (0.05, 0.5), (0.9, 0.5)),
        ("lower half", (0.9, 0.5), (0.1, 0.5)),
        ("center", (0.5, 0.5), (0.5, 0.99)),
        ("top left corner", (0.02, 0.02), (0.9, 0.9)),
        ("bottom right", (0.98, 0.98), (0.1, 0.1)),
        ("corners", (0.01, 0.99), (0.5, 0.5)),
        ("edges", (0.5, 0.005), (0.5, 0.5)),
        ("both sides", (0.5, 0.02), (0.5, 0.5)),
    ],
)
def test_a_place_is_full_where_it_is_and_empty_where_it_is_not(
    words: str, full: tuple[float, float], empty: tuple[float, float]
):
    plane = _drawn(words)
    assert plane[int(full[0] * HEIGHT), int(full[1] * WIDTH)] > 0.9
    assert plane[int(empty[0] * HEIGHT), int(empty[1] * WIDTH)] < 0.05


def test_left_and_right_mirror_each_other():
    assert np.allclose(_drawn("left side"), _drawn("right side")[:, ::-1], atol=1e-5)


def test_top_corners_are_the_two_upper_ones():
    plane = _drawn("top corners")
    assert plane[1, 1] > 0.9
    assert plane[1, -2] > 0.9
    assert plane[-2, 1] < 0.05


def test_an_edge_is_narrower_than_a_side_and_a_half_is_wider():
    assert _drawn("left edge").mean() < _drawn("left third").mean() < _drawn("left half").mean()


@given(st.lists(st.sampled_from(sorted(PLACE_WORDS)), max_size=5), st.floats(0.02, 50.0))
def test_any_words_in_any_frame_give_a_mask_with_a_fade(words: list[str], aspect: float):
    plane = rasterize(place_mask(place_of(words), aspect), 40, 60)
    assert 0.0 <= plane.min() <= plane.max() <= 1.0
    assert np.isfinite(plane).all()


def test_a_thing_on_the_left_fits_the_left_and_not_the_right():
    left, right = place_of(["left"]), place_of(["right"])
    assert left.weight(0.15, 0.5) > 0.9 > 0.1 > right.weight(0.15, 0.5)


def test_no_place_fits_everything():
    assert place_of(["car"]).weight(0.9, 0.1) == 1.0
    assert not place_of(["car"]).is_said
