"""A store that forgets everything when the process ends: for tests, trials and simulations."""

import threading
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeAlias

from burnish.errors import BadInput
from burnish.feedback.offers import Offer
from burnish.feedback.signals import Signal
from burnish.feedback.store import Appended, Forgotten, Numbered
from burnish.learning.parts import HOUSE, Mark, Part, PartSummary
from burnish.storage.blobs import digest_of
from burnish.storage.facts import (
    Written,
    check_ids,
    check_offered,
    check_owner,
    check_through,
    one_workspace,
    read_offer,
    read_signal,
    what_is_new,
    written_offer,
    written_signal,
)

_Row: TypeAlias = tuple[int, Written[Signal]]


@dataclass
class _Workspace:
    """What is kept of one workspace. Facts are kept as texts, so that nobody shares what can be changed."""

    last_number: int = 0
    offers: dict[str, Written[Offer]] = field(default_factory=dict[str, Written[Offer]])
    """By turn, in the order in which they were kept."""
    offers_of: dict[str, list[Written[Offer]]] = field(default_factory=dict[str, list[Written[Offer]]])
    """By person, in that order."""
    offered_behind: dict[str, int] = field(default_factory=dict[str, int])
    """By turn, the last number that was given out before."""
    signals: dict[str, _Row] = field(default_factory=dict[str, _Row])
    """By id."""
    log: list[_Row] = field(default_factory=list[_Row])
    """By number."""
    log_of: dict[str, list[_Row]] = field(default_factory=dict[str, list[_Row]])
    """The same of each person."""
    references: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    """Digests by person."""
    parts: dict[tuple[str, str], Part] = field(default_factory=dict[tuple[str, str], Part])
    """By owner and name."""


