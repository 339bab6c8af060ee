"""The temperature that makes probabilities of logits."""

import numpy as np
import pytest
from training.planner.calibration import best_temperature


@pytest.mark.parametrize("true_temperature", [0.6, 1.0, 1.8])
def test_a_known_temperature_is_found(true_temperature):
    random = np.random.default_rng(2)
    logits = random.uniform(-2.9, 6, 40_000) * 1.0
    wanted = (random.random(40_000) < 1 / (1 + np.exp(-logits / true_temperature))).astype(float)
    assert best_temperature(logits, wanted) == pytest.approx(true_temperature, rel=0.08)


def test_labels_that_are_never_told_have_no_say():
    random = np.random.default_rng(3)
    logits = random.uniform(-2.9, 6, 5_000)
    wanted = (random.random(5_000) < 1 / (1 + np.exp(-logits / 1.5))).astype(float)
    unsaid = np.full(200_000, -5.0)
    with_unsaid = best_temperature(
        np.concatenate([logits, unsaid]), np.concatenate([wanted, np.zeros(200_000)])
    )
    assert with_unsaid == best_temperature(logits, wanted)
