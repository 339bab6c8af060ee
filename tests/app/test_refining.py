"""Refining a turn: the repair is a turn of the agent's, offered beside the edit as it was, and can be rejected."""

from pathlib import Path

import numpy as np
import pytest
from tests.agent.checking.seeing import checked, clipped_light
from tests.imaging.masks.scenes import landscape, overlap

from burnish.agent.checking.loop import Budget, Eyes
from burnish.agent.planner.intents import Intent, Quantity
from burnish.agent.planner.plan import Candidate, Change, Plan, PlannerVersion
from burnish.agent.planner.request import Request, SliderMove
from burnish.app import Darkroom
from burnish.app.checking import NOT_COMPARED, CheckDesk, finished
from burnish.app.feedback import FeedbackDesk
from burnish.app.findings_drawn import overlay
from burnish.app.planning import embedded_planner
from burnish.app.refining import refine_session
from burnish.app.session import open_session
from burnish.errors import BadInput
from burnish.feedback.signals import Reject
from burnish.imaging.color import linear_to_srgb8
from burnish.imaging.files import write_photo
from burnish.imaging.masks import Scene, sky
from burnish.imaging.picture import picture_from_srgb8
from burnish.recipe.recipe import Recipe, Step, recipe
from burnish.recipe.render import render
from burnish.tools.contrast import Contrast
from burnish.tools.exposure import Exposure

BUDGET = Budget(rounds=2, seconds=60, long_side=200)


@pytest.fixture
def darkroom(catalogue, tmp_path: Path) -> Darkroom:
    return Darkroom(catalogue, tmp_path / "home")


@pytest.fixture
def session(darkroom, photo, tmp_path):
    path = tmp_path / "photo.png"
    write_photo(path, np.ascontiguousarray(photo.samples[::2, ::2]))
    desk = FeedbackDesk(darkroom.home, darkroom.catalogue)
    yield open_session(darkroom, embedded_planner(darkroom.catalogue), path, feedback=desk)
    desk.close()


def desk_of(darkroom, perceive=clipped_light) -> CheckDesk:
    return CheckDesk(darkroom, Eyes(perceive))


def far_too_bright(session, quantity=None):
    """A turn of a planner that went too far."""
    step = Step(Exposure(stops=1.8), reason="brighter", author="planner")
    wish = Intent("exposure", "+", quantity=quantity, span=(0, 8))
    candidate = Candidate(Recipe((step,)), (Change("add", None, step, 0, "brighter"),))
    plan = Plan("brighter", (wish,), (candidate,), PlannerVersion("embedded", "1"))
    session.keep(
        session.conversation.turn(Request("brighter"), plan, id=session.new_id(), at=session.clock())
    )
    return session.conversation.turns[-1]


def test_the_repair_is_a_turn_beside_the_edit_as_it_was(session, darkroom):
    asked = far_too_bright(session)
    done = refine_session(session, desk_of(darkroom), BUDGET)
    assert done.turn is not None
    assert session.conversation.turns[-1] == done.turn
    refined, plain = done.turn.plan.candidates
    assert plain.recipe == asked.after
    assert session.recipe == refined.recipe
    assert {each.after.author for each in refined.changes if each.after is not None} == {"agent"}
    assert done.turn.planner.name == "refine"
    assert asked.planner.name in done.turn.planner.version


def test_it_is_read_again_and_can_be_taken_back_and_rejected(session, darkroom):
    asked = far_too_bright(session)
    turn = refine_session(session, desk_of(darkroom), BUDGET).turn
    kept = session.folder.read().conversation.turns[-1]
    assert (kept.id, kept.before, kept.after) == (turn.id, turn.before, turn.after)
    said = session.feedback.say(Reject, session.feedback.about(session.source.digest))
    assert said.signal.turn == turn.id
    assert said.signal.policy.startswith("refine v1 of embedded")
    offer = session.feedback.store.offered(session.feedback.speaker.workspace, turn.id)
    assert [each.recipe for each in offer.proposals] == [turn.after.document(), asked.after.document()]
    assert offer.situation == session.feedback.store.offered(offer.workspace, asked.id).situation
    session.choose(1)
    assert session.recipe == asked.after