class MemoryStore:
    """`SignalStore` and `PartStore` in memory, for threads of one process."""

    def __init__(self) -> None:
        self._workspaces: dict[str, _Workspace] = {}
        self._blobs: dict[str, bytes] = {}
        self._lock = threading.Lock()

    def close(self) -> None:
        """Nothing is open."""

    def offer(self, offers: Sequence[Offer]) -> Appended:
        """As `SignalStore.offer`."""
        if not offers:
            return Appended((), ())
        workspace, written = one_workspace(offers), [written_offer(each) for each in offers]
        with self._lock:
            kept = self._at(workspace)
            stored = {each.id: kept.offers[each.id].text for each in written if each.id in kept.offers}
            fresh, appended = what_is_new("turn", written, stored, read_offer)
            for each in fresh:
                kept.offers[each.id], kept.offered_behind[each.id] = each, kept.last_number
                kept.offers_of.setdefault(each.fact.person, []).append(each)
        return appended

    def append(self, signals: Sequence[Signal]) -> Appended:
        """As `SignalStore.append`."""
        if not signals:
            return Appended((), ())
        workspace, written = one_workspace(signals), [written_signal(each) for each in signals]
        with self._lock:
            kept = self._at(workspace)
            stored = {each.id: kept.signals[each.id][1].text for each in written if each.id in kept.signals}
            fresh, appended = what_is_new("signal", written, stored, read_signal)
            for each in fresh:
                offer = kept.offers.get(each.fact.turn)
                proposals = () if offer is None else tuple(one.id for one in offer.fact.proposals)
                check_offered(each.fact, None if offer is None else offer.fact.person, proposals)
            for row in enumerate(fresh, kept.last_number + 1):
                kept.signals[row[1].id] = row
                kept.log.append(row)
                kept.log_of.setdefault(row[1].fact.person, []).append(row)
            kept.last_number += len(fresh)
        return appended

    def offered(self, workspace: str, turn: str) -> Offer | None:
        """What a turn put before a person."""
        check_ids(workspace=workspace, turn=turn)
        found = self._at(workspace).offers.get(turn)
        return None if found is None else read_offer(found.text)

    def signal(self, workspace: str, id: str) -> Numbered | None:  # noqa: A002
        """One signal by its id."""
        check_ids(workspace=workspace, id=id)
        found = self._at(workspace).signals.get(id)
        return None if found is None else Numbered(found[0], read_signal(found[1].text))

    def after(self, workspace: str, number: int = 0, *, person: str | None = None) -> Iterator[Numbered]:
        """Signals behind a place in the log, oldest first."""
        _check(workspace, person)
        with self._lock:
            kept = self._at(workspace)
            rows = kept.log if person is None else kept.log_of.get(person, [])
            behind = rows[bisect_right(rows, number, key=lambda row: row[0]) :]
        return (Numbered(each, read_signal(written.text)) for each, written in behind)

    def latest(self, workspace: str, count: int, through: int | None = None) -> tuple[int, int]:
        """As `SignalStore.latest`."""
        check_ids(workspace=workspace)
        with self._lock:
            numbers = [
                number for number, _ in self._at(workspace).log if through is None or number <= through
            ]
        return (numbers[-count - 1] if len(numbers) > count else 0), (numbers[-1] if numbers else 0)

    def offers(self, workspace: str, number: int = 0, *, person: str | None = None) -> Iterator[Offer]:
        """What was offered behind a place, oldest first."""
        _check(workspace, person)
        with self._lock:
            kept = self._at(workspace)
            some = list(kept.offers.values() if person is None else kept.offers_of.get(person, []))
            some = [each for each in some if kept.offered_behind[each.id] >= number]
        return (read_offer(each.text) for each in some)

    def latest_offer(self, workspace: str, person: str, *, photo: str | None = None) -> Offer | None:
        """What this person was offered last, by the order in which it was kept."""
        _check(workspace, person)
        with self._lock:
            for each in reversed(self._at(workspace).offers_of.get(person, [])):
                if photo in (None, each.fact.photo):
                    return read_offer(each.text)
        return None

    def people(self, workspace: str) -> tuple[str, ...]:
        """Everyone who was offered something, sorted."""
        check_ids(workspace=workspace)
        with self._lock:
            return tuple(sorted(self._at(workspace).offers_of))

    def forget(self, workspace: str, person: str) -> Forgotten:
        """As `SignalStore.forget`, with blobs and the person's learned parts."""
        check_ids(workspace=workspace, person=person)
        with self._lock:
            kept = self._at(workspace)
            signals, offers = kept.log_of.pop(person, []), kept.offers_of.pop(person, [])
            for _, each in signals:
                del kept.signals[each.id]
            for each in offers:
                del kept.offers[each.id]
            kept.log = [row for row in kept.log if row[1].fact.person != person]
            kept.parts = {place: part for place, part in kept.parts.items() if place[0] != person}
            digests = self._let_go(kept.references.pop(person, set()))
            return Forgotten(len(signals), len(offers), digests, _affected(kept, signals))

    def put_blob(self, workspace: str, person: str, data: bytes) -> str:
        """Keep a picture or mask for a person; its digest. Harmless to repeat."""
        check_ids(workspace=workspace, person=person)
        digest = digest_of(data)
        with self._lock:
            self._at(workspace).references.setdefault(person, set()).add(digest)
            self._blobs[digest] = data
        return digest

    def blob(self, workspace: str, digest: str) -> bytes:
        """The bytes of a picture or mask that somebody in the workspace refers to. Raises BadInput for any other."""
        check_ids(workspace=workspace)
        with self._lock:
            if not any(digest in each for each in self._at(workspace).references.values()):
                raise BadInput(f"nobody in {workspace!r} refers to {digest!r}")
            return self._blobs[digest]

    def load_part(self, workspace: str, owner: str, name: str) -> Part | None:
        """As `PartStore.load_part`."""
        _check_part(workspace, owner, name)
        return self._at(workspace).parts.get((owner, name))

    def save_parts(
        self, workspace: str, owner: str, documents: Mapping[str, bytes], through: int,
        given: Mapping[str, Mark | None] | None = None, *, made_again: bool = False,  # noqa: ARG002
    ) -> bool:  # fmt: skip
        """As `PartStore.save_parts`."""
        for name in documents:
            _check_part(workspace, owner, name)
        check_through(through)
        with self._lock:
            kept = self._at(workspace).parts
            before = [kept[owner, name] for name in documents if (owner, name) in kept]
            if any(part.through > through for part in before):
                return False
            for name, mark in (given or {}).items():
                there = kept.get((owner, name))
                if (None if there is None else there.mark) != mark:
                    return False
            kept |= {(owner, name): Part(bytes(document), through) for name, document in documents.items()}
            return True

    def drop_part(self, workspace: str, owner: str, name: str) -> bool:
        """As `PartStore.drop_part`."""
        _check_part(workspace, owner, name)
        with self._lock:
            return self._at(workspace).parts.pop((owner, name), None) is not None

    def parts(
        self, workspace: str, *, owner: str | None = None, name: str | None = None, limit: int | None = None
    ) -> tuple[PartSummary, ...]:
        """As `PartStore.parts`."""
        check_ids(workspace=workspace)
        with self._lock:
            found = sorted(self._at(workspace).parts.items(), key=lambda item: item[0])
        wanted = (
            PartSummary(whose, named, part.through, len(part.document))
            for (whose, named), part in found
            if owner in (None, whose) and name in (None, named)
        )
        return tuple(islice(wanted, limit))

    def _at(self, workspace: str) -> _Workspace:
        return self._workspaces.setdefault(workspace, _Workspace())

    def _let_go(self, digests: set[str]) -> tuple[str, ...]:
        """Drop the bytes that nobody refers to any more."""
        referred = {
            each for kept in self._workspaces.values() for some in kept.references.values() for each in some
        }
        gone = tuple(sorted(digests - referred))
        for each in gone:
            del self._blobs[each]
        return gone


def _affected(kept: _Workspace, signals: Sequence[_Row]) -> tuple[str, ...]:
    """Names of the house's parts that were saved since the first of these."""
    if not signals:
        return ()
    first, _ = signals[0]
    house = ((name, part) for (owner, name), part in kept.parts.items() if owner == HOUSE)
    return tuple(sorted(name for name, part in house if part.through >= first))


def _check(workspace: str, person: str | None) -> None:
    check_ids(workspace=workspace, **({} if person is None else {"person": person}))


def _check_part(workspace: str, owner: str, name: str) -> None:
    check_ids(workspace=workspace, name=name)
    check_owner(owner)
