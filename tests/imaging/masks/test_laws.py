"""What holds for every mask, whatever its kind."""

import math

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from tests.imaging.masks.scenes import ball_on_grass

from burnish.errors import InvalidMask
from burnish.imaging.masks import (
    Brush,
    Circle,
    ColorRange,
    Combine,
    Eyes,
    Face,
    Lasso,
    Linear,
    LuminosityRange,
    Mask,
    Picture,
    Polygon,
    Radial,
    Scene,
    Skin,
    Sky,
    Stroke,
    Subject,
    confidence,
    rasterize,
)

DIGEST = "0123456789abcdef" * 4
ADAPTER: TypeAdapter[Mask] = TypeAdapter(Mask)
SQUARE = ((0.2, 0.2), (0.8, 0.25), (0.7, 0.8), (0.3, 0.7))
WAVE = tuple(
    (0.1 + 0.8 * t, 0.5 + 0.3 * math.sin(9 * t), 0.4 + 0.6 * t) for t in np.linspace(0, 1, 40).tolist()
)

fraction = st.floats(0, 1, width=32)
place = st.floats(-0.5, 1.5, width=32)
finish = {"invert": st.booleans(), "feather": st.floats(0, 0.3), "opacity": fraction}
stroke = st.builds(
    Stroke,
    points=st.lists(st.tuples(place, place, fraction), min_size=1, max_size=8).map(tuple),
    radius=st.floats(0.001, 1.0),
    hardness=fraction,
    flow=fraction,
    erase=st.booleans(),
)
drawn = st.one_of(
    st.builds(Brush, strokes=st.lists(stroke, min_size=1, max_size=3).map(tuple), **finish),
    st.builds(
        Radial,
        x=place,
        y=place,
        radius_x=st.floats(0.001, 2),
        radius_y=st.floats(0.001, 2),
        angle=st.floats(-360, 360),
        softness=fraction,
        **finish,
    ),
    st.builds(Linear, start_x=place, start_y=place, end_x=st.just(1.75), end_y=place, **finish),
    st.builds(Polygon, points=st.lists(st.tuples(place, place), min_size=3, max_size=9).map(tuple), **finish),
)
masks = st.recursive(
    drawn,
    lambda inner: st.builds(
        Combine,
        operation=st.sampled_from(["add", "subtract", "intersect"]),
        masks=st.lists(inner, min_size=1, max_size=3).map(tuple),
        **finish,
    ),
    max_leaves=4,
)
few = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def scene() -> Scene:
    made, _ = ball_on_grass()
    y, x = np.mgrid[:80, :120]
    smooth = cv2.GaussianBlur(made.linear, (0, 0), 1.5)
    return Scene(linear=smooth, pictures={DIGEST: (x * y / (x.max() * y.max())).astype(np.float32)})


EVERY = [
    Brush(strokes=(Stroke(points=WAVE, radius=0.1),)),
    Brush(strokes=(Stroke(points=WAVE, hardness=1.0), Stroke(points=WAVE[10:20], erase=True, flow=0.5))),
    Radial(angle=30.0, radius_y=0.2, softness=0.0),
    Radial(x=0.1, y=0.9),
    Linear(start_x=0.2, end_x=0.7),
    Polygon(points=SQUARE),
    Lasso(points=SQUARE, feather=0.05),
    LuminosityRange(low=0.55),
    ColorRange(samples=("#e18228", (0.1, 0.1))),
    Picture(digest=DIGEST),
    Subject(area=Circle(x=0.5, y=0.5, radius=0.32)),
    Sky(),
    Skin(),
    Face(),
    Eyes(),
    Combine(operation="subtract", masks=(Radial(), Linear(), Polygon(points=SQUARE, invert=True))),
]
KINDS = [f"{index}-{mask.kind}" for index, mask in enumerate(EVERY)]


@given(masks, st.integers(1, 90), st.integers(1, 90))
@few
def test_every_value_is_finite_and_between_0_and_1(mask: Mask, height: int, width: int) -> None:
    plane = rasterize(mask, height, width)
    assert plane.dtype == np.float32
    assert plane.shape == (height, width)
    assert plane.flags.c_contiguous
    assert plane.min() >= 0.0
    assert plane.max() <= 1.0


@given(masks)
@few
def test_json_keeps_every_mask(mask: Mask) -> None:
    assert ADAPTER.validate_json(ADAPTER.dump_json(mask)) == mask


@given(masks)
@few
def test_inverting_swaps_inside_and_outside(mask: Mask) -> None:
    there = rasterize(mask, 40, 60)
    back = rasterize(mask.model_copy(update={"invert": not mask.invert}), 40, 60)
    np.testing.assert_allclose(there + back, mask.opacity, atol=2e-6)


@given(masks, st.integers(20, 60))
@few
def test_the_same_mask_gives_the_same_raster(mask: Mask, height: int) -> None:
    np.testing.assert_array_equal(rasterize(mask, height, 50), rasterize(mask, height, 50))


@pytest.mark.parametrize("mask", EVERY, ids=KINDS)
def test_a_preview_shows_what_the_export_will(mask: Mask, scene: Scene) -> None:
    export = rasterize(mask, 400, 600, scene)
    preview = rasterize(mask, 200, 300, scene)
    assert np.abs(cv2.resize(export, (300, 200), interpolation=cv2.INTER_AREA) - preview).mean() < 0.003


