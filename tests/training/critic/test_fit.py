"""Learning the critic's terms, on edits whose worth is known by formula."""

import numpy as np
import pytest
from training.critic.examples import Examples
from training.critic.fit import deviations_of, fitted_terms, knots_of, scored

from burnish.agent.checking.critic.measures import MEASURES
from burnish.agent.checking.critic.scores import NORMAL_90
from burnish.evaluation.faults.worth import SOUND, SPOILT, worth

NOISE, UNMET = MEASURES.index("noise_risen"), MEASURES.index("short_of_wish")


def known(seed: int, count: int = 160) -> Examples:
    """Noise spoils quality, and a missed wish spoils following."""
    rng = np.random.default_rng(seed)
    family = np.array(["", "noise", "not_done"])[np.arange(count) % 3]
    severity = np.where(family == "", 0.0, rng.uniform(0, 1, count))
    measures = np.zeros((count, len(MEASURES)))
    measures[:, NOISE] = np.where(family == "noise", 4 * severity, 0.0)
    measures[:, UNMET] = np.where(family == "not_done", severity, 0.0)
    value = np.array([worth((name,) if name else (), s) for name, s in zip(family, severity, strict=True)])
    return Examples(measures, value, family, np.arange(count) % 4, severity, np.arange(count))


@pytest.fixture(scope="module")
def fitted():
    learned = known(1)
    return fitted_terms(learned, knots_of(learned.measures, learned.family == ""))


def test_terms_are_found_that_tell_unseen_edits_worth(fitted) -> None:
    unseen = known(2)
    error = np.abs(scored(fitted, unseen.measures) - unseen.worth)
    assert np.median(error) < 4


def test_a_missed_wish_is_blamed_on_following_alone(fitted) -> None:
    only = np.zeros(len(MEASURES))
    only[UNMET] = 1.0
    losses = fitted.losses(only).sum(axis=1)
    assert losses[1] > 0.3
    assert losses[0] == losses[2] == 0


def test_nine_in_ten_lie_within_the_deviation() -> None:
    rng = np.random.default_rng(3)
    scores = rng.uniform(0, 100, (800, 3))
    truth = scores + rng.normal(0, 6 + scores / 10)
    table = deviations_of(scores[:400], truth[:400])
    places = np.linspace(0, 100, table.shape[1])
    for k in range(3):
        reach = NORMAL_90 * np.interp(scores[400:, k], places, table[k])
        assert 0.85 <= np.mean(np.abs(truth[400:, k] - scores[400:, k]) <= reach) <= 0.95


def test_worth_falls_with_severity_in_some_score_of_every_category() -> None:
    for category in SPOILT:
        mild, grave = worth((category,), 0.2), worth((category,), 0.9)
        assert (grave <= mild).all()
        assert grave.min() < mild.min() <= SOUND
