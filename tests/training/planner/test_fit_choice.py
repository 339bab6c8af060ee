"""Which of two readings of a turn is fitted to be believed."""

import pytest

pytest.importorskip(
    "torch", reason="the lines that are held back are told by the tagger's training, which needs torch"
)

from training.planner.corpus import Line, Wish
from training.planner.fit_choice import Case, case_of, fitted


def test_a_turn_that_both_read_alike_gives_no_choice():
    assert case_of(Line("undo the crop", (Wish("undo", target="crop"),), "turns")) is None


def test_a_case_says_which_of_the_two_is_right():
    line = Line("less of the shadow lift", (Wish("scale", "-", target="shadows"),), "turns")
    case = case_of(line)
    assert case is not None
    assert (case.rules, case.tagger, case.weight) == (False, True, 1.0)
    other = case_of(Line(line.text, line.wishes, "plain"))
    assert other is not None
    assert other.weight < case.weight


def test_who_is_right_more_often_is_believed_and_turns_that_decide_nothing_teach_nothing():
    def case(missed: float, rules: bool, tagger: bool) -> Case:
        return Case({"one": 1.0, "missed": missed}, rules, tagger, 1.0)

    told = [case(2.0, False, True)] * 20 + [case(-2.0, True, False)] * 20
    theta = fitted(told, ["one", "missed"])
    assert theta[1] > 0.5
    assert fitted([*told, *[case(2.0, False, False)] * 50], ["one", "missed"]) == pytest.approx(
        theta, abs=1e-4
    )
