"""Grass, water, trees, snow: what has no shape of its own, by the colors it has and where it is wont to be."""

from dataclasses import dataclass

import numpy as np

from burnish.agent.regions.color_families import Family, color_likeness
from burnish.agent.regions.color_patches import Patch, Pixels, color_patches, oklab_view, together
from burnish.agent.regions.evidence import ramp
from burnish.agent.regions.patch_masks import patch_mask
from burnish.agent.regions.sight import Sight, nothing
from burnish.agent.regions.spoken import Spoken
from burnish.imaging.masks import Combine, Scene, Sky, confidence
from burnish.imaging.pixels import Plane

SKY_SEEN = 0.35
"""Confidence of the sky mask from which it is kept apart."""


@dataclass(frozen=True)
class Stuff:
    """What one kind is like."""

    family: Family
    """Its colors."""

    down: tuple[float, float] = (0.0, 1.0)
    """Where its middle may lie, as fractions of the height."""

    calm: bool = False
    """Whether it is smoother than most of the picture."""

    most: float = 0.6
    """The most confidence that color and place alone can give."""

    below_sky: bool = False
    """Whether the sky has the same colors and must be told apart."""


_GRASS = Stuff(Family((95.0, 172.0), (0.03, 0.5), (0.15, 0.95)), (0.45, 1.0), most=0.7)
_TREES = Stuff(Family((95.0, 172.0), (0.025, 0.5), (0.1, 0.85)), (0.0, 0.8))
_WATER = Stuff(
    Family((170.0, 285.0), (0.012, 0.5), (0.15, 0.95)), (0.4, 1.0), calm=True, most=0.65, below_sky=True
)
_SAND = Stuff(Family((55.0, 105.0), (0.015, 0.12), (0.5, 0.97)), (0.45, 1.0), calm=True, most=0.55)
_SNOW = Stuff(Family(chroma=(0.0, 0.05), lightness=(0.75, 1.1)), (0.35, 1.0), below_sky=True)

STUFF: dict[str, Stuff] = {
    **dict.fromkeys("grass lawn meadow field turf pasture".split(), _GRASS),
    **dict.fromkeys("tree trees foliage leaves leaf bush bushes plants forest greenery".split(), _TREES),
    **dict.fromkeys("vegetation hedge".split(), _TREES),
    **dict.fromkeys("water sea ocean lake river pond pool waves".split(), _WATER),
    **dict.fromkeys("sand beach shore desert dunes".split(), _SAND),
    **dict.fromkeys("snow ice".split(), _SNOW),
}
"""Nouns that color and place can find."""


def stuff_named(said: Spoken, scene: Scene) -> Sight:
    """What has the colors of the thing named, where that is wont to be."""
    kind = STUFF[said.head]
    lab = oklab_view(scene)
    likeness = kind.family.likeness(lab)
    if said.color is not None:
        likeness = np.minimum(likeness, color_likeness(said.color, said.shade, lab))
    has_sky = kind.below_sky and confidence(Sky(), scene).value > SKY_SEEN
    if has_sky:
        likeness = likeness * (Sky().render(lab.shape[0], lab.shape[1], scene) < 0.5)
    patches = tuple(patch for patch in color_patches(lab, likeness) if _may_be(kind, said, patch))
    if not patches:
        return nothing(f"nothing like {said.head} was found")
    kept = tuple(patch for patch in patches if patch.share > 0.06 * patches[0].share)
    inside = together(kept)
    mask = patch_mask(kept, patches, lab, scene)
    if has_sky:
        mask = Combine(operation="subtract", masks=(mask, Sky()))
    words = f"of the color and at the place of {said.head}, {100 * inside.mean():.0f} % of the picture"
    return Sight(mask, _sureness(kind, kept, inside, lab), words)


def _sureness(kind: Stuff, kept: tuple[Patch, ...], inside: Pixels, lab: Plane) -> float:
    """How much what was found behaves like its kind."""
    share = float(inside.mean())
    sure = kind.most * ramp(share, 0.004, 0.04) * (1.0 - ramp(share, 0.7, 0.95))
    sure *= 0.5 + 0.5 * ramp(max(patch.contrast for patch in kept), 0.03, 0.1)
    if kind.calm:
        calmer = _restlessness(lab, ~inside) - _restlessness(lab, inside)
        sure *= 0.4 + 0.6 * ramp(calmer, -0.01, 0.01)
    return sure


def _may_be(kind: Stuff, said: Spoken, patch: Patch) -> bool:
    """Whether a patch lies where its kind does, and where the words say."""
    top, bottom = kind.down
    return top <= _low(patch) and patch.y <= bottom and said.place.weight(patch.x, patch.y) > 0.1


def _low(patch: Patch) -> float:
    """Half way from a patch's middle to its lower end: ground and water reach down."""
    rows = np.flatnonzero(patch.inside.any(axis=1))
    return 0.5 * patch.y + 0.5 * float(rows[-1] + 1) / len(patch.inside)


def _restlessness(lab: Plane, inside: Pixels) -> float:
    """Mean change of lightness from pixel to pixel."""
    change = np.abs(np.diff(lab[..., 0], axis=1, append=lab[:, -1:, 0]))
    return float(change[inside].mean()) if inside.any() else 0.0
