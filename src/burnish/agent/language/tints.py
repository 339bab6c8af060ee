"""Names of colors: a tint to add or to remove, a thing to recolor, a picture that is too blue."""

from dataclasses import replace

from burnish.agent.language.clause_state import ClauseState
from burnish.agent.language.lexicon import Sense, Term
from burnish.agent.language.noun_phrases import is_noun
from burnish.agent.planner.intents import COLORS, Color, Direction

_NOT_BENT = frozenset("silver ivory amber burgundy navy gray grey mustard cherry ruby".split())
"""Colors that end like `bluish` or `redder` but are not bent."""
_ALONE = 3
"""Terms of a clause that only names a toning."""
_FARTHEST_TARGET = 12
"""Terms between `color` and the color that it is changed to."""


def tone_said(state: ClauseState, sense: Sense) -> bool:
    """Read a tint, tone or `color` with the name of a color near it; False when no color is named."""
    color_at = _color_near(state)
    color = None if color_at is None else _named(state.terms[color_at])
    if color_at is None or color is None:
        return False
    if sense.value == "colors" and color_at > state.at and state.ruler not in ("adjust", "make"):
        return False
    stated = not state.ruler and not state.degree
    if stated and (state.is_praised or sense.value == "colors"):
        return True
    direction = _tone_direction(state, sense, color_at, stated=stated)
    if sense.value == "colors" and direction == "+" and _is_background(state):
        state.add("background", "+", is_settled=True)
    else:
        state.add("color", direction, color=color)
        state.settle()
    state.at = max(state.at, color_at)
    return True


def _tone_direction(state: ClauseState, sense: Sense, color_at: int, *, stated: bool) -> Direction:
    if stated and _is_told_to_tint(state, color_at):
        return "+"
    if state.ruler in ("down", "take", "less") or state.degree == "less" or state.excess or stated:
        return "-"
    if any(term.can_be("excess", "too") for term in state.terms[state.at + 1 : state.at + 8]):
        return "-"
    if state.ruler == "need" and state.negated:
        return "-"
    corrected = state.ruler == "adjust" and color_at < state.at and sense.value != "colors"
    return "-" if corrected else "+"


def _is_told_to_tint(state: ClauseState, color_at: int) -> bool:
    """`tint it green`: the word is a verb, with an object and a color behind it."""
    return state.after is not None and state.after.text in ("it", "this", "that") and color_at > state.at


def _is_background(state: ClauseState) -> bool:
    return any(each.region == "bg" and state.ruler_at < each.first <= state.at for each in state.phrases)


def _color_near(state: ClauseState) -> int | None:
    """Where the color is that belongs to the tone here: just before it, or behind `to`."""
    for at in range(state.at - 1, max(-1, state.at - 4), -1):
        if state.terms[at].can_be("color"):
            return at
        if state.terms[at].text == ",":
            break
    past_to = False
    first = next((at for at in range(state.at + 1, state.end) if not _is_between(state.terms[at])), state.end)
    for at in range(state.at + 1, min(state.end, state.at + _FARTHEST_TARGET)):
        past_to = past_to or state.terms[at].text in ("to", "into", "as")
        if state.terms[at].can_be("color") and (past_to or at == first):
            return at
    return None


def _is_between(term: Term) -> bool:
    """`tint it slightly green`: what stands between the verb and its color."""
    return term.text in ("it", "this", "that") or term.can_be("small", "large")


def painted(state: ClauseState) -> bool:
    """`color the car green`: the word is a verb, with a thing and a color behind it."""
    if state.ruler not in ("", "wish") or any(
        not term.can_be("need", "nothing") for term in state.terms[: state.at]
    ):
        return False
    thing = next((each for each in state.phrases if each.first == state.at + 1), None)
    color = None if thing is None else state.term(thing.last + 1)
    named = None if color is None else _named(color)
    if thing is None or named is None:
        return False
    state.add("color", "+", color=named, noun=thing)
    state.at = thing.last + 1
    return True


def color_said(state: ClauseState) -> bool:
    """Read a color that stands by itself; False when the word is none."""
    color, after = _named(state.here), state.after
    if color is None:
        return False
    leads_noun = after is not None and is_noun(after)
    if after is not None and after.can_be("property") and not after.can_be("contrary"):
        return True
    if leads_noun and after is not None and not after.can_be("whole") and state.ruler != "take":
        return True
    if _limits_last(state):
        state.found[-1] = replace(state.found[-1], color=color)
        return True
    direction = _direction(state, leads_noun=leads_noun)
    if direction is None and state.ruler in ("make", "adjust"):
        _recolor(state, color)
    elif direction is not None:
        state.add("color", direction, color=color)
    state.degree, state.excess = "", False
    return True


def _limits_last(state: ClauseState) -> bool:
    """`the saturation of the reds`: the color says of what."""
    if not state.found or state.found[-1].op not in ("saturation", "exposure", "contrast"):
        return False
    between = [term.text for term in state.terms[state.found[-1].at + 1 : state.at]]
    return bool(between) and between[0] in ("of", "in") and len(between) <= 2


def _direction(state: ClauseState, *, leads_noun: bool) -> Direction | None:
    word = state.here.text
    bent = word.endswith(("ish", "er", "ness", "y")) and word not in _NOT_BENT
    if state.degree == "more":
        return "+"
    if state.excess or state.degree == "less" or state.ruler == "down":
        return "-"
    if word.startswith("sepia") and (state.wants or len(state.terms) <= _ALONE):
        return "+"
    if bent and word.endswith("er"):
        return "+"
    if state.ruler == "take" and not leads_noun:
        return "-"
    if state.ruler in ("make", "adjust"):
        return None
    if bent and not state.is_praised:
        return "-"
    return "+" if state.ruler in ("up", "insert", "need") and not leads_noun else None


def _recolor(state: ClauseState, color: Color) -> None:
    """`make the car red`: a thing, the background, or (but not black or white) the picture gets a color."""
    between = [each for each in state.phrases if state.ruler_at < each.first and each.last < state.at]
    if any(each.region == "bg" for each in between):
        state.add("background", "+", is_settled=True)
    elif not (color in ("black", "white", "gray") and all(each.is_whole for each in between)):
        state.add("color", "+", color=color)


def _named(term: Term) -> Color | None:
    sense = term.sense("color")
    return None if sense is None else next(each for each in COLORS if each == sense.value)
