"""Acts that name what they are about by its number: `the second one`, `both`, `the last two changes`."""

from burnish.agent.language.done import Done
from burnish.agent.language.turn_frames import Frame
from burnish.agent.language.turn_saying import Act, one, scaling, undoing, way_of
from burnish.agent.planner.intents import Intent


def by_order(frame: Frame, done: Done) -> Act | None:
    """`a bit less of the second one`, `drop step 3`, `the first version was better`, `do the second again`."""
    if not frame.orders or frame.places or done.turns < 1:
        return None
    number = frame.orders[0]
    if frame.text_has("stop", "stops", "of a"):
        return None
    if frame.ops and not (frame.has("goes_to") and all(op.kind == "quality" for op in frame.ops)):
        return None
    taken = frame.has("back") and not frame.has("goes_to")
    if number == -1:
        return _latest(frame, done, taken=taken)
    if (frame.has("weaker", "stronger") or _is_share(frame)) and way_of(frame) is not None:
        return Act(
            tuple(scaling(frame, way_of(frame) or "+", f"step {each}") for each in frame.orders),
            span=frame.span,
        )
    if taken:
        return Act(tuple(undoing(frame, f"step {each}") for each in frame.orders), span=frame.span)
    if frame.has("again", "return") and not frame.has("state"):
        return one(Intent("scale", "+", target=f"step {number}", span=frame.span))
    if frame.has("keep") and frame.has("only"):
        return None
    if frame.has("thing") and not frame.has("goes_to", "best"):
        return None
    return one(Intent("scale", "0", target=f"version {number}", span=frame.span))


def _is_share(frame: Frame) -> bool:
    """`the first one only half`."""
    return frame.quantity is not None and frame.quantity.unit == "%"


def _latest(frame: Frame, done: Done, *, taken: bool) -> Act | None:
    """`undo the last two changes`, `tone down the last one`; of several versions, the last."""
    if taken:
        return one(undoing(frame, "last", frame.count))
    way = way_of(frame)
    if way is None and done.offered:
        return one(Intent("scale", "0", target=f"version {done.offered}", span=frame.span))
    return None if way is None else one(scaling(frame, way))


def both(frame: Frame, _done: Done) -> Act | None:
    """`both a touch weaker`, `neither of those`."""
    if not frame.has("both", "neither") or frame.ops or frame.places or frame.orders:
        return None
    if frame.has("neither") or (frame.has("back") and not frame.has("weaker")):
        return one(undoing(frame, "both"))
    way = way_of(frame)
    return None if way is None else one(scaling(frame, way, "both"))


def counted(frame: Frame, _done: Done) -> Act | None:
    """`two steps back`, `undo twice`."""
    taken = frame.has("back", "steps_back") and not frame.has("weaker", "stronger", "return")
    if frame.count is None or not taken or not frame.is_bare or frame.quantity is not None:
        return None
    return one(undoing(frame, "last", frame.count))
