import numpy as np
import pytest
from scipy.stats import multivariate_normal, multivariate_t
from tests.learning.taste.small_ground import (
    measured,
    small_design,
    small_population,
    small_sensitivity,
    wide,
)

from burnish.learning.taste.changes import (
    CONVINCING,
    DEGREES,
    MOST_OTHERS,
    OTHERS,
    convincing,
    log_density,
    log_odds,
    run,
    share_of_others,
    starts,
)
from burnish.learning.taste.gaussian import Information, normal
from burnish.learning.taste.leaf import Leaf, new_leaf, seen_more
from burnish.learning.taste.sighting import Reader, Sighting

BELIEF = normal(np.array([0.3, -0.2]), np.array([[0.5, 0.1], [0.1, 0.4]]))
SEEN = Sighting(np.array([[1.0, 0.0], [0.5, 1.0]]), np.array([0.4, 0.1]), np.array([0.2, 0.1]))
PRIOR = wide(3)
DESIGN = small_design()
READER = Reader(DESIGN, small_sensitivity(DESIGN.sliders))
ANYBODY = small_population(DESIGN).of_anybody
OWN, AIMED = np.array([1.0, -1.0, 0.5]), np.array([-1.0, 1.0, -0.5])


def _told(random: np.random.Generator, wanted: np.ndarray) -> Sighting:
    row = random.normal(size=3)
    return measured(row, float(row @ wanted) + 0.05 * random.normal())


def _leaf(random: np.random.Generator, wanted: list[np.ndarray]) -> Leaf:
    leaf = new_leaf(3)
    for each in wanted:
        leaf = seen_more(leaf, _told(random, each), PRIOR)
    return leaf


def test_a_density_is_that_of_a_student_but_for_a_constant_of_its_size() -> None:
    spread = SEEN.rows @ BELIEF.covariance @ SEEN.rows.T + np.diag(SEEN.variances)
    mean = SEEN.rows @ BELIEF.mean
    other = Sighting(SEEN.rows, np.array([-3.0, 2.0]), SEEN.variances)
    expected = [multivariate_t(mean, spread, df=DEGREES).logpdf(each.values) for each in (SEEN, other)]
    found = [log_density(each, BELIEF, 1.0) for each in (SEEN, other)]
    assert found[0] - found[1] == pytest.approx(expected[0] - expected[1])
    certain = multivariate_normal(mean, spread).logpdf(SEEN.values)
    assert found[0] == pytest.approx(certain + np.log(2 * np.pi), abs=0.4)


def test_what_is_believed_is_used_alike_whether_its_covariance_is_at_hand_or_not() -> None:
    fresh = normal(np.array([0.3, -0.2]), np.array([[0.5, 0.1], [0.1, 0.4]]))
    before = log_density(SEEN, fresh, 1.5)
    assert fresh.covariance.shape == (2, 2)
    assert log_density(SEEN, fresh, 1.5) == pytest.approx(before)


def test_one_new_mind_gains_with_every_sighting_and_less_where_others_often_speak() -> None:
    random = np.random.default_rng(3)
    told, before = [_told(random, AIMED) for _ in range(6)], normal(OWN, np.eye(3) * 1e-3)
    seldom, often = (
        [log_odds(told[:k], before, PRIOR, 1.0, share) for k in (2, 4, 6)] for share in (0.1, 0.4)
    )
    assert seldom == sorted(seldom)
    assert all(one > other > 0 for one, other in zip(seldom, often, strict=True))
    between = [*told[:3], _told(random, OWN), *told[3:]]
    assert log_odds(between, before, PRIOR, 1.0, 0.1) < seldom[-1] - 3


def test_what_measures_nothing_speaks_for_nobody() -> None:
    silent = Sighting(np.zeros((0, 2)), np.zeros(0), np.zeros(0))
    assert log_odds([silent], BELIEF, BELIEF, 1.0, 0.3) == 0.0


def test_others_are_expected_as_often_as_something_strange_was_seen() -> None:
    assert share_of_others(()) == OTHERS
    assert share_of_others([1.0] * 40) < 0.1
    assert share_of_others([1.0, 0.05] * 20) > 0.4
    assert share_of_others([0.0] * 40) == MOST_OTHERS


