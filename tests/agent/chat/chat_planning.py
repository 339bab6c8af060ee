"""What the chat planner's tests share: a small embedded planner, places that are found by name, and plans as text."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from burnish.agent.chat.planner import ChatPlanner
from burnish.agent.planner.conversation import Conversation, conversation_about
from burnish.agent.planner.intents import Intent
from burnish.agent.planner.keeps import kept_after
from burnish.agent.planner.plan import Candidate, Change, Plan, PlannerVersion
from burnish.agent.planner.request import Request
from burnish.agent.regions.locating import Located
from burnish.imaging.masks import Circle, Sky, Subject
from burnish.models.chat import Reply
from burnish.models.scripted import Scripted, read_script
from burnish.recipe.recipe import Recipe, Step, recipe
from burnish.tools.catalogue import built_in
from burnish.tools.exposure import Exposure

CATALOGUE = built_in()
RECORDED = Path(__file__).parent / "data" / "chat"
OWN = Step(Exposure(stops=0.3), reason="the embedded planner's own", author="planner")
CAR = Subject(area=Circle(x=0.3, y=0.6, radius=0.2))


@dataclass(frozen=True)
class Embedded:
    """Reads the wishes that it is told, and answers each request with a third of a stop and its sliders."""

    intents: tuple[Intent, ...] = ()
    confidence: float = 0.7
    seen: list[Request] = field(default_factory=list[Request], compare=False)

    def plan(self, request, conversation, perception=None, *, reference_steps=()) -> Plan:
        self.seen.append(request)
        by_hand = [
            Step(CATALOGUE.make(move.tool, {move.parameter: move.value})) for move in request.sliders
        ] + list(reference_steps)
        done = [*by_hand, OWN] if request.text else by_hand
        changes = tuple(Change("add", None, step) for step in done)
        return Plan(
            request.text,
            self.intents if request.text else (),
            (Candidate(conversation.recipe.adding(*done), changes),),
            PlannerVersion("embedded", "test"),
            keep=kept_after(conversation.keeps, self.intents, request.text).keeps,
            confidence=self.confidence,
        )


def found(intent: Intent, perception: object, drawn) -> Located:
    """The sky and the car are found; whatever was drawn is; nothing else."""
    if drawn is not None and intent.region is None:
        return Located(drawn, 0.9, "where it was drawn", True)
    if intent.region is None:
        return Located(None, 1.0, "", True)
    if intent.region == "sky":
        return Located(Sky(), 0.8, "the sky", True)
    if "car" in intent.phrase:
        return Located(CAR, 0.9, intent.phrase, True)
    return Located(None, 0.1, intent.phrase, False)


def wish(op, words: str, text: str, direction="+", **more) -> Intent:
    """A wish that stands at these words of a text."""
    start = text.index(words)
    return Intent(op, direction, span=(start, start + len(words)), **more)


def step(tool: str, words: str, **more) -> dict:
    """A step as a model says it; what is no field of a step is a parameter of the tool."""
    fields = {"reason", "region", "where", "box", "replaces", "confidence"}
    params = {name: value for name, value in more.items() if name not in fields}
    said = {name: value for name, value in more.items() if name in fields}
    return {"tool": tool, "params": params, "words": words, "reason": "because"} | said


def saying(*steps: dict, **more) -> str:
    """A whole answer."""
    return json.dumps({"steps": list(steps), **more})


def planner(model, *intents: Intent, **settings) -> ChatPlanner:
    """A chat planner whose embedded planner reads these wishes."""
    return ChatPlanner(model, CATALOGUE, Embedded(intents), found, **settings)


def planned(text: str, *answers, intents=(), on: Conversation | None = None, mask=None, **more):
    """The plan for a text when the model answers so: texts, replies or errors; and the script with what was asked."""
    replies = tuple(Reply(each) if isinstance(each, str) else each for each in answers)
    script = Scripted(replies)
    conversation = on or conversation_about("sha256:0")
    plan = planner(script, *intents).plan(Request(text, mask=mask, **more), conversation)
    return plan, script


def recorded(name: str) -> Scripted:
    """A recorded exchange."""
    return read_script(RECORDED / f"{name}.json")


def about(*tools) -> Conversation:
    """A conversation about a photo that has a recipe already."""
    return conversation_about("sha256:0", recipe(tools))


def tools_of(made: Recipe) -> list[str]:
    """Names of a recipe's tools in order."""
    return [each.tool.name for each in made.steps]


TEXT = "warmer, and calm down that sky"

WISHES = (
    wish("temperature", "warmer", TEXT),
    wish("highlights", "calm down that sky", TEXT, "-", region="sky"),
)

EMPTY = conversation_about("sha256:0")


def replayed(name, **settings):
    script = recorded(name)
    return planner(script, *WISHES, **settings).plan(Request(TEXT), EMPTY), script
