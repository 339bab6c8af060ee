"""`the first amount of contrast was nicer`, `the sky was better the first time`: one edit as it was at first."""

import re

from burnish.agent.language.done import Done
from burnish.agent.language.follow_up_words import undone
from burnish.agent.language.lexicon import Term, shipped_lexicon
from burnish.agent.language.noun_phrases import noun_phrases
from burnish.agent.language.words import split_words
from burnish.agent.planner.intents import Intent

_FIRST = re.compile(r"\b(?:first|initial|initially)\b", re.IGNORECASE)
_PREFERRED = re.compile(
    r"\b(?:better|nicer|best|perfect|prefer(?:red)?|preferable|liked?|(?:was|looked) (?:right|good|fine|great|nice)"
    r"|(?:go|back|return|revert|switch) (?:back )?to)\b",
    re.IGNORECASE,
)
_LONGEST = 16
"""Terms of a turn that says only this."""


def first_state(text: str, done: Done) -> Intent | None:
    """The intent to have a property, or what was done in a place, as it was first; None for any other turn."""
    if not _FIRST.search(text) or not _PREFERRED.search(text):
        return None
    terms = shipped_lexicon().terms(split_words(text))
    if len(terms) > _LONGEST:
        return None
    if any(_asks(term) for term in terms):
        return None
    span = (terms[0].start, terms[-1].end)
    named = undone([term for term in terms if term.can_be("property")])
    if named in done.ops:
        return Intent("scale", "0", target=f"first {named}", span=span)
    place = next((each for each in noun_phrases(terms) if each.region not in (None, "obj")), None)
    if place is None or place.region is None or not done.ops:
        return None
    return Intent("scale", "0", target=f"first {place.region}", span=span)


def _asks(term: Term) -> bool:
    """Whether a word asks for something else; a `nicer` does not."""
    sense = term.sense("verb")
    return sense is not None and sense.op != "enhance" and not term.can_be("property")
