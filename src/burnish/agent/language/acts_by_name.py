"""Acts that name a property that was changed: less of it, gone, back again, all but it."""

from collections.abc import Collection
from dataclasses import replace

from burnish.agent.language.done import Done
from burnish.agent.language.turn_frames import Frame
from burnish.agent.language.turn_names import NamedOp
from burnish.agent.language.turn_saying import VAGUE_BACK, Act, comes_to, is_to, one, scaling, undoing, way_of
from burnish.agent.language.turn_segments import NOES
from burnish.agent.planner.intents import Intent, Op

_PLAIN_MORE = frozenset("more increase raise boost add extra push".split())

_POINTING = ("the", "that", "this", "your", "those", "these")


AS_IT_WAS = (
    "as it was",
    "the way it was",
    "how it was",
    "as they were",
    "the way they were",
    "how they were",
    "like it was",
    "like before",
    "as before",
    "back to normal",
)

_HOLDING = ("keep that", "keep this", "keep those", "keep these")

_CORRECTING = ("no", "nope", "nah", "sorry", "oops", "actually", "i meant", "i mean", "wait")


def all_but(frame: Frame, done: Done) -> Act | None:
    """`undo everything except the contrast`, `keep only the warmth`, `just the blur, nothing else`."""
    if frame.ops and _wants_colors(frame, done):
        return one(undoing(frame, "black_and_white"))
    named = tuple(dict.fromkeys(op.op for op in frame.ops if done.holds(op.op)))
    if frame.has("nothing_else") and frame.is_bare:
        return Act((), (), True, frame.span)
    if frame.has("rest") and frame.is_bare:
        if frame.has("back"):
            return Act((), (), True, frame.span)
        return Act((), (), False, frame.span) if frame.has("keep") else None
    if (
        not named
        or len(named) != len({op.op for op in frame.ops})
        or frame.places
        or frame.quantity is not None
        or way_of(frame) is not None
    ):
        return None
    excepting = frame.has("except") and frame.has("all", "rest", "everywhere")
    if excepting and (frame.has("back") or frame.text_has("lose", "drop")):
        return Act((), named, True, frame.span)
    if frame.has("only") and (frame.has("keep") or frame.text_has("want", "need", "leave")):
        return Act((), named, True, frame.span)
    if frame.text_has("leave") and frame.text_has("out", "out of") and _are_nouns(frame.ops):
        return Act(tuple(undoing(frame, op) for op in named), span=frame.span)
    if frame.has("keep", "only") and not frame.has("back", "again", "return") and _are_nouns(frame.ops):
        return Act((), named, _is_all_that_stays(frame), frame.span)
    return None


_ALONE = ("only", "just", "solely", "merely", "exclusively", "purely", "nothing but")


def _is_all_that_stays(frame: Frame) -> bool:
    """`only the contrast here`: what is named, and nothing else of what was done."""
    first = next((piece for piece in frame.pieces if not piece.has("filler")), None)
    return first is not None and first.text in _ALONE and all(op.kind == "property" for op in frame.ops)


def _are_nouns(ops: Collection[NamedOp]) -> bool:
    return all(op.kind == "property" or op.kind == "verb" for op in ops)


def named(frame: Frame, done: Done) -> Act | None:
    """What is to become of a property that was changed: gone, back again, more or less of it, to a number."""
    ops: tuple[Op, ...] = tuple(dict.fromkeys(op.op for op in frame.ops))
    if len(ops) == 1 and done.holds(ops[0]) and not frame.orders and _is_before(frame):
        return one(Intent("scale", "0", target=f"before {ops[0]}", span=frame.span))
    if not ops or frame.places or frame.orders or _commands(frame):
        return None
    if len(ops) == 1 and done.holds(ops[0]) and _is_state(frame):
        return one(Intent("scale", "0", target=f"version {ops[0]}", span=frame.span))
    sure_back = any(piece.has("back") and piece.text not in VAGUE_BACK for piece in frame.pieces)
    sure_back = sure_back or (
        frame.text_has("take", "turn", "switch") and frame.text_has("out", "off", "away")
    )
    nouns = all(op.kind != "quality" for op in frame.ops)
    if frame.pieces[0].text in _HOLDING and nouns and all(done.holds(op) for op in ops):
        return Act(tuple(Intent("keep", target=op, span=frame.span) for op in ops), span=frame.span)
    if _is_put_off(frame) and nouns and all(done.holds(op) for op in ops):
        return Act(tuple(undoing(frame, op) for op in ops), span=frame.span)
    grown = frame.has("stronger") and not frame.text_has("add")
    plain = not frame.has("weaker") and not grown and frame.quantity is None
    if frame.has("return", "again") and not sure_back and nouns and plain and not _is_forbidden(frame):
        return _brought_back(frame, ops, done)
    if not all(done.holds(op) for op in ops):
        return None
    if frame.pieces[0].text in ("but not", "though not") and frame.roles == frozenset(("instead_of",)):
        return Act((), ops, False, frame.span)
    if frame.has("back", "instead_of") and not frame.has("weaker", "stronger") and frame.quantity is None:
        stays = frame.has("keep") and any(piece.text in AS_IT_WAS for piece in frame.pieces)
        known = all(op.kind != "quality" or _is_that(frame, op, done) for op in frame.ops)
        if stays or frame.strength == "small" or not known:
            return None
        meant = (
            [_held(op, done) for op in frame.ops if not op.denied]
            if frame.pieces[0].text not in VAGUE_BACK
            else []
        )
        return Act(tuple(undoing(frame, op) for op in dict.fromkeys(meant or ops)), span=frame.span)
    return _named_amount(frame, ops, done)


