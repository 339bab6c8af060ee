import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from burnish.imaging.frame import whole
from burnish.tools.crop import Crop
from burnish.tools.rotate import Rotate

places = st.floats(0, 1).map(lambda edge: round(edge, 6))
edges = st.tuples(places, places).filter(lambda pair: pair[0] < pair[1])


def kept(crop, width=600, height=400):
    """Left, top, right and bottom source pixel edges."""
    frame = crop.frame(whole(width, height))
    corners = frame.in_source(frame.corners())
    return [*corners[0], *corners[2]]


def test_defaults_do_nothing():
    assert Crop().is_neutral
    assert kept(Crop()) == [0, 0, 600, 400]


def test_edges_are_fractions_of_the_frame():
    assert kept(Crop(left=0.25, top=0.5, right=0.75, bottom=1.0)) == [150, 200, 450, 400]


@given(edges, edges, st.integers(1, 4000), st.integers(1, 4000))
def test_what_is_kept_is_whole_pixels_inside_the_picture(across, down, width, height):
    crop = Crop(left=across[0], right=across[1], top=down[0], bottom=down[1])
    left, top, right, bottom = kept(crop, width, height)
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height
    assert left % 1 == top % 1 == right % 1 == bottom % 1 == 0
    assert abs(left - across[0] * width) <= 1
    assert abs(bottom - down[1] * height) <= 1


@given(edges, edges, st.tuples(st.integers(1, 30), st.integers(1, 30)))
def test_an_aspect_keeps_the_largest_part_that_has_it(across, down, shape):
    rectangle = {"left": across[0], "right": across[1], "top": down[0], "bottom": down[1]}
    frame = Crop(aspect=f"{shape[0]}:{shape[1]}", **rectangle).frame(whole(6000, 4000))
    width, height = (across[1] - across[0]) * 6000, (down[1] - down[0]) * 4000
    assert frame.width <= width + 1
    assert frame.height <= height + 1
    assert frame.width >= width - 1 or frame.height >= height - 1
    assert abs(frame.width - frame.height * shape[0] / shape[1]) <= 1 + shape[0] / shape[1]


def test_an_aspect_crop_is_centered_in_its_rectangle():
    assert kept(Crop(aspect="1:1")) == [100, 0, 500, 400]
    assert kept(Crop(left=0.5, aspect="1:1")) == [300, 50, 600, 350]
    assert kept(Crop(aspect="2.4:1")) == [0, 75, 600, 325]


@pytest.mark.parametrize(
    ("subject", "left"), [(0.4, 240 - 400 / 3), (0.6, 360 - 800 / 3), (0.02, 0), (0.98, 200)]
)
def test_thirds_put_the_subject_on_the_nearest_line(subject, left):
    crop = Crop(aspect="1:1", place="thirds", subject_x=subject)
    assert kept(crop)[0] == pytest.approx(left, abs=1)
    assert kept(crop)[2] == kept(crop)[0] + 400


def test_thirds_work_downwards_too():
    crop = Crop(aspect="3:1", place="thirds", subject_y=0.25)
    assert kept(crop) == pytest.approx([0, 100 - 200 / 3, 600, 300 - 200 / 3], abs=1)


def test_it_refers_to_the_frame_after_rotation():
    turned = Rotate(quarter_turns=1, angle=8.0).frame(whole(600, 400))
    cropped = Crop(right=0.5).frame(turned)
    assert cropped.width == round(turned.width / 2)
    assert cropped.height == turned.height
    assert np.allclose(
        cropped.in_source(cropped.corners())[[0, 3]], turned.in_source(turned.corners())[[0, 3]]
    )


def test_a_sliver_keeps_at_least_one_pixel():
    frame = Crop(left=0.9999, top=0.9999).frame(whole(10, 10))
    assert (frame.width, frame.height) == (1, 1)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"left": 0.6, "right": 0.6}, "right must be greater than left"),
        ({"top": 0.6, "bottom": 0.2}, "bottom must be greater than top"),
        ({"left": -0.1}, "greater than or equal to 0"),
        ({"bottom": 1.2}, "less than or equal to 1"),
        ({"aspect": "wide"}, "pattern"),
        ({"aspect": "0:1"}, "greater than 0"),
        ({"place": "left"}, "'center' or 'thirds'"),
    ],
)
def test_wrong_values_are_refused_in_words(wrong, message):
    with pytest.raises(ValidationError, match=message):
        Crop(**wrong)
