"""From what a chat model said to steps with masks: where each acts, what it answers, and why it is held back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from burnish.agent.chat.guard import SERVES, answered_intent, quotes, unasked
from burnish.agent.chat.plan_schema import Answered, SaidBox, SaidStep
from burnish.agent.planner.draft import Because
from burnish.agent.planner.intents import REGIONS, Intent, Op, Region
from burnish.agent.planner.keeps import Kept, inverted, without_places
from burnish.agent.planner.questions import Ask
from burnish.agent.planner.request import Request
from burnish.agent.planner.wording import because_of
from burnish.imaging.masks import Box, Mask, Subject
from burnish.recipe.recipe import Step
from burnish.tools.base import Tool

if TYPE_CHECKING:
    from burnish.agent.perception import Perception
    from burnish.agent.regions.locating import Located

Locate: TypeAlias = "Callable[[Intent, Perception | None, Mask | None], Located]"
"""Finds the mask for an intent's place."""

NEEDS_MASK = frozenset({"heal", "background"})
"""Tools that make sense in one place only."""

SEEN_BOX = 0.6
"""Confidence in a place that only the model's box vouches for."""

SMALLEST_BOX = 0.005
"""Share of a side that a box must have to mean anything."""

_NAMED: dict[str, Region] = {region: region for region in REGIONS}


@dataclass(frozen=True)
class Drafted:
    """A step as it would be done, and what speaks against doing it."""

    step: Step
    because: Because
    replaces: int | None
    """Number of the step that it takes the place of, from 1."""

    held: str = ""
    """Why it is not done by itself; empty where nothing speaks against it."""

    ask: Ask | None = None
    """What the person must show before it is done: a place that was not found."""

    is_possible: bool = True
    """Whether it can be done all the same, if the person says so: everywhere, or in the model's own box."""

    @property
    def is_done(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.held and self.ask is None


@dataclass(frozen=True)
class Setting:
    """What steps are drafted against."""

    request: Request
    intents: tuple[Intent, ...]
    """What the embedded planner reads in the request."""

    steps: tuple[Step, ...]
    """Of the recipe so far."""

    kept: Kept
    perception: "Perception | None"
    locate: Locate


@dataclass(frozen=True)
class _Place:
    mask: Mask | None
    sureness: float = 1.0
    ask: Ask | None = None
    is_possible: bool = True


def drafted(answered: Answered, setting: Setting) -> tuple[Drafted, ...]:
    """The steps of an answer, each in its place."""
    pairs = zip(answered.said.steps, answered.tools, strict=True)
    return tuple(_drafted(said, tool, setting) for said, tool in pairs)


def plain(text: str, most: int = 300) -> str:
    """Words of a model on one line, without control characters."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return line if len(line) <= most else line[: most - 1] + "…"


def _drafted(said: SaidStep, tool: Tool, setting: Setting) -> Drafted:
    words, request, replaces = plain(said.words), setting.request.text, said.replaces is not None
    held = unasked(said.tool, said.words, request, setting.intents, replaces=replaces)
    intent = answered_intent(said.tool, said.words, request, setting.intents, replaces=replaces)
    place = _spared(_place(said, tool, words, setting), tool, setting)
    why = because_of(words, plain(said.reason))
    step = Step(setting.kept.spared(tool), place.mask, reason=why, author="planner")
    if said.replaces is not None:
        was = setting.steps[said.replaces - 1]
        step = replace(step, opacity=was.opacity, enabled=was.enabled)
    if step.tool.is_neutral and not tool.is_neutral:
        held = "what it changes is to be kept"
    # What no words of the request speak of is not even offered: it may come from text in the picture.
    is_possible = place.is_possible and quotes(said.words, request) and not step.tool.is_neutral
    because = Because(intent, why, round(said.confidence * place.sureness, 4))
    return Drafted(step, because, said.replaces, held, place.ask, is_possible)


def _place(said: SaidStep, tool: Tool, words: str, setting: Setting) -> _Place:
    """Where a step acts, as far as it can be found."""
    needs_mask, drawn = tool.name in NEEDS_MASK, setting.request.mask
    if tool.group == "geometry":
        return _Place(None)
    if said.region is None and said.replaces is not None:
        return _Place(setting.steps[said.replaces - 1].mask)
    says_nowhere = said.region == "whole" or (said.region is None and drawn is None)
    if says_nowhere and not said.where and not needs_mask:
        return _Place(None)
    region = _NAMED.get(said.region or "")
    if region is None and needs_mask:
        region = "bg" if tool.name == "background" else None
    if region is None and said.where and drawn is None:
        region = "obj"
    wish = Intent(_operation(tool, setting.intents), "+", region=region, phrase=plain(said.where))
    if region is None and drawn is None:
        return _not_found(said, tool, Ask("place", wish, words))
    found = setting.locate(wish, setting.perception, drawn)
    if found.found and (found.mask is not None or not needs_mask):
        return _Place(found.mask, found.confidence)
    return _not_found(said, tool, Ask("subject" if tool.name == "background" else "place", wish, words))


def _not_found(said: SaidStep, tool: Tool, ask: Ask) -> _Place:
    """What is left where a place was not found: the model's own box, or everywhere; nothing is lost on a guess."""
    boxed = None if said.box is None else _boxed(said.box)
    if tool.name not in NEEDS_MASK:
        return _Place(None, SEEN_BOX, ask) if boxed is None else _Place(boxed, SEEN_BOX)
    if boxed is None:
        return _Place(None, 0.0, ask, is_possible=False)
    return _Place(inverted(boxed) if tool.name == "background" else boxed, SEEN_BOX, ask)


def _spared(place: _Place, tool: Tool, setting: Setting) -> _Place:
    """A step in the whole picture leaves out what is to be kept, where that is found."""
    if place.mask is not None or tool.group == "geometry" or tool.name in NEEDS_MASK:
        return place
    found = [setting.locate(wish, setting.perception, None) for wish in setting.kept.places]
    outside = without_places(each.mask for each in found if each.found and each.mask is not None)
    return replace(place, mask=outside)


def _boxed(box: SaidBox) -> Subject | None:
    """The thing in a box, to its own edge; None for a box without room."""
    if box.right - box.left < SMALLEST_BOX or box.bottom - box.top < SMALLEST_BOX:
        return None
    return Subject(area=Box(left=box.left, top=box.top, right=box.right, bottom=box.bottom))


def _operation(tool: Tool, intents: Sequence[Intent]) -> Op:
    """The operation that a step is for: of those in the request one that its tool serves, else the tool's own."""
    served = SERVES.get(tool.name, ())
    for intent in intents:
        if intent.op in served:
            return intent.op
    return served[0] if served else "enhance"
