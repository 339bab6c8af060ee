"""Properties of a picture, named by a noun: brightness, contrast, noise, a crop, a tint."""

from burnish.agent.language.clause_reach import is_participle
from burnish.agent.language.clause_state import ClauseState
from burnish.agent.language.clauses import is_soft, is_stated
from burnish.agent.language.governing import REPLACES
from burnish.agent.language.hits import FLIPPED
from burnish.agent.language.lexicon import Sense, Term
from burnish.agent.language.tints import painted, tone_said
from burnish.agent.language.verbs import is_too_tight
from burnish.agent.planner.intents import Direction, Op

_TELLS = frozenset("gives give gave adds add makes creates works helps brings shows draws".split())
"""Verbs by which a property is described, not asked for."""
_STRONG = frozenset("strong bold intense vivid rich deep bright lively happy".split())
_UP_AFTER = frozenset(("up", "higher", "increased", "raised", "boosted", "boost", "stronger"))
_DOWN_AFTER = frozenset(("down", "lower", "decreased", "reduced", "lowered", "weaker"))
_MENTIONS = frozenset(("there", "there's", "lot", "some", "has"))
_RECOVERS = ("recover", "rescue", "bring back", "restore", "save", "retrieve")
_LONGEST_LIST = 5
"""Terms of a clause that is only a list of properties."""
_FEWEST = 5
_SOME = frozenset(
    (
        "and",
        "some",
        "with",
        "plus",
        "a bit",
        "a little",
        "a touch",
        "a hint",
        "a touch of",
        "bit",
        "touch",
        "little",
    )
)
_GOING = ("go", "away", "disappear", "vanish", "removed", "out", "off")
_LONGEST_MENTION = 8
"""Terms of a clause in which a fault that is only named is a complaint."""


def property_said(state: ClauseState, sense: Sense) -> bool:
    """Read a property; it is used up whether or not anything is asked of it."""
    op, more = sense.op, sense.direction
    if op is None or more is None:
        return False
    if sense.value == "colors" and painted(state):
        return True
    if sense.value in ("tone", "tone word", "colors", "filter") and tone_said(state, sense):
        return True
    if sense.value == "crop":
        return _crop_noun(state)
    if _is_said_already(state, op):
        state.settle()
        return True
    signed = _signed_number(state)
    if signed is not None:
        state.settle()
        _add(state, op, signed if more == "+" else FLIPPED[signed], more)
        return True
    sign = None if _is_harsh_light(state, op) else _sign(state, fault=_is_fault(sense))
    if sense.value == "colors" and state.ruler in ("make", "done") and not (state.degree or state.negated):
        sign = "+" if _is_wanted_strong(state) else None
    state.settle()
    if sign is None or sense.value == "tone word":
        return True
    if sense.value == "colors" and (state.ruler == "adjust" or _is_off(state)):
        state.add("color" if _is_color_of_a_thing(state) else "auto_color", "+")
        return True
    _add(state, op, more if sign == "+" else FLIPPED[more], more)
    return True


def _is_said_already(state: ClauseState, op: Op) -> bool:
    """`paler colors`, `warmer colors`: the comparative before the noun says it."""
    before = state.before
    if before is None or not state.found:
        return False
    said = {sense.op for sense in before.senses if sense.kind == "quality"}
    colors = any(sense.value == "colors" for sense in state.here.senses)
    return state.found[-1].op in said & ({op, "temperature"} if colors else {op})


def _is_wanted_strong(state: ClauseState) -> bool:
    """`I want strong colors`, `make the colors bold`."""
    near = [term for term in (state.before, state.after) if term is not None]
    return not state.excess and any(term.text in _STRONG for term in near)


def _is_fault(sense: Sense) -> bool:
    """Whether less of it is better: noise and gloom are, cool tones are a matter of taste."""
    return sense.value == "fault" or (sense.direction == "-" and sense.op != "temperature")


