"""Dialogues in tests: wishes in a short notation, and a planner whose policy, places and looks are simple and known.

`exposure+`, `contrast- small`, `exposure+ @sky`, `scale- =last 50%`, `contrast+ to25`, `contrast+ by10`,
`color- ~blue`, `undo =contrast`, `remove+ @obj "the dog"`.
"""

import json
import shlex
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from burnish.agent.language.understanding import Reading
from burnish.agent.looks.look import Look
from burnish.agent.looks.look_file import parse_look
from burnish.agent.perception import TYPICAL, Facts
from burnish.agent.planner.conversation import Conversation, conversation_about
from burnish.agent.planner.intents import Intent, Quantity
from burnish.agent.planner.keeps import inverted
from burnish.agent.planner.levers import bounds
from burnish.agent.planner.plan import Plan
from burnish.agent.planner.planner import EmbeddedPlanner
from burnish.agent.planner.request import Request
from burnish.agent.planner.sitting import Craft
from burnish.agent.policy.choice import Choice
from burnish.agent.regions.locating import Located
from burnish.imaging.masks import Circle, Eyes, Face, Linear, LuminosityRange, Mask, Skin, Sky, Subject
from burnish.recipe.recipe import Recipe, Step
from burnish.tools.catalogue import built_in

START = datetime(2026, 11, 21, 12, tzinfo=UTC)
CATALOGUE = built_in()

PERSON = Subject(area=Circle(x=0.5, y=0.5, radius=0.3))
PLACES: dict[str, Mask] = {
    "sky": Sky(), "face": Face(), "skin": Skin(), "eyes": Eyes(), "person": PERSON, "bg": inverted(PERSON),
    "left": Linear(start_x=0.2, end_x=0.5, start_y=0.5, end_y=0.5),
    "shadows": LuminosityRange(low=0.0, high=0.3),
}  # fmt: skip

STRENGTHS = {"small": 0.5, "medium": 1.0, "large": 2.0}
SIMPLE: dict[tuple[str, str], list[tuple[str, dict[str, Any]]]] = {
    ("exposure", "+"): [("exposure", {"stops": 0.5}), ("tone", {"highlights": -10.0})],
    ("exposure", "-"): [("exposure", {"stops": -0.5})],
    ("contrast", "+"): [("contrast", {"amount": 20.0})],
    ("contrast", "-"): [("contrast", {"amount": -15.0})],
    ("highlights", "+"): [("tone", {"highlights": 30.0})],
    ("highlights", "-"): [("tone", {"highlights": -30.0})],
    ("shadows", "+"): [("tone", {"shadows": 30.0})],
    ("shadows", "-"): [("tone", {"shadows": -30.0})],
    ("saturation", "+"): [("vibrance", {"amount": 25.0})],
    ("saturation", "-"): [("saturation", {"amount": -20.0})],
    ("temperature", "+"): [("white_balance", {"temperature": 12.0})],
    ("temperature", "-"): [("white_balance", {"temperature": -12.0})],
    ("auto_color", "+"): [("white_balance", {"temperature": -4.0, "tint": 3.0})],
    ("sharpness", "+"): [("sharpen", {"amount": 40.0})],
    ("sharpness", "-"): [("texture", {"amount": -20.0})],
    ("denoise", "+"): [("denoise", {"luma": 40.0, "chroma": 40.0})],
    ("dehaze", "+"): [("dehaze", {"amount": 25.0})],
    ("blur", "+"): [("blur", {"style": "lens", "radius": 2.0})],
    ("vignette", "+"): [("vignette", {"amount": -25.0})],
    ("vignette", "-"): [("vignette", {"amount": 15.0})],
    ("black_and_white", "+"): [("black_and_white", {"amount": 100.0})],
    ("retouch", "+"): [("texture", {"amount": -30.0})],
    ("color", "-"): [("hsl", {"saturation_blue": -30.0})],
    ("color", "+"): [("hsl", {"saturation_blue": 30.0})],
}  # fmt: skip
WHOLE = frozenset({"blur", "black_and_white"})


