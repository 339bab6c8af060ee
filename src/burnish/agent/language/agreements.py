"""What the parts of one turn come to together: a complaint before an undo is its reason, and names what goes."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from burnish.agent.planner.intents import Intent, Op

_IS = re.compile(r"\b(?:is|are|looks?|it's|that's|became|got|went)\b", re.IGNORECASE)
_IT = re.compile(r"\b(?:it|that|this|them)\b", re.IGNORECASE)
_EXCESS = re.compile(
    r"\b(?:too|much|over\w*|strong|heavy|harsh|exaggerated|gaudy|ugly|weird|wrong|bad|fake|artificial|silly|cheap|"
    r"awful|terrible|unnatural|plastic)\b",
    re.IGNORECASE,
)


def agreed(intents: Sequence[Intent], text: str, recent: Collection[Op]) -> tuple[Intent, ...]:
    """The intents of a turn without those that only give the reason for another; `recent` is what was done last."""
    if any(each.op == "undo" and each.target == "keep" for each in intents):
        return tuple(each for each in intents if each.op != "scale" or each.target != "last")
    number = next((each for each in reversed(intents) if _is_set(each)), None)
    if number is not None:
        return tuple(each for each in intents if each is number or not _is_about_it(each, recent))
    back = next((each for each in intents if _is_step_back(each)), None)
    if back is None:
        return tuple(intents)
    if "remove" not in recent:
        intents = [each for each in intents if (each.op, each.target) != ("undo", "remove")]
    if any(each.op == "undo" and each.target not in ("", "last", "keep") for each in intents):
        return tuple(each for each in intents if each is not back)
    reason = next((each for each in intents if _is_complaint(each, text, recent)), None)
    if reason is None:
        return tuple(intents)
    what = reason.target if reason.op == "scale" else reason.op
    it = _IT.search(text[slice(*back.span)]) is not None and what not in ("", "last")
    named = replace(back, target=what) if it else back
    return tuple(named if each is back else each for each in intents if each is not reason)


def _is_set(intent: Intent) -> bool:
    """`overexposed now, back to 0.3`, `too much light, half`: how much of the last edit is wanted, and nothing else."""
    said = intent.quantity
    return intent.op == "scale" and intent.target == "last" and said is not None and said.absolute


def _is_about_it(intent: Intent, recent: Collection[Op]) -> bool:
    """Whether it says more or less of what was done last, or names it as a fault."""
    if intent.op in ("scale", "undo"):
        return intent.target in ("", "last", "color", *recent)
    plain = intent.quantity is None and intent.region is None
    return (intent.op in recent or (intent.op == "color" and intent.direction == "-")) and plain


def _is_step_back(intent: Intent) -> bool:
    return intent.op == "undo" and intent.target in ("", "last") and intent.region is None


def _is_complaint(intent: Intent, text: str, recent: Collection[Op]) -> bool:
    """`that's too tight`, `the brightness is too much`: too much of what was done, and no word of how much less."""
    if intent.op in recent and intent.direction == "-" and _IS.search(text) is not None:
        return intent.quantity is None and intent.region is None
    less = intent.op == "scale" and intent.direction == "-" and intent.quantity is None
    return less and intent.region is None and _EXCESS.search(text[slice(*intent.span)]) is not None
