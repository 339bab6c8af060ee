"""How well wishes are found: F1 over the operations, over operations with direction, and with region; exact sets."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from training.planner.corpus import Wish


@dataclass(frozen=True)
class Score:
    """Micro-averaged F1 and the share of texts whose set of operations and directions is exactly right."""

    operation: float
    direction: float
    region: float
    exact: float

    def __str__(self) -> str:
        parts = (self.operation, self.direction, self.region, self.exact)
        return "op {:.3f}  +direction {:.3f}  +region {:.3f}  exact {:.3f}".format(*parts)


def score(gold: Sequence[Collection[Wish]], said: Sequence[Collection[Wish]]) -> Score:
    """How well what was said agrees with what is right."""
    pairs = list(zip(gold, said, strict=True))
    sets = [
        ({_key(wish, depth) for wish in right}, {_key(wish, depth) for wish in told})
        for right, told in pairs
        for depth in (1, 2, 3)
    ]
    exact = sum(right == told for right, told in sets[1::3]) / max(1, len(pairs))
    return Score(_f1(sets[0::3]), _f1(sets[1::3]), _f1(sets[2::3]), exact)


def _key(wish: Wish, depth: int) -> tuple[str | None, ...]:
    return (wish.op, wish.direction, wish.region)[:depth]


def _f1(pairs: Iterable[tuple[set[tuple[str | None, ...]], set[tuple[str | None, ...]]]]) -> float:
    hits = wrong = 0
    for right, told in pairs:
        hits += len(right & told)
        wrong += len(right ^ told)
    return 2 * hits / (2 * hits + wrong) if hits else 0.0
