"""Offers and signals of every kind, by hand and drawn by Hypothesis."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from burnish.feedback.consent import Consent
from burnish.feedback.offers import Offer, Proposal, Situation
from burnish.feedback.signals import SIGNALS, Signal

PHOTO = "sha256:" + "a" * 64
START = datetime(2026, 3, 1, 12, tzinfo=UTC)


def recipe(stops: float = 0.0, contrast: float = 0.0, reason: str = "") -> dict[str, Any]:
    steps = []
    if stops:
        steps.append(_step("exposure", {"stops": stops}, reason))
    if contrast:
        steps.append(_step("contrast", {"amount": contrast}, reason))
    return {"schema": 1, "title": "", "steps": steps}


def _step(tool: str, params: dict[str, float], reason: str) -> dict[str, Any]:
    return {
        "tool": tool, "params": params, "mask": None, "opacity": 1.0, "enabled": True,
        "reason": reason, "author": "planner",
    }  # fmt: skip


def offer(turn: str = "t1", recipes: dict[str, Any] | None = None, **more: Any) -> Offer:
    """A turn; `recipes` by proposal id, or (recipe, propensity)."""
    recipes = {"a": recipe(1.0), "b": recipe(0.5), "c": recipe(-0.5)} if recipes is None else recipes
    proposals = []
    for name, each in recipes.items():
        made, propensity = each if isinstance(each, tuple) else (each, 1.0)
        proposals.append(Proposal(id=name, recipe=made, propensity=propensity))
    values: dict[str, Any] = {
        "turn": turn, "person": "p1", "workspace": "w1", "at": START, "photo": PHOTO, "policy": "rules 1",
        "situation": Situation(request="brighter"), "proposals": tuple(proposals),
        "consent": Consent(workspace_models=True, sharing=True),
    }  # fmt: skip
    return Offer(**(values | more))


def signal(kind: str, name: str = "s1", minutes: float = 0.0, **more: Any) -> Signal:
    values: dict[str, Any] = {
        "kind": kind, "id": name, "person": "p1", "workspace": "w1", "at": START + timedelta(minutes=minutes),
        "turn": "t1", "proposal": "a", "policy": "rules 1",
        "consent": Consent(workspace_models=True, sharing=True),
    }  # fmt: skip
    return SIGNALS.validate_python(values | more)


fractions = st.floats(0, 1)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
words = texts.filter(bool)
points = st.lists(st.tuples(fractions, fractions), min_size=3, max_size=6)
boxes = st.tuples(st.floats(0, 0.4), st.floats(0, 0.4), st.floats(0.5, 1), st.floats(0.5, 1)).map(
    lambda b: {"shape": "box", "left": b[0], "top": b[1], "right": b[2], "bottom": b[3]}
)
areas = st.one_of(
    boxes,
    points.map(lambda p: {"shape": "polygon", "points": p}),
    st.tuples(points, st.floats(0.001, 1)).map(lambda s: {"shape": "stroke", "points": s[0], "radius": s[1]}),
)
recipes = st.builds(
    recipe, st.floats(-5, 5).map(lambda v: round(v, 3)), st.sampled_from([0.0, 10.0, 40.0]), texts
)
consents = st.builds(Consent, taste=st.booleans(), workspace_models=st.booleans(), sharing=st.booleans())
zones = st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30)), timezone(timedelta(hours=-8))])
times = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=zones)
proposal_ids = st.sampled_from(["a", "b", "c", "d"])
scores = st.none() | st.floats(0, 100)
_REASONS = ["too_strong", "too_warm", "artifact", "misread", "wrong_place", "other"]
_ACTS = ["dwell", "zoom", "before_after", "undo", "re_edit", "abandon", "export", "copy_to_others"]

_OF_KIND: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "accept": st.just({}),
    "reject": st.fixed_dictionaries({"reasons": st.lists(st.sampled_from(_REASONS), max_size=3)}),
    "rating": st.fixed_dictionaries(
        {"perceptual_quality": st.floats(0, 100), "instruction_following": scores, "visual_consistency": scores}
    ),
    "thumb": st.fixed_dictionaries({"up": st.booleans()}),
    "comment": st.fixed_dictionaries({"text": words}),
    "modify": st.fixed_dictionaries(
        {
            "recipe": recipes,
            "way": st.sampled_from(["sliders", "recipe", "picture"]),
            "left_over": st.none() | st.floats(0, 20),
        }
    ),
    "comparison": st.fixed_dictionaries(
        {
            "left": st.sampled_from(["a", "b"]),
            "right": st.sampled_from(["c", "d"]),
            "winner": st.sampled_from(["left", "right", "tie", "both_bad"]),
            "left_propensity": st.floats(0.01, 0.99),
        }
    ),
    "ranking": st.permutations(["a", "b", "c"]).flatmap(
        lambda p: st.sampled_from([[[each] for each in p], [p[:1], p[1:]], [p]])
    ).map(lambda groups: {"groups": groups}),
    "mark": st.fixed_dictionaries(
        {
            "fault": st.sampled_from(["artifact", "failure", "unintended_change"]),
            "area": areas,
            "misread": st.none() | st.just({"start": 2, "end": 5}),
            "category": texts,
            "reason": texts,
        }
    ),
    "slider": st.fixed_dictionaries(
        {
            "tool": words,
            "parameter": words,
            "value": st.floats(-1e6, 1e6),
            "path": st.lists(st.tuples(st.floats(0, 9), st.floats(-9, 9)), max_size=3),
        }
    ),
    "instruction": st.fixed_dictionaries({"text": words, "next_turn": st.none() | st.just("t2")}),
    "implicit": st.fixed_dictionaries({"act": st.sampled_from(_ACTS), "amount": st.floats(0, 1e6)}),
}  # fmt: skip


KINDS = tuple(sorted(_OF_KIND))


@st.composite
def signals(draw: Any, name: str = "s1", kinds: tuple[str, ...] = KINDS) -> Signal:
    kind = draw(st.sampled_from(kinds))
    return SIGNALS.validate_python(
        {
            "kind": kind, "id": name, "at": draw(times), "workspace": "w1", "policy": "rules 1",
            "person": draw(st.sampled_from(["p1", "p2"])), "turn": draw(st.sampled_from(["t1", "t2", "t3"])),
            "proposal": draw(proposal_ids), "propensity": draw(st.floats(0.01, 1)),
            "consent": draw(consents), **draw(_OF_KIND[kind]),
        }
    )  # fmt: skip


@st.composite
def offers(draw: Any, turn: str = "t1") -> Offer:
    made = draw(st.lists(st.tuples(recipes, st.floats(0.01, 1)), min_size=1, max_size=3))
    return Offer(
        turn=turn, person=draw(st.sampled_from(["p1", "p2"])), workspace="w1", at=draw(times), photo=PHOTO,
        policy="rules 1", before=draw(st.none() | recipes), planned=draw(st.none() | recipes), consent=draw(consents),
        proposals=tuple(
            Proposal(id=name, recipe=each, propensity=propensity, title=draw(texts))
            for name, (each, propensity) in zip("abc", made, strict=False)
        ),
        situation=Situation(
            request=draw(st.sampled_from(["", "wärmer 🌅"])), operations=("exposure",), region=draw(st.none() | texts),
            facts={"mean": draw(st.floats(-1e9, 1e9))},
        ),
    )  # fmt: skip


@st.composite
def histories(draw: Any, most: int = 12) -> tuple[tuple[Offer, ...], tuple[Signal, ...]]:
    """Turns t1 and t2 of one workspace, and signals about them and about a turn that nobody knows."""
    count = draw(st.integers(0, most))
    return (
        (draw(offers("t1")), draw(offers("t2"))),
        tuple(draw(signals(f"s{number}")) for number in range(count)),
    )


@st.composite
def one_of_each(draw: Any) -> tuple[tuple[Offer, ...], tuple[Signal, ...]]:
    """Three turns and a signal of every kind about them."""
    return (
        tuple(draw(offers(turn)) for turn in ("t1", "t2", "t3")),
        tuple(draw(signals(f"s-{kind}", (kind,))) for kind in KINDS),
    )
