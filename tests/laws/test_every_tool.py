"""The laws of the design: what holds for every tool of the catalogue."""

import random
from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from burnish.errors import InvalidStep
from burnish.imaging.color import SRGB_TO_REC2020, srgb_decode, to_oklab
from burnish.imaging.declaration import field_docstrings
from burnish.imaging.difference import picture_difference
from burnish.imaging.lut3d import Lut3D
from burnish.imaging.masks import Radial
from burnish.imaging.picture import Picture
from burnish.recipe.recipe import Recipe, Step, recipe
from burnish.recipe.render import Rendered, render, render_mask
from burnish.recipe.resources import Resources
from burnish.tools.base import GeometryTool, PixelTool, Tool
from burnish.tools.catalogue import BUILT_IN, Catalogue, built_in
from tests.laws.drawing import bounds, is_scalar, parameters, sampled, tempered

CATALOGUE = built_in()
TEXTURE_TOOLS = {"heal", "denoise", "texture", "sharpen", "grain"}
"""Tools whose result belongs to the pixel grid: half-size and full-size renders may differ in texture."""

PROXY_TOOLS = {"blur", "background", "glow"}
"""Tools whose layers are made on a proxy: a picture smaller than a proxy has a smaller one, which nobody previews."""

SEPIA = Lut3D(Lut3D.identity(9).table ** np.float32(1.2) * np.float32([1, 0.9, 0.7]))
LUTS = Resources(lut=lambda digest: {SEPIA.digest: SEPIA}[digest])
MASK = Radial(x=0.5, y=0.45, radius_x=0.25, radius_y=0.3, feather=0.0)

every_tool = pytest.mark.parametrize("kind", BUILT_IN, ids=[tool.name for tool in BUILT_IN])
pixel_tool = pytest.mark.parametrize(
    "kind", [t for t in BUILT_IN if issubclass(t, PixelTool)], ids=lambda tool: tool.name
)
maskable_tool = pytest.mark.parametrize(
    "kind", [t for t in BUILT_IN if not issubclass(t, GeometryTool)], ids=lambda tool: tool.name
)
few = settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def made(kind: type[Tool], params: dict[str, Any]) -> Tool:
    if kind.name == "lut":
        params = params | {"digest": SEPIA.digest}
    try:
        return CATALOGUE.make(kind.name, params)
    except InvalidStep:
        assume(False)
        raise


def seeded(kind: type[Tool], draw: Callable[[random.Random], dict[str, Any]], seed: int) -> Tool:
    """A tool with drawn parameters; draws that it does not accept (an inside-out crop) are drawn again."""
    rng = random.Random(f"{kind.name} {seed}")
    while True:
        try:
            return CATALOGUE.make(
                kind.name, draw(rng) | ({"digest": SEPIA.digest} if kind.name == "lut" else {})
            )
        except InvalidStep:
            continue


def shown(photo: Picture, *steps: Step | Tool, **options: Any) -> Rendered:
    return render(photo, recipe(steps), CATALOGUE, resources=LUTS, **options)


def linear(rendered: Rendered) -> np.ndarray:
    codes = rendered.samples.astype(np.float64) / np.iinfo(rendered.samples.dtype).max
    return (srgb_decode(codes) @ SRGB_TO_REC2020.T).astype(np.float32)


@every_tool
def test_defaults_change_nothing_bit_for_bit(kind: type[Tool], photo: Picture) -> None:
    step = Step(kind())
    assert kind().is_neutral
    assert np.array_equal(shown(photo, step).samples, photo.samples)
    assert shown(photo, step).alpha is None


@every_tool
def test_every_parameter_says_what_it_means_and_its_bounds(kind: type[Tool]) -> None:
    assert kind.__doc__
    for name, field in kind.model_fields.items():
        assert name in field_docstrings(kind), f"{kind.name}.{name} has no docstring"
        if is_scalar(field) or field.annotation is int:
            low, high = bounds(field)
            assert low < high
            assert "unit" in (field.json_schema_extra or {}), f"{kind.name}.{name} has no unit"


@every_tool
@few
@given(data=st.data())
def test_the_same_recipe_gives_the_same_bytes_on_any_number_of_threads(
    kind: type[Tool], photo: Picture, data: st.DataObject
) -> None:
    tool = made(kind, data.draw(parameters(kind)))
    step = Step(tool) if isinstance(tool, GeometryTool) else Step(tool, MASK, opacity=0.8)
    one, two = shown(photo, step, threads=1), shown(photo, step, threads=3)
    assert np.array_equal(one.samples, two.samples)
    if one.alpha is not None:
        assert np.array_equal(one.alpha, two.alpha)