def test_what_is_clean_makes_no_turn(session, darkroom):
    asked = far_too_bright(session)
    done = refine_session(session, desk_of(darkroom, lambda _: checked()), BUDGET)
    assert (done.turn, done.trace.ending) == (None, "no flaw")
    assert session.conversation.turns[-1] == asked


def test_a_slider_that_a_person_set_stays(session, darkroom):
    session.adjust((SliderMove("exposure", "stops", 2.0),))
    before = session.recipe
    done = refine_session(session, desk_of(darkroom), BUDGET)
    assert before.steps[0] in session.recipe.steps
    assert all(each.before is None for each in done.turn.changes) if done.turn else session.recipe == before


def test_an_amount_that_was_stated_stays(session, darkroom):
    asked = far_too_bright(session, Quantity(1.8, "EV"))
    refine_session(session, desk_of(darkroom), BUDGET)
    assert asked.after.steps[0] in session.recipe.steps


def test_words_go_on_after_a_repair(session, darkroom):
    far_too_bright(session)
    refine_session(session, desk_of(darkroom), BUDGET)
    before = session.recipe
    session.ask(Request("undo that"))
    assert session.recipe != before


def test_what_was_taken_out_is_gone_from_the_kept_recipe():
    off = Step(Contrast(amount=10), enabled=False)
    before = Recipe((off, Step(Exposure(stops=1), author="planner")))
    gone = finished(before, before.replacing(1, Step(Exposure(stops=1), enabled=False)))
    assert gone.steps == (off,)


def test_a_recipe_that_leads_elsewhere_is_refused(darkroom, photo):
    with pytest.raises(BadInput, match="leads to another picture"):
        desk_of(darkroom).refined(photo, photo, recipe=recipe([Exposure(stops=-2.5)]))


def test_outside_of_a_repair_the_samples_of_a_picture_are_the_same(darkroom, photo, catalogue):
    edited = picture_from_srgb8(render(photo, recipe([Exposure(stops=1.5)]), catalogue, space="srgb").samples)
    found = desk_of(darkroom).examined(photo, edited)
    done = desk_of(darkroom).refined(photo, edited)
    changed = (done.picture.samples != edited.samples).any(axis=-1)
    assert done.trace.repairs
    assert 0 < changed.mean() < 0.9
    assert overlay(found.pair, found.seen).shape == found.pair.edited.shape


@pytest.mark.parametrize("shift", [0, 3])
def test_a_place_that_words_name_lies_in_the_frame_of_the_edit(darkroom, photo, shift):
    edited = picture_from_srgb8(np.roll(photo.samples, shift, axis=1))
    found = desk_of(darkroom).examined(photo, edited, "brighten the left side")
    assert bool(found.pair.note) == bool(shift)
    where = found.pair.asked_where
    assert where is not None
    middle = where.shape[1] // 2
    assert where[:, :middle].mean() > 4 * where[:, middle:].mean()


def test_a_sky_that_words_name_is_sought_once(darkroom, monkeypatch):
    scene, above = landscape()
    source = picture_from_srgb8(linear_to_srgb8(scene.linear))
    looks = list[Scene]()
    find = sky._found

    def counted(seen: Scene):
        looks.append(seen)
        return find(seen)

    monkeypatch.setattr(sky, "_found", counted)
    where = desk_of(darkroom).examined(source, source, "brighten the sky").pair.asked_where
    assert where is not None
    assert overlap(where > 0.5, above) > 0.9
    assert len(looks) == 1


def test_what_cannot_be_compared_is_said_to_be_so(darkroom, photo):
    other = picture_from_srgb8(
        np.random.default_rng(4).integers(0, 256, photo.samples.shape).astype(np.uint8)
    )
    done = desk_of(darkroom, lambda pair: checked()).refined(photo, other, "put her on a beach")
    assert done.notes == (NOT_COMPARED,)
    assert not done.trace.repairs
