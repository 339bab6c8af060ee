"""The clause grammar: too X, not X enough, needs more X, make it X-er, verb and property, remove the thing.

It reads from left to right. A governing word (increase, reduce, remove, make …) rules until another takes its
place; `too`, `not`, `more` and `less` reach the next property or quality. What it cannot place, it leaves alone.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from burnish.agent.language.amounts import with_amounts
from burnish.agent.language.attachment import with_regions
from burnish.agent.language.back_phrases import NOT_THAT
from burnish.agent.language.clauses import clauses
from burnish.agent.language.follow_up_words import follow_up, undone
from burnish.agent.language.hits import settled
from burnish.agent.language.lexicon import Lexicon, Term, shipped_lexicon
from burnish.agent.language.lifting import lifted
from burnish.agent.language.scan import scan
from burnish.agent.language.staying import staying
from burnish.agent.language.taking_back import NONE_OF_IT, approved, taken_back, terms_between
from burnish.agent.language.terse import noted
from burnish.agent.language.words import split_words
from burnish.agent.planner.intents import Intent

_BUT = re.compile(r"\W*(?:but|however|though|yet)\b\W*\w", re.IGNORECASE)

_LESS_THAN = re.compile(r"\bless (?:\w+ )?than (?:before|last time|the last time)\b", re.IGNORECASE)

FIRST_TURN_TERMS = 4
"""Longest text that is about an edit before, when there was none: a longer one only sounds like it."""


def read(text: str, lexicon: Lexicon | None = None, *, has_history: bool = False) -> tuple[Intent, ...]:
    """The intents that the words of a text state, in their order.

    Without a history, words such as "more" lean on nothing: only a short text is taken for a follow-up.
    """
    terms = (lexicon or shipped_lexicon()).terms(split_words(text))
    found: list[Intent] = []
    for clause in clauses(terms, text):
        found.extend(_spared(clause, text, has_history=has_history))
    found = _less_than_before(found, text)
    if any(intent.op not in ("scale", "undo", "keep") for intent in found):
        found = [_kept_away(intent) for intent in found]
    if not has_history and len(terms) > FIRST_TURN_TERMS:
        found = [
            intent for intent in found if intent.op not in ("scale", "undo") or intent.target == "others"
        ]
    return settled(found)


def compares_with_before(text: str) -> bool:
    """`less than before`: whether a strength is said by what was there."""
    return _LESS_THAN.search(text) is not None


def _less_than_before(found: list[Intent], text: str) -> list[Intent]:
    """`sharper, but less than before`: how much of the wish, not less of what was done."""
    wishes = [each for each in found if each.op not in ("scale", "undo", "keep")]
    if not wishes or not compares_with_before(text):
        return found
    return [replace(each, strength="small") for each in wishes]


def _kept_away(intent: Intent) -> Intent:
    """`more contrast, but not in the sky`: beside a wish, a place where nothing is to be is one to be kept."""
    if intent.op != "scale" or intent.quantity != NONE_OF_IT:
        return intent
    return Intent(
        "keep", region=intent.region, phrase=intent.phrase, target=intent.region or "all", span=intent.span
    )


def _about_the_edit(clause: Sequence[Term], text: str) -> list[Intent]:
    """What a clause says where something was done before: of that first, else as if nothing was."""
    free = lifted(clause, text)
    if free is None:
        return (
            _instead(clause, text)
            or taken_back(clause, is_contrasted=_is_contrasted(clause, text))
            or _by_commas(clause, text)
            or _of_clause(clause, text)
        )
    lifting, rest = free
    return [lifting, *(_there(each, lifting) for each in (_of_clause(rest, text) if rest else []))]


def _spared(clause: Sequence[Term], text: str, *, has_history: bool) -> list[Intent]:
    """What a clause says; `make it cooler, not her face though` spares a place in its last part."""
    read_one = _about_the_edit if has_history else _of_clause
    last = max((at for at, term in enumerate(clause) if term.text == ","), default=0)
    if not 0 < last < len(clause) - 1 or clause[last + 1].text not in ("not", "except", "except for"):
        return read_one(clause, text)
    away = taken_back(clause[last + 1 :])
    wishes = read_one(clause[:last], text)
    made = bool(wishes) and all(each.op not in ("scale", "undo", "keep") for each in wishes)
    if not made or [each.quantity for each in away] != [NONE_OF_IT]:
        return read_one(clause, text)
    return [*wishes, *away]


def _is_contrasted(clause: Sequence[Term], text: str) -> bool:
    """`the first was fine but ...`: whether a `but` follows."""
    return _BUT.match(text, clause[-1].end) is not None


def _instead(clause: Sequence[Term], text: str) -> list[Intent]:
    """`i meant saturation, not contrast`: one is wished for, and another that was changed is taken back."""
    found = NOT_THAT.search(" ".join(term.text for term in clause))
    if found is None:
        return []
    named = terms_between(clause, *found.span("named"))
    unwanted = [term for term in named if term.can_be("property", "quality")]
    target = undone(unwanted)
    wanted = _of_clause(terms_between(clause, *found.span("wanted")), text)
    if target == "last" or not wanted or any(intent.op in ("scale", "undo", "keep") for intent in wanted):
        return []
    if any(intent.op == target for intent in wanted):
        return wanted
    if clause[0].can_be("redirect"):
        wanted = []
    return [Intent("undo", target=target, span=(unwanted[0].start, unwanted[-1].end)), *wanted]


def _by_commas(clause: Sequence[Term], text: str) -> list[Intent]:
    """`no blur, just warmer`: something named is taken back first, and something else is said behind a comma.

    `darker is fine, colder is too much`: where nothing is to change, only the other part asks for something.
    """
    at = next((at for at, term in enumerate(clause) if term.text == ","), None)
    if at is None or not 0 < at < len(clause) - 1:
        return []
    if approved(clause[:at]):
        return _about_the_edit(clause[at + 1 :], text)
    if not any(term.can_be("not") for term in clause[:at]) and not _of_clause(clause[:at], text):
        return taken_back(clause[at + 1 :])
    behind = _of_clause(clause[at + 1 :], text) if clause[0].can_be("too") else []
    if len(behind) == 1 and behind[0].op == "undo" and behind[0].target in ("last", "all"):
        return behind
    named = [
        intent
        for intent in taken_back(clause[:at])
        if intent.op == "undo" and intent.target not in ("", "last")
    ]
    return [*named, *_about_the_edit(clause[at + 1 :], text)] if named else []


def _there(intent: Intent, lifting: Intent) -> Intent:
    """`you can change the sky again, darken it`: what follows is about the place that was named."""
    if intent.region is not None or intent.phrase or intent.op in ("scale", "undo", "keep"):
        return intent
    return replace(intent, region=lifting.region, phrase=lifting.phrase)


def _of_clause(clause: Sequence[Term], text: str) -> list[Intent]:
    if note := noted(clause, text):
        return note
    if kept := staying(clause, text):
        return kept
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
