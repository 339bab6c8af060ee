"""What the words of a phrase say about a thing: which nouns, what color, where, how many."""

import re
from dataclasses import dataclass
from functools import cache

from burnish.agent.language.lexicon import shipped_lexicon
from burnish.agent.language.words import is_word, split_words
from burnish.agent.planner.intents import COLORS, Color
from burnish.agent.regions.color_families import Shade
from burnish.agent.regions.places import NOWHERE, PLACE_WORDS, Place, place_of

_EXCEPT = re.compile(
    r"^(?:every(?:thing|body|one|where)|all|the rest|anything|rest)\b.*?\b"
    r"(?:except(?: for)?|but|besides|apart from|other than|aside from|around|outside(?: of)?|not)\s+(.+)$"
)
_PREPOSITIONS = frozenset(
    """of in on at by for from with into onto over under near next beside between around against across along inside
    outside within upon to who that which wearing holding sitting standing""".split()
)
_BEHIND = frozenset({"behind", "above", "below"})
_DARK = frozenset("dark darker darkest dim dimmest deep gloomy shadowy navy".split())
_LIGHT = frozenset(
    "bright brighter brightest light lighter lightest pale white-hot glaring blown overexposed".split()
)
_SMALL = frozenset(
    "small smaller smallest little tiny young younger kid kid's child child's baby baby's".split()
)
_LARGE = frozenset("big bigger biggest large larger largest tall taller huge main".split())
_NAMES_ONE = frozenset("her his him himself herself".split())
_PLAIN = frozenset(
    """the a an this that these those his her my their our your its some all any each every both another other one ones
    two three four and or very really too bit little more less is are was be same own whole entire only just""".split()
)
_NO_PLURAL = frozenset("grass dress glass bus canvas gas lens cactus iris moss cross class christmas".split())
_PLURAL = frozenset("people children men women feet teeth leaves both geese mice sheep clothes hair".split())


@dataclass(frozen=True)
class Spoken:
    """One phrase, taken apart."""

    nouns: tuple[str, ...] = ()
    """Words that name the thing itself, the main one last; nothing where only a place is named."""

    color: Color | None = None
    shade: Shade | None = None
    """Dark or light, as a color or as a fault."""

    place: Place = NOWHERE
    plural: bool = False

    names_one: bool = False
    """Whether exactly one of several is meant: her, his, the man's."""

    size: str = ""
    """`small` or `large` where the words compare."""

    excepted: bool = False
    """Whether everything but the thing is meant."""

    @property
    def head(self) -> str:
        """The main noun, or nothing."""
        return self.nouns[-1] if self.nouns else ""


@cache
def spoken(phrase: str) -> Spoken:
    """The phrase, taken apart."""
    text = " ".join(phrase.lower().split())
    exception = _EXCEPT.match(text)
    if exception is not None:
        text = exception.group(1)
    words = [word.text for word in split_words(text) if is_word(word.text)]
    head, tail = _divided(words)
    nouns = tuple(_singular_owner(word) for word in head if _is_noun(word))
    color, shade = _color(head)
    if not nouns and tail:
        nouns = tuple(_singular_owner(word) for word in _divided(tail)[0] if _is_noun(word))
        owned = _color(_divided(tail)[0])
        color, shade = color or owned[0], shade or owned[1]
    return Spoken(
        nouns=nouns,
        color=color,
        shade=shade,
        place=place_of([*head, *tail]),
        plural=_is_plural(head, nouns),
        names_one=any(word in _NAMES_ONE or word.endswith("'s") for word in head),
        size="small" if _SMALL & set(head) else "large" if _LARGE & set(head) else "",
        excepted=exception is not None,
    )


def _divided(words: list[str]) -> tuple[list[str], list[str]]:
    """The words before the first preposition, and those from it on; a phrase may begin with one."""
    first = next((at for at, word in enumerate(words) if at and word in _PREPOSITIONS | _BEHIND), len(words))
    start = 1 if words and words[0] in _PREPOSITIONS else 0
    return words[start:first], words[first:]


def _is_noun(word: str) -> bool:
    if word in _PLAIN or word in PLACE_WORDS or word in _DARK or word in _LIGHT or word in _PREPOSITIONS:
        return False
    if word in _SMALL and word not in {"kid", "child", "baby", "kid's", "child's", "baby's"}:
        return False
    if word in _LARGE:
        return False
    kinds = {sense.kind for sense in shipped_lexicon().senses.get(word, ())}
    if "color" in kinds and not word.endswith("s"):
        return False
    return "region" in kinds or not kinds & {"property", "quality", "verb", "up", "down", "whole"}


def _singular_owner(word: str) -> str:
    """`kid's` is a kid."""
    return word.removesuffix("'s").removesuffix("s'")


def _color(words: list[str]) -> tuple[Color | None, Shade | None]:
    senses = shipped_lexicon().senses
    shade: Shade | None = "dark" if _DARK & set(words) else "light" if _LIGHT & set(words) else None
    for word in words:
        for sense in senses.get(word, ()):
            if sense.kind == "color":
                return next((each for each in COLORS if each == sense.value), None), shade
    return None, shade


def _is_plural(head: list[str], nouns: tuple[str, ...]) -> bool:
    if not nouns:
        return any(word in ("corners", "edges", "sides", "borders") for word in head)
    last = nouns[-1]
    return last in _PLURAL or (last.endswith("s") and not last.endswith("ss") and last not in _NO_PLURAL)
