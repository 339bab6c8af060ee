"""The loop: it mends what can be mended, explains it, never ends worse, and stops when nobody wants it any more."""

from dataclasses import replace

import numpy as np
import pytest
from tests.agent.checking.seeing import checked, clipped_light, eyes, finding, scores, tint

from burnish.agent.checking.loop import Budget, Loop
from burnish.agent.checking.picture_repairs import picture_repairs
from burnish.agent.checking.registration import pair_of
from burnish.agent.checking.workpiece import PictureWork, RecipeWork, State
from burnish.agent.planner.intents import Intent
from burnish.imaging.difference import difference_map
from burnish.recipe.recipe import Recipe, Step
from burnish.tools.contrast import Contrast
from burnish.tools.exposure import Exposure
from burnish.tools.white_balance import WhiteBalance

SMALL = Budget(rounds=3, seconds=60, long_side=200)


def planned(*tools):
    return Recipe(tuple(Step(each, author="planner") for each in tools))


def work_of(photo, catalogue, recipe, **more):
    return RecipeWork(photo, catalogue, recipe, **more)


@pytest.fixture(scope="module")
def overexposed(photo, catalogue):
    return work_of(photo, catalogue, planned(Contrast(amount=10), Exposure(stops=1.6)))


def test_the_guilty_step_is_found_said_and_held_back(overexposed):
    done = Loop(eyes(clipped_light), SMALL).refine(overexposed)
    first = done.trace.rounds[0]
    assert first.causes[0].step == 1
    assert "clips light" in first.causes[0].words
    assert done.trace.after.burden < 0.5 * done.trace.before.burden
    assert done.state.recipe.steps[0] == overexposed.after.steps[0]
    assert done.trace.document()["repairs"]


def test_what_is_clean_is_left_alone_after_one_look(photo, catalogue):
    work, looks = work_of(photo, catalogue, planned(Contrast(amount=10))), []

    def counted(pair):
        looks.append(pair)
        return checked()

    done = Loop(eyes(counted), SMALL).refine(work)
    assert (done.trace.ending, done.is_changed, len(looks)) == ("no flaw", False, 1)
    assert done.state.recipe is work.after


def test_what_a_person_set_is_not_touched(photo, catalogue):
    recipe = Recipe((Step(Exposure(stops=1.6), author="person"),))
    done = Loop(eyes(clipped_light), SMALL).refine(work_of(photo, catalogue, recipe))
    assert done.state.recipe.steps[0] == recipe.steps[0]


def test_a_step_that_nobody_asked_for_goes(photo, catalogue):
    recipe = planned(Contrast(amount=10), WhiteBalance(temperature=60))
    work = work_of(photo, catalogue, recipe, request="more contrast", intents=(Intent("contrast", "+"),))
    done = Loop(eyes(tint), SMALL).refine(work)
    assert [each.enabled for each in done.state.recipe.steps] == [True, False]
    assert "nobody asked" in done.trace.repairs[0]


def test_scores_that_fall_keep_the_edit_as_it_was(overexposed):
    first = clipped_light(overexposed.pair(overexposed.start, 200)).findings[0].severity

    def worse_when_less(pair, seen):
        return scores(following=80 if seen.findings and seen.findings[0].severity >= first else 20)

    done = Loop(eyes(clipped_light, worse_when_less), SMALL).refine(overexposed)
    assert (done.trace.ending, done.is_changed) == ("no gain", False)
    assert done.state.recipe == overexposed.after


def test_what_does_not_hold_at_the_end_is_taken_back(photo, catalogue):
    """Each repair helps against the round before, and the scores creep below where they began."""
    work = work_of(photo, catalogue, planned(Exposure(stops=1.6)))
    levels = iter([60.0, 59.0, 58.0, 57.0])
    severities = iter([0.9, 0.9, 0.6, 0.3])

    def perceive(pair):
        return checked(finding("clipping", next(severities, 0.3)))

    def creeping(pair, seen):
        return scores(*(next(levels, 57.0),) * 3)

    done = Loop(eyes(perceive, creeping), SMALL).refine(work)
    assert not done.is_changed
    assert done.state.recipe == work.after


def test_it_ends_at_once_when_nobody_wants_it(overexposed):
    wanted = iter([True, False])
    done = Loop(eyes(clipped_light), SMALL, wanted=lambda: next(wanted, False)).refine(overexposed)
    assert done.trace.ending == "canceled"
    assert done.state.recipe == overexposed.after


def test_it_ends_when_the_time_is_spent(overexposed):
    clock = iter([0.0, 100.0])
    done = Loop(eyes(clipped_light), SMALL, clock=lambda: next(clock, 100.0)).refine(overexposed)
    assert done.trace.ending == "seconds"
    assert not done.is_changed


def test_a_finished_picture_is_mended_by_its_source(photo, catalogue):
    source = photo.linear()
    edited = np.ascontiguousarray(source * np.array([1.0, 0.8, 1.0], np.float32))
    work = PictureWork(pair_of(source, edited), catalogue)
    done = Loop(eyes(tint), replace(SMALL, long_side=1024)).refine(work)
    assert done.trace.rounds[0].taken.repair == "balance"
    before, after = (difference_map(each, source).mean() for each in (edited, work.pair(done.state).edited))
    assert after < 0.4 * before


def test_the_source_comes_back_in_a_place_and_not_everywhere(photo, catalogue):
    """A change of the whole picture that nobody spoke of may be all of the edit."""
    source = photo.linear()
    work = PictureWork(pair_of(source, np.ascontiguousarray(source * np.float32(0.7))), catalogue)
    place = ((0.1, 0.1), (0.4, 0.1), (0.4, 0.4), (0.1, 0.4))
    assert picture_repairs(work, State(), (finding("changed_elsewhere", 0.8),)) == ()
    [mended] = picture_repairs(work, State(), (finding("changed_elsewhere", 0.8, place),))
    assert mended.kind == "restore"


def test_pictures_of_different_things_are_not_mended_and_it_says_so(photo, photos, catalogue):
    pair = replace(pair_of(photo.linear(), photo.linear()), confidence=0.0)
    work = PictureWork(pair, catalogue)
    assert picture_repairs(work, State(), (finding("ghost", 0.8),)) == ()
    done = Loop(eyes(lambda _: checked(finding("ghost", 0.8))), SMALL).refine(work)
    assert done.trace.ending == "cannot repair"
    assert "Cannot be repaired with tools: ghost" in done.trace.rounds[0].notes[0]
