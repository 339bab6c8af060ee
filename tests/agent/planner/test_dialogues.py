"""What a photographer expects of a conversation: each dialogue ends in the right recipe."""

from itertools import pairwise

import pytest
from tests.agent.planner.dialogues import DARK, FINE, PERSON, PLACES, Dialogue, conversation_about

from burnish.agent.planner.conversation import Conversation
from burnish.agent.planner.keeps import inverted
from burnish.agent.planner.request import SliderMove
from burnish.imaging.masks import Circle, Combine, Sky, Subject
from burnish.recipe.recipe import Recipe, Step
from burnish.tools.contrast import Contrast
from burnish.tools.exposure import Exposure
from burnish.tools.saturation import Saturation

CIRCLE = Subject(area=Circle(x=0.3, y=0.3, radius=0.1))


def about(*tools: object) -> Dialogue:
    """A dialogue about a photo that has these steps already."""
    return Dialogue(conversation_about("", Recipe(tuple(Step(tool) for tool in tools))))


# --- The same property again ---------------------------------------------------------------------------------------


def test_a_wish_adds_a_step_that_quotes_its_words() -> None:
    d = Dialogue().say("more contrast please", "contrast+")
    assert d.only("contrast").tool == Contrast(amount=20.0)
    assert d.only("contrast").reason == "“more contrast please”: as measured"
    assert d.only("contrast").author == "planner"


def test_another_property_adds_another_step() -> None:
    d = Dialogue().say("contrast", "contrast+").say("warmer", "temperature+")
    assert d.tools == ["contrast", "white_balance"]


def test_the_same_wish_again_grows_the_step_instead_of_adding_one() -> None:
    d = Dialogue().say("more contrast", "contrast+").say("more contrast", "contrast+ small")
    assert 20.0 < d.value("contrast") < 30.0


def test_the_change_of_a_grown_step_holds_both_values() -> None:
    d = Dialogue().say("more contrast", "contrast+").say("still more contrast", "contrast+")
    (change,) = d.answer.best.changes
    assert change.kind == "replace"
    assert change.before is not None
    assert change.before.tool == Contrast(amount=20.0)
    assert "20 → " in change.reason


def test_two_tools_of_one_wish_grow_together() -> None:
    d = Dialogue().say("brighter", "exposure+").say("brighter", "exposure+")
    assert d.value("exposure", "stops") > 0.5
    assert d.value("tone", "highlights") < -10.0


def test_highlights_and_shadows_are_two_wishes_that_compose() -> None:
    d = Dialogue().say("calmer highlights", "highlights-").say("open the shadows", "shadows+")
    assert [step.tool.name for step in d.steps] == ["tone", "tone"]
    assert sum(step.tool.shadows for step in d.steps) == 30.0


@pytest.mark.parametrize(("words", "most"), [("exposure+ large", 3.0), ("exposure- large", 3.0)])
def test_the_same_wish_ten_times_stays_sane(words: str, most: float) -> None:
    d = Dialogue()
    for turn in range(10):
        d.say(f"again {turn}", words)
    assert 1.0 < abs(d.value("exposure", "stops")) < most


@pytest.mark.parametrize(
    ("wish", "tool"),
    [("contrast+", "contrast"), ("saturation+ large", "vibrance"), ("sharpness+", "sharpen")],
)
def test_any_wish_repeated_rises_every_time_and_stays_inside_the_slider(wish: str, tool: str) -> None:
    d = Dialogue()
    values = [d.say(f"again {turn}", wish).value(tool) for turn in range(12)]
    assert all(a <= b for a, b in pairwise(values))
    assert values[-1] < 130


# --- Opposites -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("strength", "left"), [("small", (0.65, 0.8)), ("medium", (0.4, 0.6)), ("large", (0.2, 0.3))]
)
def test_less_of_it_walks_back_by_its_words(strength: str, left: tuple[float, float]) -> None:
    d = Dialogue().say("more contrast", "contrast+").say("less contrast", f"contrast- {strength}")
    assert left[0] <= d.value("contrast") / 20.0 <= left[1]


