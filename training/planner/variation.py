"""Other ways to say a sentence with the same labels, and the few changes that turn a label round."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from random import Random

from training.planner.corpus import Wish
from training.planner.word_lists import paraphrases

_OPPOSITE = {"+": "-", "-": "+"}


def varied(text: str, random: Random, rate: float = 0.25) -> str:
    """The text with some words replaced by others that mean the same, and things by other things."""
    partners = paraphrases().partners

    def replaced(found: re.Match[str]) -> str:
        said = found.group().lower()
        return random.choice(partners[said]) if random.random() < rate else found.group()

    return _with_other_things(_phrases().sub(replaced, text), random)


def turned(text: str, wishes: tuple[Wish, ...]) -> tuple[str, tuple[Wish, ...]] | None:
    """The opposite request, where one wish hangs on one word; None where that is not sure."""
    if len(wishes) != 1 or wishes[0].direction not in _OPPOSITE or "not" in text or "n't" in text:
        return None
    pairs = paraphrases().opposites.get(wishes[0].op, ())
    sides = [(a, b) for pair in pairs for a, b in (pair, pair[::-1])]
    fitting = [(a, b) for a, b in sides if len(re.findall(rf"\b{a}\b", text)) == 1]
    if len(fitting) != 1:
        return None
    said, instead = fitting[0]
    wish = replace(wishes[0], direction=_OPPOSITE[wishes[0].direction])
    return re.sub(rf"\b{said}\b", instead, text), (wish,)


def _with_other_things(text: str, random: Random) -> str:
    chosen: dict[str, str] = {}

    def replaced(found: re.Match[str]) -> str:
        said = found.group().lower()
        if said not in chosen:
            kin = _kin(many=said in paraphrases().many_things)
            chosen[said] = random.choice(kin) if random.random() < 0.5 else said
        return chosen[said]

    return _things().sub(replaced, text)


@cache
def _phrases() -> re.Pattern[str]:
    return _alternatives(paraphrases().partners)


@cache
def _things() -> re.Pattern[str]:
    return _alternatives(paraphrases().things | paraphrases().many_things)


@cache
def _kin(*, many: bool) -> tuple[str, ...]:
    return tuple(sorted(paraphrases().many_things if many else paraphrases().things))


def _alternatives(entries: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(entries, key=lambda entry: (-len(entry), entry))
    return re.compile(r"\b(?:" + "|".join(map(re.escape, longest_first)) + r")\b", re.IGNORECASE)
