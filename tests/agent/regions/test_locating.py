"""Regions by words, on painted scenes and on real photos of a person and of a cup."""

import json
import time

import numpy as np
import pytest
import skimage.data
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.agent.painted import RED, WHITE, YELLOW, disk, meadow, overlap, seen

from burnish.agent.perception import Perception
from burnish.agent.planner.intents import OPS, REGIONS, Intent, Op, Region
from burnish.agent.regions import saliency
from burnish.agent.regions.locating import NEEDED, Located, locate
from burnish.imaging.color import srgb8_to_linear
from burnish.imaging.masks import Face, Mask, Scene, Sky, rasterize
from burnish.recipe.document import parse_recipe
from burnish.recipe.recipe import Recipe, Step
from burnish.tools.catalogue import built_in


def where(
    region: Region | None,
    phrase: str,
    photo: Perception | None,
    op: Op = "exposure",
    drawn: Mask | None = None,
) -> Located:
    return locate(Intent(op=op, region=region, phrase=phrase), photo, drawn)


def inside(found: Located, photo: Perception) -> np.ndarray:
    assert found.found, found.words
    assert found.mask is not None
    return rasterize(found.mask, *photo.scene.linear.shape[:2], photo.scene) > 0.5


@pytest.fixture(scope="module")
def toys() -> tuple[Perception, dict[str, np.ndarray]]:
    """Three balls on grass: red at the left, yellow in the middle, red and small at the right."""
    picture = meadow()
    places = {
        "red left": disk(picture, 0.2, 0.5, 0.18, RED),
        "yellow": disk(picture, 0.5, 0.35, 0.15, YELLOW),
        "red right": disk(picture, 0.82, 0.6, 0.12, RED),
    }
    return seen(picture), places


@pytest.fixture(scope="module")
def astronaut() -> Perception:
    return seen(skimage.data.astronaut())


@pytest.fixture(scope="module")
def landscape() -> tuple[Perception, np.ndarray]:
    """A blue sky over a textured green hill."""
    rng = np.random.default_rng(5)
    y, x = np.mgrid[:240, :360]
    sky = y < 240 * (0.5 + 0.12 * np.sin(x / 360 * 5.0))
    blue = np.stack([90 + 60 * y / 240, 140 + 50 * y / 240, 215 + 20 * y / 240], -1)
    picture = np.where(sky[..., None], blue + rng.normal(0, 1, (240, 360, 3)), meadow())
    return seen(picture), sky


def test_no_region_is_the_whole_picture(toys):
    found = where(None, "", toys[0])
    assert found == Located(None, 1.0, "the whole picture", found=True)


def test_a_color_and_a_noun_find_the_thing(toys):
    photo, places = toys
    assert overlap(inside(where("obj", "the yellow ball", photo), photo), places["yellow"]) > 0.85


@pytest.mark.parametrize("side", ["left", "right"])
def test_the_words_for_a_place_choose_among_things_of_one_color(toys, side: str):
    photo, places = toys
    found = inside(where("obj", f"the red ball on the {side}", photo), photo)
    assert overlap(found, places[f"red {side}"]) > 0.8


def test_a_plural_means_all_of_them(toys):
    photo, places = toys
    both = places["red left"] | places["red right"]
    assert overlap(inside(where("obj", "the red balls", photo), photo), both) > 0.8


def test_everything_but_a_thing_is_the_rest(toys):
    photo, places = toys
    rest = inside(where("obj", "everything but the yellow ball", photo), photo)
    assert overlap(~rest, places["yellow"]) > 0.8


@pytest.mark.parametrize("phrase", ["the purple ball", "the tractor", "the sign", ""])
def test_what_is_not_there_or_not_known_by_its_looks_is_not_found(toys, phrase: str):
    found = where("obj", phrase, toys[0])
    assert not found.found
    assert found.mask is None
    assert found.words


def test_one_of_two_alike_is_not_taken_away_by_a_guess():
    picture = meadow()
    for x in (0.3, 0.7):
        disk(picture, x, 0.5, 0.15, RED)
    assert not where("obj", "the red ball", seen(picture), "remove").found


