"""Pictures with many colors and tones, made from numbers, and their edits."""

from collections.abc import Sequence

import numpy as np

from burnish.imaging.picture import Picture, picture_from_srgb8
from burnish.recipe.recipe import Step, recipe
from burnish.recipe.render import render
from burnish.tools.base import Tool
from burnish.tools.catalogue import Catalogue, built_in

CATALOGUE: Catalogue = built_in()


def scene(width: int = 360, height: int = 240, seed: int = 3) -> Picture:
    """Soft blobs of many colors over a gradient, with a little structure."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    picture = np.stack([40 + 170 * x / width, 60 + 130 * y / height, 190 - 150 * x / width], axis=-1)
    for _ in range(40):
        center, size = rng.uniform(0, 1, 2) * (width, height), rng.uniform(10, 45)
        blob = np.exp(-((x - center[0]) ** 2 + (y - center[1]) ** 2) / (2 * size**2))[..., None]
        picture += (rng.uniform(5, 250, 3) - picture) * blob
    picture += rng.normal(0, 1.0, picture.shape)
    return picture_from_srgb8(np.clip(picture, 0, 255))


def edited(photo: Picture, *steps: Tool | Step) -> Picture:
    """The photo through these tools."""
    return picture_from_srgb8(render(photo, recipe(steps), CATALOGUE, space="srgb").samples)


def values(found: Sequence[Step]) -> dict[str, Tool]:
    """Tools by name."""
    return {step.tool.name: step.tool for step in found}
