"""Which of two readings of a turn is meant: the evidence, and what the fitted model makes of it."""

import pytest

from burnish.agent.language.tagger import Tagged
from burnish.agent.language.turn_choice import Choice, evidence_of, shipped_choice
from burnish.agent.planner.intents import Intent


def seen(op, direction, probability, target=""):
    return Tagged(op, direction, probability, None, 0.0, "medium", None, target, (0, 4), 0.95)


def evidence(stated, tagged, **given):
    taken = [each for each in tagged if each.probability >= 0.5]
    said = {"partly": False, "chances": (), "missed": 0.0} | given
    return evidence_of(stated, taken, tagged, **said)


def test_a_sum_of_weights_becomes_a_probability():
    choice = Choice("", {"one": 1.0, "missed": 2.0})
    assert choice.chance({"one": 1.0, "missed": 0.5}) == pytest.approx(0.8808, abs=1e-4)
    assert choice.chance({"one": 1e9}) == pytest.approx(1.0)


def test_what_is_not_known_of_counts_for_nothing():
    assert Choice("", {}).chance({"anything": 5.0}) == 0.5


def test_the_surer_the_tagger_is_of_all_that_it_sees_the_higher_its_whole_reading():
    sure = evidence([], [seen("undo", None, 0.99, "crop")])
    unsure = evidence([], [seen("undo", None, 0.6, "crop"), seen("keep", None, 0.4, "crop")])
    assert sure["whole"] > unsure["whole"]


def test_the_evidence_names_what_each_of_them_reads():
    found = evidence(
        [Intent("undo", target="last")], [seen("exposure", "-", 0.9)], chances=[0.02], missed=0.9
    )
    assert found["rules_undo"] == found["tagger_wish"] == 1.0
    assert found["tagger_undo"] == found["rules_wish"] == 0.0
    assert found["borne_out"] < 0 < found["missed"]


def test_every_name_of_the_evidence_has_a_fitted_weight():
    assert set(evidence([], [])) == set(shipped_choice().weights)


def test_where_rules_read_nothing_a_sure_tagger_is_believed_and_an_unsure_one_less():
    sure = evidence([], [seen("scale", "-", 0.97, "last")], missed=0.97)
    unsure = evidence([], [seen("scale", "-", 0.51, "last"), seen("undo", None, 0.45, "last")], missed=0.51)
    chance = shipped_choice().chance
    assert chance(sure) > max(0.8, chance(unsure))
