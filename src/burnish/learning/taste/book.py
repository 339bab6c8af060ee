"""A workspace's taste: it follows the log of signals, and has a say in the next proposal at once.

Taste is a function of the log. What is kept between signals is a shortcut: a notebook for each person, which says up to
which signal it has read. Whatever happened, reading on from there gives the same as having read all along.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

import numpy as np

from burnish.errors import BadInput, Conflict
from burnish.feedback.offers import Situation
from burnish.feedback.store import Numbered, SignalStore
from burnish.learning.parts import Mark, PartStore
from burnish.learning.taste.believing import Believed, Believing
from burnish.learning.taste.deciding import Deciding, Question, within_what_was_asked
from burnish.learning.taste.decisions import DECISIONS, Decision, decisions_from_bytes, decisions_to_bytes
from burnish.learning.taste.design import Design
from burnish.learning.taste.gaussian import Doubles, Information
from burnish.learning.taste.houses import TOLD, Begins, House, unreleased
from burnish.learning.taste.leaf import seen_more
from burnish.learning.taste.lesson import Lesson, moves, spread
from burnish.learning.taste.lesson_parts import LatestLessons, lessons_kept
from burnish.learning.taste.notebook import (
    STYLE,
    Notebook,
    from_bytes,
    to_bytes,
    told_to_bytes,
)
from burnish.learning.taste.offering import Version
from burnish.learning.taste.population import Population
from burnish.learning.taste.reading import SignalReader
from burnish.learning.taste.sensitivity import Sensitivity
from burnish.learning.taste.sighting import Reader
from burnish.learning.taste.sliders import Scope
from burnish.learning.taste.tree import Beliefs
from burnish.recipe.recipe import Recipe

NOTEBOOK = "taste"
"""Name of the part that is kept for a person."""

MOST_TRIES = 100  # of what another process was faster with
LEAST_SHOWN = 0.25
"""ΔE00 below which taste leaves sliders where they are, all of those together."""

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
    guessed: bool = False
    """Whether it is tried whole, for an answer, before each of its sliders is sure."""
    propensity: float = 1.0


@dataclass(frozen=True)
class _Decided:
    """What a person decided so far, and the mark of where it is kept."""

    all: tuple[Decision, ...] = ()
    mark: Mark | None = None


class TasteBook:
    """Reads signals, and advises. One for a workspace and process."""

    def __init__(
        self, store: TasteStore, workspace: str, ground: Ground, begins: Begins = unreleased
    ) -> None:
        self._store, self._workspace, self._ground = store, workspace, ground
        self._beliefs = Beliefs(ground.population)
        self._reader = SignalReader(Reader(ground.design, ground.sensitivity))
        self._deciding = Deciding(ground.design, ground.sensitivity, ground.population)
        self._believing = Believing(self._beliefs)
        self._house = House(store, workspace, ground.population.everyone, begins)
        self._notebooks: dict[str, Notebook] = {}
        self._marks: dict[str, Mark | None] = {}
        self._latest_lessons = LatestLessons(store, workspace)

    @property
    def labels(self) -> tuple[str, ...]:
        """The sliders that taste is about."""
        return self._ground.design.sliders.labels

    def has_read(self, person: str) -> bool:
        """Whether something that a person signaled is known here already."""
        return person in self._notebooks and self._notebooks[person].through > 0

    def notebook(self, person: str) -> Notebook:
        """What is remembered of a person, up to the latest signal."""
        self.catch_up(person)
        return self._notebooks[person]

    def catch_up(self, person: str) -> tuple[Lesson, ...]:
        """Read what a person signaled since the notebook was last written; what was learned from each."""
        for _ in range(MOST_TRIES):
            decided = self._decided(person)
            notebook = self._opened(person, decided)
            fresh = tuple(self._store.after(self._workspace, notebook.through, person=person))
            lessons: list[Lesson] = []
            for each in fresh:
                notebook, lesson = self._read(person, notebook, each)
                lessons.append(lesson)
            if not fresh or self._keep(person, notebook, lessons, decided):
                return tuple(lessons)
        raise _too_busy(person)

    def advise(self, person: str, situation: Situation, planned: Recipe) -> Advice:
        """The planner's recipe as this person is believed to want it."""
        asked, count = self._asked(person, situation, planned)
        return self._advice(situation, planned, asked, Version(self._deciding.best(asked), 1.0), count)

    def versions(
        self, person: str, situation: Situation, planned: Recipe, count: int, seed: int
    ) -> tuple[Advice, ...]:
        """The best guess and others worth comparing it with, each with the probability with which it was drawn."""
        asked, sightings = self._asked(person, situation, planned)
        drawn = self._deciding.versions(asked, count, np.random.default_rng(seed))
        return tuple(self._advice(situation, planned, asked, each, sightings) for each in drawn)

    def gallery(self, person: str, situation: Situation, planned: Recipe, seed: int) -> tuple[Advice, ...]:
        """Nine versions, row by row, for steering by picking pictures alone."""
        asked, sightings = self._asked(person, situation, planned)
        drawn = self._deciding.gallery(asked, np.random.default_rng(seed))
        return tuple(self._advice(situation, planned, asked, each, sightings) for each in drawn)

    def belief(self, person: str, wish: str, context: str) -> Information:
        """What is believed of a person's wishes of this kind for this kind of photo."""
        return self._believed(person, self.notebook(person), wish, context).belief

    def house(self, wish: str = STYLE) -> Information:
        """What is believed of the whole workspace."""
        return self._beliefs.of_house(self._house.told(wish, but=None))

    def begins(self, person: str, wish: str) -> bool:
        """Whether a person has more than everyone to begin from: a release, or what others of the house told."""
        told = self._house.told(wish, but=person)
        return bool(told.precision.any() or told.shift.any())

    def freeze(self, person: str, *, frozen: bool) -> None:
        """Learn from a person's signals no more, or again; what was signaled meanwhile is not learned later."""
        self._decide(person, partial(Decision, "freeze" if frozen else "thaw"))

    def reset(self, person: str) -> None:
        """Begin anew: what was signaled so far is not learned again."""
        self._decide(person, partial(Decision, "reset"))

    def unlearn(
        self, person: str, *, wish: str | None = None, context: str | None = None, slider: str = ""
    ) -> None:
        """Forget what is believed of one slider, one kind of wish or photo. Raises BadInput for an unknown slider."""
        self._decide(person, lambda through: Decision("unlearn", through, wish, context, slider))

    def set_slider(
        self, person: str, slider: str, value: float, *, wish: str = STYLE, context: str = ""
    ) -> None:
        """Believe what a person says of one slider, in its own units. Raises BadInput."""
        self._decide(person, lambda through: Decision("state", through, wish, context, slider, value))

    def adopt(self, person: str, data: bytes) -> None:
        """Take over a taste that was exported. Raises BadInput."""
        self._decide(person, lambda through: Decision("adopt", through, document=data))

    def exported(self, person: str) -> bytes:
        """A person's taste as a document that `adopt` reads."""
        return to_bytes(self.notebook(person), self.labels)

    def lessons(self, person: str) -> tuple[dict[str, object], ...]:
        """What was learned from each of a person's signals, oldest first, as plain JSON values."""
        self.catch_up(person)
        return lessons_kept(self._store, self._workspace, person)

    def rebuild(self) -> None:
        """Read the whole log anew, for everybody, in its order."""
        people = self._store.people(self._workspace)
        decided = {person: self._decided(person) for person in people}
        pending = {person: list(each.all) for person, each in decided.items()}
        for part in self._store.parts(self._workspace):
            if part.owner in pending and part.name.startswith(NOTEBOOK) and part.name != DECISIONS:
                self._store.drop_part(self._workspace, part.owner, part.name)
        self._notebooks = {person: Notebook() for person in people}
        self._marks = {}
        self._latest_lessons.forget()
        self._house.forget(is_alone=True)
        lessons: dict[str, list[Lesson]] = {person: [] for person in people}
        for each in self._store.after(self._workspace):
            person = each.signal.person
            notebook = self._obeyed(person, pending[person], each.number)
            notebook, lesson = self._read(person, notebook, each)
            self._notebooks[person] = notebook
            self._house.tells(person, self._tells(notebook))
            lessons[person].append(lesson)
        for person in people:
            notebook = self._obeyed(person, pending[person], None)
            if notebook.through or notebook.decided:
                self._keep(person, notebook, lessons[person], decided[person])
        self._house.forget()

    def _obeyed(self, person: str, pending: list[Decision], before: int | None) -> Notebook:
        """A notebook after the decisions that were made before a signal, or after all of them."""
        notebook = self._notebooks[person]
        while pending and (before is None or pending[0].through < before):
            notebook = self._obeying(person, notebook, pending.pop(0))
        self._notebooks[person] = notebook
        return notebook

    def _decided(self, person: str) -> _Decided:
        part = self._store.load_part(self._workspace, person, DECISIONS)
        return _Decided() if part is None else _Decided(decisions_from_bytes(part.document), part.mark)

    def _decide(self, person: str, decide: Callable[[int], Decision]) -> None:
        """Obey a decision that is made after the latest signal, again where another process was faster."""
        for _ in range(MOST_TRIES):
            before = self.notebook(person)
            decided, decision = self._decided(person), decide(before.through)
            if len(decided.all) == before.decided:
                beside = {DECISIONS: decisions_to_bytes((*decided.all, decision))}
                if self._keep(person, self._obeying(person, before, decision), (), decided, beside):
                    return
        raise _too_busy(person)

    def _obeying(self, person: str, notebook: Notebook, decision: Decision) -> Notebook:
        """The notebook after a decision. Raises BadInput."""
        from burnish.learning.taste.unlearning import stated, without

        design, made = self._ground.design, notebook
        match decision.kind:
            case "freeze" | "thaw":
                made = replace(notebook, frozen=decision.kind == "freeze")
            case "reset":
                made = Notebook(through=notebook.through, frozen=notebook.frozen)
            case "unlearn":
                made = without(notebook, design, decision.wish, decision.context, decision.slider)
            case "state":
                wish, context = decision.wish or STYLE, decision.context or ""
                made = without(notebook, design, wish, None, decision.slider)
                stating = stated(design, decision.slider, decision.value)
                others = self._house.told(wish, but=person)
                made = made.having(wish, self._beliefs.seen_more(made.person(wish), context, others, stating))
            case "adopt":
                made = replace(
                    from_bytes(decision.document, self.labels, self._reader.reader), through=notebook.through
                )
        return replace(made, decided=notebook.decided + 1)

    def _opened(self, person: str, decided: _Decided) -> Notebook:
        """The notebook with everything that was decided, here or elsewhere."""
        known = self._notebooks.get(person)
        if known is None or known.decided != len(decided.all):
            part = self._store.load_part(self._workspace, person, NOTEBOOK)
            self._marks[person] = None if part is None else part.mark
            known = (
                Notebook() if part is None else from_bytes(part.document, self.labels, self._reader.reader)
            )
            for decision in decided.all[known.decided :]:
                known = self._obeying(person, known, decision)
            known = self._notebooks[person] = replace(known, decided=len(decided.all))
        return known

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
        known, believed = notebook.person(wish), self._believed(person, notebook, wish, context)
        prior, leaf, before = believed.prior, believed.leaf, believed.belief
        try:
            at = self._reader.situated(offer)
            sightings = self._reader.sightings(at, signal, each.number, before)
        except BadInput as error:  # A recipe of other tools than ours blocks nothing that comes after it.
            why = f"its recipe cannot be read: {error}"
            return after, Lesson(signal.id, each.number, wish, context, set_aside=why)
        if not sightings:
            why = "it says nothing about sliders"
            return after, Lesson(signal.id, each.number, wish, context, set_aside=why)
        for sighting in sightings:
            leaf = seen_more(leaf, sighting, prior)
        after = after.having(wish, known.having(context, leaf))
        belief = self._believed(person, after, wish, context).belief
        moved = moves(self._ground.design, self._ground.sensitivity, at.seen, before, belief)
        return after, Lesson(signal.id, each.number, wish, context, moved)

    def _believed(self, person: str, notebook: Notebook, wish: str, context: str) -> Believed:
        others = self._house.told(wish, but=person)
        return self._believing.believed(person, wish, context, notebook.person(wish), others)

    def _asked(self, person: str, situation: Situation, planned: Recipe) -> tuple[Question, int]:
        """The question in numbers, and how many sightings of such a wish there are."""
        wish, notebook = wish_of(situation), self.notebook(person)
        planned_sliders = self._ground.design.sliders.vector(planned, _scope(situation))
        seen = self._ground.design.seen(situation.facts, planned_sliders)
        believed = self._believed(person, notebook, wish, situation.context)
        return Question(seen, believed, wish == STYLE), notebook.person(wish).count

    def _advice(
        self, situation: Situation, planned: Recipe, asked: Question, shown: Version, sightings: int
    ) -> Advice:
        design = self._ground.design
        offset = shown.values - asked.seen.planned
        if wish_of(situation) != STYLE:
            offset = within_what_was_asked(asked.seen.planned, offset)
        wanted = asked.seen.planned + offset
        offset = self._ground.sensitivity.worth_showing(offset, wanted, LEAST_SHOWN)
        recipe = planned
        if offset.any():
            recipe = design.sliders.moved(planned, offset, reason="to your taste", scope=_scope(situation))
        deviation = spread(design, asked.seen, asked.believed.belief)
        guessed = bool(asked.believed.leaf.answered)
        return Advice(recipe, offset, deviation, sightings, guessed, shown.propensity)

    def _tells(self, notebook: Notebook) -> dict[str, Information]:
        told = {wish: self._beliefs.told(person) for wish, person in notebook.wishes.items()}
        return {wish: each for wish, each in told.items() if each.precision.any()}

    def _keep(
        self,
        person: str,
        notebook: Notebook,
        lessons: Iterable[Lesson],
        decided: _Decided,
        beside: Mapping[str, bytes] | None = None,
    ) -> bool:
        """Keep a notebook, unless another process kept something of this person meanwhile; whether it was kept."""
        documents = {NOTEBOOK: to_bytes(notebook, self.labels), **(beside or {})}
        told = self._tells(notebook)
        if told or self._house.has_told(person):
            documents[TOLD] = told_to_bytes(told)
        learned, made_from = self._latest_lessons.with_more(person, tuple(lessons))
        documents |= learned
        given = {NOTEBOOK: self._marks.get(person), DECISIONS: decided.mark, **made_from}
        if not self._store.save_parts(
            self._workspace, person, documents, notebook.through, given, made_again=not beside
        ):
            self._notebooks.pop(person, None)
            self._latest_lessons.forget(person)
            return False
        self._latest_lessons.hold(person, learned, notebook.through)
        marks = {name: Mark(notebook.through, len(document)) for name, document in documents.items()}
        self._notebooks[person], self._marks[person] = notebook, marks[NOTEBOOK]
        told_marks = (marks[TOLD], marks.get(DECISIONS, decided.mark)) if TOLD in marks else None
        self._house.tells(person, told, told_marks)
        return True


def _too_busy(person: str) -> Conflict:
    return Conflict(f"the taste of {person!r} was changed elsewhere again and again meanwhile; try again")


def _scope(situation: Situation) -> Scope:
    return "whole" if situation.region is None else "places"


def wish_of(situation: Situation) -> str:
    """The kind of wish that a situation's taste is kept under: `STYLE` of whole pictures, or operations and where."""
    operations = sorted(set(situation.operations) - GENERAL)
    if not operations and not situation.region:
        return STYLE
    return "+".join(operations) + (f"@{situation.region}" if situation.region else "")


def _why_not(notebook: Notebook, allowed: bool) -> str:
    if not allowed:
        return "its consent does not allow learning taste from it"
    return "taste is frozen" if notebook.frozen else ""
