"""How well a pair of pictures pins each parameter down.

The covariance is H⁻¹ B H⁻¹ (P. Huber, "The behavior of maximum likelihood estimates under nonstandard conditions",
1967), where B has two parts: the gradients of groups of places (K.-Y. Liang and S. Zeger, "Longitudinal data analysis
using generalized linear models", 1986), for errors that neighbors share, as compression makes them; and the curvature
times the loss for each independent place, for errors that places of one color share, wherever they are.
"""

import math
from collections.abc import Sequence

import numpy as np

from burnish.recipe.inverse.parameters import Coordinate, coordinates
from burnish.recipe.inverse.solver import Doubles, Fit, Problem, normal

IDENTIFIABLE = 0.05
"""Standard error, as a share of the range, below which a parameter is identifiable."""

GROUP_COLUMNS = 16
"""Neighbors in a row that err together: 16 of 512 columns."""

LEAST_LOSS = 1e-4
"""Squared ΔE that is always uncertain, so that what changes nothing is not called certain."""


def standard_errors(problem: Problem, fit: Fit) -> dict[str, float]:
    """Standard error of each parameter in use as a share of its range, 1 at most.

    All parameters of the tools in use are free, also those that are at their defaults; none is pulled toward zero.
    """
    free = _free(problem, fit)
    if not free:
        return {}
    covariance = _covariance(problem, fit, free)
    place = {c.key: k for k, c in enumerate(free)}
    told: dict[str, float] = {}
    for c in (c for c, value in fit.values.items() if value):
        if c.kind in ("across", "up"):
            own = [place[c.tool, c.field, kind, c.knot] for kind in ("across", "up")]
            wheel = np.array([fit.values.get(free[k], 0.0) for k in own])
            told |= _polar(c, wheel, covariance[np.ix_(own, own)])
        else:
            name = c.label if c.kind == "point" else f"{c.tool}.{c.field}"
            error = math.sqrt(max(float(covariance[place[c.key], place[c.key]]), 0.0))
            told[name] = min(error / (c.high - c.low), 1.0)
    return told


def _free(problem: Problem, fit: Fit) -> list[Coordinate]:
    used = [c for c, value in fit.values.items() if value]
    groups = {c.group for c in used} | {f"{c.group}_shape" for c in used} | {f"{c.tool}_shape" for c in used}
    curves = {(c.tool, c.field) for c in used if c.kind == "point"}
    return [
        c
        for c in coordinates(problem.catalogue)
        if c.group in groups and (c.kind != "point" or (c.tool, c.field) in curves)
    ]


def _covariance(problem: Problem, fit: Fit, free: Sequence[Coordinate]) -> Doubles:
    equations = normal(problem, fit, free)
    rows, columns, _ = problem.evidence.grid.shape
    across = -(-columns // GROUP_COLUMNS)
    groups = np.arange(rows)[:, None] * across + np.arange(columns) // GROUP_COLUMNS
    scores = equations.scores(problem, fit, groups.ravel())
    count = len(scores)
    spread = scores.T @ scores * (count / max(count - len(free), 1))
    spread += equations.matrix * max(fit.loss, LEAST_LOSS) / problem.evidence.independent
    bread = np.linalg.inv(equations.matrix + 1e-9 * np.eye(len(free)))
    return np.asarray(bread @ spread @ bread, np.float64)


def _polar(c: Coordinate, wheel: Doubles, covariance: Doubles) -> dict[str, float]:
    """A tint's errors along its saturation, and across it as a share of all hues."""
    radius = max(float(np.hypot(*wheel)), 1e-6)
    along = wheel / radius
    outward, sideways = (
        math.sqrt(max(float(way @ covariance @ way), 0.0)) for way in (along, np.array([-along[1], along[0]]))
    )
    hue = c.field.replace("_saturation", "_hue")
    return {
        f"{c.tool}.{c.field}": min(outward, 1.0),
        f"{c.tool}.{hue}": min(sideways / radius / math.tau, 1.0),
    }
