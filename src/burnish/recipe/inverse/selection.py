"""Which tools the edit was made with: let all sliders go slowly, leave out what is not missed, add what is.

Starting from all tools under a strong pull toward zero keeps to the simple edits; greedy steps from none lose
their way. Groups are then left out or added by what the linearized problem foresees, and judged by the Bayesian
information criterion (Schwarz 1978), with fewer independent places than places, since neighbors err together.
"""

from collections.abc import Callable, Sequence

import numpy as np

from burnish.recipe.inverse.evidence import Evidence
from burnish.recipe.inverse.parameters import Coordinate
from burnish.recipe.inverse.solver import FLOOR, JUDGES, Doubles, Fit, Normal, Problem, normal, pull, solve

CLEAN_RATIO = 2.0
"""Loss over single pixels to loss over means up to which the pixels carry no errors of compression."""


def search(problems: Sequence[Problem], everything: Sequence[Coordinate]) -> tuple[Problem, Fit]:
    """The fit with the best criterion that can be found: all tools at once, thinned, then completed.

    The problems are views of one pair, from robust to exact; a later one is taken where it agrees about as well.
    """
    everything = [c for c in everything if c.tool not in _pointless(problems[0].evidence)]
    problem, fit, active = _started(problems, everything)
    fit, active = _thinned(problem, fit, active)
    fuller, wider = _completed(problem, fit, active, everything)
    if len(wider) > len(active):
        fit, active = _thinned(problem, fuller, wider)
    fit = solve(problem, fit, active, iterations=3)
    fit, active = _thinned(problem, fit, active, lenience=LENIENCE)
    fit, active = _without_cancelling(problem, fit, active)
    fit, active = _thinned(problem, fit, active, lambda c: c.label, LENIENCE)
    return problem, _trimmed(problem, fit, active)[0]


TRIMS = 5
HOPEFUL = 100.0
"""Criterion above the best, after two steps, at which four more are worth it."""


def _trimmed(problem: Problem, fit: Fit, active: list[Coordinate]) -> tuple[Fit, list[Coordinate]]:
    """Each tool that looks least needed is left out in earnest: the rest may go far to make up for it."""
    best = problem.criterion(fit.loss, len(active))
    if not active:
        return fit, active
    equations, everything = normal(problem, fit, active), active
    for tool in _least_needed(fit, active, equations)[:TRIMS]:
        fewer = [c for c in active if c.tool != tool]
        tried = _without(problem, fit, fewer, equations, everything, iterations=1, tolerance=2e-3)
        if problem.criterion(tried.loss, len(fewer)) < best + HOPEFUL:
            tried = solve(problem, tried, fewer, iterations=4, tolerance=0.02)
        reached = problem.criterion(tried.loss, len(fewer))
        if reached < best:
            fit, active, best = tried, fewer, reached
    return fit, active


def _without(
    problem: Problem,
    fit: Fit,
    fewer: Sequence[Coordinate],
    equations: Normal,
    linearized: Sequence[Coordinate],
    *,
    iterations: int,
    tolerance: float,
    enough: float = 0.0,
) -> Fit:
    """The best that fewer coordinates reach, at first along the derivatives that are known for more of them."""
    place = {c: k for k, c in enumerate(linearized)}
    first = equations.part([place[c] for c in fewer])
    start = problem.near({c: fit.values.get(c, 0.0) for c in fewer}, equations.shift)
    return solve(
        problem, start, fewer, iterations=iterations, tolerance=tolerance, first=first, enough=enough
    )


def _least_needed(fit: Fit, active: Sequence[Coordinate], equations: Normal) -> list[str]:
    """Tools in use, first those whose absence the linearized problem minds least."""
    rest: dict[str, list[int]] = {}
    for place, c in enumerate(active):
        rest.setdefault(c.tool, []).append(place)
    covariance = np.asarray(np.linalg.inv(equations.matrix + np.diag(pull(active) + 1e-9)), np.float64)
    x: Doubles = np.array([fit.values.get(c, 0.0) for c in active])
    price = float(np.log(JUDGES)) * fit.loss / JUDGES
    return sorted(rest, key=lambda each: _rise(covariance, x, rest[each]) - price * len(rest[each]))


def _started(
    problems: Sequence[Problem], everything: Sequence[Coordinate]
) -> tuple[Problem, Fit, list[Coordinate]]:
    """All tools on the view that tells most."""
    problem = problems[0]
    if problem.evidence.exact:
        return problem, *_settled(problem, everything)
    fit, active = _released(problem, everything)
    start, _ = _released(problem, [c for c in everything if c.tool not in BY_COLOR])
    second = solve(problem, start, active, iterations=4, tolerance=0.02, ridge_factor=RELEASES[-1][0])
    fit = min(fit, second, key=lambda each: each.loss)
    for other in problems[1:]:
        seen = other.fit(fit.values)
        if seen.loss < CLEAN_RATIO * fit.loss:
            problem, fit = other, seen
    if fit.loss < BEYOND * problem.evidence.rounding:
        fit, active = _settled(problem, everything)
    return problem, fit, active


