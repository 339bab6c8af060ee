"""Qualities of a picture, said by an adjective: too dark, brighter, not sharp, washed out."""

from burnish.agent.language.clause_state import ClauseState
from burnish.agent.language.clauses import is_soft, is_stated
from burnish.agent.language.hits import FLIPPED
from burnish.agent.language.lexicon import Sense
from burnish.agent.language.noun_phrases import is_noun
from burnish.agent.planner.intents import Direction, Op

_NAMED_BY_QUALITY = frozenset(("vignette", "blur", "style", "denoise", "dehaze"))
"""Operations whose noun takes a quality as part of its name: a dark vignette."""
_NAMED_ALONE = frozenset(("black_and_white", "style"))
"""Operations that are asked for by their name alone: `monochrome`, `no, vintage instead`."""
_LONGEST_NAME = 6
"""Terms of a clause that is only a name."""


def quality_said(state: ClauseState, sense: Sense) -> bool:
    """Read a quality; it is used up whether or not anything is asked of it."""
    op, toward = sense.op, sense.direction
    if op is None or toward is None:
        return False
    if op == "style" and (state.excess or state.degree == "less") and not state.negated:
        state.add("scale", "-", target="style", is_settled=True)
        state.settle()
        return True
    if op == "style" and state.ruler in ("take", "down"):
        state.add("undo", None, target="style", is_settled=True)
        return True
    if op == "exposure" and sense.comparative and _is_of_vignette(state):
        if state.found and state.found[-1].op == "vignette":
            state.found.pop()
        state.add("vignette", FLIPPED[toward], is_settled=True)
        state.skip_to = state.at + 2
        return True
    if op == "exposure" and not state.excess and _names_vignette(state):
        state.settle()
        return True
    direction = _direction(state, sense, toward)
    compared = state.excess or bool(state.degree) or sense.comparative
    state.settle()
    if direction is None or (op == "crop" and not (compared or sense.fault)):
        return True
    if op == "background":
        if any(phrase.region == "bg" for phrase in state.phrases):
            state.add("background", "+", is_settled=True)
        return True
    if op == "retouch" and direction == "-":
        state.add("scale", "-", target="retouch", is_settled=True)
        return True
    op = _about_colors(state, op, direction)
    if op == "exposure" and state.after is not None and state.after.text == "shadows":
        op = "shadows"
    if _echoes(state, op):
        return True
    cured = _cured(op, direction, wanted=state.ruler in ("make", "need", "wish", "up"))
    if cured is not None:
        state.add(op, cured, by_quality=True)
    return True


def _names_vignette(state: ClauseState) -> bool:
    """`give me a dark vignette`: what kind it is."""
    return state.after is not None and any(sense.op == "vignette" for sense in state.after.senses)


def _is_of_vignette(state: ClauseState) -> bool:
    """`a lighter vignette`: what lightens it is less of it."""
    near = [state.after, *state.terms[max(0, state.at - 2) : state.at]]
    return any(sense.op == "vignette" for term in near if term is not None for sense in term.senses)


def _about_colors(state: ClauseState, op: Op, direction: Direction) -> Op:
    """Colors that are washed out, or not bright enough, lack saturation."""
    colors = any(sense.value == "colors" for term in state.terms[: state.at] for sense in term.senses)
    bright = op == "exposure" and state.here.text.startswith("bright")
    return "saturation" if colors and (bright or (op == "contrast" and direction == "+")) else op


def _echoes(state: ClauseState, op: Op) -> bool:
    """`the highlights are too bright`: said of what is bright by name, it is the same wish."""
    return op == "exposure" and any(hit.op in ("highlights", "shadows") for hit in state.found[-1:])


def _cured(op: Op, direction: Direction, *, wanted: bool) -> Direction | None:
    """The direction that the operation has: some go one way only, and grain is made only where it is asked for."""
    if op == "rotate":
        return "0"
    if op == "auto_color" or (op == "denoise" and not wanted):
        return "+"
    return None if op in ("blur", "style") and direction == "-" else direction


def _direction(state: ClauseState, sense: Sense, toward: Direction) -> Direction | None:
    away = FLIPPED[toward]
    if state.excess and state.negated:
        return None
    if not sense.comparative and (state.excess or _is_softly_blamed(state, sense)):
        return away
    if state.negated:
        return None if sense.fault or sense.op in _NAMED_ALONE else toward
    if state.degree == "less":
        return away
    if sense.comparative and not state.degree and (_is_told(state) or _does_not_suit(state)):
        return None
    if state.degree == "more" or sense.comparative:
        return None if state.is_praised and not state.found else toward
    if state.ruler in ("make", "need", "up", "wish") and _is_target(state):
        describes = state.after is not None and state.after.can_be("whole")
        made = _is_made(state) or _becomes(state)
        return away if sense.fault and (describes or not made) else toward
    if state.ruler in ("take", "down") and sense.fault:
        return away
    if _only_describes(state, sense) or state.is_praised:
        return None
    if sense.fault:
        return away
    named = sense.op in _NAMED_ALONE and len(state.terms) <= _LONGEST_NAME
    imagined = sense.op == "black_and_white" and state.wants
    return toward if named or imagined else None


def _is_told(state: ClauseState) -> bool:
    """`the left one is darker` compares; it asks for nothing."""
    return state.before is not None and state.before.text in ("is", "are", "was", "were") and not state.ruler


_UNFIT = frozenset("suit work fit help right working good flatter".split())


def _does_not_suit(state: ClauseState) -> bool:
    """`darker doesn't suit this one`: tried, and not wanted."""
    behind = " ".join(term.text for term in state.terms[state.at + 1 : state.at + 4]).split()
    return any(word in ("doesn't", "isn't", "not", "doesnt", "isnt") for word in behind[:2]) and bool(
        _UNFIT & set(behind)
    )


def _is_softly_blamed(state: ClauseState, sense: Sense) -> bool:
    """`the sky is a bit bright`: an amount before a plain quality says that it is too much."""
    before, two_before = state.before, state.term(state.at - 2)
    if before is None or not before.can_be("small") or sense.fault or state.degree:
        return False
    return two_before is None or is_stated(two_before)


def _is_made(state: ClauseState) -> bool:
    """Whether the clause asks to make it so, fault or not: `make it flat`."""
    return (
        state.ruler == "make"
        and state.ruler_at >= 0
        and not any(is_stated(term) for term in state.terms[state.ruler_at : state.at])
    )


_WANTING = frozenset(
    ("i'd like", "i would like", "id like", "i'd want", "i want", "want", "i'd love", "i'd prefer")
)


def _becomes(state: ClauseState) -> bool:
    """`the grass should be desaturated`: how it is to become, though the word names a fault elsewhere."""
    if state.ruler not in ("need", "wish") or not state.here.text.endswith("ed"):
        return False
    if not state.here.can_be("verb", "down", "up"):
        return False
    before = "" if state.before is None else state.before.text
    return before.endswith("be") or (state.after is None and state.terms[state.ruler_at].text in _WANTING)


def _is_target(state: ClauseState) -> bool:
    """Whether a quality behind `make` says how the thing should become, and does not just describe it."""
    after = state.after
    return after is None or not is_noun(after) or after.can_be("whole")


def _only_describes(state: ClauseState, sense: Sense) -> bool:
    """`the blurry person`: the quality only says which one is meant."""
    after = state.after
    if after is None or is_soft(after):
        return False
    noun = after.sense("property")
    if noun is not None and not after.can_be("not"):
        return not sense.fault or noun.op in _NAMED_BY_QUALITY
    return is_noun(after) and not after.can_be("whole")
