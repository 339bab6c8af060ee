"""Whether what was asked for was done: at all, the right way, enough, and not too much."""

import numpy as np

from burnish.agent.checking.change import Change, smoothed
from burnish.agent.checking.finding import Category
from burnish.agent.checking.goals import Goal, measure
from burnish.agent.checking.granted import Reach
from burnish.agent.checking.renewed import LEAST_KEPT, OF_OTHER_CONTENT, is_for_tones
from burnish.agent.checking.seen import Seen, ramp
from burnish.agent.planner.intents import Intent
from burnish.imaging.difference import lengths
from burnish.imaging.pixels import Plane

LEAST_SURE = 0.4
"""Probability of an intent below which it is not held against an edit."""

SPOT_PX, PLAIN = 3.0, 5.0
"""Standard deviation in pixels of a spot, and its color difference that nobody overlooks, at half size."""

UNTOUCHED = (0.2, 0.8)
"""Share short of that: at the threshold, and where nobody misses it."""

MISSED, OPPOSITE, EXCESS = (0.65, 1.0), (0.2, 1.0), (0.25, 1.0)
"""Share unseen, share seen the other way, and excess: at the threshold, and where nobody misses it."""

SHORT, AGAINST, BEYOND = (0.55, 1.0), (1.3, 2.5), (0.25, 1.5)
"""The same, in ways that a tool would go for the wish."""

LEAST_OFF = 1.2
"""Mean color difference in CIELAB below which nobody minds that it is too much."""

ALONG = 0.7
"""Share of what is off that has to lie along the way for it to be a matter of the amount."""

WORDS: dict[Category, str] = {
    "not_done": "asked for, but hardly seen", "wrong_direction": "went the other way", "overdone": "went too far",
}  # fmt: skip


def wishes(change: Change) -> tuple[Seen, ...]:
    """The wishes that were not met, and those that were met too well."""
    sure = [each for each in change.pair.intents if _counts(change, each)]
    found = tuple(each for one in sure for each in _of_one(change, one))
    if change.reach is None or len(sure) < len(change.pair.intents):
        return found
    if abs(change.reach.along) >= ALONG:
        return _followed(change, change.reach)
    return tuple(each for each in found if each.category == "overdone")


def _counts(change: Change, intent: Intent) -> bool:
    if intent.op in ("keep", "undo", "scale") or intent.confidence < LEAST_SURE:
        return False
    return intent.op in OF_OTHER_CONTENT or is_for_tones(change.pair, intent)


def _of_one(change: Change, intent: Intent) -> tuple[Seen, ...]:
    if change.pair.renewed is not None and intent.op in OF_OTHER_CONTENT:
        return _content(change)
    if float(change.valid.mean()) < LEAST_KEPT:
        return ()
    goal = goal_of(change, intent)
    return () if goal is None else _judged(change, intent, goal)


def _followed(change: Change, reach: Reach) -> tuple[Seen, ...]:
    """What tools would do for the wishes, held against what was done."""
    asked = " and ".join(f"{each.op.replace('_', ' ')} {each.direction}" for each in change.pair.intents)
    numbers = f"{asked}: {1 + reach.beyond:.0%} of the way"
    if reach.beyond < -AGAINST[0]:
        return (_whole(change, "wrong_direction", -reach.beyond, AGAINST, numbers),)
    if reach.beyond < -SHORT[0]:
        return (_whole(change, "not_done", -reach.beyond, SHORT, numbers),)
    if reach.beyond > BEYOND[0] and reach.off > LEAST_OFF:
        return (_whole(change, "overdone", reach.beyond, BEYOND, numbers),)
    return ()


def goal_of(change: Change, intent: Intent) -> Goal | None:
    """What became of one wish, inside where it was asked for."""
    return measure(
        intent.op, intent.direction, change.source_lab, change.edited_lab, change.where_kept,
        intent.strength, intent.color,
    )  # fmt: skip


def _content(change: Change) -> tuple[Seen, ...]:
    """Whether anything was put anew, or is plainly different, where other content was asked for."""
    new = change.pair.renewed
    if new is None or new.any():
        return ()
    moved = smoothed(lengths(change.edited_lab - change.source_lab), SPOT_PX)
    most = float(moved.max(initial=0.0))
    numbers = (
        f"nothing was added, removed or drawn anew, and no place changed by more than {most:.1f} in color"
    )
    return (_whole(change, "not_done", 1 - most / PLAIN, UNTOUCHED, numbers),) if most < PLAIN else ()


def _judged(change: Change, intent: Intent, goal: Goal) -> tuple[Seen, ...]:
    said = f"{intent.op.replace('_', ' ')} {intent.direction or ''}".strip()
    numbers = f"{said}: moved by {goal.moved:+.1f} {goal.unit}"
    if goal.against > OPPOSITE[0]:
        return (_whole(change, "wrong_direction", goal.against, OPPOSITE, numbers),)
    missed = 1 - goal.seen
    if missed > MISSED[0]:
        return (_whole(change, "not_done", missed, MISSED, numbers),)
    if goal.too_far > EXCESS[0]:
        return (_whole(change, "overdone", goal.too_far, EXCESS, numbers),)
    return ()


def _whole(
    change: Change, category: Category, amount: float, limits: tuple[float, float], numbers: str
) -> Seen:
    where = change.where if change.where is not None else np.ones((2, 2), np.float32)
    depth = ramp(np.array([amount], np.float32), *limits)[0]
    strength: Plane = (np.clip(where * 2, 0, 1) * depth).astype(np.float32)
    evidence = f"{numbers}; {WORDS[category]}"
    return Seen(category, strength, evidence, 0.75, 0.0005, whole=change.where is None)
