"""What an answer to the last question resumes: a circle for what was not found, the other candidate."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from burnish.agent.language.understanding import Reading
from burnish.agent.planner.conversation import Conversation, Turn, is_step_back
from burnish.agent.planner.intents import Direction, Intent, Op
from burnish.agent.planner.keeps import NATURAL
from burnish.agent.planner.origins import is_wish
from burnish.agent.planner.plan import Candidate
from burnish.agent.planner.request import Request
from burnish.agent.planner.serving import is_same_property, served_by
from burnish.recipe.recipe import Step

_RAISING = re.compile(
    r"\b(increase|raise|boost|turn it up|crank|bring it up|up it)\b|^\W*(no|nope|nah|wrong)\b", re.IGNORECASE
)
"""Words that want more of a property, not more of what was done to it."""

_LOWERING = re.compile(
    r"^\W*(?:no|nope|nah|wrong)\W+(?:i (?:said|meant|want|wanted) (?:to |you to )?)?(?:decrease|reduce|lower)\b",
    re.IGNORECASE,
)
"""Words that want less of a property, where more of it was done."""

_ONCE_MORE = re.compile(
    r"^\W*(?:(?:and|ok|okay|yes|please)\W+)*(another|another one|one more|once more|again|same again)\W*$",
    re.IGNORECASE,
)
"""Words that want the same change once more."""

_AGAIN_LOWER = re.compile(
    r"^\W*(?:(?:and|ok|a|bit|little|even|still|much)\W+)*(lower|darker|cooler)\W*$", re.IGNORECASE
)
"""Words that want still less of what they lowered before."""

_MEANT_OTHERWISE = re.compile(
    r"\b(i meant?|i said|i wanted|should be) (less|lower|weaker|more|higher|stronger)\b", re.IGNORECASE
)
"""Words that say that the last wish was misread."""

_POINTED = re.compile(r"\b(remove|delete|lose|drop|ditch|get rid|take|kill)\b", re.IGNORECASE)
"""Verbs that are about the thing in a circle, where there is one."""

_FURTHER_DOWN = re.compile(
    r"\b(even|still) (less|lower|weaker)\b|\bless still\b|\bless and less\b", re.IGNORECASE
)
"""Words that, after "less contrast", want still less of the contrast."""

_BARE_NO = re.compile(r"^\W*((no|nah|nope|ugh|oh|hm+)\W*)+$", re.IGNORECASE)

_WITHOUT_PLACE: frozenset[Op] = frozenset({"crop", "rotate", "flip", "remove", "background", "vignette"})
"""Operations that cannot be wished for in one more place."""

_OTHER_WAY: dict[Direction, Direction] = {"+": "-", "-": "+", "0": "0"}


def resumed(intents: tuple[Intent, ...], request: Request, conversation: Conversation) -> tuple[Intent, ...]:
    """The intents, or, where they only say where, the wishes of the last turn that waited for a place."""
    waiting = () if conversation.last is None else waiting_for_a_place(conversation.last)
    if not waiting or any(is_wish(intent) for intent in intents):
        return tuple(_where_it_waited(intent, waiting) for intent in intents)
    where = next(
        (each for each in intents if each.op == "scale" and each.direction == "0" and each.region), None
    )
    if where is not None:
        return tuple(replace(each, region=where.region, phrase=where.phrase) for each in waiting)
    if any(each.op == "scale" and each.target == "everywhere" for each in intents):
        return tuple(replace(each, region=None, phrase="") for each in waiting)
    said = [intent for intent in intents if intent.op != "scale" or intent.direction != "0"]
    return waiting if request.mask is not None and not said else intents


def _where_it_waited(intent: Intent, waiting: tuple[Intent, ...]) -> Intent:
    """A wish said again, without its place, is still for the place that was not found."""
    if intent.region is not None or intent.phrase or not is_wish(intent):
        return intent
    same = next((each for each in waiting if is_same_property(each, intent)), None)
    return intent if same is None else replace(intent, region=same.region, phrase=same.phrase)


def said_before(
    intents: tuple[Intent, ...], request: Request, conversation: Conversation
) -> tuple[Intent, ...]:
    """The intents, or the last wishes where those are meant: turned round by "the opposite" and "no, increase it",
    and once more by "even less" of what was lowered.
    """
    said = () if conversation.last is None else conversation.last.plan.intents
    wishes = tuple(
        replace(each, span=(0, 0)) for each in said if is_wish(each) and each.direction in ("+", "-")
    )
    if len(intents) == 1 and intents[0].region in _SIDES and [each.op for each in wishes] == ["crop"]:
        return (replace(wishes[0], region=intents[0].region, phrase=intents[0].phrase),)
    if len(intents) != 1 or intents[0].op != "scale":
        return intents
    again = _stated_change(said)
    if again is not None and intents[0].quantity is None and _ONCE_MORE.search(request.text):
        return (replace(intents[0], quantity=again.quantity, direction=_scaled_toward(again)),)
    if _is_in_stops(intents[0]) and intents[0].target in ("", "last") and not _of_light(said):
        return (replace(intents[0], op="exposure", target=""),)
    if not wishes:
        return intents
    if _is_in_stops(intents[0]) and all(each.op == "exposure" for each in wishes):
        return tuple(
            replace(each, direction=intents[0].direction, quantity=intents[0].quantity) for each in wishes
        )
    lowered, grown = (all(each.direction == way for each in wishes) for way in ("-", "+"))
    other_way = intents[0].direction == ("-" if grown else "+") and (grown or lowered)
    misread = other_way and _MEANT_OTHERWISE.search(request.text) is not None
    misread = misread or (grown and other_way and _LOWERING.search(request.text) is not None)
    raised = intents[0].direction == "+" and intents[0].target in ("", "last") and intents[0].region is None
    if (
        lowered
        and intents[0].direction == "-"
        and (
            _FURTHER_DOWN.search(request.text)
            or (_AGAIN_LOWER.search(request.text) and "lower" in conversation.turns[-1].request.text.lower())
        )
    ):
        return tuple(replace(each, strength=intents[0].strength) for each in wishes)
    raised = raised and (
        _BARE_NO.match(request.text[:3]) is not None or all(each.op != "temperature" for each in wishes)
    )
    if intents[0].target == "opposite" or misread or (lowered and raised and _RAISING.search(request.text)):
        return tuple(replace(each, direction=_OTHER_WAY[each.direction or "0"]) for each in wishes)
    return intents


def _stated_change(said: Sequence[Intent]) -> Intent | None:
    """The one intent that changed something by a number."""
    stated = [each for each in said if each.quantity is not None and each.op not in ("keep", "undo")]
    one = stated[0] if len(stated) == 1 == len(said) else None
    return (
        one
        if one is not None and one.quantity is not None and (one.op == "scale" or one.direction == "+")
        else None
    )


def _scaled_toward(intent: Intent) -> Direction:
    return "-" if intent.op == "scale" and intent.direction == "-" else "+"


def _is_in_stops(intent: Intent) -> bool:
    """`a third of a stop more`: so much more light, by whatever the light was made."""
    said = intent.quantity
    return said is not None and said.unit == "EV" and not said.absolute and intent.direction in ("+", "-")


_SIDES = ("left", "right", "top", "bottom")


def _of_light(said: Sequence[Intent]) -> bool:
    """Whether the last turn was about light, or only about more or less of what was done."""
    return any(each.op in ("exposure", "scale", "undo") for each in said)


def not_rejected_twice(
    intents: tuple[Intent, ...], request: Request, conversation: Conversation
) -> tuple[Intent, ...]:
    """The intents; without a "no" to a turn that did nothing, and with "remove it" about the thing that is circled."""
    last = conversation.last
    if len(intents) != 1 or not is_step_back(intents[0]) or last is None:
        return intents
    if _POINTED.search(request.text):
        pointed = replace(intents[0], op="remove", direction="+", region="obj", target="")
        waiting = waiting_for_a_place(last)
        return (pointed,) if request.mask is not None else waiting or intents
    return () if _BARE_NO.search(request.text) and not last.changes else intents


def also_there(intents: tuple[Intent, ...], conversation: Conversation) -> tuple[Intent, ...]:
    """The intents; "the sky too" is the last wishes once more, in one more place."""
    if not any(intent.op == "scale" and intent.target == "also" for intent in intents):
        return intents
    wishes, there = _last_wishes(conversation), list[Intent]()
    place = next(intent for intent in intents if intent.target == "also")
    others = [intent for intent in intents if intent.target != "also"]
    for wish in wishes:
        instead = next(
            (each for each in others if is_same_property(each, wish) and each.region is None), None
        )
        others = [each for each in others if each is not instead]
        said = replace(wish, span=place.span) if instead is None else instead
        there.append(replace(said, region=place.region, phrase=place.phrase))
    return (*there, *others)


def _last_wishes(conversation: Conversation) -> tuple[Intent, ...]:
    """The wishes of the latest turn that wished for something that has a place."""
    for turn in reversed(conversation.turns):
        wishes = tuple(each for each in turn.plan.intents if is_wish(each) and each.op not in _WITHOUT_PLACE)
        if wishes:
            return wishes
    return ()


def waiting_for_a_place(turn: Turn) -> tuple[Intent, ...]:
    """The wishes of a turn that were not met because their place was not found; their words lie in its text."""
    question = turn.plan.question
    if question is None or all(option.candidate is not None for option in question.options):
        return ()
    met = {change.intent for change in turn.changes} | {each.intent for each in turn.plan.unsupported}
    return tuple(
        replace(intent, span=(0, 0))
        for index, intent in enumerate(turn.plan.intents)
        if index not in met and is_wish(intent)
    )


def other_candidate(conversation: Conversation) -> Candidate | None:
    """The candidate after the one that was taken, of the last plan that offered several; round and round."""
    for passed, turn in enumerate(reversed(conversation.turns)):
        candidates = turn.plan.candidates
        if len(candidates) > 1:
            return candidates[(turn.chosen + passed + 1) % len(candidates)]
        if not any(intent.target == "other" for intent in turn.plan.intents):
            return None
    return None


def recent_ops(conversation: Conversation) -> tuple[Op, ...]:
    """The operations that words such as "more" lean on: those of the last turn that wished for something.

    A slider that was moved counts as said, and so does an edit that the photo brought along.
    """
    for turn in reversed(conversation.turns):
        ops: tuple[Op, ...] = tuple(intent.op for intent in turn.plan.intents if is_wish(intent))
        changed = [] if turn.plan.intents else [each.after for each in turn.changes if each.after is not None]
        if ops or changed:
            return ops or _ops_of(changed)
    return _ops_of(conversation.recipe.steps)


def _ops_of(steps: Iterable[Step]) -> tuple[Op, ...]:
    """The operations that steps serve, by name."""
    return tuple(sorted({op for step in steps for op in served_by(step)}))


def leaning(reading: Reading, recent: Sequence[Op]) -> Reading:
    """The reading; one that says nothing gives way to another that is about the edit before, where there is one."""
    if reading.confident or not recent or any(_says_something(intent) for intent in reading.intents):
        return reading
    about = next((other for other in reading.others if _is_about_the_edit(other)), None)
    if about is None:
        return reading
    others = tuple(other for other in (reading.intents, *reading.others) if other is not about)
    return replace(reading, intents=about, others=others, confidence=1.0 - reading.confidence)


def _says_something(intent: Intent) -> bool:
    return intent.op != "keep" or intent.target != NATURAL


def _is_about_the_edit(intents: Sequence[Intent]) -> bool:
    said = {intent.op for intent in intents}
    return bool(said & {"scale", "undo"}) and said <= {"scale", "undo", "keep"}
