"""Undo by meaning: the last turn, one property, one place, everything; and redo."""

import re
from collections.abc import Sequence
from dataclasses import replace

from burnish.agent.planner.adjusting import taken_out
from burnish.agent.planner.conversation import Turn, is_step_back
from burnish.agent.planner.deeds import deeds_of, handles_of, referred
from burnish.agent.planner.draft import Because, Draft, Handle
from burnish.agent.planner.intents import Intent, Op
from burnish.agent.planner.naming import named_op, named_region
from burnish.agent.planner.origins import is_wish
from burnish.agent.planner.regional import at_place
from burnish.agent.planner.scaling import last_targets, rescaled
from burnish.agent.planner.serving import NEAR, served_by
from burnish.agent.planner.sitting import Sitting, Wish
from burnish.agent.planner.trail import Passage
from burnish.agent.planner.whereabouts import Place
from burnish.agent.planner.wording import because_of, noun, place_words, quoted
from burnish.recipe.recipe import Recipe

_NUMBERS = ("two", "three", "four", "five", "six")
_COUNTED = re.compile(
    rf"\b({'|'.join(_NUMBERS)}) (?:steps?|changes|edits|turns|times|things|back)\b|"
    rf"\b(?:last|previous) ({'|'.join(_NUMBERS)})\b",
    re.IGNORECASE,
)


_IT_OFF = re.compile(
    r"\b(remove|delete|lose|drop|ditch|kill|get rid of|take|turn|switch) (it|that)\b"
    r"(?! (very )?(last|latest|first|second|third|change|step|edit))"
    r"|\bwithout(?: it| that)?\W*$"
    r"|\b(?:undo|take back|revert) (?:it|that|this) (?:altogether|completely|entirely)\b",
    re.IGNORECASE,
)
"""Words that want none of what was done last, where "undo" wants the state before."""

_BOTH = re.compile(r"\bboth\b", re.IGNORECASE)

_ORDINALS = ("first", "second", "third", "fourth")
_BY_ORDER = re.compile(
    rf"\b({'|'.join(_ORDINALS)})"
    r"(?= (?:one|thing|step|change|edit|turn|adjustment|tweak|bit|of|version|try|was|looked)\b"
    r"|,| and\b| &|\W*$)",
    re.IGNORECASE,
)
_BACK_TO = re.compile(r"\bback to\b|\b(first|second|third|fourth)\b.*\b(was|looked|is)\b", re.IGNORECASE)
"""Words that name the state behind a turn, where others name the turn."""


def undone(draft: Draft, wish: Wish, sitting: Sitting) -> Draft:
    """The draft with what the words name taken back; a note where it is not there."""
    target = wish.intent.target
    if target == "keep":
        return draft
    if target == "all":
        return _all_undone(draft, wish, sitting)
    if target == "both" or target.startswith("step "):
        return _deeds_undone(draft, wish, sitting)
    if is_step_back(wish.intent):
        return _last_undone(draft, wish, sitting)
    op = named_op(wish.intent)
    if op is not None:
        return _op_undone(draft, wish, op, sitting)
    return _place_undone(draft, wish, sitting)


def _deeds_undone(draft: Draft, wish: Wish, sitting: Sitting) -> Draft:
    """The draft without what the deeds of these numbers did; the very state before where they are the latest."""
    deeds = referred(wish.intent.target, sitting)
    if not deeds:
        return draft.noting(f"{quoted(wish.words)}: there were not so many changes.")
    passages = list(dict.fromkeys(id(deed.passage) for deed in deeds))
    latest = [id(passage) for passage in sitting.trail.done[-len(passages) :]]
    alone = len(deeds_of(sitting.trail)[-len(deeds) :]) == len(deeds)
    if passages == latest and alone and wish.intent.target == "both" and draft.steps == draft.before.steps:
        return _jumped(draft, wish, deeds[0].passage.before, "taken back", sitting)
    for deed in deeds:
        draft = taken_out(draft, handles_of(deed, draft), _because(wish, "taken back"))
    return draft


def redone(draft: Draft, wish: Wish, sitting: Sitting) -> Draft:
    """The draft with the last thing that was undone done again."""
    if not sitting.trail.ahead:
        return _brought_back(draft, wish, sitting)
    return _jumped(draft, wish, sitting.trail.ahead[-1][-1].after, "done again", sitting)


def _brought_back(draft: Draft, wish: Wish, sitting: Sitting) -> Draft:
    """The draft with what the last turn took away: what it undid, or a thing that it removed."""
    last = sitting.trail.last
    undone_last = last is not None and last.turn is not None and _only_undid(last.turn)
    if last is not None and undone_last:
        return _jumped(draft, wish, last.before, "done again", sitting)
    removed = draft.with_op("remove")
    if removed:
        return taken_out(draft, removed, _because(wish, "brought back"))
    return draft.noting("There is nothing to redo.")


def _only_undid(turn: Turn) -> bool:
    return all(each.op == "undo" for each in turn.plan.intents)


