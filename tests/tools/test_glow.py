import numpy as np
from tests.tools.rendering import rendered, step

from burnish.tools.glow import Glow


def test_light_spills_over_the_edge_and_nothing_gets_darker():
    before = step(0.02, 0.9)
    after = rendered(Glow(amount=100.0, radius=5.0), before)
    assert after[60, 118, 0] > 2 * before[60, 118, 0]
    assert np.all(after >= before - 1e-6)
    assert after.max() <= 1


def test_what_is_darker_than_the_threshold_does_not_bloom():
    before = step(0.02, 0.1)
    assert np.abs(rendered(Glow(amount=100.0, threshold=100.0), before) - before).max() < 1e-6


def test_more_is_brighter():
    made = [rendered(Glow(amount=float(a)), step(0.02, 0.9)).mean() for a in (0, 30, 60, 100)]
    assert made == sorted(made)
