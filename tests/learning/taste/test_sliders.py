from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from burnish.imaging.masks import Radial
from burnish.learning.taste.sliders import Sliders
from burnish.recipe.recipe import Recipe, Step
from burnish.tools.catalogue import built_in

SLIDERS = Sliders(built_in())
KINDS = np.array([each.kind for each in SLIDERS.coordinates])
MASK = Radial()


def _step(tool: str, **params: object) -> Step:
    return Step(SLIDERS.catalogue.make(tool, params))


def _offset(**by: float) -> np.ndarray:
    values = SLIDERS.zeros()
    for label, value in by.items():
        values[SLIDERS.place[label.replace("__", ".")]] = value
    return values


def _at(recipe: Recipe, label: str) -> float:
    return float(SLIDERS.vector(recipe)[SLIDERS.place[label]])


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.sampled_from([0.05, 0.3, 1.0]))
def test_a_vector_comes_back_from_its_recipe(seed, share) -> None:
    random = np.random.default_rng(seed)
    values = random.uniform(SLIDERS.low, SLIDERS.high) * (random.random(SLIDERS.size) < share)
    values[KINDS == "shape"] = 0.0  # A shape means nothing while its tool does nothing.
    values[np.isin(KINDS, ("across", "up"))] *= 0.7  # A wheel is round.
    inputs = np.array([each.knot for each in SLIDERS.coordinates]) / 128.0
    lifted = np.clip(inputs + values, 0.0, 255 / 128) - inputs  # A curve stays within the code values.
    values = np.where(KINDS == "point", lifted, values)
    np.testing.assert_allclose(SLIDERS.vector(SLIDERS.recipe(values)), values, atol=0.002)


def test_nothing_wanted_is_an_empty_recipe_and_an_empty_recipe_is_nothing_wanted() -> None:
    assert SLIDERS.recipe(SLIDERS.zeros()) == Recipe()
    assert not SLIDERS.vector(Recipe()).any()


def test_every_coordinate_is_held_by_one_control_and_a_wheel_by_one_with_two_places() -> None:
    held = [place for control in SLIDERS.controls for place in control.places]
    assert sorted(held) == list(range(SLIDERS.size))
    wheels = {
        tuple(SLIDERS.labels[k] for k in each.places) for each in SLIDERS.controls if len(each.places) > 1
    }
    assert ("color_grading.shadow_saturation.across", "color_grading.shadow_saturation.up") in wheels
    assert len(wheels) == np.sum(KINDS == "up")


def test_moved_touches_only_what_moves() -> None:
    before = Recipe(
        (
            replace(_step("tone", highlights=-20.0, shadows=15.0), reason="open the shadows", author="agent"),
            replace(_step("exposure", stops=1.0), mask=MASK),
            replace(_step("contrast", amount=10.0), enabled=False),
            _step("crop", left=0.1),
            _step("hsl", hue_red=12.0),
        ),
        "evening",
    )
    after = SLIDERS.moved(before, _offset(tone__shadows=0.1), reason="to your taste")
    assert after.title == before.title
    assert after.steps[1:] == before.steps[1:]
    moved = after.steps[0]
    assert moved.tool == SLIDERS.catalogue.make("tone", {"highlights": -20.0, "shadows": 25.0})
    assert moved.author == "agent"
    assert moved.reason == "open the shadows; to your taste"


def test_moved_adds_what_is_missing_and_leaves_masked_and_disabled_steps() -> None:
    before = Recipe(
        (
            replace(_step("exposure", stops=1.0), mask=MASK),
            replace(_step("exposure", stops=-1.0), enabled=False),
        )
    )
    after = SLIDERS.moved(before, _offset(exposure__stops=0.1), reason="to your taste")
    assert after.steps[:2] == before.steps
    assert after.steps[2] == replace(_step("exposure", stops=0.5), reason="to your taste", author="planner")


def test_moved_in_places_changes_masked_steps_and_adds_none() -> None:
    before = Recipe((replace(_step("exposure", stops=1.0), mask=MASK), _step("exposure", stops=-1.0)))
    offset = _offset(exposure__stops=0.1, saturation__amount=0.5)
    after = SLIDERS.moved(before, offset, scope="places")
    assert after == before.replacing(0, replace(_step("exposure", stops=1.5), mask=MASK))


@settings(max_examples=25)
@given(st.floats(0.2, 1.0), st.floats(-0.05, 0.05))
def test_a_step_of_any_opacity_moves_by_the_offset_and_keeps_its_opacity(opacity, by) -> None:
    before = Recipe((replace(_step("exposure", stops=1.0), opacity=opacity),))
    after = SLIDERS.moved(before, _offset(exposure__stops=by))
    assert after.steps[0].opacity == opacity
    assert _at(after, "exposure.stops") == pytest.approx(_at(before, "exposure.stops") + by, abs=2e-4)


def test_a_step_that_is_not_seen_stays_as_it_is() -> None:
    hidden = replace(_step("exposure", stops=1.0), opacity=0.0)
    after = SLIDERS.moved(Recipe((hidden,)), _offset(exposure__stops=0.1))
    assert after.steps[0] == hidden
    assert _at(after, "exposure.stops") == pytest.approx(0.1)


@settings(max_examples=25)
@given(st.floats(0.0, 360.0), st.floats(0.0, 360.0))
def test_a_tint_arrives_where_it_was_moved_to_whatever_it_was(before, after) -> None:
    def wheel(degrees: float) -> np.ndarray:
        angle = np.deg2rad(degrees)
        return np.array([np.cos(angle), np.sin(angle)]) * 0.3

    place = [SLIDERS.place[f"color_grading.shadow_saturation.{way}"] for way in ("across", "up")]
    start = Recipe((_step("color_grading", shadow_saturation=30.0, shadow_hue=before, midtone_hue=77.0),))
    for degrees in (after, 0.0):  # Red is where a hue is at its default.
        offset = SLIDERS.zeros()
        offset[place] = wheel(degrees) - wheel(before)
        end = SLIDERS.moved(start, offset)
        np.testing.assert_allclose(SLIDERS.vector(end)[place], wheel(degrees), atol=0.002)
        assert end.steps[0].tool.midtone_hue == 77.0


@settings(max_examples=25)
@given(st.integers(0, 10_000))
def test_nothing_moves_past_the_end_of_its_slider(seed) -> None:
    random = np.random.default_rng(seed)
    start = SLIDERS.recipe(random.uniform(SLIDERS.low, SLIDERS.high) * 0.5)
    offset = random.normal(0, 3, SLIDERS.size)
    offset[KINDS == "shape"] = 0.0
    vector = SLIDERS.vector(SLIDERS.moved(start, offset))
    assert np.all(vector >= SLIDERS.low - 1e-9)
    assert np.all(vector <= SLIDERS.high + 1e-9)
    sliders = KINDS == "slider"
    wanted = np.clip(SLIDERS.vector(start) + offset, SLIDERS.low, SLIDERS.high)
    np.testing.assert_allclose(vector[sliders], wanted[sliders], atol=0.002)


def test_steps_of_one_tool_add_up() -> None:
    both = Recipe((_step("exposure", stops=1.0), replace(_step("exposure", stops=0.5), opacity=0.5)))
    assert _at(both, "exposure.stops") == pytest.approx(1.25 / 5)
