import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from burnish.imaging.inscribed import half_planes, largest_rectangle

SQUARE = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0]])


def test_in_a_rectangle_of_the_same_aspect_it_is_all_of_it():
    box = largest_rectangle(half_planes(SQUARE * (2, 1)), 2.0)
    assert (box.left, box.top, box.width, box.height) == pytest.approx((0, 0, 20, 10), abs=1e-6)


def test_where_it_can_slide_it_sits_in_the_middle():
    box = largest_rectangle(half_planes(SQUARE), 2.0)
    assert (box.left, box.top, box.width, box.height) == pytest.approx((0, 2.5, 10, 5), abs=1e-6)


def test_the_order_of_corners_does_not_matter():
    assert largest_rectangle(half_planes(SQUARE[::-1]), 1.5) == largest_rectangle(half_planes(SQUARE), 1.5)


@given(
    st.lists(st.floats(-0.2, 0.2), min_size=8, max_size=8).map(lambda each: np.reshape(each, (4, 2))),
    st.floats(0.3, 3),
)
def test_it_is_as_large_as_a_linear_program_makes_it(shifts, aspect):
    region = half_planes(SQUARE + 10 * shifts)
    reach = (np.abs(region[:, 0]) * aspect + np.abs(region[:, 1])) / 2
    oracle = linprog([0, 0, -1], np.column_stack([region[:, :2], reach]), region[:, 2], bounds=(None, None))
    assert largest_rectangle(region, aspect).height == pytest.approx(-oracle.fun, rel=1e-6)
