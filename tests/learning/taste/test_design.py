import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.learning.taste.small_ground import small_design, small_population, small_sensitivity

from burnish.learning.taste.design import FACTS, FARTHEST, Seen
from burnish.learning.taste.gaussian import normal
from burnish.learning.taste.lesson import spread
from burnish.learning.taste.population import BASIC

DESIGN = small_design()
PLACE = DESIGN.sliders.place


def _matrix(seen: Seen) -> np.ndarray:
    """A, one coefficient at a time, as the docstring of the module says it."""
    made = np.zeros((DESIGN.sliders.size, DESIGN.size))
    made[:, : DESIGN.sliders.size] = np.eye(DESIGN.sliders.size)
    for k, (slider, fact) in enumerate(DESIGN.followed):
        value = seen.facts[fact]
        if (slider, fact) == (PLACE["exposure.stops"], 0):
            value = np.log2((0.5 + 0.15 * value) / 0.5) * 0.5 / 0.15 * np.log(2)  # Of light, up to a factor.
        made[slider, DESIGN.sliders.size + k] = value
    for k, slider in enumerate(DESIGN.trusted):
        made[slider, DESIGN.sliders.size + len(DESIGN.followed) + k] = seen.planned[slider]
    return made


def _seen(random: np.random.Generator) -> Seen:
    facts = {name: random.normal(typical, scale) for name, (typical, scale) in FACTS.items()}
    return DESIGN.seen(facts, random.uniform(-0.3, 0.3, DESIGN.sliders.size))


@settings(max_examples=30)
@given(st.integers(0, 10_000))
def test_wanted_rows_and_metric_are_those_of_the_explicit_matrix(seed) -> None:
    random = np.random.default_rng(seed)
    seen = _seen(random)
    matrix = _matrix(seen)
    coefficients = random.normal(0, 0.05, DESIGN.size)
    np.testing.assert_allclose(DESIGN.wanted(seen, coefficients), matrix @ coefficients, atol=1e-12)
    gradients = random.normal(size=(4, DESIGN.sliders.size))
    np.testing.assert_allclose(DESIGN.rows(seen, gradients), gradients @ matrix, atol=1e-12)
    np.testing.assert_allclose(DESIGN.rows(seen, gradients[0]), gradients[0] @ matrix, atol=1e-12)
    square = gradients.T @ gradients
    np.testing.assert_allclose(DESIGN.metric(seen, square), matrix.T @ square @ matrix, atol=1e-12)
    root = random.normal(0, 0.1, (DESIGN.size, DESIGN.size))
    belief = normal(coefficients, root @ root.T + 0.01 * np.eye(DESIGN.size))
    deviation = np.sqrt(np.diag(matrix @ belief.covariance @ matrix.T))
    np.testing.assert_allclose(spread(DESIGN, seen, belief), deviation, rtol=1e-6)


def test_wanted_stays_within_the_ends_of_sliders() -> None:
    coefficients = np.full(DESIGN.size, 9.0)
    assert np.array_equal(DESIGN.wanted(DESIGN.seen({}), coefficients), DESIGN.sliders.high)
    assert np.array_equal(DESIGN.wanted(DESIGN.seen({}), -coefficients), DESIGN.sliders.low)


def test_facts_are_spreads_from_the_typical_unknown_ones_say_nothing_and_none_goes_too_far() -> None:
    typical, scale = FACTS["lightness_p50"]
    names = list(FACTS)
    seen = DESIGN.seen({"lightness_p50": typical + scale, "cast_b": 1e6, "sharpness": 3.0})
    assert seen.facts[names.index("lightness_p50")] == pytest.approx(1.0)
    assert seen.facts[names.index("cast_b")] == FARTHEST
    assert seen.facts[names.index("contrast")] == 0.0
    assert not seen.planned.any()


def test_exposure_follows_light_in_stops() -> None:
    follow = np.zeros(DESIGN.size)
    follow[DESIGN.follow_places.start + DESIGN.followed.index((PLACE["exposure.stops"], 0))] = -0.1
    lightness = [0.5 * 2 ** (stops / 3) for stops in (-3, -2, -1, 0, 1)]
    wanted = [DESIGN.wanted(DESIGN.seen({"lightness_p50": each}), follow) for each in lightness]
    stops = [each[PLACE["exposure.stops"]] for each in wanted]
    np.testing.assert_allclose(np.diff(stops), np.diff(stops)[0])
    assert stops[0] > stops[-1]


def test_who_nobody_knows_is_expected_to_want_what_the_planner_planned() -> None:
    planned = np.random.default_rng(2).uniform(-0.4, 0.4, DESIGN.sliders.size)
    belief = small_population(DESIGN).everyone
    np.testing.assert_allclose(DESIGN.wanted(DESIGN.seen({}, planned), belief.mean), planned, atol=1e-9)


def test_the_levels_of_a_population_share_out_the_variance_between_people() -> None:
    people = small_population(DESIGN)
    total = people.everyone.covariance + people.person_covariance
    np.testing.assert_allclose(total, people.covariance, rtol=1e-6, atol=1e-12)
    strength = small_sensitivity(DESIGN.sliders).strength
    deviations = np.sqrt(np.diag(people.covariance))[: DESIGN.sliders.size]
    basic = np.array([label in BASIC for label in DESIGN.sliders.labels])
    shown = np.where(basic, people.spread.basic_delta_e, people.spread.floor_delta_e)
    least = np.minimum(shown / np.maximum(strength, 0.5), people.spread.most)
    assert np.all(deviations >= least)
