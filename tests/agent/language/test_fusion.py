"""Grammar and tagger weighed: what both say is taken, what neither is sure of is offered."""

from dataclasses import replace

import pytest

from burnish.agent.language.fusion import Weights, fused, shipped_weights
from burnish.agent.language.tagger import Tagged
from burnish.agent.language.understanding import understood, weighed
from burnish.agent.planner.intents import Intent, Op

WEIGHTS = Weights("test", -0.5, 2.0, 1.0, 0.0, 3.0, {"crop": -5.0}, (0.0, 1.0), 0.8)


def tagged(op: Op, probability: float, direction="+", region=None, sure=0.0) -> Tagged:
    return Tagged(op, direction, probability, region, sure, "small", None, "", (4, 9))


def test_what_both_say_is_taken_and_sure():
    found = fused([Intent("contrast", "+")], [tagged("contrast", 0.99)], WEIGHTS)
    assert [intent.op for intent in found.intents] == ["contrast"]
    assert found.confident


def test_what_only_the_tagger_is_sure_of_is_taken_with_its_place():
    found = fused([], [tagged("exposure", 0.97, "-", "sky", 0.9)], WEIGHTS)
    (intent,) = found.intents
    assert (intent.op, intent.direction, intent.region, intent.strength, intent.span) == (
        "exposure", "-", "sky", "small", (4, 9),
    )  # fmt: skip


def test_a_place_that_the_tagger_is_not_sure_of_is_left_out():
    (intent,) = fused([], [tagged("exposure", 0.97, "-", "sky", 0.3)], WEIGHTS).intents
    assert intent.region is None


def test_the_rule_says_which_way_where_both_read_the_same_words():
    found = fused([Intent("contrast", "+", span=(4, 9))], [tagged("contrast", 0.8, "-")], WEIGHTS)
    assert [intent.direction for intent in found.intents] == ["+"]


def test_the_tagger_says_which_way_where_it_is_sure_of_it():
    found = fused([Intent("contrast", "+", span=(4, 9))], [tagged("contrast", 0.97, "-")], WEIGHTS)
    assert [intent.direction for intent in found.intents] == ["-"]


def test_grain_that_the_tagger_takes_for_wanted_is_not_taken_out():
    found = fused([Intent("denoise", "+", span=(4, 9))], [tagged("denoise", 0.9, "-")], WEIGHTS)
    assert [intent.direction for intent in found.intents] == ["-"]


def test_in_other_words_the_tagger_says_which_way():
    found = fused([Intent("contrast", "+", span=(20, 28))], [tagged("contrast", 0.99, "-")], WEIGHTS)
    assert [intent.direction for intent in found.intents] == ["-"]


def test_what_a_rule_takes_back_is_not_wished_for_by_the_tagger():
    found = fused([Intent("undo", target="dehaze")], [tagged("dehaze", 0.99)], WEIGHTS)
    assert [intent.op for intent in found.intents] == ["undo"]


def test_about_the_edit_the_tagger_is_believed_where_no_rule_says_anything():
    assert [each.op for each in fused([], [tagged("scale", 0.6, "-")], WEIGHTS).intents] == ["scale"]
    beside = fused([Intent("contrast", "+")], [tagged("scale", 0.6, "-"), tagged("contrast", 0.9)], WEIGHTS)
    assert [each.op for each in beside.intents] == ["contrast"]


def test_about_the_edit_the_rule_is_right_where_both_speak_of_the_same_words():
    stated = Intent("scale", "0", target="redo", span=(4, 9))
    assert fused([stated], [tagged("undo", 0.99, None)], WEIGHTS).intents[0].op == "scale"


def test_of_less_of_a_thing_and_none_of_it_the_likelier_is_taken():
    seen = replace(tagged("undo", 0.99, None), target="contrast")
    found = fused([Intent("contrast", "-", span=(20, 28))], [seen], WEIGHTS)
    assert [(each.op, each.target) for each in found.intents] == [("undo", "contrast")]


def test_a_wish_beside_what_is_taken_back_stays():
    seen = replace(tagged("undo", 0.99, None), target="contrast")
    both = [seen, tagged("exposure", 0.9)]
    found = fused([Intent("exposure", "+", span=(20, 28))], both, WEIGHTS)
    assert [each.op for each in found.intents] == ["undo", "exposure"]


def test_what_is_taken_back_is_what_the_tagger_is_sure_of_where_a_rule_names_nothing():
    sure = replace(tagged("undo", 0.99, None), target="crop", target_probability=0.9)
    for seen, wanted in ((sure, "crop"), (replace(sure, target_probability=0.5), "last")):
        (intent,) = fused([Intent("undo", target="last")], [seen], WEIGHTS).intents
        assert intent.target == wanted


def test_in_a_conversation_the_tagger_is_believed_where_no_rule_says_anything():
    doubted = [tagged("sharpness", 0.6, "-")]
    assert not fused([], doubted, WEIGHTS).intents
    assert [each.op for each in fused([], doubted, WEIGHTS, conversing=True).intents] == ["sharpness"]


def test_in_a_conversation_a_rule_for_few_words_needs_no_support():
    stated = [Intent("temperature", "+")]
    weights = replace(WEIGHTS, brief=0.5)
    assert not fused(stated, [], weights, brief=True).intents
    assert fused(stated, [], weights, brief=True, conversing=True).intents


def test_a_rule_that_is_often_wrong_needs_support():
    assert not fused([Intent("crop", "+")], [], WEIGHTS).intents
    assert fused([Intent("crop", "+")], [tagged("crop", 0.995)], WEIGHTS).intents


def test_the_more_a_reading_leaves_open_the_less_sure_it_is():
    clear = fused([Intent("contrast", "+")], [tagged("contrast", 0.99)], WEIGHTS)
    torn = fused([Intent("contrast", "+")], [tagged("contrast", 0.99), tagged("blur", 0.55)], WEIGHTS)
    assert torn.confidence < clear.confidence


def test_a_torn_reading_comes_with_the_others():
    reading = weighed((Intent("contrast", "+"),), [tagged("saturation", 0.6)], WEIGHTS)
    assert not reading.confident
    assert {tuple(i.op for i in each) for each in (reading.intents, *reading.others)} >= {
        ("saturation",),
        ("contrast",),
    }


def test_nothing_from_both_is_nothing_for_sure():
    found = fused([], [], WEIGHTS)
    assert found.intents == ()
    assert found.confident


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Please increase the brightness a bit", {("exposure", "+")}),
        ("remove the man on the left and sharpen the image", {("remove", "+"), ("sharpness", "+")}),
        ("I would have cropped it a bit tighter", {("crop", "+")}),
        ("Beautiful light, well done!", set()),
    ],
)
def test_plain_requests_are_understood_for_sure(text, wanted):
    reading = understood(text)
    assert {(intent.op, intent.direction) for intent in reading.intents} == wanted
    assert reading.confident
    assert not reading.others


def test_words_about_an_edit_mean_nothing_before_the_first_one():
    assert not understood(
        "a bit less of that would have been my choice for the second half of the show"
    ).intents
    assert [intent.op for intent in understood("a bit less", recent=("contrast",)).intents] == ["scale"]


def test_the_shipped_weights_believe_the_grammar_more_where_the_tagger_agrees():
    weights = shipped_weights()
    chances = [
        weights.chance("exposure", stated=stated, tagged=p) for stated in (False, True) for p in (0.05, 0.95)
    ]
    assert chances[0] < min(chances[1:3]) <= max(chances[1:3]) < chances[3]


def test_a_reading_is_the_same_every_time():
    assert understood("warmer and a bit darker") == understood("warmer and a bit darker")
