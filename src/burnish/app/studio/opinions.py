"""What people say of what they were shown: kept once, learned from right after, and receipts of what became of it."""

from collections.abc import Mapping
from concurrent.futures import CancelledError
from dataclasses import dataclass, replace
from typing import Any

from burnish.app.feedback import FeedbackDesk
from burnish.app.receipts import Receipt, receipt
from burnish.app.saying import About, LessonDocument, Said, spoken_of
from burnish.app.session import PhotoSession
from burnish.app.spans import span
from burnish.app.speaker import Speaker
from burnish.app.studio.by_hand import tell_correction
from burnish.app.studio.comparing import EVEN, Side, compared, is_blind, new_comparison
from burnish.app.studio.open_edits import OpenEdits
from burnish.errors import BadInput, Conflict, NotFound
from burnish.feedback.offers import Offer
from burnish.feedback.signals import (
    Accept,
    Comment,
    Comparison,
    Implicit,
    Mark,
    Modify,
    Ranking,
    Rating,
    Reject,
    Signal,
    Slider,
    Thumb,
)
from burnish.recipe.document import parse_recipe
from burnish.recipe.recipe import Recipe
from burnish.storage.library import PhotoRow
from burnish.storage.recent_signals import AboutTurn, RecentSignals
from burnish.wire.feedback import AcceptAsked, ComparisonAsked, FeedbackAsked, ModifyAsked, RankingAsked

_KINDS: Mapping[str, type[Signal]] = {
    "accept": Accept, "reject": Reject, "rating": Rating, "thumb": Thumb, "comment": Comment, "modify": Modify,
    "comparison": Comparison, "ranking": Ranking, "mark": Mark, "slider": Slider, "implicit": Implicit,
}  # fmt: skip

_ABOUT = {"kind", "turn", "proposal"}
"""What says what a signal is about, not what it says."""

_OF_THE_TIME = {"at", "consent", "policy", "propensity"}
"""What a signal that is sent again may have otherwise."""

PATIENCE_S = 0.03
"""How long an answer waits for the lesson of what was said, which is kept by then; not while lessons take longer."""


@dataclass(frozen=True)
class SignalTold:
    """A signal as it was kept, with its photo."""

    about: AboutTurn
    photo: str | None
    """Its id in the library; None where it was taken out."""


@dataclass
class Opinions:
    """Feedback of people. Safe to ask from several threads."""

    edits: OpenEdits
    recent: RecentSignals

    @span("signal")
    def say(self, speaker: Speaker, photo: str, asked: FeedbackAsked) -> Said:
        """Keep what a person says; the same again is the same answer, and is kept once.

        It is on the disk when this returns. Where the lesson is not known by then, saying the same again waits for it.

        Raises:
            NotFound: there is no such photo, or no such turn about it.
            BadInput: it makes no sense, or is about a proposal that the turn did not make.
            Conflict: its id was used for something else.
        """
        with self.edits.of(speaker, photo) as session:
            desk = _desk(session)
            about = _about(desk, session, asked)
            signal = desk.signal(_KINDS[asked.kind], about, **_fields(desk, about.offer, asked))
            if isinstance(asked, AcceptAsked):
                tell_correction(session)
        return self._kept(desk, signal)

    def comparison(self, speaker: Speaker, photo: str) -> Offer:
        """Two versions of a photo that are worth comparing, in random places. Raises NotFound, Conflict."""
        with self.edits.of(speaker, photo) as session:
            return new_comparison(session, _desk(session))

    def compared(self, speaker: Speaker, photo: str, turn: str, side: Side) -> tuple[PhotoRow, Recipe]:
        """The photo and the recipe on one side of a comparison. Raises NotFound."""
        row = self.edits.library.photo(speaker.workspace, photo)
        desk = self.edits.workspaces.desk_of(speaker)
        return row, compared(desk, row.digest, turn, side)

    def signals(
        self, speaker: Speaker, photo: str | None, before: int | None, limit: int
    ) -> tuple[SignalTold, ...]:
        """What a person said (about a photo), newest first. Raises NotFound."""
        digest = None if photo is None else self.edits.library.photo(speaker.workspace, photo).digest
        found = self.recent.before(
            speaker.workspace, speaker.person, number=before, photo=digest, limit=limit
        )
        ids = {each.photo: self._id(speaker, each.photo) for each in found}
        return tuple(SignalTold(each, ids[each.photo]) for each in found)

    def receipt(self, speaker: Speaker, signal: str) -> Receipt:
        """What became of a signal. Raises NotFound."""
        desk = self.edits.workspaces.desk_of(speaker)
        found = desk.store.signal(speaker.workspace, signal)
        if found is None or found.signal.person != speaker.person:
            raise NotFound(f"signal {signal[:200]!r}; you said none of this id")
        with desk.turn:
            return receipt(desk, signal)

    def _kept(self, desk: FeedbackDesk, signal: Signal) -> Said:
        """The signal, kept now or before. Raises BadInput, Conflict."""
        try:
            return self._told_soon(desk.keep(signal))
        except BadInput:
            # One of this id may be there: the same at another moment, or with other content.
            before = _known(desk, signal)
            if before is None:
                raise
            return before

    def _told_soon(self, said: Said) -> Said:
        """What was said with its lesson, if that comes in time."""
        if said.learning is None or not self.edits.workspaces.learner.takes_at_most(PATIENCE_S):
            return said
        try:
            lesson = said.learning.result(PATIENCE_S).get(said.signal.id)
        except (TimeoutError, CancelledError):
            return said
        return said if lesson is None else replace(said, lesson=lesson, learning=None)

    def _id(self, speaker: Speaker, digest: str) -> str | None:
        row = self.edits.library.of_bytes(speaker.workspace, digest)
        return None if row is None else row.id


