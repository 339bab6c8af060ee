"""What is learned for others is the same, after a person was forgotten, as if they had never been there."""

from pathlib import Path

import numpy as np
import pytest

from burnish.agent.planner.request import Request
from burnish.app import Darkroom
from burnish.app.feedback import FeedbackDesk
from burnish.app.forgetting import forgotten
from burnish.app.planning import embedded_planner
from burnish.app.session import open_session
from burnish.app.speaker import Speaker
from burnish.feedback.consent import Consent
from burnish.feedback.signals import Modify
from burnish.imaging.files import write_photo

SHARED = Consent(workspace_models=True)


@pytest.fixture
def say(catalogue, photo, tmp_path):
    """Let a person of a home folder see a photo and correct it."""
    planner = embedded_planner(catalogue)
    path = tmp_path / "photo.png"
    write_photo(path, np.ascontiguousarray(photo.samples[::4, ::4]))

    def call(home: Path, person: str, stops: float) -> FeedbackDesk:
        desk = FeedbackDesk(home, catalogue, Speaker(person, "studio", SHARED))
        session = open_session(Darkroom(catalogue, home), planner, path, feedback=desk)
        desk.tastes = False
        session.ask(Request())
        steps = [{"tool": "exposure", "params": {"stops": stops}}]
        about = desk.about(session.conversation.photo)
        desk.say(Modify, about, recipe={"schema": 1, "title": "", "steps": steps})
        return desk

    return call


def test_the_others_are_as_they_would_have_been(say, tmp_path):
    both, alone = tmp_path / "both", tmp_path / "alone"
    for stops in (-0.5, -0.4):
        gone = say(both, "gone", 1.5)
        stays = say(both, "stays", stops)
        fresh = say(alone, "stays", stops)
    with_both = stays.book.belief("stays", "", "portrait")
    erased = forgotten(gone)
    assert erased.rebuilt == ("stays",)
    stays.close()
    wanted, found = (each.book.belief("stays", "", "portrait") for each in (fresh, stays))
    np.testing.assert_allclose(found.mean, wanted.mean, atol=1e-9)
    np.testing.assert_allclose(found.precision, wanted.precision, rtol=1e-9)
    assert np.abs(with_both.mean - wanted.mean).max() > 1e-3, "the person had a part in it"
    for each in (gone, stays, fresh):
        each.close()
