"""What people say is kept before it is answered, whatever else goes on; the very next proposal knows it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.app.studio.at_work import ANNA, BEN, a_studio, with_photo

from burnish.agent.planner.request import Request
from burnish.app.studio import opinions as opinions_module
from burnish.errors import Conflict
from burnish.wire.feedback import AcceptAsked, FeedbackAsked, ModifyAsked, RatingAsked


@pytest.fixture
def studio(tmp_path):
    made = a_studio(tmp_path / "home")
    yield made
    made.close()


@pytest.fixture
def photo(studio, photo):
    return with_photo(studio, photo).id


@pytest.fixture
def impatient(monkeypatch):
    """Nobody waits for a lesson."""
    monkeypatch.setattr(opinions_module, "PATIENCE_S", 0.0)


def in_a_thread(work):
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(work).result(20)


def asked(studio, photo, text, speaker=ANNA):
    return studio.editing.ask(speaker, photo, Request(text))[0]


def accepted(turn, named="s1") -> FeedbackAsked:
    return AcceptAsked(kind="accept", id=named, turn=turn.id)


def test_while_ones_taste_is_worked_on_what_is_said_is_kept_and_answered(studio, photo, impatient):
    turn = asked(studio, photo, "more contrast")
    with studio.workspaces.desk_of(ANNA).turn:
        said = in_a_thread(lambda: studio.opinions.say(ANNA, photo, accepted(turn)))
    assert said.lesson is None
    assert said.learning is not None
    assert studio.workspaces.store.signal("acme", "s1").signal == said.signal


def test_while_somebody_elses_taste_is_worked_on_one_is_learned_from_and_answered(studio, photo):
    asked(studio, photo, "more contrast", speaker=BEN)
    with studio.workspaces.desk_of(BEN).turn:
        turn = in_a_thread(lambda: asked(studio, photo, "more contrast"))
        said = in_a_thread(lambda: studio.opinions.say(ANNA, photo, accepted(turn)))
        lesson = said.lesson or said.learning.result(20)["s1"]
    assert lesson["signal"] == "s1"


def test_the_very_next_proposal_knows_what_the_learner_had_no_time_for(studio, photo, impatient):
    studio.workspaces.learner.stop()
    turn = asked(studio, photo, "more contrast")
    planned = turn.after.steps[0].tool.amount
    steps = [{"tool": "contrast", "params": {"amount": planned * 0.4}}]
    for k in range(4):
        turn = asked(studio, photo, "undo that") and asked(studio, photo, "more contrast")
        recipe = {"schema": 1, "title": "", "steps": steps}
        said = studio.opinions.say(
            ANNA, photo, ModifyAsked(kind="modify", id=f"m{k}", turn=turn.id, recipe=recipe)
        )
        assert said.lesson is None
        assert "to your taste" in asked(studio, photo, "more contrast").changes[0].reason or k < 3


def test_saying_it_again_waits_for_what_was_learned(studio, photo, impatient):
    turn = asked(studio, photo, "more contrast")
    first = studio.opinions.say(ANNA, photo, accepted(turn))
    again = studio.opinions.say(ANNA, photo, accepted(turn))
    assert again.signal == first.signal
    assert again.lesson is not None
    assert again.lesson["signal"] == "s1"


def test_the_same_said_by_many_at_once_is_kept_once_and_something_else_refused(studio, photo, impatient):
    turn = asked(studio, photo, "more contrast")

    def say(quality: float) -> str:
        rating = RatingAsked(kind="rating", id="s1", turn=turn.id, perceptual_quality=quality)
        try:
            return str(studio.opinions.say(ANNA, photo, rating).signal.perceptual_quality)
        except Conflict:
            return "conflict"

    with ThreadPoolExecutor(8) as threads:
        told = list(threads.map(say, [70.0, 71.0] * 4))
    kept = studio.workspaces.store.signal("acme", "s1").signal.perceptual_quality
    assert told.count(str(kept)) == 4
    assert told.count("conflict") == 4
    assert [each.signal.id for each in studio.workspaces.store.after("acme", person="anna")].count("s1") == 1