def test_taking_away_asks_for_more_than_brightening(astronaut: Perception):
    assert where("person", "her", astronaut, "exposure").found
    assert not where("person", "her", astronaut, "remove").found


def test_the_subject_is_what_stands_out_and_the_background_is_the_rest():
    picture = meadow()
    ball = disk(picture, 0.45, 0.5, 0.22, (225, 130, 40))
    photo = seen(picture)
    assert overlap(inside(where("person", "the subject", photo), photo), ball) > 0.85
    assert overlap(~inside(where("bg", "the background", photo, "blur"), photo), ball) > 0.85


def test_of_a_meadow_there_is_no_subject_and_no_background():
    photo = seen(meadow())
    assert not where("person", "the subject", photo).found
    assert not where("bg", "the background", photo).found


def test_the_sky_is_found_above_the_hill_and_not_in_a_meadow(landscape):
    photo, sky = landscape
    found = where("sky", "the sky", photo)
    assert isinstance(found.mask, Sky)
    assert overlap(inside(found, photo), sky) > 0.9
    assert not where("sky", "the sky", seen(meadow())).found


def test_grass_is_found_below_the_sky_and_no_water(landscape):
    photo, sky = landscape
    assert overlap(inside(where("obj", "the grass", photo), photo), ~sky) > 0.8
    assert not where("obj", "the water", photo).found


def test_snow_is_told_from_a_white_sky_by_the_horizon(landscape):
    photo, sky = landscape
    white = photo.scene.linear.copy()
    white[~sky] = np.random.default_rng(1).normal(0.85, 0.05, ((~sky).sum(), 1))
    snowy = seen(Scene(white.astype(np.float32)))
    assert overlap(inside(where("obj", "the snow", snowy), snowy), ~sky) > 0.7


def test_the_face_of_the_astronaut_is_found_as_a_face(astronaut: Perception):
    found = where("face", "her face", astronaut)
    assert found.mask == Face()
    assert found.confidence > 0.7
    taken = inside(found, astronaut)
    assert taken[120, 225]
    assert taken.mean() < 0.1


def test_the_astronaut_is_found_with_head_and_body(astronaut: Perception):
    taken = inside(where("person", "the woman", astronaut), astronaut)
    assert taken[120, 225]
    assert taken[400, 200]
    assert not taken[:150, :100].any()


