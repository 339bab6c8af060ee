"""Talking about a photo: the turn is answered, kept, and can be gone on with."""

from pathlib import Path

import numpy as np
import pytest

from burnish.agent.planner.request import Request, SliderMove
from burnish.app import Darkroom
from burnish.app.planning import embedded_planner, open_planner
from burnish.app.session import PhotoSession, open_session
from burnish.errors import BadInput
from burnish.imaging.files import read_photo, write_photo


@pytest.fixture
def darkroom(catalogue, tmp_path: Path) -> Darkroom:
    return Darkroom(catalogue, tmp_path / "home")


@pytest.fixture
def photo_file(photo, tmp_path: Path) -> Path:
    path = tmp_path / "photo.png"
    write_photo(path, np.ascontiguousarray(photo.samples[::2, ::2]))
    return path


@pytest.fixture
def session(darkroom, photo_file) -> PhotoSession:
    return open_session(darkroom, embedded_planner(darkroom.catalogue), photo_file)


def tools(session: PhotoSession) -> list[str]:
    return [step.tool.name for step in session.recipe.steps]


def test_words_become_steps_and_stay(session, darkroom, photo_file):
    session.ask(Request("more contrast"))
    again = open_session(darkroom, session.planner, photo_file, resume=True)
    assert tools(session) == tools(again) == ["contrast"]
    assert again.conversation.turns[0].request.text == "more contrast"


def test_a_new_session_begins_anew(session, darkroom, photo_file):
    session.ask(Request("more contrast"))
    assert tools(open_session(darkroom, session.planner, photo_file)) == []


def test_there_is_nothing_to_continue_before_the_first_word(darkroom, photo_file):
    with pytest.raises(BadInput, match="nothing to continue"):
        open_session(darkroom, embedded_planner(darkroom.catalogue), photo_file, resume=True)


def test_undo_leads_back_to_the_very_state(session):
    session.ask(Request("more contrast"))
    before = session.recipe.digest
    session.ask(Request("less saturated"))
    session.ask(Request("undo that"))
    assert session.recipe.digest == before


def test_sliders_need_no_words(session):
    session.adjust((SliderMove("exposure", "stops", 0.5),))
    assert [(s.tool.name, s.author) for s in session.recipe.steps] == [("exposure", "person")]


def test_an_edit_is_carried_to_another_photo_without_its_frame(session, darkroom, photo_file, tmp_path):
    session.ask(Request("more contrast and rotate it 90 degrees"))
    other_file = tmp_path / "other.png"
    write_photo(other_file, read_photo(photo_file).samples[:, ::-1].copy())
    other = open_session(darkroom, session.planner, other_file)
    other.carry_from(session)
    assert "rotate" in tools(session)
    assert tools(other) == ["contrast"]


def test_the_export_is_the_edit_as_it_stands(session, tmp_path):
    session.ask(Request("make it black and white"))
    session.export(tmp_path / "out.png")
    samples = read_photo(tmp_path / "out.png").samples.astype(int)
    assert np.abs(samples[..., 0] - samples[..., 2]).max() <= 1


def test_a_preview_shows_a_transparent_photo_on_white(darkroom, tmp_path):
    samples, alpha = np.zeros((60, 80, 3), np.uint8), np.zeros((60, 80), np.uint8)
    alpha[:, 40:] = 255
    write_photo(tmp_path / "clear.png", samples, alpha=alpha)
    seen = open_session(darkroom, embedded_planner(darkroom.catalogue), tmp_path / "clear.png")
    (tmp_path / "shown.jpg").write_bytes(seen.preview())
    shown = read_photo(tmp_path / "shown.jpg").samples
    assert shown[:, :30].min() > 250
    assert shown[:, 50:].max() < 5


def test_the_photo_itself_is_never_overwritten(session, photo_file):
    with pytest.raises(BadInput, match="never overwritten"):
        session.export(photo_file, overwrite=True)


def test_the_look_of_a_reference_is_borrowed(session, tmp_path, photo):
    dark = tmp_path / "dark.png"
    write_photo(dark, (photo.samples // 3).astype(np.uint8))
    turn = session.ask(Request("like this one", reference=dark))
    (curve,) = [
        change.after for change in turn.changes if change.after and change.after.tool.name == "tone_curve"
    ]
    assert curve is not None
    assert all(y < x for x, y in curve.tool.points[1:-1])


def test_without_settings_the_embedded_planner_plans(darkroom, tmp_path):
    planner = open_planner(darkroom, {}, tmp_path / "none.toml")
    assert planner.version.name == "embedded"


def test_a_chat_model_is_used_when_the_environment_names_one(darkroom, tmp_path):
    said = {"BURNISH_CHAT_BASE_URL": "http://localhost:9/v1", "BURNISH_CHAT_MODEL": "m"}
    planner = open_planner(darkroom, said, tmp_path / "none.toml")
    assert type(planner).__name__ == "ChatPlanner"
