"""Brush, gradients and outlines against geometry worked out by hand."""

import math
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from burnish.imaging.masks import Brush, BrushPoint, Lasso, Linear, Polygon, Radial, Stroke, rasterize


def brush(*points: tuple[float, ...], **stroke: object) -> Brush:
    return Brush(strokes=(Stroke.model_validate({"points": points, **stroke}),))


def test_a_dab_is_a_disk_of_the_stated_radius() -> None:
    plane = rasterize(brush((0.5, 0.5), radius=0.2, hardness=1.0), 400, 600)
    assert plane.sum() == pytest.approx(math.pi * 80**2, rel=1e-3)
    assert plane[200, 300] == 1.0
    assert plane[200, 300 + 82] == 0.0


def test_a_stroke_is_a_capsule() -> None:
    plane = rasterize(brush((0.25, 0.5), (0.5, 0.5), (0.75, 0.5), radius=0.1, hardness=1.0), 300, 400)
    assert plane.sum() == pytest.approx(200 * 60 + math.pi * 30**2, rel=2e-3)


def test_pressure_scales_the_radius() -> None:
    plane = rasterize(brush((0.2, 0.5, 1.0), (0.8, 0.5, 0.5), radius=0.2, hardness=1.0), 300, 600)
    assert plane[:, 120].sum() == pytest.approx(2 * 60, abs=2)
    assert plane[:, 479].sum() == pytest.approx(2 * 30, abs=3)


def test_a_soft_dab_falls_off_smoothly_and_monotonely() -> None:
    line = rasterize(brush((0.5, 0.5), radius=0.5, hardness=0.2), 801, 801)[400, 400:]
    assert (np.diff(line) <= 0).all()
    assert np.abs(np.diff(line)).max() < 2.0 / 320
    assert (line[:80] == 1.0).all()
    assert line[-1] < 1e-4


def test_strokes_build_up_by_flow_and_a_stroke_over_itself_does_not() -> None:
    there_and_back = Stroke(points=((0.2, 0.5), (0.8, 0.5), (0.2, 0.5)), radius=0.1, hardness=0.5, flow=0.4)
    assert rasterize(Brush(strokes=(there_and_back,)), 100, 100)[50, 50] == pytest.approx(0.4)
    assert rasterize(Brush(strokes=(there_and_back,) * 2), 100, 100)[50, 50] == pytest.approx(0.64)


def test_the_eraser_takes_away_exactly() -> None:
    paint = Stroke(points=((0.5, 0.5),), radius=0.4, hardness=0.5)
    erase = Stroke(points=((0.5, 0.5),), radius=0.45, hardness=0.95, erase=True)
    assert rasterize(Brush(strokes=(paint, erase)), 120, 120).max() == 0.0


@given(st.floats(0.0, 0.02), st.floats(0.0, 1.0))
@settings(max_examples=25, deadline=None)
def test_a_brush_that_moves_by_less_than_a_pixel_changes_as_little(shift_px: float, hardness: float) -> None:
    points = [(0.2 + 0.012 * k, 0.4 + 0.1 * math.sin(k / 6), 0.5 + 0.01 * k) for k in range(50)]
    moved = [(x + shift_px / 200, y, p) for x, y, p in points]
    before, after = (
        rasterize(brush(*path, radius=0.1, hardness=hardness), 150, 200) for path in (points, moved)
    )
    assert np.abs(after - before).max() <= 1.5 * (shift_px + 0.06)


def test_points_between_two_places_do_not_change_a_straight_stroke() -> None:
    few = brush((0.1, 0.2), (0.9, 0.7), radius=0.1)
    many = brush(*[(0.1 + 0.8 * t, 0.2 + 0.5 * t) for t in np.linspace(0, 1, 300).tolist()], radius=0.1)
    np.testing.assert_allclose(rasterize(few, 200, 300), rasterize(many, 200, 300), atol=2e-3)


def test_a_hard_ellipse_has_its_area_at_any_angle() -> None:
    for angle in (0.0, 37.0, 90.0):
        plane = rasterize(Radial(radius_x=0.4, radius_y=0.2, angle=angle, softness=0.0), 500, 500)
        assert plane.sum() == pytest.approx(math.pi * 200 * 100, rel=2e-3)


def test_an_ellipse_turns_clockwise() -> None:
    plane = rasterize(Radial(radius_x=0.45, radius_y=0.05, angle=45.0, softness=0.0), 200, 200)
    assert plane[150, 150] == 1.0
    assert plane[50, 150] == 0.0


def test_a_linear_fade_is_full_before_its_start_and_gone_after_its_end() -> None:
    plane = rasterize(Linear(start_x=0.25, start_y=0.5, end_x=0.75, end_y=0.5), 50, 400)
    assert (plane[:, :99] == 1.0).all()
    assert (plane[:, 301:] == 0.0).all()
    assert (np.diff(plane[0, 101:299]) < 0).all()
    assert plane[10, 199:201].mean() == pytest.approx(0.5)


def test_a_rectangle_covers_each_pixel_by_its_share() -> None:
    plane = rasterize(Polygon(points=((0.25, 0.2), (0.83, 0.2), (0.83, 0.9), (0.25, 0.9))), 10, 10)
    assert plane[5, 2] == pytest.approx(0.5, abs=1e-4)
    assert plane[5, 8] == pytest.approx(0.3, abs=1e-4)
    assert plane[5, 5] == 1.0
    assert plane[1].max() == 0.0
    assert plane.sum() == pytest.approx(5.8 * 7.0, abs=1e-3)


@given(st.lists(st.tuples(st.floats(-0.9, 1.9), st.floats(0.05, 0.95)), min_size=3, max_size=3))
@settings(max_examples=50, deadline=None)
def test_a_triangle_covers_its_area_even_where_it_leaves_the_frame(
    corners: list[tuple[float, float]],
) -> None:
    inside = tuple((min(max(x, 0.0), 1.0), y) for x, y in corners)
    plane = rasterize(Polygon(points=inside), 64, 96)
    (ax, ay), (bx, by), (cx, cy) = inside
    area = abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2
    assert plane.mean() == pytest.approx(area, abs=1e-4)
    shifted = tuple((x / 3 + 1 / 3, y) for x, y in corners)
    wide = rasterize(Polygon(points=shifted), 64, 288)[:, 96:192]
    np.testing.assert_allclose(rasterize(Polygon(points=tuple(corners)), 64, 96), wide, atol=1e-4)


def test_crossing_lines_of_a_lasso_stay_filled() -> None:
    bow = Lasso(points=((0.1, 0.1), (0.9, 0.9), (0.9, 0.1), (0.1, 0.9)))
    plane = rasterize(bow, 100, 100)
    assert plane[50, 20] == plane[50, 80] == 1.0
    assert plane[20, 50] == plane[80, 50] == 0.0


@pytest.mark.slow
def test_a_stroke_of_500_points_at_24_megapixels_takes_well_under_a_second() -> None:
    turn = np.linspace(0, 12, 500).tolist()
    spiral = tuple(BrushPoint(0.5 + 0.03 * t * math.cos(t), 0.5 + 0.03 * t * math.sin(t)) for t in turn)
    mask = Brush(strokes=(Stroke(points=spiral, radius=0.03),))
    rasterize(mask, 40, 60)
    start = time.process_time()
    rasterize(mask, 4000, 6000)
    assert time.process_time() - start < 1.0
