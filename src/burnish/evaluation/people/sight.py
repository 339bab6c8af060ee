"""A photo beside the picture that somebody has in mind, as an eye compares them: in ΔE00, at some places."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from burnish.imaging.color import REC2020_TO_SRGB, SRGB_TO_REC2020, srgb_decode, srgb_encode
from burnish.imaging.difference import delta_e_2000, lab_from_linear
from burnish.imaging.picture import Picture, picture_from_srgb8
from burnish.imaging.pixels import LinearPicture
from burnish.imaging.reduce import reduce_linear
from burnish.recipe.inverse.evidence import Evidence, Floats, gather
from burnish.recipe.inverse.model import Model
from burnish.recipe.inverse.parameters import Coordinate, tools_of
from burnish.recipe.inverse.sensitivity import derivatives
from burnish.recipe.recipe import Recipe
from burnish.recipe.render import render
from burnish.recipe.resources import Resources
from burnish.tools.catalogue import Catalogue

Doubles = NDArray[np.float64]

LONG_SIDE_PX = 192
"""Of the picture that is looked at: a thumbnail tells a look."""


@dataclass(frozen=True, eq=False)
class Thumbnail:
    """A small copy of a photo."""

    picture: Picture
    linear: LinearPicture

    @cached_property
    def middle_light(self) -> float:
        """Median luminance in stops; photographic mid-gray is −2.5."""
        luminance = self.linear @ np.array([0.2627, 0.678, 0.0593], np.float32)
        return float(np.log2(max(float(np.median(luminance)), 2.0**-10)))


def thumbnail(photo: Picture) -> Thumbnail:
    """A photo made small, by area means in linear light."""
    scale = min(1.0, LONG_SIDE_PX / max(photo.width, photo.height))
    size = max(2, round(photo.width * scale)), max(2, round(photo.height * scale))
    reduced = reduce_linear(photo, 4 * LONG_SIDE_PX**2)
    small = cv2.resize(reduced, size, interpolation=cv2.INTER_AREA)
    codes = srgb_encode(np.clip(small @ REC2020_TO_SRGB.T.astype(np.float32), 0, 1))
    picture = picture_from_srgb8(np.round(codes * 255).astype(np.uint8))
    return Thumbnail(picture, reduce_linear(picture, LONG_SIDE_PX**2))


def linear_render(
    shown: Thumbnail, recipe: Recipe, catalogue: Catalogue, resources: Resources
) -> LinearPicture:
    """The thumbnail through a recipe, as the renderer makes it."""
    done = render(shown.picture, recipe, catalogue, resources=resources, bits=16, space="srgb")
    codes = done.samples.astype(np.float32) / 65535
    return (np.asarray(srgb_decode(codes), np.float32) @ SRGB_TO_REC2020.T).astype(np.float32)


@dataclass(frozen=True, eq=False)
class Sight:
    """One photo and the picture in mind."""

    evidence: Evidence
    catalogue: Catalogue
    coordinates: tuple[Coordinate, ...]
    """What the places of a vector of sliders mean; those that a thumbnail does not show may be among them."""

    @cached_property
    def _model(self) -> Model:
        return Model(self.evidence, {tool.name: k for k, tool in enumerate(self.catalogue.tools)})

    @cached_property
    def _goal(self) -> Floats:
        return _lab(self.evidence.target)

    @cached_property
    def shown(self) -> tuple[int, ...]:
        """Places of the vector that change what is seen."""
        return tuple(k for k, each in enumerate(self.coordinates) if each.tool not in UNSEEN)

    def distance(self, values: Doubles) -> float:
        """Mean ΔE00 between the photo edited like this and the picture in mind."""
        codes = self._model.run(tools_of(self._values(values), self.catalogue), fine=False).codes
        return float(np.mean(delta_e_2000(_lab(codes), self._goal)))

    def way(self, values: Doubles, places: Sequence[int]) -> tuple[Doubles, Doubles]:
        """Slopes of the difference by some sliders, (places, n), and the difference itself, (n,), in ΔE00."""
        held = self._values(values)
        trail = self._model.trail(tools_of(held, self.catalogue))
        active = [self.coordinates[k] for k in places]
        slopes = derivatives(self._model, trail, held, active, self.catalogue)
        difference = np.matmul(self.evidence.metric, (trail.codes - self.evidence.target)[..., None])
        scale = 1 / np.sqrt(len(self.evidence.target))
        return slopes.astype(np.float64) * scale, difference.ravel().astype(np.float64) * scale

    def _values(self, values: Doubles) -> dict[Coordinate, float]:
        return {self.coordinates[k]: float(values[k]) for k in self.shown if values[k]}


UNSEEN = frozenset({"texture", "glow", "sharpen", "grain"})
"""Tools whose effect a thumbnail does not show."""


def sight(
    before: LinearPicture, after: LinearPicture, catalogue: Catalogue, coordinates: tuple[Coordinate, ...]
) -> Sight:
    """A photo and the picture in mind, both linear and of one shape."""
    return Sight(gather(before, after), catalogue, coordinates)


def _lab(codes: Floats) -> Floats:
    return lab_from_linear((srgb_decode(codes) @ SRGB_TO_REC2020.T).astype(np.float32))
