"""What steps do, as a photographer would say it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from burnish.agent.explain.color_words import wheel_color
from burnish.agent.explain.step_words import step_words, tool_words
from burnish.imaging.masks import Combine, Linear, LuminosityRange, Mask, Radial, Skin, Sky, Subject
from burnish.recipe.recipe import Step
from burnish.tools.base import PixelTool, Tool
from burnish.tools.catalogue import built_in
from burnish.tools.view import View

CATALOGUE = built_in()
S_CURVE = ((0.0, 0.0), (64.0, 50.0), (192.0, 206.0), (255.0, 255.0))
FLAT_CURVE = ((0.0, 0.0), (64.0, 78.0), (192.0, 178.0), (255.0, 255.0))
FADED_CURVE = ((0.0, 25.0), (128.0, 128.0), (255.0, 255.0))
MANY_CALMER = {f"saturation_{band}": -20.0 for band in ("red", "yellow", "blue", "orange")} | {
    "saturation_green": -35.0
}


def made(name: str, **params: object) -> Tool:
    return CATALOGUE.make(name, params)


@pytest.mark.parametrize(
    ("tool", "words"),
    [
        (made("white_balance", temperature=12.0, tint=-20.0), "greener, warmer by 12 mired"),
        (made("white_balance", kelvin=4000.0), "white balance set to 4000 K, cooler"),
        (made("tone", highlights=-40.0, blacks=20.0), "highlights clearly held back, blacks lifted"),
        (made("hsl", saturation_green=-40.0, luminance_blue=-20.0), "greens clearly calmer, blues darker"),
        (made("hsl", **MANY_CALMER), "colors calmer, above all greens"),
        (made("hsl", hue_orange=20.0), "oranges turned toward yellow"),
        (made("color_grading", shadow_hue=190.0, shadow_saturation=30.0), "shadows tinted teal"),
        (made("saturation", amount=-100.0), "colors taken out"),
        (made("tone_curve", points=S_CURVE), "more contrast by an S-curve"),
        (made("tone_curve", points=FLAT_CURVE), "less contrast by a flattened curve"),
        (made("tone_curve", points=FADED_CURVE), "blacks of the curve clearly lifted"),
        (made("rotate", angle=1.3), "straightened by 1.3° clockwise"),
        (made("rotate", quarter_turns=3), "turned a quarter counterclockwise"),
        (made("flip", horizontal=True), "mirrored left to right"),
        (made("vignette", amount=-30.0), "corners darkened"),
        (made("crop", aspect="1:1"), "cropped to 1:1"),
        (made("background", style="blur", amount=60.0), "background clearly blurred"),
    ],
)  # fmt: skip
def test_tools_are_said_in_the_words_of_the_field(tool: Tool, words: str) -> None:
    assert tool_words(tool) == words


@pytest.mark.parametrize(
    "tool", [tool for tool in CATALOGUE.tools if tool.name != "crop"], ids=lambda tool: tool.name
)
def test_every_number_of_every_tool_has_words_at_its_end(tool: type[Tool]) -> None:
    for name, field in tool.model_fields.items():
        high = next((rule.le for rule in field.metadata if hasattr(rule, "le")), None)
        if isinstance(high, int | float) and not isinstance(field.default, bool):
            value = high if field.default is None else type(field.default)(high)
            said = tool_words(tool.model_validate({name: value}))
            assert said
            assert "_" not in said


class Sparkle(PixelTool):
    """A tool of another package."""

    name = "star_sparkle"
    group = "effects"
    amount: float = 0.0

    def compile(self, view: View) -> tuple[()]:
        return ()


def test_a_tool_of_another_package_is_named_with_its_values() -> None:
    assert tool_words(Sparkle(amount=3.0)) == "star sparkle (amount 3.0)"


PERSON = Subject()
NEITHER = Combine(operation="intersect", masks=(Skin(invert=True), Sky(invert=True)))


@pytest.mark.parametrize(
    ("mask", "words"),
    [
        (Sky(), "half a stop darker in the sky"),
        (PERSON.model_copy(update={"invert": True}), "half a stop darker in the background"),
        (Skin(invert=True), "half a stop darker everywhere but the skin"),
        (NEITHER, "half a stop darker everywhere but the skin and the sky"),
        (Combine(operation="subtract", masks=(Sky(), Skin())), "half a stop darker in the sky without the skin"),
        (LuminosityRange(low=0.0, high=0.3), "half a stop darker in the shadows"),
        (LuminosityRange(low=0.7, high=1.0), "half a stop darker in the highlights"),
        (Linear(start_y=0.1, end_y=0.5), "half a stop darker in the upper part"),
        (Linear(start_x=0.8, end_x=0.5, start_y=0.5, end_y=0.5), "half a stop darker in the right part"),
        (Radial(x=0.1, y=0.9), "half a stop darker in the lower left"),
    ],
)  # fmt: skip
def test_a_masked_step_says_where(mask: Mask, words: str) -> None:
    assert step_words(Step(made("exposure", stops=-0.5), mask)) == words


def test_opacity_and_being_turned_off_are_said() -> None:
    assert step_words(Step(made("contrast", amount=20.0), opacity=0.5)) == "more contrast at 50 %"
    assert step_words(Step(made("contrast", amount=20.0), enabled=False)) == "more contrast (turned off)"


@given(st.floats(0, 360))
def test_the_wheel_closes(degrees: float) -> None:
    assert wheel_color(degrees) == wheel_color(degrees + 360)
    assert wheel_color(0) == wheel_color(359.9) == "red"
