"""Which step of one recipe became which step of another."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from burnish.recipe.recipe import Step

SAME_TOOL = 1
SAME_PARAMETERS = 2
SAME_MASK = 4
"""Likeness of two steps of one tool: where a step applies tells more about which it is than its strength."""

SAME_STEP = 16
"""Likeness of steps that are equal in everything."""


@dataclass(frozen=True)
class Match:
    """A step's places, from 0, in the recipe before and the recipe after."""

    before: int
    after: int

    moved: bool = False
    """Whether it changed places with other steps that both recipes have."""


@dataclass(frozen=True)
class _Look:
    """What steps are compared by: text, so that a large mask is read once."""

    tool: str
    params: str
    mask: str
    whole: str


def matched_steps(before: Sequence[Step], after: Sequence[Step]) -> tuple[Match, ...]:
    """Steps of the same tool, paired: first in order, for the greatest likeness in all, then what is left.

    Each step has at most one partner. In-order pairs are the heaviest common subsequence by dynamic
    programming (Wagner and Fischer, "The string-to-string correction problem", 1974).
    """
    old, new = [_look(step) for step in before], [_look(step) for step in after]
    ordered = _in_order(old, new)
    moved = _out_of_order(old, new, ordered)
    return tuple(sorted((*ordered, *moved), key=lambda match: match.after))


def _look(step: Step) -> _Look:
    document = step.document()
    texts = [json.dumps(part, sort_keys=True) for part in (document["params"], document["mask"], document)]
    return _Look(step.tool.name, *texts)


def _likeness(old: _Look, new: _Look) -> int:
    if old.tool != new.tool:
        return 0
    if old.whole == new.whole:
        return SAME_STEP
    return SAME_TOOL + SAME_PARAMETERS * (old.params == new.params) + SAME_MASK * (old.mask == new.mask)


def _in_order(old: Sequence[_Look], new: Sequence[_Look]) -> list[Match]:
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    last_old, last_new = len(old) - tail, len(new) - tail
    middle = _heaviest(old[head:last_old], new[head:last_new])
    return [
        *(Match(place, place) for place in range(head)),
        *(Match(i + head, j + head) for i, j in middle),
        *(Match(last_old + k, last_new + k) for k in range(tail)),
    ]


def _shared(old: Sequence[_Look], new: Sequence[_Look]) -> int:
    """How many steps at the start are equal."""
    count = 0
    for a, b in zip(old, new, strict=False):
        if a != b:
            break
        count += 1
    return count


def _heaviest(old: Sequence[_Look], new: Sequence[_Look]) -> list[tuple[int, int]]:
    """Pairs in increasing order on both sides whose likeness adds up to the most."""
    best = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        here, below = best[i], best[i + 1]
        for j in reversed(range(len(new))):
            together = _likeness(old[i], new[j])
            skip = max(below[j], here[j + 1])
            here[j] = max(together + below[j + 1], skip) if together else skip
    pairs: list[tuple[int, int]] = []
    i = j = 0
    while i < len(old) and j < len(new):
        together = _likeness(old[i], new[j])
        if together and best[i][j] == together + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _out_of_order(old: Sequence[_Look], new: Sequence[_Look], ordered: Sequence[Match]) -> list[Match]:
    """Partners for what is left, the likest and nearest first."""
    before = sorted(set(range(len(old))) - {match.before for match in ordered})
    after = sorted(set(range(len(new))) - {match.after for match in ordered})
    candidates = [
        (-_likeness(old[i], new[j]), abs(i - j), i, j)
        for i in before
        for j in after
        if old[i].tool == new[j].tool
    ]
    matches: list[Match] = []
    free_before, free_after = set(before), set(after)
    for _, _, i, j in sorted(candidates):
        if i in free_before and j in free_after:
            matches.append(Match(i, j, moved=True))
            free_before.remove(i)
            free_after.remove(j)
    return matches
