"""A workspace's taste: it follows the log of signals, and has a say in the next proposal at once.

Taste is a function of the log. What is kept between signals is a shortcut: a notebook for each person, which says up to
which signal it has read. Whatever happened, reading on from there gives the same as having read all along.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from burnish.feedback.offers import Situation
from burnish.feedback.store import Numbered, SignalStore
from burnish.learning.parts import PartStore
from burnish.learning.taste.decisions import DECISIONS, Decision, decisions_from_bytes, decisions_to_bytes
from burnish.learning.taste.design import Design, Seen
from burnish.learning.taste.gaussian import Doubles, Information, nothing
from burnish.learning.taste.leaf import seen_more
from burnish.learning.taste.lesson import Lesson, moves, spread
from burnish.learning.taste.notebook import (
    STYLE,
    Notebook,
    from_bytes,
    to_bytes,
    told_from_bytes,
    told_to_bytes,
)
from burnish.learning.taste.offering import Offering
from burnish.learning.taste.population import Population
from burnish.learning.taste.reading import SignalReader
from burnish.learning.taste.sensitivity import Sensitivity
from burnish.learning.taste.sighting import Reader
from burnish.learning.taste.tree import Beliefs
from burnish.recipe.recipe import Recipe

NOTEBOOK, TOLD, LESSONS = "taste", "taste-told", "taste-lessons"
"""Names of the parts that are kept for a person."""

LESSONS_A_PART = 64

LEAST_KEPT, MOST_KEPT = 0.3, 2.5
"""Bounds on what taste makes of a slider that was asked for, as a multiple of what the planner made of it."""

LEAST_SHOWN = 0.15
"""ΔE00 below which taste leaves a slider where it is."""

GENERAL = frozenset({"enhance", "style", "auto_color"})
"""Operations that ask for a look and for nothing in particular."""


class TasteStore(SignalStore, PartStore, Protocol):
    """Where facts and learned parts are kept together."""


@dataclass(frozen=True)
class Ground:
    """What taste stands on: sliders, how they show, and what is expected of anybody."""

    design: Design
    sensitivity: Sensitivity
    population: Population


@dataclass(frozen=True, eq=False)
class Advice:
    """A recipe as this person is believed to want it."""

    recipe: Recipe
    offset: Doubles
    """What taste added to the planner's sliders."""
    deviation: Doubles
    """Standard deviation of each wanted slider."""
    seen: int
    """How many sightings of this kind of wish it rests on."""
    propensity: float = 1.0


