"""A turn cut into segments: between punctuation, at `and` and `but`, before `instead of`."""

from collections.abc import Iterator, Sequence

from burnish.agent.language.turn_words import Piece

_JOINTS = frozenset((",", ";", ".", "!", "?", ":", "and", "but", "then", "while", "(", ")", "…", "&", "plus"))
_SWAPS = frozenset(("swap", "replace", "trade", "exchange"))
_SWAPPED_FOR = frozenset(("with", "for", "by"))
_ACTING = (
    "go back",
    "back to",
    "undo",
    "revert",
    "put it",
    "take it",
    "take that",
    "lose",
    "scratch",
    "bring it",
    "dial",
)
_LETS = ("let's", "lets", "please", "just", "maybe", "can you", "could you")
_BEGINNING = frozenset("do add use try put apply give make have".split()) | {
    "give it",
    "make it",
    "go for",
    "let's do",
    "i'd",
    "i'd rather",
    "i'd like",
    "i would",
    "i want",
}
NOES = frozenset(("no", "nope", "nah", "ugh", "meh", "hmm", "no no"))


def segments(pieces: Sequence[Piece]) -> list[tuple[Piece, ...]]:
    """The parts of a turn between punctuation, `and`, `but` and before `instead of`; `…, sorry` ends no new one."""
    parts = list(_parts(pieces))
    if len(parts) > 1 and _leads(parts[-1]):
        parts[-2:] = [(*parts[-2], *parts[-1])]
    return parts


def _parts(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, ...]]:
    current: list[Piece] = []
    for at, piece in enumerate(pieces):
        swapped = piece.text in _SWAPPED_FOR and _first_word(current) in _SWAPS
        inner = piece.text in (":", ".") and at + 1 < len(pieces) and pieces[at + 1].value is not None
        joint = (piece.text in _JOINTS and not _excepts(piece, current)) or swapped
        joint = joint or _is_dash(pieces, at)
        if joint and at + 1 < len(pieces) and piece.text == "plus" and pieces[at + 1].value is not None:
            joint = False
        if joint and current and _leads(current):
            continue
        leads = piece.has("instead_of") and any(not each.has("filler") for each in current)
        leads = leads or _denies(pieces, at, current) or _sets(pieces, at, current)
        leads = leads or _turns_to_act(pieces[at], current) or _concludes(pieces, at, current)
        leads = leads or _comes_instead(piece, current)
        if (joint and not inner) or (leads and not _not_place(pieces, at)):
            if current:
                yield tuple(current)
            current = [] if joint else [piece]
        elif not inner:
            current.append(piece)
    if current:
        yield tuple(current)


def _is_dash(pieces: Sequence[Piece], at: int) -> bool:
    """`not contrast - saturation`: a stroke between words, and no sign of a number."""
    after = pieces[at + 1] if at + 1 < len(pieces) else None
    return pieces[at].text == "-" and at > 0 and after is not None and after.value is None


def _first_word(pieces: Sequence[Piece]) -> str:
    """The first that is no small word."""
    return next((piece.text for piece in pieces if not piece.has("filler")), "")


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


def _sets(pieces: Sequence[Piece], at: int, before: Sequence[Piece]) -> bool:
    """`20 is too much make it 10`: a number in the place of one."""
    behind = pieces[at + 1 : at + 4]
    pointed = len(behind) > 1 and behind[0].text in ("it", "that", "it to", "that to")
    number = any(each.value is not None for each in behind)
    return pieces[at].text in ("make", "set", "put") and pointed and number and bool(before)


def _turns_to_act(piece: Piece, before: Sequence[Piece]) -> bool:
    """`that's too much go back one`: what is wrong is said, and what to do about it begins."""
    wrong = any(each.text.startswith(("too ", "way too")) or each.text == "too" for each in before)
    return wrong and len(before) > 1 and piece.text.startswith(_ACTING)


def _comes_instead(piece: Piece, before: Sequence[Piece]) -> bool:
    """`instead of the crop do a vignette`: what is not wanted is named, and what is wanted begins."""
    given_up = any(each.has("instead_of") for each in before) and before[-1].named is not None
    return given_up and piece.text in _BEGINNING


def _concludes(pieces: Sequence[Piece], at: int, before: Sequence[Piece]) -> bool:
    """`that's orange now so half that`, `that's flat so let's halve it`: what follows from it."""
    after = next((each for each in pieces[at + 1 :] if each.text not in _LETS), None)
    follows = after is not None and ("share" in after.numbers or after.text.startswith(_ACTING))
    return pieces[at].text == "so" and follows and len(before) > 1


def _not_place(pieces: Sequence[Piece], at: int) -> bool:
    """`the face instead of the sky`: two places of one wish."""
    return any(each.region for each in pieces[at + 1 : at + 4])
