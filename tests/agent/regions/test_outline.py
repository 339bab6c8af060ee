"""Lines around rasters."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.agent.painted import overlap

from burnish.agent.regions.outline import outlines
from burnish.imaging.masks import Polygon, rasterize


def _ellipse(x: float, y: float, a: float, b: float) -> np.ndarray:
    rows, columns = np.mgrid[:120, :180] + 0.5
    return ((columns - x * 180) / (a * 120)) ** 2 + ((rows - y * 120) / (b * 120)) ** 2 < 1.0


@settings(max_examples=40)
@given(st.floats(0.2, 0.8), st.floats(0.2, 0.8), st.floats(0.2, 0.5), st.floats(0.2, 0.5))
def test_the_line_encloses_what_it_was_drawn_around(x: float, y: float, a: float, b: float):
    inside = _ellipse(x, y, a, b)
    line = Polygon(points=outlines(inside)[0])
    assert overlap(rasterize(line, 120, 180) > 0.5, inside) > 0.88


@settings(max_examples=20)
@given(st.floats(0.3, 0.7), st.floats(0.1, 0.4), st.floats(0.01, 0.1))
def test_a_margin_only_widens(x: float, a: float, margin: float):
    inside = _ellipse(x, 0.5, a, a)
    wide = rasterize(Polygon(points=outlines(inside, margin)[0]), 120, 180) > 0.5
    assert (inside & ~wide).sum() <= 0.02 * inside.sum()


def test_parts_come_largest_first_and_simply():
    inside = _ellipse(0.2, 0.5, 0.1, 0.1) | _ellipse(0.7, 0.5, 0.3, 0.3)
    first, second = outlines(inside)
    assert np.mean([point.x for point in first]) > 0.5 > np.mean([point.x for point in second])
    assert len(first) < 60


def test_nothing_has_no_outline():
    assert outlines(np.zeros((20, 30), bool)) == ()