def _desk(session: PhotoSession) -> FeedbackDesk:
    assert session.feedback is not None
    return session.feedback


def _about(desk: FeedbackDesk, session: PhotoSession, asked: FeedbackAsked) -> About:
    """What is spoken of; where it is about several proposals, the one that was shown first. Raises BadInput."""
    photo, turn = session.folder.photo, asked.turn
    offer = desk.store.offered(desk.speaker.workspace, turn)
    if offer is None:  # A turn of before feedback was kept becomes an offer now.
        known = next((each for each in session.conversation.turns if each.id == turn), None)
        offer = None if known is None else desk.about_turn(photo, known).offer
    if offer is None or (offer.person, offer.photo) != (desk.speaker.person, photo):
        raise NotFound(f"turn {turn[:200]!r}; there is none of you about this photo")
    if isinstance(asked, ComparisonAsked | RankingAsked):
        return About(offer, offer.proposals[0])
    return spoken_of(offer, asked.proposal)


def _fields(desk: FeedbackDesk, offer: Offer, asked: FeedbackAsked) -> dict[str, Any]:
    """What the signal says, by its own names. Raises BadInput."""
    said = asked.model_dump(exclude=_ABOUT)
    if isinstance(asked, ModifyAsked):
        said |= {"recipe": parse_recipe(asked.recipe, desk.catalogue).document(), "way": "recipe"}
    if isinstance(asked, ComparisonAsked) and is_blind(offer):
        said["left_propensity"] = EVEN
    return said


def _said(signal: Signal) -> dict[str, Any]:
    return signal.model_dump(mode="json", exclude=_OF_THE_TIME)


def _known(desk: FeedbackDesk, signal: Signal) -> Said | None:
    """The same signal, with its lesson, where it is there already. Raises Conflict where another of its id is."""
    kept = desk.store.signal(desk.speaker.workspace, signal.id)
    if kept is None:
        return None
    if _said(kept.signal) != _said(signal):
        raise Conflict(f"id {signal.id!r} was used for another signal; every signal needs an id of its own")
    return Said(kept.signal, _lesson(desk, signal.id))


def _lesson(desk: FeedbackDesk, signal: str) -> LessonDocument | None:
    with desk.turn:
        return next(
            (each for each in desk.book.lessons(desk.speaker.person) if each["signal"] == signal), None
        )
