"""Repairs of edits that are made of tools: what to do about a finding, smallest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np

from burnish.agent.checking.aiming import aimed
from burnish.agent.checking.causes import STATES, left_out, where_words
from burnish.agent.checking.finding import Category, Finding
from burnish.agent.checking.keeping import box, touches
from burnish.agent.checking.strays import is_as_asked, nobody_asked, taken_out
from burnish.agent.checking.trace import Cause
from burnish.agent.checking.workpiece import RecipeWork, State
from burnish.agent.explain.step_words import step_words
from burnish.agent.planner.levers import levers, scaled
from burnish.agent.planner.placing import placed, takes_mask
from burnish.imaging.masks import Mask, Polygon
from burnish.imaging.masks.polygon import Corner
from burnish.recipe.recipe import Recipe, Step
from burnish.tools.tone import Tone

RepairKind: TypeAlias = Literal[
    "scale", "aim", "feather", "mask", "add", "remove",
    "restore", "balance", "less", "regenerate", "all",
]  # fmt: skip
"""What a repair does: less or more of a step, a softer edge, another place, a step beside it or none at all; and for
finished pictures the source brought back, neutral made neutral, the whole change held back, a part made anew, or
several of these at once."""

AGENT = "agent"
FEATHER = 0.04
"""Of the short side: how softly a repair begins."""

LOCAL_SHARE = 0.4
"""Share of the frame up to which a finding is a place and not the picture."""

_SCALES: dict[Category, tuple[float, ...]] = {
    "clipping": (0.5, 0.2), "color_cast": (0.4,), "skin_shift": (0.4,), "overdone": (0.5, 0.3),
    "posterization": (0.5,), "halo": (0.5, 0.25), "noise": (0.5, 0.25), "over_sharpening": (0.5, 0.25),
    "blur": (0.5, 0.25), "lighting_mismatch": (0.4,), "changed_elsewhere": (0.4,),
}  # fmt: skip


_OF_BEING_THERE: frozenset[Category] = frozenset({"lighting_mismatch", "changed_elsewhere", "seam"})
"""Faults that what was asked for in a place cannot help: there it differs from the rest, as was asked."""


@dataclass(frozen=True, eq=False)
class Repair:
    """A state to try in place of the one that is there."""

    kind: RepairKind
    words: str
    state: State
    findings: tuple[int, ...]
    """Indices of the findings that it is for."""
    is_last: bool = False
    """Whether it reaches so far beyond them that it is only tried where nothing smaller helps."""
    is_anew: bool = False
    """Whether it puts other work in the place of what was done, which then has to be all but flawless."""


def recipe_repairs(
    work: RecipeWork, state: State, findings: Sequence[Finding], cause: Cause
) -> tuple[Repair, ...]:
    """Repairs for one finding by its cause."""
    finding, step = findings[cause.finding], cause.step
    found = _unknown(work, state, finding) if step is None else _guilty(work, state, findings, finding, step)
    strays: Iterator[_Made] = (
        ("remove", words, made) for words, made in taken_out(work, state, finding, step)
    )
    return tuple(Repair(kind, words, made, (cause.finding,)) for kind, words, made in (*strays, *found))


_Made: TypeAlias = tuple[RepairKind, str, State]


def _guilty(
    work: RecipeWork, state: State, findings: Sequence[Finding], finding: Finding, place: int
) -> Iterator[_Made]:
    step = state.recipe.steps[place]
    told = step_words(step)
    if finding.category in ("not_done", "overdone", "wrong_direction"):
        yield from _aimed(work, state, place, told)
    if finding.category in ("wrong_place", "changed_elsewhere"):
        yield from _elsewhere(work, state, finding, place, told)
    if nobody_asked(work, step):
        yield "remove", f"took out “{told}”, which nobody asked for", _without(state, place)
        return
    if (
        work.intents
        and finding.category == "seam"
        and step.mask is not None
        and not _is_unlike(findings, finding)
    ):
        for more in (0.03, 0.08):
            mask = step.mask.model_copy(update={"feather": min(1.0, step.mask.feather + more)})
            yield "feather", f"softened the edge of “{told}”", _with(state, place, replace(step, mask=mask))
    if is_as_asked(work, step) and finding.category in _OF_BEING_THERE:
        return
    for factor in () if _is_spared(work, state, finding, place) else _SCALES.get(finding.category, ()):
        less = less_of(step, factor)
        if less != step:
            yield "scale", f"“{told}” became “{step_words(less)}”", _with(state, place, less)
    yield from _masked_out(work, state, finding, place, told)
    if finding.category == "clipping":
        yield from _unknown(work, state, finding)
    if finding.category not in ("not_done", "overdone"):
        yield "remove", f"took out “{told}”", _without(state, place)


def _is_spared(work: RecipeWork, state: State, finding: Finding, place: int) -> bool:
    """Whether a step is just what was asked for, so that a fault beside it is rather the fault of another."""
    if finding.category in ("overdone", "wrong_direction") or not is_as_asked(
        work, state.recipe.steps[place]
    ):
        return False
    return any(
        each.enabled and not each.tool.is_neutral and not is_as_asked(work, each)
        for at, each in enumerate(state.recipe.steps)
        if at in work.touchable and at != place
    )


def _aimed(work: RecipeWork, state: State, place: int, told: str) -> Iterator[_Made]:
    """As much of the step as its wish asks for."""
    better = aimed(work, state, place)
    if better is not None:
        words = f"“{told}” became “{step_words(better)}”, as much as was asked for"
        yield "aim", words, _with(state, place, better)


def _elsewhere(work: RecipeWork, state: State, finding: Finding, place: int, told: str) -> Iterator[_Made]:
    """The step where it was asked for, and nowhere else."""
    step = state.recipe.steps[place]
    if work.asked is None or not takes_mask(step.tool) or step.mask == work.asked:
        return
    moved = replace(step, mask=work.asked)
    words = f"“{told}” now only acts where it was asked for"
    if finding.category == "wrong_place":
        yield "mask", words, _with(state, place, moved)
    elif not nobody_asked(work, step):
        yield "mask", words, _with(state, place, replace(step, mask=placed(step.tool, step.mask, work.asked)))


def _masked_out(work: RecipeWork, state: State, finding: Finding, place: int, told: str) -> Iterator[_Made]:
    """The step everywhere but where the fault is."""
    step = state.recipe.steps[place]
    if finding.category in ("seam", "overdone", "not_done") or not takes_mask(step.tool):
        return
    spot = place_of(work, finding, invert=True)
    if spot is None:
        return
    mask = placed(step.tool, step.mask, spot)
    words = f"“{told}” now leaves out the part {where_words(finding)}".rstrip()
    yield "mask", words, _with(state, place, replace(step, mask=mask))


def _unknown(work: RecipeWork, state: State, finding: Finding) -> Iterator[_Made]:
    """What can be done about a fault that no step alone causes."""
    spot = place_of(work, finding)
    if finding.category == "clipping":
        words = f"highlights held back, because {STATES['clipping']} {where_words(finding)}".rstrip()
        step = Step(Tone(highlights=-60.0, whites=-30.0), spot, reason=words, author=AGENT)
        yield "add", words, replace(state, recipe=state.recipe.adding(step))
    if finding.category in _SCALES:
        for factor in _SCALES[finding.category][:1]:
            words = f"all of it to {factor:.0%}, because {STATES[finding.category]}"
            yield "scale", words, replace(state, recipe=_all_less(work, state.recipe, factor))


def place_of(work: RecipeWork, finding: Finding, *, invert: bool = False) -> Mask | None:
    """A soft mask over a finding, on the photo; None for one of the whole picture."""
    left, top, right, bottom = box(finding)
    if (right - left) * (bottom - top) > LOCAL_SHARE:
        return None
    points = work.to_photo(np.array(finding.polygon, np.float64))
    corners = tuple(Corner(min(max(x, -1.0), 2.0), min(max(y, -1.0), 2.0)) for x, y in points.tolist())
    return Polygon(points=corners, feather=FEATHER, invert=invert)


def less_of(step: Step, factor: float) -> Step:
    """A step that does this share of what it did; by opacity where its tool does all or nothing."""
    if not levers(step.tool):
        return replace(step, opacity=step.opacity * factor)
    return replace(step, tool=scaled(step.tool, factor))


def _all_less(work: RecipeWork, recipe: Recipe, factor: float) -> Recipe:
    for place in work.touchable:
        if place < len(recipe.steps):
            recipe = recipe.replacing(place, less_of(recipe.steps[place], factor))
    return recipe


def _is_unlike(findings: Sequence[Finding], seam: Finding) -> bool:
    """Whether what lies inside a seam is also lit unlike its surroundings: then its edge is not what is wrong."""
    return any(each.category == "lighting_mismatch" and touches(each, seam) for each in findings)


def _with(state: State, place: int, step: Step) -> State:
    return replace(state, recipe=state.recipe.replacing(place, step))


def _without(state: State, place: int) -> State:
    return replace(state, recipe=left_out(state.recipe, place))