def _add(state: ClauseState, op: Op, direction: Direction, more: Direction) -> None:
    """Add what the property asks for: less blur is sharpness, a blur that is added is one."""
    if op == "blur" and direction == "-":
        state.add("sharpness", "+")
    elif op == "sharpness" and more == direction == "-" and state.ruler == "insert":
        state.add("blur", "+")
    elif op == "retouch" and more == "+" and direction == "-":
        state.add("scale", "-", target="retouch", is_settled=True)
    elif op != "style" or direction == "+":
        state.add(op, "+" if op == "retouch" else direction)


def _crop_noun(state: ClauseState) -> bool:
    """`a tighter crop`: asked for, unless it is praised or said to be too tight already."""
    if not state.is_praised:
        state.add("crop", "-" if is_too_tight(state) or state.negated else "+")
    state.settle()
    return True


def _is_color_of_a_thing(state: ClauseState) -> bool:
    """`change the jacket's color`: a thing is to have another color, not the picture better ones."""
    if state.ruler != "adjust" or state.terms[state.ruler_at].text.split()[0] not in REPLACES:
        return False
    near = [each for each in state.phrases if state.ruler_at < each.first <= state.at + 3]
    return any(not each.is_whole for each in near)


def _is_harsh_light(state: ClauseState, op: Op) -> bool:
    """`the light is harsh` is about contrast, which the quality says."""
    return op == "exposure" and any(
        term.text in ("harsh", "stark", "flat", "dull") for term in state.terms[state.at :]
    )


def _signed_number(state: ClauseState) -> Direction | None:
    """`contrast -10`."""
    sign, number = state.after, state.term(state.at + 2)
    if sign is None or number is None or not number.text[:1].isdigit():
        return None
    return "+" if sign.text in ("+", "plus") else "-" if sign.text in ("-", "minus") else None


def _is_off(state: ClauseState) -> bool:
    """`the colors look wrong`."""
    return not state.ruler and said_after(state) == "faulty"


def _sign(state: ClauseState, *, fault: bool) -> Direction | None:
    """`+` for more of the property, `-` for less, None where nothing is asked."""
    after = said_after(state)
    if _is_called_excessive(state):
        return "-"
    if state.negated:
        return "-" if fault or state.degree == "less" else "+"
    if state.degree:
        return "+" if state.degree == "more" else "-"
    if state.excess or after in ("excess", "down"):
        return "-"
    if after == "up":
        return "+"
    if state.ruler in ("up", "down", "take", "insert") and _is_recovered(state):
        return "-"
    if state.ruler in ("up", "insert"):
        return "+"
    if state.ruler in ("down", "take"):
        return "-"
    if state.ruler in ("need", "adjust", "make") or after == "faulty":
        goes = any(term.text.startswith(_GOING) for term in state.terms[state.at :])
        grain = "grain" in state.here.text and state.ruler in ("need", "make") and not goes
        return "-" if fault and not (grain or _is_film_grain(state)) else "+"
    return _unruled(state, fault=fault)


def _is_recovered(state: ClauseState) -> bool:
    """`recover the highlights`: to bring back what is in them is to darken them."""
    bright = any(sense.op == "highlights" for sense in state.here.senses)
    return bright and state.terms[state.ruler_at].text.startswith(_RECOVERS)


def _unruled(state: ClauseState, *, fault: bool) -> Direction | None:
    """A property that stands alone: a fault is a complaint, a list of properties a request."""
    if state.is_praised:
        return None
    if any(term.text in _TELLS for term in state.terms[state.at + 1 : state.at + 4]):
        return None
    if fault and "grain" in state.here.text and (_is_asked_for(state) or _is_film_grain(state)):
        return "+"
    if fault:
        short = len(state.terms) <= _LONGEST_MENTION
        return "-" if short or any(term.text in _MENTIONS for term in state.terms) else None
    if any(is_stated(term) for term in state.terms):
        return None
    if state.after is not None and state.after.text[:1].isdigit():
        return "+"
    if state.ruler == "done" and state.found and state.found[-1].op in op_of(state.here):
        return None
    return "+" if state.ruler in ("wish", "done") or len(state.terms) <= _LONGEST_LIST else None


