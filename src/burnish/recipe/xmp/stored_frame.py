"""The frame that settings refer to: the photo as it is stored, before it is turned upright.

Camera Raw writes the corners of a crop or a radial mask as fractions of that frame. They are opposite
corners of a box that is itself turned by the angle beside them: in pixels, (right, bottom) = center +
R(angle) · half sides.
"""

import math
from dataclasses import dataclass

ASSUMED_SIZE = (3.0, 2.0)
"""Shape that is assumed where neither the file nor the caller tells the photo's."""

DIGITS = 6
"""Decimals that positions keep, as many as Camera Raw writes."""

_MIRRORED = (2, 4, 5, 7)
_TURNED = (5, 6, 7, 8)


@dataclass(frozen=True)
class Box:
    """A turned box: center and half sides in units of the frame's size, angle in degrees clockwise."""

    center_x: float
    center_y: float
    half_width: float
    half_height: float
    angle: float


@dataclass(frozen=True)
class StoredFrame:
    """Size of the stored photo in any unit, and its Exif orientation (CIPA DC-008, tag 274)."""

    width: float
    height: float
    orientation: int = 1
    is_assumed: bool = False

    @property
    def short_side(self) -> float:
        """The smaller of both sides."""
        return min(self.width, self.height)

    @property
    def upright_size(self) -> tuple[float, float]:
        """Width and height after turning."""
        return (self.height, self.width) if self.orientation in _TURNED else (self.width, self.height)

    def upright(self, x: float, y: float) -> tuple[float, float]:
        """A position (fractions) of the stored photo, in the upright one."""
        return _turned(self.orientation, x, y)

    def stored(self, x: float, y: float) -> tuple[float, float]:
        """A position (fractions) of the upright photo, in the stored one."""
        undoing = {6: 8, 8: 6}.get(self.orientation, self.orientation)
        return _turned(undoing, x, y)

    def box_from_corners(self, corners: tuple[float, float, float, float], angle: float) -> Box:
        """The upright photo's box with these stored corners (left, top, right, bottom)."""
        left, top, right, bottom = corners
        half_x, half_y = (right - left) / 2 * self.width, (bottom - top) / 2 * self.height
        cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        half_width, half_height = half_x * cos + half_y * sin, half_y * cos - half_x * sin
        x, y = self.upright((left + right) / 2, (top + bottom) / 2)
        width, height = self.upright_size
        return self._turned_box(Box(x * width, y * height, half_width, half_height, angle))

    def corners_of_box(self, box: Box) -> tuple[float, float, float, float]:
        """The stored corners (left, top, right, bottom) of a box of the upright photo."""
        width, height = self.upright_size
        x, y = self.stored(box.center_x / width, box.center_y / height)
        turned = self._turned_box(box)
        cos, sin = math.cos(math.radians(turned.angle)), math.sin(math.radians(turned.angle))
        half_x = (turned.half_width * cos - turned.half_height * sin) / self.width
        half_y = (turned.half_width * sin + turned.half_height * cos) / self.height
        return x - half_x, y - half_y, x + half_x, y + half_y

    def angle_sign(self) -> int:
        """-1 where turning upright mirrors the photo, and clockwise becomes counter-clockwise."""
        return -1 if self.orientation in _MIRRORED else 1

    def _turned_box(self, box: Box) -> Box:
        """The box's sides and angle carried between the stored and the upright photo, in either direction."""
        sides = (box.half_width, box.half_height)
        if self.orientation in _TURNED:
            sides = (sides[1], sides[0])
        return Box(box.center_x, box.center_y, *sides, self.angle_sign() * box.angle)


def _turned(orientation: int, x: float, y: float) -> tuple[float, float]:
    return {
        1: (x, y), 2: (1 - x, y), 3: (1 - x, 1 - y), 4: (x, 1 - y),
        5: (y, x), 6: (1 - y, x), 7: (1 - y, 1 - x), 8: (y, 1 - x),
    }[orientation]  # fmt: skip


def stored_frame(
    stored: tuple[float, float] | None, upright: tuple[float, float] | None, orientation: int
) -> StoredFrame:
    """The frame from the file's own size if it has one, else from the upright photo's, else assumed."""
    if stored is not None:
        return StoredFrame(*stored, orientation)
    if upright is not None:
        size = (upright[1], upright[0]) if orientation in _TURNED else upright
        return StoredFrame(*size, orientation)
    return StoredFrame(*ASSUMED_SIZE, orientation, is_assumed=True)


def rounded(number: float) -> float:
    """A position or size with as many decimals as Camera Raw writes."""
    return round(number, DIGITS) + 0.0
