"""What is being refined: an edit made of tools, or a finished picture from anywhere beside its source."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Protocol, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from burnish.agent.checking.pair import WORKING_PX, Pair
from burnish.agent.checking.patches import Patch, patched
from burnish.agent.checking.renewed import with_content_spared
from burnish.agent.planner.intents import Intent
from burnish.imaging.masks import Mask, Scene
from burnish.imaging.picture import Picture, srgb_encoding
from burnish.imaging.pixels import LinearPicture, Plane
from burnish.imaging.reduce import reduce
from burnish.recipe.recipe import Recipe
from burnish.recipe.render import frame_of, mask_in_frame, render, render_linear, scene_of
from burnish.recipe.resources import Resources
from burnish.tools.base import GeometryTool
from burnish.tools.catalogue import Catalogue

ToPhoto: TypeAlias = Callable[[NDArray[np.float64]], NDArray[np.float64]]
"""Points of the finished frame to points of the photo, both as fractions."""


@dataclass(frozen=True, eq=False)
class State:
    """An edit as it stands: patches over a finished picture, then tools over that."""

    recipe: Recipe = field(default_factory=Recipe)
    patches: tuple[Patch, ...] = ()


class Workpiece(Protocol):
    """Something that can be refined."""

    @property
    def start(self) -> State:
        """The edit as it came."""
        ...

    @property
    def is_parametric(self) -> bool:
        """Whether it is made of tools alone."""
        ...

    @property
    def touchable(self) -> frozenset[int]:
        """Places of the steps in `start` that may be changed."""
        ...

    def pair(self, state: State, long_side: int = WORKING_PX) -> Pair:
        """A state beside the source, at most this large."""
        ...


@dataclass(frozen=True, eq=False)
class RecipeWork:
    """A photo through a recipe; what a person set by hand is not touched."""

    photo: Picture = field(repr=False)
    catalogue: Catalogue
    after: Recipe
    before: Recipe = field(default_factory=Recipe)
    """The edit that the request was about: what is held to be the source."""

    request: str = ""
    intents: tuple[Intent, ...] = ()
    asked: Mask | None = None
    """Where it was asked for; None for everywhere."""

    resources: Resources = field(default_factory=Resources)
    held: frozenset[int] = frozenset()
    """Places of steps that stay as they are, such as those whose amount a person stated."""

    is_parametric: bool = True

    @property
    def start(self) -> State:
        """The recipe."""
        return State(self.after)

    @property
    def touchable(self) -> frozenset[int]:
        """Steps that this edit added or changed and that no person set."""
        old = self.before.steps
        return frozenset(
            place for place, step in enumerate(self.after.steps)
            if step.author != "person" and step.enabled and step not in old and place not in self.held
            and not isinstance(step.tool, GeometryTool)
        )  # fmt: skip

    @cached_property
    def kept(self) -> "_KeptPhoto":
        """What is reduced and searched once."""
        return _KeptPhoto(self.photo, self.resources)

    def pair(self, state: State, long_side: int = WORKING_PX) -> Pair:
        """The photo through both recipes in one frame: nothing has to be registered."""
        source = self._source(long_side)
        edited = self._rendered(state.recipe, long_side)
        valid = np.ones(edited.shape[:2], bool)
        made = Pair(source, edited, valid, self.request, self.intents, self._where(long_side))
        return with_content_spared(made)

    def to_photo(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Points of the finished frame, as fractions, where masks are drawn."""
        frame = frame_of(self.after, self.catalogue, self.photo.width, self.photo.height)
        inside = frame.in_source(points * (frame.width, frame.height))
        return np.asarray(inside / (self.photo.width, self.photo.height), np.float64)

    def in_frame(self, mask: Mask, long_side: int) -> Plane:
        """A step's mask as it lies over the finished frame."""
        return mask_in_frame(
            self.photo, mask, self._framing(self.after), self.catalogue, resources=self.resources,
            long_side=long_side, kept=self.kept,
        )  # fmt: skip

    @cached_property
    def _sources(self) -> dict[int, LinearPicture]:
        return {}

    @cached_property
    def _wheres(self) -> dict[int, Plane]:
        return {}

    def _source(self, long_side: int) -> LinearPicture:
        if long_side not in self._sources:
            own = [each for each in self.before.steps if not isinstance(each.tool, GeometryTool)]
            framed = self._framing(self.after)
            recipe = replace(framed, steps=(*framed.steps, *own))
            self._sources[long_side] = self._rendered(recipe, long_side)
        return self._sources[long_side]

    def _where(self, long_side: int) -> Plane | None:
        if self.asked is None:
            return None
        if long_side not in self._wheres:
            self._wheres[long_side] = self.in_frame(self.asked, long_side)
        return self._wheres[long_side]

    @staticmethod
    def _framing(recipe: Recipe) -> Recipe:
        return Recipe(tuple(each for each in recipe.steps if isinstance(each.tool, GeometryTool)))

    def _rendered(self, recipe: Recipe, long_side: int) -> LinearPicture:
        done = render(
            self.photo, recipe, self.catalogue, resources=self.resources, long_side=long_side, bits=16,
            space="srgb", kept=self.kept,
        )  # fmt: skip
        return srgb_encoding(np.uint16).linear(done.samples)