class TasteBook:
    """Reads signals, and advises. One for a workspace and process."""

    def __init__(self, store: TasteStore, workspace: str, ground: Ground) -> None:
        self._store, self._workspace, self._ground = store, workspace, ground
        self._beliefs = Beliefs(ground.population)
        self._reader = SignalReader(Reader(ground.design, ground.sensitivity))
        self._offering = Offering(ground.design, ground.sensitivity)
        self._notebooks: dict[str, Notebook] = {}
        self._told: dict[str, dict[str, Information]] | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        """The sliders that taste is about."""
        return self._ground.design.sliders.labels

    def notebook(self, person: str) -> Notebook:
        """What is remembered of a person, up to the latest signal."""
        self.catch_up(person)
        return self._notebooks[person]

    def catch_up(self, person: str) -> tuple[Lesson, ...]:
        """Read what a person signaled since the notebook was last written; what was learned from each."""
        notebook = self._opened(person)
        if notebook.decided != len(self._decisions(person)):  # Somebody decided elsewhere.
            del self._notebooks[person]
            notebook = self._opened(person)
        fresh = tuple(self._store.after(self._workspace, notebook.through, person=person))
        lessons: list[Lesson] = []
        for each in fresh:
            notebook, lesson = self._read(person, notebook, each)
            lessons.append(lesson)
        if fresh:
            self._keep(person, notebook, lessons)
        return tuple(lessons)

    def advise(self, person: str, situation: Situation, planned: Recipe) -> Advice:
        """The planner's recipe as this person is believed to want it."""
        belief, seen, sightings = self._belief(person, situation, planned)
        wanted = self._ground.design.wanted(seen, belief.mean)
        return self._advice(situation, planned, seen, belief, wanted, sightings)

    def versions(
        self, person: str, situation: Situation, planned: Recipe, count: int, seed: int
    ) -> tuple[Advice, ...]:
        """The best guess and others worth comparing it with, each with the probability with which it was drawn."""
        belief, seen, sightings = self._belief(person, situation, planned)
        drawn = self._offering.versions(belief, seen, count, np.random.default_rng(seed))
        made = [self._advice(situation, planned, seen, belief, each.values, sightings) for each in drawn]
        return tuple(replace(one, propensity=each.propensity) for one, each in zip(made, drawn, strict=True))

    def gallery(self, person: str, situation: Situation, planned: Recipe, seed: int) -> tuple[Advice, ...]:
        """Nine versions, row by row, for steering by picking pictures alone."""
        belief, seen, sightings = self._belief(person, situation, planned)
        drawn = self._offering.gallery(belief, seen, np.random.default_rng(seed))
        made = [self._advice(situation, planned, seen, belief, each.values, sightings) for each in drawn]
        return tuple(replace(one, propensity=each.propensity) for one, each in zip(made, drawn, strict=True))

    def belief(self, person: str, wish: str, context: str) -> Information:
        """What is believed of a person's wishes of this kind for this kind of photo."""
        return self._beliefs.belief(self.notebook(person).person(wish), context, self._house(person, wish))

    def house(self, wish: str = STYLE) -> Information:
        """What is believed of the whole workspace."""
        return self._beliefs.of_house(self._sum_told(wish, but=None))

    def freeze(self, person: str, *, frozen: bool) -> None:
        """Learn from a person's signals no more, or again; what was signaled meanwhile is not learned later."""
        self._decide(person, Decision("freeze" if frozen else "thaw", self._through(person)))

    def reset(self, person: str) -> None:
        """Begin anew: what was signaled so far is not learned again."""
        self._decide(person, Decision("reset", self._through(person)))

    def unlearn(
        self, person: str, *, wish: str | None = None, context: str | None = None, slider: str = ""
    ) -> None:
        """Forget what is believed of one slider, one kind of wish or photo. Raises BadInput for an unknown slider."""
        self._decide(person, Decision("unlearn", self._through(person), wish, context, slider))

    def set_slider(
        self, person: str, slider: str, value: float, *, wish: str = STYLE, context: str = ""
    ) -> None:
        """Believe what a person says of one slider, in its own units. Raises BadInput."""
        self._decide(person, Decision("state", self._through(person), wish, context, slider, value))

    def adopt(self, person: str, data: bytes) -> None:
        """Take over a taste that was exported. Raises BadInput."""
        self._decide(person, Decision("adopt", self._through(person), document=data))

    def exported(self, person: str) -> bytes:
        """A person's taste as a document that `adopt` reads."""
        return to_bytes(self.notebook(person), self.labels)

    def lessons(self, person: str) -> tuple[dict[str, object], ...]:
        """What was learned from each of a person's signals, oldest first, as plain JSON values."""
        self.catch_up(person)
        names = sorted(
            (
                part.name
                for part in self._store.parts(self._workspace)
                if part.owner == person and part.name.startswith(LESSONS)
            ),
            key=lambda name: int(name.rpartition(".")[2]),
        )
        made: list[dict[str, object]] = []
        for name in names:
            part = self._store.load_part(self._workspace, person, name)
            made.extend(json.loads(part.document) if part else [])
        return tuple(made)

    def rebuild(self) -> None:
        """Read the whole log anew, for everybody, in its order."""
        people = self._store.people(self._workspace)
        pending = {person: list(self._decisions(person)) for person in people}
        for part in self._store.parts(self._workspace):
            if part.owner in pending and part.name.startswith(NOTEBOOK) and part.name != DECISIONS:
                self._store.drop_part(self._workspace, part.owner, part.name)
        self._notebooks = {person: Notebook() for person in people}
        self._told = None
        lessons: dict[str, list[Lesson]] = {person: [] for person in people}
        for each in self._store.after(self._workspace):
            person = each.signal.person
            notebook = self._obeyed(person, pending[person], each.number)
            notebook, lesson = self._read(person, notebook, each)
            self._notebooks[person] = notebook
            self._told_by_person()[person] = self._tells(notebook)
            lessons[person].append(lesson)
        for person in people:
            notebook = self._obeyed(person, pending[person], None)
            if notebook.through or notebook.decided:
                self._keep(person, notebook, lessons[person])

    def _obeyed(self, person: str, pending: list[Decision], before: int | None) -> Notebook:
        """A notebook after the decisions that were made before a signal, or after all of them."""
        notebook = self._notebooks[person]
        while pending and (before is None or pending[0].through < before):
            notebook = self._obeying(person, notebook, pending.pop(0))
        self._notebooks[person] = notebook
        return notebook

    def _through(self, person: str) -> int:
        return self.notebook(person).through

    def _decisions(self, person: str) -> tuple[Decision, ...]:
        part = self._store.load_part(self._workspace, person, DECISIONS)
        return decisions_from_bytes(part.document) if part else ()

    def _decide(self, person: str, decision: Decision) -> None:
        decisions = (*self._decisions(person), decision)
        notebook = self._obeying(person, self.notebook(person), decision)
        self._keep(person, notebook, (), {DECISIONS: decisions_to_bytes(decisions)})

    def _obeying(self, person: str, notebook: Notebook, decision: Decision) -> Notebook:
        """The notebook after a decision. Raises BadInput."""
        from burnish.learning.taste.unlearning import stated, without

        design, made = self._ground.design, notebook
        match decision.kind:
            case "freeze" | "thaw":
                made = replace(notebook, frozen=decision.kind == "freeze")
            case "reset":
                made = Notebook(through=notebook.through)
            case "unlearn":
                made = without(notebook, design, decision.wish, decision.context, decision.slider)
            case "state":
                wish, context = decision.wish or STYLE, decision.context or ""
                made = without(notebook, design, wish, None, decision.slider)
                stating = stated(design, decision.slider, decision.value)
                others = self._house(person, wish)
                made = made.having(wish, self._beliefs.seen_more(made.person(wish), context, others, stating))
            case "adopt":
                made = replace(
                    from_bytes(decision.document, self.labels, self._reader.reader), through=notebook.through
                )
        return replace(made, decided=notebook.decided + 1)

    def _opened(self, person: str) -> Notebook:
        if person not in self._notebooks:
            part = self._store.load_part(self._workspace, person, NOTEBOOK)
            self._notebooks[person] = (
                Notebook() if part is None else from_bytes(part.document, self.labels, self._reader.reader)
            )
        return self._notebooks[person]

    def _read(self, person: str, notebook: Notebook, each: Numbered) -> tuple[Notebook, Lesson]:
        """One more signal."""
        signal = each.signal
        offer = self._store.offered(self._workspace, signal.turn)
        assert offer is not None
        wish, context = wish_of(offer.situation), offer.situation.context
        after = replace(notebook, through=each.number)
        why = _why_not(notebook, signal.consent.taste)
        if why:
            return after, Lesson(signal.id, each.number, wish, context, set_aside=why)
        known, others = notebook.person(wish), self._house(person, wish)
        prior = self._beliefs.of_context(known, context, others)
        leaf = known.leaf(context, self._ground.design.size)
        before = leaf.posterior(prior)
        at = self._reader.situated(offer)
        sightings = self._reader.sightings(at, signal, each.number, before)
        if not sightings:
            why = "it says nothing about sliders"
            return after, Lesson(signal.id, each.number, wish, context, set_aside=why)
        for sighting in sightings:
            leaf = seen_more(leaf, sighting, prior)
        belief = leaf.posterior(prior)
        moved = moves(self._ground.design, self._ground.sensitivity, at.seen, before, belief)
        after = after.having(wish, known.having(context, leaf))
        return after, Lesson(signal.id, each.number, wish, context, moved)

    def _belief(self, person: str, situation: Situation, planned: Recipe) -> tuple[Information, Seen, int]:
        sliders = self._ground.design.sliders
        scope = "whole" if situation.region is None else "places"
        seen = self._ground.design.seen(situation.facts, sliders.vector(planned, scope))
        wish = wish_of(situation)
        known = self.notebook(person).person(wish)
        return self._beliefs.belief(known, situation.context, self._house(person, wish)), seen, known.count

    def _advice(
        self,
        situation: Situation,
        planned: Recipe,
        seen: Seen,
        belief: Information,
        wanted: Doubles,
        sightings: int,
    ) -> Advice:
        sliders, strength = self._ground.design.sliders, self._ground.sensitivity.strength
        offset = wanted - seen.planned
        if wish_of(situation) != STYLE:
            offset = _within_what_was_asked(seen.planned, offset)
        offset = np.where(np.abs(offset) * strength < LEAST_SHOWN, 0.0, offset)
        scope = "whole" if situation.region is None else "places"
        recipe = (
            sliders.moved(planned, offset, reason="to your taste", scope=scope) if offset.any() else planned
        )
        return Advice(recipe, offset, spread(self._ground.design, seen, belief), sightings)

    def _house(self, person: str, wish: str) -> Information:
        """What all others of the workspace told about it."""
        return self._sum_told(wish, but=person)

    def _sum_told(self, wish: str, but: str | None) -> Information:
        total = nothing(self._ground.design.size)
        for person, told in sorted(self._told_by_person().items()):
            if person != but and wish in told:
                total = total + told[wish]
        return total

    def _told_by_person(self) -> dict[str, dict[str, Information]]:
        """What each person told their house, by wish; read from the store once."""
        if self._told is None:
            self._told = {}
            for part in self._store.parts(self._workspace):
                held = self._store.load_part(self._workspace, part.owner, TOLD) if part.name == TOLD else None
                if held is not None:
                    self._told[part.owner] = told_from_bytes(held.document, self._ground.design.size)
        return self._told

    def _tells(self, notebook: Notebook) -> dict[str, Information]:
        told = {wish: self._beliefs.told(person) for wish, person in notebook.wishes.items()}
        return {wish: each for wish, each in told.items() if each.precision.any()}

    def _keep(
        self,
        person: str,
        notebook: Notebook,
        lessons: Iterable[Lesson],
        beside: Mapping[str, bytes] | None = None,
    ) -> None:
        documents = {NOTEBOOK: to_bytes(notebook, self.labels), **(beside or {})}
        told = self._tells(notebook)
        if told or self._told_by_person().get(person):
            documents[TOLD] = told_to_bytes(told)
        documents |= self._lesson_parts(person, tuple(lessons))
        kept = self._store.save_parts(self._workspace, person, documents, notebook.through)
        if kept:
            self._notebooks[person] = notebook
            self._told_by_person()[person] = told
        else:
            self._notebooks.pop(person, None)

    def _lesson_parts(self, person: str, lessons: tuple[Lesson, ...]) -> dict[str, bytes]:
        made: dict[str, list[dict[str, object]]] = {}
        for lesson in lessons:
            name = f"{LESSONS}.{lesson.number // LESSONS_A_PART}"
            if name not in made:
                part = self._store.load_part(self._workspace, person, name)
                made[name] = json.loads(part.document) if part else []
            made[name].append(lesson.document())
        return {name: json.dumps(held).encode() for name, held in made.items()}


def wish_of(situation: Situation) -> str:
    """The kind of wish that a situation's taste is kept under: `STYLE`, or operations and where."""
    operations = sorted(set(situation.operations) - GENERAL)
    if not operations:
        return STYLE
    return "+".join(operations) + (f"@{situation.region}" if situation.region else "")


def _why_not(notebook: Notebook, allowed: bool) -> str:
    if not allowed:
        return "its consent does not allow learning taste from it"
    return "taste is frozen" if notebook.frozen else ""


def _within_what_was_asked(planned: Doubles, offset: Doubles) -> Doubles:
    """Taste may do more or less of what was asked for; it never turns it around and adds nothing beside it."""
    wanted = planned + offset
    least, most = planned * LEAST_KEPT, planned * MOST_KEPT
    held = np.clip(wanted, np.minimum(least, most), np.maximum(least, most))
    return np.where(planned == 0, 0.0, held - planned)