def intent_of(said: str) -> Intent:
    """One intent in the notation above."""
    head, *rest = shlex.split(said)
    direction = head[-1] if head[-1] in "+-0" else None
    intent = Intent(head[:-1] if direction else head, direction)  # type: ignore[arg-type]
    for word in rest:
        if word in STRENGTHS:
            intent = replace(intent, strength=word)
        elif word[0] in "@=~?":
            name = {"@": "region", "=": "target", "~": "color", "?": "confidence"}[word[0]]
            value: Any = float(word[1:]) if word[0] == "?" else word[1:]
            intent = replace(intent, **{name: value})
        elif word[:2] in ("to", "by"):
            unit = "%" if word.endswith("%") else ""
            intent = replace(intent, quantity=Quantity(float(word[2:].rstrip("%")), unit, word[:2] == "to"))
        elif word.endswith("%"):
            intent = replace(intent, quantity=Quantity(float(word[:-1]), "%", absolute=True))
        elif word.isdigit():
            intent = replace(intent, quantity=Quantity(float(word)))
        else:
            intent = replace(intent, phrase=word)
    return intent


@dataclass(frozen=True)
class SimplePolicy:
    """The same amounts for every photo: `small` half and `large` twice the `medium` ones."""

    def tools(self, intent: Intent, facts: Facts, *, masked: bool, words: str = "") -> tuple[Choice, ...]:
        if intent.op == "enhance":
            return (Choice(CATALOGUE.make("exposure", {"stops": 0.2}), "a little dark"),)
        if intent.op in ("crop", "rotate", "flip", "remove", "background", "style"):
            raise AssertionError(f"the policy was asked for {intent.op!r}")
        direction = "-" if intent.direction == "-" else "+"
        made = [self._tool(name, params, intent) for name, params in SIMPLE.get((intent.op, direction), [])]
        return tuple(Choice(tool, "as measured") for tool in made)

    def _tool(self, name: str, params: dict[str, Any], intent: Intent) -> Any:
        said = intent.quantity
        if said is None:
            by = 1.0 if intent.op in WHOLE else STRENGTHS[intent.strength]
            values = {key: v * by if isinstance(v, float) else v for key, v in params.items()}
        else:
            first = next(key for key, v in params.items() if isinstance(v, float))
            sign = -1.0 if intent.direction == "-" and not said.absolute else 1.0
            low, high = bounds(CATALOGUE.tool(name), first)
            values = {first: min(max(sign * said.value, low), high)}
        return CATALOGUE.make(name, values)


def simple_locate(intent: Intent, perception: object, drawn: Mask | None) -> Located:
    """Places of `PLACES` are found; a drawing is the place; other things are not found."""
    if drawn is not None:
        return Located(drawn, 1.0, "drawn", found=True)
    if intent.region is None:
        return Located(None, 1.0, "the whole picture", found=True)
    mask = PLACES.get(intent.region)
    return Located(mask, 0.8 if mask is not None else 0.1, str(intent.region), found=mask is not None)


def simple_framed(intent: Intent, perception: object, located: Located) -> tuple[Choice, ...]:
    if intent.op == "crop":
        cut = 0.1 * STRENGTHS[intent.strength]
        edges = {"left": cut, "top": cut, "right": 1 - cut, "bottom": 1 - cut}
        aspect = {"aspect": intent.phrase} if ":" in intent.phrase else edges
        return (Choice(CATALOGUE.make("crop", aspect), "tighter"),)
    if intent.op == "flip":
        return (Choice(CATALOGUE.make("flip", {"horizontal": True}), "mirrored"),)
    if intent.quantity is None:
        return (Choice(CATALOGUE.make("rotate", {"angle": 1.5}), "leveled"),) if perception else ()
    turn = {"quarter_turns": 1} if intent.quantity.value == 90 else {"angle": intent.quantity.value}
    return (Choice(CATALOGUE.make("rotate", turn), "turned"),)


