"""What was shown and said up to where a run begins: the same however much is said meanwhile."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from burnish.app.improving.settings import MOST_SIGNALS
from burnish.app.improving.stage import Works
from burnish.feedback.consent import Purpose
from burnish.feedback.offers import Offer
from burnish.feedback.signals import Comparison, Signal
from burnish.feedback.store import Numbered

PURPOSE: Purpose = "workspace_models"
"""What the loop learns for."""


@dataclass(frozen=True)
class Facts:
    """The latest signals of a workspace up to a number, and the turns that they are about."""

    works: Works
    through: int
    most: int = MOST_SIGNALS
    """So many signals at most: those before them are left out."""

    @cached_property
    def begins(self) -> int:
        """The place behind which they stand; 0 where they are all there are."""
        return self.works.store.latest(self.works.workspace, self.most, self.through)[0]

    def numbered(self) -> Iterator[Numbered]:
        """Signals with their places, oldest first."""
        for each in self.works.store.after(self.works.workspace, self.begins):
            if each.number > self.through:
                return
            yield each

    @cached_property
    def signals(self) -> tuple[Signal, ...]:
        """Signals, oldest first."""
        return tuple(each.signal for each in self.numbered())

    @cached_property
    def offers(self) -> tuple[Offer, ...]:
        """The turns that somebody said something about, oldest first."""
        store, workspace = self.works.store, self.works.workspace
        spoken = {each.turn for each in self.signals}
        found = [each for each in store.offers(workspace, self.begins) if each.turn in spoken]
        earlier = (store.offered(workspace, turn) for turn in spoken - {each.turn for each in found})
        before = sorted((each for each in earlier if each is not None), key=lambda each: (each.at, each.turn))
        return (*before, *found)

    @cached_property
    def learnable_offers(self) -> tuple[Offer, ...]:
        """The turns whose people allow learning from them."""
        return tuple(each for each in self.offers if each.consent.allows(PURPOSE))

    @cached_property
    def learnable_signals(self) -> tuple[Signal, ...]:
        """The signals whose people, and those of their turns, allow learning from them."""
        turns = {each.turn for each in self.learnable_offers}
        return tuple(each for each in self.signals if each.turn in turns and each.consent.allows(PURPOSE))

    @cached_property
    def photo_groups(self) -> Mapping[str, str]:
        """Photos that only one person was ever shown go with that person."""
        people: dict[str, set[str]] = {}
        for offer in self.learnable_offers:
            people.setdefault(offer.photo, set()).add(offer.person)
        return {photo: next(iter(who)) for photo, who in people.items() if len(who) == 1}

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        """Comparisons among the signals."""
        return tuple(each for each in self.signals if isinstance(each, Comparison))

    @cached_property
    def first(self) -> int:
        """Number of the first signal; 0 where there is none."""
        return next((each.number for each in self.numbered()), 0)

    def digest(self) -> str:
        """Of every signal's id and place, and of what it says: two runs on the same facts are the same run."""
        found = hashlib.sha256(self.works.workspace.encode())
        for each in self.numbered():
            document = each.signal.model_dump(mode="json", by_alias=True)
            found.update(json.dumps([each.number, document], sort_keys=True, separators=(",", ":")).encode())
        return "sha256:" + found.hexdigest()


def latest_number(works: Works) -> int:
    """The place of the last signal; 0 where there is none."""
    return works.store.latest(works.workspace, 1)[1]
