"""The looks that are shipped: that each can be called, suits its photo, is itself, and is not overdone."""

import json
from dataclasses import replace
from functools import cache
from importlib.resources import files
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
import skimage.data

from burnish.agent.looks.library import find_look, look_named, shipped_looks
from burnish.agent.looks.look import Look
from burnish.agent.perception import TYPICAL, perceive
from burnish.imaging.difference import picture_difference
from burnish.imaging.picture import picture_from_srgb8
from burnish.imaging.reduce import reduce_linear
from burnish.recipe.recipe import Recipe, Step
from burnish.recipe.render import render
from burnish.tools.catalogue import built_in

LOOKS = shipped_looks(built_in())
NAMES = [look.name for look in LOOKS]
PAGE = Path(__file__).parents[3] / "docs" / "looks.md"
COLORLESS = {"black_and_white", "black_and_white_contrast", "noir"}
STRONG = 30.0
"""Mean ΔE00 that is beyond a grade: another picture."""


def named(name: str) -> Look:
    found = look_named(name, LOOKS)
    assert found is not None
    return found


def amount(name: str, tool: str, field: str, **facts) -> float:
    changes = named(name).changes(replace(TYPICAL, **facts), "medium")
    return sum(getattr(each.tool, field) for each in changes if each.tool.name == tool and each.mask is None)


def test_there_are_at_least_two_dozen_in_files_of_their_own_name():
    assert len(LOOKS) >= 24
    shipped = files("burnish.agent.looks") / "shipped"
    assert sorted(each.name for each in shipped.iterdir()) == sorted(f"{name}.json" for name in NAMES)
    for name in NAMES:
        assert json.loads((shipped / f"{name}.json").read_text(encoding="utf-8"))["name"] == name


def test_no_two_looks_are_called_by_one_phrase():
    for one, other in combinations(LOOKS, 2):
        assert one.phrases.isdisjoint(other.phrases), (one.name, other.name, one.phrases & other.phrases)
        assert one.names.isdisjoint(other.names)


@pytest.mark.parametrize("name", NAMES)
def test_every_word_of_a_look_calls_it(name):
    for words in (*named(name).words, named(name).title):
        found = find_look(words, LOOKS)
        assert found is not None, words
        assert found.name == name, words


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("make it pop", "pop"),
        ("could you make this more cinematic", "cinematic"),
        ("I want it a bit moodier", "moody"),
        ("I need this for a product page", "product"),
        ("like an old film", "retro_film"),
        ("turn it into punchy black and white", "black_and_white_contrast"),
        ("give it a dark, moody black and white feel", "noir"),
        ("a Teal-and-Orange grade", "cinematic"),
        ("light and airy please", "airy"),
        ("convert to b&w", "black_and_white"),
        ("make it look like a sunset", "golden_hour"),
        ("make it autumn", "autumn"),
    ],
)
def test_requests_find_their_look(words, name):
    found = find_look(words, LOOKS)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    "words",
    [
        "make the colors more natural",
        "clean up the background",
        "keep the natural light",
        "remove the neon sign",
        "crop to portrait orientation",
        "her winter coat is too dark",
        "the colors look faded",
        "brighten the food on the plate",
        "more contrast and less blue",
        "a man in his 50s",
        "the spring flowers are blurry",
    ],
)
def test_requests_for_something_else_find_no_look(words):
    assert find_look(words, LOOKS) is None


@pytest.mark.parametrize("name", NAMES)
def test_a_look_grows_with_its_strength_and_gives_its_reasons(name):
    gentle, full = (named(name).changes(TYPICAL, strength) for strength in ("small", "large"))
    assert len(full) >= 4
    assert len(gentle) >= 3
    assert all(change.reason.startswith(f"{named(name).title}: ") for change in full)
    assert gentle != full


def test_looks_suit_themselves_to_the_light():
    assert amount("moody", "exposure", "stops", lightness_p50=0.65) < amount("moody", "exposure", "stops") < 0
    assert amount("moody", "exposure", "stops", lightness_p50=0.15) == 0
    assert amount("airy", "exposure", "stops", lightness_p50=0.3) > amount("airy", "exposure", "stops") > 0
    assert amount("airy", "exposure", "stops", lightness_p50=0.8) < 0.25
    assert (
        amount("pop", "contrast", "amount", contrast=0.4)
        > amount("pop", "contrast", "amount", contrast=0.85)
        > 0
    )


def test_looks_spare_faces_and_noise():
    assert amount("dramatic", "clarity", "amount", face_share=0.2) < 0.5 * amount(
        "dramatic", "clarity", "amount"
    )
    assert amount("vintage", "grain", "amount", noise=0.03) < 0.5 * amount("vintage", "grain", "amount")
    assert amount("pop", "sharpen", "amount", noise=0.03) < 0.5 * amount("pop", "sharpen", "amount")


def test_a_product_page_takes_out_a_cast_that_is_sure_and_leaves_one_that_is_not():
    warm = {"temperature_shift": 30.0, "tint_shift": -10.0}
    assert amount("product", "white_balance", "temperature", **warm, cast_confidence=0.9) == pytest.approx(
        -21.0
    )
    assert amount("product", "white_balance", "tint", **warm, cast_confidence=0.9) == pytest.approx(7.0)
    assert amount("product", "white_balance", "temperature", **warm, cast_confidence=0.1) == 0.0


