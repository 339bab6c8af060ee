"""Recipes and presets written to disk."""

from pathlib import Path

from burnish.imaging.atomic import write_atomically
from burnish.recipe.recipe import Recipe


def write_recipe(path: Path, recipe: Recipe, *, overwrite: bool) -> None:
    """Write a recipe as JSON, all or nothing. Raises BadInput where the file exists, WriteFailed."""
    write_atomically(path, recipe.to_json().encode(), overwrite=overwrite)
