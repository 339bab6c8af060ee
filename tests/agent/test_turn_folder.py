"""A conversation on disk: what was acknowledged is there, in order, and belongs to its photo."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from burnish.agent.planner.intents import Intent, Quantity
from burnish.agent.planner.plan import (
    Candidate,
    Change,
    Keep,
    Option,
    Plan,
    PlannerVersion,
    Question,
    Unsupported,
)
from burnish.agent.planner.plan_document import parse_plan
from burnish.agent.planner.request import Request, SliderMove
from burnish.agent.turn_folder import Stored, TurnFolder
from burnish.errors import BadInput, Failure, UnknownSchema
from burnish.imaging.masks import Radial
from burnish.recipe.recipe import Recipe, Step
from burnish.tools.contrast import Contrast
from burnish.tools.exposure import Exposure

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
PHOTO = "sha256:" + "a" * 64


def a_plan(stops: float, before: Recipe | None = None) -> Plan:
    """A plan with one of everything."""
    step = Step(Exposure(stops=stops), Radial(x=0.4), reason="“brighter”: by eye", author="planner")
    bold = Step(Exposure(stops=stops * 2), reason="bolder", author="planner")
    had = before or Recipe()
    old = Step(Contrast(amount=5.0), reason="r", author="planner")
    others = (Change("replace", old, bold, None, "bolder", 0.5), Change("remove", old, None, 1, "r", 1.0))
    return Plan(
        "brighter by 20%",
        (Intent("exposure", "+", quantity=Quantity(20.0, "%"), region="face", phrase="her face", span=(0, 8)),
         Intent("keep", target="sky", span=(0, 3))),
        (Candidate(had.adding(step), (Change("add", None, step, 0, "“brighter”: by eye", 0.8),), "as read", 0.75),
         Candidate(had.adding(bold), others, "bold", 0.25)),
        PlannerVersion("embedded", "1"), (Keep("sky", "keep the sky"),), (Unsupported("a dog", "none", 1),),
        Question("Which?", (Option("as read", 0), Option("circle it", None))), 0.83, False, ("a note",), True,
    )  # fmt: skip


@pytest.fixture
def folder(catalogue, tmp_path: Path) -> TurnFolder:
    return TurnFolder(tmp_path / "talk", catalogue, PHOTO)


def with_turn(folder: TurnFolder, stored: Stored, stops: float, number: int) -> Stored:
    request = Request(
        "brighter by 20%",
        Radial(x=0.2),
        (SliderMove("exposure", "stops", 0.5),),
        Path("look.jpg"),
        "spoken",
        2,
    )
    plan = a_plan(stops, stored.conversation.recipe)
    return folder.add_turn(stored, stored.conversation.turn(request, plan, id=f"turn-{number}", at=AT))


def test_a_plan_comes_back_from_its_own_document(catalogue):
    plan = a_plan(0.5)
    assert parse_plan(plan.document(), catalogue) == plan


def test_a_plan_of_a_newer_schema_is_refused(catalogue):
    with pytest.raises(UnknownSchema, match="plan schema 2"):
        parse_plan(a_plan(0.5).document() | {"schema": 2}, catalogue)


def test_a_document_that_is_no_plan_is_refused(catalogue):
    broken = a_plan(0.5).document()
    del broken["intents"]
    with pytest.raises(BadInput, match="not a plan"):
        parse_plan(broken, catalogue)


def test_a_conversation_that_has_not_begun_is_empty(folder):
    stored = folder.read()
    assert (stored.conversation.turns, stored.conversation.recipe) == ((), Recipe())
    assert not folder.folder.exists()


def test_what_was_kept_is_read_again_as_it_was(folder):
    stored = with_turn(folder, folder.read(), 0.5, 1)
    stored = folder.add_choice(stored, 1, AT)
    stored = folder.add_recipe(stored, Recipe((Step(Contrast(amount=12.0)),)), "from elsewhere", AT)
    stored = with_turn(folder, stored, 0.25, 2)
    again = folder.read()
    assert again == stored
    assert again.conversation.turns[0].chosen == 1
    assert [step.tool.name for step in again.conversation.recipe.steps] == ["contrast", "exposure"]
    assert again.conversation.keeps == (Keep("sky", "keep the sky"),)


def test_two_programs_cannot_both_be_the_next(folder):
    stored = folder.read()
    with_turn(folder, stored, 0.5, 1)
    with pytest.raises(Failure, match="at the same time"):
        with_turn(folder, stored, 0.7, 2)
    assert folder.read().conversation.turns[0].id == "turn-1"


def test_a_changed_file_is_noticed(folder):
    stored = with_turn(folder, folder.read(), 0.5, 1)
    with_turn(folder, stored, 0.25, 2)
    first = folder.folder / "000001.json"
    first.write_text(first.read_text().replace("by eye", "by ear"))
    with pytest.raises(BadInput, match="does not follow"):
        folder.read()


def test_a_damaged_file_is_named(folder):
    with_turn(folder, folder.read(), 0.5, 1)
    (folder.folder / "000001.json").write_text("{}")
    with pytest.raises(BadInput, match=r"000001\.json"):
        folder.read()


def test_another_photo_s_conversation_is_refused(folder):
    with_turn(folder, folder.read(), 0.5, 1)
    other = replace(folder, photo="sha256:" + "b" * 64)
    with pytest.raises(BadInput, match="another photo"):
        other.read()


_WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from burnish.agent.turn_folder import TurnFolder
from burnish.recipe.recipe import Recipe, Step
from burnish.tools.catalogue import built_in
from burnish.tools.contrast import Contrast
folder = TurnFolder(Path(sys.argv[1]), built_in(), sys.argv[2])
stored = folder.read()
while True:
    recipe = Recipe((Step(Contrast(amount=float(stored.files % 90))),))
    stored = folder.add_recipe(stored, recipe, "again", datetime.now(UTC))
    print(stored.files, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a thing of POSIX")
def test_nothing_acknowledged_is_lost_when_the_writer_is_killed(folder):
    command = [sys.executable, "-c", _WRITER, str(folder.folder), PHOTO]
    acknowledged = 0
    for _ in range(3):
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            for _ in range(20):
                acknowledged = int(writer.stdout.readline())
            os.kill(writer.pid, signal.SIGKILL)
        assert folder.read().files >= acknowledged
