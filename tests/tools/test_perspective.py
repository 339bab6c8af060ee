import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from burnish.imaging.frame import project, whole
from burnish.tools.crop import Crop
from burnish.tools.perspective import Perspective
from burnish.tools.rotate import Rotate

hands = st.floats(-100, 100)
anything = st.builds(
    Perspective,
    vertical=hands, horizontal=hands, aspect=hands, offset_x=hands, offset_y=hands, scale=st.floats(50, 150),
)  # fmt: skip


def top_and_bottom(frame, width, height):
    """Widths that the frame gives to the source's top and bottom quarter lines."""
    lines = np.array([[width / 4, height / 4], [width * 3 / 4, height / 4]])
    below = lines + np.array([0, height / 2])
    to_frame = np.linalg.inv(frame.to_source)
    return (float(np.ptp(project(to_frame, each), axis=0)[0]) for each in (lines, below))


def test_defaults_do_nothing():
    assert Perspective().frame(whole(60, 40)).to_source.tolist() == np.eye(3).tolist()


def test_negative_vertical_widens_the_top():
    top, bottom = top_and_bottom(Perspective(vertical=-50.0).frame(whole(600, 400)), 600, 400)
    assert top > 1.1 * bottom


def test_negative_horizontal_enlarges_the_left_side():
    frame = Perspective(horizontal=-50.0).frame(whole(600, 400))
    left = project(np.linalg.inv(frame.to_source), np.array([[150.0, 100.0], [150.0, 300.0]]))
    right = project(np.linalg.inv(frame.to_source), np.array([[450.0, 100.0], [450.0, 300.0]]))
    assert np.ptp(left[:, 1]) > 1.1 * np.ptp(right[:, 1])


@given(hands, hands)
def test_vertical_is_monotone(one, other):
    low, high = sorted((one, other))
    if high - low > 1e-3:
        ratios = [
            np.divide(*top_and_bottom(Perspective(vertical=v).frame(whole(600, 400)), 600, 400))
            for v in (low, high)
        ]
        assert ratios[0] > ratios[1]


def test_a_tilted_camera_is_put_upright():
    """A facade's vertical edges, seen by a 28 mm camera tilted up by 12 degrees, become parallel."""
    tilt, focal = np.radians(12), 28 / np.hypot(18, 12) * np.hypot(600, 400) / 2
    world = np.array([[x, y, 10.0] for x in (-2, 2) for y in (-3.0, 0.0)])
    depth = world[:, 2] * np.cos(tilt) - world[:, 1] * np.sin(tilt)
    down = world[:, 1] * np.cos(tilt) + world[:, 2] * np.sin(tilt)
    seen = np.stack([300 + focal * world[:, 0] / depth, 200 + focal * down / depth], axis=1)
    assert abs(seen[0, 0] - seen[1, 0]) > 5, "the edges converge"
    frame = Perspective(vertical=-40.0).frame(whole(600, 400))
    upright = project(np.linalg.inv(frame.to_source), seen)
    assert upright[0, 0] == pytest.approx(upright[1, 0], abs=1e-6)
    assert upright[2, 0] == pytest.approx(upright[3, 0], abs=1e-6)
    shape = (upright[2, 0] - upright[0, 0]) / (upright[1, 1] - upright[0, 1])
    assert shape == pytest.approx(4 / 3), "and the facade keeps its proportions"


def test_scale_crops_without_inventing_pixels():
    frame = Perspective(scale=150.0).frame(whole(600, 300))
    assert np.allclose(frame.in_source(frame.corners()), [[100, 50], [500, 50], [500, 250], [100, 250]])
    assert (frame.width, frame.height) == (400, 200)


def test_shrinking_with_auto_crop_gives_the_picture_back():
    frame = Perspective(scale=60.0).frame(whole(600, 300))
    assert np.allclose(frame.in_source(frame.corners()), [[0, 0], [600, 0], [600, 300], [0, 300]])


def test_positive_offsets_move_the_picture_right_and_down():
    frame = Perspective(offset_x=20.0, offset_y=20.0, auto_crop=False).frame(whole(600, 300))
    assert np.allclose(frame.in_source(np.array([[60.0, 30.0]])), [[0, 0]])


def test_positive_aspect_makes_things_taller():
    to_source = Perspective(aspect=100.0, auto_crop=False).frame(whole(600, 300)).to_source
    assert to_source[0, 0] / to_source[1, 1] == pytest.approx(2)


@given(anything, st.integers(1, 3000), st.integers(1, 3000))
def test_auto_crop_shows_no_empty_corner(tool, width, height):
    if 0.2 < width / height < 5:
        frame = tool.frame(whole(width, height))
        assert 1 <= frame.width <= width
        assert 1 <= frame.height <= height
        if min(frame.width, frame.height) > 1:
            corners = frame.in_source(frame.corners())
            assert np.all((corners > -1e-3) & (corners < np.array([width, height]) + 1e-3))


@given(anything)
def test_auto_crop_keeps_the_aspect(tool):
    frame = tool.frame(whole(6000, 4000))
    assert frame.width / frame.height == pytest.approx(1.5, rel=0.01)


def test_rotation_perspective_and_crop_stay_one_map():
    turned = Rotate(angle=5.0).frame(whole(600, 400))
    tilted = Perspective(vertical=-40.0).frame(turned)
    cropped = Crop(left=0.25, top=0.5).frame(tilted)
    alone = Perspective(vertical=-40.0).frame(whole(turned.width, turned.height))
    start = np.array([[tilted.width - cropped.width, tilted.height - cropped.height]], float)
    step_by_step = turned.in_source(alone.in_source(start))
    assert np.allclose(cropped.in_source(np.zeros((1, 2))), step_by_step)


def test_wrong_values_are_refused():
    for wrong in ({"scale": 49.0}, {"vertical": 101.0}, {"keystone": 1.0}):
        with pytest.raises(ValidationError):
            Perspective(**wrong)
