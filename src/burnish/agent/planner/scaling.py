"""The same edit at another strength: “a bit less”, “twice as much”."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from burnish.agent.planner.deeds import handles_of, nearest, referred
from burnish.agent.planner.draft import Because, Draft, with_tool
from burnish.agent.planner.intents import Direction, Intent, Op, Quantity, Strength
from burnish.agent.planner.levers import between, held, levers, main_lever, scaled
from burnish.agent.planner.naming import named_op, named_region
from burnish.agent.planner.origins import is_wish
from burnish.agent.planner.regional import at_place, leaving_part
from burnish.agent.planner.serving import NEAR, TURNED, is_opposite
from burnish.agent.planner.sitting import Sitting, Wish
from burnish.agent.planner.trail import Passage, Trail
from burnish.agent.planner.whereabouts import Place
from burnish.agent.planner.wording import because_of, difference_words, quoted
from burnish.recipe.recipe import Step
from burnish.tools.base import Tool

LESS: dict[Strength, float] = {"small": 0.72, "medium": 0.5, "large": 0.25}
"""What "a bit less", "less" and "much less" leave."""

MORE: dict[Strength, float] = {"small": 1.28, "medium": 1.5, "large": 2.0}
"""What "a bit more", "more" and "much more" make of it."""

WHOLE_CHANGE = 0.3
"""Least share of a step that its last change must be, for "less" to mean less of that change."""

_OTHER_WAY = re.compile(
    r"\bmore \w|\b(warm|cool|cold|bright|light|dark|sharp|soft)er\b|\b(brighten|lighten|darken|warm|cool)\b",
    re.IGNORECASE,
)
"""Words that wish for the opposite by its own name, where others only want less of what was done."""

_MIDDLE = re.compile(r"\bmiddle\b|\bhalf ?way\b|\bbetween\b", re.IGNORECASE)
"""Words that want what lies between the last two states."""

_LESS = re.compile(r"\b(less|lower|reduc\w*|decreas\w*|too|down|back|much)\b", re.IGNORECASE)

_TONES: tuple[Literal["shadows", "highlights"], ...] = ("shadows", "highlights")
"""Operations that are called as places are."""

NOTHING_YET = "Nothing was done yet that there could be more or less of."

_SIGNED_ALONE = re.compile(
    r"^\W{0,8}(?:(?:now|ok|okay|then|and|no|nah|hm+|maybe|try|actually|wait|so|well|sorry|or)\b\W{0,4})*"
    r"(?:(?<=\W)|^)[-+−–]\s*\d[\d.]{0,8}\W{0,4}(?:please|pls)?\W{0,4}$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Target:
    """A slot to be scaled, and what it grew from."""

    at: int
    base: Step | None = None
    fields: tuple[str, ...] | None = None

    turned: bool = False
    """Whether the last wish took back part of the base: "more" goes on that way."""

    overshot: bool = False
    """Whether the base is what it was before the opposite was asked for: what is wanted lies between."""


def rescaled(draft: Draft, wish: Wish, sitting: Sitting) -> Draft | None:
    """The draft with what the words mean made stronger or weaker; None where they name a property not done yet."""
    tones = None if sitting.request.mask is not None else _tones_meant(draft, wish.intent)
    if tones is not None:
        handles = draft.with_op(tones)
        return _scaled(draft, wish, [Target(each.at, None, each.fields) for each in handles], sitting)
    targets = _targets(draft, wish.intent, sitting)
    if not targets and _is_by_number(wish.intent):
        return draft.noting(f"{quoted(wish.words)}: there were not so many changes.")
    if targets is None:
        return None
    if _is_regional(wish.intent, sitting):
        return _in_region(draft, wish, targets, sitting)
    if not targets:
        return draft.noting(NOTHING_YET)
    return _scaled(draft, wish, targets, sitting)


def last_targets(draft: Draft, trail: Trail, direction: Direction | None = None) -> tuple[Target, ...]:
    """What the last turn changed that is still there; else what the turn before it changed, and so on."""
    for number in reversed(range(len(trail.done))):
        steps = [after for _, after in trail.done[number].pairs if after is not None]
        here = [at for at, slot in enumerate(draft.slots) if slot.step in steps]
        if here:
            return tuple(_last_target(draft, at, trail, number, direction) for at in here)
    return ()


def _last_target(draft: Draft, at: int, trail: Trail, number: int, direction: Direction | None) -> Target:
    step, passage = draft.slots[at].step, trail.done[number]
    was = next((before for before, after in passage.pairs if after == step), None)
    if was is not None and was.tool != step.tool and is_opposite(direction, _scaled_toward(passage)):
        return Target(at, was, overshot=True)
    if was is not None and _took_back(was, step, passage):
        return Target(at, was, turned=True)
    return Target(at, _base(step, trail, number))


def _took_back(was: Step, step: Step, passage: Passage) -> bool:
    """`cool it`, then `warmer`: less of the first by the name of its opposite, and no word of less."""
    name = main_lever(was.tool)
    if name is None or type(was.tool) is not type(step.tool) or passage.turn is None:
        return False
    before, after = getattr(was.tool, name), getattr(step.tool, name)
    wished = any(is_wish(each) for each in passage.turn.plan.intents)
    shrank = abs(after) < abs(before) and before * after >= 0
    text = passage.turn.request.text
    return wished and shrank and bool(_OTHER_WAY.search(text)) and not _LESS.search(text)


def _scaled_toward(passage: Passage) -> Direction | None:
    """Whether the passage only made the last edit stronger or weaker, and which."""
    if passage.turn is None or not passage.turn.is_refinement:
        return None
    said: list[Direction | None] = [
        each.direction for each in passage.turn.plan.intents if each.op == "scale"
    ]
    return said[0] if len(said) == 1 else None


def factor_of(intent: Intent, tool: Tool, fields: Sequence[str] | None = None) -> float:
    """By what the edit is multiplied."""
    quantity = intent.quantity
    if quantity is None:
        return (LESS if intent.direction == "-" else MORE)[intent.strength]
    return _stated_factor(quantity, -1.0 if intent.direction == "-" else 1.0, tool, fields)


def scaled_step(step: Step, factor: float) -> Step:
    """The step with its tool scaled; one that does all or nothing by its opacity, where it has one."""
    if levers(step.tool):
        return replace(step, tool=scaled(step.tool, factor))
    if step.tool.group == "geometry":
        return step
    return replace(step, opacity=min(max(step.opacity * factor, 0.0), 1.0))


def _stated_factor(quantity: Quantity, sign: float, tool: Tool, fields: Sequence[str] | None) -> float:
    if quantity.unit == "%":
        share = abs(quantity.value) / 100
        return share if quantity.absolute else max(1.0 + sign * share, 0.0)
    name = main_lever(tool, fields)
    if name is None:
        return 1.0
    now = getattr(tool, name)
    if quantity.absolute:
        return abs(quantity.value) / abs(now) if tool.name in TURNED else quantity.value / now
    return max(1.0 + sign * abs(quantity.value / now), 0.0)


def _targets(draft: Draft, intent: Intent, sitting: Sitting) -> tuple[Target, ...] | None:
    """What is to be scaled; None where a property is named that nothing serves yet."""
    named = named_op(intent)
    if _is_by_number(intent):
        deeds = referred(intent.target, sitting)
        found = {each.at: each for deed in deeds for each in handles_of(deed, draft)}
        return tuple(Target(each.at, None, each.fields) for each in found.values())
    if named is None:
        last = last_targets(draft, sitting.trail, intent.direction)
        return last if last or sitting.trail.done else tuple(Target(at) for at in range(len(draft.slots)))
    for op in (named, *NEAR.get(named, ())):
        handles = nearest(draft.with_op(op), op, draft, sitting)
        if handles:
            return tuple(Target(each.at, None, each.fields) for each in handles)
    return None


def _is_by_number(intent: Intent) -> bool:
    return intent.target in ("both", "all") or intent.target.startswith("step ")


def _base(step: Step, trail: Trail, number: int) -> Step | None:
    """The step before the wish that made it so large; None where all of it counts."""
    for passage in reversed(trail.done[: number + 1]):
        was = next((before for before, after in passage.pairs if after == step), None)
        if was is None:
            return None
        if passage.turn is None or not passage.turn.is_refinement:
            return was
        step = was
    return None


def _scaled(draft: Draft, wish: Wish, targets: Sequence[Target], sitting: Sitting) -> Draft:
    before = draft
    for target in sorted(targets, key=lambda each: each.at, reverse=True):
        step = draft.slots[target.at].step
        intent = _signed(_set_anew(wish, step, draft.slots[target.at].origin), draft.slots[target.at].origin)
        factor = factor_of(intent, step.tool, target.fields)
        stated = wish.intent.quantity is not None and _MIDDLE.search(wish.words) is None
        made = _made(step, target, 1.0 + (factor - 1.0) * sitting.emphasis, stated)
        because = _because(wish, difference_words(step.tool, made.tool) or f"{factor:.0%} of it")
        draft = draft.changing(target.at, with_tool(made, made.tool, because.reason), because)
    if draft.steps == before.steps and not any(levers(slot.step.tool) for slot in draft.slots):
        return draft.noting(f"{quoted(wish.words)}: that cannot be done by degrees.")
    return draft


def _set_anew(wish: Wish, step: Step, origin: Intent | None) -> Intent:
    """`saturation to -25`, then `now -10`: a signed number alone, after one that was set, is set as well."""
    intent, was = wish.intent, None if origin is None else origin.quantity
    said, name = intent.quantity, main_lever(step.tool)
    if said is None or was is None or name is None or said.absolute or said.unit or not was.absolute:
        return intent
    way = -1.0 if intent.direction == "-" else 1.0
    if getattr(step.tool, name) * way <= 0 or _SIGNED_ALONE.search(wish.words) is None:
        return intent
    return replace(intent, direction="+", quantity=replace(said, value=way * abs(said.value), absolute=True))


def _signed(intent: Intent, origin: Intent | None) -> Intent:
    """`exposure down 1 stop`, then `0.5`: the number goes the way of the one before it."""
    said, was = intent.quantity, None if origin is None else origin.quantity
    lowered = origin is not None and origin.direction == "-" and was is not None and was.value > 0
    if said is None or not said.absolute or said.unit == "%" or not lowered or said.value <= 0:
        return intent
    return replace(intent, quantity=replace(said, value=-said.value))


def _made(step: Step, target: Target, factor: float, stated: bool) -> Step:
    base = target.base
    if target.overshot and base is not None and not stated and type(base.tool) is type(step.tool):
        share = factor if factor <= 1.0 else 2.0 - factor
        return replace(step, tool=between(base.tool, step.tool, max(share, 0.0)))
    if target.turned and base is not None and not stated:
        return replace(step, tool=between(base.tool, step.tool, factor))
    if target.fields is not None:
        return replace(step, tool=scaled(step.tool, factor, target.fields))
    if stated or base is None or not _counts(base.tool, step.tool):
        made = scaled_step(step, factor)
    else:
        made = replace(step, tool=between(base.tool, step.tool, factor))
    return made if stated else replace(made, tool=held(step.tool, made.tool))


def _counts(base: Tool, tool: Tool) -> bool:
    """Whether the last wish made the step a good deal larger: only then is "less" less of that wish alone."""
    name = main_lever(tool)
    if name is None or type(base) is not type(tool):
        return False
    was, now = getattr(base, name), getattr(tool, name)
    return was * now > 0 and abs(now) - abs(was) >= WHOLE_CHANGE * abs(now)


def _tones_meant(draft: Draft, intent: Intent) -> Op | None:
    """Shadows or highlights, where they name an edit and no place: "a bit more shadows" after "lift the shadows"."""
    for tone in _TONES:
        if tone in (intent.target, intent.region) and draft.with_op(tone):
            return None if at_place(draft, tone, Place(None, found=False)) else tone
    return None


def _is_regional(intent: Intent, sitting: Sitting) -> bool:
    named = named_region(intent) is not None
    return sitting.request.mask is not None or (named and not sitting.everywhere)


def _in_region(draft: Draft, wish: Wish, targets: Sequence[Target], sitting: Sitting) -> Draft:
    """More or less in one place: of the steps that are there, else of the last ones, there only."""
    region = named_region(wish.intent)
    asked = replace(wish.intent, region=region)
    found = sitting.located(asked)
    place = Place(found.mask, found.confidence, found.found, named=True)
    here = at_place(draft, region, place, asked.phrase)
    if here:
        return _scaled(draft, wish, [Target(at) for at in here], sitting)
    if not targets:
        return draft.noting(NOTHING_YET)
    return leaving_part(draft, replace(wish, intent=asked), [target.at for target in targets], place)


def _because(wish: Wish, why: str) -> Because:
    return Because(wish.index, because_of(wish.words, why), wish.intent.confidence)
