"""Editing a photo: requests, recipes by hand, going through the history. What is acknowledged is on the disk."""

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias
from weakref import WeakValueDictionary

from burnish.agent.planner.conversation import Conversation, Turn
from burnish.agent.planner.request import Request
from burnish.app.saying import proposal_id
from burnish.app.session import PhotoSession
from burnish.app.spans import span
from burnish.app.speaker import Speaker
from burnish.app.studio.asked import JsonObject, recipe_asked, request_of
from burnish.app.studio.by_hand import credited, story, tell_correction
from burnish.app.studio.open_edits import OpenEdits
from burnish.app.studio.timeline import State, Timeline, timeline_of
from burnish.app.studio.turnstile import Turnstile
from burnish.errors import BadInput, Conflict
from burnish.feedback.signals import Accept, Reject
from burnish.storage.recent_signals import RecentSignals
from burnish.storage.snapshots import Snapshots
from burnish.wire.edits import TurnAsked

if TYPE_CHECKING:
    from burnish.agent.perception import Perception

Verdict: TypeAlias = Literal["accept", "reject", "none"]
Stage: TypeAlias = Literal["reading", "seeing", "planning", "keeping"]

MOST_ATTEMPTS = 3
"""How often a request is planned anew where the edit was changed meanwhile."""

_STAGES: Mapping[Stage, str] = {
    "reading": "Reading the photo",
    "seeing": "Looking at it",
    "planning": "Planning the steps",
    "keeping": "Keeping them",
}


def _nobody(_: Stage, __: str) -> None:
    """Nobody listens."""


@dataclass(frozen=True)
class Edit:
    """One person's edit of one photo, as it stands."""

    photo: str
    """Its id in the library."""
    conversation: Conversation
    history: Timeline
    verdicts: Mapping[str, Verdict]
    """By turn, what the person said last about what was taken."""
    names: Mapping[int, str]
    """By state, the name that somebody gave it."""


class _Queue:
    """Whoever asks about one photo waits here for the answer before."""

    def __init__(self) -> None:
        self.lock = threading.Lock()


