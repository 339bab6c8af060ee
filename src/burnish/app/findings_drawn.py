"""Findings drawn over the picture that they are about."""

import cv2
import numpy as np

from burnish.agent.checking.pair import Pair
from burnish.agent.checking.trace import Sighting
from burnish.imaging.color import linear_to_srgb8
from burnish.imaging.pixels import Samples

_COLORS = {"artifact": (255, 80, 60), "failure": (255, 190, 40), "unintended_change": (90, 170, 255)}


def overlay(pair: Pair, seen: Sighting) -> Samples:
    """The edited picture with findings outlined and numbered, worst first: 8-bit sRGB."""
    drawn = np.ascontiguousarray(linear_to_srgb8(pair.edited))
    height, width = drawn.shape[:2]
    thick = max(1, round(max(height, width) / 400))
    for number, each in reversed(list(enumerate(seen.findings, 1))):
        points = np.rint(np.array(each.polygon) * (width - 1, height - 1)).astype(np.int32)
        color = _COLORS[each.kind]
        cv2.polylines(drawn, [points], True, (0, 0, 0), thick + 2, cv2.LINE_AA)
        cv2.polylines(drawn, [points], True, color, thick, cv2.LINE_AA)
        at = (
            int(np.clip(points[:, 0].min() + 4, 0, width - 120)),
            int(np.clip(points[:, 1].min() + 18, 18, height)),
        )
        text = f"{number} {each.category.replace('_', ' ')}"
        cv2.putText(drawn, text, at, cv2.FONT_HERSHEY_SIMPLEX, 0.5, (0, 0, 0), 3, cv2.LINE_AA)
        cv2.putText(drawn, text, at, cv2.FONT_HERSHEY_SIMPLEX, 0.5, color, 1, cv2.LINE_AA)
    return drawn
