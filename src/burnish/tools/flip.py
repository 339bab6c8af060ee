"""Flip: the picture in a mirror."""

from typing import ClassVar

from burnish.imaging.frame import Frame, scaling, shift
from burnish.tools.base import GeometryTool


class Flip(GeometryTool):
    """Mirror the picture. Exact: pixels move, none changes."""

    name: ClassVar[str] = "flip"

    horizontal: bool = False
    """Swap left and right."""

    vertical: bool = False
    """Swap top and bottom."""

    def frame(self, before: Frame) -> Frame:
        """The mirrored frame, of the same size."""
        across, down = (-1 if self.horizontal else 1), (-1 if self.vertical else 1)
        to_before = shift(
            before.width if self.horizontal else 0, before.height if self.vertical else 0
        ) @ scaling(across, down)
        return before.seen_through(before.width, before.height, to_before)
