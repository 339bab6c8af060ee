"""Pictures that words liken the photo to: `make it look like a summer evening`, `an old postcard feel`.

Whoever likens the photo to something wants a look, whatever else the single words could mean: `a warm summer evening`
is a look and not a temperature. What no look is known for is still a wish for one, and told to be none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from burnish.agent.language.interjections import only_looks, only_thanks
from burnish.agent.planner.intents import Intent, Op, Strength

if TYPE_CHECKING:
    from burnish.agent.looks.library import Look

_NAMED = r"(?:the|this|my|our) (?:whole )?(?:\w+ )?(?:photo|picture|pic|image|shot|scene|thing|photograph)"
_PICTURE = rf"(?:it|this|that|these|them|all|everything|{_NAMED})"
_SOMEWHAT = r"(?:(?:more|a bit|a little|slightly|kind of|sort of|really|just|very)\s+)*"
_KIND = r"(?:look|feel|feeling|vibes?|mood|atmosphere|aesthetic|style|ambian?ce)"
_THAT = r"[^.;!?,]"
_EDGE = r"\W{0,4}"
_LIKENED = (
    rf"\b(?:make|get|have|turn|want|need)\b\s+{_PICTURE}\s+(?:to\s+)?(?:look|feel|seem|appear)\s+{_SOMEWHAT}"
    rf"(?:(?P<like>like|as if|as though)\s+)?(?P<what>{_THAT}{{1,120}})",
    rf"(?:\b(?:give|lend|add|want|need|with|for)|['’]d (?:love|like)|would (?:love|like))\b\s+"
    rf"(?:{_PICTURE}\s+)?{_SOMEWHAT}(?:of\s+)?"
    rf"(?:an?|the|that|this|some)\s+(?:(?:look|feel|mood)\s+of\s+)?(?P<what>{_THAT}{{2,50}}?)\s+{_KIND}\b",
    rf"\bthe\s+{_KIND}\s+of\s+(?:an?\s+)?(?P<what>{_THAT}{{1,120}})",
    rf"^{_EDGE}(?:an?\s+|some\s+|more\s+|the\s+)?(?P<what>{_THAT}{{2,50}}?)\s+{_KIND}{_EDGE}(?:please)?{_EDGE}$",
    rf"^{_EDGE}(?:(?:just|more|a bit)\s+)?(?P<like>like|as if|as though)\s+(?P<what>{_THAT}{{1,120}})",
    rf"^{_EDGE}(?:make it (?:more )?|more )?(?P<what>{_THAT}{{1,120}}?){_EDGE}(?:please)?{_EDGE}$",
)
_DENIED = re.compile(
    r"(?:n['’]t|\b(?:not|never|without|avoid|than|instead of|less|no|nothing))\b[^.;!?,]*$", re.IGNORECASE
)
_ABOUT_THE_EDIT: frozenset[Op] = frozenset({"undo", "keep", "scale", "unsupported"})
_LITTLE = re.compile(r"\b(?:a bit|a little|slightly|a touch|a hint|somewhat|subtle|gentle)\b", re.IGNORECASE)
CONFIDENCE = 0.8
MOST_WORDS_OF_A_NAME = 4
"""Of a text that is taken for a look by one word of it."""

_WISH = re.compile(
    r"\b(?:make|turn|give|want|need|get|go|try|do|let['’]?s|should|could|can)\b", re.IGNORECASE
)
_TOLD = re.compile(
    r"\b(?:looks|feels|seems|is|was|are|were|love|like|likes|very|so|thanks?|nice|great|good|not|no|nothing|never|"
    r"without|don['’]?t|less|than|keep|undo|back)\b|n['’]t\b|\?",
    re.IGNORECASE,
)
"""What tells of the picture, praises or denies."""

_NO_NAME = re.compile(r"\b(?:love|like|nothing|not|no|without|never|very|thanks?|less)\b", re.IGNORECASE)

LONGEST = 240
"""Characters of a text in which somebody likens a photo to something."""

MOST_NAMED = 60
"""Characters of what somebody likens the photo to that are kept as the name of a look."""


@dataclass(frozen=True)
class _Likened:
    """What the photo is to be like, and where that is said."""

    what: str
    span: tuple[int, int]
    is_open: bool
    """Whether it could only be a look, also where none is known: `like a rainy day`."""
    is_whole: bool
    """Whether nothing else is said, so that only a look's own words will do."""


