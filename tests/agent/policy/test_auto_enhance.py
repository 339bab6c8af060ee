"""Auto-enhance: diagnosis first, little change, and nothing where nothing is wrong."""

from dataclasses import replace

import numpy as np
import pytest
import skimage.data

from burnish.agent.perception import TYPICAL, perceive
from burnish.agent.policy.amounts import shipped_amounts
from burnish.agent.policy.auto_enhance import cures, diagnosed, enhanced
from burnish.agent.policy.choice import Choice
from burnish.imaging.picture import Picture, picture_from_srgb8
from burnish.recipe.recipe import recipe
from burnish.recipe.render import render
from burnish.tools.base import Tool
from burnish.tools.catalogue import built_in
from burnish.tools.contrast import Contrast
from burnish.tools.dehaze import Dehaze
from burnish.tools.exposure import Exposure
from burnish.tools.white_balance import WhiteBalance


def edited(photo: Picture, *tools: Tool) -> Picture:
    return picture_from_srgb8(render(photo, recipe(list(tools)), built_in(), space="srgb").samples)


@pytest.fixture(scope="module")
def person() -> Picture:
    return picture_from_srgb8(skimage.data.astronaut())


@pytest.fixture(scope="module")
def cup() -> Picture:
    return picture_from_srgb8(skimage.data.coffee())


def kinds(photo: Picture) -> set[str]:
    return {finding.kind for finding in diagnosed(perceive(photo))}


def names(choices: tuple[Choice, ...]) -> set[str]:
    return {choice.tool.name for choice in choices}


def test_a_well_made_photo_needs_nothing(person: Picture) -> None:
    seen = perceive(person)
    assert diagnosed(seen) == ()
    assert enhanced(seen) == ()


def test_an_ordinary_photo_has_no_fault() -> None:
    assert cures(TYPICAL, shipped_amounts()) == ()


def test_an_underexposed_photo_is_brightened_toward_what_it_was(person: Picture) -> None:
    dark = edited(person, Exposure(stops=-2.0))
    assert "dark" in kinds(dark)
    chosen = enhanced(perceive(dark))
    assert names(chosen) <= {"exposure", "brightness", "contrast"}
    before, after = perceive(dark).facts, perceive(edited(dark, *(c.tool for c in chosen))).facts
    assert before.lightness_p50 + 0.05 < after.lightness_p50 < perceive(person).facts.lightness_p50 + 0.08


def test_a_sure_blue_cast_is_taken_out(person: Picture) -> None:
    blue = edited(person, WhiteBalance(temperature=-90.0))
    chosen = enhanced(perceive(blue))
    assert "white_balance" in names(chosen)
    before, after = perceive(blue).facts, perceive(edited(blue, *(c.tool for c in chosen))).facts
    assert abs(after.cast_b) < 0.5 * abs(before.cast_b)


def test_haze_is_looked_through() -> None:
    """A gray gradient scene behind a veil of uniform airlight (Koschmieder): I = J·t + A·(1 − t)."""
    clear = skimage.data.coffee().astype(np.float64)
    veiled = picture_from_srgb8(np.clip(clear * 0.35 + 190 * 0.65, 0, 255).astype(np.uint8))
    seen = perceive(veiled)
    assert seen.facts.haze > 0.3 or seen.facts.contrast < 0.36
    chosen = enhanced(seen)
    assert names(chosen) & {"dehaze", "contrast"}
    after = perceive(edited(veiled, *(c.tool for c in chosen))).facts
    assert after.contrast > seen.facts.contrast + 0.03


def spoiled(kind: str, photo: Picture) -> Picture:
    match kind:
        case "dark":
            return edited(photo, Exposure(stops=-2.2))
        case "blue":
            return edited(photo, WhiteBalance(temperature=-85.0))
        case "flat":
            return edited(photo, Contrast(amount=-100.0), Dehaze(amount=-60.0))
        case _:
            rng = np.random.default_rng(7)
            noisy = photo.samples + rng.normal(0, 14, photo.samples.shape)
            return picture_from_srgb8(np.clip(noisy, 0, 255).astype(np.uint8))


@pytest.mark.parametrize("kind", ["dark", "blue", "flat", "noisy"])
def test_a_second_time_there_is_nothing_left_to_do(kind: str, cup: Picture) -> None:
    photo = spoiled(kind, cup)
    once = edited(photo, *(choice.tool for choice in enhanced(perceive(photo))))
    assert enhanced(perceive(once)) == ()


def test_each_tool_comes_once_and_says_which_fault_it_cures(cup: Picture) -> None:
    chosen = enhanced(perceive(spoiled("dark", cup)))
    assert chosen
    assert len(names(chosen)) == len(chosen)
    assert all(any(figure.isdigit() for figure in choice.reason) for choice in chosen)


def test_night_snow_and_high_key_are_meant() -> None:
    night = replace(TYPICAL, key="night", lightness_p50=0.15, contrast=0.5)
    snow = replace(TYPICAL, key="snow", lightness_p50=0.9, lightness_p5=0.4)
    high = replace(TYPICAL, key="high", lightness_p50=0.9, lightness_p5=0.7, contrast=0.28)
    for facts in (night, snow, high):
        assert cures(facts, shipped_amounts()) == ()


def test_warm_evening_light_stays_warm() -> None:
    evening = replace(
        TYPICAL, cast_a=0.005, cast_b=0.04, temperature_shift=50.0, tint_shift=0.0, cast_confidence=0.9
    )
    assert cures(evening, shipped_amounts()) == ()


def test_faults_are_told_worst_first(cup: Picture) -> None:
    found = diagnosed(perceive(edited(spoiled("blue", cup), Exposure(stops=-2.0))))
    assert [each.severity for each in found] == sorted((each.severity for each in found), reverse=True)
    assert all(0 <= each.severity <= 1 and each.evidence for each in found)
