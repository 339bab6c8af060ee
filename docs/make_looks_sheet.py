"""Draws images/looks.jpg: one photo through every look, at the strength that its plain word gives.

    python docs/make_looks_sheet.py

The photo is scikit-image's portrait of Eileen Collins (NASA, public domain).
"""

from pathlib import Path

import numpy as np
import skimage.data
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from burnish.agent.perception import perceive
from burnish.agent.looks.library import shipped_looks
from burnish.imaging.picture import Picture, picture_from_srgb8
from burnish.recipe.recipe import Recipe, Step
from burnish.recipe.render import render
from burnish.tools.catalogue import Catalogue, built_in

HERE = Path(__file__).parent
COLUMNS = 7
CELL_PX, GAP_PX, LABEL_PX = 184, 5, 20
PAPER, INK = (24, 24, 26), (236, 236, 236)


def sheet(photo: Picture, catalogue: Catalogue) -> Image.Image:
    """The photo as it is, then through every look, with their titles."""
    facts = perceive(photo).facts
    cells = [("Before", Recipe())]
    for look in shipped_looks(catalogue):
        steps = tuple(Step(each.tool, each.mask) for each in look.changes(facts, "medium"))
        cells.append((look.title, Recipe(steps)))
    rows = -(-len(cells) // COLUMNS)
    wide, high = CELL_PX + GAP_PX, CELL_PX + LABEL_PX + GAP_PX
    drawn = Image.new("RGB", (COLUMNS * wide + GAP_PX, rows * high + GAP_PX), PAPER)
    draw, font = ImageDraw.Draw(drawn), ImageFont.load_default(12)
    for place, (title, recipe) in enumerate(cells):
        left, top = place % COLUMNS * wide + GAP_PX, place // COLUMNS * high + GAP_PX
        draw.text((left, top + 3), title, INK, font)
        done = render(photo, recipe, catalogue, long_side=CELL_PX)
        drawn.paste(Image.fromarray(np.ascontiguousarray(done.samples)), (left, top + LABEL_PX))
    return drawn


def portrait() -> Picture:
    """Head and shoulders, flag and shuttle."""
    full: NDArray[np.uint8] = skimage.data.astronaut()
    return picture_from_srgb8(np.ascontiguousarray(full[:400, 20:420]))


if __name__ == "__main__":
    sheet(portrait(), built_in()).save(HERE / "images" / "looks.jpg", quality=74, optimize=True)