def _is_asked_for(state: ClauseState) -> bool:
    """`and some grain`: grain is wished for where a few words only say how much of it."""
    words = {term.text for term in state.terms}
    if any(term.text.startswith("would") for term in state.terms[state.at + 1 : state.at + 3]):
        return bool(words & _SOME)
    few = len(state.terms) <= _FEWEST and not any(is_stated(term) for term in state.terms)
    return few and state.here is state.terms[-1] and bool(words & _SOME)


def _is_film_grain(state: ClauseState) -> bool:
    """`film grain would be nice`: nobody calls by that name what is to go, unless there is too much of it.

    Nor by `grain like an old film`, `now grain as well`, or where the word is all that is said.
    """
    if any(term.can_be("too", "excess", "not", "less") and term.text != "too" for term in state.terms):
        return False
    texts = [term.text for term in state.terms if not is_soft(term)]
    if state.here.text != "grain":
        return state.here.text == "film grain" and "too" not in texts[:-1]
    if any(is_stated(term) for term in state.terms) or state.ruler not in ("", "done"):
        return False
    beside = {term.text for term in state.terms if not is_soft(term) and not term.can_be("property")}
    liked = "like" in texts[texts.index("grain") :] or bool(beside & _FILM)
    return liked or beside <= _ADDING


_FILM = frozenset("film analog analogue vintage retro old 35mm tri-x cinematic".split())
_ADDING = frozenset(
    "& and , with now also too and then plus some as well a bit of little please just maybe".split()
) | {
    "as well",
    "a bit",
    "a bit of",
    "a little",
}


def op_of(term: Term) -> set[Op | None]:
    """The operations that a word can be about."""
    return {sense.op for sense in term.senses}


def _is_called_excessive(state: ClauseState) -> bool:
    """`the harsh contrast`: the word before the property says that there is too much of it."""
    before = state.before
    if before is None or state.ruler:
        return False
    return before.can_be("excess") and not before.can_be("large", "too")


def said_after(state: ClauseState) -> str:
    """What is said behind the property: `up`, `down`, `excess` (too strong), `faulty` (poor), or nothing."""
    for term in state.terms[state.at + 1 : state.at + 8]:
        if is_soft(term) or term.can_be("purpose") or _is_plain_quality(term):
            break
        if term.can_be("property", "region"):
            continue
        said = _verdict(term)
        if term.can_be("too") and _leads_quality(state, term):
            return ""
        if said:
            negated = said == "excess" and any(
                each.can_be("not") for each in state.terms[state.at + 1 : state.at + 5]
            )
            return "up" if negated else said
    return ""


def _leads_quality(state: ClauseState, too: Term) -> bool:
    after = next((b for a, b in zip(state.terms, state.terms[1:], strict=False) if a is too), None)
    return after is not None and _is_plain_quality(after)


def _is_plain_quality(term: Term) -> bool:
    """`the colors are too dull`: what is too much is said by the quality."""
    return term.can_be("quality") and not term.can_be("excess", "faulty", "more", "less")


def _verdict(term: Term) -> str:
    if term.can_be("excess", "too", "scale_down") and term.text != "half":
        return "excess"
    participle = is_participle(term)
    if term.can_be("scale_up") and term.text.startswith("up "):
        return "up"
    if term.can_be("less") or (participle and term.can_be("down", "take")) or term.text in _DOWN_AFTER:
        return "down"
    if term.can_be("more") or (participle and term.can_be("up")) or term.text in _UP_AFTER:
        return "up"
    return "faulty" if term.can_be("faulty") else ""
