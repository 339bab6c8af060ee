"""From a picture and its edited version back to the edit."""

from collections.abc import Mapping

import numpy as np

from burnish.errors import BadInput
from burnish.imaging.color import SRGB_TO_REC2020, srgb_decode
from burnish.imaging.difference import delta_e_2000, lab_from_linear
from burnish.imaging.picture import Picture
from burnish.imaging.pixels import LinearPicture
from burnish.imaging.reduce import reduce_linear
from burnish.recipe.inverse.alignment import Alignment, align
from burnish.recipe.inverse.certainty import IDENTIFIABLE, standard_errors
from burnish.recipe.inverse.evidence import (
    Evidence,
    Floats,
    as_rendered,
    gather,
    pixel_by_pixel,
    size_of,
    whole_picture,
)
from burnish.recipe.inverse.findings import clipping, describe, remainder, texture
from burnish.recipe.inverse.model import Model
from burnish.recipe.inverse.parameters import coordinates, rounded, tools_of
from burnish.recipe.inverse.report import ColorError, Match
from burnish.recipe.inverse.selection import search
from burnish.recipe.inverse.solver import Fit, Problem, solve
from burnish.recipe.recipe import Recipe, Step
from burnish.tools.base import PixelTool
from burnish.tools.catalogue import Catalogue

WORKING_PIXELS = 520_000
LEAST_SIDE_PX = 16


def match(before: Picture | LinearPicture, after: Picture | LinearPicture, catalogue: Catalogue) -> Match:
    """The recipe that leads from one picture to the other, and what it leaves unexplained.

    The pictures may differ in size and compression, and AFTER may be turned, mirrored, cropped or straightened.

    Raises:
        BadInput: a picture is smaller than 16 pixels on a side.
    """
    reduced = [_light(each) for each in (before, after)]
    aligned = align(*reduced)
    views = [gather(aligned.before, reduced[1])]
    if not aligned.tools and size_of(before) == size_of(after):
        views.append(pixel_by_pixel(views[0], before, after))
        if views[1].exact:
            del views[0]
    order = {name: k for k, name in enumerate(catalogue.names)}
    problems = [Problem(view, Model(view, order), catalogue) for view in views]
    problem, fit = search(problems, coordinates(catalogue))
    if problem.evidence.rounding:
        rendered = as_rendered(problem.evidence, before)
        problem = Problem(rendered, Model(rendered, order), catalogue)
        fit = solve(problem, problem.fit(fit.values), list(fit.values), iterations=3)
    return _report(problem, fit, aligned)


def _light(picture: Picture | LinearPicture) -> LinearPicture:
    light = reduce_linear(picture, WORKING_PIXELS) if isinstance(picture, Picture) else picture
    if light.ndim != 3 or light.shape[2] != 3 or min(light.shape[:2]) < LEAST_SIDE_PX:
        raise BadInput(
            f"a picture to match has shape {light.shape!r}; both sides need {LEAST_SIDE_PX} pixels or more"
        )
    return light


def _report(problem: Problem, fit: Fit, aligned: Alignment) -> Match:
    evidence = problem.evidence
    catalogue = problem.catalogue
    tools = {name: rounded(tool, catalogue) for name, tool in tools_of(fit.values, catalogue).items()}
    tools = {name: tool for name, tool in tools.items() if not tool.is_neutral}
    everywhere = whole_picture(evidence)
    model = Model(everywhere, problem.model.order)
    plain, done = (_linear(model.run(each, fine=True).codes, everywhere) for each in ({}, tools))
    goal = _linear(everywhere.target, everywhere)
    left, untouched = remainder(done, goal), remainder(plain, goal)
    errors = standard_errors(problem, fit)
    unsure = [name for name, error in errors.items() if error > IDENTIFIABLE]
    told = [*aligned.findings, *describe(left)]
    fine = texture(left)
    if fine:
        told.append(fine)
    clipped = clipping(evidence.clipped, unsure)
    if clipped and unsure:
        told.append(clipped)
    mean_before, mean_left = float(untouched.delta_e.mean()), float(left.delta_e.mean())
    explained = 1.0 if mean_before == 0 else max(0.0, 1 - mean_left / mean_before)
    return Match(
        Recipe(_steps(problem, tools, aligned, mean_left)),
        _error(untouched.delta_e),
        _error(left.delta_e),
        explained,
        tuple(told),
        errors,
    )


def _linear(codes: Floats, evidence: Evidence) -> LinearPicture:
    rows, columns, _ = evidence.grid.shape
    light = (srgb_decode(codes) @ SRGB_TO_REC2020.T).astype(np.float32).reshape(rows, columns, 3)
    return light.swapaxes(0, 1) if evidence.turned else light


def _error(delta_e: Floats) -> ColorError:
    median, p95 = np.percentile(delta_e, (50, 95)).tolist()
    return ColorError(float(delta_e.mean()), median, p95)


def _steps(
    problem: Problem, tools: Mapping[str, PixelTool], aligned: Alignment, mean_left: float
) -> tuple[Step, ...]:
    """Geometry first, then the tools, each with what would be missing without it."""
    steps = [Step(tool, reason="AFTER is framed this way", author="import") for tool in aligned.tools]
    target = _lab(problem.evidence.target)
    for name in sorted(tools, key=lambda each: problem.model.order[each]):
        others = {k: v for k, v in tools.items() if k != name}
        missed = float(delta_e_2000(_lab(problem.model.run(others, fine=False).codes), target).mean())
        reason = f"without it the mean ΔE would be {missed:.1f} instead of {mean_left:.1f}"
        steps.append(Step(tools[name], reason=reason, author="import"))
    return tuple(steps)


def _lab(codes: Floats) -> Floats:
    return np.asarray(
        lab_from_linear((srgb_decode(codes) @ SRGB_TO_REC2020.T).astype(np.float32)), np.float32
    )
