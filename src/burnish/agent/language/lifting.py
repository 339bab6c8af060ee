"""Words that lift what was to be kept: `you can change the sky again`, `no need to protect the face any more`."""

import re
from collections.abc import Sequence

from burnish.agent.language.lexicon import Term
from burnish.agent.language.noun_phrases import noun_phrases
from burnish.agent.language.taking_back import terms_between
from burnish.agent.planner.intents import Intent

_CHANGES = r"(?:change|touch|edit|alter|adjust|modify|work on|play with|include)"
_KEEPS = r"(?:keep|protect|preserve|spare|leave)"
_KEEPING = r"(?:keeping|protecting|preserving|sparing|leaving)"
_LIFTS = re.compile(
    rf"\b(?:you|we|i) (?:can|may|could) (?:now |also |again )*{_CHANGES} (?P<permitted>[^,]+)|"
    rf"\b(?:feel free to|it's ok to|it's okay to|ok to|okay to|allowed to) {_CHANGES} (?P<free>[^,]+)|"
    rf"\b(?:forget(?: about)?|stop|no more) {_KEEPING} (?P<stopped>[^,]+)|"
    r"\b(?:forget|never mind|nevermind|ignore|disregard|scrap) (?:about )?(?:what|everything|anything|all) "
    r"(?:i|we|i've) (?:said|told you|asked) (?:about|regarding|on|for) (?P<said>[^,]+)|"
    rf"\b(?:no need to|don't need to|don't have to|needn't|no longer) {_KEEPS} (?P<needless>[^,]+)|"
    rf"\b(?:unlock|unprotect|release) (?P<unlocked>[^,]+)|"
    r"\b(?:forget|drop|scrap|ignore) (?:about )?(?:the|that|this) (?:thing|bit|part|business) (?:about|with) "
    r"(?P<thing>[^,]+)|"
    r"(?P<stays>[^,]+?) (?:doesn't|don't|does not|do not|needn't) (?:have to|need to)? ?(?:stay|be kept|remain)\b|"
    r"(?P<free_now>[^,]+?) (?:is|are) (?:fair game|free(?: to (?:change|edit))?(?=$| again| now| ,)|"
    r"no longer (?:kept|protected|locked|off limits|taboo)|(?:allowed|open|editable|okay to change|ok to change)"
    r"(?: again| now)+)\b|"
    r"^(?P<again>(?:the |her |his )?[a-z]+(?: [a-z]+)?) (?:free|unlocked|fair game)(?: again| now)*$|"
    r"(?P<may_be>[^,]+?) (?:can|may) (?:now )?(?:be (?:changed|edited|touched|altered)|change)\b"
)
_TRAILING = ("again", "now", "please", ",")
_LONGEST_NAME = 8
"""Terms between the verb and the next comma; more say what is to be done there."""


def lifts(text: str) -> bool:
    """Whether words lift what was to be kept."""
    return _LIFTS.search(text.lower()) is not None


def lifted(clause: Sequence[Term], text: str) -> tuple[Intent, list[Term]] | None:
    """The intent that lifts a constraint, and the terms behind it; None where nothing is lifted."""
    words = " ".join(term.text for term in clause[:60])
    found = _LIFTS.search(words)
    if found is None:
        return None
    group = next(name for name, said in found.groupdict().items() if said)
    inside = terms_between(clause, *found.span(group))
    if not 0 < len(inside) <= _LONGEST_NAME or any(term.can_be("color", "quality") for term in inside):
        return None
    place = next((each for each in noun_phrases(inside) if each.region is not None), None)
    span = (clause[0].start, inside[-1].end)
    phrase = "" if place is None else text[inside[place.first].start : inside[place.last].end]
    rest = [term for term in clause if term.start > span[1]]
    if all(term.text in _TRAILING for term in rest):
        rest = []
    region = None if place is None else place.region
    return Intent("undo", target="keep", region=region, phrase=phrase, span=span), rest
