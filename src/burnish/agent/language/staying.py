"""Clauses that say what is to stay as it is, the thing named first: `I want her skin to stay natural`."""

import re
from collections.abc import Sequence

from burnish.agent.language.lexicon import Term
from burnish.agent.language.noun_phrases import noun_phrases
from burnish.agent.language.taking_back import terms_between
from burnish.agent.planner.intents import Intent

_STAYS = re.compile(
    r"^(?P<named>[^,]{2,60}?) (?:(?:to|should|must|shall|has to|have to|needs to|need to|ought to) )?"
    r"(?:just |still |please )?(?:stay|stays|remain|remains|be kept|be left)(?: exactly| just| looking)? "
    r"(?:natural|real|realistic|untouched|unchanged|unedited|alone|intact|the same|put|true|"
    r"(?:as|like|how|the way) (?:it|they|he|she|that|this)(?: (?:is|are|looks|look))?|as is|like that|like this)"
    r"(?: please| though| now)*(?: ,? ?(?:so|and) (?:no|don't|do not|please don't|never) [^,]{2,60})?$"
)
_LONGEST = 14
"""Terms of such a clause."""


def staying(clause: Sequence[Term], text: str) -> Intent | None:
    """The intent to keep what is named; None for any other clause, and where no place is named."""
    if len(clause) > _LONGEST:
        return None
    words = " ".join(term.text for term in clause)
    found = _STAYS.search(words)
    if found is None:
        return None
    inside = terms_between(clause, *found.span("named"))
    place = next((each for each in noun_phrases(inside) if each.region), None)
    if place is None or place.region is None:
        return None
    phrase = text[inside[place.first].start : inside[place.last].end]
    span = (clause[0].start, clause[-1].end)
    return Intent("keep", region=place.region, phrase=phrase, target=place.region, span=span)
