"""Looking at a photo: everything at once, in a fixed order of milliseconds, and within a mask."""

from dataclasses import fields

import numpy as np
import pytest
import skimage.data

from burnish.agent.perception import TYPICAL, perceive
from burnish.agent.perception.facts import PROXY_LONG_SIDE_PX, relit
from burnish.agent.policy.amounts import FEATURES
from burnish.imaging.masks import Radial
from burnish.imaging.picture import Picture, picture_from_srgb8


@pytest.fixture(scope="module")
def person() -> Picture:
    return picture_from_srgb8(skimage.data.astronaut())


def test_a_person_is_seen_where_she_is(person: Picture) -> None:
    facts = perceive(person).facts
    assert facts.face_count == 1
    assert facts.subject_x == pytest.approx(0.44, abs=0.06)
    assert facts.subject_y == pytest.approx(0.22, abs=0.08)
    assert facts.subject_confidence > 0.6
    assert facts.face_lightness is not None
    assert 0.6 < facts.face_lightness < 0.9


def test_everything_lies_in_its_documented_range(person: Picture) -> None:
    cup = picture_from_srgb8(skimage.data.coffee())
    for facts in (perceive(person).facts, perceive(cup).facts, TYPICAL):
        shares = [
            facts.clipped_black, facts.clipped_white, facts.gray_share, facts.cast_confidence, facts.haze,
            facts.horizon_confidence, facts.face_share, facts.sky_share, facts.subject_confidence,
            facts.subject_x, facts.subject_y, facts.sharpness, *facts.hue_shares,
        ]  # fmt: skip
        assert all(0 <= share <= 1 for share in shares)
        assert sum(facts.hue_shares) == pytest.approx(1.0)
        assert abs(facts.horizon_tilt) <= 15


def test_the_proxy_is_the_photo_made_small(person: Picture) -> None:
    large = picture_from_srgb8(np.repeat(np.repeat(person.samples, 2, axis=0), 2, axis=1))
    seen = perceive(large)
    assert max(seen.scene.linear.shape) == PROXY_LONG_SIDE_PX
    assert (seen.width, seen.height) == (1024, 1024)
    assert seen.facts.lightness_p50 == pytest.approx(perceive(person).facts.lightness_p50, abs=0.01)


def test_within_a_mask_light_and_color_are_those_of_the_place() -> None:
    samples = np.full((200, 300, 3), 60, np.uint8)
    samples[:, 150:] = (200, 210, 235)
    seen = perceive(picture_from_srgb8(samples))
    left = seen.within(Radial(x=0.2, y=0.5, radius_x=0.2, radius_y=0.2))
    right = seen.within(Radial(x=0.8, y=0.5, radius_x=0.2, radius_y=0.2))
    assert left.lightness_p50 < 0.4 < 0.8 < right.lightness_p50
    assert left.chroma_mean < right.chroma_mean
    assert left.noise == right.noise == seen.facts.noise


def test_a_mask_of_nothing_gives_the_facts_of_the_whole(person: Picture) -> None:
    seen = perceive(person)
    assert seen.within(Radial(opacity=0.0)) == seen.facts


def test_the_same_photo_gives_the_same_facts(person: Picture) -> None:
    assert perceive(person).facts == perceive(person).facts


@pytest.mark.parametrize("size", [(1, 1), (1, 40), (40, 1), (7, 5)])
def test_the_smallest_photos_are_looked_at_too(size: tuple[int, int]) -> None:
    facts = perceive(picture_from_srgb8(np.full((*size, 3), 128, np.uint8))).facts
    assert facts.lightness_p50 == pytest.approx(0.6, abs=0.01)
    assert facts.face_count == 0


@pytest.mark.parametrize("code", [0, 255])
def test_a_picture_of_nothing_but_black_or_white_has_finite_facts(code: int) -> None:
    facts = perceive(picture_from_srgb8(np.full((90, 120, 3), code, np.uint8))).facts
    numbers = [getattr(facts, each.name) for each in fields(facts)]
    assert all(np.isfinite(value) for value in numbers if isinstance(value, float))
    assert all(np.isfinite(feature(facts)) for feature in FEATURES.values())


def test_an_edit_of_light_leaves_what_is_in_the_photo(person: Picture) -> None:
    seen = perceive(person)
    darker = relit(seen.facts, seen.scene.linear * np.float32(0.4))
    assert darker.lightness_p50 < seen.facts.lightness_p50 - 0.05
    assert darker.face_count == seen.facts.face_count
    assert darker.noise == seen.facts.noise