def test_a_blurred_background_spares_the_hair_beside_a_face(
    astronaut: Perception, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(NEEDED, "blur", 0.4)
    size = astronaut.scene.linear.shape[:2]
    darkened, blurred = (where("bg", "the background", astronaut, op) for op in ("exposure", "blur"))
    assert darkened.mask is not None
    assert blurred.mask is not None
    whole, spared = (rasterize(each.mask, *size, astronaut.scene) for each in (darkened, blurred))
    assert spared[110, 178] < 0.1
    assert (spared <= whole + 1e-6).all()
    assert spared.sum() < 0.99 * whole.sum()
    assert spared[20, 20] > 0.9


def test_what_was_found_is_named_and_what_speaks_against_it_is_a_doubt():
    picture = meadow()
    disk(picture, 0.8, 0.5, 0.2, (225, 130, 40))
    words = where("person", "the subject", seen(picture)).words
    assert words.startswith("the one thing that stands out, at the right")
    assert "stands out alone" not in words


def test_what_could_never_be_sure_enough_to_be_taken_away_is_not_looked_for(monkeypatch: pytest.MonkeyPatch):
    picture = meadow()
    disk(picture, 0.8, 0.5, 0.2, (225, 130, 40))
    assert where("obj", "the boat", seen(picture), "exposure").confidence > 0
    monkeypatch.setattr(saliency, "salient_thing", None)
    found = where("obj", "the boat", seen(picture), "remove")
    assert not found.found
    assert "never found surely enough" in found.words


def test_a_suit_of_a_color_is_sought_on_the_person(astronaut: Perception):
    taken = inside(where("obj", "her orange suit", astronaut, "saturation"), astronaut)
    assert taken[300, 130]
    assert not taken[100:150, 200:250].any()


def test_a_cup_of_coffee_has_no_face_skin_or_eyes():
    photo = seen(skimage.data.coffee())
    for region in ("face", "eyes", "skin"):
        assert not where(region, f"her {region}", photo).found


def test_the_dark_corner_is_the_one_that_is_dark():
    picture = np.full((120, 200, 3), 180.0)
    picture[:60, 140:] = 40.0
    photo = seen(picture)
    taken = inside(where("obj", "the dark corner at the top", photo), photo)
    assert taken[2, -3]
    assert not taken[2, 2]


def test_the_sun_is_bright_and_small():
    picture = np.tile(np.linspace(90, 150, 240)[:, None, None], (1, 360, 3))
    sun = disk(picture, 0.7, 0.3, 0.06, WHITE)
    photo = seen(picture)
    taken = inside(where("obj", "the sun", photo), photo)
    assert (taken & sun).sum() > 0.9 * sun.sum()
    assert taken.mean() < 0.05


@pytest.mark.parametrize(
    "region", ["left", "right", "top", "bottom", "center", "shadows", "highlights", "fg"]
)
def test_what_needs_no_search_is_found_without_a_photo(region: Region):
    found = where(region, f"the {region}", None)
    assert found.found
    assert found.mask is not None


@pytest.mark.parametrize("region", ["person", "bg", "obj"])
def test_what_must_be_searched_for_is_not_found_without_a_photo(region: Region):
    assert not where(region, "the red car", None).found


@pytest.mark.parametrize("region", ["face", "eyes", "skin", "sky"])
def test_what_a_mask_finds_by_itself_is_left_to_it_without_a_photo(region: Region):
    found = where(region, f"the {region}", None)
    assert found.found
    assert found.mask is not None
    assert found.mask.kind == region


@pytest.mark.parametrize(
    ("region", "phrase"),
    [
        ("obj", "the red ball on the left"),
        ("obj", "the red balls"),
        ("bg", "the background"),
        ("left", "the left"),
    ],
)
def test_what_is_found_replays_from_json_at_another_size(region: Region, phrase: str):
    picture = meadow()
    disk(picture, 0.25, 0.5, 0.22, RED)
    photo = seen(picture)
    found = where(region, phrase, photo)
    step = Step(built_in().make("exposure", {"stops": 1.0}), mask=found.mask)
    stored = json.loads(json.dumps(Recipe((step,)).document()))
    mask = parse_recipe(stored, built_in()).steps[0].mask
    assert mask == found.mask
    assert mask is not None
    large = rasterize(mask, 480, 720, photo.scene).reshape(240, 2, 360, 2).mean(axis=(1, 3))
    assert np.abs(large - rasterize(mask, 240, 360, photo.scene)).mean() < 0.02


@settings(max_examples=60)
@given(
    st.sampled_from([*REGIONS, None]),
    st.sampled_from(OPS),
    st.text(max_size=40)
    | st.sampled_from(["the red car on the left", "her dress", "the sea", "the two men", "sun"]),
)
def test_any_words_get_a_clear_answer(region: Region | None, op: Op, phrase: str):
    tiny = Perception(
        scene=Scene(srgb8_to_linear(np.random.default_rng(2).integers(0, 255, (24, 36, 3), np.uint8))),
        width=36, height=24, facts=seen(meadow(8, 8)).facts,
    )  # fmt: skip
    found = where(region, phrase, tiny, op)
    assert 0.0 <= found.confidence <= 1.0
    assert found.words
    assert found.found or found.mask is None


@pytest.mark.parametrize("shape", [(1, 1), (2, 300), (300, 2), (9, 9)])
def test_pictures_of_any_shape_can_be_looked_at(shape: tuple[int, int]):
    photo = seen(Scene(np.full((*shape, 3), 0.2, np.float32)))
    for region in REGIONS:
        found = where(region, "the red car", photo)
        if found.mask is not None:
            rasterize(found.mask, 20, 30, photo.scene)


def test_colored_things_are_found_quickly(toys):
    where("obj", "the red ball on the left", toys[0])
    start = time.perf_counter()
    where("obj", "the blue ball", toys[0])
    assert time.perf_counter() - start < 1.0
