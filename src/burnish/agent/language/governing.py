"""Words that rule what follows: increase, reduce, remove, change, make, add, keep, undo, need."""

from collections.abc import Sequence

from burnish.agent.language.clause_state import ClauseState
from burnish.agent.language.clauses import is_soft
from burnish.agent.language.lexicon import Term
from burnish.agent.language.noun_phrases import is_noun, is_unknown
from burnish.agent.language.objects import exchanged, object_behind, object_said, thing_alone

_RULERS = ("take", "down", "up", "adjust", "make", "insert", "keep", "undo", "need")
_FIXES = frozenset("fix correct clean clear heal patch cover cut edit take".split())
_SHORT = 3
"""Terms of a clause that is only a no and a thing."""
_WISHES = frozenset(("please", "could"))

REPLACES = frozenset("change switch alter changed changing".split())
"""Verbs that put another thing or color in the place of one."""


def is_ruler(term: Term) -> bool:
    """Whether a word can rule what follows."""
    return term.can_be(*_RULERS)


def govern(state: ClauseState) -> None:
    """Let the word here rule, if it can, and read its object."""
    term = state.here
    kinds = [kind for kind in _RULERS if term.can_be(kind)]
    if not kinds or (term.can_be("more", "less") and state.ruler not in ("", "done")):
        return
    if term.text == "without" and state.after is not None and state.after.text.endswith("ing"):
        state.rule("keep")
        return
    if state.ruler == "keep" and state.ruler_at == state.at - 1:
        return
    if _is_told(state):
        return
    if term.text == "no" and len(state.terms) <= _SHORT and object_behind(state):
        state.rule("take")
        object_said(state, "take")
        return
    if state.negated and term.text != "without" and not term.can_be("need"):
        if not term.can_be("not"):
            state.rule("keep")
        return
    kind = _chosen(state, kinds)
    if kind == "need":
        _need(state)
        return
    state.rule(kind)
    if kind == "adjust" and _replaces_background(state):
        state.add("background", "+", is_settled=True)
    if kind in ("take", "insert", "keep", "undo"):
        object_said(state, kind)
    elif not (kind == "adjust" and exchanged(state)):
        thing_alone(state)


def _replaces_background(state: ClauseState) -> bool:
    if state.here.text.split()[0] not in REPLACES or not state.is_about("bg"):
        return False
    return not any(each.can_be("property", "quality", "color") for each in state.ahead()[:4])


def _is_told(state: ClauseState) -> bool:
    """`the fog takes away from it`: what something does, not what is to be done."""
    first = state.here.text.split()[0]
    if first == "create" and state.before is not None and is_noun(state.before):
        return True
    if state.here.can_be("need") or not first.endswith("s") or first.endswith("ss") or first == "focus":
        return False
    return state.before is not None and not is_soft(state.before)


def _need(state: ClauseState) -> None:
    if state.ruler in ("up", "down", "make", "take", "adjust"):
        return
    state.rule("wish" if state.here.text in _WISHES else "need")


def _chosen(state: ClauseState, kinds: Sequence[str]) -> str:
    """Which of the kinds a word is here, by what follows."""
    ahead = state.ahead()
    has_property = any(each.can_be("property") for each in ahead)
    lowers = "down" in kinds and has_property
    if "take" in kinds and len(kinds) > 1 and not lowers and state.here.text.split()[0] in _FIXES:
        return "take" if any(is_unknown(each) for each in ahead) and not has_property else "adjust"
    order = ("insert", "take", "keep", "undo", "up", "down", "adjust", "make")
    if has_property:
        order = ("up", "down", "adjust", "take", "make")
    elif "make" in kinds and any(each.can_be("quality", "color", "impossible") for each in ahead):
        return "make"
    for kind in order:
        if kind in kinds and not (kind == "insert" and "make" in kinds):
            return kind
    return kinds[0]


def has_property_object(state: ClauseState) -> bool:
    """Whether a property, a color or a quality follows that this word can be about: then it only rules."""
    return any(
        term.can_be("property", "color") or (term.can_be("quality") and not is_noun(term))
        for term in state.ahead()[:6]
    )