def _is_put_off(frame: Frame) -> bool:
    """`grain off again`, `take the blur out again`: gone again, and not done once more."""
    ends = [frame.pieces[op.at].text.split()[-1] for op in frame.ops]
    off = frame.text_has("off", "out", "away") or (frame.text_has("take") and {"out", "off"} & set(ends))
    return bool(off) and frame.has("again") and not frame.has("weaker", "stronger", "keep")


def _is_forbidden(frame: Frame) -> bool:
    """`don't touch the contrast again`: what is to stay, and is not done once more."""
    return any(piece.has("keep") and not piece.has("filler", "best") for piece in frame.pieces)


def _commands(frame: Frame) -> bool:
    """`no, darken it`: a `no` and what is to be done instead."""
    backs = [piece.text for piece in frame.pieces if piece.has("back")]
    if frame.text_has("take", "off", "out", "away"):
        return False
    texts = [frame.pieces[op.at].text for op in frame.ops if op.kind == "verb"]
    return (
        bool(backs)
        and all(text in NOES for text in backs)
        and any(not text.endswith("ing") for text in texts)
    )


def as_it_came(frame: Frame, done: Done) -> Act | None:
    """`original white balance please`: a property as the photo had it."""
    if not frame.text_has("original", "initial") or frame.places or frame.quantity is not None:
        return None
    plain = not frame.roles - {"look", "pronoun", "best", "back", "return", "keep"}
    known = frame.ops and all(op.kind == "property" and done.holds(op.op) for op in frame.ops)
    return Act(tuple(undoing(frame, op.op) for op in frame.ops), span=frame.span) if plain and known else None


def not_done(frame: Frame, done: Done) -> Act | None:
    """`don't crop this one`: what was done here is not wanted here."""
    texts = [frame.pieces[op.at].text for op in frame.ops]
    if len(texts) != 1 or frame.places or frame.quantity is not None or frame.roles - {"pronoun", "also"}:
        return None
    told_not = texts[0].startswith(("don't ", "dont ", "do not ", "never "))
    return one(undoing(frame, frame.ops[0].op)) if told_not and done.holds(frame.ops[0].op) else None


def _is_that(frame: Frame, op: NamedOp, done: Done) -> bool:
    """`take off the warm`: a quality as the name of what it gave."""
    pointed = op.at > 0 and frame.pieces[op.at - 1].text in (*_POINTING, "all the", "all that")
    sure = any(piece.has("back") and piece.text not in VAGUE_BACK for piece in frame.pieces)
    return pointed and sure and (op.op, op.direction) in done.ways


def _wants_colors(frame: Frame, done: Done) -> bool:
    """`I want the color`, where it was taken away."""
    gray = "black_and_white" in done.ops and "saturation" not in done.ops
    colors = all(op.op == "saturation" and op.kind == "property" for op in frame.ops)
    if (
        gray
        and colors
        and frame.text_has("in")
        and frame.roles <= {"keep", "pronoun", "only", "return", "best"}
    ):
        return True
    wants = frame.text_has("want", "prefer", "like", "want back", "miss", "have", "i like", "i prefer")
    return gray and colors and wants and frame.quantity is None and not frame.has("weaker", "stronger")


