import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from burnish.learning.taste.gaussian import Information, inverse, loosened, normal, nothing, solved


def _covariance(random: np.random.Generator, size: int) -> np.ndarray:
    root = random.normal(size=(size, size))
    return root @ root.T + 0.1 * np.eye(size)


@given(st.integers(0, 10_000), st.integers(1, 5))
def test_loosened_is_what_a_joint_normal_says_of_the_parent_when_the_child_is_integrated_out(
    seed, size
) -> None:
    random = np.random.default_rng(seed)
    prior_mean, prior, apart = random.normal(size=size), _covariance(random, size), _covariance(random, size)
    rows = random.normal(size=(2, size))
    values, noise = random.normal(size=2), random.uniform(0.1, 2.0, 2)
    evidence = Information(rows.T / noise @ rows, rows.T / noise @ values)
    believed = normal(prior_mean, prior) + loosened(evidence, apart)
    # Values are rows · child + noise, child is parent + N(0, apart): condition the joint normal of parent and values.
    of_values = rows @ (prior + apart) @ rows.T + np.diag(noise)
    gain = prior @ rows.T @ np.linalg.inv(of_values)
    np.testing.assert_allclose(believed.mean, prior_mean + gain @ (values - rows @ prior_mean), atol=1e-7)
    np.testing.assert_allclose(believed.covariance, prior - gain @ rows @ prior, atol=1e-7)


def test_loosened_by_nothing_is_the_evidence_and_no_evidence_stays_none() -> None:
    random = np.random.default_rng(1)
    evidence = Information(_covariance(random, 3), random.normal(size=3))
    same = loosened(evidence, np.zeros((3, 3)))
    np.testing.assert_allclose(same.precision, evidence.precision, rtol=1e-12)
    np.testing.assert_allclose(same.shift, evidence.shift, rtol=1e-12)
    still = loosened(nothing(3), _covariance(random, 3))
    assert not still.precision.any()
    assert not still.shift.any()


def test_evidence_adds_up_is_taken_back_and_counts_as_often_as_it_is_told() -> None:
    one, other = normal(np.array([1.0]), np.array([[4.0]])), normal(np.array([3.0]), np.array([[1.0]]))
    both = one + other
    assert both.mean[0] == pytest.approx((1 / 4 + 3) / (1 / 4 + 1))
    assert both.covariance[0, 0] == pytest.approx(1 / (1 / 4 + 1))
    assert (both - other).mean[0] == pytest.approx(1.0)
    assert one.times(4.0).covariance[0, 0] == pytest.approx(1.0)
    assert one.times(4.0).mean[0] == pytest.approx(1.0)


@given(st.integers(0, 10_000), st.integers(0, 4), st.integers(0, 4))
def test_places_that_nothing_ties_to_others_are_solved_by_themselves(seed, tied, alone) -> None:
    random = np.random.default_rng(seed)
    size = tied + alone + 1
    matrix = np.diag(random.uniform(0.5, 2.0, size))
    some = random.permutation(size)[:tied]
    matrix[np.ix_(some, some)] = _covariance(random, tied)
    right = random.normal(size=(size, 2))
    np.testing.assert_allclose(inverse(matrix), np.linalg.inv(matrix), atol=1e-6)
    np.testing.assert_allclose(solved(matrix, right), np.linalg.solve(matrix, right), atol=1e-6)


def test_measurements_are_predicted_alike_before_and_after_the_covariance_is_known() -> None:
    random = np.random.default_rng(2)
    belief, rows = normal(random.normal(size=4), _covariance(random, 4)), random.normal(size=(2, 4))
    mean, covariance = belief.predicted(rows)
    np.testing.assert_allclose(covariance, rows @ belief.covariance @ rows.T)
    np.testing.assert_allclose(mean, rows @ belief.mean)
    for once, again in zip((mean, covariance), belief.predicted(rows), strict=True):
        np.testing.assert_allclose(once, again)


def test_what_evidence_does_not_touch_stays_untouched_when_it_is_loosened() -> None:
    rng = np.random.default_rng(3)
    rows, root = np.zeros((4, 6)), rng.normal(size=(6, 6))
    rows[:, [1, 4]] = rng.normal(size=(4, 2))
    evidence = Information(rows.T @ rows, rows.T @ rng.normal(size=4))
    apart = root @ root.T
    told = loosened(evidence, apart)
    through = np.linalg.inv(np.eye(6) + evidence.precision @ apart)
    assert np.allclose(told.precision, through @ evidence.precision, atol=1e-12)
    assert np.allclose(told.shift, through @ evidence.shift, atol=1e-12)
    assert not told.precision[[0, 2, 3, 5]].any()


@given(st.integers(0, 10_000), st.integers(1, 4), st.integers(0, 4))
def test_a_proper_belief_is_loosened_by_the_covariance_it_gains_whatever_is_tied(seed, tied, alone) -> None:
    random = np.random.default_rng(seed)
    size = tied + alone
    believed, apart = np.diag(random.uniform(0.5, 2.0, size)), np.diag(random.uniform(0.5, 2.0, size))
    some, others = random.permutation(size)[:tied], random.permutation(size)[:tied]
    believed[np.ix_(some, some)] = _covariance(random, tied)
    apart[np.ix_(others, others)] = _covariance(random, tied)
    mean = random.normal(size=size)
    wider, expected = loosened(normal(mean, believed), apart), normal(mean, believed + apart)
    np.testing.assert_allclose(wider.precision, expected.precision, atol=1e-7)
    np.testing.assert_allclose(wider.shift, expected.shift, atol=1e-7)


def test_an_inverse_is_found_where_rounding_made_a_covariance_improper() -> None:
    improper = np.array([[1.0, 2.0], [2.0, 1.0]])
    np.testing.assert_allclose(inverse(improper) @ improper, np.eye(2), atol=1e-12)
