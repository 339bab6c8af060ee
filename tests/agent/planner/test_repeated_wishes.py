"""The same wish again, its opposite, and more or less of what was done."""

from itertools import pairwise

import pytest
from tests.agent.planner.dialogues import Dialogue

from burnish.imaging.masks import Combine, Sky
from burnish.tools.contrast import Contrast


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
