"""Dialogues with the real planner, in words, about real photos: each ends in the edit that a photographer means."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.end_to_end.outcomes import holds
from tests.end_to_end.talking import Talk

HERE = Path(__file__).parent


def dialogues(name: str) -> list[dict[str, Any]]:
    """The dialogues of a page."""
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))["dialogue"]


PAGES = ("conversations.toml", "second_thoughts.toml", "references.toml", "five_people.toml", "everyday.toml")
DIALOGUES = [each for page in PAGES for each in dialogues(page)]
MISREAD = dialogues("misread.toml")


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=lambda each: " / ".join(each["said"]))
def test_a_dialogue_ends_in_the_edit_that_was_meant(dialogue: dict[str, Any], tmp_path: Path) -> None:
    talk = Talk(dialogue["photo"], tmp_path)
    for said in dialogue["said"]:
        talk.say(said)
    assert [each for each in dialogue["ends"] if not holds(talk, each)] == [], _told(talk)


@pytest.mark.parametrize("dialogue", MISREAD, ids=lambda each: " / ".join(each["said"]))
def test_a_dialogue_that_is_misread_still_is(dialogue: dict[str, Any], tmp_path: Path) -> None:
    """When one of them ends right, it belongs to `conversations.toml`."""
    talk = Talk(dialogue["photo"], tmp_path)
    for said in dialogue["said"]:
        talk.say(said)
    assert [each for each in dialogue["ends"] if not holds(talk, each)] != [], dialogue["misread"]


def _told(talk: Talk) -> str:
    return "\n".join(
        ["the edit in the end:"]
        + [f"{step.tool!r} in {step.mask!r} because {step.reason}" for step in talk.session.recipe.steps]
    )
