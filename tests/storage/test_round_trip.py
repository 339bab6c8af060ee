"""Signals of every kind come back as they were given."""

from datetime import datetime, timedelta, timezone
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.storage.spoken import W, offer

from burnish.feedback.consent import Consent
from burnish.feedback.marks import Box, Misread, Polygon, Stroke
from burnish.feedback.offers import Proposal, Situation
from burnish.feedback.signals import (
    Accept,
    AnySignal,
    Comment,
    Comparison,
    Implicit,
    Instruction,
    Mark,
    Modify,
    Ranking,
    Rating,
    Reason,
    Reject,
    Slider,
    Thumb,
)
from burnish.storage.memory import MemoryStore

fractions = st.floats(0, 1)
numbers = st.floats(allow_nan=False, allow_infinity=False)
words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)
ids = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,20}", fullmatch=True)
points = st.lists(st.tuples(fractions, fractions), min_size=3, max_size=5).map(tuple)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | numbers | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)
recipes = st.dictionaries(words, json_values, max_size=4)
# Of fixed offset: Python holds times of an hour that comes twice unequal to the same in any other zone (PEP 495).
zones = st.builds(timezone, st.integers(-14 * 60, 14 * 60).map(lambda minutes: timedelta(minutes=minutes)))
times = st.datetimes(min_value=datetime(1, 1, 3), max_value=datetime(9999, 12, 29), timezones=zones)
boxes = st.builds(
    Box, left=st.floats(0, 0.4), top=st.floats(0, 0.4), right=st.floats(0.5, 1), bottom=st.floats(0.5, 1)
)
areas = (
    boxes | st.builds(Polygon, points=points) | st.builds(Stroke, points=points, radius=st.floats(0.01, 1))
)
misreads = st.builds(Misread, start=st.integers(0, 5), end=st.integers(6, 99))

FIELDS: dict[type, dict[str, st.SearchStrategy]] = {
    Accept: {},
    Reject: {"reasons": st.lists(st.sampled_from(get_args(Reason)), max_size=8).map(tuple)},
    Rating: {"perceptual_quality": st.floats(0, 100), "visual_consistency": st.none() | st.floats(0, 100)},
    Thumb: {"up": st.booleans()},
    Comment: {"text": words},
    Modify: {"recipe": recipes, "way": st.sampled_from(["sliders", "picture"]), "left_over": st.floats(0, 9)},
    Comparison: {"left": st.just("a"), "right": st.just("b"), "winner": st.sampled_from(["left", "both_bad"])},
    Ranking: {"groups": st.sampled_from([(("a", "b"),), (("b",), ("a",))])},
    Mark: {"fault": st.just("artifact"), "area": st.none() | areas, "misread": misreads, "reason": words},
    Slider: {
        "tool": words, "parameter": words, "value": numbers,
        "path": st.lists(st.tuples(st.floats(0, 1e6), numbers), max_size=4).map(tuple),
    },
    Instruction: {"text": words, "next_turn": st.none() | ids},
    Implicit: {"act": st.sampled_from(["dwell", "undo"]), "amount": st.floats(0, 1e9)},
}  # fmt: skip
SHARED = {
    "id": ids, "person": st.just("ann"), "workspace": st.just(W), "at": times, "turn": st.just("t1"),
    "proposal": st.sampled_from(["a", "b"]), "policy": words, "propensity": st.floats(0.001, 1),
    "consent": st.builds(Consent, taste=st.booleans(), sharing=st.booleans()),
}  # fmt: skip
signals = st.sampled_from(sorted(FIELDS, key=lambda kind: kind.__name__)).flatmap(
    lambda kind: st.builds(kind, **SHARED, **FIELDS[kind])
)
situations = st.builds(
    Situation, request=words, operations=st.lists(words, max_size=2).map(tuple), region=st.none() | words,
    facts=st.dictionaries(words, numbers, max_size=3),
)  # fmt: skip
offers = st.builds(
    offer, turn=ids, at=times, situation=situations, before=st.none() | recipes, policy=words,
    proposals=st.lists(
        st.builds(Proposal, id=ids, recipe=recipes, title=words), min_size=1, max_size=3, unique_by=lambda p: p.id
    ).map(tuple),
)  # fmt: skip


def test_every_kind_of_signal_is_drawn():
    union, *_ = get_args(AnySignal)
    assert set(FIELDS) == set(get_args(union))


def check(store, some_signals, some_offers) -> None:
    store.forget(W, "ann")
    store.offer([offer()])
    store.append(some_signals)
    assert [each.signal for each in store.after(W)] == some_signals
    assert [type(each.signal) for each in store.after(W)] == [type(each) for each in some_signals]
    assert [each.signal.at.utcoffset() for each in store.after(W)] == [
        each.at.utcoffset() for each in some_signals
    ]
    new = [each for each in some_offers if each.turn != "t1"]
    store.offer(new)
    assert list(store.offers(W)) == [offer(), *new]
    assert store.append(some_signals).new == ()


batches = st.lists(signals, max_size=6, unique_by=lambda each: each.id)
offered = st.lists(offers, max_size=2, unique_by=lambda each: each.turn)


@given(some_signals=batches, some_offers=offered)
@settings(max_examples=40)
def test_they_come_back_as_they_were(some_signals, some_offers):
    check(MemoryStore(), some_signals, some_offers)


@pytest.mark.slow
@given(some_signals=batches, some_offers=offered)
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_they_come_back_from_databases_as_they_were(url, opened, some_signals, some_offers):
    if not hasattr(opened, "store"):
        opened.store = opened(url=url)
    check(opened.store, some_signals, some_offers)