def test_less_without_more_before_is_a_wish_of_its_own() -> None:
    assert Dialogue().say("less contrast", "contrast-").value("contrast") == -15.0


def test_less_again_and_again_passes_zero_and_goes_on() -> None:
    d = Dialogue().say("brighter", "exposure+")
    values = [d.say(f"darker {turn}", "exposure-").value("exposure", "stops") for turn in range(6)]
    assert all(a > b for a, b in pairwise(values))
    assert values[-1] < -0.4


def test_walking_back_uses_the_tool_that_went_forward() -> None:
    d = Dialogue().say("more color", "saturation+").say("a bit less color", "saturation- small")
    assert d.tools == ["vibrance"]
    assert 15.0 < d.value("vibrance") < 20.0


def test_a_walk_back_past_nothing_changes_the_tool_and_the_direction() -> None:
    d = Dialogue().say("a bit more color", "saturation+ small").say("much less color", "saturation- large")
    d.say("less color", "saturation-").say("less color", "saturation-")
    assert d.value("saturation") < 0
    assert d.value("vibrance") == 0.0
    stronger = d.value("saturation")
    d.say("even less color", "saturation-")
    assert d.value("saturation") < stronger


def test_losing_something_takes_all_of_it_away() -> None:
    d = Dialogue().say("add a vignette", "vignette+").say("lose the vignette", "vignette-")
    assert d.steps == ()


def test_losing_some_of_it_takes_some_away() -> None:
    d = Dialogue().say("more contrast", "contrast+").say("drop some contrast", "contrast-")
    assert d.value("contrast") == 10.0


def test_a_percentage_takes_that_share_of_what_was_done() -> None:
    d = Dialogue().say("more contrast", "contrast+").say("reduce contrast by 25 %", "contrast- by25%")
    assert d.value("contrast") == 15.0


def test_by_ten_is_ten_on_the_slider() -> None:
    d = Dialogue().say("more contrast", "contrast+").say("contrast down by 5", "contrast- by5")
    assert d.value("contrast") == 15.0


def test_a_stated_value_is_set_whatever_it_was() -> None:
    d = Dialogue().say("more contrast", "contrast+").say("contrast at 45", "contrast+ to45")
    assert d.value("contrast") == 45.0
    assert d.say("contrast to 0", "contrast0 to0").steps == ()


def test_colors_are_properties_of_their_own() -> None:
    d = Dialogue().say("less blue", "color- ~blue").say("less green", "color- ~green")
    assert d.tools == ["hsl", "hsl"]


# --- Strength of what was done -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "stops"),
    [("scale- =last", 0.25), ("scale- =last small", 0.36), ("scale- =last large", 0.12), ("scale+ =last", 0.75),
     ("scale+ =last 200%", 1.0), ("scale- =last 50%", 0.25), ("scale- =last by20%", 0.4), ("scale- ", 0.25)],
)  # fmt: skip
def test_the_last_edit_at_another_strength(said: str, stops: float) -> None:
    d = Dialogue().say("brighter", "exposure+").say("that, please", said)
    assert d.value("exposure", "stops") == pytest.approx(stops)


def test_less_and_less_fades_and_more_comes_back() -> None:
    d = Dialogue().say("contrast", "contrast+")
    values = [d.say(f"less {n}", "scale- =last").value("contrast") for n in range(3)]
    assert values == [10.0, 5.0, 2.5]
    assert d.say("more", "scale+ =last").value("contrast") == pytest.approx(3.8)


def test_less_after_a_second_wish_is_less_of_that_one() -> None:
    d = Dialogue().say("contrast", "contrast+").say("more contrast", "contrast+")
    grown = d.value("contrast")
    d.say("a bit less", "scale- =last small")
    assert 20.0 < d.value("contrast") < grown


def test_less_after_less_contrast_is_less_still() -> None:
    d = Dialogue().say("contrast", "contrast+ large").say("less contrast", "contrast-")
    halfway = d.value("contrast")
    assert d.say("less", "scale- =last").value("contrast") < halfway


def test_more_and_then_too_much_ends_between() -> None:
    d = Dialogue().say("contrast", "contrast+").say("more", "scale+ =last").say("too much", "scale- =last")
    assert 20.0 < d.value("contrast") < 30.0


