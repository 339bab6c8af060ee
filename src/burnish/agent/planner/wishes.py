"""One wish after the other: which part of the planner meets it."""

import re
from dataclasses import replace

from burnish.agent.planner.adjusting import adjusted, taken_out
from burnish.agent.planner.composed_edits import enhanced, with_look
from burnish.agent.planner.deeds import lost_steps
from burnish.agent.planner.draft import Because, Draft
from burnish.agent.planner.framing_steps import framed_steps
from burnish.agent.planner.impossible import NO_COLORS, why_unsupported
from burnish.agent.planner.intents import Intent, Op
from burnish.agent.planner.naming import named_op
from burnish.agent.planner.questions import Ask
from burnish.agent.planner.regional import moved
from burnish.agent.planner.replacing import removed, with_background
from burnish.agent.planner.scaling import last_targets, rescaled
from burnish.agent.planner.serving import NEAR, served_by
from burnish.agent.planner.sitting import Sitting, Wish
from burnish.agent.planner.undoing import redone, undone
from burnish.agent.planner.whereabouts import Place, place_of, whole_picture, with_own_place
from burnish.agent.planner.wording import because_of, place_words, quoted

FIRST = ("keep", "undo", "scale", "enhance", "style")
"""Operations about the edit as it is come before new wishes, and whole looks before what adjusts them."""


ENDED: frozenset[Op] = frozenset(
    {"exposure", "contrast", "highlights", "shadows", "saturation", "temperature", "color"}
)
"""Operations of which a photo may have too much by itself."""

_ENDING = re.compile(r"^\W*(lose|drop|ditch|kill|remove|get rid of|take (out|away|off)|no)\b", re.IGNORECASE)

_FAMILY = re.compile(
    r"\b(reds|oranges|yellows|greens|blues|cyans|teals|purples|pinks|magentas)\b", re.IGNORECASE
)
"""Colors as things that a picture has, not as a tint over it."""


def in_order(wishes: tuple[Wish, ...]) -> tuple[Wish, ...]:
    """What is about the edit so far, then looks, then the rest, each in the order of the words."""
    rank = {op: at for at, op in enumerate(FIRST)}
    return tuple(sorted(wishes, key=lambda wish: rank.get(wish.intent.op, len(FIRST))))


def met(draft: Draft, wish: Wish, sitting: Sitting) -> Draft:
    """The draft with one wish met, refused, noted or asked about."""
    intent = wish.intent
    match intent.op:
        case "keep":
            return draft
        case "undo":
            return _taken_back(draft, wish, sitting)
        case "scale":
            return _refined(draft, wish, sitting)
        case "unsupported":
            why = why_unsupported(wish.words, sitting.request.text, intent.target)
            return draft.refusing(wish.words, why, wish.index)
        case "crop" | "rotate" | "flip":
            return framed_steps(draft, wish, sitting)
        case "remove":
            return removed(draft, wish, sitting)
        case "background":
            return with_background(draft, wish, sitting)
        case "enhance" if not intent.target:
            return enhanced(draft, wish, sitting)
        case "style" | "enhance":
            return with_look(draft, wish, sitting)
        case _:
            return _property(draft, wish, sitting)


def _taken_back(draft: Draft, wish: Wish, sitting: Sitting) -> Draft:
    """`lose the warmth` where none was given is less of what the photo has."""
    op = named_op(wish.intent)
    known = (op, *NEAR.get(op, ())) if op is not None else ()
    served = [served_by(step) for step in sitting.conversation.recipe.steps]
    there = any(draft.with_op(each) or any(each in ops for ops in served) for each in known)
    if op is None or there or op not in ENDED or not _ENDING.search(wish.words):
        return undone(draft, wish, sitting)
    fresh: Intent = replace(wish.intent, op=op, direction="-", target="")
    return met(draft, replace(wish, intent=fresh), sitting)


def _property(draft: Draft, wish: Wish, sitting: Sitting) -> Draft:
    intent = _unsigned(replace(wish.intent, strength=sitting.kept.gentle(wish.intent.strength)))
    wish = replace(wish, intent=intent)
    if (intent.op == "black_and_white" and intent.direction == "-") or _wants_colors_back(draft, intent):
        return _in_color(draft, wish)
    place, draft = place_of(wish, draft, sitting)
    if not place.found:
        asked = with_own_place(intent, drawn=sitting.request.mask is not None)
        return draft.asking(Ask("place", asked, wish.words))
    masked = place.mask is not None and place.named
    asked = _of_its_family(wish) if not masked else intent
    choices = sitting.craft.policy.tools(asked, sitting.facts(place.seen), masked=masked, words=wish.words)
    there, made = draft.handles(intent), [choice.tool for choice in choices]
    if not choices and there and _is_neutral(intent):
        return taken_out(
            draft, there, Because(wish.index, because_of(wish.words, "taken out"), intent.confidence)
        )
    if not choices:
        return draft.noting(f"{quoted(wish.words)}: nothing was measured that needs it.")
    if intent.op == "black_and_white" and any(draft.slots[each.at].step.tool in made for each in there):
        return draft.noting("It is black and white already.")
    return adjusted(draft, wish, choices, place, sitting)


