"""What a turn answered, as feedback keeps it: the part of a request and a photo that preferences may depend on."""

from dataclasses import fields
from typing import TYPE_CHECKING

from burnish.agent.planner.conversation import Turn
from burnish.agent.planner.intents import WITHOUT_DIRECTION
from burnish.agent.planner.plan import Plan
from burnish.agent.planner.request import Request
from burnish.feedback.offers import Situation

if TYPE_CHECKING:
    from burnish.agent.perception import Perception

ABOUT_THE_EDIT = WITHOUT_DIRECTION | {"scale"}
"""Operations that wish for nothing of the picture itself."""

REFERENCE = "reference"
"""Stands among the operations where a picture says what is wanted."""

DRAWN = "drawn"
"""The region of what is asked for where somebody drew."""

FACTS = (
    "lightness_p50", "contrast", "chroma_mean", "cast_a", "cast_b",
    "lightness_p5", "lightness_p95", "local_contrast", "gray_share", "face_share", "sky_share", "haze", "noise",
)  # fmt: skip
"""Facts that are kept with a turn: those that taste may follow, and some that say what kind of photo it was."""


def situation_of(request: Request, plan: Plan, seen: "Perception | None") -> Situation:
    """The situation of a request that wishes for something of the picture."""
    operations = tuple(dict.fromkeys(each.op for each in plan.intents if each.op not in ABOUT_THE_EDIT))
    return Situation(
        request=request.text,
        operations=operations + ((REFERENCE,) if request.reference is not None else ()),
        region=_region(request, plan),
        context=_context(seen),
        facts=_facts(seen),
    )


def wishes_for_something(request: Request, plan: Plan) -> bool:
    """Whether the turn asks for a picture: by words, a reference, or with nothing said for what the photo needs.

    Going back, scaling what was done, and sliders alone do not.
    """
    if request.sliders and not request.text.strip():
        return False
    if not request.text.strip() or request.reference is not None:
        return True
    return any(each.op not in ABOUT_THE_EDIT for each in plan.intents)


def is_undo(turn: Turn) -> bool:
    """Whether it only went back."""
    return turn.is_walk and all(each.op == "undo" for each in turn.plan.intents)


def _region(request: Request, plan: Plan) -> str | None:
    """Where, when every wish is for that one place."""
    if request.mask is not None:
        return DRAWN
    regions = {each.region for each in plan.intents if each.op not in ABOUT_THE_EDIT}
    return next(iter(regions)) if len(regions) == 1 else None


def _context(seen: "Perception | None") -> str:
    if seen is None:
        return ""
    from burnish.agent.perception.kind_of_photo import kind_of_photo

    return kind_of_photo(seen.facts)


def _facts(seen: "Perception | None") -> dict[str, float]:
    if seen is None:
        return {}
    named = {each.name for each in fields(seen.facts)}
    return {name: round(float(getattr(seen.facts, name)), 5) for name in FACTS if name in named}
