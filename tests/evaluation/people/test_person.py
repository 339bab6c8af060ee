from dataclasses import replace

import numpy as np
import pytest
from tests.evaluation.people.pictured import CONTROLS, SLIDERS, STEADY, WARM, look, portrait, somebody

from burnish.evaluation.people.person import Hand
from burnish.evaluation.people.sight import Sight
from burnish.recipe.recipe import Recipe

ZERO = SLIDERS.zeros()
GOAL = SLIDERS.vector(WARM)


@pytest.fixture(scope="module")
def seen() -> Sight:
    return somebody().sight(portrait())


def _moved(before: np.ndarray, after: np.ndarray) -> list[tuple[int, ...]]:
    return [control for control in CONTROLS if np.any((before != after)[list(control)])]


@pytest.mark.parametrize("controls", [1, 3])
def test_a_hand_moves_a_few_controls_and_brings_the_picture_nearer(seen, controls) -> None:
    hand = replace(STEADY, controls=controls)
    left = somebody(hand=hand).modified(seen, ZERO, CONTROLS, np.random.default_rng(1))
    assert 1 <= len(_moved(ZERO, left)) <= controls
    assert seen.distance(left) < 0.8 * seen.distance(ZERO)
    assert np.all((left >= SLIDERS.low) & (left <= SLIDERS.high))


def test_an_unsteady_hand_still_helps_but_stops_elsewhere(seen) -> None:
    steady = somebody().modified(seen, ZERO, CONTROLS, np.random.default_rng(2))
    lefts = [
        somebody(hand=Hand(error=0.15)).modified(seen, ZERO, CONTROLS, np.random.default_rng(seed))
        for seed in range(3)
    ]
    assert all(not np.array_equal(left, steady) for left in lefts)
    assert all(seen.distance(left) < seen.distance(ZERO) for left in lefts)


def test_more_turns_come_nearer_until_nothing_is_worth_a_move(seen) -> None:
    person, values, distances = somebody(), ZERO, [seen.distance(ZERO)]
    for turn in range(4):
        values = person.modified(seen, values, CONTROLS, np.random.default_rng(turn))
        distances.append(seen.distance(values))
    assert distances == sorted(distances, reverse=True)
    assert distances[-1] < 0.3 * distances[0]


def test_who_sees_what_they_want_moves_nothing() -> None:
    person = somebody(Recipe())
    there = person.sight(portrait())
    assert np.array_equal(person.modified(there, ZERO, CONTROLS, np.random.default_rng(3)), ZERO)


def test_only_controls_that_are_there_and_show_are_moved(seen) -> None:
    some = (CONTROLS[0], *(c for c in CONTROLS if SLIDERS.labels[c[0]] in ("grain.amount", "hue.degrees")))
    left = somebody().modified(seen, ZERO, some, np.random.default_rng(4))
    assert _moved(ZERO, left)
    assert set(_moved(ZERO, left)) <= set(some)
    assert not left[SLIDERS.place["grain.amount"]]


def test_a_control_is_moved_once_a_turn(seen) -> None:
    one = (CONTROLS[SLIDERS.labels.index("exposure.stops")],)
    lefts = [
        somebody(hand=replace(STEADY, error=0.6, controls=controls)).modified(
            seen, ZERO, one, np.random.default_rng(3)
        )
        for controls in (1, 3)
    ]
    assert np.array_equal(*lefts)


def test_no_hand_moves_past_the_end_of_a_slider() -> None:
    person = somebody(look(saturation={"amount": -95.0}), hand=replace(STEADY, error=2.0))
    gray = person.sight(portrait())
    lefts = [person.modified(gray, ZERO, CONTROLS, np.random.default_rng(seed)) for seed in range(4)]
    assert all(np.all((left >= SLIDERS.low) & (left <= SLIDERS.high)) for left in lefts)
    assert any(np.any((left == SLIDERS.low) | (left == SLIDERS.high)) for left in lefts)


def test_the_same_chance_does_the_same(seen) -> None:
    person = somebody(hand=Hand())
    one, again, other = (
        person.modified(seen, ZERO, CONTROLS, np.random.default_rng(seed)) for seed in (5, 5, 6)
    )
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)


def test_the_nearer_of_two_pictures_is_picked_on_either_side(seen) -> None:
    random, person = np.random.default_rng(7), somebody()
    for share in (0.3, 0.6, 0.9):
        assert person.picks_left(seen, GOAL * share, GOAL * (share - 0.25), random) is True
        assert person.picks_left(seen, GOAL * (share - 0.25), GOAL * share, random) is False


def test_two_pictures_as_far_away_are_not_told_apart(seen) -> None:
    person, random = somebody(hand=replace(STEADY, noticeable=2.0)), np.random.default_rng(8)
    picks = [person.picks_left(seen, ZERO, ZERO.copy(), random) for _ in range(60)]
    assert picks.count(None) > 30
    far = [person.picks_left(seen, GOAL, ZERO, random) for _ in range(20)]
    assert far == [True] * 20


def test_the_left_one_is_sometimes_taken_unseen(seen) -> None:
    person, random = somebody(hand=replace(STEADY, left_bias=0.5)), np.random.default_rng(9)
    picks = [person.picks_left(seen, ZERO, GOAL, random) for _ in range(60)]
    assert 15 < picks.count(True) < 45
    assert picks.count(False) == 60 - picks.count(True)


def test_a_picture_is_taken_within_patience(seen) -> None:
    distance = seen.distance(GOAL * 0.7)
    patient, strict = (somebody(hand=replace(STEADY, patience=distance * by)) for by in (1.1, 0.9))
    assert patient.takes(seen, GOAL * 0.7)
    assert not strict.takes(seen, GOAL * 0.7)