def test_less_and_then_a_bit_more_ends_between() -> None:
    d = (
        Dialogue()
        .say("contrast", "contrast+")
        .say("less", "scale- =last")
        .say("a bit more", "scale+ =last small")
    )
    assert 10.0 < d.value("contrast") < 15.0


def test_more_ten_times_stays_sane() -> None:
    d = Dialogue().say("brighter", "exposure+")
    for n in range(10):
        d.say(f"more {n}", "scale+ =last large")
    assert d.value("exposure", "stops") == 2.5


def test_less_means_all_that_the_last_turn_did() -> None:
    d = Dialogue().say("warm and punchy", "temperature+", "contrast+").say("half of that", "scale- =last 50%")
    assert (d.value("contrast"), d.value("white_balance", "temperature")) == (10.0, 6.0)


def test_less_of_a_named_property_leaves_the_rest() -> None:
    d = (
        Dialogue()
        .say("warm and punchy", "temperature+", "contrast+")
        .say("less contrast", "scale- =contrast")
    )
    assert (d.value("contrast"), d.value("white_balance", "temperature")) == (10.0, 12.0)


def test_less_of_what_was_never_done_is_a_wish() -> None:
    d = Dialogue().say("warmer", "temperature+").say("less contrast", "scale- =contrast")
    assert d.value("contrast") == -15.0


def test_more_of_nothing_changes_nothing_and_says_so() -> None:
    d = Dialogue().say("more", "scale+ =last")
    assert d.steps == ()
    assert d.answer.notes


def test_more_in_a_place_changes_the_steps_of_that_place() -> None:
    d = (
        Dialogue()
        .say("darker sky", "exposure- @sky")
        .say("contrast", "contrast+")
        .say("more on the sky", "scale+ @sky")
    )
    assert d.value("exposure", "stops") == -0.75
    assert d.value("contrast") == 20.0


def test_less_in_a_place_thins_the_last_edit_there() -> None:
    d = Dialogue().say("contrast", "contrast+").say("less of it in the sky", "scale- @sky")
    mask = d.only("contrast").mask
    assert isinstance(mask, Combine)
    assert mask.operation == "subtract"
    assert mask.masks[1] == Sky(opacity=0.5)


def test_less_in_a_place_over_and_over_never_fails() -> None:
    d = Dialogue().say("contrast", "contrast+")
    for n in range(12):
        d.say(f"less there {n}", "scale- @sky")
    assert len(d.steps) == 1


# --- Undo by meaning -----------------------------------------------------------------------------------------------


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


# --- Places --------------------------------------------------------------------------------------------------------


def test_only_the_sky_moves_the_last_edit_there() -> None:
    d = Dialogue().say("darker", "exposure-").say("no, only the sky", "scale0 @sky =last")
    assert d.only("exposure").mask == Sky()
    assert d.value("exposure", "stops") == -0.5


def test_everywhere_drops_the_place() -> None:
    d = Dialogue().say("darker sky", "exposure- @sky").say("everywhere", "scale0 =everywhere")
    assert d.only("exposure").mask is None


def test_everywhere_makes_one_step_of_two_that_now_are_one() -> None:
    d = Dialogue().say("contrast", "contrast+").say("contrast on her face", "contrast+ @face")
    assert d.say("everywhere", "scale0 =everywhere").value("contrast") == 40.0


def test_a_place_that_is_not_found_is_asked_for_and_nothing_moves() -> None:
    d = Dialogue().say("darker", "exposure-").say("only the car", "scale0 @obj 'the car'")
    assert d.only("exposure").mask is None
    assert d.answer.question is not None
    assert "“the car”" in d.answer.question.text


def test_whole_picture_and_place_are_two_steps() -> None:
    d = Dialogue().say("brighter", "exposure+").say("her face too", "exposure+ @face")
    assert {step.mask for step in d.steps if step.tool.name == "exposure"} == {None, PLACES["face"]}


def test_brighter_still_goes_on_where_the_last_wish_was() -> None:
    d = Dialogue().say("brighten her face", "contrast+ @face").say("more contrast", "contrast+")
    assert d.only("contrast").mask == PLACES["face"]
    assert d.value("contrast") > 20.0


