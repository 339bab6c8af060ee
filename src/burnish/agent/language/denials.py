"""`not darker, blurry`: what was done is not what was meant, and behind the comma stands what is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from burnish.agent.language.lexicon import shipped_lexicon
from burnish.agent.language.words import split_words
from burnish.agent.planner.intents import Intent, Op

_DENIED = re.compile(
    r"^\W*(?:(?:no|nope|nah|sorry|wait|i said|i meant)\W+)*not (?P<said>(?:more |less )?[a-z]+)\s*[,;:.-]+\s*"
    r"(?:but |just |rather )?(?P<meant>[a-z][\w' ]*)\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Denial:
    """What was done by mistake, and the words for what was meant."""

    op: Op
    span: tuple[int, int]
    meant: str
    """As a wish: `make it blurry`, where only a quality is named."""

    def with_undo(self, intents: Sequence[Intent]) -> tuple[Intent, ...]:
        """The wishes, and what was done taken back where they do not turn it round themselves."""
        if any(each.op == self.op or each.op in ("undo", "scale", "keep") for each in intents):
            return tuple(intents)
        return (Intent("undo", target=self.op, span=self.span), *intents)


def denial_of(text: str, ways: frozenset[tuple[Op, str | None]]) -> Denial | None:
    """What a turn denies of what was done, each with the way that it was wished for; None for any other turn."""
    found = _DENIED.match(text)
    if found is None:
        return None
    quality = _quality(found["said"])
    if quality is None or quality not in ways:
        return None
    only_quality = len(found["meant"].split()) == 1 and _quality(found["meant"]) is not None
    meant = f"make it {found['meant']}" if only_quality else found["meant"]
    return Denial(quality[0], found.span("said"), meant)


def _quality(words: str) -> tuple[Op, str | None] | None:
    """Operation and direction of a quality that stands alone."""
    terms = shipped_lexicon().terms(split_words(words))
    sense = terms[-1].sense("quality") if terms else None
    return None if sense is None or sense.op is None else (sense.op, sense.direction)
