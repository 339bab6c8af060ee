"""Things that verbs are about: removed, added, kept, undone, called distracting, brought out."""

from collections.abc import Sequence

from burnish.agent.language.clause_reach import is_participle
from burnish.agent.language.clause_state import ClauseState
from burnish.agent.language.clauses import is_soft, is_stated, segment_numbers
from burnish.agent.language.follow_up_words import undone_each
from burnish.agent.language.function_words import DETERMINERS
from burnish.agent.language.lexicon import Term
from burnish.agent.language.noun_phrases import NounPhrase
from burnish.agent.planner.intents import Direction, Region

_TAMES = frozenset(
    "tone calm tame subdue bring knock pull take dial turn ease rein quiet soften mute temper hold lower".split()
)
_BRINGS_OUT = frozenset("bring out;enhance;emphasize;emphasise;accentuate;improve;pop;show more".split(";"))
_LIFTS = frozenset("bring up;lift;lift up;raise;pull up;push up".split(";"))
"""Verbs that, of a place, say that it is to be lighter: `lift her face`."""

_PULLS_OUT = frozenset(
    """take photoshop crop edit cut clone get black shop brush erase paint air airbrush leave rub blend
    pull move""".split()
)
_DEEPENS = ("deep", "crush", "intens", "lower", "bring down", "pull down", "drop")
_CHANGES = frozenset(("change", "turn", "transform", "switch", "convert", "make"))
_EXCHANGES = frozenset(("replace", "swap", "exchange", "substitute"))
_FINISHES = frozenset("finish look feel vibe mood effect".split())
"""What is added to a picture as a whole: a matte finish is no thing."""
_KNOWN_ALREADY = frozenset("the that this his her my our their its your".split())
"""Determiners of what is there: a white background is to come, the white background is there."""
_SIDES = ("left", "right", "top", "bottom")
_FARTHEST_PARTICLE = 2
"""Terms between a thing and the `out` that belongs to the verb before it: `the trash can out`."""
_POINTING = 3
"""Terms of a clause that only points at what should go."""
_LEADING = 1
"""Terms before a verb that leads its clause, such as `please`."""
_WAYS: dict[str, Direction] = {"up": "+", "higher": "+", "down": "-", "lower": "-", "deeper": "-"}
_SIGNS: dict[str, Direction] = {"+": "+", "plus": "+", "-": "-", "minus": "-"}
_FARTHEST_WAY = 6
"""Terms between a range of tones and the way that it is to go."""
_LONGEST_IMPOSSIBLE = 9
"""Terms of a clause without a verb in which an impossible quality is a wish."""


def object_said(state: ClauseState, kind: str) -> None:
    """Remove, add, keep or undo: decided by the first noun phrase behind the verb."""
    ahead = state.ahead()
    limit = state.at + len(ahead)
    phrases = [each for each in state.phrases if state.at < each.first <= limit]
    direct = [each for each in phrases if not each.preposition or each.first == state.at + 1]
    places = range(state.at + 1, limit + 1)
    first_property = next((at for at in places if state.terms[at].can_be("property")), None)
    if kind == "keep":
        _kept(state, direct, first_property)
    elif kind == "undo":
        _undone(state, ahead)
    elif (first_property is not None and (not direct or first_property <= direct[0].last + 1)) or (
        kind == "take" and _is_color_first(state, phrases)
    ):
        return
    elif kind == "take":
        passive = not direct and is_participle(state.here)
        _taken(state, _passive_subject(state) if passive else direct or phrases)
    elif not _puts_before_color(state, phrases):
        _inserted(state, direct)


def _is_color_first(state: ClauseState, phrases: Sequence[NounPhrase]) -> bool:
    """`take the yellow out of the snow`."""
    ahead = state.terms[state.at + 1 : phrases[0].first if phrases else state.end]
    return any(term.can_be("color") for term in ahead)


def also_taken(state: ClauseState) -> None:
    """`remove the man and the car`: what stands in the list of things that go."""
    start = state.at + 1
    while start < state.end and state.terms[start].text in ("also", "then", "and"):
        start += 1
    thing = next((each for each in state.phrases if each.first == start), None)
    ahead = state.terms[start : state.end]
    acts = any(
        term.can_be("verb", "up", "down", "make", "adjust", "quality", "property") for term in ahead[:8]
    )
    if thing is not None and state.found and state.found[-1].op == "remove" and not acts:
        _taken(state, [thing])


def _undone(state: ClauseState, ahead: Sequence[Term]) -> None:
    """Take back what follows; without anything that can be taken back, the words are read as a follow-up."""
    targets = undone_each(ahead)
    if targets != ("last",):
        for target in targets:
            state.add("undo", None, target=target, is_settled=True)
        state.skip_to = state.at + len(ahead) + 1


