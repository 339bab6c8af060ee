"""What the policy answers: the right tool, an amount that suits the photo, and a reason that says what was measured."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import skimage.data
from hypothesis import given
from hypothesis import strategies as st

from burnish.agent.perception import TYPICAL, Facts, perceive
from burnish.agent.planner.intents import Direction, Intent, Op, Quantity, Strength
from burnish.agent.policy.choice import Choice
from burnish.agent.policy.policy import shipped_policy
from burnish.imaging.color import srgb8_to_linear
from burnish.imaging.picture import Picture, picture_from_srgb8
from burnish.recipe.recipe import recipe
from burnish.recipe.render import render
from burnish.tools.catalogue import built_in

POLICY = shipped_policy()

NIGHT = replace(
    TYPICAL, lightness_p1=0.0, lightness_p5=0.02, lightness_p25=0.08, lightness_p50=0.17, lightness_p75=0.32,
    lightness_p95=0.58, lightness_p99=0.9, contrast=0.56, key="night",
)  # fmt: skip
SNOW = replace(
    TYPICAL, lightness_p1=0.2, lightness_p5=0.35, lightness_p25=0.75, lightness_p50=0.88, lightness_p75=0.94,
    lightness_p95=0.98, lightness_p99=1.0, clipped_white=0.02, contrast=0.63, chroma_mean=0.015, key="snow",
)  # fmt: skip
DARK = replace(
    TYPICAL, lightness_p1=0.05, lightness_p5=0.09, lightness_p25=0.17, lightness_p50=0.25, lightness_p75=0.34,
    lightness_p95=0.47, lightness_p99=0.55, clipped_white=0.0, contrast=0.38,
)  # fmt: skip


def answered(op: Op, direction: Direction = "+", facts: Facts = TYPICAL, **more: Any) -> tuple[Choice, ...]:
    masked, words = more.pop("masked", False), more.pop("words", "")
    return POLICY.tools(Intent(op, direction, **more), facts, masked=masked, words=words)


def sizes(choices: tuple[Choice, ...]) -> dict[str, float]:
    """Every number that is not at its default."""
    return {
        f"{choice.tool.name}.{name}": value
        for choice in choices
        for name, value in choice.tool
        if isinstance(value, float) and value != type(choice.tool).model_fields[name].default
    }


def photos() -> dict[str, Picture]:
    astronaut, coffee, cat = skimage.data.astronaut(), skimage.data.coffee(), skimage.data.chelsea()
    return {
        "person": picture_from_srgb8(astronaut[:400, 50:450]),
        "cup": picture_from_srgb8(coffee),
        "cat": picture_from_srgb8(cat),
        "dark cup": picture_from_srgb8((coffee * 0.45).astype(np.uint8)),
        "bright cat": picture_from_srgb8(np.clip(cat * 1.35, 0, 255).astype(np.uint8)),
    }


def edited(photo: Picture, choices: tuple[Choice, ...]) -> Picture:
    done = render(photo, recipe([choice.tool for choice in choices]), built_in(), space="srgb")
    return picture_from_srgb8(done.samples)


@pytest.mark.parametrize("name", photos())
def test_brighter_is_a_visible_step_that_blows_out_nothing(name: str) -> None:
    photo = photos()[name]
    before = perceive(photo).facts
    after = perceive(edited(photo, answered("exposure", facts=before))).facts
    assert 0.03 < after.lightness_p50 - before.lightness_p50 < 0.19
    assert after.clipped_white - before.clipped_white < 0.01


@pytest.mark.parametrize(
    ("op", "direction", "measure"),
    [
        ("exposure", "-", lambda f: f.lightness_p50),
        ("saturation", "+", lambda f: f.chroma_mean),
        ("saturation", "-", lambda f: f.chroma_mean),
        ("highlights", "-", lambda f: f.lightness_p95),
        ("shadows", "+", lambda f: f.lightness_p25),
        ("shadows", "-", lambda f: f.lightness_p25),
    ],
)
def test_a_wish_moves_what_it_is_about_its_own_way(
    op: Op, direction: Direction, measure: Callable[[Facts], float]
) -> None:
    photo = photos()["cup"]
    before = perceive(photo).facts
    after = perceive(edited(photo, answered(op, direction, before))).facts
    change = measure(after) / measure(before) - 1
    assert 0.01 < change * (1 if direction == "+" else -1) < 0.4


def test_contrast_spreads_the_tones_around_their_own_middle() -> None:
    photo = photos()["cat"]
    before = perceive(photo).facts
    after = perceive(edited(photo, answered("contrast", facts=before))).facts
    assert after.contrast > before.contrast + 0.01
    assert after.lightness_p50 == pytest.approx(before.lightness_p50, abs=0.02)


def test_too_dark_on_a_dark_photo_goes_further_than_brighter_on_an_ordinary_one() -> None:
    lever = POLICY.amounts
    assert lever.change("exposure+", DARK, "medium") > 1.2 * lever.change("exposure+", TYPICAL, "medium")


def test_brighter_differs_between_night_snow_and_an_ordinary_photo() -> None:
    answers = [sizes(answered("exposure", facts=facts)) for facts in (NIGHT, SNOW, TYPICAL)]
    assert answers[0] != answers[1] != answers[2] != answers[0]
    assert "exposure.stops" not in answers[1], "snow is white already"


def test_light_that_would_wash_out_lifts_the_midtones_instead() -> None:
    (choice,) = answered("exposure", facts=SNOW)
    assert choice.tool.name == "brightness"
    assert "wash out" in choice.reason


def test_darkening_a_blown_photo_leaves_white_alone() -> None:
    (choice,) = answered("exposure", "-", facts=SNOW)
    assert choice.tool.name == "brightness"


AMOUNT_OPS: list[tuple[Op, Direction]] = [
    ("exposure", "+"), ("exposure", "-"), ("contrast", "+"), ("contrast", "-"), ("highlights", "+"),
    ("highlights", "-"), ("shadows", "+"), ("shadows", "-"), ("saturation", "-"), ("temperature", "+"),
    ("temperature", "-"), ("dehaze", "+"), ("dehaze", "-"), ("vignette", "+"), ("denoise", "+"), ("blur", "+"),
    ("sharpness", "+"), ("sharpness", "-"), ("retouch", "+"),
]  # fmt: skip


@given(
    op=st.sampled_from(AMOUNT_OPS),
    median=st.floats(0.1, 0.9),
    width=st.floats(0.2, 1.0),
    chroma=st.floats(0.005, 0.2),
    noise=st.floats(0.0, 0.05),
    haze=st.floats(0.0, 1.0),
)
def test_small_is_less_than_medium_is_less_than_large_in_every_photo(
    op: tuple[Op, Direction], median: float, width: float, chroma: float, noise: float, haze: float
) -> None:
    shape = (-0.5, -0.42, -0.2, 0.0, 0.2, 0.42, 0.5)
    tones = [min(max(median + width * part, 0.0), 1.0) for part in shape]
    names = [f"lightness_p{k}" for k in (1, 5, 25, 50, 75, 95, 99)]
    facts = replace(
        TYPICAL,
        **dict(zip(names, tones, strict=True)),
        contrast=tones[5] - tones[1],
        chroma_mean=chroma,
        chroma_p90=2 * chroma,
        noise=noise,
        haze=haze,
    )
    found = {
        strength: answered(*op, facts=facts, strength=strength) for strength in ("small", "medium", "large")
    }
    first = [sizes(found[strength]) for strength in ("small", "medium", "large")]
    main = [abs(next(iter(each.values()))) for each in first]
    same_tool = len({found[strength][0].tool.name for strength in found}) == 1
    if same_tool:
        assert main[0] <= main[1] <= main[2]
        assert main[0] < main[2]


GRAY = replace(TYPICAL, chroma_mean=0.0, chroma_p90=0.0, gray_share=1.0)


@pytest.mark.parametrize("direction", ["+", "-"])
def test_a_gray_photo_has_no_colors_to_strengthen_or_to_calm(direction: Direction) -> None:
    assert answered("saturation", direction, GRAY) == ()
    assert answered("saturation", direction, GRAY, color="red") == ()


@pytest.mark.parametrize("op", ["color", "saturation"])
def test_less_of_a_color_that_is_not_there_is_nothing(op: Op) -> None:
    without = replace(TYPICAL, hue_shares=(0.3, 0.4, 0.3, 0.0, 0.0, 0.0, 0.0, 0.0))
    assert answered(op, "-", without, color="blue") == ()
    assert answered(op, "-", without, color="orange")


def test_a_sky_that_is_all_white_turns_light_gray_and_keeps_its_tint_quiet() -> None:
    blown = replace(
        TYPICAL, lightness_p25=0.99, lightness_p50=0.99, lightness_p75=1.0, lightness_p95=1.0, lightness_p99=1.0,
        clipped_white=0.74,
    )  # fmt: skip
    (choice,) = answered("exposure", "-", blown, masked=True, region="sky")
    assert sizes((choice,)) == {"exposure.stops": -0.5}
    assert "74 % is white" in choice.reason
    (choice,) = answered("exposure", "-", blown, masked=True, region="sky", strength="small")
    assert sizes((choice,)) == {"exposure.stops": -0.25}


def test_a_plain_wish_for_open_shadows_leaves_room_for_a_stronger_one_where_there_are_hardly_any() -> None:
    bright = replace(TYPICAL, lightness_p1=0.25, lightness_p5=0.45, lightness_p25=0.7, lightness_p50=0.8)
    amounts = [sizes(answered("shadows", "+", bright, strength=each)) for each in ("medium", "large")]
    assert amounts[0]["tone.shadows"] <= 65
    assert amounts[0]["tone.shadows"] < amounts[1]["tone.shadows"]


def test_a_clean_photo_is_cleaned_gently_and_the_reason_says_that_it_is_clean() -> None:
    clean, grainy = replace(TYPICAL, noise=0.0005), replace(TYPICAL, noise=0.012)
    (gentle,), (strong,) = answered("denoise", "+", clean), answered("denoise", "+", grainy)
    assert sizes((gentle,))["denoise.luma"] < 0.5 * sizes((strong,))["denoise.luma"]
    assert "hardly any" in gentle.reason
    assert "1.2 %" in strong.reason


def test_a_clear_photo_is_dehazed_less_and_the_reason_says_that_it_is_clear() -> None:
    (clear,), (hazy,) = (answered("dehaze", "+", replace(TYPICAL, haze=haze)) for haze in (0.0, 0.6))
    assert sizes((clear,))["dehaze.amount"] < 0.7 * sizes((hazy,))["dehaze.amount"]
    assert "hardly any" in clear.reason
    assert "0.60 of 1" in hazy.reason


def test_an_unsure_cast_is_said_to_be_unsure_in_words() -> None:
    facts = replace(TYPICAL, cast_b=0.03, temperature_shift=25.0, tint_shift=1.0, cast_confidence=0.1)
    (choice,) = answered("auto_color", "0", facts)
    assert "25 mired too warm, which may be the things' own color" in choice.reason
    assert "tint" not in choice.reason.split(";")[0]


def test_a_stated_number_goes_to_the_slider_as_it_is() -> None:
    (choice,) = answered("contrast", "+", quantity=Quantity(25))
    assert sizes((choice,)) == {"contrast.amount": 25}
    (choice,) = answered("exposure", "-", quantity=Quantity(0.7, "EV"))
    assert sizes((choice,)) == {"exposure.stops": -0.7}
    (choice,) = answered("exposure", "+", quantity=Quantity(15, "%"))
    assert sizes((choice,)) == {"brightness.amount": 15}
    (choice,) = answered("temperature", "0", quantity=Quantity(4800, "K", absolute=True))
    assert sizes((choice,)) == {"white_balance.kelvin": 4800}


def test_a_number_beyond_the_slider_stops_at_its_end_and_says_so() -> None:
    (choice,) = answered("contrast", "+", quantity=Quantity(300))
    assert sizes((choice,)) == {"contrast.amount": 100}
    assert "300" in choice.reason
    assert "100" in choice.reason


def test_more_color_is_vibrance_first_and_saturation_only_for_a_lot() -> None:
    assert [each.tool.name for each in answered("saturation")] == ["vibrance"]
    assert [each.tool.name for each in answered("saturation", strength="large")] == ["vibrance", "saturation"]
    assert [each.tool.name for each in answered("saturation", "-")] == ["saturation"]
    assert answered("saturation", facts=replace(TYPICAL, chroma_mean=0.0)) == ()


def test_a_measured_cast_is_what_less_blue_takes_out() -> None:
    blue = replace(TYPICAL, cast_b=-0.04, temperature_shift=-60.0, tint_shift=0.0, cast_confidence=0.9)
    (choice,) = answered("color", "-", blue, color="blue")
    assert choice.tool.name == "white_balance"
    assert sizes((choice,))["white_balance.temperature"] > 30
    (choice,) = answered("color", "-", color="blue")
    assert sizes((choice,))["hsl.saturation_blue"] < 0


def test_less_blue_does_not_take_out_a_cast_of_another_color() -> None:
    magenta = replace(TYPICAL, cast_a=0.03, cast_b=-0.012, tint_shift=60.0, cast_confidence=0.9)
    (choice,) = answered("color", "-", magenta, color="blue")
    assert choice.tool.name == "hsl"


def test_warmer_goes_further_where_the_photo_is_too_cool() -> None:
    cool = replace(TYPICAL, temperature_shift=-50.0, cast_confidence=0.9)
    warm = replace(TYPICAL, temperature_shift=50.0, cast_confidence=0.9)
    amounts = [
        sizes(answered("temperature", facts=facts))["white_balance.temperature"]
        for facts in (warm, TYPICAL, cool)
    ]
    assert amounts == sorted(amounts)
    assert amounts[0] < amounts[2]


def test_white_balance_of_a_neutral_photo_needs_nothing() -> None:
    assert answered("auto_color", "0") == ()


def test_a_named_thing_is_painted_but_skin_is_only_tinted() -> None:
    (car,) = answered("color", color="blue", region="obj", masked=True)
    assert car.tool.name == "recolor"
    (skin,) = answered("color", color="orange", region="skin", masked=True)
    assert skin.tool.name == "color_grading"


def test_denoising_follows_the_measured_noise() -> None:
    amounts = [
        sizes(answered("denoise", facts=replace(TYPICAL, noise=noise)))["denoise.luma"]
        for noise in (0.002, 0.008, 0.02)
    ]
    assert amounts == sorted(amounts)
    assert amounts[0] < amounts[2]


def test_sharpening_spares_noise_and_a_crisp_photo() -> None:
    soft = sizes(answered("sharpness", facts=replace(TYPICAL, sharpness=0.12)))
    crisp = sizes(answered("sharpness", facts=replace(TYPICAL, sharpness=0.7)))
    noisy = sizes(answered("sharpness", facts=replace(TYPICAL, noise=0.02)))
    assert soft["sharpen.amount"] > crisp["sharpen.amount"]
    assert noisy["sharpen.masking"] > 30


def test_clarity_is_meant_where_it_is_called_by_its_name() -> None:
    assert sizes(answered("sharpness", words="add clarity")).keys() == {"clarity.amount"}
    assert sizes(answered("sharpness", direction="-", words="less clarity"))["clarity.amount"] < 0


def test_eyes_get_whiter_and_skin_smoother() -> None:
    eyes = sizes(answered("retouch", region="eyes", masked=True))
    assert eyes["saturation.amount"] < 0 < eyes["exposure.stops"] < 0.6
    assert sizes(answered("retouch", region="skin", masked=True))["texture.amount"] < 0


@pytest.mark.parametrize(
    "op", ["keep", "undo", "scale", "unsupported", "remove", "background", "style", "crop"]
)
def test_wishes_of_others_are_left_to_others(op: Op) -> None:
    assert answered(op) == ()


@pytest.mark.parametrize("strength", ["small", "medium", "large"])
@pytest.mark.parametrize(
    "op", ["exposure", "contrast", "saturation", "color", "sharpness", "black_and_white"]
)
def test_every_choice_says_why(op: Op, strength: Strength) -> None:
    choices = answered(op, strength=strength, color="teal" if op == "color" else None)
    assert choices
    assert all(len(choice.reason) > 15 for choice in choices)


def test_the_version_names_the_learned_part() -> None:
    assert len(POLICY.version) == 12


def test_reds_and_greens_are_parted_in_black_and_white() -> None:
    both = replace(TYPICAL, hue_shares=(0.4, 0.1, 0.1, 0.35, 0.0, 0.05, 0.0, 0.0))
    gray = answered("black_and_white", facts=both)[0]
    mix = sizes((gray,))
    assert mix["black_and_white.mix_red"] > 10 > -10 > mix["black_and_white.mix_green"]
    assert "reds against greens" in gray.reason


def test_contrast_makes_up_for_color_that_goes_and_for_nothing_else() -> None:
    colorful = replace(TYPICAL, chroma_mean=0.08, contrast=0.45)
    assert 15 < sizes(answered("black_and_white", facts=colorful))["contrast.amount"] <= 24
    for facts in (GRAY, replace(colorful, contrast=0.9)):
        assert [choice.tool.name for choice in answered("black_and_white", facts=facts)] == [
            "black_and_white"
        ]


def test_colors_become_gray_in_black_and_white() -> None:
    photo = photos()["person"]
    done = edited(photo, answered("black_and_white", facts=perceive(photo).facts))
    assert perceive(done).facts.chroma_mean < 0.002
    assert srgb8_to_linear(np.asarray(done.samples, np.uint8)).std() > 0.1
