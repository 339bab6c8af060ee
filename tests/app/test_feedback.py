"""The feedback desk: what a session shows is kept, what was said counts at once, and nothing of it gets in the way."""

import json
from pathlib import Path

import numpy as np
import pytest

from burnish.agent.planner.request import Request, SliderMove
from burnish.app import Darkroom
from burnish.app.feedback import FeedbackDesk
from burnish.app.planning import embedded_planner
from burnish.app.session import PhotoSession, open_session
from burnish.app.speaker import Allowed, Speaker, speaker
from burnish.errors import BadInput
from burnish.feedback.signals import Accept, Modify
from burnish.imaging.files import write_photo
from burnish.models.settings import FeedbackSettings


@pytest.fixture(scope="module")
def planner(catalogue):
    return embedded_planner(catalogue)


@pytest.fixture
def darkroom(catalogue, tmp_path: Path) -> Darkroom:
    return Darkroom(catalogue, tmp_path / "home")


@pytest.fixture
def desk(darkroom):
    opened = FeedbackDesk(darkroom.home, darkroom.catalogue)
    yield opened
    opened.close()


@pytest.fixture
def opened(darkroom, planner, photo, tmp_path, desk):
    """A new conversation about the photo."""
    path = tmp_path / "photo.png"
    write_photo(path, np.ascontiguousarray(photo.samples[::4, ::4]))

    def call() -> PhotoSession:
        return open_session(darkroom, planner, path, feedback=desk)

    return call


def amount(session: PhotoSession, tool: str) -> float:
    return sum(step.tool.amount for step in session.recipe.steps if step.tool.name == tool)


def corrected(desk: FeedbackDesk, session: PhotoSession, tool: str, **params: float) -> None:
    """Say that the last turn should have ended with this."""
    about = desk.about(session.conversation.photo)
    document = {"schema": 1, "title": "", "steps": [{"tool": tool, "params": params}]}
    desk.say(Modify, about, recipe=document)


def test_what_is_shown_is_kept_with_what_the_planner_made_before_taste(opened, desk):
    session = opened()
    turn = session.ask(Request("more contrast", variants=3))
    offer = desk.store.offered("local", turn.id)
    assert [each.recipe for each in offer.proposals] == [c.recipe.document() for c in turn.plan.candidates]
    assert offer.situation.request == "more contrast"
    assert offer.situation.operations == ("contrast",)
    assert 0 < offer.situation.facts["lightness_p50"] < 1
    assert offer.planned is not None
    assert all(0 < each.propensity <= 1 for each in offer.proposals)


def test_what_is_only_answered_is_not_kept(opened, desk):
    opened().answered(Request("more contrast"))
    assert desk.store.people("local") == ()


def test_a_wish_for_something_becomes_less_where_less_was_wanted_and_nothing_else_is_added(opened, desk):
    before = opened()
    before.ask(Request("more contrast"))
    planned = amount(before, "contrast")
    for _ in range(4):
        session = opened()
        session.ask(Request("more contrast"))
        corrected(desk, session, "contrast", amount=planned * 0.4)
    after = opened()
    turn = after.ask(Request("more contrast"))
    assert 0.3 * planned <= amount(after, "contrast") < 0.8 * planned
    assert [step.tool.name for step in after.recipe.steps] == ["contrast"]
    assert "to your taste" in turn.changes[0].reason
    offer = desk.store.offered("local", turn.id)
    assert offer.planned["steps"][0]["params"]["amount"] == pytest.approx(planned)


def test_taste_leaves_alone_what_has_a_number_what_a_hand_set_and_what_stood_before(opened, desk):
    for _ in range(4):
        session = opened()
        session.ask(Request("more contrast"))
        corrected(desk, session, "contrast", amount=2)
    session = opened()
    session.ask(Request("set contrast to 30"))
    assert amount(session, "contrast") == 30
    session.ask(Request("warmer"))
    assert amount(session, "contrast") == 30
    session.adjust((SliderMove("contrast", "amount", 44),))
    assert amount(session, "contrast") == 44


def test_a_follow_up_answers_the_wish_before_it(opened, desk):
    session = opened()
    first = session.ask(Request("more contrast"))
    second = session.ask(Request("a bit less"))
    earlier, later = (desk.store.offered("local", each.id) for each in (first, second))
    assert later.situation.operations == ("contrast",)
    assert later.planned == earlier.planned, "less than what was planned is what is learned"


def test_versions_are_drawn_with_known_probability(opened, desk):
    session = opened()
    session.ask(Request(""))
    corrected(desk, session, "exposure", stops=-0.8)
    turn = opened().ask(Request("", variants=3))
    offer = desk.store.offered("local", turn.id)
    assert len(offer.proposals) == 3
    assert offer.proposals[0].propensity == 1
    assert all(each.propensity < 1 for each in offer.proposals[1:])
    assert len({json.dumps(each.recipe) for each in offer.proposals}) == 3


def test_a_store_that_cannot_be_opened_is_noted_and_the_edit_is_done(opened, desk, darkroom):
    (darkroom.home / "feedback").mkdir(parents=True)
    (darkroom.home / "feedback" / "store.sqlite3").write_bytes(b"not a database, but something else" * 50)
    said: list[str] = []
    desk.tell = said.append
    session = opened()
    session.ask(Request("more contrast"))
    assert amount(session, "contrast") > 0
    assert said
    assert all(each.startswith("Note: ") for each in said)


def test_a_turn_from_before_feedback_was_kept_can_be_spoken_of(opened, desk):
    session = opened()
    session.feedback = None
    turn = session.ask(Request("more contrast"))
    assert desk.say(Accept, desk.about(session.conversation.photo)).signal.turn == turn.id


def test_feedback_of_an_earlier_version_is_taken_over_once(opened, desk, darkroom):
    session = opened()
    session.feedback = None
    turn = session.ask(Request("more contrast"))
    line = {
        "schema": 1, "id": "f1", "at": "2026-03-01T10:00:00+00:00", "photo": session.conversation.photo,
        "turn": turn.id, "candidate": 0, "recipe": "", "planner": "", "verdict": "accept", "rating": 4,
        "remark": "good",
    }  # fmt: skip
    path = darkroom.home / "feedback.jsonl"
    path.write_text("\n" + json.dumps(line) + "\n\n" + json.dumps(line | {"turn": "gone"}) + "\ntorn")
    kept = [each.signal for each in desk.store.after("local", person="me")]
    assert [(each.id, each.kind) for each in kept] == [
        ("f1", "accept"),
        ("f1-rating", "rating"),
        ("f1-remark", "comment"),
    ]
    assert not path.exists()
    assert (darkroom.home / "feedback-not-taken-over.jsonl").read_text().count("\n") == 2


def test_others_have_folders_of_their_own_without_their_names(opened, desk, darkroom):
    desk.speaker = Speaker("p7x9q", "studio")
    session = opened()
    session.ask(Request("more contrast"))
    folders = [str(path.relative_to(darkroom.home)) for path in darkroom.home.rglob("*")]
    assert session.folder.folder.is_relative_to(darkroom.home / "conversations" / "people")
    assert not any("p7x9q" in each for each in folders)


def test_consent_is_of_the_settings_unless_it_is_said():
    settings = FeedbackSettings(person="p7", workspace_models=True)
    assert speaker(settings).consent.workspace_models
    assert not speaker(settings, allowed=Allowed(workspace_models=False)).consent.workspace_models
    assert speaker(settings, "p8").person == "p8"
    with pytest.raises(BadInput, match="looks like an e-mail address"):
        speaker(settings, "ann@example.org")
