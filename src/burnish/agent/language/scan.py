"""One pass over a clause, from left to right, that finds the operations it states."""

from collections.abc import Sequence
from dataclasses import dataclass

from burnish.agent.language.clause_state import ClauseState
from burnish.agent.language.clauses import is_soft, is_stated
from burnish.agent.language.governing import govern, has_property_object, is_ruler
from burnish.agent.language.hits import Hit
from burnish.agent.language.lexicon import Sense, Term
from burnish.agent.language.noun_phrases import is_compound
from burnish.agent.language.objects import (
    also_taken,
    distracting,
    impossible,
    keep_from,
    pulled_out,
    tone_moved,
)
from burnish.agent.language.properties import property_said
from burnish.agent.language.qualities import quality_said
from burnish.agent.language.tints import color_said
from burnish.agent.language.verbs import verb_said

_BEFORE_NOUNS = frozenset("the a an of some any little in this".split())


@dataclass(frozen=True)
class Scanned:
    """The operations of a clause in the order of their words."""

    hits: tuple[Hit, ...]

    end: int
    """Where the clause begins to say what for."""


def scan(terms: Sequence[Term]) -> Scanned:
    """The operations that a clause states."""
    state = ClauseState(terms)
    while state.at < state.end:
        if state.at >= state.skip_to:
            _step(state)
        state.at += 1
    distracting(state)
    return Scanned(tuple(state.found), state.end)


def _step(state: ClauseState) -> None:
    term = state.here
    if is_soft(term):
        _pass_joint(state)
        return
    if term.can_be("too") and not _is_comparison(state):
        state.excess = True
    if term.can_be("not") and not term.can_be("need"):
        state.negated = True
    if impossible(state) or pulled_out(state) or tone_moved(state) or _operation(state):
        return
    govern(state)
    if term.can_be("more"):
        state.degree = "more"
    elif term.can_be("less"):
        state.degree = "less"


def _pass_joint(state: ClauseState) -> None:
    state.degree, state.negated = "", state.here.text == "nor"
    state.excess = state.excess and not state.found
    after = state.after
    begins = after is not None and after.can_be("insert", "take", "keep", "undo")
    if after is not None and begins and not after.can_be("property", "quality"):
        state.ruler, state.ruler_at = "", -1
    elif state.ruler == "take":
        also_taken(state)
    elif state.ruler == "keep" and _turns_to_another(state):
        state.ruler, state.ruler_at = "", -1


def _turns_to_another(state: ClauseState) -> bool:
    """`keep the sky and brighten the rest`: what is to stay is said; another verb says what is not."""
    if not state.terms[state.ruler_at].can_be("keep") or state.here.text not in ("and", ",", "then", "plus"):
        return False
    return state.after is not None and state.after.can_be("verb", "up", "down", "make", "adjust")


def _is_comparison(state: ClauseState) -> bool:
    """`a little too` reaches a comparative as an amount, not as a fault."""
    sense = None if state.after is None else state.after.sense("quality")
    return state.here.text not in ("too", "way too", "far too") and bool(sense and sense.comparative)


def _operation(state: ClauseState) -> bool:
    term = state.here
    if is_compound(state.terms, state.at):
        return False
    if not term.can_be("property", "quality", "verb", "color"):
        return False
    if state.ruler == "keep" and state.ruler_at < state.at:
        keep_from(state)
        return True
    quality, noun, verb = term.sense("quality"), term.sense("property"), term.sense("verb")
    rules = is_ruler(term) and (has_property_object(state) or _has_concrete_object(state, verb))
    if verb is not None and not rules and not _prefers_other(state, noun, quality):
        return verb_said(state, verb)
    if noun is not None and not (quality is not None and _is_predicate(state)):
        return property_said(state, noun)
    if quality is not None:
        return quality_said(state, quality)
    return color_said(state)


def _has_concrete_object(state: ClauseState, verb: Sense | None) -> bool:
    """`clean up the garbage`: a vague verb with a thing as its object is about the thing."""
    if verb is None or verb.op != "enhance" or not state.here.can_be("take"):
        return False
    thing = next((each for each in state.phrases if each.first == state.at + 1), None)
    return thing is not None and thing.region == "obj"


def _prefers_other(state: ClauseState, noun: Sense | None, quality: Sense | None) -> bool:
    """Whether a word that is a verb and something else is the something else here."""
    if quality is not None and (
        state.excess or state.degree or state.negated or state.ruler in ("make", "need")
    ):
        return True
    if noun is None:
        return quality is not None and _is_predicate(state)
    before = state.before
    led = before is not None and (
        before.text in _BEFORE_NOUNS
        or before.can_be("more", "less", "too", "small", "large", "quality", "praise")
    )
    ruled = state.ruler in ("up", "down", "take", "adjust", "insert", "need")
    return led or (ruled and state.ruler_at == state.at - 1)


def _is_predicate(state: ClauseState) -> bool:
    """Whether this word says how something is, or how it is to be made."""
    at = state.at - 1
    while at >= 0 and state.terms[at].can_be("too", "small", "large", "not", "more", "less"):
        at -= 1
    return at >= 0 and (is_stated(state.terms[at]) or state.terms[at].can_be("make"))