def _all_undone(draft: Draft, wish: Wish, sitting: Sitting) -> Draft:
    """The draft as the conversation found it, but for what these very words keep."""
    kept = [keep.what for keep in sitting.kept.keeps if keep not in sitting.conversation.keeps]
    spared = {
        at
        for at, slot in enumerate(draft.slots)
        for what in kept
        if (slot.origin is not None and what in (slot.origin.op, slot.origin.region))
        or what in served_by(slot.step)
    }
    if not spared:
        return _jumped(draft, wish, sitting.conversation.start, "everything taken back", sitting)
    others = set(range(len(draft.slots))) - spared
    return draft.without(others, _because(wish, "taken back"))


def _last_undone(draft: Draft, wish: Wish, sitting: Sitting) -> Draft:
    done = sitting.trail.done
    if not done:
        return draft.noting("There is nothing to undo.")
    if _IT_OFF.search(wish.words):
        return _it_off(draft, wish, sitting)
    named = [_ORDINALS.index(each.lower()) for each in _BY_ORDER.findall(wish.words)]
    known = [at for at in named if at < len(done)]
    if known and len(done) > 1:
        if _BACK_TO.search(wish.words):
            return _jumped(draft, wish, done[known[0]].after, "taken back", sitting)
        for at in known:
            draft = _turn_undone(draft, wish, done[at])
        return draft
    both = _BOTH.search(wish.words) is not None and _wishes_once(sitting.trail.last)
    turns = 2 if both else _turns(wish)
    return _jumped(draft, wish, done[-min(turns, len(done))].before, "taken back", sitting)


def _wishes_once(passage: Passage | None) -> bool:
    return passage is not None and passage.turn is not None and len(passage.turn.plan.intents) == 1


def _it_off(draft: Draft, wish: Wish, sitting: Sitting) -> Draft:
    """The draft without what the last turn was about, though that turn only changed it."""
    targets = last_targets(draft, sitting.trail)
    handles = tuple(Handle(target.at, target.fields) for target in targets)
    return taken_out(draft, handles, _because(wish, "taken out"))


def _turn_undone(draft: Draft, wish: Wish, passage: Passage) -> Draft:
    """The draft without what one earlier turn wished for."""
    wishes = [] if passage.turn is None else [each for each in passage.turn.plan.intents if is_wish(each)]
    for each in wishes:
        draft = taken_out(draft, draft.handles(each), _because(wish, "taken back"))
    return draft


def _turns(wish: Wish) -> int:
    """How many turns the words take back."""
    said = wish.intent.quantity
    if said is not None and not said.unit:
        return max(round(said.value), 1)
    counted = _COUNTED.search(wish.words)
    return 1 if counted is None else _NUMBERS.index((counted[1] or counted[2]).lower()) + 2


def _op_undone(draft: Draft, wish: Wish, op: Op, sitting: Sitting) -> Draft:
    """The draft without what serves an operation; "undo a bit of the contrast" leaves some of it."""
    if wish.intent.strength == "small":
        less = replace(wish.intent, op="scale", direction="-", target=op)
        some = rescaled(draft, replace(wish, intent=less), sitting)
        if some is not None:
            return some
    if op == "auto_color":
        balance = {h.at: h for each in ("temperature", "auto_color") for h in draft.with_op(each)}
        if balance:
            return taken_out(draft, tuple(balance.values()), _because(wish, "taken back"))
    grayed = ("black_and_white",) if op in ("saturation", "color") else ()
    for each in (*grayed, op, *NEAR.get(op, ())):
        handles = _not_spared(draft.handles(Intent(each, color=wish.intent.color)), draft, each, sitting)
        if handles:
            return taken_out(draft, handles, _because(wish, "taken back"))
    return draft.noting(f"There is no {noun(op)} to undo.")


def _not_spared(handles: Sequence[Handle], draft: Draft, op: Op, sitting: Sitting) -> tuple[Handle, ...]:
    """`keep the contrast, undo the airy look`: without what these very words keep."""
    kept = {keep.what for keep in sitting.kept.keeps if keep not in sitting.conversation.keeps} - {op}
    return tuple(each for each in handles if not kept & set(served_by(draft.slots[each.at].step)))


def _place_undone(draft: Draft, wish: Wish, sitting: Sitting) -> Draft:
    region = named_region(wish.intent)
    if region is None:
        return draft.noting(f"{quoted(wish.words)}: I do not know what to undo.")
    asked = replace(wish.intent, region=region)
    found = sitting.located(asked)
    here = at_place(draft, region, Place(found.mask, found.confidence, found.found), asked.phrase)
    if not here and region in ("obj", "person"):
        return _last_undone(draft, wish, sitting)
    if not here:
        return draft.noting(f"Nothing was done to {place_words(asked)} alone.")
    return taken_out(draft, tuple(Handle(at, None) for at in here), _because(wish, "taken back"))


def _jumped(draft: Draft, wish: Wish, to: Recipe, why: str, sitting: Sitting) -> Draft:
    return draft.jumped(to.steps, sitting.origins, _because(wish, why))


def _because(wish: Wish, why: str) -> Because:
    return Because(wish.index, because_of(wish.words, why), wish.intent.confidence)