def test_the_whole_picture_is_the_whole_picture_when_it_is_said() -> None:
    d = Dialogue().say("her face", "contrast+ @face").say("more contrast in the whole picture", "contrast+")
    assert {step.mask for step in d.steps} == {None, PLACES["face"]}


def test_less_of_it_finds_the_only_place_where_it_was_done() -> None:
    d = (
        Dialogue()
        .say("her face", "contrast+ @face")
        .say("warmer", "temperature+")
        .say("a bit less contrast", "contrast- small")
    )
    assert 13.0 < d.value("contrast") < 16.0


def test_a_drawn_circle_says_where_for_every_wish() -> None:
    d = Dialogue().say("brighter and warmer", "exposure+", "temperature+", mask=CIRCLE)
    assert {step.mask for step in d.steps} == {CIRCLE}


def test_geometry_takes_no_place() -> None:
    d = Dialogue().say("tighter", "crop+", mask=CIRCLE)
    assert d.only("crop").mask is None
    assert d.say("only the sky", "scale0 @sky").answer.notes


# --- Corrections ---------------------------------------------------------------------------------------------------


def test_no_cooler_replaces_warmer_with_a_fresh_amount() -> None:
    d = Dialogue().say("warmer", "temperature+").say("no, cooler", "temperature-")
    assert d.value("white_balance", "temperature") == -12.0


def test_a_correction_of_one_wish_leaves_the_other_of_that_turn() -> None:
    d = Dialogue().say("warmer with contrast", "temperature+", "contrast+").say("no, cooler", "temperature-")
    assert d.value("contrast") == 20.0
    assert d.value("white_balance", "temperature") == -12.0


def test_a_correction_starts_from_what_was_there_before_the_corrected_turn() -> None:
    d = (
        Dialogue()
        .say("warmer", "temperature+")
        .say("warmer", "temperature+")
        .say("no, cooler", "temperature-")
    )
    assert d.value("white_balance", "temperature") == pytest.approx(6.0)


def test_increase_it_after_a_decrease_is_an_increase() -> None:
    d = Dialogue().say("reduce the contrast", "contrast-").say("no, increase it", "scale+ =last")
    assert d.value("contrast") == 20.0


def test_no_more_after_an_increase_is_more_of_it() -> None:
    d = Dialogue().say("contrast", "contrast+").say("no, more", "scale+ =last")
    assert d.value("contrast") == 30.0


def test_the_opposite_turns_the_last_wish_round() -> None:
    d = Dialogue().say("warmer", "temperature+").say("no, the opposite", "scale0 =opposite")
    assert d.value("white_balance", "temperature") == -12.0


def test_i_meant_something_else_takes_the_misunderstanding_back() -> None:
    d = Dialogue().say("punch", "saturation+").say("no, I meant contrast", "contrast+")
    assert d.tools == ["contrast"]


def test_no_the_sky_moves_the_same_wish() -> None:
    d = Dialogue().say("darker", "exposure-").say("no, darken the sky", "exposure- @sky")
    assert d.only("exposure").mask == Sky()


def test_no_it_is_still_too_dark_asks_for_more_of_the_same() -> None:
    d = Dialogue().say("brighter", "exposure+").say("no, it is still too dark", "exposure+")
    assert d.value("exposure", "stops") > 0.5


def test_actually_also_adds() -> None:
    d = Dialogue().say("warmer", "temperature+").say("actually, sharper too", "sharpness+")
    assert d.tools == ["sharpen", "white_balance"]


def test_no_after_praise_corrects_nothing() -> None:
    d = Dialogue().say("warmer", "temperature+").say("lovely").say("no, add contrast", "contrast+")
    assert d.tools == ["contrast", "white_balance"]


# --- Keeps ---------------------------------------------------------------------------------------------------------


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


# --- Removing, backgrounds, frames ---------------------------------------------------------------------------------


def test_what_is_not_found_is_not_removed_but_asked_for() -> None:
    d = Dialogue().say("remove the dog", "remove+ @obj 'the dog'")
    assert d.steps == ()
    assert d.answer.question is not None
    assert d.answer.question.text.startswith("Circle what should go, and I will remove it.")


