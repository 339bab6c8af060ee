"""A tree of beliefs against the joint normal of a house, its people and their kinds of photos, conditioned at once.

What others tell the house they tell of all kinds of photos together.
"""

from dataclasses import replace
from functools import reduce

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.learning.taste.small_ground import measured, small_design, small_population

from burnish.learning.taste.gaussian import Information, nothing
from burnish.learning.taste.sighting import Sighting
from burnish.learning.taste.tree import Beliefs, Person
from burnish.tools.contrast import Contrast
from burnish.tools.exposure import Exposure

DESIGN = small_design((Exposure, Contrast))
PEOPLE = small_population(DESIGN)
BELIEFS = Beliefs(PEOPLE)
SIZE = DESIGN.size
HOUSE = PEOPLE.everyone.covariance
UNITS = PEOPLE.person_covariance, PEOPLE.context_covariance

Seen = dict[tuple[int, str], list[Sighting]]
"""Sightings by person and kind of photo."""


def _certain(random: np.random.Generator, count: int, *, shared: bool = True) -> list[Sighting]:
    return [
        measured(
            random.normal(size=SIZE), random.normal(), random.uniform(0.1, 1.0), doubtful=False, shared=shared
        )
        for _ in range(count)
    ]


def _person(seen: Seen, who: int) -> Person:
    steps = [(kind, each) for (person, kind), some in seen.items() for each in some if person == who]
    return reduce(
        lambda held, step: BELIEFS.seen_more(held, step[0], nothing(SIZE), step[1]), steps, Person()
    )


def _told(seen: Seen, but: int) -> Information:
    others = {person for person, _ in seen} - {but}
    return sum((BELIEFS.told(_person(seen, each)) for each in sorted(others)), nothing(SIZE))


def _jointly(seen: Seen, who: int, kind: str) -> tuple[np.ndarray, np.ndarray]:
    """Mean and covariance of a person's wishes for a kind of photo, from a joint normal over every leaf."""
    leaves = sorted({*seen, (who, kind)})
    person, context = UNITS
    blocks = [
        [
            HOUSE + person * (one[0] == other[0]) + context * (one == other and one[0] == who)
            for other in leaves
        ]
        for one in leaves
    ]
    covariance, mean = np.block(blocks), np.tile(PEOPLE.mean, len(leaves))
    measures = [(leaves.index(leaf), each) for leaf, some in seen.items() for each in some]
    rows = np.zeros((len(measures), len(mean)))
    for k, (at, each) in enumerate(measures):
        rows[k, at * SIZE : (at + 1) * SIZE] = each.rows[0]
    values = np.array([each.values[0] for _, each in measures])
    noise = np.diag([each.variances[0] for _, each in measures])
    gain = covariance @ rows.T @ np.linalg.inv(rows @ covariance @ rows.T + noise)
    mean, covariance = mean + gain @ (values - rows @ mean), covariance - gain @ rows @ covariance
    own = slice(leaves.index((who, kind)) * SIZE, (leaves.index((who, kind)) + 1) * SIZE)
    return mean[own], covariance[own, own]


@settings(max_examples=10)
@given(st.integers(0, 10_000))
def test_beliefs_are_those_of_the_joint_normal(seed) -> None:
    random = np.random.default_rng(seed)
    seen = {
        (who, kind): _certain(random, int(random.integers(1, 5)))
        for who in (1, 2, 3)
        for kind in ("", "night")
    }
    for who, kind in (
        (1, "night"),
        (2, ""),
        (3, "portrait"),
        (4, ""),
    ):  # Of 3 another kind, of 4 nothing at all.
        belief = BELIEFS.belief(_person(seen, who), kind, _told(seen, who))
        mean, covariance = _jointly(seen, who, kind)
        deviation = np.sqrt(np.diag(PEOPLE.covariance))
        np.testing.assert_allclose(belief.mean / deviation, mean / deviation, atol=1e-6)
        np.testing.assert_allclose(
            belief.covariance / np.outer(deviation, deviation),
            covariance / np.outer(deviation, deviation),
            atol=1e-6,
        )


def test_what_is_not_shared_never_reaches_the_house() -> None:
    random = np.random.default_rng(11)
    shared, secret = _certain(random, 4), _certain(random, 9, shared=False)
    with_secret, without = ({(1, ""): shared + some} for some in (secret, []))
    for part in ("precision", "shift"):
        told = getattr(BELIEFS.told(_person(with_secret, 1)), part)
        np.testing.assert_allclose(told, getattr(BELIEFS.told(_person(without, 1)), part), rtol=1e-9)
    alone = BELIEFS.told(_person({(1, ""): secret}, 1))
    assert not alone.precision.any()
    assert not alone.shift.any()


def _wanting(stops: float, count: int) -> list[Sighting]:
    row = np.eye(SIZE)[0]
    return [measured(row, stops, 0.001, doubtful=False, shared=True) for _ in range(count)]


def test_somebody_new_begins_where_the_house_is_and_less_sure_of_it() -> None:
    seen = {(who, ""): _wanting(0.2, 6) for who in range(1, 7)}
    house = BELIEFS.of_house(_told(seen, but=0))
    new = BELIEFS.belief(Person(), "", _told(seen, but=0))
    assert new.mean[0] == pytest.approx(house.mean[0])
    assert new.mean[0] > 0.1
    assert new.covariance[0, 0] > house.covariance[0, 0]
    nobody = BELIEFS.belief(Person(), "", nothing(SIZE))
    np.testing.assert_allclose(nobody.mean, PEOPLE.mean, atol=1e-12)
    assert new.covariance[0, 0] < nobody.covariance[0, 0]


def test_who_joins_begins_the_nearer_to_who_tells_the_nearer_tellers_are_to_their_house() -> None:
    """For one teller who is sure: the share of their way is house / (house + telling) of the variance."""
    stops = 0.2
    for telling in (0.6, 0.1):
        spread = replace(PEOPLE.spread, telling_share=telling)
        beliefs = Beliefs(replace(PEOPLE, spread=spread))
        told = beliefs.told(_person({(1, ""): _wanting(stops, 400)}, 1))
        begun = beliefs.belief(Person(), "", told).mean[0] - PEOPLE.mean[0]
        house = PEOPLE.spread.house_share
        expected = (stops - PEOPLE.mean[0]) * house / (house + telling)
        assert begun == pytest.approx(expected, rel=0.02)


def test_what_a_person_shows_wins_over_the_house() -> None:
    others = _told({(who, ""): _wanting(0.2, 6) for who in range(1, 7)}, but=0)
    said = [
        BELIEFS.belief(_person({(9, ""): _wanting(-0.2, n)}, 9), "", others).mean[0] for n in (0, 1, 3, 12)
    ]
    assert said == sorted(said, reverse=True)
    assert said[-1] == pytest.approx(-0.2, abs=0.02)


def test_another_kind_of_photo_begins_near_what_is_liked_in_general() -> None:
    person = _person({(1, "portrait"): _wanting(0.2, 12)}, 1)
    same, other = (BELIEFS.belief(person, kind, nothing(SIZE)) for kind in ("portrait", "landscape"))
    assert 0.1 < other.mean[0] < same.mean[0]
    assert other.covariance[0, 0] > same.covariance[0, 0]


def test_a_population_of_uneven_shares_is_wider_where_its_people_differ() -> None:
    variance = np.diag(BELIEFS.belief(Person(), "", nothing(SIZE)).covariance)
    np.testing.assert_allclose(
        variance, np.diag(PEOPLE.covariance) * (1 + PEOPLE.spread.context_share), rtol=1e-6
    )
