"""The edits that are measured: twelve tools pixel by pixel, and four more that look around them."""

from collections.abc import Sequence
from typing import Any

from burnish.recipe.document import parse_recipe
from burnish.recipe.recipe import SCHEMA, Recipe
from burnish.tools.catalogue import Catalogue

PER_PIXEL: tuple[tuple[str, dict[str, Any]], ...] = (
    ("white_balance", {"temperature": 15}),
    ("exposure", {"stops": 0.4}),
    ("brightness", {"amount": 10}),
    ("contrast", {"amount": 20}),
    ("tone_curve", {"points": [[0, 5], [128, 130], [255, 250]]}),
    ("saturation", {"amount": 10}),
    ("vibrance", {"amount": 30}),
    ("hsl", {"hue_green": 20, "saturation_blue": -20}),
    ("color_grading", {"shadow_hue": 220, "shadow_saturation": 20}),
    ("fade", {"amount": 10}),
    ("vignette", {"amount": -30}),
    ("grain", {"amount": 20}),
)
NEIGHBORHOOD: tuple[tuple[str, dict[str, Any]], ...] = (
    ("dehaze", {"amount": 20}),
    ("tone", {"highlights": -50, "shadows": 40, "whites": 10, "blacks": -5}),
    ("clarity", {"amount": 20}),
    ("sharpen", {"amount": 40}),
)

HOLE_PX = 300
"""Side of the square that `heal` fills."""


def twelve_tools(catalogue: Catalogue) -> Recipe:
    """Everything that acts pixel by pixel."""
    return _recipe(PER_PIXEL, catalogue)


def sixteen_tools(catalogue: Catalogue) -> Recipe:
    """The same with tone regions, clarity, dehaze and sharpening."""
    return _recipe(PER_PIXEL + NEIGHBORHOOD, catalogue)


def some_tools(catalogue: Catalogue, names: Sequence[str]) -> Recipe:
    """Of the sixteen those that are named."""
    return _recipe(tuple(each for each in PER_PIXEL + NEIGHBORHOOD if each[0] in names), catalogue)


def apart(catalogue: Catalogue, width: int, height: int) -> dict[str, Recipe]:
    """Slow steps on a photo of this size, each alone, by what to call them."""
    side = min(HOLE_PX, width // 8, height // 8)
    left, top, right, bottom = 0.4, 0.5, 0.4 + side / width, 0.5 + side / height
    hole = {"kind": "polygon", "points": [[left, top], [right, top], [right, bottom], [left, bottom]]}
    healing = {"tool": "heal", "params": {"amount": 100}, "mask": hole}
    return {
        "denoise": _recipe((("denoise", {"luma": 50, "chroma": 50}),), catalogue),
        "rotate by 3°": _recipe((("rotate", {"angle": 3}),), catalogue),
        f"heal a hole of {side} × {side} pixels": parse_recipe(
            {"schema": SCHEMA, "steps": [healing]}, catalogue
        ),
    }


def _recipe(tools: tuple[tuple[str, dict[str, Any]], ...], catalogue: Catalogue) -> Recipe:
    steps = [{"tool": name, "params": params} for name, params in tools]
    return parse_recipe({"schema": SCHEMA, "steps": steps}, catalogue)