@every_tool
@few
@given(data=st.data())
def test_the_photo_is_never_written_and_the_result_is_finite(
    kind: type[Tool], photo: Picture, data: st.DataObject
) -> None:
    before = photo.samples.copy()
    rendered = shown(photo, made(kind, data.draw(parameters(kind))), bits=16)
    assert np.array_equal(photo.samples, before)
    assert np.isfinite(linear(rendered)).all()
    assert rendered.samples.shape[0] >= 1
    assert rendered.samples.shape[1] >= 1


@maskable_tool
@few
@given(data=st.data())
def test_outside_the_mask_nothing_changes_bit_for_bit(
    kind: type[Tool], photo: Picture, data: st.DataObject
) -> None:
    step = Step(made(kind, data.draw(parameters(kind))), MASK)
    outside = render_mask(photo, step) == 0
    assert 0.3 < outside.mean() < 0.9
    others = CATALOGUE.make("contrast", {"amount": 30}), CATALOGUE.make("saturation", {"amount": 20})
    assert np.array_equal(shown(photo, step).samples[outside], photo.samples[outside])
    plain, masked = shown(photo, *others), shown(photo, step, *others)
    assert np.array_equal(masked.samples[outside], plain.samples[outside])


@every_tool
@pytest.mark.parametrize("seed", range(6))
def test_half_the_size_looks_like_the_full_picture_at_half_size(
    kind: type[Tool], soft_photo: Picture, large_photo: Picture, seed: int
) -> None:
    if kind.name in TEXTURE_TOOLS:
        pytest.skip("belongs to the pixel grid")
    tool = seeded(kind, lambda rng: tempered(kind, sampled(kind, rng)), seed)
    seen = large_photo if kind.name in PROXY_TOOLS else soft_photo
    full = shown(seen, tool, bits=16, space="srgb")
    side = max(full.samples.shape[:2]) // 2
    if side <= 60:
        pytest.skip("hardly anything is left to look at")
    half = shown(seen, tool, bits=16, space="srgb", long_side=side)
    height, width = half.samples.shape[:2]
    assert abs(full.samples.shape[0] / 2 - height) <= 1
    assert abs(full.samples.shape[1] / 2 - width) <= 1
    wanted = cv2.resize(linear(full), (width, height), interpolation=cv2.INTER_AREA)
    # The outermost pixels see beyond the picture, where the two sizes repeat different edges.
    inside = np.s_[1:-1, 1:-1]
    assert picture_difference(wanted[inside], linear(half)[inside]).p95 <= 1.0


@pixel_tool
@pytest.mark.parametrize("seed", range(6))
def test_a_small_move_of_a_slider_is_a_small_change(kind: type[Tool], photo: Picture, seed: int) -> None:
    sliders = [name for name, field in kind.model_fields.items() if is_scalar(field)]
    rng = random.Random(f"{kind.name} {seed}")
    params = sampled(kind, rng)
    name = rng.choice(sliders)
    low, high = bounds(kind.model_fields[name])
    at = params[name] if params[name] is not None else low
    nudge = (high - low) / 1000 if name != "kelvin" else at / 1000  # equal steps look equal in mired
    nudged = min(max(at + nudge * (1 if at < (low + high) / 2 else -1), low), high)
    one, two = made(kind, params | {name: at}), made(kind, params | {name: nudged})
    moved = picture_difference(linear(shown(photo, one, bits=16)), linear(shown(photo, two, bits=16)))
    assert moved.mean <= 0.6, (one, two)


@every_tool
def test_unknown_parameters_and_values_out_of_range_are_errors(
    kind: type[Tool], catalogue: Catalogue
) -> None:
    with pytest.raises(InvalidStep, match="unknown parameter 'amonut'"):
        catalogue.make(kind.name, {"amonut": 1})
    for name, field in kind.model_fields.items():
        if is_scalar(field):
            for bad in (bounds(field)[1] + 1, bounds(field)[0] - 1, float("nan"), "strong", True):
                with pytest.raises(InvalidStep, match=name):
                    catalogue.make(kind.name, {name: bad})