def _is_thing(frame: Frame, op: NamedOp, done: Done) -> bool:
    """`the sharp is too much`: a quality, pointed at, as the name of what it gave."""
    pointed = op.at > 0 and frame.pieces[op.at - 1].text in _POINTING
    return pointed and frame.has("weaker") and (op.op, op.direction) in done.ways


def _held(named: NamedOp, done: Done) -> Op:
    """What was done that a name stands for: of a tint it is the warmth, where no color was given."""
    if named.op != "color" or not named.sort.startswith("tone") or "color" in done.ops:
        return named.op
    if "temperature" in done.ops:
        return "temperature"
    return "auto_color" if "auto_color" in done.ops else named.op


def _is_before(frame: Frame) -> bool:
    """`back to before the warming`: the state that something was done to."""
    at = next((at for at, piece in enumerate(frame.pieces) if piece.text.split()[-1] == "before"), None)
    if at is None or at >= frame.ops[0].at or frame.quantity is not None:
        return False
    if frame.places and not frame.has("goes_to"):
        return False
    return frame.has("goes_to") or any(piece.has("back") for piece in frame.pieces[: at + 1])


def _is_state(frame: Frame) -> bool:
    """`to how it was after the sharpening`, `back to the warm version`: a state by what had just been done."""
    after = any(piece.text.split()[-1] == "after" for piece in frame.pieces)
    version = frame.text_has("version", "versions") and frame.has("goes_to", "best")
    return (
        (after or version)
        and not frame.has("weaker", "stronger", "keep", "except")
        and frame.quantity is None
    )


def _brought_back(frame: Frame, ops: tuple[Op, ...], done: Done) -> Act | None:
    """`put the contrast back`, `the contrast again`: as it was before it was taken back, or before it was changed."""
    if not all(done.holds(op) or done.lacks(op) for op in ops):
        return None
    changed = frame.has("return") and not frame.has("again")
    grayed = "black_and_white" in done.ops
    intents = [
        undoing(frame, op)
        if done.holds(op) and (changed or (grayed and op not in done.ops))
        else Intent("scale", "0", target=op, span=frame.span)
        for op in ops
    ]
    return Act(tuple(intents), span=frame.span)


def _named_amount(frame: Frame, ops: tuple[Op, ...], done: Done) -> Act | None:
    if any(op.kind == "quality" and not _is_thing(frame, op, done) for op in frame.ops):
        return None
    way = way_of(frame)
    said = frame.quantity
    if said is not None and said.unit == "" and comes_to(frame):
        said = replace(said, absolute=True)
    if (
        said is not None
        and is_to(frame, said)
        and len(ops) == 1
        and all(op.kind == "property" for op in frame.ops)
    ):
        return one(Intent(ops[0], "+", quantity=said, span=frame.span))
    if any(op.kind == "verb" and _heads(frame, op) for op in frame.ops) or frame.text_has(*_CORRECTING):
        return None
    if said is not None and said.unit == "" and way is None and frame.pieces:
        if frame.roles - {"pronoun", "also", "little", "place", "keep"}:
            return None
        if not _plain(frame):
            return None
        to = replace(said, absolute=True)
        return Act(tuple(Intent(op, "+", quantity=to, span=frame.span) for op in ops), span=frame.span)
    if way is None and said is not None and said.unit == "%" and frame.text_has("only", "just", "to", "at"):
        share = replace(said, absolute=True)
        less = said.value < 100
        return Act(
            tuple(replace(scaling(frame, "-" if less else "+", op), quantity=share) for op in ops),
            span=frame.span,
        )
    if way is None or (said is not None and said.unit == ""):
        return None
    if way == "+" and said is None and any(piece.text in _PLAIN_MORE for piece in frame.pieces):
        return None
    return Act(tuple(scaling(frame, way, op) for op in ops), span=frame.span)


def _heads(frame: Frame, op: NamedOp) -> bool:
    """Whether a verb stands first, and so asks for something new; `the cooling` is a thing that was done."""
    if frame.pieces[op.at].text.endswith("ing"):
        return False
    before = [piece.text for piece in frame.pieces[: op.at]]
    return not (before and before[-1] in _POINTING) and all(
        piece.has("filler") for piece in frame.pieces[: op.at]
    )


def _plain(frame: Frame) -> bool:
    """Whether a property and its number stand without a word of more or less."""
    return not frame.has("weaker", "stronger", "back", "again")
