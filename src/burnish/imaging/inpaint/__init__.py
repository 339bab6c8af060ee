"""Fill holes in a picture with content made from the rest of it."""

from burnish.imaging.inpaint.fill import fill, fill_into
from burnish.imaging.inpaint.pieces import fill_region, hole_pieces

__all__ = ["fill", "fill_into", "fill_region", "hole_pieces"]
