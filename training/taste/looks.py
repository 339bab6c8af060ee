"""Looks to learn from: presets as recipes, film looks read back with `match`, and random recipes."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from burnish.app import Darkroom
from burnish.learning.taste.sliders import Sliders
from burnish.recipe.recipe import Recipe

OF_ONE_PHOTO = frozenset({"crop", "rotate", "flip", "perspective", "heal"})


def look_files(folder: Path) -> list[Path]:
    """Presets and look-up tables, sorted."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in (".xmp", ".cube", ".png"))


def look_recipe(darkroom: Darkroom, path: Path) -> Recipe:
    """A look without what belongs to one photo."""
    recipe = darkroom.open_look(path).recipe_for((3000, 2000))
    return Recipe(tuple(step for step in recipe.steps if step.tool.name not in OF_ONE_PHOTO))


def preset_vectors(darkroom: Darkroom, sliders: Sliders, folder: Path) -> NDArray[np.float64]:
    """The sliders of every preset, (presets, sliders)."""
    made = [
        sliders.vector(look_recipe(darkroom, path)) for path in look_files(folder) if path.suffix == ".xmp"
    ]
    return np.array([vector for vector in made if np.any(vector)])


def random_vectors(
    looks: NDArray[np.float64], strength: NDArray[np.float64], count: int, seed: int
) -> NDArray[np.float64]:
    """Random recipes: a few sliders each, at strengths that show (2 to 8 ΔE00 alone, half the range at most)."""
    random = np.random.default_rng(seed)
    used = np.flatnonzero(strength > 1.0)
    made = np.zeros((count, looks.shape[1]))
    for row in made:
        chosen = random.choice(used, random.integers(3, 9), replace=False)
        reach = np.minimum(random.uniform(0.5, 4.0, len(chosen)) / strength[chosen], 0.5)
        row[chosen] = reach * random.choice([-1, 1], len(chosen))
    return made
