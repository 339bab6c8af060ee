"""What a request makes of its source when it is granted in moderation: what an edit of it is held against."""

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from burnish.agent.planner.intents import Intent, Op, Strength
from burnish.imaging.color import linear_to_srgb8
from burnish.imaging.difference import lab_from_linear, lengths
from burnish.imaging.picture import picture_from_srgb8, srgb_encoding
from burnish.imaging.pixels import LinearPicture, Plane
from burnish.recipe.recipe import Recipe, Step
from burnish.recipe.render import render
from burnish.tools.catalogue import Catalogue
from burnish.tools.contrast import Contrast
from burnish.tools.exposure import Exposure
from burnish.tools.saturation import Saturation
from burnish.tools.tone import Tone
from burnish.tools.white_balance import WhiteBalance

Lab = NDArray[np.float32]
"""CIELAB (height, width, 3)."""

MODERATE: dict[Op, tuple[str, str, float, float]] = {
    "exposure": ("exposure", "stops", 0.4, 1.0), "contrast": ("contrast", "amount", 20, 50),
    "saturation": ("saturation", "amount", 25, 55), "temperature": ("white_balance", "temperature", 20, 50),
    "shadows": ("tone", "shadows", 40, 80), "highlights": ("tone", "highlights", 40, 80),
}  # fmt: skip
"""Tool, parameter, and the least and the most of it that is moderate, for wishes that a tool grants by itself."""

MOST = 100.0
"""Of what any of these parameters takes."""

FACTORS: dict[Strength, float] = {"small": 0.6, "medium": 1.0, "large": 1.6}
"""How much further or less far the words let it go."""

FIT_PX = 160
"""Long side at which it is found out how much was granted."""

LEAST_WAY = 0.25
"""Mean difference in CIELAB that a wish has to make to be followed."""

ROUNDS = 3
SCALE = 4.0
"""Difference in CIELAB at which a pixel counts half for how much was granted."""


def are_measured(intents: tuple[Intent, ...]) -> bool:
    """Whether tools grant all of the wishes by themselves, so that it can be said how far an edit went."""
    return bool(intents) and all(each.op in MODERATE and each.direction in ("+", "-") for each in intents)


def granted(source: LinearPicture, edited: Lab, intents: tuple[Intent, ...], where: Plane | None) -> Lab:
    """The source as wishes that `are_measured` ask for, in CIELAB, as near to the edit as moderation allows.

    All have one size; `where` is 0 to 1, None for everywhere.
    """
    share = _amount(_small(source), _small(edited), intents, None if where is None else _small(where))
    done = _rendered(source, _recipe(intents, share))
    if where is not None:
        done = source + where[..., None] * (done - source)
    return np.asarray(lab_from_linear(done), np.float32)


@dataclass(frozen=True)
class Reach:
    """How far an edit goes along the way that was asked for."""

    beyond: float
    """Of the moderate way: 0 is as asked, −1 nothing done, below that the other way, 1 twice as far."""

    along: float
    """−1 to 1: the share of what is off that lies along the way; near 0 it is another matter."""

    off: float
    """Mean difference along the way, in CIELAB."""


def reach_of(source: Lab, edited: Lab, good: Lab, where: Plane | None) -> Reach:
    """Of an edit, against the wish in moderation."""
    way, off = good - source, edited - good
    weight = _inside(way, where)
    both, whole, rest = (
        float((weight * (a * b).sum(axis=-1)).sum()) for a, b in ((off, way), (way, way), (off, off))
    )
    area = float(weight.sum())
    if whole <= LEAST_WAY**2 * area:
        return Reach(0.0, 0.0, 0.0)
    along = both / max(float(np.sqrt(whole * rest)), 1e-6)
    return Reach(both / whole, along, abs(both) / float(np.sqrt(whole * area)))


@cache
def _tools() -> Catalogue:
    return Catalogue((WhiteBalance, Exposure, Contrast, Tone, Saturation))


def _recipe(intents: tuple[Intent, ...], share: float) -> Recipe:
    """The wishes, each so far between its least and its most."""
    return Recipe(tuple(_step(each, share) for each in intents))


def _step(intent: Intent, share: float) -> Step:
    name, parameter, least, most = MODERATE[intent.op]
    amount = min(FACTORS[intent.strength] * (least + share * (most - least)), MOST)
    kind = next(each for each in _tools().tools if each.name == name)
    return Step(kind.model_validate({parameter: -amount if intent.direction == "-" else amount}))


def _rendered(source: LinearPicture, recipe: Recipe) -> LinearPicture:
    """Through a file of 8 bits, as any edit comes."""
    photo = picture_from_srgb8(linear_to_srgb8(source))
    done = render(photo, recipe, _tools(), bits=16, space="srgb", threads=1)
    return srgb_encoding(np.uint16).linear(done.samples)


def _amount(source: LinearPicture, edited: Lab, intents: tuple[Intent, ...], where: Plane | None) -> float:
    """How far between the least and the most of it the edit is, by the pixels that go along."""
    ends = (_rendered(source, _recipe(intents, share)) for share in (0.0, 1.0))
    least, most = (np.asarray(lab_from_linear(each), np.float32) for each in ends)
    way, gone = most - least, edited - least
    weight = _inside(way, where)
    share = 0.5
    for _ in range(ROUNDS):
        away = lengths(np.asarray(gone - np.float32(share) * way, np.float32))
        trust = weight / (1 + (away / SCALE) ** 2)
        along, whole = (float((trust * (each * way).sum(axis=-1)).sum()) for each in (gone, way))
        share = float(np.clip(along / max(whole, 1e-6), 0, 1))
    return share


def _inside(like: Lab, where: Plane | None) -> Plane:
    """Weights of the places that were wholly asked for: what a soft edge does is another matter."""
    return np.ones(like.shape[:2], np.float32) if where is None else np.asarray(where**4, np.float32)


def _small(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    height, width = picture.shape[:2]
    scale = min(1.0, FIT_PX / max(height, width))
    size = (max(2, round(width * scale)), max(2, round(height * scale)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.float32)
