"""Learn how looks spread, and write `population.json` and `population.safetensors`.

    python -m training.taste.fit_population ../shared/data

The spread is that of presets and of random recipes; only its strongest directions are kept, no look itself.
"""

import json
import sys
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save
from scipy.cluster.vq import kmeans2

from burnish.app import open_darkroom
from burnish.learning.taste.sensitivity import shipped_sensitivity
from burnish.learning.taste.sliders import Sliders
from training.taste.looks import preset_vectors, random_vectors

SEED = 20261121
RANDOM_RECIPES = 120
RANDOM_WEIGHT = 0.25
"""How much a random recipe counts beside a preset."""

DIRECTIONS = 32
"""Directions of the spread that are kept."""

ARCHETYPES, UNTOUCHED_SHARE = 14, 0.2
"""Groups of looks, and how many people are taken to want hardly any look."""

FOLLOWS = {"exposure.stops<lightness_p50": -0.04}
"""Means of what follows a photo: light photos are wanted a little darker than dark ones."""

SPREAD = {
    "floor_delta_e": 0.6, "basic_delta_e": 2.0, "most": 0.15, "follow": 0.06, "trust": 0.3,
    "house_share": 0.3, "context_share": 0.15,
}  # fmt: skip


def main() -> None:
    """Learn, and write."""
    data = Path(sys.argv[1])
    darkroom = open_darkroom()
    sliders = Sliders(darkroom.catalogue)
    strength = shipped_sensitivity(sliders).strength
    looks = preset_vectors(darkroom, sliders, data / "presets")
    factors = spread_directions(looks, random_vectors(looks, strength, RANDOM_RECIPES, SEED), strength)
    folder = Path(str(files("burnish.learning.taste")))
    labels = np.frombuffer("\n".join(sliders.labels).encode(), np.uint8)
    archetypes, shares = typical_looks(looks, strength)
    held = {"factors": factors.astype(np.float32), "labels": labels}
    held |= {"archetypes": archetypes.astype(np.float32), "shares": shares.astype(np.float32)}
    folder.joinpath("population.safetensors").write_bytes(save(held))
    document = {"follows": FOLLOWS, "spread": SPREAD, "presets": len(looks), "random_recipes": RANDOM_RECIPES}
    folder.joinpath("population.json").write_text(json.dumps(document, indent=2) + "\n")


def typical_looks(
    looks: NDArray[np.float64], strength: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Middles of groups of looks, weighed by what shows, and their shares; the first is no look at all."""
    middles, group = kmeans2(looks * strength, ARCHETYPES, rng=SEED, minit="++")
    counts = np.bincount(group, minlength=ARCHETYPES)
    used = counts > 0
    shares = np.concatenate([[UNTOUCHED_SHARE], (1 - UNTOUCHED_SHARE) * counts[used] / counts.sum()])
    return np.concatenate([np.zeros((1, looks.shape[1])), middles[used] / strength]), shares


def spread_directions(
    looks: NDArray[np.float64], others: NDArray[np.float64], strength: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Factors F, (directions, sliders), with Fᵀ F about the mean square of looks, weighed by what shows."""
    weighed = np.concatenate([looks, others * np.sqrt(RANDOM_WEIGHT)]) * strength
    _, lengths, directions = np.linalg.svd(
        weighed / np.sqrt(len(looks) + RANDOM_WEIGHT * len(others)), full_matrices=False
    )
    return (lengths[:, None] * directions)[:DIRECTIONS] / strength


if __name__ == "__main__":
    main()
