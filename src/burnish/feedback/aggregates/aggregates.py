"""Aggregates: tables of counts that are folded from turns, merge by adding, and undo by taking away.

They are the sum of what every turn adds, so the order and the batches in which turns are read change nothing; and the
sum over the turns of one person, taken away, leaves exactly what there would be without them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from burnish.feedback.aggregates.tables import COLUMNS, KEYS, Key, Name, Row, Rows, column
from burnish.feedback.aggregates.turn_counts import turn_counts
from burnish.feedback.offers import Offer
from burnish.feedback.signals import Signal

_NONE: Rows = MappingProxyType({})


@dataclass(frozen=True)
class TurnSeen:
    """A turn of which something is new."""

    offer: Offer
    before: Sequence[Signal] | None
    """What of it was counted before; None where the turn itself was not."""

    now: Sequence[Signal]
    """All that was said of it up to now."""


@dataclass(frozen=True)
class Aggregates:
    """The counts of one workspace."""

    tables: Mapping[Name, Rows] = field(default_factory=lambda: MappingProxyType({}))
    """By name; rows of nothing but zeros are not there."""

    def rows(self, table: Name) -> Rows:
        """The rows of a table."""
        return self.tables.get(table, _NONE)

    @property
    def facts(self) -> int:
        """How many turns and signals were counted."""
        told = column("said", "signals")
        turns = sum(row[0] for row in self.rows("turns").values())
        return turns + sum(row[told] for row in self.rows("said").values())

    def __add__(self, other: "Aggregates") -> "Aggregates":
        return _summed(self, ((each, 1) for each in _counted(other)))

    def __sub__(self, other: "Aggregates") -> "Aggregates":
        return _summed(self, ((each, -1) for each in _counted(other)))


def folded(before: Aggregates, seen: Iterable[TurnSeen]) -> Aggregates:
    """The aggregates with what is new."""
    return _summed(before, _changes(seen))


def _changes(seen: Iterable[TurnSeen]) -> Iterable[tuple[tuple[Name, Key, Row], int]]:
    for each in seen:
        if each.before is not None:
            for counted in turn_counts(each.offer, each.before):
                yield counted, -1
        for counted in turn_counts(each.offer, each.now):
            yield counted, 1


def _counted(aggregates: Aggregates) -> Iterable[tuple[Name, Key, Row]]:
    return ((name, key, row) for name, rows in aggregates.tables.items() for key, row in rows.items())


def _summed(before: Aggregates, changes: Iterable[tuple[tuple[Name, Key, Row], int]]) -> Aggregates:
    tables: dict[Name, dict[Key, Row]] = {name: _copied(before.rows(name)) for name in KEYS}
    changed: dict[tuple[Name, Key], list[int]] = {}
    for (name, key, row), sign in changes:
        sums = changed.get((name, key))
        if sums is None:
            sums = changed[name, key] = list(tables[name].get(key, (0,) * len(COLUMNS[name])))
        for place, number in enumerate(row):
            sums[place] += sign * number
    for (name, key), sums in changed.items():
        if any(sums):
            tables[name][key] = tuple(sums)
        else:
            tables[name].pop(key, None)
    return Aggregates(MappingProxyType({name: MappingProxyType(rows) for name, rows in tables.items()}))


def _copied(rows: Rows) -> dict[Key, Row]:
    # Made from a view row by row, a dictionary takes four times as long as the view's own copy.
    return rows.copy() if isinstance(rows, MappingProxyType) else dict(rows)