def _taken(state: ClauseState, phrases: Sequence[NounPhrase]) -> None:
    if not phrases or (phrases[0].is_whole and not _points(state, phrases[0])):
        return
    thing = phrases[0]
    state.pass_over(thing)
    if thing.region == "bg":
        state.add("background", "+", is_settled=True)
    elif thing.region in _SIDES:
        state.add("crop", "+", noun=thing, is_settled=True)
    elif thing.region == "shadows" and state.terms[thing.last].text != "shadow":
        state.add("shadows", "+")
    else:
        state.add("remove", "+", noun=thing, region=_person_or_thing(thing), is_settled=True)


def _points(state: ClauseState, thing: NounPhrase) -> bool:
    """`remove this`: a thing that is pointed at, by a circle or a glance; `remove it`, where nothing else is said."""
    word = state.terms[thing.first].text
    alone = word in ("it", "that") and len(state.terms) <= _POINTING
    return thing.first == thing.last and (alone or word in ("this", "these", "those", "them"))


def _person_or_thing(thing: NounPhrase) -> Region:
    return "person" if thing.region in ("person", "face") else "obj"


def _passive_subject(state: ClauseState) -> list[NounPhrase]:
    """`the two girls should be removed`: the thing stands before the verb."""
    used = state.found[-1].at if state.found else -1
    before = [each for each in state.phrases if used < each.first and each.last < state.at]
    return [each for each in before if not each.preposition][:1]


def _puts_before_color(state: ClauseState, phrases: Sequence[NounPhrase]) -> bool:
    """`put her in front of a white background`: what stands behind is to have a color."""
    behind = next((each for each in phrases if each.region == "bg"), None)
    if behind is None or state.terms[behind.first].text in _KNOWN_ALREADY:
        return False
    if not any(term.can_be("color") for term in state.terms[behind.first : behind.last + 1]):
        return False
    state.add("background", "+", is_settled=True)
    return True


def _inserted(state: ClauseState, phrases: Sequence[NounPhrase]) -> None:
    if state.here.text in _EXCHANGES and phrases and phrases[0].is_whole:
        state.add("unsupported", None, is_settled=True)
        return
    things = [each for each in phrases if not each.is_whole]
    if not things or state.terms[things[0].last].text in _FINISHES:
        return
    if any(each.region == "bg" for each in things):
        state.add("background", "+", is_settled=True)
    elif not state.here.can_be("make", "adjust") and not _fills_a_gap(state) and not _is_composed(state):
        state.pass_over(things[0])
        state.add("unsupported", None, noun=things[0], is_settled=True)


def object_behind(state: ClauseState) -> bool:
    """Whether a person or a thing stands right behind the word here."""
    return any(each.first == state.at + 1 and each.region in ("obj", "person") for each in state.phrases)


def exchanged(state: ClauseState) -> bool:
    """`change his shirt to a suit`: one thing for another."""
    if state.here.text.split()[0] not in _CHANGES:
        return False
    things = [each for each in state.phrases if each.first > state.at and not each.is_whole]
    into = next((each for each in things[1:] if each.preposition in ("to", "into", "with")), None)
    if into is None or things[0].first != state.at + 1:
        return False
    colored = any(
        term.can_be("color", "property", "quality") for term in state.terms[state.at + 1 : into.last + 1]
    )
    if colored or things[0].region == "bg" or into.region != "obj":
        return False
    state.add("unsupported", None, noun=things[0], is_settled=True)
    return True


def _fills_a_gap(state: ClauseState) -> bool:
    """`remove it and fill the place with grass` adds nothing."""
    return state.here.text.startswith("fill") and any(hit.op == "remove" for hit in state.found)


def _is_composed(state: ClauseState) -> bool:
    """`put the subject in the center`: where the frame is to lie, not something new."""
    words = [term.text for term in state.ahead()]
    definite = bool(words) and words[0] in ("the", "him", "her", "them", "me", "us", "my", "his", "our")
    return definite and any(
        word in ("center", "centre", "middle", "frame", "third", "focus") for word in words[1:]
    )


def keep_from(state: ClauseState) -> None:
    """`do not make it darker`: the operation that is named is to be kept away from."""
    said = any(hit.op == "keep" and hit.governor == state.ruler_at for hit in state.found)
    sense = state.here.sense("property", "quality", "verb")
    if (
        not said
        and sense is not None
        and sense.op is not None
        and state.terms[state.ruler_at].can_be("make", "up", "down", "adjust", "insert", "take")
    ):
        between = [each for each in state.phrases if state.ruler_at < each.first and each.last < state.at]
        place = next((each for each in between if not each.is_whole), None)
        target = sense.op if place is None else str(place.region)
        state.add("keep", None, target=target, noun=place, is_settled=True)


