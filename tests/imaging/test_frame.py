import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from burnish.imaging.frame import Frame, scaling, shift, whole
from burnish.tools.flip import Flip
from burnish.tools.rotate import Rotate

sizes = st.integers(1, 40)


def numbered(width, height):
    return np.arange(width * height).reshape(height, width)


def test_the_whole_frame_shows_every_pixel():
    samples = numbered(6, 4)
    assert np.array_equal(whole(6, 4).pixels(samples), samples)


@given(sizes, sizes, st.integers(0, 3))
def test_quarter_turns_agree_with_numpy(width, height, turns):
    samples = numbered(width, height)
    seen = Rotate(quarter_turns=turns).frame(whole(width, height)).pixels(samples)
    assert np.array_equal(seen, np.rot90(samples, -turns))


@given(sizes, sizes)
def test_four_quarter_turns_are_the_identity(width, height):
    frame = whole(width, height)
    for _ in range(4):
        frame = Rotate(quarter_turns=1).frame(frame)
    assert (frame.width, frame.height) == (width, height)
    assert np.array_equal(frame.to_source, np.eye(3))


@given(sizes, sizes, st.booleans(), st.booleans())
def test_a_flip_undoes_itself(width, height, horizontal, vertical):
    flip = Flip(horizontal=horizontal, vertical=vertical)
    assert np.array_equal(flip.frame(flip.frame(whole(width, height))).to_source, np.eye(3))


@given(st.data(), sizes, sizes)
def test_a_crop_of_a_crop_is_a_crop(data, width, height):
    left, top = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
    first = whole(width, height).cropped(left, top, width - left, height - top)
    again_left, again_top = (
        data.draw(st.integers(0, width - left - 1)),
        data.draw(st.integers(0, height - top - 1)),
    )
    second = first.cropped(again_left, again_top, 1, 1)
    assert (
        second.pixels(numbered(width, height)) == numbered(width, height)[top + again_top, left + again_left]
    )


def test_a_view_is_taken_without_copying():
    samples = numbered(6, 4)
    assert np.shares_memory(whole(6, 4).cropped(1, 1, 4, 2).pixels(samples), samples)


def test_a_map_that_reaches_beyond_the_source_is_not_exact():
    assert whole(6, 4).cropped(3, 0, 4, 4).pixels(numbered(6, 4)) is None
    assert whole(6, 4).cropped(-1, 0, 4, 4).pixels(numbered(6, 4)) is None


@pytest.mark.parametrize(
    "to_here", [shift(0.5, 0), scaling(2, 2), Rotate(angle=0.1).frame(whole(40, 40)).to_source]
)
def test_a_map_that_is_not_of_whole_pixels_is_not_exact(to_here):
    assert whole(40, 40).seen_through(10, 10, to_here).pixels(numbered(40, 40)) is None


def test_rounding_errors_of_many_steps_do_not_lose_exactness():
    frame = whole(60, 40)
    for angle in (10.0, -10.0):
        frame = Rotate(angle=angle, auto_crop=False).frame(frame)
    dx, dy = frame.to_source[:2, 2]
    frame = frame.seen_through(60, 40, shift(-dx, -dy))
    assert np.array_equal(frame.pixels(numbered(60, 40)), numbered(60, 40))


def test_corners_of_a_quarter_turn_lie_where_a_hand_would_turn_them():
    corners = Rotate(quarter_turns=1).frame(whole(6, 4))
    assert np.allclose(corners.in_source(corners.corners()), [[0, 4], [0, 0], [6, 0], [6, 4]])


@given(st.integers(1, 400), st.integers(1, 400), st.integers(0, 3), st.floats(0.01, 1))
def test_a_smaller_source_shows_the_same_part_of_the_photo(width, height, turns, shrink):
    frame = Rotate(quarter_turns=turns, angle=5.0).frame(whole(width, height))
    small_size = max(1, round(width * shrink)), max(1, round(height * shrink))
    small = frame.for_source((width, height), small_size)
    full_corners = frame.in_source(frame.corners()) / (width, height)
    small_corners = small.in_source(small.corners()) / small_size
    assert np.allclose(full_corners, small_corners)


@given(st.integers(1, 400), st.integers(1, 400), st.integers(0, 3), st.floats(-45, 45))
def test_half_the_source_gives_half_the_frame(width, height, turns, angle):
    tool = Rotate(quarter_turns=turns, angle=angle)
    full, half = tool.frame(whole(2 * width, 2 * height)), tool.frame(whole(width, height))
    scaled = full.for_source((2 * width, 2 * height), (width, height))
    assert max(abs(half.width - full.width / 2), abs(half.height - full.height / 2)) <= 1
    assert max(abs(half.width - scaled.width), abs(half.height - scaled.height)) <= 1


def test_a_frame_without_pixels_is_refused():
    with pytest.raises(ValueError, match="at least 1 x 1"):
        Frame(0, 4, np.eye(3))
