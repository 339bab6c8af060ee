"""What a wish in moderation makes of a picture, and how far an edit goes along it."""

from dataclasses import replace

import numpy as np
import pytest
from tests.agent.checking import scenery

from burnish.agent.checking.change import Change
from burnish.agent.checking.granted import Reach, reach_of
from burnish.agent.checking.pair import Pair
from burnish.agent.planner.intents import Intent
from burnish.imaging.pixels import LinearPicture
from burnish.recipe.recipe import Recipe, Step
from burnish.recipe.render import render_linear
from burnish.tools.catalogue import built_in
from burnish.tools.exposure import Exposure

BRIGHTER = (Intent("exposure", "+"),)


@pytest.fixture(scope="module")
def photo() -> LinearPicture:
    """A photo that is dark enough to be brightened."""
    return scenery.linear(0.6 * scenery.photo())


def changed(
    photo: LinearPicture,
    stops: float,
    intents: tuple[Intent, ...] = BRIGHTER,
    where: np.ndarray | None = None,
) -> Change:
    done = render_linear(photo, Recipe((Step(Exposure(stops=stops)),)), built_in())
    if where is not None:
        done = photo + where[..., None] * (done - photo)
    edited = np.asarray(np.clip(done, 0, 1), np.float32)
    return Change(Pair(photo, edited, np.ones(photo.shape[:2], bool), "", intents, where))


@pytest.mark.parametrize("stops", [0.4, 0.7, 1.0])
def test_a_wish_that_is_granted_in_moderation_is_as_asked(photo: LinearPicture, stops: float) -> None:
    change = changed(photo, stops)
    assert float(np.linalg.norm(change.off, axis=-1).mean()) < 1.0
    assert change.reach is not None
    assert abs(change.reach.beyond) < 0.15


def test_how_far_an_edit_goes_is_told_from_the_other_way_to_too_far(photo: LinearPicture) -> None:
    reaches = [changed(photo, stops).reach for stops in (-0.6, 0.0, 0.7, 1.8)]
    beyond = [each.beyond for each in reaches if each is not None]
    assert beyond == sorted(beyond)
    assert beyond[0] < -1.5
    assert beyond[1] == pytest.approx(-1, abs=0.05)
    assert beyond[3] > 0.4
    assert all(abs(each.along) > 0.9 for each in (reaches[0], reaches[1], reaches[3]) if each is not None)


def test_a_tint_does_not_lie_along_the_wish(photo: LinearPicture) -> None:
    brighter = changed(photo, 0.7).pair
    tinted = np.asarray(brighter.edited * np.array([1.15, 1.0, 0.75], np.float32), np.float32)
    reach = Change(Pair(photo, tinted, brighter.valid, "", BRIGHTER)).reach
    assert reach is not None
    assert abs(reach.along) < 0.5


def test_outside_of_the_place_that_was_asked_for_the_source_is_what_is_good(photo: LinearPicture) -> None:
    where = np.zeros(photo.shape[:2], np.float32)
    where[:, :200] = 1
    change = changed(photo, 0.7, where=where)
    assert change.granted is not None
    assert np.abs(change.granted - change.source_lab)[:, 204:].max() < 0.01
    assert float(np.linalg.norm(change.off, axis=-1).mean()) < 1.0


@pytest.mark.parametrize("intent", [Intent("remove"), Intent("exposure", "0"), Intent("vignette", "+")])
def test_of_what_no_single_tool_grants_nothing_is_said(photo: LinearPicture, intent: Intent) -> None:
    change = changed(photo, 0.5, (intent,))
    assert change.granted is None
    assert change.reach is None
    assert changed(photo, 0.5, ()).granted is None


def test_for_what_is_not_measured_no_place_is_waited_for(photo: LinearPicture) -> None:
    def wait() -> None:
        raise AssertionError("a place was waited for")

    content, tones = (
        Change(replace(changed(photo, 0.5, intents).pair, place=wait))
        for intents in ((Intent("background", "+"),), BRIGHTER)
    )
    assert content.granted is None
    with pytest.raises(AssertionError, match="waited"):
        _ = tones.granted


def test_a_place_of_which_nothing_is_left_asks_for_nothing() -> None:
    source, good = np.zeros((4, 4, 3), np.float32), np.full((4, 4, 3), 5.0, np.float32)
    nowhere = np.zeros((4, 4), np.float32)
    assert reach_of(source, good, good, nowhere) == Reach(0.0, 0.0, 0.0)