def test_the_circle_that_was_asked_for_is_the_answer() -> None:
    d = Dialogue().say("remove the dog", "remove+ @obj 'the dog'").say("", mask=CIRCLE)
    assert d.only("heal").mask == CIRCLE
    assert d.value("heal") == 100.0


def test_a_circle_answers_for_a_place_not_found_too() -> None:
    d = Dialogue().say("brighten the car", "contrast+ @obj 'the car'").say("here", mask=CIRCLE)
    assert d.only("contrast").mask == CIRCLE


def test_a_place_not_found_offers_the_whole_picture_but_does_not_do_it() -> None:
    d = Dialogue().say("more contrast on the car", "contrast+ @obj 'the car'")
    assert d.steps == ()
    assert d.answer.question is not None
    whole = d.answer.question.options[1].candidate
    assert whole == 1
    d.conversation = d.conversation.choose(whole)
    assert d.only("contrast").mask is None


def test_i_meant_the_background_answers_for_a_place_not_found() -> None:
    d = (
        Dialogue()
        .say("blur the thing", "blur+ @obj 'the thing'")
        .say("I meant the background", "scale0 @bg =last")
    )
    assert d.only("blur").mask == inverted(PERSON)


def test_a_wish_said_again_still_waits_for_its_place() -> None:
    d = Dialogue().say("blur the thing", "blur+ @obj 'the thing'").say("more blur", "blur+ large")
    assert d.steps == ()
    assert d.answer.question is not None


def test_nothing_destructive_is_offered_for_the_whole_picture() -> None:
    d = Dialogue().say("remove the dog", "remove+ @obj 'the dog'")
    assert len(d.answer.candidates) == 1


def test_a_white_background_lies_behind_the_subject() -> None:
    d = Dialogue().say("put her on a white background", "background+ ~white")
    assert d.only("background").mask == inverted(PERSON)
    assert d.value("background", "color") == "#ffffff"


def test_another_scene_behind_the_subject_is_refused() -> None:
    d = Dialogue().say("put a beach behind her", "background+")
    assert d.steps == ()
    assert "generative editor" in d.answer.unsupported[0].why


def test_a_tighter_crop_again_crops_the_crop() -> None:
    d = Dialogue().say("crop", "crop+").say("tighter", "crop+")
    assert d.value("crop", "left") == pytest.approx(0.18)
    d.say("a bit wider", "crop- small")
    assert 0.1 < d.value("crop", "left") < 0.18


def test_cropping_over_and_over_keeps_a_picture() -> None:
    d = Dialogue()
    for n in range(10):
        d.say(f"tighter {n}", "crop+ large")
    assert d.value("crop", "right") - d.value("crop", "left") > 0.2


def test_mirroring_twice_is_nothing() -> None:
    assert Dialogue().say("flip", "flip+").say("flip", "flip+").steps == ()


def test_quarter_turns_add_up_and_leveling_stays() -> None:
    d = Dialogue().say("turn", "rotate+ 90").say("level", "rotate0").say("turn", "rotate+ 90")
    assert (d.value("rotate", "quarter_turns"), d.value("rotate", "angle")) == (2, 1.5)


def test_leveling_without_a_horizon_asks() -> None:
    d = Dialogue(photo=None).say("level it", "rotate0")
    assert d.steps == ()
    assert d.answer.question is not None


# --- Looks, enhancing, references ----------------------------------------------------------------------------------


def test_a_look_takes_the_place_of_another() -> None:
    d = Dialogue().say("moody", "style+ =moody").say("airy", "style+ =airy")
    assert d.tools == ["exposure", "fade"]


def test_less_moody_is_less_of_the_look() -> None:
    d = Dialogue().say("moody", "style+ =moody").say("less moody", "style- =moody")
    assert d.value("vignette") == -7.0
    assert d.value("contrast") == 7.0


def test_the_same_look_again_is_more_of_it() -> None:
    d = Dialogue().say("moody", "style+ =moody").say("moodier", "style+ =moody")
    assert d.value("contrast") > 14.0
    assert len(d.steps) == 3


