"""A workspace's events in their order, read from what is kept: whoever was away goes on where they were."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from burnish.app.events.cloud_events import RELEASES, Place, event_of_entry, event_of_fact
from burnish.app.studio.comparing import is_blind
from burnish.feedback.offers import Offer
from burnish.governance.ledger import LedgerStore
from burnish.storage.facts_in_order import FactsInOrder
from burnish.storage.notices import Notices
from burnish.wire.events import EventShape

AT_ONCE = 200
"""Events that are read at once."""


@dataclass(frozen=True)
class Told:
    """Events, and the place behind everything that was looked at."""

    events: Sequence[EventShape]
    place: Place


@dataclass(frozen=True)
class EventLog:
    """Events of all workspaces; each is asked for alone. Safe to ask from several threads."""

    facts: FactsInOrder
    ledger: LedgerStore

    @property
    def notices(self) -> Notices:
        """Where it is told that something happened."""
        return self.facts.notices

    def end(self, workspace: str) -> Place:
        """The place behind everything that happened so far. Raises Failure."""
        head = self.ledger.head(workspace)
        return Place(self.facts.last(workspace), 0 if head is None else head.number)

    def after(self, workspace: str, place: Place, person: str | None = None, limit: int = AT_ONCE) -> Told:
        """What happened behind a place; of proposals and signals only one person's, where one is named.

        Facts are in their order, and so are steps of releases; between the two there is none.
        What a blind comparison puts on which side is told to nobody; what is answered to it is.

        Raises:
            BadInput: something that is kept is damaged.
            Failure: the store does not answer.
        """
        rows, fact = self.facts.after(workspace, place.fact, limit, person)
        told = [
            event_of_fact(workspace, each.fact, Place(each.number, place.entry))
            for each in rows
            if not (isinstance(each.fact, Offer) and is_blind(each.fact))
        ]
        entry = place.entry
        for each in islice(self.ledger.after(workspace, entry), limit):
            entry = each.number
            if each.kind.startswith(RELEASES):
                told.append(event_of_entry(each, Place(fact, entry)))
        return Told(told, Place(fact, entry))
