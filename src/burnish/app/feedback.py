"""The feedback desk: what is shown is kept as offers, what is said as signals; taste and brand have their say."""

from collections import OrderedDict
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from burnish.agent.planner.conversation import Conversation, Turn
from burnish.agent.planner.plan import Plan
from burnish.agent.planner.request import Request
from burnish.app.clock import new_id, now
from burnish.app.saying import About, Lessons, Said, proposal_id, spoken_of
from burnish.app.situations import is_undo, situation_of, wishes_for_something
from burnish.app.speaker import Speaker
from burnish.errors import BadInput, BurnishError
from burnish.feedback.offers import MOST_PROPOSALS, Offer, Proposal, RecipeDocument, Situation
from burnish.feedback.signals import Comment, Implicit, Instruction, Mark, Modify, Ranking, Signal, Slider
from burnish.tools.catalogue import Catalogue

if TYPE_CHECKING:
    from burnish.agent.perception import Perception
    from burnish.app.brand_file import BrandFile
    from burnish.app.house import House
    from burnish.app.released import Released
    from burnish.app.tasting import Taster
    from burnish.learning.taste.book import Ground, TasteBook
    from burnish.learning.taste.brand_rules import BrandRules
    from burnish.storage.sql import SqlStore

S = TypeVar("S", bound=Signal)

STORE_FOLDER = "feedback"
BRAND_FILE = "brand.toml"
NOTEBOOK_PART = "taste"
"""Name of the part that taste keeps of everybody it learned from."""
MOST_PLANNED = 64
"""Turns that were planned and not yet kept, which are remembered."""

NO_SAY = "your taste could not be read, so it has no say (burnish taste reset begins it anew)"