@dataclass
class Editing:
    """What people do to their edits. Safe to ask from several threads."""

    edits: OpenEdits
    recent: RecentSignals
    snapshots: Snapshots
    turnstile: Turnstile
    """Where who reckons takes turns: more at a time would only hold each other up, and what is quick with them."""
    _queues: "WeakValueDictionary[tuple[str, str, str], _Queue]" = field(
        default_factory=WeakValueDictionary[tuple[str, str, str], _Queue]
    )
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def edit(self, speaker: Speaker, photo: str) -> Edit:
        """An edit as it stands. Raises NotFound, BadInput."""
        with self.edits.of(speaker, photo) as session:
            return self._edit(speaker, photo, session)

    def request(self, speaker: Speaker, photo: str, asked: TurnAsked) -> Request:
        """The request that somebody makes about a photo. Raises NotFound, BadInput."""
        self.edits.library.photo(speaker.workspace, photo)
        if asked.reference is not None:
            self.edits.library.photo(speaker.workspace, asked.reference)
        return request_of(asked, self.edits.workspaces.darkroom_of(speaker.workspace))

    @span("turn")
    def ask(
        self, speaker: Speaker, photo: str, request: Request, tell: Callable[[Stage, str], None] = _nobody
    ) -> tuple[Turn, Edit]:
        """Answer a request and take its best candidate; `tell` hears how far it is.

        While it is being planned, everything else can be done with the edit; where that changed it, the request is
        planned anew.

        Raises:
            NotFound: the workspace has no such photo.
            BadInput: the photo cannot be read, or a slider move that no tool has.
            Conflict: the edit was changed again and again meanwhile.
        """
        queue = self._queue(speaker, photo)  # Known to others for as long as it is held here.
        with queue.lock:
            for _ in range(MOST_ATTEMPTS):
                with self.edits.of(speaker, photo) as session:
                    tell_correction(session)
                    planning = replace(session, references=self._references(speaker))
                turn = self._answered(planning, request, tell)
                with self.edits.of(speaker, photo) as session:
                    if session.stored.last == planning.stored.last:
                        tell("keeping", _STAGES["keeping"])
                        with suppress(Conflict):  # another server was faster, by a hair
                            session.keep(turn)
                            return turn, self._edit(speaker, photo, session)
        raise Conflict("the edit was changed while the request was being answered; ask again")

    def choose(self, speaker: Speaker, photo: str, candidate: int) -> Edit:
        """Take another candidate of the last turn. Raises NotFound, BadInput, Conflict."""
        with self.edits.of(speaker, photo) as session:
            session.choose(candidate)
            return self._edit(speaker, photo, session)

    def set_recipe(self, speaker: Speaker, photo: str, document: JsonObject, base: int, why: str) -> Edit:
        """Set a recipe by hand, made out of the state `base`.

        Raises:
            NotFound: the workspace has no such photo.
            BadInput: the recipe is not sound, or names what is not there.
            Conflict: the edit stands at another state by now.
        """
        with self.edits.of(speaker, photo) as session:
            history = timeline_of(session.stored)
            if not 0 <= base < len(history.led_to) or history.led_to[base] != history.head:
                raise Conflict(f"the edit stands at state {history.head}, not at {base}; look at it again")
            was = session.recipe
            recipe = credited(was, recipe_asked(document, was, session.darkroom))
            if recipe.digest != was.digest:
                session.apply(recipe, story(was, recipe, why))
            return self._edit(speaker, photo, session)

    def move(self, speaker: Speaker, photo: str, to: int | Literal["undo", "redo"]) -> Edit:
        """Undo, redo, or go to any state. Raises NotFound, and BadInput where there is nothing to undo or redo."""
        with self.edits.of(speaker, photo) as session:
            history = timeline_of(session.stored)
            target = history.target(to)
            if target.number != history.head:
                left = history.here
                session.apply(target.recipe, to if isinstance(to, str) else _back_to(target))
                if to == "undo":
                    _tell_undone(session, left)
            return self._edit(speaker, photo, session)

    def name(self, speaker: Speaker, photo: str, state: int, name: str) -> Edit:
        """Name a state; an empty name takes its name away. Raises NotFound, BadInput."""
        with self.edits.of(speaker, photo) as session:
            number = timeline_of(session.stored).state(state).number
            self.snapshots.name(speaker.workspace, speaker.person, photo, number, name)
            return self._edit(speaker, photo, session)

    def carry(self, speaker: Speaker, photo: str, source: str) -> Edit:
        """Take over another photo's edit, without what belongs to that one alone. Raises NotFound, BadInput."""
        self.edits.library.photo(speaker.workspace, photo)
        if source == photo:
            raise BadInput(f"photo {source!r} is the photo itself; another one's edit can be taken over")
        with self.edits.of(speaker, source) as other:
            tell_correction(other)
            giving = replace(other)
        with self.edits.of(speaker, photo) as session:
            session.carry_from(giving)
            done = self._edit(speaker, photo, session)
        giving.observed("copy_to_others")
        return done

    def _edit(self, speaker: Speaker, photo: str, session: PhotoSession) -> Edit:
        return Edit(
            photo,
            session.conversation,
            timeline_of(session.stored),
            self._verdicts(speaker, session.conversation),
            self.snapshots.named(speaker.workspace, speaker.person, photo),
        )

    def _verdicts(self, speaker: Speaker, conversation: Conversation) -> dict[str, Verdict]:
        taken = {each.id: proposal_id(each.chosen) for each in conversation.turns}
        found: dict[str, Verdict] = dict.fromkeys(taken, "none")
        for signal in self.recent.about(speaker.workspace, speaker.person, taken):
            if isinstance(signal, Accept | Reject) and signal.proposal == taken[signal.turn]:
                found[signal.turn] = signal.kind
        return found

    @span("plan")
    def _answered(self, session: PhotoSession, request: Request, tell: Callable[[Stage, str], None]) -> Turn:
        """The turn that answers a request, with a word on each part of the way."""
        with self.turnstile.turn():
            tell("reading", _STAGES["reading"])
            assert session.picture
            tell("seeing", _STAGES["seeing"])
            assert session.perception
            tell("planning", _STAGES["planning"])
            if not session.waits_for_answers:
                return session.answered(request)
        return session.answered(request)

    def _references(self, speaker: Speaker) -> "Callable[[Path], Perception]":
        """Other photos of the library as they are seen, by id."""

        def seen(named: Path) -> "Perception":
            return self.edits.sight(self.edits.library.photo(speaker.workspace, str(named))).perception

        return seen

    def _queue(self, speaker: Speaker, photo: str) -> _Queue:
        with self._lock:
            return self._queues.setdefault((speaker.workspace, speaker.person, photo), _Queue())


def _back_to(state: State) -> str:
    return f"back to {state.number}" if state.number else "back to the photo"


def _tell_undone(session: PhotoSession, left: State) -> None:
    """Undoing what a turn made is observed; undoing one's own hand is not."""
    turn = next((each for each in session.conversation.turns if each.id == left.turn), None)
    if session.feedback is not None and turn is not None and turn.after.digest == left.recipe.digest:
        session.feedback.observed(turn, "undo")