CANCELLING = 1.08
"""Loss, relative to the best, at which the reading without a partial black and white is preferred."""


def _without_cancelling(
    problem: Problem, fit: Fit, active: Sequence[Coordinate]
) -> tuple[Fit, Sequence[Coordinate]]:
    """Nobody takes color away with one tool to give it back with another: a partial gray goes if it can."""
    gray = [c for c in active if c.tool == "black_and_white"]
    if not gray or problem.evidence.after_is_gray:
        return fit, active
    fewer = [c for c in active if c.tool != "black_and_white"]
    start = problem.fit({c: fit.values.get(c, 0.0) for c in fewer})
    tried = solve(problem, start, fewer, iterations=3, tolerance=0.02)
    return (tried, fewer) if tried.loss <= CANCELLING * fit.loss else (fit, active)


def _pointless(evidence: Evidence) -> set[str]:
    """Tools that change colors where there are none."""
    if evidence.before_is_gray:
        return {"saturation", "vibrance", "hue", "hsl", "black_and_white"}
    if evidence.after_is_gray:
        return {"white_balance", "saturation", "vibrance", "hue", "hsl", "color_grading"}
    return set()


NOISE = 1.05
"""Loss, relative to that of rounding, at which nothing is left to explain."""
STALLED = 1.6
"""Loss, relative to that of rounding, above which a start has led astray."""
BEYOND = 30.0
"""Loss, relative to that of rounding, at which the edit was made with other tools: another start will not help."""
BY_COLOR = {"color_grading", "hsl"}
"""Tools of many sliders that find something to do for each color: what all have in common comes first without them."""
HELD_BACK: tuple[set[str], ...] = (
    set(),
    BY_COLOR,
    {"exposure", "brightness"},
    {"tone_curve"},
)
"""Tools that are let go last, start after start: early they lead astray to what others are there for."""


def _settled(problem: Problem, everything: Sequence[Coordinate]) -> tuple[Fit, list[Coordinate]]:
    """All tools, down to the noise that rounding leaves: again from another start until one gets there."""
    fits: list[Fit] = []
    active: list[Coordinate] = []
    for held in HELD_BACK:
        start, _ = _released(problem, [c for c in everything if c.tool not in held])
        active = [c for c in everything if c.kind in ("slider", "across", "up") or c.group in SETTLED_SHAPES]
        active += [c for c in start.values if c not in active]
        enough = NOISE * problem.evidence.rounding
        fits.append(solve(problem, start, active, iterations=9, tolerance=0.02, enough=enough))
        if not STALLED < fits[-1].loss / problem.evidence.rounding < BEYOND:
            break
    return min(fits, key=lambda each: each.loss), active


RELEASED_SHAPES = ("vignette_shape", "contrast_shape", "tone_curve_shape")
SETTLED_SHAPES = (*RELEASED_SHAPES, "color_grading_shape")
RELEASES = ((1000.0, 2), (100.0, 2), (10.0, 2))
"""How hard all sliders are held near zero, one after the other, and for how many steps."""


def _released(problem: Problem, everything: Sequence[Coordinate]) -> tuple[Fit, list[Coordinate]]:
    """All tools at once, held near zero at first and let go step by step, so that none runs far for little."""
    active = [c for c in everything if c.kind in ("slider", "across", "up") or c.group in RELEASED_SHAPES]
    gray = [c for c in everything if c.tool == "black_and_white"] if problem.evidence.after_is_gray else []
    fit = problem.fit({c: 1.0 for c in gray if c.field == "amount"}, fine=False)
    active += [c for c in gray if c.kind == "shape"]
    for factor, iterations in RELEASES:
        fit = solve(
            problem, fit, active, iterations=iterations, tolerance=0.15, ridge_factor=factor, fine=False
        )
    return problem.fit(fit.values), active


def _completed(
    problem: Problem, fit: Fit, active: list[Coordinate], everything: Sequence[Coordinate]
) -> tuple[Fit, list[Coordinate]]:
    """Add the group that promises most, while the criterion improves."""
    best = problem.criterion(fit.loss, len(active))
    refused: set[str] = set()
    for _ in range(COMPLETIONS):
        if fit.loss < max(FLOOR / 4, NOISE * problem.evidence.rounding):
            break
        left = [c for c in everything if c.group not in refused]
        promise = _most_promising(problem, fit, active, left)
        if promise is None:
            break
        wider, first = promise
        tried = solve(problem, fit, wider, iterations=2, tolerance=0.02, first=first)
        reached = problem.criterion(tried.loss, len(wider))
        if reached < best:
            fit, active, best = tried, wider, reached
        else:
            refused |= {c.group for c in wider} - {c.group for c in active}
    return fit, active


COMPLETIONS = 3


def _candidates(active: Sequence[Coordinate], everything: Sequence[Coordinate]) -> list[Coordinate]:
    used = {c.group for c in active}
    tools = {c.tool for c in active}
    return [c for c in everything if c.group not in used and (c.kind != "shape" or c.tool in tools)]


