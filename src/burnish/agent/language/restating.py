"""A number alone: `make that 10`, `another 5`, `take 5 off`, `16:9 instead`."""

from collections.abc import Sequence
from dataclasses import replace

from burnish.agent.language.amounts import quantity_at
from burnish.agent.language.lexicon import Term
from burnish.agent.planner.intents import Intent, Quantity

LONGEST = 8
"""Terms of a clause that only says another number."""

_UP = frozenset("another more extra plus add + up raise increase".split())
_DOWN = frozenset("off less minus - down lower reduce decrease subtract".split())
_AROUND = frozenset(
    """make it that this set to at no nah nope , try just instead of by rather say maybe like around about ok okay
    points point please put is are will would do works plenty enough fine good better
    perfect ideal and now then % percent stop stops ev degrees degree ° k kelvin should be a half go with use
    i think meant mean works would work i'd prefer sorry actually take hmm let's lets only change turn bring crop
    better : x""".split()
) | {"i meant", "i mean", "i said", "meant"}


def restated(clause: Sequence[Term]) -> Intent | None:
    """The last edit by another number; None for a clause that says anything else."""
    texts = {term.text for term in clause}
    number = next((at for at in range(len(clause)) if _is_number(clause, at)), None)
    known = all(
        term.text in _AROUND | _UP | _DOWN or _is_number(clause, at) for at, term in enumerate(clause)
    )
    if number is None or not known or len(clause) > LONGEST:
        return None
    span = (clause[0].start, clause[-1].end)
    if _is_ratio(clause):
        return Intent("crop", "+", span=span)
    said = _quantity(clause, number)
    if said is None:
        return None
    up, down = bool(texts & _UP), bool(texts & _DOWN)
    if up or down:
        return Intent(
            "scale", "-" if down else "+", quantity=replace(said, absolute=False), target="last", span=span
        )
    return Intent("scale", "+", quantity=replace(said, absolute=True), target="last", span=span)


def _is_number(clause: Sequence[Term], at: int) -> bool:
    return clause[at].text == "zero" or clause[at].text[:1].isdigit()


def _is_ratio(clause: Sequence[Term]) -> bool:
    """`16:9`, `4x5`: the shape of a frame."""
    return any(
        clause[at].text in (":", "x") and _is_number(clause, at - 1) and _is_number(clause, at + 1)
        for at in range(1, len(clause) - 1)
    )


def _quantity(clause: Sequence[Term], at: int) -> Quantity | None:
    return Quantity(0.0) if clause[at].text == "zero" else quantity_at(clause, at)
