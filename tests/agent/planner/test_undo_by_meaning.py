"""Undo and redo: by turns, by property, by place."""

from tests.agent.planner.dialogues import PLACES, Dialogue, conversation_about

from burnish.recipe.recipe import Recipe, Step
from burnish.tools.saturation import Saturation


def about(*tools: object) -> Dialogue:
    """A dialogue about a photo that has these steps already."""
    return Dialogue(conversation_about("", Recipe(tuple(Step(tool) for tool in tools))))


def test_undo_is_exact() -> None:
    d = Dialogue().say("contrast", "contrast+")
    before = d.recipe.digest
    d.say("brighter and warmer", "exposure+", "temperature+").say("undo", "undo =last")
    assert d.recipe.digest == before


def test_undo_walks_further_back_every_time_and_redo_comes_forward() -> None:
    d = Dialogue().say("a", "contrast+").say("b", "temperature+").say("c", "sharpness+")
    d.say("undo", "undo =last").say("undo", "undo =last")
    assert d.tools == ["contrast"]
    d.say("redo", "scale0 =redo")
    assert d.tools == ["contrast", "white_balance"]
    d.say("redo", "scale0 =redo")
    assert d.tools == ["contrast", "sharpen", "white_balance"]
    assert d.say("redo", "scale0 =redo").answer.notes == ("There is nothing to redo.",)


def test_undo_of_a_few_turns_at_once() -> None:
    d = (
        Dialogue()
        .say("a", "contrast+")
        .say("b", "temperature+")
        .say("c", "sharpness+")
        .say("undo two", "undo =last 2")
    )
    assert d.tools == ["contrast"]


def test_undo_of_turns_counted_in_words() -> None:
    d = Dialogue().say("a", "contrast+").say("b", "temperature+").say("go back two steps", "undo =last")
    assert d.steps == ()


def test_an_edit_after_undo_leaves_nothing_to_redo() -> None:
    d = (
        Dialogue()
        .say("a", "contrast+")
        .say("undo", "undo =last")
        .say("b", "sharpness+")
        .say("redo", "scale0 =redo")
    )
    assert d.tools == ["sharpen"]


def test_undo_of_one_property_keeps_the_rest() -> None:
    d = (
        Dialogue()
        .say("a", "contrast+")
        .say("b", "temperature+")
        .say("c", "sharpness+")
        .say("no contrast", "undo =contrast")
    )
    assert d.tools == ["sharpen", "white_balance"]


def test_undo_of_the_latest_property_gives_the_very_state_before() -> None:
    d = Dialogue().say("a", "temperature+")
    before = d.recipe.digest
    d.say("b", "contrast+").say("more", "scale+ =last").say("undo the contrast", "undo =contrast")
    assert d.recipe.digest == before


def test_undo_after_undo_of_a_property_brings_it_back() -> None:
    d = Dialogue().say("a", "contrast+").say("b", "temperature+")
    before = d.recipe.digest
    d.say("undo the contrast", "undo =contrast").say("undo", "undo =last")
    assert d.recipe.digest == before


def test_undo_of_what_was_not_done_changes_nothing_and_says_so() -> None:
    d = Dialogue().say("a", "contrast+").say("undo the vignette", "undo =vignette")
    assert d.tools == ["contrast"]
    assert d.answer.notes == ("There is no vignette to undo.",)
    assert d.answer.best.changes == ()


def test_undo_of_a_place() -> None:
    d = (
        Dialogue()
        .say("sky", "exposure- @sky")
        .say("face", "exposure+ @face")
        .say("undo the sky", "undo =sky")
    )
    assert {step.mask for step in d.steps} == {PLACES["face"]}


def test_undo_of_everything_gives_the_recipe_that_was_there_at_first_and_can_be_undone() -> None:
    d = about(Saturation(amount=10.0)).say("a", "contrast+").say("b", "temperature+")
    before, start = d.recipe.digest, d.conversation.start.digest
    assert d.say("start over", "undo =all").recipe.digest == start
    assert d.say("undo", "undo =last").recipe.digest == before


def test_undo_the_color_means_the_saturation_where_that_was_done() -> None:
    assert Dialogue().say("more color", "saturation+").say("undo the color", "undo =color").steps == ()


def test_undo_leaves_what_came_with_a_look_but_for_the_property() -> None:
    d = Dialogue().say("moody", "style+ =moody").say("undo the contrast", "undo =contrast")
    assert d.tools == ["tone", "vignette"]
    d.say("undo the shadows", "undo =shadows")
    assert d.value("tone", "highlights") == -14.0
    assert d.value("tone", "shadows") == 0.0


def test_undo_and_a_new_wish_in_one_breath() -> None:
    d = Dialogue().say("warmer", "temperature+").say("undo that and add contrast", "undo =last", "contrast+")
    assert d.tools == ["contrast"]


def test_undo_after_a_change_by_the_persons_own_hand_takes_that_back() -> None:
    d = Dialogue().say("contrast", "contrast+")
    before = d.recipe
    d.conversation = d.conversation.at(before.adding(Step(Saturation(amount=5.0))))
    assert d.say("undo", "undo =last").recipe.digest == before.digest


def test_undo_by_a_button_and_then_by_words_walks_on() -> None:
    d = Dialogue().say("a", "contrast+").say("b", "temperature+")
    d.conversation = d.conversation.at(d.conversation.turns[-1].before)
    assert d.say("undo", "undo =last").steps == ()