def test_less_contrast_after_a_look_changes_the_look_s_contrast_only() -> None:
    d = Dialogue().say("moody", "style+ =moody").say("less contrast", "contrast-")
    assert d.value("contrast") == 7.0
    assert d.value("vignette") == -14.0


def test_an_unknown_look_is_refused_by_name() -> None:
    d = Dialogue().say("make it zorgy", "style+ =zorgy")
    assert d.steps == ()
    assert "moody" in d.answer.unsupported[0].why


def test_no_words_at_all_enhance_what_needs_it() -> None:
    d = Dialogue().say("")
    assert d.tools == ["contrast", "exposure"]
    assert d.answer.intents == ()
    assert [change.intent for change in d.answer.best.changes] == [None, None]


def test_a_photo_that_needs_nothing_gets_nothing_and_is_told_so() -> None:
    d = Dialogue(photo=FINE).say("")
    assert d.steps == ()
    assert d.answer.notes == ("Nothing needs doing.",)


def test_enhancing_twice_is_enhancing_once() -> None:
    d = Dialogue().say("")
    before = d.recipe.digest
    assert d.say("enhance", "enhance+").recipe.digest == before


def test_enhancing_leaves_what_was_wished_for() -> None:
    d = Dialogue().say("darker", "exposure-").say("fix the rest", "enhance+")
    assert d.value("exposure", "stops") == -0.5
    assert d.value("contrast") == 10.0


def test_undo_the_enhancement() -> None:
    assert Dialogue().say("").say("undo that enhancement", "undo =enhance").steps == ()


def test_praise_changes_nothing() -> None:
    d = Dialogue().say("contrast", "contrast+").say("love it")
    assert d.tools == ["contrast"]
    assert d.answer.notes == ("Nothing changed: these words ask for nothing that a tool can do.",)


def test_a_reference_picture_s_steps_replace_those_of_an_earlier_one() -> None:
    d = Dialogue().say("like this", reference_steps=(Step(Contrast(amount=5.0)), Step(Exposure(stops=0.2))))
    d.say("like that one", reference_steps=(Step(Contrast(amount=9.0)),))
    assert d.tools == ["contrast"]
    assert d.value("contrast") == 9.0


# --- Sliders -------------------------------------------------------------------------------------------------------


def test_a_slider_is_set_exactly_and_is_the_person_s() -> None:
    d = Dialogue().say("contrast", "contrast+").say("", sliders=(SliderMove("contrast", "amount", 33.0),))
    assert d.only("contrast").author == "person"
    assert d.value("contrast") == 33.0


def test_words_after_a_slider_go_on_from_it() -> None:
    d = (
        Dialogue()
        .say("", sliders=(SliderMove("contrast", "amount", 30.0),))
        .say("a bit less contrast", "contrast- small")
    )
    assert d.value("contrast") == pytest.approx(21.6)


def test_a_slider_at_zero_takes_the_step_out() -> None:
    assert (
        Dialogue()
        .say("contrast", "contrast+")
        .say("", sliders=(SliderMove("contrast", "amount", 0.0),))
        .steps
        == ()
    )


def test_words_and_a_slider_in_one_request() -> None:
    d = Dialogue().say("warmer", "temperature+", sliders=(SliderMove("exposure", "stops", 0.3),))
    assert d.tools == ["exposure", "white_balance"]


# --- Several readings and variants ---------------------------------------------------------------------------------


def test_an_unsure_reading_offers_the_other_beside_its_best_guess() -> None:
    d = Dialogue().say("make it clearer", "sharpness+", others=("exposure+",), confidence=0.6)
    assert d.tools == ["sharpen"]
    plan = d.answer
    assert [candidate.title for candidate in plan.candidates] == ["Sharper", "Brighter"]
    assert sum(candidate.probability for candidate in plan.candidates) == pytest.approx(1.0)
    assert plan.candidates[0].probability > plan.candidates[1].probability
    assert plan.question is not None
    assert [option.label for option in plan.question.options] == ["Sharper", "Brighter"]


