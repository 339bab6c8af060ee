"""One segment of what is said about an edit: which things it names, and which parts its other words play."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from burnish.agent.language.function_words import POSSESSIVES
from burnish.agent.language.turn_names import NamedOp, NamedPlace, ops_in, places_in
from burnish.agent.language.turn_quantities import PERCENT, quantity_in
from burnish.agent.language.turn_segments import NOES
from burnish.agent.language.turn_words import Piece, is_function_word
from burnish.agent.planner.intents import Quantity, Strength

_NAMING = frozenset(
    """the a an that this these those my your his her their one ones on in for of to also too please both
    ok okay so now and well then hmm hm what did you do with thing stuff""".split()
) | {"that thing", "this thing", "the thing", "that stuff", "did you", "you did"}
_PARTICLES = frozenset("down up off out".split())
_GIVING = frozenset("bring put give get want have add need miss like".split())
_PULLING = frozenset("pull dial scale ease tone bring".split())
_POINTS = frozenset(("point", "points", "stop", "stops", "=", "+", "-", "to", "°", "at", "by", ":"))


@dataclass(frozen=True)
class Frame:
    """A segment, sorted into what it names and how it is said."""

    pieces: tuple[Piece, ...]
    ops: tuple[NamedOp, ...]
    places: tuple[NamedPlace, ...]
    orders: tuple[int, ...]
    count: int | None
    quantity: Quantity | None
    strength: Strength
    roles: frozenset[str]
    """Every part that some piece plays, but for `filler`."""

    is_covered: bool
    """Whether every word is accounted for."""

    @property
    def span(self) -> tuple[int, int]:
        """Where in the text it stands."""
        return self.pieces[0].start, self.pieces[-1].end

    def has(self, *roles: str) -> bool:
        """Whether some piece plays one of these parts."""
        return not self.roles.isdisjoint(roles)

    def text_has(self, *texts: str) -> bool:
        """Whether one of these words stands in it."""
        return any(piece.text in texts for piece in self.pieces)

    @property
    def is_bare(self) -> bool:
        """Whether it names no property, place or turn."""
        return not (self.ops or self.places or self.orders)

    @property
    def is_object(self) -> bool:
        """Whether it only names something, and says nothing of it."""
        named = {op.at for op in self.ops} | {
            at for place in self.places for at in range(place.first, place.at + 1)
        }
        return (
            not self.is_bare
            and self.quantity is None
            and all(op.kind == "property" for op in self.ops)
            and all(
                at in named or piece.text in _NAMING or "order" in piece.numbers or piece.has("thing")
                for at, piece in enumerate(self.pieces)
            )
        )


def frame_of(pieces: Sequence[Piece], text: str) -> Frame:
    """The segment sorted."""
    kept = tuple(_as_verbs(tuple(_without_possessives(pieces))))
    places = tuple(places_in(kept, text))
    named = {at for place in places for at in range(place.first, place.at + 1)}
    ops = tuple(ops_in(kept, named))
    inside = {op.at for op in ops} | named
    quantity, counted = quantity_in(kept, inside)
    roles = frozenset(
        role for at in range(len(kept)) if at not in inside and at not in counted
        for role in roles_at(kept, at) if role != "filler"
    )  # fmt: skip
    orders = tuple(piece.numbers["order"] for piece in kept if "order" in piece.numbers)
    counts = [p.numbers["count"] for at, p in enumerate(kept) if "count" in p.numbers and at not in counted]
    covered = all(
        at in inside or at in counted or not is_open(kept, at) for at in range(len(kept))
    )  # fmt: skip
    return Frame(
        kept, ops, places, orders, counts[0] if counts else None, quantity, _strength(roles), roles, covered
    )


def _strength(roles: frozenset[str]) -> Strength:
    if "little" in roles:
        return "small"
    return "large" if "lots" in roles else "medium"


def _without_possessives(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """`her face`: only the face is named."""
    for at, piece in enumerate(pieces):
        last = at + 1 == len(pieces)
        if not (piece.text in POSSESSIVES and not last and not is_function_word(pieces[at + 1].text)):
            yield piece


def _as_verbs(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """`cool it`: a word of praise elsewhere is a verb before what it is done to."""
    for at, piece in enumerate(pieces):
        after = pieces[at + 1] if at + 1 < len(pieces) else None
        acts = any(sense.kind == "verb" for sense in piece.senses)
        followed = after is not None and (
            after.text in _PARTICLES
            or after.text in ("it", "that", "the", "her", "his")
            or after.text in ("was better", "was nicer", "looked better")
        )
        yield (
            replace(piece, roles=frozenset())
            if acts and followed and piece.roles == frozenset(("filler",))
            else piece
        )


def is_open(pieces: Sequence[Piece], at: int) -> bool:
    """Whether nothing is known of what this word does here."""
    piece = pieces[at]
    if (
        piece.roles
        or piece.numbers
        or piece.text in PERCENT
        or piece.text in _POINTS
        or not piece.text[:1].isalnum()
    ):
        return False
    return not any(sense.kind == "praise" for sense in piece.senses)


def roles_at(pieces: Sequence[Piece], at: int) -> frozenset[str]:
    """The parts of a piece; a particle by its verb: `put … back` brings back, `take … back` takes away."""
    piece = pieces[at]
    before = [each.text for each in pieces[:at]]
    if piece.text in NOES and all(each in NOES for each in before) and _only_leads(pieces, at):
        return frozenset()
    if piece.text in ("back", "back in", "back on"):
        if _GIVING & set(before):
            return frozenset(("return",))
        if _PULLING & set(before):
            return frozenset(("weaker",))
    return frozenset(("weaker",)) if piece.has("artificial") else piece.roles


def _only_leads(pieces: Sequence[Piece], at: int) -> bool:
    """`no just the sky`: whether this `no` is not about what follows."""
    after = pieces[at + 1] if at + 1 < len(pieces) else None
    return after is not None and after.named is None and not after.has("thing")
