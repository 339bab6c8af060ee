"""How the codes answer to what happens on the way: the chain rule, a 3×3 matrix for each place and stage.

Where no later tool looks at the picture, a slider's effect on the codes is its effect on the picture after its own
tool, carried on by the derivatives of the tools that follow (L. Rall, "Automatic Differentiation", 1981, chapter 2).
"""

from collections.abc import Sequence

import numpy as np

from burnish.recipe.inverse.evidence import Floats
from burnish.recipe.inverse.joining import swept
from burnish.recipe.inverse.model import Model, Trail
from burnish.recipe.inverse.parameters import Coordinate, Values, tool_of
from burnish.tools.catalogue import Catalogue

STEP = 0.004
"""Difference step in coordinates, 0.002 of a symmetric slider's range: longer ones stall in narrow valleys."""

SHARE, LEAST = 0.008, 1e-4
"""Difference step in light as a share of it, and what is added to that."""

DIRECTIONS = (1.0, 1.0, 1.0), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0)
"""Lighter first: at grays tools have a cusp, and what only makes them lighter or darker must not see it."""


def derivatives(
    model: Model, trail: Trail, values: Values, active: Sequence[Coordinate], catalogue: Catalogue
) -> Floats:
    """Derivatives of the residuals in ΔE by each coordinate, (coordinates, places · 3)."""
    metric = model.evidence.metric
    rows = np.empty((len(active), len(metric), 3), np.float32)
    stages: dict[int, list[int]] = {}
    by_tool: dict[str, dict[Coordinate, float]] = {}
    for coordinate, value in values.items():
        by_tool.setdefault(coordinate.tool, {})[coordinate] = value
    for k, coordinate in enumerate(active):
        here = values.get(coordinate, 0.0)
        step = STEP if here + STEP <= coordinate.high else -STEP
        own = by_tool.get(coordinate.tool, {}) | {coordinate: here + step}
        place, gain, grid = model.moved(trail, tool_of(coordinate.tool, own, catalogue))
        if gain == trail.gain:
            change = (grid - trail.grids[place]).reshape(-1, 3)
        else:
            change = model.onward(trail, place, gain, grid) - trail.codes
            place = len(trail.grids)
        np.multiply(change, np.float32(1 / step), out=rows[k])
        stages.setdefault(place, []).append(k)
    answers = _answers(model, trail, min(stages, default=len(trail.grids)))
    for place, own in stages.items():
        rows[own] = np.matmul(rows[own].transpose(1, 0, 2), answers[place].swapaxes(1, 2)).transpose(1, 0, 2)
    return rows.reshape(len(active), 3 * len(metric))


def _answers(model: Model, trail: Trail, first: int) -> dict[int, Floats]:
    """Derivatives of the residuals by the picture at each place from `first` on, and by the codes, (places, 3, 3)."""
    last = len(trail.compiled)
    answers = {last + 1: model.evidence.metric}
    for place in range(last, first - 1, -1):
        answers[place] = answers[place + 1] @ _local(model, trail, place)
    return answers


def _local(model: Model, trail: Trail, place: int) -> Floats:
    """Derivatives of what follows the picture at a place, by that picture, (places, 3, 3)."""
    at = trail.grids[place]
    step = np.abs(at).max(axis=2, keepdims=True) * np.float32(SHARE) + np.float32(LEAST)
    along: list[Floats] = []
    for direction in DIRECTIONS:
        moved = step * np.array(direction, np.float32)
        if place == len(trail.compiled):
            # Codes end at black and white: on both sides, or a place at the end would seem to go on.
            up, down = (model.output(trail.gain, at + way * moved) for way in (1, -1))
            along.append((up - down) / (2 * step.reshape(-1, 1)))
        else:
            done = swept(trail.compiled[place].grid, at + moved)
            along.append((done - trail.grids[place + 1]).reshape(-1, 3) / step.reshape(-1, 1))
    light, red, blue = along
    return np.stack([red, light - red - blue, blue], axis=-1)
