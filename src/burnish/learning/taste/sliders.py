"""A recipe as a vector of sliders, and back: taste lives on tool parameters, so it outlives any planner or model.

A coordinate is 0 where its tool does nothing and ±1 at the far end of its slider. Tints are places on a color wheel;
the points of tone curves lie at fixed inputs. Only steps for the whole picture count, or only those with a mask.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from burnish.learning.taste.gaussian import Doubles
from burnish.recipe.inverse.parameters import Coordinate, coordinates, rounded, slider, tool_of
from burnish.recipe.recipe import Recipe, Step
from burnish.tools.base import PixelTool
from burnish.tools.catalogue import Catalogue

Scope: TypeAlias = Literal["whole", "places"]
"""Steps for the whole picture, or steps with a mask."""

BESIDE: tuple[tuple[str, str], ...] = (
    ("texture", "amount"),
    ("glow", "amount"),
    ("sharpen", "amount"),
    ("grain", "amount"),
)
"""Sliders that people have a taste for although no reduced picture shows them."""


@dataclass(frozen=True)
class Control:
    """What a hand moves at once: one slider, or one color wheel."""

    places: tuple[int, ...]
    """Its coordinates, as indices into the vector."""


@dataclass(frozen=True)
class Sliders:
    """The coordinates of a catalogue, in pipeline order."""

    catalogue: Catalogue

    @cached_property
    def coordinates(self) -> tuple[Coordinate, ...]:
        """What each place of a vector means."""
        named = {tool.name: tool for tool in self.catalogue.tools}
        found = ((named.get(name), field) for name, field in BESIDE)
        beside = (
            slider(tool, field, tool.name) for tool, field in found if tool and issubclass(tool, PixelTool)
        )
        return (*coordinates(self.catalogue), *beside)

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """`tool.parameter` of each place."""
        return tuple(each.label for each in self.coordinates)

    @cached_property
    def place(self) -> dict[str, int]:
        """Index of each label."""
        return {label: index for index, label in enumerate(self.labels)}

    @cached_property
    def controls(self) -> tuple[Control, ...]:
        """Coordinates by the slider or wheel that holds them."""
        held: dict[tuple[str, str, float], list[int]] = {}
        for index, each in enumerate(self.coordinates):
            held.setdefault((each.tool, each.field, each.knot), []).append(index)
        return tuple(Control(tuple(places)) for places in held.values())

    @cached_property
    def low(self) -> Doubles:
        """Lower ends."""
        return np.array([each.low for each in self.coordinates])

    @cached_property
    def high(self) -> Doubles:
        """Upper ends."""
        return np.array([each.high for each in self.coordinates])

    @property
    def size(self) -> int:
        """Length of a vector."""
        return len(self.coordinates)

    def zeros(self) -> Doubles:
        """Nothing done."""
        return np.zeros(self.size)

    def vector(self, recipe: Recipe, scope: Scope = "whole") -> Doubles:
        """What a recipe does, slider by slider; steps of one tool add up."""
        values = self.zeros()
        for step in _steps(recipe, scope):
            values += self._of_step(step)
        return np.clip(values, self.low, self.high)

    def _of_step(self, step: Step) -> Doubles:
        values = self.zeros()
        for index in self._places.get(step.tool.name, ()):
            values[index] = _value(step.tool, self.coordinates[index])
        return values * self._shares(step)

    def _shares(self, step: Step) -> Doubles:
        """How much of each slider a step of this opacity does; a shape is there or not."""
        return np.where(self._shapes, 1.0, step.opacity)

    @cached_property
    def _shapes(self) -> NDArray[np.bool_]:
        return np.array([each.kind == "shape" for each in self.coordinates])

    @cached_property
    def _places(self) -> dict[str, tuple[int, ...]]:
        held: dict[str, list[int]] = {}
        for index, each in enumerate(self.coordinates):
            held.setdefault(each.tool, []).append(index)
        return {name: tuple(places) for name, places in held.items()}

    def moved(self, recipe: Recipe, offset: Doubles, *, reason: str = "", scope: Scope = "whole") -> Recipe:
        """The recipe with its sliders moved by an offset: steps that are there change, missing ones are added.

        With `scope="places"` only steps that are there change. Nothing moves past the end of its slider.
        """
        for name, places in self._places.items():
            if np.any(offset[list(places)]):
                recipe = self._tool_moved(recipe, name, places, offset, reason, scope)
        return recipe

    def _tool_moved(
        self, recipe: Recipe, name: str, places: Sequence[int], offset: Doubles, reason: str, scope: Scope
    ) -> Recipe:
        held = {id(step) for step in _steps(recipe, scope)}
        at = [k for k, step in enumerate(recipe.steps) if id(step) in held and step.tool.name == name]
        if not at and scope == "places":
            return recipe
        base = recipe.steps[at[-1]] if at else Step(self.catalogue.make(name, {}), author="planner")
        values = (self._of_step(base) + offset) / self._shares(base)
        tool = self._merged(base.tool, name, places, offset, np.clip(values, self.low, self.high))
        if tool.is_neutral and not at:
            return recipe
        told = base.reason if at and base.reason else reason
        step = replace(base, tool=tool, reason=f"{told}; {reason}" if at and reason and base.reason else told)
        return recipe.replacing(at[-1], step) if at else recipe.adding(step)

    def _merged(
        self, base: Any, name: str, places: Sequence[int], offset: Doubles, values: Doubles
    ) -> PixelTool:
        """A tool with the coordinates that move at their new values, and everything else as it was."""
        touched = {self.coordinates[k].field for k in places if offset[k]}
        own = {self.coordinates[k]: float(values[k]) for k in places if self.coordinates[k].field in touched}
        touched |= {_hue_of(each) for each in own if each.kind == "across"}
        fresh = rounded(tool_of(name, own, self.catalogue), self.catalogue)
        kept = {
            key: value for key, value in base.model_dump(exclude_defaults=True).items() if key not in touched
        }
        merged = self.catalogue.make(name, kept | fresh.model_dump(exclude_defaults=True))
        assert isinstance(merged, PixelTool)
        return merged

    def recipe(self, values: Doubles, title: str = "") -> Recipe:
        """A recipe that does just this."""
        return replace(self.moved(Recipe(), values), title=title)


def _steps(recipe: Recipe, scope: Scope) -> Iterable[Step]:
    masked = scope == "places"
    seen = (step for step in recipe.steps if step.enabled and step.opacity > 0)
    return (step for step in seen if (step.mask is not None) == masked)


def _value(tool: Any, each: Coordinate) -> float:
    value = getattr(tool, each.field)
    if each.kind == "point":
        if not value:
            return 0.0
        inputs, outputs = zip(*value, strict=True)
        return (float(np.interp(each.knot, inputs, outputs)) - each.knot) / each.scale
    if each.kind in ("across", "up"):
        hue = np.deg2rad(getattr(tool, _hue_of(each)))
        return float(value) / 100 * float(np.cos(hue) if each.kind == "across" else np.sin(hue))
    return (float(value) - each.default) / each.scale


def _hue_of(wheel: Coordinate) -> str:
    """The parameter that says in which direction a tint lies."""
    return wheel.field.replace("_saturation", "_hue")
