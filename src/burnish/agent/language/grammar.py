"""The clause grammar: too X, not X enough, needs more X, make it X-er, verb and property, remove the thing.

It reads from left to right. A governing word (increase, reduce, remove, make …) rules until another takes its
place; `too`, `not`, `more` and `less` reach the next property or quality. What it cannot place, it leaves alone.
"""

from collections.abc import Sequence

from burnish.agent.language.amounts import with_amounts
from burnish.agent.language.attachment import with_regions
from burnish.agent.language.clauses import clauses
from burnish.agent.language.follow_up_words import follow_up
from burnish.agent.language.hits import settled
from burnish.agent.language.lexicon import Lexicon, Term, shipped_lexicon
from burnish.agent.language.scan import scan
from burnish.agent.language.words import split_words
from burnish.agent.planner.intents import Intent

FIRST_TURN_TERMS = 4
"""Longest text that is about an edit before, when there was none: a longer one only sounds like it."""


def read(text: str, lexicon: Lexicon | None = None, *, has_history: bool = False) -> tuple[Intent, ...]:
    """The intents that the words of a text state, in their order.

    Without a history, words such as "more" lean on nothing: only a short text is taken for a follow-up.
    """
    terms = (lexicon or shipped_lexicon()).terms(split_words(text))
    found: list[Intent] = []
    for clause in clauses(terms, text):
        found.extend(_of_clause(clause, text))
    if not has_history and len(terms) > FIRST_TURN_TERMS:
        found = [intent for intent in found if intent.op not in ("scale", "undo") or intent.direction == "0"]
    return settled(found)


def _of_clause(clause: Sequence[Term], text: str) -> list[Intent]:
    scanned = scan(clause)
    if not scanned.hits:
        return follow_up(clause, text)
    hits = [
        hit for hit in scanned.hits if hit.op != "enhance" or not _is_vague(clause[hit.at])
    ] or scanned.hits
    if len(scanned.hits) == 1:
        hits = scanned.hits
    placed = with_regions(clause, hits, scanned.end)
    return [hit.intent(clause, text) for hit in with_amounts(clause, placed)]


def _is_vague(term: Term) -> bool:
    """`better`, `improved`: words that only say that the wish beside them is one."""
    return term.text.startswith(("better", "improv", "fix", "edit", "perfect", "look", "good", "clean"))
