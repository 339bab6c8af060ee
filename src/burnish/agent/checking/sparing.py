"""What a detector saw, without what is no fault where other content was asked for."""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from burnish.agent.checking.change import Change
from burnish.agent.checking.finding import kind_of
from burnish.agent.checking.seen import FOUND, Seen

BESIDE = 0.01
"""Of the long side: how near to other content another light is its own."""


def spared(seen: Seen, change: Change) -> Seen:
    """Without what lies in other content that was asked for: it owes the source nothing.

    And without changes that nobody spoke of, where what was said is not understood.
    """
    if change.pair.renewed is None:
        return seen
    if (
        kind_of(seen.category) == "unintended_change"
        and not change.pair.intents
        and change.pair.request.strip()
    ):
        return replace(seen, strength=np.zeros_like(seen.strength))
    if seen.whole:
        return seen
    spare = change.in_other_content(seen.strength.shape)
    if seen.category == "lighting_mismatch":
        spare = spare | _beside(seen.strength >= FOUND, spare)
    return replace(seen, strength=np.where(spare, 0, seen.strength).astype(np.float32))


def _beside(regions: NDArray[np.bool_], other: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Those regions that reach other content: its shadow, its shine, or its flat parts."""
    reach = 2 * max(1, round(BESIDE * max(regions.shape))) + 1
    near = cv2.dilate(other.astype(np.uint8), np.ones((reach, reach), np.uint8)) > 0
    _, labels = cv2.connectedComponents(regions.astype(np.uint8))
    reached = np.unique(np.asarray(labels)[near])
    return np.isin(labels, reached[reached > 0])
