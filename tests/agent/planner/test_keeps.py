"""What is to stay as it is, over turns."""

from tests.agent.planner.dialogues import PLACES, Dialogue

from burnish.agent.planner.keeps import inverted
from burnish.imaging.masks import Combine, Sky


def test_a_kept_place_is_left_out_of_what_follows() -> None:
    d = Dialogue().say("keep the skin natural", "keep =skin").say("warmer", "temperature+")
    assert d.only("white_balance").mask == inverted(PLACES["skin"])
    assert [keep.what for keep in d.answer.keep] == ["skin"]


def test_a_keep_counts_for_the_wishes_beside_it() -> None:
    d = Dialogue().say("warmer, but leave the sky", "temperature+", "keep =sky")
    assert d.only("white_balance").mask == inverted(Sky())


def test_two_kept_places_are_both_left_out() -> None:
    d = Dialogue().say("leave sky and skin", "keep =sky", "keep =skin").say("contrast", "contrast+")
    mask = d.only("contrast").mask
    assert isinstance(mask, Combine)
    assert mask.operation == "intersect"


def test_a_kept_property_stays_out_of_looks() -> None:
    d = Dialogue().say("don't touch the contrast", "keep =contrast").say("moody", "style+ =moody")
    assert d.tools == ["tone", "vignette"]
    assert any("contrast stays" in note for note in d.answer.notes)


def test_a_kept_property_stays_out_of_enhancing() -> None:
    d = Dialogue().say("keep the contrast", "keep =contrast").say("improve it", "enhance+")
    assert d.tools == ["exposure"]


def test_naming_what_was_kept_lifts_it() -> None:
    d = Dialogue().say("keep the contrast", "keep =contrast").say("more contrast", "contrast+")
    assert d.tools == ["contrast"]
    assert d.answer.keep == ()


def test_naming_a_kept_place_lifts_it() -> None:
    d = (
        Dialogue()
        .say("leave the sky", "keep =sky")
        .say("darken the sky", "exposure- @sky")
        .say("contrast", "contrast+")
    )
    assert d.only("contrast").mask is None


def test_a_keep_is_lifted_by_undo() -> None:
    d = (
        Dialogue()
        .say("leave the sky", "keep =sky")
        .say("never mind the sky", "undo =keep")
        .say("contrast", "contrast+")
    )
    assert d.only("contrast").mask is None


def test_keep_it_natural_makes_wishes_gentler() -> None:
    d = Dialogue().say("keep it natural", "keep =all").say("more contrast", "contrast+")
    assert d.value("contrast") == 10.0


def test_keep_the_rest_constrains_nothing() -> None:
    d = Dialogue().say("a", "contrast+").say("b", "sharpness+")
    d.say("undo the contrast but keep the rest", "undo =contrast", "keep =all")
    assert d.tools == ["sharpen"]
    assert d.answer.keep == ()


def test_a_kept_place_that_is_not_found_is_told() -> None:
    d = Dialogue().say("keep the dress", "keep =obj 'the dress'").say("contrast", "contrast+")
    assert d.only("contrast").mask is None
    assert any("the dress" in note for note in d.answer.notes)


def test_a_keep_outlives_undo_and_looks_and_enhancing() -> None:
    d = (
        Dialogue()
        .say("leave the sky", "keep =sky")
        .say("a", "contrast+")
        .say("undo", "undo =last")
        .say("moody", "style+ =moody")
    )
    assert {step.mask for step in d.steps} == {inverted(Sky())}