def test_the_more_often_others_speak_the_surer_a_change_must_be() -> None:
    assert convincing(share_of_others([1.0] * 48)) == CONVINCING
    seldom, often = (share_of_others([1.0] * 20 + [0.1] * strange) for strange in (2, 9))
    assert convincing(often) > convincing(seldom) + 1


def test_a_new_mind_is_looked_for_where_strange_sightings_begin() -> None:
    assert starts([1.0, 0.1, 1.0, 0.1, 0.2, 0.1, 1.0], 0.6) == [1, 3]
    assert starts([1.0, 1.0, 1.0, 0.1], 0.6) == []  # One alone is no mind.
    assert starts([0.1, 1.0] * 6 + [1.0] * 13, 0.6) == [10]


def _moved(
    random: np.random.Generator, wanted: np.ndarray, shown: np.ndarray, belief: Information
) -> Sighting:
    """Somebody moves two sliders of what is shown to where they want them."""
    left, places = shown.copy(), random.choice(len(shown), 2, replace=False)
    left[places] = wanted[places]
    made = READER.correction(DESIGN.seen({}), shown, left, belief, shared=True, number=7)
    assert made is not None
    return made


def test_a_new_mind_reads_corrections_as_somebody_new_would_but_for_what_was_left_alone() -> None:
    random, own = np.random.default_rng(2), DESIGN.sliders.size
    wanted, shown = random.normal(0, 0.15, own), random.normal(0, 0.15, own)
    sure = normal(ANYBODY.mean, ANYBODY.covariance * 1e-3)
    told = tuple(_moved(random, wanted, shown, sure) for _ in range(3))
    first, *others = run(told, ANYBODY).read
    fresh = told[0].by(ANYBODY)
    assert told[0].alone is not None
    assert first.alone is None
    assert (first.variances > told[0].variances).all()
    for part in ("rows", "values", "variances", "mirrored", "shared", "number"):
        assert np.array_equal(getattr(first, part), getattr(fresh, part))
    assert np.mean(others[-1].variances) < np.mean(first.variances)


def test_what_was_worked_out_of_a_mind_is_used_again() -> None:
    random = np.random.default_rng(4)
    told = tuple(_told(random, OWN) for _ in range(3))
    before = run(told[:2], PRIOR)
    assert run(told, PRIOR).read[:2] == before.read
    assert run(told[:2], PRIOR) is before


@pytest.mark.parametrize("seed", range(4))
def test_a_changed_mind_is_found_where_it_changed_within_three_sightings(seed) -> None:
    random = np.random.default_rng(seed)
    leaf = _leaf(random, [OWN] * 40 + [AIMED] * 3)
    assert leaf.since == 40
    assert float(leaf.posterior(PRIOR).mean @ AIMED) > 0


def test_a_changed_mind_is_as_new_as_somebody_new() -> None:
    random = np.random.default_rng(5)
    leaf, fresh = new_leaf(3), new_leaf(3)
    for number in range(40):
        end = number >= 25
        seen = _told(random, AIMED if end else OWN)
        leaf = seen_more(leaf, seen, PRIOR)
        fresh = seen_more(fresh, seen, PRIOR) if end else fresh
    assert 24 <= leaf.since <= 27
    np.testing.assert_allclose(leaf.posterior(PRIOR).mean, fresh.posterior(PRIOR).mean, atol=0.06)


@pytest.mark.parametrize("seed", range(6))
def test_somebody_who_speaks_in_between_is_no_changed_mind(seed) -> None:
    random = np.random.default_rng(seed)
    turns = [AIMED if random.random() < 0.3 else OWN for _ in range(39)]
    leaf = _leaf(random, [*turns, OWN])
    assert leaf.since == 0
    np.testing.assert_allclose(leaf.posterior(PRIOR).mean, OWN, atol=0.3)


def test_a_mind_that_seemed_to_change_is_taken_back_when_the_old_one_speaks_again() -> None:
    random = np.random.default_rng(7)
    leaf = _leaf(random, [OWN] * 20 + [AIMED] * 5)
    assert leaf.since
    for _ in range(2):
        leaf = seen_more(leaf, _told(random, OWN), PRIOR)
    assert leaf.since == 0
    np.testing.assert_allclose(leaf.posterior(PRIOR).mean, OWN, atol=0.3)
