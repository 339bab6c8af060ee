"""The temperature that makes probabilities of logits (Guo et al., 2017)."""

import numpy as np
from numpy.typing import NDArray

from burnish.agent.language.tagger import LEAST

TRIED = np.geomspace(0.3, 3.0, 60)
"""Temperatures that are tried, geometrically spaced."""


def best_temperature(logits: NDArray[np.float64], wanted: NDArray[np.float64]) -> float:
    """The temperature with the least log loss over what is told: labels likelier than `LEAST`.

    All other labels are sure misses; there are forty of them for each label told, and they would pull the temperature
    down until what is told is overconfident. `wanted` is 1 where the label is right, of the shape of `logits`.
    """
    told = logits > np.log(LEAST / (1 - LEAST))
    losses = [_log_loss(logits[told] / each, wanted[told]) for each in TRIED]
    return float(TRIED[int(np.argmin(losses))])


def _log_loss(logits: NDArray[np.float64], wanted: NDArray[np.float64]) -> float:
    return float((np.logaddexp(0, logits) - wanted * logits).sum())
