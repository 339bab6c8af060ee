from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from burnish.agent.looks.look_rules import Condition, Scaling, spoken
from burnish.agent.perception import TYPICAL

DARK, BRIGHT = replace(TYPICAL, lightness_p50=0.2), replace(TYPICAL, lightness_p50=0.8)


def test_a_condition_holds_strictly_between_its_bounds():
    middle = Condition(fact="lightness_p50", above=0.2, below=0.8)
    assert middle.holds(TYPICAL)
    assert not middle.holds(DARK)
    assert not middle.holds(BRIGHT)


def test_a_condition_on_a_word_wants_one_of_several():
    night = Condition(fact="key", among=("night", "low"))
    assert night.holds(replace(TYPICAL, key="night"))
    assert not night.holds(TYPICAL)


def test_a_fact_that_could_not_be_measured_meets_no_condition_and_scales_nothing():
    assert not Condition(fact="sky_lightness", below=2.0).holds(replace(TYPICAL, sky_lightness=None))
    scaling = Scaling(fact="sky_lightness", points=((0.0, 0.2), (1.0, 0.4)))
    assert scaling.factor(replace(TYPICAL, sky_lightness=None)) == 1.0


def test_a_factor_runs_straight_between_points_and_level_beyond_them():
    scaling = Scaling(fact="lightness_p50", points=((0.3, 2.0), (0.5, 1.0), (0.7, 0.0)))
    for lightness, factor in ((0.1, 2.0), (0.3, 2.0), (0.4, 1.5), (0.5, 1.0), (0.6, 0.5), (0.9, 0.0)):
        assert scaling.factor(replace(TYPICAL, lightness_p50=lightness)) == pytest.approx(factor)


@given(st.floats(-1, 2), st.lists(st.tuples(st.floats(0, 1), st.floats(-2, 2)), min_size=2, max_size=6))
def test_a_factor_never_leaves_what_its_points_span(lightness, points):
    by_measured = tuple(sorted({round(x, 3): y for x, y in points}.items()))
    if len(by_measured) < 2:
        return
    factor = Scaling(fact="lightness_p50", points=by_measured).factor(
        replace(TYPICAL, lightness_p50=lightness)
    )
    factors = [y for _, y in by_measured]
    assert min(factors) - 1e-9 <= factor <= max(factors) + 1e-9


@pytest.mark.parametrize(
    ("kind", "values", "told"),
    [
        (Condition, {"fact": "prettiness", "above": 1.0}, "prettiness"),
        (Condition, {"fact": "hue_shares", "above": 1.0}, "hue_shares"),
        (Condition, {"fact": "haze"}, "'above', 'below'"),
        (Condition, {"fact": "haze", "among": ("much",)}, "is a number"),
        (Condition, {"fact": "key", "above": 1.0}, "is a word"),
        (Condition, {"fact": "key"}, "is a word"),
        (Condition, {"fact": "haze", "over": 1.0}, "over"),
        (Scaling, {"fact": "key", "points": ((0.0, 1.0), (1.0, 2.0))}, "'key' is not a measured number"),
        (Scaling, {"fact": "haze", "points": ((0.0, 1.0),)}, "at least 2"),
        (Scaling, {"fact": "haze", "points": ((1.0, 1.0), (0.0, 2.0))}, "must increase"),
        (Scaling, {"fact": "haze", "points": ((0.0, float("nan")), (1.0, 2.0))}, "finite"),
    ],
)
def test_rules_that_make_no_sense_are_refused(kind, values, told):
    with pytest.raises(ValidationError, match=told):
        kind(**values)


def test_a_fact_is_told_in_words_and_rounded():
    assert spoken("lightness_p50", TYPICAL) == "median lightness is 0.52"
    assert (
        spoken("temperature_shift", replace(TYPICAL, temperature_shift=-34.6))
        == "measured warmth in mired is -35"
    )
    assert spoken("face_count", replace(TYPICAL, face_count=2)) == "number of faces is 2"
    assert spoken("local_contrast", TYPICAL) == "local contrast is 0.04"
