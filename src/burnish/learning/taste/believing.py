"""What is believed of people, worked out once as long as nothing changes."""

from collections import OrderedDict
from dataclasses import dataclass

from burnish.learning.taste.gaussian import Information
from burnish.learning.taste.leaf import Leaf
from burnish.learning.taste.tree import Beliefs, Person

MOST_KEPT = 128
"""Beliefs that are kept in memory: about half a megabyte each."""


@dataclass(frozen=True, eq=False)
class Believed:
    """What is believed of one person's wishes of one kind for one kind of photo."""

    prior: Information
    """Before what was seen of that kind of photo."""
    leaf: Leaf
    belief: Information
    rests_on: tuple[object, ...]
    """What the prior was worked out from."""
    held: Leaf | None
    """The leaf as it was held; None before anything was seen."""


class Believing:
    """Remembers the latest beliefs, by (person, wish, kind of photo)."""

    def __init__(self, beliefs: Beliefs) -> None:
        self._beliefs = beliefs
        self._kept: OrderedDict[tuple[str, str, str], Believed] = OrderedDict()

    def believed(self, name: str, wish: str, context: str, known: Person, others: Information) -> Believed:
        """What is believed of a person, whose house was told this by all others."""
        key = name, wish, context
        kept = self._kept.pop(key, None)
        rest = tuple(leaf for kind, leaf in sorted(known.leaves.items()) if kind != context)
        rests_on, leaf = (others, *rest), known.leaves.get(context)
        if kept is None or not _same(kept.rests_on, rests_on):
            prior = self._beliefs.of_context(known, context, others)
        elif leaf is kept.held:
            return self._keeping(key, kept)
        else:
            prior = kept.prior
        there = known.leaf(context, self._beliefs.size)
        return self._keeping(key, Believed(prior, there, there.posterior(prior), rests_on, leaf))

    def _keeping(self, key: tuple[str, str, str], believed: Believed) -> Believed:
        self._kept[key] = believed
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return believed


def _same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    return len(one) == len(other) and all(a is b for a, b in zip(one, other, strict=True))
