"""Solving back: from a picture and its edited version to the recipe."""

from burnish.recipe.inverse.matching import match
from burnish.recipe.inverse.report import ColorError, Match

__all__ = ["ColorError", "Match", "match"]
