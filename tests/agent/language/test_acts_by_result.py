"""What was done, named by the word for its result, and the states and numbers around it."""

import pytest

from burnish.agent.language.done import Done
from burnish.agent.language.follow_ups import followed_up

DARKENED = Done(
    ops=frozenset({"exposure", "contrast"}),
    ways=frozenset({("exposure", "-"), ("contrast", "+")}),
    placed=True,
    turns=2,
)


def read(text):
    found = followed_up(text, DARKENED)
    return (
        None if found is None else [(each.op, each.direction, each.target, each.region) for each in found[0]]
    )


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("not so dark", ("scale", "-", "exposure", None)),
        ("the background not so dark", ("scale", "-", "exposure", "bg")),
        ("twice as dark", ("scale", "+", "exposure", None)),
        ("only half that dark", ("scale", "-", "exposure", None)),
        ("back to before the contrast", ("scale", "0", "before contrast", None)),
        ("back to how it was before the contrast", ("scale", "0", "before contrast", None)),
        ("the contrast back to before", ("undo", None, "contrast", None)),
        ("make the contrast +10 instead", ("contrast", "+", "", None)),
        ("contrast off again", ("undo", None, "contrast", None)),
        ("take the contrast out again", ("undo", None, "contrast", None)),
        ("the contrast again", ("scale", "0", "contrast", None)),
        ("keep that contrast", ("keep", None, "contrast", None)),
    ],
)
def test_it_is_about_what_was_done(text, meant):
    assert read(text) == [meant]


def test_a_quality_that_the_edit_did_not_give_is_no_name_for_it():
    assert read("twice as bright") is None
    assert read("not so bright") is None


def test_a_number_that_comes_instead_is_what_it_comes_to():
    found = followed_up("make the contrast +10 instead", DARKENED)
    assert found is not None
    [intent] = found[0]
    assert intent.quantity is not None
    assert (intent.quantity.value, intent.quantity.absolute) == (10.0, True)


def test_no_and_a_verb_ask_for_something_else_and_take_nothing_back():
    assert read("no, darken it") is None


def test_several_places_may_stay():
    assert read("leave the sky and the grass alone") == [
        ("keep", None, "sky", "sky"),
        ("keep", None, "obj", "obj"),
    ]


def test_what_is_not_to_be_touched_again_is_not_done_again():
    assert ("scale", "0", "contrast", None) not in (read("don't touch the contrast again") or [])


def test_places_are_named_without_an_article_in_a_list():
    found = followed_up("sky and lake stay untouched", DARKENED)
    assert found is not None
    assert [(each.op, each.region, each.phrase) for each in found[0]] == [
        ("keep", "sky", "sky"), ("keep", "obj", "lake"),
    ]  # fmt: skip


def test_tones_are_left_as_they_were_where_they_were_changed():
    lifted = Done(ops=frozenset({"shadows"}), ways=frozenset({("shadows", "+")}), turns=1)
    found = followed_up("no leave the shadows as they were", lifted)
    assert found is not None
    assert [(each.op, each.target) for each in found[0]] == [("undo", "shadows")]
    assert read("no leave the shadows as they were") == [("keep", None, "shadows", "shadows")]


def test_what_was_lowered_goes_further_down_and_what_was_raised_comes_down():
    for way, meant in (("-", "+"), ("+", "-")):
        done = Done(ops=frozenset({"highlights"}), ways=frozenset({("highlights", way)}), turns=1)
        found = followed_up("further down please", done)
        assert found is not None
        assert [(each.op, each.direction, each.target) for each in found[0]] == [("scale", meant, "last")]


def test_one_thing_goes_and_another_stays():
    found = followed_up("undo the exposure but not the contrast", DARKENED)
    assert found is not None
    assert [(each.op, each.target) for each in found[0]] == [("undo", "exposure")]