def _most_promising(
    problem: Problem, fit: Fit, active: Sequence[Coordinate], everything: Sequence[Coordinate]
) -> tuple[list[Coordinate], Normal] | None:
    """The active coordinates and those of the group that promises most for its size, linearized; None if none does."""
    candidates = _candidates(active, everything)
    if not candidates:
        return None
    every = [*active, *candidates]
    equations = normal(problem, fit, every)
    ridge = pull(every)
    x = np.array([fit.values.get(c, 0.0) for c in every])
    matrix, gradient = equations.matrix + np.diag(ridge), equations.gradient + ridge * x
    own = list(range(len(active)))
    base = max(fit.loss - promised(matrix, gradient, own), 0.02 * fit.loss)
    scores: dict[str, float] = {}
    places: dict[str, list[int]] = {}
    for group in dict.fromkeys(c.group for c in candidates):
        places[group] = own + [k for k in range(len(active), len(every)) if every[k].group == group]
        count = len(places[group]) - len(own)
        loss = max(fit.loss - promised(matrix, gradient, places[group]), 0.02 * fit.loss)
        gain = problem.criterion(base, 0) - problem.criterion(loss, count)
        scores[group] = gain / count**SIZE_MATTERS
    if not scores:
        return None
    best = max(scores, key=lambda group: scores[group])
    return ([every[k] for k in places[best]], equations.part(places[best])) if scores[best] > 0 else None


SIZE_MATTERS = 0.5
"""Power of a group's size by which its promise is divided: simple tools are tried first."""


def promised(matrix: Doubles, gradient: Doubles, index: Sequence[int]) -> float:
    """The drop in loss of the linearized problem when only these coordinates move."""
    part = np.asarray(index, np.intp)
    sub = matrix[np.ix_(part, part)] + np.diag(np.full(len(part), 1e-9))
    return float(gradient[part] @ np.linalg.solve(sub, gradient[part]))


def _thinned(
    problem: Problem,
    fit: Fit,
    active: Sequence[Coordinate],
    name: Callable[[Coordinate], str] = lambda c: c.group,
    lenience: float = 1.0,
) -> tuple[Fit, list[Coordinate]]:
    """Leave out sets of coordinates of one name while the criterion improves: as many at once as seem spare."""
    kept = list(active)
    best = problem.criterion(fit.loss, len(kept))
    share = 1.0
    equations: Normal | None = None
    for _ in range(6):
        if not kept:
            break
        equations = equations or normal(problem, fit, kept)
        order = _spare(problem, fit, kept, name, lenience, equations)
        if not order:
            break
        gone = set(order[: max(1, round(len(order) * share))])
        gone |= {f"{group}_shape" for group in gone}
        fewer = [c for c in kept if name(c) not in gone]
        enough = min(problem.enough(best, len(fewer)), NOISE * problem.evidence.rounding)
        tried = _without(problem, fit, fewer, equations, kept, iterations=3, tolerance=0.04, enough=enough)
        reached = problem.criterion(tried.loss, len(fewer))
        if reached < best:
            fit, kept, best, share, equations = tried, fewer, reached, 1.0, None
        elif len(order) == 1 or share < 0.3:
            break
        else:
            share *= 0.5
    return fit, kept


LENIENCE = 3.0
"""Near the end what the linearized problem says of leaving something out may be this much too dark; a trial decides."""


def _spare(
    problem: Problem,
    fit: Fit,
    kept: Sequence[Coordinate],
    name: Callable[[Coordinate], str],
    lenience: float,
    equations: Normal,
) -> list[str]:
    """Sets of coordinates that may be zero, each given those before it, as far as the criterion may improve.

    For a quadratic loss with covariance C and its least at x, holding the coordinates S at zero raises it by
    xS' CSS⁻¹ xS.
    """
    rest: dict[str, list[int]] = {}
    for place, c in enumerate(kept):
        rest.setdefault(name(c), []).append(place)
    ridge = pull(kept)
    covariance = np.asarray(np.linalg.inv(equations.matrix + np.diag(ridge + 1e-9)), np.float64)
    here: Doubles = np.array([fit.values.get(c, 0.0) for c in kept])
    x = here - covariance @ (equations.gradient + ridge * here)
    order: list[str] = []
    loss, count = fit.loss, len(kept)
    while rest:
        reached = {
            each: problem.criterion(loss + _rise(covariance, x, own) / lenience, count - len(own))
            for each, own in rest.items()
        }
        least = min(reached, key=lambda each: reached[each])
        if reached[least] >= problem.criterion(loss, count):
            break
        own = rest.pop(least)
        loss, count = loss + _rise(covariance, x, own) / lenience, count - len(own)
        order.append(least)
        gain = np.linalg.solve(covariance[np.ix_(own, own)] + 1e-15 * np.eye(len(own)), covariance[own])
        x = x - x[own] @ gain
        covariance = covariance - covariance[:, own] @ gain
    return order


def _rise(covariance: Doubles, x: Doubles, own: Sequence[int]) -> float:
    if len(own) == 1:
        return float(x[own[0]] ** 2 / max(covariance[own[0], own[0]], 1e-15))
    part = covariance[np.ix_(own, own)] + 1e-15 * np.eye(len(own))
    return max(float(x[own] @ np.linalg.solve(part, x[own])), 0.0)