def test_only_photos_with_faces_get_their_faces_lit():
    def masks(facts):
        return {
            each.mask.kind for each in named("portrait_soft").changes(facts, "large") if each.mask is not None
        }

    assert masks(TYPICAL) == set()
    assert masks(replace(TYPICAL, face_count=1, face_lightness=0.4)) == {"face", "skin", "eyes"}
    assert masks(replace(TYPICAL, face_count=1, face_lightness=0.8)) == {"skin", "eyes"}


# --- Pixels -----------------------------------------------------------------------------------------------------------


PICTURES = 4


@pytest.fixture(scope="session")
def rendered(photos, catalogue):
    """A look on a photo at a strength, as 8-bit sRGB samples of 160 pixels; None is the photo as it is.

    The photos: a portrait, a cup, a cat and a night start.
    """
    portrait = picture_from_srgb8(np.ascontiguousarray(skimage.data.astronaut()[:320, 60:380]))
    photos = (portrait, *photos[1:PICTURES])
    facts = [perceive(photo).facts for photo in photos]

    @cache
    def through(name: str | None, index: int, strength: str = "large"):
        changes = () if name is None else named(name).changes(facts[index], strength)
        steps = tuple(Step(each.tool, each.mask) for each in changes)
        return render(photos[index], Recipe(steps), catalogue, long_side=160).samples

    return through


def difference(one, other) -> float:
    light = (reduce_linear(picture_from_srgb8(samples), samples.size) for samples in (one, other))
    return picture_difference(*light).mean


@pytest.mark.parametrize("name", NAMES)
def test_a_look_can_be_seen_and_leaves_the_photo_what_it_is(name, rendered):
    seen = [difference(rendered(None, at), rendered(name, at)) for at in range(PICTURES)]
    assert max(seen) > (1.0 if name == "natural" else 2.5)
    assert max(seen) < STRONG


@pytest.mark.parametrize("name", NAMES)
def test_a_look_neither_blows_out_nor_crushes_the_photo(name, rendered):
    for at in range(PICTURES):
        before, after = rendered(None, at), rendered(name, at)
        assert np.mean(after.min(-1) >= 254) <= np.mean(before.min(-1) >= 254) + 0.03
        assert np.mean(after.max(-1) <= 1) <= np.mean(before.max(-1) <= 1) + 0.06


@pytest.mark.parametrize("name", NAMES)
def test_a_medium_look_lies_between_the_photo_and_the_full_one(name, rendered):
    photo, medium, full = rendered(None, 0), rendered(name, 0, "medium"), rendered(name, 0)
    assert difference(photo, medium) <= difference(photo, full) + 0.3


def test_no_two_looks_are_the_same(rendered):
    for one, other in combinations(NAMES, 2):
        apart = max(difference(rendered(one, at), rendered(other, at)) for at in range(2))
        assert apart > 1.5, (one, other, apart)


@pytest.mark.parametrize("name", NAMES)
def test_skin_stays_skin(name, rendered):
    """The face of the first photo stays between red and yellow, neither gray nor painted, except in one-color looks."""
    if name in {*COLORLESS, "sepia"}:
        return
    before, after = (_skin(rendered(each, 0)) for each in (None, name))
    assert 10 < after[1] < 90
    assert 0.3 * before[0] < after[0] < 2.2 * before[0]


def _skin(samples) -> tuple[float, float]:
    """Median CIELAB chroma and hue (degrees) of the middle of the face."""
    import cv2

    height, width = samples.shape[:2]
    face = samples[int(0.34 * height) : int(0.42 * height), int(0.44 * width) : int(0.58 * width)]
    lab = cv2.cvtColor(np.ascontiguousarray(face, np.float32) / 255, cv2.COLOR_RGB2LAB).reshape(-1, 3)
    a, b = np.median(lab[:, 1]), np.median(lab[:, 2])
    return float(np.hypot(a, b)), float(np.degrees(np.arctan2(b, a)))


@pytest.mark.parametrize("name", sorted(COLORLESS))
def test_black_and_white_is_gray_at_every_strength(name, rendered):
    for strength in ("small", "large"):
        samples = rendered(name, 1, strength).astype(int)
        assert np.ptp(samples, axis=-1).max() <= 2


# --- The page ---------------------------------------------------------------------------------------------------------


def test_every_look_is_documented_with_words_that_call_it():
    rows = [
        line.split("|") for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")
    ]
    told = {row[1].strip(" `"): row[3] for row in rows if len(row) == 5}
    for name in NAMES:
        assert name in told
        for words in told[name].split(","):
            found = find_look(words, LOOKS)
            assert found is not None, words
            assert found.name == name, words


def test_no_look_strengthens_the_colors_of_a_gray_photo():
    gray = replace(TYPICAL, chroma_mean=0.0, chroma_p90=0.0, gray_share=1.0)
    for look in LOOKS:
        assert "vibrance" not in {choice.tool.name for choice in look.changes(gray, 1.0)}, look.name
