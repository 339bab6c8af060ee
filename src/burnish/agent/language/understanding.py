"""What a text means: the grammar's and the tagger's readings, weighed against each other."""

from collections.abc import Sequence
from dataclasses import dataclass

from burnish.agent.language.fusion import (
    ABOUT_THE_EDIT,
    BRIEF,
    LEAST,
    Weights,
    fused,
    label_of,
    shipped_weights,
)
from burnish.agent.language.grammar import read
from burnish.agent.language.lexicon import shipped_lexicon
from burnish.agent.language.tagger import Tagged, shipped_tagger
from burnish.agent.language.words import is_word, split_words
from burnish.agent.planner.intents import Intent, Op


@dataclass(frozen=True)
class Reading:
    """What a text was taken to mean, and what else it may mean."""

    intents: tuple[Intent, ...]

    others: tuple[tuple[Intent, ...], ...] = ()
    """Other readings worth offering, likeliest first; empty where the reading is sure."""

    confidence: float = 1.0
    """Probability that the operations and directions are exactly right."""

    confident: bool = True


def understood(text: str, *, recent: Sequence[Op] = ()) -> Reading:
    """The reading of a text. `recent` are the operations of the turn before, which "more" and "less" lean on."""
    stated = read(text, has_history=bool(recent))
    tagged = shipped_tagger().tag(text) if _says_anything(text) else ()
    if not recent:
        tagged = tuple(each for each in tagged if each.op not in ABOUT_THE_EDIT)
    return weighed(stated, tagged, shipped_weights(), brief=is_brief(text))


def _says_anything(text: str) -> bool:
    """Whether any word is known to mean something: of what it never saw the tagger only dreams."""
    return any(term.senses for term in shipped_lexicon().terms(split_words(text)))


def is_brief(text: str) -> bool:
    """Whether a text has so few words that a rule can hardly be wrong about them."""
    return sum(is_word(word.text) for word in split_words(text)) <= BRIEF


def weighed(
    stated: tuple[Intent, ...], tagged: Sequence[Tagged], weights: Weights, *, brief: bool = False
) -> Reading:
    """One reading of what the grammar states and the tagger sees, with the others where they differ."""
    best = fused(stated, tagged, weights, brief=brief)
    if best.confident:
        return Reading(best.intents, (), best.confidence, True)
    seen = fused((), [each for each in tagged if each.probability >= LEAST], _TAGGER_ALONE).intents
    others = [each for each in (stated, seen) if each and _labels(each) != _labels(best.intents)]
    distinct = [each for at, each in enumerate(others) if _labels(each) not in map(_labels, others[:at])]
    return Reading(best.intents, tuple(distinct), best.confidence, False)


_TAGGER_ALONE = Weights("", 0.0, 0.0, 1.0, 0.0, 0.0, {}, (0.0, 1.0), 1.0)


def _labels(intents: Sequence[Intent]) -> set[tuple[str, str | None]]:
    return {label_of(intent.op, intent.direction) for intent in intents}