def light(rgb: np.ndarray) -> float:
    return float(to_oklab(np.clip(rgb, 0, None))[..., 0].mean())


def spread(rgb: np.ndarray) -> float:
    return float(to_oklab(np.clip(rgb, 0, None))[..., 0].std())


def chroma(rgb: np.ndarray) -> float:
    lab = to_oklab(np.clip(rgb, 0, None))
    return float(np.hypot(lab[..., 1], lab[..., 2]).mean())


def warmth(rgb: np.ndarray) -> float:
    return float(to_oklab(np.clip(rgb, 0, None))[..., 2].mean())


def magenta(rgb: np.ndarray) -> float:
    return float(to_oklab(np.clip(rgb, 0, None))[..., 1].mean())


def fineness(rgb: np.ndarray) -> float:
    lightness = to_oklab(np.clip(rgb, 0, None))[..., 0]
    return float(np.abs(np.diff(lightness, axis=1)).mean())


def corners(rgb: np.ndarray) -> float:
    lightness = to_oklab(np.clip(rgb, 0, None))[..., 0]
    return float(
        np.mean([lightness[:20, :20], lightness[:20, -20:], lightness[-20:, :20], lightness[-20:, -20:]])
    )


def clearness(rgb: np.ndarray) -> float:
    """How little veil there is: haze lifts the darkest channel everywhere (He et al. 2009)."""
    return -float(rgb.min(axis=-1).mean())


def darkest(rgb: np.ndarray) -> float:
    return float(np.percentile(to_oklab(np.clip(rgb, 0, None))[..., 0], 5))


def brightest(rgb: np.ndarray) -> float:
    return float(np.percentile(to_oklab(np.clip(rgb, 0, None))[..., 0], 95))


DIRECTIONS = [
    ("white_balance", "temperature", warmth),
    ("white_balance", "tint", magenta),
    ("exposure", "stops", light),
    ("brightness", "amount", light),
    ("contrast", "amount", spread),
    ("tone", "highlights", brightest),
    ("tone", "shadows", darkest),
    ("tone", "whites", brightest),
    ("tone", "blacks", darkest),
    ("tone_curve", "lights", light),
    ("tone_curve", "darks", light),
    ("texture", "amount", fineness),
    ("clarity", "amount", fineness),
    ("dehaze", "amount", clearness),
    ("saturation", "amount", chroma),
    ("vibrance", "amount", chroma),
    ("color_grading", "global_luminance", light),
    ("sharpen", "amount", fineness),
    ("fade", "amount", darkest),
    ("glow", "amount", light),
    ("vignette", "amount", corners),
    ("grain", "amount", fineness),
]
"""What each signed slider raises."""


@pytest.mark.parametrize(
    ("name", "parameter", "measure"), DIRECTIONS, ids=lambda v: getattr(v, "__name__", str(v))
)
def test_more_of_a_slider_is_more_of_what_its_sign_documents(
    name: str, parameter: str, measure: Any, photos: tuple[Picture, ...]
) -> None:
    low, high = bounds(CATALOGUE.tool(name).model_fields[parameter])
    for photo in photos:
        steps = [low + (high - low) * k / 6 for k in range(7)]
        tools = [CATALOGUE.make(name, {parameter: value}) for value in steps]
        measured = np.array([measure(linear(shown(photo, tool, bits=16))) for tool in tools])
        slack = 0.02 * np.ptp(measured) + 1e-5
        assert (np.diff(measured) > -slack).all(), measured
        assert measured[-1] > measured[0]


def test_an_empty_recipe_returns_the_photo(photo: Picture) -> None:
    assert np.array_equal(render(photo, Recipe(), CATALOGUE).samples, photo.samples)


def test_steps_act_in_pipeline_order_whatever_order_they_were_made_in(photo: Picture) -> None:
    first, second = CATALOGUE.make("exposure", {"stops": 1}), CATALOGUE.make("contrast", {"amount": 50})
    assert np.array_equal(shown(photo, first, second).samples, shown(photo, second, first).samples)


def test_steps_of_one_tool_compose(photo: Picture) -> None:
    half, whole = CATALOGUE.make("exposure", {"stops": -0.5}), CATALOGUE.make("exposure", {"stops": -1})
    twice, once = shown(photo, half, half), shown(photo, whole)
    assert np.abs(twice.samples.astype(int) - once.samples.astype(int)).max() <= 1
