"""Which step causes which finding: each left out in turn, and seen again."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from burnish.agent.checking.finding import Category, Finding
from burnish.agent.checking.keeping import box, severity_left
from burnish.agent.checking.trace import Cause, Sighting
from burnish.agent.checking.workpiece import State
from burnish.agent.explain.place_words import ninth
from burnish.agent.explain.step_words import step_words
from burnish.agent.planner.levers import size
from burnish.recipe.recipe import Recipe

Look = Callable[[State], Sighting]

MOST_STEPS = 6
"""Steps that are left out in turn, the largest first."""

GUILTY = 0.3
"""Share of a finding's severity that goes away without the step that causes it."""

MISSING: frozenset[Category] = frozenset({"not_done"})
"""Faults that leaving something out cannot mend."""

DEEDS: dict[Category, str] = {
    "clipping": "clips light", "posterization": "breaks smooth tones into bands", "halo": "draws halos",
    "color_cast": "tints what is neutral", "skin_shift": "turns the color of skin", "noise": "brings out noise",
    "over_sharpening": "sharpens too hard", "blur": "takes detail away", "seam": "leaves an edge where nothing has one",
    "ghost": "leaves a double", "distorted_structure": "bends what is straight",
    "lighting_mismatch": "lights a part unlike its surroundings", "duplicated_texture": "repeats a texture",
    "not_done": "hardly does what was asked", "overdone": "goes too far",
    "wrong_place": "acts where it was not asked", "wrong_direction": "goes the wrong way",
    "changed_elsewhere": "changes what nobody spoke of",
}  # fmt: skip

STATES: dict[Category, str] = {
    "clipping": "light is clipped", "posterization": "smooth tones break into bands", "halo": "edges have halos",
    "color_cast": "what is neutral has a tint", "skin_shift": "skin has another color", "noise": "there is more noise",
    "over_sharpening": "edges are sharpened too hard", "blur": "detail is lost",
    "seam": "there is an edge where nothing has one", "ghost": "something shows twice",
    "distorted_structure": "what was straight is bent", "lighting_mismatch": "a part is lit unlike its surroundings",
    "duplicated_texture": "a texture is repeated", "not_done": "what was asked is hardly seen",
    "overdone": "the change goes too far", "wrong_place": "the change is not where it was asked",
    "wrong_direction": "the change goes the wrong way", "changed_elsewhere": "something changed that nobody spoke of",
}  # fmt: skip


def causes(
    state: State, now: Sighting, look: Look, touchable: frozenset[int], request: str = ""
) -> tuple[Cause, ...]:
    """For every finding the step that causes it, as far as leaving steps out can tell; `look` sees a state.

    Where a single step is there it is the cause. Where no step alone is, the cause has no step.
    """
    steps = _suspects(state.recipe, touchable)
    without = {k: look(replace(state, recipe=left_out(state.recipe, k))) for k in steps}
    return tuple(_cause(k, finding, state.recipe, without, request) for k, finding in enumerate(now.findings))


def left_out(recipe: Recipe, place: int) -> Recipe:
    """The recipe without one of its steps; the others keep their places."""
    return recipe.replacing(place, replace(recipe.steps[place], enabled=False))


def where_words(finding: Finding) -> str:
    """`in the upper left`; nothing for a fault of the whole picture."""
    left, top, right, bottom = box(finding)
    if (right - left) * (bottom - top) > 0.6:
        return ""
    return f"in the {ninth((left + right) / 2, (top + bottom) / 2)}"


def _suspects(recipe: Recipe, touchable: frozenset[int]) -> Sequence[int]:
    active = [
        k for k in sorted(touchable)
        if recipe.steps[k].enabled and recipe.steps[k].opacity > 0 and not recipe.steps[k].tool.is_neutral
    ]  # fmt: skip
    return sorted(active, key=lambda k: -size(recipe.steps[k].tool))[:MOST_STEPS]


def _cause(index: int, finding: Finding, recipe: Recipe, without: dict[int, Sighting], request: str) -> Cause:
    shares = {k: _share(finding, without[k]) for k in _able(finding, recipe, tuple(without))}
    best = max(shares, key=lambda k: shares[k], default=None)
    if finding.category in MISSING and without:
        step = next(iter(sorted(without, reverse=True)))
        return Cause(index, step, 0.0, _words(finding, recipe, step, request))
    if best is None or shares[best] < GUILTY:
        return Cause(index, None, 0.0, _words(finding, recipe, None, request))
    return Cause(index, best, shares[best], _words(finding, recipe, best, request))


def _able(finding: Finding, recipe: Recipe, places: Sequence[int]) -> Sequence[int]:
    """The steps that can cause it: an edge where nothing has one, and a part lit unlike the rest, come of steps that
    act in one place only.
    """
    local = [k for k in places if recipe.steps[k].mask is not None]
    if finding.category == "seam" or (finding.category == "lighting_mismatch" and local):
        return local
    return places


def _share(finding: Finding, without: Sighting) -> float:
    return max(0.0, 1 - severity_left(finding, without) / max(finding.severity, 1e-6))


def _words(finding: Finding, recipe: Recipe, step: int | None, request: str) -> str:
    place = where_words(finding)
    where = f" {place}" if place else ""
    asked = f"; the request was “{request}”" if request and finding.kind != "artifact" else ""
    if step is None:
        return f"{STATES[finding.category]}{where}: {finding.evidence}{asked}"
    done = step_words(recipe.steps[step])
    return f"“{done}” {DEEDS[finding.category]}{where}: {finding.evidence}{asked}"
