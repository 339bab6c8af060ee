"""What a text means: the grammar's and the tagger's readings, weighed against each other."""

from collections.abc import Sequence
from dataclasses import dataclass

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
    from burnish.agent.language.grammar import read

    return Reading(read(text))
