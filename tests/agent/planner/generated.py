"""Dialogues made from a grammar: a few wishes, then one act on them, with the recipe that it must end in known exactly.

The truth is computed on recipes: what an act means is done to the steps that the wishes before it made.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from random import Random

from tests.agent.planner.dialogues import PLACES, START, simple_locate

from burnish.agent.planner.conversation import Conversation, conversation_about
from burnish.agent.planner.levers import levers, main_lever
from burnish.agent.planner.plan import Plan
from burnish.agent.planner.planner import EmbeddedPlanner
from burnish.agent.planner.request import Request
from burnish.app.planning import embedded_planner
from burnish.imaging.masks import Mask
from burnish.recipe.recipe import Recipe
from burnish.tools.catalogue import built_in

FORMS: Mapping[str, Mapping[str, list[str]]] = tomllib.loads(
    (Path(__file__).parent / "follow_ups.toml").read_text(encoding="utf-8")
)

Levers = dict[tuple[str, str], dict[str, float]]
"""Of each step, by its tool and place, the levers that are moved."""


@dataclass(frozen=True)
class Wished:
    """A wish that is surely understood, and what people call what it did."""

    words: str
    nouns: tuple[str, ...]
    tools: tuple[str, ...]
    sign: float
    opposite: str = ""
    own: str = ""
    result: str = ""
    takes_number: bool = True


WISHES: tuple[Wished, ...] = (
    Wished("make it brighter", ("brightness", "brightening"), ("exposure", "brightness"), 1,
           "darker", "brighter", "bright", False),
    Wished("darken the picture", ("darkening",), ("exposure", "brightness"), -1, "brighter", "darker", "dark", False),
    Wished("more contrast", ("contrast",), ("contrast",), 1),
    Wished("make it warmer", ("warmth", "warming"), ("white_balance",), 1, "cooler", "warmer", "warm"),
    Wished("make it cooler", ("coolness", "cooling"), ("white_balance",), -1, "warmer", "cooler", "cold"),
    Wished("more saturation", ("saturation",), ("vibrance", "saturation"), 1),
    Wished("add a vignette", ("vignette",), ("vignette",), -1, takes_number=False),
    Wished("sharpen it", ("sharpening", "sharpness"), ("sharpen", "texture"), 1, takes_number=False),
)  # fmt: skip
ORDER = ("first", "second", "third")
WORDS = {"sky": "the sky", "face": "her face", "bg": "the background"}


@dataclass
class Talk:
    """A conversation that is being had with the real planner, about no photo."""

    conversation: Conversation = field(default_factory=conversation_about)
    states: list[Levers] = field(default_factory=lambda: [{}])
    said: list[str] = field(default_factory=list)
    plan: Plan | None = None

    def say(self, words: str, variants: int = 1) -> "Talk":
        request = Request(words, variants=variants)
        self.plan = planner().plan(request, self.conversation)
        turn = self.conversation.turn(request, self.plan, id=str(len(self.said)), at=START)
        self.conversation = self.conversation.after(turn)
        self.states.append(levers_of(self.conversation.recipe))
        self.said.append(words)
        return self

    @property
    def now(self) -> Levers:
        return self.states[-1]


@cache
def planner() -> EmbeddedPlanner:
    made = embedded_planner(built_in())
    return replace(made, craft=replace(made.craft, locate=simple_locate))


def levers_of(recipe: Recipe) -> Levers:
    return {
        (step.tool.name, named(step.mask)): {
            name: getattr(step.tool, name) for name in levers(step.tool) if getattr(step.tool, name)
        }
        for step in recipe.steps
    }


def named(mask: Mask | None) -> str:
    """A place by the name of its mask; what is outside of it with a tilde before."""
    if mask is None:
        return "-"
    inner = f"({','.join(named(part) for part in mask.masks)})" if mask.kind == "combine" else ""
    return ("~" if mask.invert else "") + mask.kind + inner


def place(region: str) -> str:
    return named(PLACES[region])


def began(
    random: Random, count: int, fitting: Callable[[Wished], bool] = lambda _: True
) -> tuple[Talk, list[Wished]]:
    """A talk that begins with so many wishes for different tools; the last one fits."""
    last = random.choice([each for each in WISHES if fitting(each)])
    others = [each for each in WISHES if each.tools != last.tools]
    chosen: list[Wished] = []
    for each in random.sample(others, len(others)):
        if len(chosen) < count - 1 and each.tools not in [one.tools for one in chosen]:
            chosen.append(each)
    talk = Talk()
    for each in (*chosen, last):
        talk.say(each.words)
    return talk, [*chosen, last]


def form(random: Random, act: str, near: bool, **slots: object) -> str:
    words = random.choice(FORMS[act]["near" if near else "far"])
    for name, value in slots.items():
        words = words.replace(f"{{{name}}}", str(value))
    return words


def of(wish: Wished, state: Levers) -> Levers:
    return {key: moved for key, moved in state.items() if key[0] in wish.tools}


def scaled(was: Levers, now: Levers, wishes: list[Wished], low: float, high: float) -> bool:
    """Whether what these wishes made is so many times what it was, and all else as it was."""
    names = {name for wish in wishes for name in wish.tools}
    if {k: v for k, v in was.items() if k[0] not in names} != {
        k: v for k, v in now.items() if k[0] not in names
    }:
        return False
    return all(
        low <= now.get(key, {}).get(lever, 0.0) / value <= high
        for key, moved in was.items() if key[0] in names for lever, value in moved.items()
    )  # fmt: skip


def main_value(recipe: Recipe, wish: Wished) -> float:
    step = next((each for each in recipe.steps if each.tool.name in wish.tools), None)
    name = None if step is None else main_lever(step.tool)
    return 0.0 if step is None or name is None else getattr(step.tool, name)
