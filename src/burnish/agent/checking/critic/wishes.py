"""Whether the picture moved as the request asked: too little, the other way, too far."""

import cv2
import numpy as np

from burnish.agent.checking.critic.small import Small
from burnish.agent.checking.goals import Goal, measure
from burnish.agent.checking.renewed import is_for_tones
from burnish.agent.planner.intents import Intent

WISHES: tuple[str, ...] = ("short_of_wish", "against_wish", "beyond_wish")


def wishes(small: Small) -> dict[str, float]:
    """How far the wishes that can be measured are short of, against and beyond what was asked, 0 to 1 on average."""
    goals = measurable(small)
    if not goals:
        return dict.fromkeys(WISHES, 0.0)
    return {
        "short_of_wish": float(np.mean([1 - each.seen for each in goals])),
        "against_wish": float(np.mean([each.against for each in goals])),
        "beyond_wish": float(np.mean([each.too_far for each in goals])),
    }


def measurable(small: Small) -> tuple[Goal, ...]:
    """What became of each wish that a measure knows, where source and edited picture show the same frame."""
    if not small.pair.is_registered or not small.valid.any():
        return ()
    found = (_goal(small, each) for each in small.pair.intents if is_for_tones(small.pair, each))
    return tuple(each for each in found if each is not None)


def _goal(small: Small, intent: Intent) -> Goal | None:
    source, edited = small.wide_lab if intent.op in FINE else small.lab
    where = small.pair.asked_of_kept
    if where is not None:
        size = (source.shape[1], source.shape[0])
        where = np.asarray(cv2.resize(where, size, interpolation=cv2.INTER_AREA), np.float32)
    return measure(intent.op, intent.direction, source, edited, where, intent.strength, intent.color)


FINE = frozenset({"sharpness", "denoise", "blur"})
"""Operations whose measure is of fine detail, which small pictures do not hold."""
