"""The evaluate stage: what was learned against what is released, on people and photos that nothing was learned from."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from burnish.app.improving.learning_stage import dataset_of, policy_of
from burnish.app.improving.parts import released_policy
from burnish.app.improving.slices import attributes, places
from burnish.app.improving.stage import Document, Run, Stage
from burnish.evaluation.bootstrap import percentile_interval
from burnish.evaluation.fairness.cohorts import fairness
from burnish.governance.measured import Interval, Measured
from burnish.governance.names import EVERYTHING
from burnish.learning.policy.amount_policy import AmountPolicy
from burnish.learning.policy.cases import cases_by_wish
from burnish.learning.policy.curriculum import believed
from burnish.learning.policy.scoring import Scored, likeness, oversteps, pair_agreement
from burnish.learning.taste.gaussian import Doubles

CONFIDENCE = 0.95
"""Of each side of an interval by itself."""

ROUNDS = 1000

FAIR_BY = ("cohort", "skin_tone")
"""Groups of people and of faces; kinds of photos may well be harder than others."""

Metric = Callable[[AmountPolicy], Scored]


def _evaluated(run: Run) -> Document:
    ground = run.works.ground
    new, old = policy_of(run), released_policy(run)
    held = cases_by_wish(dataset_of(run).examples("test"), ground.design)
    run.works.check()
    wanted = believed(held, old, ground)
    metrics: Mapping[str, Metric] = {
        "likeness": lambda policy: likeness(policy, wanted, ground.sensitivity),
        "preference_agreement": lambda policy: pair_agreement(policy, held, ground.sensitivity),
        "safety_violation_rate": lambda policy: oversteps(policy, wanted, ground.sensitivity),
    }
    run.works.check()
    photos = {photo for held in wanted.values() for photo in held.photos}
    tones = run.works.skin_tones(photos, run.works.each)
    pairs = {name: (metric(new), metric(old)) for name, metric in metrics.items()}
    seed = run.settings.seed
    compared = [each for name, pair in pairs.items() for each in _compared(name, *pair, tones, seed)]
    measured = run.works.each(_measured, compared)
    measured += _gap(pairs["likeness"][0], tones, seed)
    return {"measured": [each.model_dump(mode="json") for each in measured]}


@dataclass(frozen=True, eq=False)
class _Compared:
    """The people of one slice, each by the mean of their cases."""

    metric: str
    slice: str
    pairs: Doubles
    """(people, 2): with what was learned, and with what is released."""
    cases: int
    seed: int


def _compared(
    metric: str, new: Scored, old: Scored, tones: Mapping[str, str], seed: int
) -> Iterable[_Compared]:
    everything = np.arange(len(new.values))
    slices = {EVERYTHING: everything} | {
        f"{attribute}={name}".replace("@", "-at-"): found
        for attribute, groups in attributes(new, tones).items()
        for name, found in places(groups).items()
    }
    for name, found in slices.items():
        if len(found):
            one, other = new.at(found).by_person(), old.at(found).by_person()
            pairs = np.array([(one[person], other[person]) for person in one]).reshape(len(one), 2)
            yield _Compared(metric, name, pairs, len(found), seed)


def _gap(scored: Scored, tones: Mapping[str, str], seed: int) -> list[Measured]:
    """How far the best and the worst served group are apart, by the attribute where that is most."""
    groups = {name: each for name, each in attributes(scored, tones).items() if name in FAIR_BY}
    if not len(scored.values):
        return []
    report = fairness(scored.values.tolist(), scored.people, groups, seed, rounds=ROUNDS)
    found = [(each.gap, each.gap_low, each.gap_high) for each in report.attributes]
    known = [
        (gap, low, high)
        for gap, low, high in found
        if gap is not None and low is not None and high is not None
    ]
    if not known:
        return []
    return [
        Measured(
            metric="fairness_gap", slice=EVERYTHING, level=_interval(*max(known)), confidence=CONFIDENCE,
            cases=len(scored.values), people=len(set(scored.people)),
        )
    ]  # fmt: skip


def _measured(compared: _Compared) -> Measured:
    """Whole people are drawn."""
    pairs = compared.pairs

    def means(drawn: Sequence[Doubles]) -> Doubles:
        stacked = np.array(drawn)
        return np.array([np.mean(stacked[:, 0] - stacked[:, 1]), np.mean(stacked[:, 0])], np.float64)

    coverage = 2 * CONFIDENCE - 1
    low, high = percentile_interval(list(pairs), means, compared.seed, ROUNDS, coverage)
    at = means(list(pairs))
    difference, level = (_interval(float(at[k]), float(low[k]), float(high[k])) for k in (0, 1))
    return Measured(
        metric=compared.metric, slice=compared.slice, difference=difference, level=level, confidence=CONFIDENCE,
        cases=compared.cases, people=len(pairs),
    )  # fmt: skip


def _interval(estimate: float, low: float, high: float) -> Interval:
    return Interval(
        estimate=round(estimate, 6), low=round(min(low, estimate), 6), high=round(max(high, estimate), 6)
    )


EVALUATE = Stage("evaluate", "comparing it with what is released, on people it never saw", _evaluated)