def _kept(state: ClauseState, phrases: Sequence[NounPhrase], first_property: int | None) -> None:
    named = next((each for each in phrases if not state.terms[each.last].text.endswith("ing")), None)
    if named is None and any(term.text in ("rest", "everything else") for term in state.ahead()):
        state.add("keep", None, target="all", is_settled=True)
        return
    if first_property is not None:
        sense = state.terms[first_property].sense("property")
        state.add("keep", None, target=str(sense.op) if sense else "all", noun=named, is_settled=True)
    elif named is not None:
        state.add("keep", None, target=named.region or "all", noun=named, is_settled=True)


def pulled_out(state: ClauseState) -> bool:
    """`photoshop the guy out`: the particle stands behind the thing."""
    if state.here.text not in _PULLS_OUT:
        return False
    thing = next((each for each in state.phrases if each.first == state.at + 1), None)
    if thing is None or thing.is_whole:
        return False
    behind = state.terms[thing.last + 1 : thing.last + 1 + _FARTHEST_PARTICLE]
    if not any(term.text in ("out", "out of", "away", "off") for term in behind):
        return False
    state.rule("take")
    _taken(state, [thing])
    return True


def impossible(state: ClauseState) -> bool:
    """`make it bigger`: what no tool can do."""
    if not state.here.can_be("impossible") or state.is_praised or state.negated:
        return False
    if state.ruler not in ("make", "adjust", "insert", "need", "wish", "up", "") or _is_of_light(state):
        return False
    stated = any(is_stated(each) for each in state.terms)
    leads = state.at <= _LEADING
    if not state.ruler and not leads and (len(state.terms) > _LONGEST_IMPOSSIBLE or stated):
        return False
    state.add("unsupported", None, is_settled=True)
    return True


def _is_of_light(state: ClauseState) -> bool:
    """`make the vignette bigger`, `make her smile brighter`: about the edit, or about light."""
    ahead = state.ahead()
    if state.here.text == "smile":
        named = state.before is not None and state.before.text in DETERMINERS
        return named and any(term.can_be("quality", "color") for term in ahead)
    if state.here.text == "older":
        return any(each.is_whole and each.first < state.at for each in state.phrases)
    return any(
        term.can_be("property") for term in (*state.terms[max(0, state.at - 2) : state.at], *ahead[:2])
    )


def thing_alone(state: ClauseState) -> bool:
    """A verb of more or less with a thing and no property: `calm down that sky`, `open up the shadows`."""
    if state.ruler not in ("down", "up") or state.is_praised:
        return False
    if any(term.can_be("property", "quality", "color", "verb") for term in state.ahead()):
        return False
    place = next((each for each in state.phrases if each.first == state.at + 1), None)
    if place is None or place.is_whole:
        return False
    verb = state.here.text
    if place.region == "shadows":
        deeper = verb.startswith(_DEEPENS)
        state.add("shadows", "-" if deeper else "+", is_settled=True)
    elif state.ruler == "down" and verb.split()[0] in _TAMES:
        state.add("highlights" if place.region == "sky" else "exposure", "-", noun=place)
    elif state.ruler == "up" and verb in _LIFTS and place.region != "obj":
        state.add("exposure", "+", noun=place)
    elif state.ruler == "up" and verb in _BRINGS_OUT:
        state.add("enhance", "+", noun=place)
    else:
        return False
    return True


def tone_moved(state: ClauseState) -> bool:
    """`and the blacks down`, `the darks could come up`: a range of tones with the way it is to go behind it."""
    region = state.here.sense("region")
    if region is None or region.value != "shadows" or state.ruler in ("up", "down", "take", "keep", "undo"):
        return False
    signed = state.after is not None and state.after.text in _SIGNS
    numbered = state.term(state.at + (2 if signed else 1))
    if numbered is not None and numbered.text[:1].isdigit() and state.after is not None:
        state.add("shadows", _SIGNS.get(state.after.text, "+"), is_settled=True)
        return True
    if state.before is not None and state.before.text in ("deeper", "richer", "blacker"):
        state.add("shadows", "-", is_settled=True)
        state.settle()
        return True
    for term in state.terms[state.at + 1 : min(state.end, state.at + _FARTHEST_WAY)]:
        if term.text in _WAYS:
            state.add("shadows", _WAYS[term.text], is_settled=True)
            state.settle()
            return True
        if is_soft(term) or term.can_be("property", "quality", "verb", "color", "region"):
            return False
    return False


def distracting(state: ClauseState) -> None:
    """`the red bag is distracting`: a named thing that disturbs should go."""
    at = next((at for at, term in enumerate(state.terms) if term.can_be("distracting")), None)
    if at is None or any(term.can_be("praise") for term in state.terms):
        return
    segments = segment_numbers(state.terms)
    if any(segments[hit.at] == segments[at] for hit in state.found):
        return
    if any(term.can_be("not") for term in state.terms[:at]):
        return
    things = [each for each in state.phrases if each.region in ("obj", "person") and each.first < at]
    things = [each for each in things if segments[each.first] == segments[at]]
    if things:
        state.at = at
        state.add("remove", "+", noun=things[0], region=_person_or_thing(things[0]), is_settled=True)
