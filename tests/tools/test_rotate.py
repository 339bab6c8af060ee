from math import cos, radians, sin

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from burnish.imaging.frame import whole
from burnish.tools.rotate import Rotate

angles = st.floats(-45, 45)
sides = st.integers(1, 5000)


def test_defaults_do_nothing():
    assert np.array_equal(Rotate().frame(whole(60, 40)).to_source, np.eye(3))


def test_one_quarter_turn_is_clockwise():
    samples = np.arange(6).reshape(2, 3)
    seen = Rotate(quarter_turns=1).frame(whole(3, 2)).pixels(samples)
    assert seen.tolist() == [[3, 0], [4, 1], [5, 2]]


def test_a_positive_angle_lowers_the_right_end_of_a_horizon():
    frame = Rotate(angle=5.0).frame(whole(600, 400))
    left, right = frame.in_source(np.array([[0.0, frame.height / 2], [frame.width, frame.height / 2]]))
    assert left[1] > 200 > right[1], "the frame's middle row sees higher source pixels on the right"


@given(sides, sides, angles)
def test_auto_crop_shows_no_empty_corner(width, height, angle):
    frame = Rotate(angle=angle).frame(whole(width, height))
    if min(frame.width, frame.height) > 1:
        corners = frame.in_source(frame.corners())
        assert np.all((corners > -1e-6) & (corners < np.array([width, height]) + 1e-6))


@given(st.integers(200, 5000), st.integers(200, 5000), angles)
def test_auto_crop_keeps_the_aspect_and_all_it_can(width, height, angle):
    frame = Rotate(angle=angle).frame(whole(width, height))
    c, s = cos(radians(abs(angle))), sin(radians(abs(angle)))
    share = min(width / (width * c + height * s), height / (width * s + height * c))
    assert frame.width == pytest.approx(width * share, abs=1.001)
    assert frame.height == pytest.approx(height * share, abs=1.001)


@given(sides, sides, angles)
def test_the_center_stays_and_pixels_keep_their_size(width, height, angle):
    for auto_crop in (True, False):
        frame = Rotate(angle=angle, auto_crop=auto_crop).frame(whole(width, height))
        assert np.allclose(
            frame.in_source(np.array([[frame.width / 2, frame.height / 2]])), (width / 2, height / 2)
        )
        assert np.linalg.det(frame.to_source) == pytest.approx(1)


def test_without_auto_crop_the_whole_picture_fits():
    frame = Rotate(angle=30.0, auto_crop=False).frame(whole(300, 200))
    corners = np.array([[0, 0], [300, 0], [300, 200], [0, 200]], float)
    inverse = np.linalg.inv(frame.to_source)
    seen = corners @ inverse[:2, :2].T + inverse[:2, 2]
    assert np.all((seen > -1) & (seen < np.array([frame.width, frame.height]) + 1))


def test_turning_back_restores_the_map():
    there = Rotate(angle=10.0, auto_crop=False).frame(whole(300, 200))
    back = Rotate(angle=-10.0, auto_crop=False).frame(there)
    assert np.allclose(back.to_source[:2, :2], np.eye(2))


@pytest.mark.parametrize(
    "wrong", [{"angle": 46.0}, {"quarter_turns": 4}, {"quarter_turns": 1.5}, {"degrees": 3.0}]
)
def test_wrong_values_are_refused(wrong):
    with pytest.raises(ValidationError):
        Rotate(**wrong)
