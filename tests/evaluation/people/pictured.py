"""A photo, and people who have looks in mind for it."""

from functools import cache

import numpy as np
import skimage.data

from burnish.evaluation.people.person import Hand, Person
from burnish.evaluation.people.sight import Thumbnail, thumbnail
from burnish.imaging.picture import picture_from_srgb8
from burnish.learning.taste.sliders import Sliders
from burnish.recipe.recipe import Recipe, Step
from burnish.recipe.resources import Resources
from burnish.tools.catalogue import built_in

SLIDERS = Sliders(built_in())
CONTROLS = tuple(control.places for control in SLIDERS.controls)
STEADY = Hand(error=0.0, noticeable=0.0, left_bias=0.0)


@cache
def portrait() -> Thumbnail:
    return thumbnail(picture_from_srgb8(np.ascontiguousarray(skimage.data.astronaut())))


def look(**tools: dict[str, float]) -> Recipe:
    return Recipe(tuple(Step(SLIDERS.catalogue.make(name, params)) for name, params in tools.items()))


WARM = look(
    exposure={"stops": 0.6},
    white_balance={"temperature": 25.0},
    contrast={"amount": 20.0},
    saturation={"amount": -30.0},
    vignette={"amount": -25.0},
)


def somebody(wanted: Recipe = WARM, hand: Hand = STEADY, **more: float) -> Person:
    return Person("somebody", wanted, SLIDERS.catalogue, Resources(), SLIDERS.coordinates, hand=hand, **more)
