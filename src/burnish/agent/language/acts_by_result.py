"""Acts that name what was done by the word for its result: `less dark than that`, `so warm`, `cool was better`."""

from dataclasses import replace

from burnish.agent.language.done import Done
from burnish.agent.language.turn_frames import Frame
from burnish.agent.language.turn_saying import Act, one, scaling, undoing
from burnish.agent.language.turn_segments import NOES
from burnish.agent.planner.intents import Intent

FINE = (
    "enough",
    "was enough",
    "is enough",
    "good",
    "fine",
    "great",
    "nice",
    "perfect",
    "right",
    "ok",
    "okay",
    "was fine",
    "was good",
    "is fine",
    "is good",
    "was right",
    "was perfect",
)


def given_up(frame: Frame, done: Done) -> Act | None:
    """`instead of cooler`: what was done, by the word for its result; what was not done goes without saying."""
    if not frame.ops or frame.places or frame.quantity is not None or not frame.has("instead_of"):
        return None
    if any(op.kind != "quality" for op in frame.ops) or frame.roles - {"instead_of", "pronoun", "best"}:
        return None
    held = [op.op for op in frame.ops if (op.op, op.direction) in done.ways]
    return Act(tuple(undoing(frame, op) for op in held), span=frame.span)


def less_so(frame: Frame, done: Done) -> Act | None:
    """`less dark than that`, `the background not so dark`: less of what was done, by the word for its result."""
    if not frame.ops or frame.quantity is not None or not frame.has("weaker"):
        return None
    if len(frame.places) > 1 or any(place.away for place in frame.places):
        return None
    noes = all(piece.text in NOES for piece in frame.pieces if piece.has("back"))
    if frame.roles - {"weaker", "complaint", "pronoun", "little", "lots", "back", "best"} or not noes:
        return None
    if not _came_of_it(frame, done):
        return None
    there = frame.places[0] if frame.places else None
    less = [scaling(frame, "-", op.op) for op in frame.ops]
    if there is not None:
        less = [replace(each, region=there.region, phrase=there.phrase) for each in less]
    return Act(tuple(less), span=frame.span)


def more_so(frame: Frame, done: Done) -> Act | None:
    """`twice as dark`: so many times what was done, by the word for its result."""
    said = frame.quantity
    if not frame.ops or frame.places or said is None or said.unit != "%" or not said.absolute:
        return None
    if frame.roles - {"pronoun", "stronger", "weaker", "best", "complaint"}:
        return None
    if not _came_of_it(frame, done):
        return None
    way = "-" if said.value < 100 else "+"
    return Act(tuple(scaling(frame, way, op.op) for op in frame.ops), span=frame.span)


_NOT_MEANT = {"didn't want", "did not want", "don't want", "do not want", "didnt want", "dont want"}


def complained(frame: Frame, done: Done) -> Act | None:
    """`that's so warm`, `brighter than i wanted`: too much of what was done, by the word for its result."""
    if (
        not frame.ops
        or frame.places
        or frame.orders
        or frame.quantity is not None
        or not frame.has("complaint")
    ):
        return None
    backs = {piece.text for piece in frame.pieces if piece.has("back")}
    if frame.roles - {"complaint", "pronoun", "little", "lots", "best", "also", "to_others", "back"}:
        return None
    if not backs <= _NOT_MEANT:
        return None
    if not _came_of_it(frame, done):
        return None
    return Act(tuple(scaling(frame, "-", op.op) for op in frame.ops), span=frame.span)


def approved(frame: Frame, done: Done) -> Act | None:
    """`the sharpening was fine`: nothing is to become of it."""
    if not frame.ops or frame.places or frame.quantity is not None or not frame.text_has(*FINE):
        return None
    known = all(
        (op.op, op.direction) in done.ways if op.kind == "quality" else done.holds(op.op) for op in frame.ops
    )
    return Act(span=frame.span) if known and not frame.roles - {"best", "pronoun", "keep", "return"} else None


def kept(frame: Frame, done: Done) -> Act | None:
    """`leave her nice and sharp`: a state that was asked for is to stay."""
    if (
        not frame.ops
        or frame.quantity is not None
        or not frame.has("keep")
        or frame.has("weaker", "stronger")
    ):
        return None
    stays = frame.text_has("leave", "keep", "stay", "stays", "should stay", "must stay")
    known = _came_of_it(frame, done)
    if not stays or not known or frame.roles - {"keep", "pronoun", "best", "also"}:
        return None
    return Act(tuple(Intent("keep", target=op.op, span=frame.span) for op in frame.ops), span=frame.span)


def denied(frame: Frame, done: Done) -> Act | None:
    """`should be darker, not brighter`: what was done, named as what was not meant."""
    if not frame.ops or frame.places:
        return None
    if frame.pieces[0].text == "not the" and frame.roles == frozenset(("except",)) and _are_held(frame, done):
        return Act(span=frame.span)
    if not frame.text_has("not", "no", "and not", "but not"):
        return None
    known = _came_of_it(frame, done)
    return (
        Act(span=frame.span)
        if known and not frame.roles - {"back", "instead_of", "pronoun", "also"}
        else None
    )


def _are_held(frame: Frame, done: Done) -> bool:
    return all(op.kind == "property" and done.holds(op.op) for op in frame.ops)


def preferred(frame: Frame, done: Done) -> Act | None:
    """`cool was better`: the last edit went the other way."""
    if len(frame.ops) != 1 or frame.places or frame.quantity is not None or not frame.text_has(*_BETTER):
        return None
    op = frame.ops[0]
    other = {("+", "-"), ("-", "+")} & {(op.direction, way) for held, way in done.ways if held == op.op}
    if op.kind != "quality" or not other or frame.roles - {"best", "pronoun"}:
        return None
    return one(undoing(frame))


_BETTER = (
    "was better",
    "looked better",
    "was nicer",
    "was best",
    "looks better",
    "better",
    "is better",
    "was right",
)


def _came_of_it(frame: Frame, done: Done) -> bool:
    """Whether everything that is named is a quality that the edit gave: `darker`, where it was made darker."""
    return all(op.kind == "quality" and (op.op, op.direction) in done.ways for op in frame.ops)
