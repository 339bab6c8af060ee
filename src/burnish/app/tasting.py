"""A plan as one person wants it: taste moves what a turn asks for, and a brand's rules have the last word."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from burnish.agent.planner.conversation import Conversation
from burnish.agent.planner.plan import Candidate, Change, Plan
from burnish.agent.planner.request import Request
from burnish.agent.planner.trail import step_pairs
from burnish.feedback.offers import Situation
from burnish.learning.taste.book import Advice, Ground, TasteBook, wish_of
from burnish.learning.taste.gaussian import Doubles
from burnish.learning.taste.notebook import STYLE
from burnish.learning.taste.sliders import Scope
from burnish.recipe.recipe import Recipe, Step
from burnish.tools.catalogue import Catalogue

if TYPE_CHECKING:
    from burnish.learning.taste.brand_rules import BrandRules

TO_YOUR_TASTE = "to your taste"
AS_PEOPLE_LIKE = "as people here like it"
"""Said of what a person is given before they showed anything themselves."""

NOTHING_TO_DO = "Nothing needs doing."
"""The planner's note, which does not hold where taste found something to do."""

MOST_TOLD = 3
"""Sliders that one reason names."""

LEAST_NEW_DELTA_E = 0.5
"""What a step of taste's own shows at least: a recipe that nobody can read is no gain."""

LEAST_SURE = 0.35
"""How far from zero such a step is at least, in standard deviations."""


@dataclass(frozen=True)
class Adapted:
    """A plan as it is shown."""

    plan: Plan
    propensities: tuple[float, ...]
    """Probability with which each candidate was drawn for its place."""


@dataclass(frozen=True)
class Taster:
    """One person's taste at work."""

    book: TasteBook
    ground: Ground
    person: str

    def knows(self, situation: Situation) -> bool:
        """Whether anything was learned of such wishes, from this person or their house."""
        wish = wish_of(situation)
        return bool(self.book.notebook(self.person).person(wish).count) or self.book.begins(self.person, wish)

    def adapted(
        self, plan: Plan, request: Request, conversation: Conversation, situation: Situation, seed: str
    ) -> Adapted:
        """The plan with every candidate to this person's taste; with variants, versions worth comparing."""
        turn = _Turn(self, plan, request, conversation, situation)
        if request.variants > 1 and plan.question is None:
            return turn.versions(request.variants, int(hashlib.sha256(seed.encode()).hexdigest()[:12], 16))
        known = self.knows(situation)
        candidates = tuple(turn.advised(each) if known else each for each in plan.candidates)
        began = not plan.best.changes and bool(candidates[0].changes)
        notes = tuple(each for each in plan.notes if not (began and each == NOTHING_TO_DO))
        return Adapted(replace(plan, candidates=candidates, notes=notes), (1.0,) * len(candidates))