UNREADABLE = (BurnishError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What a damaged learned part may raise, from reading it to reckoning with it."""


def _nobody(_: str) -> None:
    """Nobody listens."""


def ready() -> None:
    """Import what keeps a turn. Only for commands that know when imports are cheapest."""
    import burnish.storage.opening  # noqa: F401  # pyright: ignore[reportUnusedImport]


@dataclass(frozen=True)
class _Made:
    """What a turn's offer needs to know of how its plan came about."""

    situation: Situation
    planned: RecipeDocument | None
    propensities: tuple[float, ...]


@dataclass
class FeedbackDesk:
    """One person's desk. Nothing is opened before it is needed; what fails here never fails a request."""

    home: Path
    catalogue: Catalogue
    speaker: Speaker = field(default_factory=Speaker)
    store_url: str | None = field(default=None, repr=False)
    objects_url: str | None = None
    tell: Callable[[str], None] = _nobody
    """Where a note goes when something could not be kept or read."""
    tastes: bool = True
    """Whether taste has a say."""
    brand_file: Path | None = None
    clock: Callable[[], datetime] = now
    new_id: Callable[[], str] = new_id
    _made: OrderedDict[str, _Made] = field(default_factory=OrderedDict[str, _Made])
    _noted: set[str] = field(default_factory=set[str])
    _lock: RLock = field(default_factory=RLock, repr=False)
    _house: "House | None" = None

    @cached_property
    def store(self) -> "SqlStore":
        """Where facts and learned parts are kept. Raises BadInput, Failure."""
        from burnish.app.old_feedback import taken_over
        from burnish.storage.opening import open_store

        store = open_store(self.home / STORE_FOLDER, self.store_url, self.objects_url)
        if self.speaker.is_local:
            taken_over(self.home, self.catalogue, store)
        return store

    @cached_property
    def ground(self) -> "Ground":
        """What taste stands on."""
        from burnish.learning.taste.shipped import shipped_ground

        return shipped_ground(self.catalogue)

    @cached_property
    def book(self) -> "TasteBook":
        """The workspace's taste."""
        from burnish.app.released import book_of

        return book_of(self.store, self.speaker.workspace, self.ground, self.released)

    @cached_property
    def released(self) -> "Released":
        """What the workspace's people are given of its releases."""
        from burnish.app.released import released_of

        return released_of(self.store, self.speaker.workspace, self.ground)

    @property
    def brand(self) -> "BrandRules":
        """The brand's rules, as their file is now; none where there is no file. Raises BadInput."""
        return self._brand.rules(
            self.brand_file or self.home / BRAND_FILE, is_needed=self.brand_file is not None
        )

    @cached_property
    def _brand(self) -> "BrandFile":
        from burnish.app.brand_file import BrandFile

        return BrandFile(self.catalogue)

    @property
    def turn(self) -> AbstractContextManager[object]:
        """Until its block ends nobody else works on this person's taste."""
        return self._lock if self._house is None else self._house.turns.of(self.speaker.person)

    @property
    def has_brand(self) -> bool:
        """Whether there are rules."""
        return self.brand_file is not None or (self.home / BRAND_FILE).exists()

    def adapted(
        self, turn: str, request: Request, conversation: Conversation, plan: Plan, seen: "Perception | None"
    ) -> Plan:
        """The plan that is shown instead of the planner's: to this person's taste, and within the brand's rules.

        Raises:
            BadInput: the brand's rules cannot be read.
        """
        situation = situation_of(request, plan, seen)
        made = _Made(situation, plan.best.recipe.document(), (1.0,) * len(plan.candidates))
        wishes = wishes_for_something(request, plan)
        has_store = self._house or self.store_url or (self.home / STORE_FOLDER).exists()
        if self.tastes and wishes and has_store:
            with self.turn, self._noting(NO_SAY):
                taster = self._taster(variants=request.variants)
                if taster is not None:
                    shown = taster.adapted(plan, request, conversation, situation, turn)
                    plan, made = shown.plan, replace(made, propensities=shown.propensities)
        if self.has_brand and not self.brand.is_empty:
            from burnish.app.tasting import held

            frame = (seen.width, seen.height) if seen is not None else (1, 1)
            plan = held(plan, self.brand, self.catalogue, conversation.recipe, frame)
        self._remember(turn, made)
        return plan

    def showed(self, before: Conversation, turn: Turn, seen: "Perception | None") -> None:
        """Keep what a turn showed, and what asking for it says about the turn before."""
        with self._lock, self._noting("this turn is not kept for feedback"):
            earlier = self._offered(before.last)
            self.store.offer([self._offer(before, turn, earlier, seen)])
            signals = self._follow_up(before, turn, earlier)
            if signals:
                self.store.append(signals)

    def chose(self, before: Turn, after: Turn) -> None:
        """Keep that another candidate was taken instead."""
        if before.chosen == after.chosen:
            return
        with self._lock, self._noting("this choice is not kept for feedback"):
            offer = self._offered(after)
            if offer is not None:
                groups = ((proposal_id(after.chosen),), (proposal_id(before.chosen),))
                about = About(offer, offer.proposals[0])
                self.store.append([self.signal(Ranking, about, groups=groups)])

    def observed(self, turn: Turn | None, act: str) -> None:
        """Keep what was only observed of a turn's picture."""
        with self._lock, self._noting("this is not kept for feedback"):
            offer = self._offered(turn)
            if offer is not None and turn is not None:
                self.store.append([self.signal(Implicit, _taken(offer, turn), act=act)])

    def about(self, photo: str | None, turn: str | None = None, proposal: str | None = None) -> About:
        """What is spoken of: a turn, else the latest about a photo (by digest); a proposal, else the one taken.

        Raises:
            BadInput: there is no such turn or proposal for this person.
        """
        offer = self._spoken_of(photo, turn)
        if proposal is None:
            return About(offer, offer.proposal(self._taken_of(offer)) or offer.proposals[0])
        return spoken_of(offer, proposal)

    def about_turn(self, photo: str, turn: Turn) -> About:
        """A turn's taken proposal; one of before feedback was kept becomes an offer now. Raises BadInput, Failure."""
        offer = self._offered(turn)
        if offer is None:
            situation, planned = situation_of(turn.request, turn.plan, None), turn.plan.best.recipe.document()
            offer = self.offer_of(turn, photo, situation, planned)
            self.store.offer([offer])
        return _taken(offer, turn)

    def say(self, kind: type[S], about: About, **fields: Any) -> Said:
        """Keep what the person said, and learn from it. Raises BadInput, WriteFailed."""
        return self.keep(self.signal(kind, about, **fields))

    def keep(self, signal: Signal) -> Said:
        """Keep a signal and learn from it; in a house that has a learner, right after. Raises BadInput, WriteFailed."""
        self.store.append([signal])
        if self._house is not None and self._house.later is not None:
            return Said(signal, learning=self._house.later(self))
        return Said(signal, self.learned().get(signal.id))

    def learned(self) -> Lessons:
        """Catch up with what the person said; what was learned from what was not read before, by signal."""
        with self.turn, self._noting("it is kept, but taste could not learn from it"):
            return {each.signal: each.document() for each in self.book.catch_up(self.speaker.person)}
        return {}

    def signal(self, kind: type[S], about: About, **fields: Any) -> S:
        """A signal of this person, now. Raises BadInput."""
        named = fields.pop("id", None) or self.new_id()
        try:
            return kind(
                id=named, person=self.speaker.person, workspace=self.speaker.workspace, at=self.clock(),
                turn=about.offer.turn, proposal=about.proposal.id, policy=about.offer.policy,
                propensity=about.proposal.propensity, consent=self.speaker.consent, **fields,
            )  # fmt: skip
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            place = ".".join(str(part) for part in first["loc"])
            said = f"{place} = {first['input']!r}: " if place else ""
            raise BadInput(f"{said}{first['msg'].removeprefix('Value error, ')}") from None

    def offer_of(
        self, turn: Turn, photo: str, situation: Situation, planned: RecipeDocument | None,
        propensities: tuple[float, ...] = (),
    ) -> Offer:  # fmt: skip
        """A turn as the person saw it."""
        chances = propensities or (1.0,) * len(turn.plan.candidates)
        proposals = tuple(
            Proposal(
                id=proposal_id(k), recipe=each.recipe.document(), propensity=chance, title=each.title[:20_000]
            )
            for k, (each, chance) in enumerate(zip(turn.plan.candidates, chances, strict=True))
        )
        return Offer(
            turn=turn.id, person=self.speaker.person, workspace=self.speaker.workspace, at=turn.at, photo=photo,
            policy=self.released.policy(f"{turn.planner.name} {turn.planner.version}", self.speaker.person),
            situation=situation,
            proposals=proposals[:MOST_PROPOSALS], before=turn.before.document(), planned=planned,
            consent=self.speaker.consent,
        )  # fmt: skip

    def knows_somebody(self) -> bool:
        """Whether anything was said that taste could have learned from: what was only observed does not begin it."""
        workspace, person = self.speaker.workspace, self.speaker.person
        learned = self.book.has_read(person) or self.store.parts(workspace, name=NOTEBOOK_PART, limit=1)
        if learned or self.released.assigned(person).release is not None:
            return True
        told = (each.signal for each in self.store.after(workspace, person=person))
        return any(each.explicit and not isinstance(each, Instruction | Comment | Mark) for each in told)

    def taster(self) -> "Taster":
        """The person's taste. Raises BadInput where it cannot be read."""
        from burnish.app.tasting import Taster

        return Taster(self.book, self.ground, self.speaker.person)

    def reset_taste(self) -> None:
        """Begin the person's taste anew, also where what is there cannot be read. Raises BadInput, Failure."""
        workspace, person = self.speaker.workspace, self.speaker.person
        try:
            self.book.reset(person)
        except UNREADABLE:
            for part in self.store.parts(workspace, owner=person):
                self.store.drop_part(workspace, person, part.name)
            vars(self).pop("book", None)
            self.book.reset(person)

    def sharing(self, house: "House") -> None:
        """Use what a workspace has open already; whoever opened it closes it."""
        vars(self).update(store=house.store, ground=house.ground, book=house.book, released=house.released)
        self._house = house

    def close(self) -> None:
        """Let go of the store, where this desk opened it."""
        if "store" in vars(self) and self._house is None:
            self.store.close()
            for name in ("store", "book", "released"):
                vars(self).pop(name, None)

    def _taster(self, *, variants: int) -> "Taster | None":
        return self.taster() if variants > 1 or self.knows_somebody() else None

    def _remember(self, turn: str, made: _Made) -> None:
        self._made[turn] = made
        while len(self._made) > MOST_PLANNED:
            self._made.popitem(last=False)

    def _offer(
        self, before: Conversation, turn: Turn, earlier: Offer | None, seen: "Perception | None"
    ) -> Offer:
        """Turns that refine or walk answer the same wish as the turn before, so their situation is that one's."""
        made = self._made.pop(turn.id, None)
        situation = made.situation if made else situation_of(turn.request, turn.plan, seen)
        planned, chances = (made.planned, made.propensities) if made else (None, ())
        if earlier is not None and not wishes_for_something(turn.request, turn.plan):
            situation = earlier.situation.model_copy(update={"request": turn.request.text})
            planned = earlier.planned
        return self.offer_of(turn, before.photo, situation, planned, chances)

    def _follow_up(self, before: Conversation, turn: Turn, earlier: Offer | None) -> list[Signal]:
        """What going on says about what was shown before."""
        if earlier is None or before.last is None:
            return []
        about, request = _taken(earlier, before.last), turn.request
        if turn.is_walk:
            return [self.signal(Implicit, about, act="undo")] if is_undo(turn) else []
        if request.sliders and not request.text.strip():
            return [self.signal(Modify, about, recipe=turn.after.document(), way="sliders")]
        signals: list[Signal] = [
            self.signal(Slider, about, tool=each.tool, parameter=each.parameter, value=each.value)
            for each in request.sliders
        ]
        if request.text.strip():
            signals.append(self.signal(Instruction, about, text=request.text, next_turn=turn.id))
        return signals

    def _offered(self, turn: Turn | None) -> Offer | None:
        """What this person was offered in a turn; None for one of before feedback was kept."""
        if turn is None:
            return None
        offer = self.store.offered(self.speaker.workspace, turn.id)
        return offer if offer is not None and offer.person == self.speaker.person else None

    def _spoken_of(self, photo: str | None, turn: str | None) -> Offer:
        workspace, person = self.speaker.workspace, self.speaker.person
        if turn is not None:
            offer = self.store.offered(workspace, turn)
            if offer is None or offer.person != person or photo not in (None, offer.photo):
                raise BadInput(f"turn {turn[:200]!r} is none of {person!r} about this photo")
            return offer
        offer = self.store.latest_offer(workspace, person, photo=photo)
        if offer is None and photo is not None:
            said = self._conversation(photo)
            offer = self.about_turn(photo, said.turns[-1]).offer if said and said.turns else None
        if offer is None:
            raise BadInput(f"{person!r} was shown nothing of this photo yet; edit it first")
        return offer

    def _taken_of(self, offer: Offer) -> str:
        """The proposal of a turn that was taken: the one chosen last, else the first."""
        said = self._conversation(offer.photo)
        chosen = next((each.chosen for each in said.turns if each.id == offer.turn), 0) if said else 0
        return proposal_id(chosen)

    def _conversation(self, photo: str) -> Conversation | None:
        """What was said last about a photo; None also where it cannot be read."""
        from burnish.app.conversations import latest_conversation

        try:
            return latest_conversation(self.home, self.catalogue, photo, self.speaker)
        except BadInput:
            return None

    @contextmanager
    def _noting(self, what: str) -> Generator[None]:
        """Feedback that fails is noted; the work goes on without it."""
        try:
            yield
        except UNREADABLE as error:
            note = f"Note: {what}: {error}"
            if note not in self._noted:
                self._noted.add(note)
                self.tell(note)


def _taken(offer: Offer, turn: Turn) -> About:
    return About(offer, offer.proposal(proposal_id(turn.chosen)) or offer.proposals[0])
