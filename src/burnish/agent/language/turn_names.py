"""The properties and places that a segment names."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from burnish.agent.language.turn_words import Piece, is_function_word
from burnish.agent.planner.intents import REGIONS, Color, Op, Region

_AWAY = ("except", "instead_of")
_COMMON = frozenset(
    """lake water sea ocean river grass meadow lawn trees tree forest hills hill mountains mountain clouds sand beach
    snow road street ground building buildings house car boat flowers dog cat""".split()
)
"""Things that are named without an article: `sky and lake stay as they are`."""

_LEADS = frozenset("the her his my their that this our your".split())


@dataclass(frozen=True, slots=True)
class NamedOp:
    """A property that was named."""

    op: Op
    direction: str | None
    color: Color | None
    kind: str
    """property, quality or verb: in which form it was named."""

    at: int
    sort: str = ""
    """Which sort of property the lexicon calls it."""

    denied: bool = False
    """Whether `not` stands right before it."""


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place that was named."""

    region: Region
    phrase: str
    at: int
    away: bool
    """Whether words such as `not`, `except` or `instead of` lead it in."""

    first: int
    """Index of the first word that describes it: `red` of `the red ball`."""


def ops_in(pieces: Sequence[Piece], places: set[int]) -> Iterator[NamedOp]:
    """The properties that a segment names; a word that plays another part beside them is none."""
    others = [at for at, piece in enumerate(pieces) if piece.named is not None and not piece.roles]
    pointed = any(piece.has("pronoun", "thing") or "order" in piece.numbers for piece in pieces)
    for at, piece in enumerate(pieces):
        sense = piece.named
        if sense is None or sense.op is None or at in places:
            continue
        if piece.roles - {"filler", "weaker", "stronger", "complaint"} or (piece.roles and sense.fault):
            continue
        if piece.roles - {"filler", "complaint"} and (others or pointed or places):
            continue
        if piece.roles and not piece.roles - {"filler"} and piece.text != "brightness":
            continue
        before = [each.text for each in pieces[max(0, at - 2) : at]]
        denied = any(text in ("not", "not the", "and not", "but not") for text in before)
        yield NamedOp(sense.op, sense.direction, None, sense.kind, at, sense.value, denied)


def places_in(pieces: Sequence[Piece], text: str) -> Iterator[NamedPlace]:
    """The places that a segment names, and whether each is one to be left out."""
    away = False
    for at, piece in enumerate(pieces):
        if piece.has(*_AWAY) or piece.text == "not":
            away = piece.text != "out of" or away
        elif piece.has("also", "only") and not piece.has("filler"):
            away = False
        region: Region | None = next((each for each in REGIONS if each == piece.region), None)
        thing = piece.is_unknown and piece.text[:1].isalpha() and not is_function_word(piece.text)
        first = _described_from(pieces, at)
        led = first > 0 and pieces[first - 1].text.split()[-1] in _LEADS
        if region is None and not (thing and (led or (at == 0 and piece.text in _COMMON))):
            continue
        if piece.roles or piece.named is not None:
            continue
        phrase = text[piece.start : piece.end] if region else _phrase(pieces, first, at, text)
        yield NamedPlace(region or "obj", phrase, at, away or _left_out(pieces, at), at if region else first)
        away = False


def _left_out(pieces: Sequence[Piece], at: int) -> bool:
    """`leave the sky out`, `the sky should not get that`: what says that it is spared stands behind it."""
    behind = pieces[at + 1 :]
    if any(each.region for each in behind):
        return False
    kept = any(each.has("keep") for each in pieces[:at])
    return any(
        (
            each.has("except")
            and not each.roles & {"filler", "also"}
            and not each.text.startswith(("out", "off"))
        )
        or (kept and each.text in ("out", "out of", "off"))
        for each in behind
    )


def _described_from(pieces: Sequence[Piece], at: int) -> int:
    """Index of the first of the colors that stand before a noun, or of the noun."""
    while at > 1 and any(sense.kind == "color" for sense in pieces[at - 1].senses):
        at -= 1
    return at


def _phrase(pieces: Sequence[Piece], first: int, at: int, text: str) -> str:
    return text[pieces[max(0, first - 1)].start : pieces[at].end]