@dataclass
class _KeptPhoto:
    """A photo's smaller sizes and what masks see of it, each made once."""

    photo: Picture
    resources: Resources
    _sizes: dict[int, Picture] = field(default_factory=dict[int, Picture])
    _scene: Scene | None = None

    def smaller(self, long_side: int) -> Picture:
        """The photo within this many pixels a side."""
        if long_side not in self._sizes:
            self._sizes[long_side] = reduce(self.photo, long_side=long_side)
        return self._sizes[long_side]

    def scene(self) -> Scene:
        """The photo before any edit."""
        if self._scene is None:
            self._scene = scene_of(self.photo, self.resources)
        return self._scene


@dataclass(frozen=True, eq=False)
class PictureWork:
    """A finished picture beside its source, whoever made it."""

    whole: Pair
    """Both, registered."""

    catalogue: Catalogue
    is_parametric: bool = False

    @property
    def start(self) -> State:
        """The picture as it came."""
        return State()

    @property
    def touchable(self) -> frozenset[int]:
        """It has no steps."""
        return frozenset()

    def pair(self, state: State, long_side: int = WORKING_PX) -> Pair:
        """The picture under its patches and tools."""
        base = self._base(long_side)
        edited = base.edited
        if state.patches:
            edited = patched(edited, base.source, state.patches)
        if state.recipe.steps:
            edited = render_linear(edited, state.recipe, self.catalogue)
        return base if edited is base.edited else replace(base, edited=np.ascontiguousarray(edited))

    @cached_property
    def _bases(self) -> dict[int, Pair]:
        return {}

    def _base(self, long_side: int) -> Pair:
        if long_side >= max(self.whole.edited.shape[:2]):
            return self.whole
        if long_side not in self._bases:
            self._bases[long_side] = smaller(self.whole, long_side)
        return self._bases[long_side]


def smaller(pair: Pair, long_side: int) -> Pair:
    """A pair within this many pixels a side."""
    height, width = pair.edited.shape[:2]
    scale = long_side / max(height, width)
    size = (max(16, round(width * scale)), max(16, round(height * scale)))

    def small(each: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray(cv2.resize(each, size, interpolation=cv2.INTER_AREA), np.float32)

    where = None if pair.asked_where is None else small(pair.asked_where)
    valid = np.asarray(small(pair.valid.astype(np.float32)) > 0.99)
    new = None if pair.renewed is None else np.asarray(small(pair.renewed.astype(np.float32)) > 0.01)
    return replace(
        pair,
        source=small(pair.source),
        edited=small(pair.edited),
        valid=valid,
        place=where,
        renewed=new,
    )
