"""Slips of the fingers: what people leave out, swap and double when they type. Capitals are not changed, because the
tagger reads lower case.
"""

import re
from random import Random

_WORD = re.compile(r"[A-Za-z]{4,}")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_KEYS = {row[at]: row[max(0, at - 1) : at] + row[at + 1 : at + 2] for row in _ROWS for at in range(len(row))}
"""Neighbors on the keyboard."""


def noisy(text: str, random: Random) -> str:
    """The text as somebody in a hurry would have typed it; most texts stay as they are."""
    luck = random.random()
    if luck < 0.12:
        text = text.replace("'", "").replace("’", "")
    if luck < 0.06 or luck > 0.94:
        text = without_punctuation(text)
    if 0.2 < luck < 0.42:
        rate = random.choice((0.04, 0.08, 0.15))
        text = _WORD.sub(
            lambda found: slip(found.group(), random) if random.random() < rate else found.group(), text
        )
    if 0.42 < luck < 0.46:
        text = text.replace(" ", "  ", random.randint(1, 3))
    if 0.46 < luck < 0.5:
        text = text.replace(". ", ".").replace(", ", ",")
    return text


def slip(word: str, random: Random) -> str:
    """One letter left out, doubled, wrong, or two that changed places; the first letter stays."""
    at = random.randrange(1, len(word))
    kind = random.randrange(5)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at] + word[at:]
    if kind == 2 and at + 1 < len(word):
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == 3:
        return word[:at] + random.choice(_KEYS[word[at].lower()]) + word[at + 1 :]
    return word[:at] + random.choice("aeiourst") + word[at:]


def without_punctuation(text: str) -> str:
    """The words alone, as spoken."""
    return " ".join(re.sub(r"(?<!\d)[.,;:!?\"()]|(?<=\s)-(?=\s)", " ", text).split())
