"""A turn cut into segments: between punctuation, at `and` and `but`, before `instead of`."""

from collections.abc import Iterator, Sequence

from burnish.agent.language.turn_words import Piece

_JOINTS = frozenset((",", ";", ".", "!", "?", ":", "and", "but", "then", "while", "(", ")", "…", "&", "plus"))
_SWAPS = frozenset(("swap", "replace", "trade", "exchange"))
_SWAPPED_FOR = frozenset(("with", "for", "by"))
NOES = frozenset(("no", "nope", "nah", "ugh", "meh", "hmm", "no no"))


def segments(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, ...]]:
    """The parts of a turn between punctuation, `and`, `but` and before `instead of`."""
    current: list[Piece] = []
    for at, piece in enumerate(pieces):
        swapped = piece.text in _SWAPPED_FOR and bool(current) and current[0].text in _SWAPS
        inner = piece.text in (":", ".") and at + 1 < len(pieces) and pieces[at + 1].value is not None
        joint = (piece.text in _JOINTS and not _excepts(piece, current)) or swapped
        if joint and at + 1 < len(pieces) and piece.text == "plus" and pieces[at + 1].value is not None:
            joint = False
        if joint and current and _leads(current):
            continue
        leads = piece.has("instead_of") and any(not each.has("filler") for each in current)
        leads = leads or _denies(pieces, at, current)
        if (joint and not inner) or (leads and not _not_place(pieces, at)):
            if current:
                yield tuple(current)
            current = [] if joint else [piece]
        elif not inner:
            current.append(piece)
    if current:
        yield tuple(current)


def _leads(pieces: Sequence[Piece]) -> bool:
    """`sorry,` and `no,` lead to what is meant, and are no part of their own."""
    return all(
        piece.text in NOES or (piece.has("filler") and piece.roles <= {"filler", "complaint"})
        for piece in pieces
    )


def _excepts(piece: Piece, before: Sequence[Piece]) -> bool:
    """`everything but the contrast`, `nothing but the sky`."""
    return piece.text == "but" and bool(before) and before[-1].has("all", "everywhere", "rest")


def _denies(pieces: Sequence[Piece], at: int, before: Sequence[Piece]) -> bool:
    """`warmer not cooler`: one thing in place of another."""
    after = pieces[at + 1] if at + 1 < len(pieces) else None
    named = any(each.named is not None for each in before[-1:])
    return pieces[at].text == "not" and named and after is not None and after.named is not None


def _not_place(pieces: Sequence[Piece], at: int) -> bool:
    """`the face instead of the sky`: two places of one wish."""
    return any(each.region for each in pieces[at + 1 : at + 4])
