from collections import Counter

import numpy as np
import pytest
from tests.learning.taste.small_ground import beyond, small_ground

from burnish.learning.taste.gaussian import normal
from burnish.learning.taste.offering import SMALLEST_SHOWN, Offering, Version

GROUND = small_ground()
OFFERING = Offering(GROUND.design, GROUND.sensitivity)
SEEN = GROUND.design.seen({})
PRIOR = GROUND.population
BELIEF = normal(PRIOR.mean, PRIOR.covariance * 0.05)
"""Narrow enough that no version reaches the end of a slider."""
MEAN = GROUND.design.wanted(SEEN, BELIEF.mean)
DRAWS = 1500
FIRMLY = 5.0
"""Standard deviations by which a frequency may miss its probability."""


def _told_apart(version: Version) -> tuple[float, ...]:
    return tuple(np.round(version.values, 9))


def _expected(drawn: list[Version]) -> None:
    """Every version came about as often as the probabilities say with which it was drawn."""
    counts = Counter(_told_apart(each) for each in drawn)
    said = {_told_apart(each): each.propensity for each in drawn}
    for key, count in counts.items():
        deviation = np.sqrt(said[key] * max(1 - said[key], 0) / len(drawn))
        assert abs(count / len(drawn) - said[key]) <= FIRMLY * deviation + 1 / len(drawn)


def test_directions_are_independent_parts_of_the_belief_by_how_much_they_show() -> None:
    found = OFFERING.directions(BELIEF, SEEN)
    metric = GROUND.sensitivity.at(MEAN)
    np.testing.assert_allclose(found.moves @ metric @ found.moves.T, np.diag(found.shows**2), atol=1e-6)
    size = GROUND.design.sliders.size
    np.testing.assert_allclose(found.moves.T @ found.moves, BELIEF.covariance[:size, :size], atol=1e-9)
    assert list(found.shows) == sorted(found.shows, reverse=True)
    assert found.chances.sum() == pytest.approx(1.0)


def test_a_pair_lies_on_either_side_of_the_mean_and_differs_visibly() -> None:
    random = np.random.default_rng(1)
    for _ in range(20):
        one, other = OFFERING.pair(BELIEF, SEEN, random)
        np.testing.assert_allclose((one.values + other.values) / 2, MEAN, atol=1e-9)
        for each in (one, other):
            shows = GROUND.sensitivity.distance(each.values, MEAN)
            assert shows >= SMALLEST_SHOWN - 1e-6
        assert one.propensity == other.propensity


def test_a_pair_comes_as_often_as_it_says() -> None:
    random = np.random.default_rng(2)
    lefts = [OFFERING.pair(BELIEF, SEEN, random)[0] for _ in range(DRAWS)]
    _expected(lefts)
    assert sum({_told_apart(each): each.propensity for each in lefts}.values()) == pytest.approx(
        1.0, abs=0.01
    )


def test_versions_begin_with_the_mean_and_differ_visibly_from_it_and_each_other() -> None:
    made = OFFERING.versions(BELIEF, SEEN, 4, np.random.default_rng(3))
    assert np.array_equal(made[0].values, MEAN)
    assert made[0].propensity == 1.0
    assert len(made) == 4
    for k, each in enumerate(made):
        for other in made[:k]:
            assert GROUND.sensitivity.distance(each.values, other.values) >= SMALLEST_SHOWN - 1e-6


def test_a_second_version_comes_as_often_as_it_says() -> None:
    random = np.random.default_rng(4)
    seconds = [OFFERING.versions(BELIEF, SEEN, 2, random)[1] for _ in range(DRAWS)]
    _expected(seconds)
    assert sum({_told_apart(each): each.propensity for each in seconds}.values()) == pytest.approx(
        1.0, abs=0.01
    )


def test_a_third_version_comes_as_often_as_it_says_after_the_second() -> None:
    random = np.random.default_rng(5)
    drawn = [OFFERING.versions(BELIEF, SEEN, 3, random)[1:] for _ in range(DRAWS)]
    likely, _ = Counter(_told_apart(second) for second, _ in drawn).most_common(1)[0]
    _expected([third for second, third in drawn if _told_apart(second) == likely])


def test_more_versions_than_there_are_directions_are_as_many_as_there_are() -> None:
    made = OFFERING.versions(BELIEF, SEEN, 50, np.random.default_rng(6))
    assert len(made) <= 1 + len(OFFERING.directions(BELIEF, SEEN).shows)
    assert len({_told_apart(each) for each in made}) == len(made)


def test_a_gallery_spans_a_plane_around_the_mean() -> None:
    made = [each.values for each in OFFERING.gallery(BELIEF, SEEN, np.random.default_rng(7))]
    assert len(made) == 9
    np.testing.assert_allclose(made[4], MEAN, atol=1e-12)
    across, down = made[5] - MEAN, made[7] - MEAN
    for k, each in enumerate(made):
        np.testing.assert_allclose(each, MEAN + across * (k % 3 - 1) + down * (k // 3 - 1), atol=1e-9)
    assert abs(across @ GROUND.sensitivity.at(MEAN) @ down) < 1e-6


def test_each_place_of_a_gallery_is_filled_as_often_as_it_says() -> None:
    random = np.random.default_rng(8)
    galleries = [OFFERING.gallery(BELIEF, SEEN, random) for _ in range(DRAWS)]
    for place in (0, 1, 2, 3, 4):  # The others lie opposite.
        _expected([each[place] for each in galleries])


def test_the_more_uncertain_a_slider_the_more_often_it_is_asked_about() -> None:
    def asked(deviation: float) -> float:
        covariance = BELIEF.covariance.copy()
        place = GROUND.design.sliders.place["saturation.amount"]
        covariance[place] *= deviation
        covariance[:, place] *= deviation
        random = np.random.default_rng(9)
        belief = normal(BELIEF.mean, covariance)
        pairs = [OFFERING.pair(belief, SEEN, random) for _ in range(200)]
        return float(np.mean([abs(one.values - other.values)[place] for one, other in pairs]))

    assert asked(3.0) > 2 * asked(1.0)


def test_versions_stay_within_the_ends_of_sliders() -> None:
    loose = normal(PRIOR.mean, PRIOR.covariance * 100)
    planned = GROUND.design.seen({}, beyond(GROUND.design, exposure__stops=0.95, saturation__amount=-0.95))
    sliders = GROUND.design.sliders
    for each in OFFERING.gallery(loose, planned, np.random.default_rng(10)):
        assert np.all((each.values >= sliders.low) & (each.values <= sliders.high))
