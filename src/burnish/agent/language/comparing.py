"""Two pictures told apart: `the pic on the left is lighter than the pic on the right` asks for nothing."""

import re

_PICTURE = r"(?:pic|pics|picture|photo|photograph|image|version|shot|one|edit|frame)"

_WHICH = r"(?:left|right|first|second|third|last|top|bottom|upper|lower|before|after|original|edited|other)"

_EITHER = (
    rf"(?:(?:the|this|that|my|your) )?(?:{_WHICH}(?: hand)?(?: side)? {_PICTURE}|"
    rf"{_PICTURE} (?:on|or|at|to|in|from) the {_WHICH}(?: hand)?(?: side)?|"
    rf"{_PICTURE} (?:1|2|one|two|a|b)|before|after|original)"
)
"""One of two pictures: `the left one`, `the image on the right`, `picture 2`."""

_HOW = (
    r"(?:(?:a (?:bit|little|lot|touch|tad)|much|slightly|far|way|somewhat|even|clearly|definitely|also|just) )*"
    r"(?:(?:more|less|better|worse|fewer)\b|\w{3,}er\b)"
)
"""By how much, and in what."""

_IS = r"(?:is|was|are|were|looks?|looked|seems?|appears?|has|had|shows?|feels?|'s)"

_TOLD = re.compile(
    rf"^\W*(?:i (?:think|see that|notice(?: that)?) |and |in (?:this|the) )?{_EITHER},? {_IS} (?:got )?{_HOW}"
    r"(?: [\w'-]+){0,4}(?:(?: than| then|,? compared (?:to|with))(?: [\w'-]+){1,10})?\W*$",
    re.IGNORECASE,
)

_SAID_OF_ANOTHER = re.compile(
    rf"^\W*(?:it|this|that|this one|the (?:{_PICTURE})) {_IS} {_HOW}(?: [\w'-]+){{0,3}}"
    rf"(?: than| then|,? compared (?:to|with)) {_EITHER}\W*$",
    re.IGNORECASE,
)


def only_compares(text: str) -> bool:
    """Whether a text says no more than how one picture differs from another."""
    return bool(_TOLD.match(text) or _SAID_OF_ANOTHER.match(text))