@pytest.mark.parametrize("mask", EVERY, ids=KINDS)
def test_content_masks_refuse_to_guess_without_a_scene(mask: Mask, scene: Scene) -> None:
    looks = isinstance(mask, (LuminosityRange, ColorRange, Picture, Subject, Sky, Skin, Face, Eyes))
    if looks:
        with pytest.raises(InvalidMask, match="no scene"):
            rasterize(mask, 20, 30)
    else:
        np.testing.assert_array_equal(rasterize(mask, 20, 30), rasterize(mask, 20, 30, scene))
        assert confidence(mask, scene).value == 1.0


@given(drawn, drawn)
@few
def test_combining_follows_the_algebra_of_coverage(a: Mask, b: Mask) -> None:
    def of(operation: str, *parts: Mask) -> np.ndarray:
        return rasterize(
            ADAPTER.validate_python({"kind": "combine", "operation": operation, "masks": parts}), 30, 40
        )

    x, y = rasterize(a, 30, 40), rasterize(b, 30, 40)
    not_b = Combine(masks=(b,), invert=True)
    np.testing.assert_allclose(of("add", a, b), x + y - x * y, atol=1e-6)
    np.testing.assert_allclose(of("intersect", a, b), x * y, atol=1e-6)
    np.testing.assert_allclose(of("add", a, b), of("add", b, a), atol=1e-6)
    np.testing.assert_array_equal(of("subtract", a, b), of("intersect", a, not_b))
    assert (of("intersect", a, b)[(x == 0) | (y == 0)] == 0).all()
    assert (of("add", a, b)[(x == 1) | (y == 1)] == 1).all()
    assert (of("subtract", a, b)[y == 1] == 0).all()


@pytest.mark.parametrize("feather", [0.01, 0.05, 0.1])
def test_a_feather_keeps_the_mean_of_what_lies_inside_the_frame(feather: float) -> None:
    sharp = Radial(radius_x=0.12, radius_y=0.1, softness=0.0)
    blurred = sharp.model_copy(update={"feather": feather})
    means = [rasterize(mask, 900, 1200).mean() for mask in (sharp, blurred)]
    assert means[1] == pytest.approx(means[0], rel=0.02)


def test_a_feather_is_a_gaussian_of_the_stated_width() -> None:
    plane = rasterize(Polygon(points=((-1, -1), (0.5, -1), (0.5, 2), (-1, 2)), feather=0.04), 500, 1000)
    sigma_px = 0.04 * 500
    expected = [0.5 * math.erfc((column + 0.5 - 500) / (sigma_px * math.sqrt(2))) for column in range(1000)]
    np.testing.assert_allclose(plane[250], expected, atol=0.004)


@pytest.mark.parametrize("mask", [m for m in EVERY if isinstance(m, (Brush, Radial, Polygon))])
@pytest.mark.parametrize("feather", [0.0, 0.01])
def test_outside_is_exactly_0_and_inside_exactly_1(mask: Mask, feather: float) -> None:
    plane = rasterize(mask.model_copy(update={"feather": feather}), 500, 700)
    assert (plane == 0.0).mean() > 0.2
    assert (plane == 1.0).mean() > 0.005 or isinstance(mask, Radial)


def nested(depth: int) -> dict[str, object]:
    mask: dict[str, object] = {"kind": "radial"}
    for _ in range(depth):
        mask = {"kind": "combine", "masks": [mask]}
    return mask


def test_combinations_nest_eight_deep_and_no_deeper() -> None:
    assert rasterize(ADAPTER.validate_python(nested(8)), 8, 8).shape == (8, 8)
    with pytest.raises(ValidationError, match="at most 8"):
        ADAPTER.validate_python(nested(9))


@pytest.mark.parametrize(
    "data",
    [
        {"kind": "blob"},
        {"kind": "radial", "radius_x": 0.0},
        {"kind": "radial", "x": math.nan},
        {"kind": "radial", "opacity": False},
        {"kind": "radial", "colour": "red"},
        {"kind": "linear", "start_x": 0.5, "start_y": 0.5, "end_x": 0.5, "end_y": 0.5},
        {"kind": "brush", "strokes": []},
        {"kind": "brush", "strokes": [{"points": []}]},
        {"kind": "brush", "strokes": [{"points": [[0.1, 0.2, 1.5]]}]},
        {"kind": "brush", "strokes": [{"points": [[0.1, math.inf]]}]},
        {"kind": "brush", "strokes": [{"points": [[0.5, 0.5]] * 60_000}] * 2},
        {"kind": "polygon", "points": [[0.1, 0.1], [0.9, 0.9]]},
        {"kind": "luminosity_range", "low": 0.6, "high": 0.4},
        {"kind": "color_range", "samples": ["orange"]},
        {"kind": "color_range", "samples": []},
        {"kind": "picture", "digest": "../../etc/passwd"},
        {"kind": "subject", "area": {"shape": "box", "left": 0.5, "right": 0.4}},
        {"kind": "combine", "masks": []},
        {"kind": "combine", "operation": "xor", "masks": [{"kind": "sky"}]},
    ],
)
def test_senseless_geometry_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        ADAPTER.validate_python(data)


@pytest.mark.parametrize(("height", "width"), [(0, 10), (10, -1), (10, 70_000)])
def test_senseless_sizes_are_refused(height: int, width: int) -> None:
    with pytest.raises(InvalidMask, match="1 to 65535"):
        rasterize(Radial(), height, width)
