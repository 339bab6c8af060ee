"""The shares and numbers that are said of an edit: `half as strong`, `30 % less`, `another half stop`, `25`."""

from collections.abc import Sequence

from burnish.agent.language.turn_words import Piece
from burnish.agent.planner.intents import Quantity

PERCENT = frozenset(("%", "percent", "per cent", "pct"))
STOPS = frozenset(("stop", "stops", "ev"))


def quantity_in(pieces: Sequence[Piece], inside: set[int]) -> tuple[Quantity | None, set[int]]:
    """The share or the number that is said, and which pieces say it. A number is taken for a change where a sign or a
    word of more or less stands beside it.
    """
    undoes = any(each.text in ("undo", "revert") for each in pieces)
    for at, piece in enumerate(pieces):
        if "share" in piece.numbers and _before_stop(pieces, at):
            return Quantity(0.5, "EV"), {at, at + 1} | {
                near for near in (at + 2,) if pieces[at + 1].text == "a"
            }
        if "share" in piece.numbers and not (undoes and "count" in piece.numbers):
            return Quantity(float(piece.numbers["share"]), "%", absolute=True), {at}
    for at, piece in enumerate(pieces):
        if piece.value is None or at in inside:
            continue
        after = pieces[at + 1].text if at + 1 < len(pieces) else ""
        before = pieces[at - 1].text if at else ""
        if after in PERCENT:
            share = before in ("at", "to") or (after in PERCENT and _of_it(pieces, at + 2))
            return Quantity(piece.value, "%", absolute=share), {at, at + 1}
        if piece.text in ("2", "3", "4") and any(each.has("back", "thing") for each in pieces):
            return None, set()
        sign = -1.0 if before == "-" else 1.0
        if after in STOPS:
            return Quantity(sign * piece.value, "EV", absolute=before == "to"), {at, at + 1}
        led = pieces[at - 2].text if sign < 0 and at > 1 else before
        to = led.split()[-1:] in (["to"], ["at"])
        return Quantity(sign * piece.value, "", absolute=to), {at}
    return None, set()


def _before_stop(pieces: Sequence[Piece], at: int) -> bool:
    """`another half stop`: of light, no share of what was done."""
    behind = [each.text for each in pieces[at + 1 : at + 3]]
    return bool(behind) and (behind[0] in STOPS or (behind[0] == "a" and behind[-1] in STOPS))


def _of_it(pieces: Sequence[Piece], at: int) -> bool:
    """`50% of that`: a share, not a change."""
    less = any(piece.has("weaker", "stronger", "back") or piece.text in ("off", "-") for piece in pieces)
    return not less and at < len(pieces) and pieces[at].text.startswith("of")
