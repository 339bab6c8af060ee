"""The triage stage: what is wrong, whose part it is, what mending it would bring, and whom it cannot wait for."""

from itertools import chain
from typing import TypeAlias

from burnish.app.improving.facts import Facts
from burnish.app.improving.stage import Document, Run, Stage
from burnish.feedback.offers import Offer
from burnish.feedback.signals import Signal
from burnish.feedback.triage.classification import items
from burnish.feedback.triage.clustering import triaged
from burnish.feedback.triage.escalation import Seen, escalations, shipped_rules
from burnish.feedback.triage.item import Item

SHARE = 500
"""Signals that are sorted in one go."""

Share: TypeAlias = tuple[tuple[Offer, ...], tuple[Signal, ...]]


def _sorted(run: Run) -> Document:
    facts = Facts(run.works, run.through, run.settings.most_signals)
    found = tuple(chain.from_iterable(run.works.each(_items, _shares(facts))))
    told = triaged(found)
    now = max((each.at for each in facts.signals), default=run.hand.at)
    raised = escalations(Seen(facts.offers, facts.signals, found), shipped_rules(), now)
    by_part: dict[str, int] = {}
    for entry in told.entries:
        by_part[entry.part] = by_part.get(entry.part, 0) + entry.signals
    return {
        "items": len(found),
        "left_out": told.left_out,
        "parts": dict(sorted(by_part.items())),
        "entries": [each.document() for each in told.entries],
        "escalations": [
            {"rule": each.rule, "tell": each.tell, "why": each.why, "measured": each.measured}
            for each in raised
        ],
    }


def _shares(facts: Facts) -> list[Share]:
    """The signals in shares of a fixed size, each with the turns that it is about: a signal is sorted by itself."""
    turns = {each.turn: each for each in facts.offers}
    signals = facts.signals
    shares = [signals[first : first + SHARE] for first in range(0, len(signals), SHARE)]
    return [
        (tuple(turns[name] for name in dict.fromkeys(each.turn for each in share) if name in turns), share)
        for share in shares
    ]


def _items(share: Share) -> tuple[Item, ...]:
    return tuple(items(*share))


TRIAGE = Stage("triage", "sorting what went wrong", _sorted)
