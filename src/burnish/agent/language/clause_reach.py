"""How far words reach in a clause: where a purpose begins, what is praise, what is a wish."""

from collections.abc import Sequence

from burnish.agent.language.clauses import is_soft
from burnish.agent.language.lexicon import Term

_ASKS = ("verb", "take", "up", "down", "make", "insert", "adjust")

_PURPOSE_VERBS = frozenset(
    """make see show bring give accent look appear be read emphasize emphasise keep allow get help
    create reveal highlight add let have draw focus put fit match enhance improve avoid hide compensate
    reduce increase achieve simulate produce go stand pop eliminate convey suit set tell better""".split()
)
_MODALS = frozenset(
    """would could might may maybe perhaps should wish wishing try trying consider instead wouldn't id
    i'd would've could've might've""".split()
)
_COMMON_PRAISE = frozenset(("like", "well", "good", "nice"))
_BEFORE_COMMON_PRAISE = frozenset("i we really do very also is a looks are".split())


def purpose_start(terms: Sequence[Term]) -> int:
    """Where the clause stops to say what is wanted and begins to say what for; its length if it never does."""
    seen = False
    for at, term in enumerate(terms):
        if seen and (term.can_be("purpose") or (term.text == "to" and _starts_purpose(terms, at))):
            return at
        seen = seen or term.can_be("verb", "quality") or (term.can_be("property") and at > 0)
    return len(terms)


def _starts_purpose(terms: Sequence[Term], at: int) -> bool:
    if terms[at - 1].can_be("need", "adjust"):
        return False
    return at + 1 < len(terms) and terms[at + 1].text in _PURPOSE_VERBS


def praise_end(terms: Sequence[Term]) -> int:
    """Where praise stops: before the segment in which a verb asks for something; 0 without praise."""
    praises = [at for at in range(len(terms)) if is_praising(terms, at)]
    if not praises:
        return 0
    for at in range(praises[-1] + 1, len(terms) - 1):
        if is_soft(terms[at]) and any(term.can_be(*_ASKS) for term in terms[at + 1 : at + 3]):
            return at
    return len(terms)


def is_praising(terms: Sequence[Term], at: int) -> bool:
    """Whether the term here praises: `I like it` does, `dressed like a pirate` does not."""
    if not terms[at].can_be("praise"):
        return False
    if terms[at].text not in _COMMON_PRAISE:
        return True
    return at == 0 or terms[at - 1].text in _BEFORE_COMMON_PRAISE


def wants_something(terms: Sequence[Term]) -> bool:
    """Whether a need, a fault or an unreal mood is in the clause: then its praise is for what is not there."""
    last = len(terms) - 1
    return any(
        term.can_be("need") or (term.can_be("too") and at < last) or term.text in _MODALS
        for at, term in enumerate(terms)
    )


def is_participle(term: Term) -> bool:
    """Whether a verb can stand in the passive here: `removed`, `taken out`."""
    first = term.text.split()[0]
    return first.endswith(("ed", "en", "out", "gone", "away", "off", "cut")) and first != "need"
