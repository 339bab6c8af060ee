import numpy as np
import pytest
from tests.evaluation.people.pictured import SLIDERS, WARM, look, portrait, somebody

from burnish.evaluation.people.sight import LONG_SIDE_PX, UNSEEN, linear_render, thumbnail
from burnish.imaging.difference import delta_e_2000, lab_from_linear
from burnish.imaging.picture import picture_from_srgb8
from burnish.recipe.recipe import Recipe
from burnish.recipe.resources import Resources


def test_a_thumbnail_is_small_and_keeps_shape_and_light() -> None:
    wide = np.zeros((300, 900, 3), np.uint8)
    wide[:, :450] = 255
    small = thumbnail(picture_from_srgb8(wide))
    assert small.linear.shape == (LONG_SIDE_PX // 3, LONG_SIDE_PX, 3)
    assert small.linear.mean() == pytest.approx(0.5, abs=0.01)  # Means of light, not of code values.


def test_a_thumbnail_is_made_of_means_of_many_pixels() -> None:
    noise = np.random.default_rng(2).integers(0, 2, (400, 600, 1)).repeat(3, axis=2).astype(np.uint8) * 255
    small = thumbnail(picture_from_srgb8(noise))
    assert small.linear.std() < 0.22  # Half of 1 over the root of nearly ten pixels, and some more for edges.


def test_the_middle_of_the_light_is_in_stops() -> None:
    gray = thumbnail(picture_from_srgb8(np.full((40, 60, 3), 118, np.uint8)))
    assert gray.middle_light == pytest.approx(-2.5, abs=0.1)


def test_the_picture_in_mind_is_no_distance_away_and_others_are() -> None:
    seen = somebody().sight(portrait())
    there, away = seen.distance(SLIDERS.vector(WARM)), seen.distance(SLIDERS.zeros())
    assert there < 0.5
    assert away > 5
    half = seen.distance(SLIDERS.vector(WARM) / 2)
    assert there < half < away


@pytest.mark.parametrize(
    "edit",
    [
        look(exposure={"stops": -0.7}),
        look(saturation={"amount": 40.0}, contrast={"amount": -30.0}),
        look(color_grading={"shadow_saturation": 40.0, "shadow_hue": 220.0}, fade={"amount": 20.0}),
    ],
)
def test_distance_is_the_mean_difference_of_the_rendered_pictures(edit) -> None:
    photo = portrait()
    seen = somebody().sight(photo)
    rendered = (linear_render(photo, each, SLIDERS.catalogue, Resources()) for each in (edit, WARM))
    real = float(np.mean(delta_e_2000(*(lab_from_linear(each) for each in rendered))))
    assert seen.distance(SLIDERS.vector(edit)) == pytest.approx(real, rel=0.15, abs=0.2)


def test_what_a_thumbnail_does_not_show_changes_no_distance() -> None:
    seen = somebody().sight(portrait())
    hidden = [k for k in range(SLIDERS.size) if k not in seen.shown]
    assert {SLIDERS.coordinates[k].tool for k in hidden} <= UNSEEN
    assert "grain.amount" in {SLIDERS.labels[k] for k in hidden}
    values = SLIDERS.zeros()
    values[hidden] = 0.7
    assert seen.distance(values) == seen.distance(SLIDERS.zeros())


def test_slopes_say_how_the_difference_changes() -> None:
    seen = somebody().sight(portrait())
    places = [SLIDERS.place[label] for label in ("exposure.stops", "saturation.amount", "contrast.amount")]
    at = SLIDERS.vector(look(exposure={"stops": 0.2}, saturation={"amount": 10.0}, contrast={"amount": 5.0}))
    slopes, difference = seen.way(at, places)
    for slope, place in zip(slopes, places, strict=True):
        moved = at.copy()
        moved[place] += 0.01
        change = seen.way(moved, places[:1])[1] - difference
        assert np.linalg.norm(change - 0.01 * slope) < 0.3 * np.linalg.norm(change)


def test_who_wants_light_in_the_middle_brightens_a_dark_photo_and_darkens_a_light_one() -> None:
    codes = np.random.default_rng(1).integers(0, 60, (60, 90, 3)).astype(np.uint8)
    for picture, sign in ((codes, 1), (255 - codes, -1)):
        small = thumbnail(picture_from_srgb8(picture))
        seen = somebody(Recipe(), level=-2.5, pull=0.5).sight(small)
        toward, away = (SLIDERS.vector(look(exposure={"stops": sign * by})) for by in (0.5, -0.5))
        assert seen.distance(toward) < seen.distance(SLIDERS.zeros()) < seen.distance(away)
        unmoved = somebody(Recipe(), level=-2.5, pull=0.0).sight(small)
        assert unmoved.distance(SLIDERS.zeros()) < 0.2
