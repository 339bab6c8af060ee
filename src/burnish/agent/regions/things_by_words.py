"""Things as words name them: by color and place, by their light, or because they stand out."""

from collections.abc import Sequence
from math import prod

import numpy as np

from burnish.agent.regions.color_families import color_likeness
from burnish.agent.regions.color_patches import Patch, Pixels, color_patches, oklab_view, together
from burnish.agent.regions.evidence import ramp, weighed
from burnish.agent.regions.patch_masks import loops_around, patch_mask, resized
from burnish.agent.regions.sight import Sight, nothing
from burnish.agent.regions.spoken import Spoken
from burnish.imaging.masks import Loop, Scene, Subject

SUBJECTS = frozenset(
    """object thing animal dog puppy cat kitten bird parrot owl eagle horse pony cow sheep goat lion tiger bear elephant
    fish butterfly bee insect car truck bus van bike bicycle motorcycle plane airplane aeroplane aircraft jet helicopter
    train boat ship sailboat flower rose tulip blossom bloom food burger hamburger sandwich cake pizza meal dish cup mug
    coffee glass bottle statue sculpture product shoe shoes watch bag toy doll lighthouse tower rocket waterfall bouquet
    plate guitar chair lamp ball fruit apple pumpkin bracelet ring necklace figure""".split()
)
"""Nouns of what photos are taken of: where one thing stands out, it is likely meant."""

UNVERIFIED = 0.65
"""The most confidence in a noun that only standing out speaks for: never enough to take something away."""

SUREST = 0.9
"""The most confidence in what stands out."""

SCRAP = 0.01
"""Share of the frame below which a patch that the frame cuts off is hardly what one would name."""

BRIGHT = frozenset("sun moon lamp lamps bulb bulbs flash lantern candle streetlight headlights".split())
"""Nouns of what is the brightest in its surroundings."""


def colored_thing(said: Spoken, scene: Scene, within: Pixels | None = None) -> Sight:
    """What has the color that the words name, at the place that they name; ``within`` limits it to a selection."""
    if said.color is None:
        return nothing("the words name no color")
    lab = oklab_view(scene)
    likeness = color_likeness(said.color, said.shade, lab)
    if within is not None:
        likeness = likeness * resized(within, likeness.shape)
    patches = color_patches(lab, likeness)
    if not patches:
        return nothing(f"nothing {said.color} was found")
    several = said.plural or not said.head or within is not None
    chosen, sure = _many(said, patches) if several else _one(said, patches)
    sure *= 1.0 - ramp(sum(patch.share for patch in patches), 0.4, 0.75)
    words = f"{said.color}, {100 * sum(p.share for p in chosen):.0f} % of the picture, {_where(chosen[0])}"
    return Sight(patch_mask(chosen, patches, lab, scene), sure, words)


def bright_thing(said: Spoken, scene: Scene) -> Sight:
    """The sun or a lamp: compact, and the brightest of all."""
    lab = oklab_view(scene)
    top = float(np.quantile(lab[..., 0], 0.999))
    if top < 0.75:
        return nothing("nothing bright was found")
    likeness = np.clip(0.5 + (lab[..., 0] - (top - 0.06)) / 0.06, 0.0, 1.0).astype(np.float32)
    patches = tuple(p for p in color_patches(lab, likeness) if p.share < 0.08 and p.contrast > 0.08)
    if not patches:
        return nothing("nothing bright and compact was found")
    chosen, sure = _many(said, patches) if said.plural else _one(said, patches)
    mask = loops_around(together(chosen), 0.02, feather=0.02)
    return Sight(mask, 0.8 * sure, f"the brightest, {_where(chosen[0])}")