def with_looks_said(intents: tuple[Intent, ...], text: str, looks: "Sequence[Look]") -> tuple[Intent, ...]:
    """The intents with the look that the photo is likened to, in place of what single words of it could mean."""
    if any(each.op in _ABOUT_THE_EDIT or each.op == "style" for each in intents):
        return intents
    if len(text) > LONGEST or only_thanks(text) or only_looks(text):
        return intents
    for likened in _likened(text):
        inside = [each for each in intents if overlaps(each.span, likened.span)]
        name = _look_name(likened, not inside, looks)
        if inside and (likened.is_whole or _is_plain(inside)):
            continue
        if name is None and (intents or not likened.is_open):
            continue
        target = name or likened.what[:MOST_NAMED].strip()
        strength: Strength = "small" if _LITTLE.search(text) else "medium"
        look = Intent("style", "+", strength, target=target, span=likened.span, confidence=CONFIDENCE)
        return (*(each for each in intents if each not in inside), look)
    return intents or _called(text, looks)


def _called(text: str, looks: "Sequence[Look]") -> tuple[Intent, ...]:
    """The look that is called by some of words which say nothing else: `make the food look delicious`, `old film`."""
    from burnish.agent.looks.library import find_look
    from burnish.agent.looks.look import phrase_of

    look, said = find_look(text, looks), phrase_of(text)
    if look is None or _TOLD.search(text) is not None:
        return ()
    is_name = len(said) <= MOST_WORDS_OF_A_NAME
    is_wish = _WISH.search(text) is not None and any(
        len(each) > 1 and _holds(said, each) for each in look.phrases
    )
    if not (is_name or is_wish):
        return ()
    return (Intent("style", "+", target=look.name, span=(0, len(text)), confidence=CONFIDENCE),)


def _holds(said: Sequence[str], phrase: Sequence[str]) -> bool:
    size = len(phrase)
    return any(tuple(said[at : at + size]) == tuple(phrase) for at in range(len(said) - size + 1))


def _likened(text: str) -> Iterator[_Likened]:
    for number, frame in enumerate(_FRAMES):
        for found in frame.finditer(text):
            if not (_DENIED.search(text[: found.start("what")]) or _NO_NAME.search(found["what"])):
                is_whole = number == len(_FRAMES) - 1
                is_open = "like" in found.groupdict() and found["like"] is not None
                yield _Likened(found["what"], found.span("what"), is_open, is_whole)


def _look_name(likened: _Likened, is_alone: bool, looks: "Sequence[Look]") -> str | None:
    """The look that is called by some of the words, or by all of them where they say nothing else; with `look` behind
    them only where they could mean nothing else.
    """
    from burnish.agent.looks.library import find_look
    from burnish.agent.looks.look import phrase_of

    if likened.is_whole:
        said = phrase_of(likened.what)
        return next((look.name for look in looks if said in look.phrases), None)
    said = [
        likened.what,
        *((f"like {likened.what}", f"{likened.what} look") if is_alone or likened.is_open else ()),
    ]
    look = next((found for each in said if (found := find_look(each, looks)) is not None), None)
    return None if look is None else look.name


def _is_plain(intents: Sequence[Intent]) -> bool:
    """Whether the words have one plain meaning: `a black and white look`, `make it look better`."""
    return any(each.op in ("black_and_white", "enhance") for each in intents)


def overlaps(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two spans share a character."""
    return one[0] < other[1] and other[0] < one[1]


_FRAMES = tuple(re.compile(frame, re.IGNORECASE) for frame in _LIKENED)
