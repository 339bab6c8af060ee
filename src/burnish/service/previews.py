"""Small pictures to look at: JPEG in sRGB, bounded in pixels and in bytes, without metadata."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from burnish.errors import Failure
from burnish.imaging.flattening import PAPER, on_paper

if TYPE_CHECKING:
    from burnish.app.session import PhotoSession
    from burnish.recipe.recipe import Recipe

LONG_SIDE_PX = 768
MAX_BYTES = 200_000
GAP_PX = 8
"""Between two pictures side by side."""

_QUALITIES = (85, 72, 58, 44, 30)
_SMALLEST_PX = 96

Pixels: TypeAlias = NDArray[np.uint8]


def preview(session: "PhotoSession", recipe: "Recipe") -> bytes:
    """The photo through a recipe. Raises PhotoError, RecipeError."""
    return encoded(pixels(session, recipe, LONG_SIDE_PX))


def panels(session: "PhotoSession", recipes: Sequence["Recipe"]) -> list[Pixels]:
    """The photo through each recipe, so small that all fit side by side. Raises PhotoError, RecipeError."""
    share = (LONG_SIDE_PX - GAP_PX * (len(recipes) - 1)) // len(recipes)
    return [pixels(session, recipe, LONG_SIDE_PX, width=share) for recipe in recipes]


def beside(pictures: Sequence[Pixels]) -> bytes:
    """Pictures side by side in one, centered."""
    tall = max(each.shape[0] for each in pictures)
    wide = sum(each.shape[1] for each in pictures) + GAP_PX * (len(pictures) - 1)
    sheet = np.full((tall, wide, 3), PAPER, np.uint8)
    left = 0
    for each in pictures:
        rows, columns = each.shape[:2]
        top = (tall - rows) // 2
        sheet[top : top + rows, left : left + columns] = each
        left += columns + GAP_PX
    return encoded(sheet)


def pixels(session: "PhotoSession", recipe: "Recipe", long_side: int, *, width: int | None = None) -> Pixels:
    """SRGB samples of the photo through a recipe: at most so long, and so wide. Raises PhotoError, RecipeError."""
    from burnish.recipe.render import render

    darkroom = session.darkroom
    done = render(
        session.picture, recipe, darkroom.catalogue, resources=darkroom.resources, long_side=long_side, space="srgb"
    )  # fmt: skip
    rows, columns = done.samples.shape[:2]
    if width is not None and columns > width:
        return pixels(session, recipe, max(1, long_side_within(rows, columns, width)))
    return on_paper(done.samples.astype(np.uint8), done.alpha)


def long_side_within(rows: int, columns: int, width: int) -> int:
    """The long side at which a picture of these proportions is so wide."""
    return width if columns >= rows else width * rows // columns


def encoded(samples: Pixels, max_bytes: int = MAX_BYTES) -> bytes:
    """As JPEG in at most so many bytes: as good as fits, then smaller. Raises Failure where nothing fits."""
    from burnish.imaging.files import encode_photo

    for quality in _QUALITIES:
        data = encode_photo(samples, "jpeg", quality=quality)
        if len(data) <= max_bytes:
            return data
    if min(samples.shape[:2]) <= 1 or max(samples.shape[:2]) < _SMALLEST_PX:
        raise Failure(f"a preview of {samples.shape[:2]!r} pixels does not fit into {max_bytes!r} bytes")
    return encoded(_half(samples), max_bytes)


def _half(samples: Pixels) -> Pixels:
    """Every two by two pixels as their mean."""
    rows, columns = (side // 2 * 2 for side in samples.shape[:2])
    quads = samples[:rows, :columns].reshape(rows // 2, 2, columns // 2, 2, 3)
    return np.rint(quads.mean(axis=(1, 3))).astype(np.uint8)
