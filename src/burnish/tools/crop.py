"""Crop: keep a rectangle of the frame."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import model_validator

from burnish.imaging.frame import Frame
from burnish.tools.base import GeometryTool, option, slider

_ASPECT = r"^$|^\d{1,5}(\.\d{1,4})?:\d{1,5}(\.\d{1,4})?$"


class Crop(GeometryTool):
    """Keep a rectangle of the picture as it stands after flip, rotate and perspective.

    Its edges lie on whole pixels, so what is kept stays as sharp as it was; at least one pixel is kept.
    """

    name: ClassVar[str] = "crop"

    left: Annotated[float, slider(0, 1, unit="of the width", step=0.001)] = 0.0
    """Left edge of what is kept."""

    top: Annotated[float, slider(0, 1, unit="of the height", step=0.001)] = 0.0
    """Top edge of what is kept."""

    right: Annotated[float, slider(0, 1, unit="of the width", step=0.001)] = 1.0
    """Right edge of what is kept, beyond the left one."""

    bottom: Annotated[float, slider(0, 1, unit="of the height", step=0.001)] = 1.0
    """Bottom edge of what is kept, below the top one."""

    aspect: Annotated[str, option("width:height, such as 3:2; empty for any", pattern=_ASPECT)] = ""
    """Width to height: of the rectangle, the largest part that has it is kept."""

    place: Literal["center", "thirds"] = "center"
    """Where that part lies: in the middle, or so that the subject falls on the nearest line of thirds."""

    subject_x: Annotated[float, slider(0, 1, unit="of the width", step=0.001)] = 0.5
    """Where the subject is, across the picture before the crop."""

    subject_y: Annotated[float, slider(0, 1, unit="of the height", step=0.001)] = 0.5
    """Where the subject is, down the picture before the crop."""

    @model_validator(mode="after")
    def _has_an_area(self) -> Self:
        if self.right <= self.left:
            raise ValueError(
                f"right is {self.right!r} and left {self.left!r}; right must be greater than left"
            )
        if self.bottom <= self.top:
            raise ValueError(
                f"bottom is {self.bottom!r} and top {self.top!r}; bottom must be greater than top"
            )
        if self.aspect and not all(float(side) > 0 for side in self.aspect.split(":")):
            raise ValueError(f"aspect is {self.aspect!r}; both of its numbers must be greater than 0")
        return self

    def frame(self, before: Frame) -> Frame:
        """The kept part of the frame."""
        left, right = self.left * before.width, self.right * before.width
        top, bottom = self.top * before.height, self.bottom * before.height
        if self.aspect:
            across, down = (float(side) for side in self.aspect.split(":"))
            width = min(right - left, (bottom - top) * across / down)
            height = min(bottom - top, (right - left) * down / across)
            left = self._start(left, right, width, self.subject_x * before.width)
            top = self._start(top, bottom, height, self.subject_y * before.height)
            right, bottom = left + width, top + height
        first_column, columns = _whole_pixels(left, right, before.width)
        first_row, rows = _whole_pixels(top, bottom, before.height)
        return before.cropped(first_column, first_row, columns, rows)

    def _start(self, low: float, high: float, length: float, subject: float) -> float:
        """Where a stretch of this length starts between low and high."""
        middle = (low + high - length) / 2
        if self.place == "center":
            return middle
        third = min((1 / 3, 2 / 3), key=lambda part: abs(middle + part * length - subject))
        return min(max(subject - third * length, low), high - length)


def _whole_pixels(low: float, high: float, size: int) -> tuple[int, int]:
    """The first pixel and the number of pixels of a stretch whose edges move to the nearest whole pixel."""
    count = max(1, round(high - low))
    first = min(max(round((low + high - count) / 2), 0), size - count)
    return first, count
