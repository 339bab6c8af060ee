"""A look of the whole picture that goes further than a careful person would, whatever was asked."""

import numpy as np

from burnish.agent.checking.change import Change
from burnish.agent.checking.renewed import LEAST_KEPT
from burnish.agent.checking.seen import Seen, ramp

LIGHT, CHROMA, CONTRAST = 24.0, 26.0, 0.8
"""Mean change of lightness in L*, mean chroma gained, and contrast gained as a share: each at the threshold."""

FULL_FACTOR = 2.0


def overdone_look(change: Change) -> Seen:
    """The largest of the three under the fitted look, each relative to what is moderate: local faults are others'."""
    before, after = change.source_lab[change.valid], change.look[change.valid]
    if len(before) < LEAST_KEPT * change.valid.size:
        return Seen("overdone", np.zeros((2, 2), np.float32), "nothing is seen", whole=True)
    light = abs(float((after[:, 0] - before[:, 0]).mean()))
    chroma = [float(np.hypot(each[:, 1], each[:, 2]).mean()) for each in (before, after)]
    gained = max(0.0, chroma[1] - chroma[0])
    contrast = max(0.0, float(after[:, 0].std() / max(float(before[:, 0].std()), 6.0)) - 1)
    far = max(light / LIGHT, gained / CHROMA, contrast / CONTRAST)
    told = (
        f"lightness moved by {light:.0f} L*, chroma by {chroma[1] - chroma[0]:+.0f},"
        f" contrast by {100 * contrast:.0f} %: further than moderate"
    )
    strength = ramp(np.array([[far]], np.float32), 1.0, FULL_FACTOR)
    return Seen("overdone", strength, told, 0.65, whole=True)
