"""How well wishes are found."""

import pytest
from training.planner.corpus import Wish
from training.planner.measure import score

BRIGHTER, DARKER = Wish("exposure", "+"), Wish("exposure", "-")
FACE = Wish("exposure", "+", "face")
CROP = Wish("crop", "+")


def test_what_is_right_scores_one():
    found = score([(BRIGHTER, CROP), ()], [(CROP, BRIGHTER), ()])
    assert (found.operation, found.direction, found.region, found.exact) == (1, 1, 1, 1)


def test_f1_by_hand_with_one_hit_one_miss_and_one_false_alarm():
    found = score([(BRIGHTER, CROP)], [(BRIGHTER, Wish("flip", "+"))])
    assert found.operation == pytest.approx(0.5)
    assert found.exact == 0


def test_the_wrong_way_is_right_only_as_an_operation_and_the_wrong_place_only_in_direction():
    assert score([(BRIGHTER,)], [(DARKER,)]).operation == 1
    assert score([(BRIGHTER,)], [(DARKER,)]).direction == 0
    assert score([(BRIGHTER,)], [(FACE,)]).direction == 1
    assert score([(BRIGHTER,)], [(FACE,)]).region == 0
    assert score([(BRIGHTER,)], [(FACE,)]).exact == 1


def test_nothing_found_scores_zero():
    assert score([(BRIGHTER,)], [()]).operation == 0