def simple_enhanced(perception: Any) -> tuple[Choice, ...]:
    if perception.facts.lightness_p50 > 0.5:
        return ()
    return (
        Choice(CATALOGUE.make("exposure", {"stops": 0.4}), "median lightness is 0.3"),
        Choice(CATALOGUE.make("contrast", {"amount": 10.0}), "flat"),
    )


@dataclass(frozen=True)
class SeenPhoto:
    """A perception of which only the facts are known."""

    facts: Facts = TYPICAL

    def within(self, mask: Mask) -> Facts:
        return self.facts


DARK = SeenPhoto(replace(TYPICAL, lightness_p50=0.3))
FINE = SeenPhoto(TYPICAL)


def look(name: str, *parts: tuple[str, dict[str, float]]) -> Look:
    """A look whose steps are the same for every photo; `medium` is 0.7 of these amounts."""
    steps = [{"tool": tool, "params": params, "reason": f"{name} it is"} for tool, params in parts]
    said = {
        "schema": 1,
        "name": name,
        "title": name.title(),
        "words": [name],
        "description": name,
        "steps": steps,
    }
    return parse_look(json.dumps(said).encode(), f"{name}.json", CATALOGUE)


MOODY = look(
    "moody", ("contrast", {"amount": 20.0}), ("tone", {"highlights": -20.0, "shadows": -10.0}),
    ("vignette", {"amount": -20.0}),
)  # fmt: skip
AIRY = look("airy", ("exposure", {"stops": 0.3}), ("fade", {"amount": 10.0}))


def planner_for(readings: dict[str, Reading]) -> EmbeddedPlanner:
    craft = Craft(SimplePolicy(), (MOODY, AIRY), simple_locate, simple_framed, simple_enhanced)  # type: ignore[arg-type]
    return EmbeddedPlanner(CATALOGUE, lambda text, *, recent, done: readings[text], craft)


@dataclass
class Dialogue:
    """A conversation that is being had."""

    conversation: Conversation = field(default_factory=conversation_about)
    photo: SeenPhoto | None = DARK
    plan: Plan | None = None

    def say(
        self, text: str, *intents: str, others: tuple[str, ...] = (), confidence: float = 1.0, **more: Any
    ) -> "Dialogue":
        """One turn: the words, what they are read as, what else they may be; the rest is the request's."""
        reference = more.pop("reference_steps", ())
        request = Request(text, **more)
        read = tuple(intent_of(each) for each in intents)
        confident = not others
        reading = Reading(read, tuple((intent_of(each),) for each in others), confidence, confident)
        planner = planner_for({text: reading})
        self.plan = planner.plan(request, self.conversation, self.photo, reference_steps=reference)  # type: ignore[arg-type]
        at = START + timedelta(minutes=len(self.conversation.turns))
        turn = self.conversation.turn(request, self.plan, id=f"t{len(self.conversation.turns)}", at=at)
        self.conversation = self.conversation.after(turn)
        return self

    @property
    def answer(self) -> Plan:
        assert self.plan is not None
        return self.plan

    @property
    def recipe(self) -> Recipe:
        return self.conversation.recipe

    @property
    def steps(self) -> tuple[Step, ...]:
        return self.recipe.steps

    def only(self, name: str) -> Step:
        """The one step of a tool."""
        found = [step for step in self.steps if step.tool.name == name]
        assert len(found) == 1, [step.tool.name for step in self.steps]
        return found[0]

    def value(self, name: str, parameter: str = "amount") -> float:
        """A parameter of the one step of a tool; 0 without one."""
        if all(step.tool.name != name for step in self.steps):
            return 0.0
        return getattr(self.only(name).tool, parameter)

    @property
    def tools(self) -> list[str]:
        return sorted(step.tool.name for step in self.steps)