@dataclass(frozen=True)
class _Turn:
    by: Taster
    plan: Plan
    request: Request
    conversation: Conversation
    situation: Situation

    @property
    def scope(self) -> Scope:
        return "whole" if self.situation.region is None else "places"

    def advised(self, candidate: Candidate) -> Candidate:
        """One candidate as it is believed to be wanted."""
        if not (candidate.changes or self._may_add):
            return candidate
        advice = self.by.book.advise(self.by.person, self.situation, candidate.recipe)
        return self._moved(candidate, advice)[0]

    def versions(self, count: int, seed: int) -> Adapted:
        """The best guess first; places that no other version fills are the planner's own variants."""
        best = self.plan.best
        known = self.by.knows(self.situation)
        if not (known or wish_of(self.situation) == STYLE) or not (best.changes or self._may_add):
            return Adapted(self.plan, (1.0,) * len(self.plan.candidates))
        drawn = self.by.book.versions(self.by.person, self.situation, best.recipe, count, seed)
        if not known:  # The first is then what the planner thinks: nobody's taste is put in its place.
            drawn = (replace(drawn[0], recipe=best.recipe, offset=np.zeros_like(drawn[0].offset)), *drawn[1:])
        made = [self._moved(best, advice) for advice in drawn]
        made += [(each, "") for each in self.plan.candidates[1:]]
        chances = [advice.propensity for advice in drawn] + [1.0] * (len(self.plan.candidates) - 1)
        kept: dict[tuple[object, ...], tuple[Candidate, float]] = {}
        for place, ((candidate, title), chance) in enumerate(zip(made, chances, strict=True)):
            titled = replace(candidate, title=title or candidate.title) if place else candidate
            kept.setdefault(_edit(candidate.recipe), (titled, chance))
        chosen = list(kept.values())[:count]
        even = [replace(each, probability=1 / len(chosen)) for each, _ in chosen]
        return Adapted(replace(self.plan, candidates=tuple(even)), tuple(chance for _, chance in chosen))

    @property
    def _may_add(self) -> bool:
        """Whether taste may bring steps of its own: a look for an untouched photo, with nothing to keep."""
        begun = any(step.enabled for step in self.conversation.recipe.steps)
        return (
            wish_of(self.situation) == STYLE
            and self.situation.region is None
            and not begun
            and not self.plan.keep
        )

    def _moved(self, candidate: Candidate, advice: Advice) -> tuple[Candidate, str]:
        """The candidate with what this turn may move as advised, and that in words."""
        offset = np.where(self._movable(candidate), advice.offset, 0.0)
        offset = np.where(self._worth_a_step(candidate, advice), offset, 0.0)
        if not offset.any():
            return candidate, ""
        sliders = self.by.ground.design.sliders
        recipe = sliders.moved(candidate.recipe, offset, scope=self.scope)
        whose = TO_YOUR_TASTE if advice.seen else AS_PEOPLE_LIKE
        told = recipe_with_reasons(candidate.recipe, recipe, lambda tool: self._told(offset, tool), whose)
        return retold(candidate, told, self.conversation.recipe), self._told(offset, None)

    def _movable(self, candidate: Candidate) -> NDArray[np.bool_]:
        """Which sliders this turn is about: never what stood before, what a hand set, or what has a number."""
        intents = self.plan.intents
        touched: set[str] = set()
        fixed = {each.tool for each in self.request.sliders}
        for change in candidate.changes:
            if change.after is None:
                continue
            name = change.after.tool.name
            touched.add(name)
            exact = change.intent is not None and intents[change.intent].quantity is not None
            if exact or change.after.author == "person":
                fixed.add(name)
        tools = [each.tool for each in self.by.ground.design.sliders.coordinates]
        return np.array([(name in touched or self._may_add) and name not in fixed for name in tools])

    def _worth_a_step(self, candidate: Candidate, advice: Advice) -> NDArray[np.bool_]:
        """Which sliders have a step already, or earn one: seen by eye, and more than a guess."""
        sliders, strength = self.by.ground.design.sliders, self.by.ground.sensitivity.strength
        there = {step.tool.name for step in candidate.recipe.steps}
        shows = np.abs(advice.offset) * strength
        sure = np.abs(advice.offset) >= LEAST_SURE * advice.deviation
        earned = {
            each.tool
            for k, each in enumerate(sliders.coordinates)
            if shows[k] >= LEAST_NEW_DELTA_E and (sure[k] or advice.guessed or self.request.variants > 1)
        }
        return np.array([each.tool in there or each.tool in earned for each in sliders.coordinates])

    def _told(self, offset: Doubles, tool: str | None) -> str:
        """What moves, in a slider's own units, largest first."""
        sliders, strength = self.by.ground.design.sliders, self.by.ground.sensitivity.strength
        order = [int(k) for k in np.argsort(-np.abs(offset) * strength) if offset[k]]
        said: list[str] = []
        for k in order:
            each = sliders.coordinates[k]
            if tool is None or each.tool == tool:
                name = each.label.partition(".")[2] if tool else each.label.replace(".", " ")
                said.append(f"{name.replace('_', ' ').replace('@', ' at ')} {offset[k] * each.scale:+.2g}")
        return ", ".join(said[:MOST_TOLD]) + (" …" if len(said) > MOST_TOLD else "")


def recipe_with_reasons(
    old: Recipe, new: Recipe, said: Callable[[str], str], whose: str = TO_YOUR_TASTE
) -> Recipe:
    """The new recipe, in which each step that was moved or came in says what taste did to it."""
    for place, step in enumerate(new.steps):
        if place < len(old.steps) and old.steps[place] == step:
            continue
        because = f"{whose}: {said(step.tool.name)}"
        reason = f"{step.reason}; {because}" if step.reason else because
        new = new.replacing(place, replace(step, reason=reason))
    return new


def held(
    plan: Plan, rules: "BrandRules", catalogue: Catalogue, before: Recipe, frame: tuple[int, int]
) -> Plan:
    """The plan with every candidate within the brand's rules."""
    from burnish.learning.taste.brand import within

    notes: dict[str, None] = {}
    candidates: list[Candidate] = []
    for place, candidate in enumerate(plan.candidates):
        kept = within(rules, candidate.recipe, catalogue, frame)
        notes |= dict.fromkeys(kept.notes if place == 0 else ())
        same = kept.recipe == candidate.recipe
        candidates.append(candidate if same else retold(candidate, kept.recipe, before))
    return replace(plan, candidates=tuple(candidates), notes=(*plan.notes, *notes))


def retold(candidate: Candidate, recipe: Recipe, before: Recipe) -> Candidate:
    """The candidate with another recipe, its changes told anew: the planner's reasons stay, with what was added."""
    left = list(candidate.changes)
    changes: list[Change] = []
    for was, now in step_pairs(before, recipe):
        known = next((each for each in left if _same(each, was, now)), None)
        if known is not None:
            left.remove(known)
        changes.append(_change(known, was, now))
    return replace(candidate, recipe=recipe, changes=tuple(changes))


def _same(change: Change, was: Step | None, now: Step | None) -> bool:
    """Whether a change is about these steps."""
    step, here = change.after or change.before, now or was
    if step is None or here is None or (change.after is None) != (now is None):
        return False
    return (step.tool.name, step.mask) == (here.tool.name, here.mask)


def _change(known: Change | None, was: Step | None, now: Step | None) -> Change:
    kind = "add" if was is None else "remove" if now is None else "replace"
    if known is None:
        return Change(kind, was, now, None, "" if now is None else now.reason)
    if now is None or known.after is None or now.reason == known.after.reason:
        return replace(known, kind=kind, before=was, after=now)
    added = now.reason.removeprefix(known.after.reason).removeprefix("; ")
    return replace(
        known, kind=kind, before=was, after=now, reason=f"{known.reason}; {added}" if known.reason else added
    )


def _edit(recipe: Recipe) -> tuple[object, ...]:
    return tuple((step.tool, step.mask, step.opacity, step.enabled) for step in recipe.steps)
