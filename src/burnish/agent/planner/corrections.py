"""What replaces the turn before instead of adding to it: “no, cooler”."""

import re
from collections.abc import Iterable, Sequence

from burnish.agent.planner.adjusting import ENDING, taken_out
from burnish.agent.planner.draft import Because, Draft, Handle
from burnish.agent.planner.intents import Intent
from burnish.agent.planner.levers import main_lever
from burnish.agent.planner.origins import is_wish
from burnish.agent.planner.serving import TURNED, is_opposite, is_same_property
from burnish.agent.planner.sitting import Sitting, Wish
from burnish.agent.planner.trail import Passage, StepPair, step_pairs
from burnish.recipe.recipe import Step

_REJECTING = re.compile(
    r"^\W*(no|nope|nah|wrong|not that|not like that|other way|i meant?|i mean|rather)\b"
    r"|\b(mixed (it|that|them|those) up|(got|said|wrote|put) (it|that) (backwards|wrong)|misspoke|my mistake|typo)\b"
    r"|\b(i meant?|instead|opposite|reverse|other (way|direction)|wrong (way|direction|place|spot|part))\b"
    r"|,\s*(and |but )?not (more |less |that |so )?\w+\W*$",
    re.IGNORECASE,
)
_TURNING = re.compile(r"\b(opposite|other way|reverse)\b", re.IGNORECASE)
_CORRECTING = re.compile(r"^\W*(actually|sorry|oops|wait|hmm|hm|well)\b", re.IGNORECASE)
_INSTEAD = re.compile(r"\binstead\b", re.IGNORECASE)
_CONFINING = re.compile(r"\b(only|solely|exclusively|nothing but|nowhere else)\b", re.IGNORECASE)
"""What says that a wish is for one place, and that nothing of it is wanted elsewhere."""
_COMPLAINING = re.compile(r"\b(too|still|enough|now|also|as well)\b", re.IGNORECASE)
"""What says that more is wanted than was done, not something else."""


def without_what_is_corrected(draft: Draft, wishes: Sequence[Wish], sitting: Sitting) -> Draft:
    """The draft as it was before the part of the last turn that these words replace; itself where they add to it."""
    text = sitting.request.text
    if _CONFINING.search(text):
        draft = _without_the_same_elsewhere(draft, wishes)
    rejecting = bool(_REJECTING.search(text))
    complaining = _COMPLAINING.search(text) is not None and _TURNING.search(text) is None
    if complaining or not (rejecting or _CORRECTING.search(text)):
        return draft
    last = _last_wishing(sitting)
    wanted = [wish for wish in wishes if is_wish(wish.intent)]
    if not wanted or _says_what_goes(wishes):
        return draft
    if last is None or last.turn is None:
        return _without_the_contrary(draft, wanted) if rejecting else draft
    if all(intent.op == "undo" for intent in last.turn.plan.intents):
        return draft
    said = [intent for intent in last.turn.plan.intents if is_wish(intent)]
    alike = [(wish, one) for wish in wanted for one in said if is_same_property(one, wish.intent)]
    if not alike and any(_restates(wish, draft) for wish in wanted):
        return draft
    if not alike:
        because = Because(
            wanted[0].index, "taken back for what was meant instead", wanted[0].intent.confidence
        )
        return draft.jumped(last.before.steps, sitting.origins, because) if rejecting else draft
    pairs = last.pairs if last.after == last.turn.after else step_pairs(last.before, last.after)
    for wish, one in alike:
        if _differs(wish.intent, one) and not ENDING.search(wish.words):
            again = bool(_REJECTING.search(last.turn.request.text))
            draft = _put_back(draft, pairs, wish, sitting, again=again)
    return draft


def _without_the_same_elsewhere(draft: Draft, wishes: Sequence[Wish]) -> Draft:
    """What was done to all of the photo and is now wanted in one place only: `only warm the grass`."""
    for wish in wishes:
        if not is_wish(wish.intent) or wish.intent.region is None:
            continue
        handles = [
            each
            for each in draft.handles(wish.intent)
            if draft.slots[each.at].step.mask is None and not _is_against(draft, each, wish.intent)
        ]
        because = Because(wish.index, "taken back everywhere else", wish.intent.confidence)
        draft = taken_out(draft, handles, because) if handles else draft
    return draft


def _without_the_contrary(draft: Draft, wanted: Sequence[Wish]) -> Draft:
    """What went the other way taken out of an edit of no turn of this talk: `this one should be warm instead`."""
    for wish in wanted:
        handles = [each for each in draft.handles(wish.intent) if _is_against(draft, each, wish.intent)]
        because = Because(wish.index, "taken back for what was meant instead", wish.intent.confidence)
        draft = taken_out(draft, handles, because) if handles else draft
    return draft


def _is_against(draft: Draft, handle: Handle, wish: Intent) -> bool:
    tool = draft.slots[handle.at].step.tool
    name = main_lever(tool, handle.fields)
    if name is None or tool.name in TURNED:
        return False
    return is_opposite("+" if getattr(tool, name) > 0 else "-", wish.direction)


def _restates(wish: Wish, draft: Draft) -> bool:
    """`highlights -20 instead`: another number for what an earlier turn did."""
    said = wish.intent.quantity
    return said is not None and said.absolute and bool(draft.handles(wish.intent))


def _says_what_goes(wishes: Sequence[Wish]) -> bool:
    """`no warmth, just sharpen it`: what is taken back is named, and nothing else is meant to go."""
    return any(wish.intent.op == "undo" and wish.intent.target not in ("", "last", "keep") for wish in wishes)


def _last_wishing(sitting: Sitting) -> Passage | None:
    """The last turn that changed something, together with the turns that only made its edit stronger or weaker."""
    done, last = sitting.trail.done, sitting.trail.last
    if last is None or last.turn is None or last.turn is not sitting.conversation.last:
        return None
    at = len(done) - 1
    while at > 0 and _only_scales(done[at]):
        at -= 1
    first = done[at]
    return first if at == len(done) - 1 else Passage(first.before, last.after, first.turn)


def _only_scales(passage: Passage) -> bool:
    return passage.turn is not None and all(
        each.op == "scale" and each.target in ("", "last") and each.region is None
        for each in passage.turn.plan.intents
    )


def _differs(wish: Intent, said: Intent) -> bool:
    """Whether it asks for something else than was done: another way, another place, another look."""
    elsewhere = wish.region is not None and wish.region != said.region
    stated = wish.quantity is not None and wish.quantity.absolute
    return wish.direction != said.direction or elsewhere or wish.target != said.target or stated


def _put_back(
    draft: Draft, pairs: Iterable[StepPair], wish: Wish, sitting: Sitting, *, again: bool
) -> Draft:  # fmt: skip
    """The steps of one property as they were before the last turn.

    Where that turn was a correction `again`, what it took away is asked for anew, and need not come back besides.
    """
    because = Because(wish.index, "taken back for what was meant instead", wish.intent.confidence)
    lost: list[Step] = []
    for before, after in pairs:
        at = next((at for at, slot in enumerate(draft.slots) if slot.step == after), None)
        if at is None:
            if after is None and before is not None:
                lost.append(before)
            continue
        origin = draft.slots[at].origin
        if origin is None or not is_same_property(origin, wish.intent):
            continue
        draft = draft.without([at], because) if before is None else draft.changing(at, before, because)
    for step, origin in zip(lost, sitting.origins(lost), strict=True):
        if origin is None or not is_same_property(origin, wish.intent):
            continue
        if not (again and origin.direction == wish.intent.direction):
            draft = draft.adding(step, origin, because)
    return draft
