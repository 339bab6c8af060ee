"""The chat planner on the embedded planner as it is: the real grammar, policy and places."""

import io
from datetime import UTC, datetime

import pytest
from PIL import Image
from tests.agent.chat.chat_planning import saying, step, tools_of

from burnish.agent.chat.planner import ChatPlanner
from burnish.agent.language.understanding import understood
from burnish.agent.looks.library import shipped_looks
from burnish.agent.perception import perceive
from burnish.agent.planner.conversation import conversation_about
from burnish.agent.planner.planner import EmbeddedPlanner
from burnish.agent.planner.request import Request
from burnish.agent.planner.sitting import Craft
from burnish.agent.policy.auto_enhance import enhanced
from burnish.agent.policy.framing import framed
from burnish.agent.policy.policy import shipped_policy
from burnish.agent.regions.locating import locate
from burnish.errors import ChatUnavailable
from burnish.imaging.masks import Sky
from burnish.models.chat import Reply
from burnish.models.scripted import Scripted
from burnish.recipe.render import render


@pytest.fixture(scope="module")
def embedded(catalogue):
    craft = Craft(shipped_policy(), shipped_looks(catalogue), locate, framed, enhanced)
    return EmbeddedPlanner(catalogue, understood, craft)


@pytest.fixture
def chatting(catalogue, embedded):
    return lambda *replies, **more: ChatPlanner(Scripted(replies), catalogue, embedded, locate, **more)


def jpeg(photo) -> bytes:
    file = io.BytesIO()
    Image.fromarray(photo.samples).save(file, "JPEG")
    return file.getvalue()


def test_a_plan_for_a_photo_renders(chatting, photo, catalogue):
    said = saying(
        step("exposure", "a bit brighter", stops=0.3), step("white_balance", "warmer", temperature=15)
    )
    asking = chatting(Reply(said), sees_pictures=True)
    here = conversation_about(photo.digest)
    plan = asking.plan(Request("a bit brighter and warmer"), here, perceive(photo), preview=jpeg(photo))
    assert plan.confident
    assert [plan.intents[change.intent].op for change in plan.best.changes] == ["exposure", "temperature"]
    done = render(photo, plan.best.recipe, catalogue)
    assert done.samples.mean() > photo.samples.mean() + 5
    asked = asking.model.asked[0].messages[1]
    assert len(asked.pictures) == 1
    assert '"lightness_p50"' in asked.text


@pytest.mark.parametrize(
    "tool", [step("crop", "brighter", left=0.3), step("flip", "brighter", horizontal=True)]
)
def test_a_crop_that_the_real_grammar_does_not_read_is_not_done(chatting, tool):
    plan = chatting(Reply(saying(tool))).plan(Request("make it brighter"), conversation_about())
    assert plan.best.recipe.steps == ()


@pytest.mark.parametrize(
    ("text", "tool"),
    [
        ("crop it tighter", step("crop", "crop it tighter", left=0.1, right=0.9)),
        ("straighten the horizon", step("rotate", "straighten the horizon", angle=1.5)),
        ("mirror the photo", step("flip", "mirror the photo", horizontal=True)),
    ],
)
def test_a_crop_that_the_real_grammar_reads_is_done(chatting, text, tool):
    plan = chatting(Reply(saying(tool))).plan(Request(text), conversation_about())
    assert tools_of(plan.best.recipe) == [tool["tool"]]


def test_a_dialogue_goes_on_over_both_planners(chatting):
    asking = chatting(
        Reply(saying(step("tone", "calm down the sky", highlights=-30, region="sky"))),
        ChatUnavailable("the server is gone"),
        Reply("never asked"),
    )
    here = conversation_about("sha256:0")
    states = [here.recipe]
    for n, text in enumerate(["calm down the sky", "more contrast", "undo that"]):
        plan = asking.plan(Request(text), here)
        here = here.after(here.turn(Request(text), plan, id=str(n), at=datetime(2026, 1, 1, tzinfo=UTC)))
        states.append(here.recipe)
    assert isinstance(states[1].steps[0].mask, Sky)
    assert tools_of(states[2]) == ["tone", "contrast"]
    assert states[3].digest == states[1].digest
    assert len(asking.model.asked) == 2


def test_an_empty_request_is_left_to_the_embedded_planner(chatting, embedded, photo):
    seen, here = perceive(photo), conversation_about(photo.digest)
    plan = chatting().plan(Request(""), here, seen)
    assert plan.best == embedded.plan(Request(""), here, seen).best