def _unsigned(intent: Intent) -> Intent:
    """`vignette -30`: darker corners have a negative number in every editor, and are what a vignette is."""
    said = intent.quantity
    if intent.op != "vignette" or said is None or said.value >= 0:
        return intent
    return replace(intent, quantity=replace(said, value=-said.value))


def _of_its_family(wish: Wish) -> Intent:
    """`boost the greens`: what is green, not a green tint over all of it."""
    intent = wish.intent
    more = intent.op == "color" and intent.direction == "+" and intent.color is not None
    return replace(intent, op="saturation") if more and _FAMILY.search(wish.words) else intent


def _is_neutral(intent: Intent) -> bool:
    """Whether it asks for the property as it is without an edit."""
    return intent.direction == "0" or (intent.quantity is not None and intent.quantity.absolute)


def _wants_colors_back(draft: Draft, intent: Intent) -> bool:
    """Whether it asks for more color where an edit took all of it, which no more of it could bring back."""
    colorful = intent.op == "saturation" and intent.direction == "+" and intent.region is None
    return colorful and bool(draft.with_op("black_and_white"))


def _in_color(draft: Draft, wish: Wish) -> Draft:
    handles = draft.with_op("black_and_white")
    if not handles:
        return draft.refusing(wish.words, NO_COLORS, wish.index)
    because = Because(wish.index, because_of(wish.words, "back in color"), wish.intent.confidence)
    return taken_out(draft, handles, because)


def _refined(draft: Draft, wish: Wish, sitting: Sitting) -> Draft:
    intent = wish.intent
    match intent.target:
        case "others" | "other":
            return draft
        case "redo":
            return redone(draft, wish, sitting)
        case "everywhere":
            place, draft = whole_picture(draft, sitting)
            return _moved(draft, wish, place, sitting)
        case _ if intent.direction == "0" and intent.region is None and named_op(intent) is not None:
            return _once_more(draft, wish, sitting)
        case _ if intent.direction == "0":
            return _moved(draft, wish, _named_place(wish, sitting), sitting)
        case _:
            done = rescaled(draft, wish, sitting)
            return done if done is not None else _as_new(draft, wish, sitting)


def _once_more(draft: Draft, wish: Wish, sitting: Sitting) -> Draft:
    """A property as it was before it was taken back; where it is there, the same wish once more."""
    op = named_op(wish.intent)
    if op is None:
        return draft
    for each in (op, *NEAR.get(op, ())):
        handles = draft.with_op(each)
        if handles:
            origin = draft.slots[handles[0].at].origin
            again = None if origin is None else replace(origin, span=wish.intent.span, quantity=None)
            return draft if again is None else met(draft, replace(wish, intent=again), sitting)
    for each in (op, *NEAR.get(op, ())):
        lost = lost_steps(each, sitting)
        if lost:
            because = Because(wish.index, because_of(wish.words, "brought back"), wish.intent.confidence)
            for step, origin in zip(lost, sitting.origins(lost), strict=True):
                draft = draft.adding(step, origin, because)
            return draft
    return draft.noting(f"{quoted(wish.words)}: that was not done before.")


def _named_place(wish: Wish, sitting: Sitting) -> Place:
    found = sitting.located(wish.intent)
    return Place(found.mask, found.confidence, found.found, named=True)


def _moved(draft: Draft, wish: Wish, place: Place, sitting: Sitting) -> Draft:
    op = named_op(wish.intent)
    targets = last_targets(draft, sitting.trail) if op is None else draft.with_op(op)
    places = [target.at for target in targets]
    if not places:
        where = place_words(wish.intent)
        return draft.noting(f"Nothing was done yet that could be in {where} only. What shall happen there?")
    return moved(draft, wish, places, place)


def _as_new(draft: Draft, wish: Wish, sitting: Sitting) -> Draft:
    """Less of something that was not done yet is a wish of its own."""
    op = named_op(wish.intent)
    if op is None:
        return draft
    fresh: Intent = replace(wish.intent, op=op, target="")
    if fresh.quantity is not None and fresh.quantity.unit == "%" and fresh.quantity.absolute:
        fresh = replace(fresh, quantity=None)
    if op == "retouch" and fresh.direction == "-":
        fresh = replace(fresh, op="sharpness", direction="+")
    return met(draft, replace(wish, intent=fresh), sitting)
