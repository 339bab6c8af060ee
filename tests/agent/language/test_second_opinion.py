"""Rules and tagger on what is said of an edit: who is believed."""

from burnish.agent.language.second_opinion import second_opinion, with_names
from burnish.agent.language.tagger import Tagged
from burnish.agent.planner.intents import Intent


def seen(op, direction, probability, target="", region=None, sure=0.0, span=(0, 4)):
    return Tagged(op, direction, probability, region, sure, "medium", None, target, span, 0.95)


def read(intents, tagged, text="take the moody look off and give me an airy one"):
    found = second_opinion(intents, text, tagged)
    return None if found is None else [(each.op, each.direction, each.target) for each in found[0]]


MOVED = Intent("scale", "0", target="last", region="sky")


def test_what_the_tagger_surely_sees_instead_is_believed():
    tagged = [seen("undo", None, 0.96, "style"), seen("style", "+", 0.91, span=(30, 40))]
    assert read([MOVED], tagged) == [("undo", None, "style"), ("style", "+", "")]


def test_what_it_bears_out_stands():
    assert read([Intent("undo", target="style")], [seen("undo", None, 0.96, "style")]) is None


def test_less_of_it_and_none_of_it_are_no_contradiction():
    assert read([Intent("scale", "-", target="contrast")], [seen("undo", None, 0.9, "contrast")]) is None


def test_what_it_is_not_sure_of_changes_nothing():
    assert read([MOVED], [seen("undo", None, 0.45, "style")]) is None


def test_a_move_without_a_place_says_too_little():
    assert read([Intent("undo", target="last")], [seen("scale", "0", 0.95, "last")]) is None


def test_what_counts_steps_is_left_to_rules():
    assert read([Intent("undo", target="step 2")], [seen("undo", None, 0.99, "all")]) is None


def test_a_wish_that_the_rules_passed_over_is_added_in_their_words():
    tagged = [
        seen("undo", None, 0.9, "last"),
        seen("exposure", "+", 0.95, region="sky", sure=0.9, span=(20, 28)),
    ]
    found = second_opinion([Intent("undo", target="last")], "undo that and brighten the sky", tagged)
    assert found is not None
    assert [(each.op, each.region, each.phrase) for each in found[0]][1] == ("exposure", "sky", "the sky")
    assert 0.5 <= found[1] < 1


def test_things_get_the_words_that_name_them():
    [named] = with_names([Intent("keep", target="obj", span=(13, 22))], "warm it, but the water should stay")
    assert named.phrase == "the water"