def test_the_other_one_takes_the_next_candidate_and_comes_round() -> None:
    d = Dialogue().say("make it clearer", "sharpness+", others=("exposure+",), confidence=0.6)
    first = d.recipe.digest
    assert d.say("the other one", "scale0 =other").tools == ["exposure", "tone"]
    assert d.say("the other one", "scale0 =other").recipe.digest == first


def test_a_taken_alternative_can_be_talked_about() -> None:
    d = Dialogue().say("make it clearer", "sharpness+", others=("exposure+",), confidence=0.6)
    d.conversation = d.conversation.choose(1)
    d.say("a bit less", "scale- =last small")
    assert d.value("exposure", "stops") == pytest.approx(0.36)


def test_no_other_one_is_told() -> None:
    assert Dialogue().say("contrast", "contrast+").say("the other one", "scale0 =other").answer.notes


def test_variants_differ_in_strength_and_say_so() -> None:
    d = Dialogue().say("more contrast", "contrast+", variants=3)
    amounts = [candidate.recipe.steps[0].tool.amount for candidate in d.answer.candidates]
    assert amounts == [20.0, 12.0, 30.0]
    assert [candidate.title for candidate in d.answer.candidates] == ["More contrast", "Gentler", "Bolder"]


def test_the_others_get_the_same() -> None:
    d = Dialogue().say("contrast", "contrast+").say("same for the others", "scale0 =others")
    assert d.answer.for_others
    assert d.tools == ["contrast"]


def test_wishes_for_the_others_are_done_here_too() -> None:
    d = Dialogue().say("contrast, on all of them", "contrast+", "scale0 =others")
    assert d.answer.for_others
    assert d.tools == ["contrast"]


# --- What cannot be ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "why"),
    [("add a hat", "adding"), ("swap their faces", "swapping"), ("make him smile", "shape"),
     ("write Happy Birthday", "writing"), ("make it a cartoon", "redrawing"), ("resize to 800 pixels", "exported")],
)  # fmt: skip
def test_what_no_tool_can_do_is_refused_with_the_reason(words: str, why: str) -> None:
    d = Dialogue().say(words, "unsupported")
    assert d.steps == ()
    assert why in d.answer.unsupported[0].why


def test_color_for_a_gray_photo_is_refused_but_back_to_color_is_not() -> None:
    d = Dialogue().say("colorize it", "black_and_white-")
    assert d.answer.unsupported
    d = Dialogue().say("black and white", "black_and_white+").say("bring the color back", "black_and_white-")
    assert d.steps == ()
    assert d.answer.unsupported == ()


# --- Whatever is said ----------------------------------------------------------------------------------------------


def test_the_same_request_gives_the_same_plan() -> None:
    one, two = Dialogue(), Dialogue()
    for d in (one, two):
        d.say("warm", "temperature+", "contrast+ @sky").say("less", "scale- =last").say(
            "keep skin", "keep =skin"
        )
    assert one.answer == two.answer
    assert one.recipe.digest == two.recipe.digest


def test_the_confidence_of_a_change_is_that_of_the_words_and_of_the_place() -> None:
    d = Dialogue().say("darker sky", "exposure- @sky ?0.5")
    assert d.answer.best.changes[0].confidence == pytest.approx(0.4)


def test_a_conversation_with_a_start_recipe_changes_its_steps_by_words() -> None:
    d = about(Contrast(amount=40.0)).say("less contrast", "contrast-")
    assert d.value("contrast") == 20.0


def test_conversations_are_values() -> None:
    d = Dialogue().say("contrast", "contrast+")
    earlier: Conversation = d.conversation
    d.say("warmer", "temperature+")
    assert len(earlier.turns) == 1
    assert [step.tool.name for step in earlier.recipe.steps] == ["contrast"]
    assert DARK.facts.lightness_p50 == 0.3


def test_other_readings_lean_on_what_was_said_before_too() -> None:
    d = Dialogue().say("blur the thing", "blur+ @obj 'the thing'")
    d.say("stronger", "contrast+", others=("blur+",), confidence=0.6)
    assert [step.tool.name for step in d.answer.candidates[0].recipe.steps] == ["contrast"]
    assert all("blur" not in [step.tool.name for step in each.recipe.steps] for each in d.answer.candidates)