def standing_out(said: Spoken, scene: Scene, needed: float = 0.0) -> Sight:
    """The one thing that stands out, cut out along its edge.

    What stands out too little to be as sure as is `needed` is not cut on trial: its confidence is the most it may be.
    """
    from burnish.agent.regions.cutting import agreement, trial_cut
    from burnish.agent.regions.outline import outlines
    from burnish.agent.regions.saliency import salient_thing

    thing = salient_thing(scene)
    if thing is None:
        return nothing("nothing stands out alone")
    area = Loop(points=outlines(thing.inside, 0.03)[0])
    rows, columns = np.nonzero(thing.inside)
    x, y = float(columns.mean()) / thing.inside.shape[1], float(rows.mean()) / thing.inside.shape[0]
    what = f"the one thing that stands out, {_side(x, y)}"
    hardly = thing.reason or "it hardly stands out"
    if SUREST * thing.confidence < needed:
        return Sight(Subject(area=area), SUREST * thing.confidence, f"{what}, though {hardly}")
    cut = trial_cut(area, scene)
    signs = {
        hardly: thing.confidence,
        cut.reason: ramp(cut.confidence, 0.2, 0.5),
        "the cut is not what stands out": ramp(agreement(cut.inside, thing.inside), 0.3, 0.6),
        "what stands out is at another place": ramp(said.place.weight(x, y), 0.0, 0.3),
        "the words mean several": 0.7 if said.plural else 1.0,
    }
    value, doubt = weighed(signs, 0.5, "")
    return Sight(Subject(area=area), SUREST * value, f"{what}, though {doubt}" if doubt else what)


def named_by_standing_out(said: Spoken, scene: Scene) -> Sight:
    """The one thing that stands out, for a noun that is likely to mean it."""
    sight = standing_out(said, scene)
    return Sight(sight.mask, min(sight.confidence, UNVERIFIED), sight.words)


def _one(said: Spoken, patches: Sequence[Patch]) -> tuple[tuple[Patch, ...], float]:
    """The patch that a singular means, and how sure that is."""
    scores = [_score(said, patch) for patch in patches]
    order = sorted(range(len(patches)), key=lambda at: -scores[at])
    best = patches[order[0]]
    rival = scores[order[1]] / max(scores[order[0]], 1e-9) if len(order) > 1 else 0.0
    signs = (
        0.35 + 0.65 * ramp(1.0 - rival, 0.05, 0.4),
        ramp(best.share, 0.0006, 0.004),
        1.0 - ramp(best.share, 0.45, 0.75),
        1.0 if best.share > SCRAP or not _at_rim(best) else 0.5,
        0.3 + 0.7 * ramp(best.contrast, 0.04, 0.12),
        0.4 + 0.6 * ramp(best.solidity, 0.2, 0.6),
        ramp(said.place.weight(best.x, best.y), 0.0, 0.3),
    )
    return (best,), 0.9 * prod(signs)


def _many(said: Spoken, patches: Sequence[Patch]) -> tuple[tuple[Patch, ...], float]:
    """All patches that a plural means, and how sure that is."""
    there = [patch for patch in patches if said.place.weight(patch.x, patch.y) > 0.2]
    sure = 0.85 if there else 0.4
    there = there or list(patches[:1])
    largest = max(patch.share for patch in there)
    kept = tuple(patch for patch in there if patch.share > 0.02 * largest)
    share = sum(patch.share for patch in kept)
    contrast = max(patch.contrast for patch in kept)
    return kept, sure * ramp(share, 0.001, 0.01) * (0.3 + 0.7 * ramp(contrast, 0.04, 0.12))


def _score(said: Spoken, patch: Patch) -> float:
    """How much a patch is what one would name: large, unlike its surroundings, compact, of the color, at the place."""
    at = said.place.weight(patch.x, patch.y) if said.place.is_said else 1.0
    apart = 0.3 + min(patch.contrast, 0.3) / 0.3
    return patch.share**0.5 * apart * (0.4 + 0.6 * patch.solidity) * patch.likeness**2 * at


def _at_rim(patch: Patch) -> bool:
    """Whether the frame cuts it off."""
    inside = patch.inside
    return bool(inside[0].any() or inside[-1].any() or inside[:, 0].any() or inside[:, -1].any())


def _where(patch: Patch) -> str:
    return _side(patch.x, patch.y)


def _side(x: float, y: float) -> str:
    across = "left" if x < 0.36 else "right" if x > 0.64 else ""
    down = "top" if y < 0.36 else "bottom" if y > 0.64 else ""
    return (
        f"at the {' '.join(each for each in (down, across) if each)}" if across or down else "in the middle"
    )
