from dataclasses import replace
from functools import reduce

import numpy as np
import pytest
from tests.learning.taste.small_ground import measured, wide

from burnish.learning.taste.gaussian import Information
from burnish.learning.taste.leaf import FADE, WINDOW, Leaf, likelier, new_leaf, seen_more, weighed
from burnish.learning.taste.sighting import Sighting

SIZE = 3
PRIOR = wide(SIZE)
FIRST = np.eye(SIZE)[0]


def _read(sightings: list[Sighting], leaf: Leaf | None = None) -> Leaf:
    return reduce(lambda held, each: seen_more(held, each, PRIOR), sightings, leaf or new_leaf(SIZE))


def _mean(leaf: Leaf) -> float:
    return float(leaf.posterior(PRIOR).mean[0])


def _about(random: np.random.Generator, wanted: float, count: int, **how: bool) -> list[Sighting]:
    return [measured(FIRST, wanted + random.normal(0, 0.1), **how) for _ in range(count)]


def _both_ways(seed: int) -> float:
    """How far a belief lies from the one that the same sightings in reverse give, in standard deviations."""
    random = np.random.default_rng(seed)
    wanted, rows = random.normal(size=SIZE), random.normal(size=(14, SIZE))
    sightings = [measured(row, float(row @ wanted) + random.normal(0, 0.1)) for row in rows]
    one, other = (_read(some).posterior(PRIOR) for some in (sightings, sightings[::-1]))
    return float(np.max(np.abs(one.mean - other.mean) / np.sqrt(np.diag(one.covariance))))


def test_the_order_within_the_window_hardly_matters() -> None:
    apart = sorted(_both_ways(seed) for seed in range(20))
    assert apart[-2] < 0.1  # One in twenty may be taken for a changed mind.


def test_one_that_does_not_fit_counts_little_among_many_and_all_others_count() -> None:
    random = np.random.default_rng(4)
    honest, slip = _about(random, 0.5, 12), measured(FIRST, -2.0)
    without, between = _mean(_read(honest)), _read([*honest[:6], slip, *honest[6:]])
    assert between.weights[6] < 0.1
    assert min(between.weights[:6] + between.weights[7:]) > 0.4
    assert abs(_mean(between) - without) < 0.06
    certain = measured(FIRST, -2.0, doubtful=False)
    assert abs(_mean(_read([*honest, certain])) - without) > 0.12


def test_an_error_larger_than_expected_makes_everything_less_sure_and_a_smaller_one_surer() -> None:
    random = np.random.default_rng(5)
    loose = _read([measured(FIRST, 0.5 + random.normal(0, 0.3)) for _ in range(30)])
    tight = _read([measured(FIRST, 0.5 + random.normal(0, 0.02)) for _ in range(30)])
    assert loose.scale > 2
    assert tight.scale < loose.scale / 2
    assert loose.posterior(PRIOR).covariance[0, 0] > 2 * tight.posterior(PRIOR).covariance[0, 0]


def test_certain_sightings_count_in_full_whatever_the_doubtful_ones_do() -> None:
    random = np.random.default_rng(6)
    loose = [measured(FIRST, random.normal(0, 1.0)) for _ in range(10)]
    second = np.eye(SIZE)[1]
    leaf = _read([*loose, measured(second, 0.3, 0.04, doubtful=False)])
    assert leaf.evidence().precision[1, 1] == pytest.approx(1 / 0.04)
    assert leaf.evidence().shift[1] == pytest.approx(0.3 / 0.04)


def test_leaving_the_window_folds_evidence_which_then_fades() -> None:
    first = measured(FIRST, 1.0, 0.01, doubtful=False, shared=True)
    others = [measured(np.eye(SIZE)[1], 0.0, 0.01, doubtful=False) for _ in range(WINDOW + 9)]
    leaf, left = new_leaf(SIZE), []
    for each in [first, *others]:
        leaf = seen_more(leaf, each, PRIOR)
        left.append(leaf.evidence().precision[0, 0] * 0.01)
        shared = leaf.evidence(shared_only=True)
        assert shared.precision[0, 0] == pytest.approx(leaf.evidence().precision[0, 0])
        assert not shared.precision[1:].any()
        assert len(leaf.recent) == len(leaf.weights) <= WINDOW
    assert left[WINDOW] == pytest.approx(left[0]) == pytest.approx(1.0)
    assert all(now < before for before, now in zip(left[WINDOW:], left[WINDOW + 1 :], strict=False))
    assert left[-1] == pytest.approx(FADE**9)
    assert leaf.count == WINDOW + 10
    total = leaf.evidence().precision[1, 1] * 0.01
    assert WINDOW + 9 - 9 < total <= WINDOW + 9


def test_a_house_sees_only_what_is_shared() -> None:
    secret, told = measured(FIRST, 1.0), measured(np.eye(SIZE)[1], 1.0, shared=True)
    leaf = _read([secret, told])
    shared = leaf.evidence(shared_only=True)
    assert shared.precision[0, 0] == shared.shift[0] == 0.0
    assert shared.precision[1, 1] > 0
    assert leaf.evidence().precision[0, 0] > 0


@pytest.mark.parametrize("before", [20, 90])
def test_a_changed_mind_wins_in_time(before) -> None:
    random = np.random.default_rng(8)
    leaf = _read(_about(random, 0.3, before))
    assert _mean(leaf) == pytest.approx(0.3, abs=0.05)
    leaf = _read(_about(random, -0.3, 40), leaf)
    assert _mean(leaf) < -0.2


def test_what_was_seen_is_counted_and_numbered() -> None:
    numbered = [Sighting(FIRST[None], np.zeros(1), np.ones(1), number=number) for number in (3, 7, 5)]
    leaf = _read(numbered)
    assert (leaf.count, leaf.through) == (3, 7)


def test_nothing_seen_leaves_the_prior_as_it_is() -> None:
    belief: Information = new_leaf(SIZE).posterior(PRIOR)
    assert np.array_equal(belief.precision, PRIOR.precision)
    assert np.array_equal(belief.shift, PRIOR.shift)


def test_weights_that_are_stuck_with_a_few_wrong_ones_are_begun_anew() -> None:
    random = np.random.default_rng(9)
    wrong = [measured(FIRST, 3.0 + random.normal(0, 0.05)) for _ in range(3)]
    honest = _about(random, 0.5, 6)
    stuck = replace(new_leaf(SIZE), recent=(*wrong, *honest), weights=(1.0,) * 3 + (0.001,) * 6)
    alone = weighed(stuck, PRIOR)
    assert _mean(alone) > 2.5
    assert _mean(likelier(alone, PRIOR)) == pytest.approx(0.5, abs=0.2)


def test_weights_that_explain_more_stay() -> None:
    random = np.random.default_rng(10)
    leaf = _read([*_about(random, 0.5, 8), measured(FIRST, -2.0), measured(FIRST, 1.9)])
    assert likelier(leaf, PRIOR) is leaf


def test_what_the_house_may_learn_from_is_summed_up_once_where_it_is_all_and_apart_from_then_on() -> None:
    random = np.random.default_rng(11)
    leaf = _read(_about(random, 0.5, WINDOW + 3, shared=True))
    assert leaf.evidence(shared_only=True) is leaf.evidence()
    own = _read([measured(FIRST, 0.5, shared=False), *_about(random, 0.5, WINDOW, shared=True)], leaf)
    assert own.recent[0].shared, "what was their own is folded"
    told, known = own.evidence(shared_only=True).precision[0, 0], own.evidence().precision[0, 0]
    assert own.old_shared.precision[0, 0] < own.old.precision[0, 0]
    assert told < known
