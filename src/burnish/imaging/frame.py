"""A frame: which part of the photo is seen, and how it is turned, as one projective map."""

from dataclasses import dataclass
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

Projection: TypeAlias = NDArray[np.float64]
"""3×3 projective map of column vectors (x, y, 1)."""

Points: TypeAlias = NDArray[np.float64]
"""(count, 2): x right, y down, in pixels; the first pixel covers 0 to 1."""

_Scalar = TypeVar("_Scalar", bound=np.generic)

_SNAP_PX = 1e-4
"""A map that misses whole pixels by less than this, anywhere in the frame, is taken to mean them."""


@dataclass(frozen=True, eq=False)
class Frame:
    """A view of a photo: the size of the result and where each of its points lies in the photo."""

    width: int
    """Columns of the framed picture."""

    height: int
    """Rows of the framed picture."""

    to_source: NDArray[np.float64]
    """3×3 projective map from framed pixel coordinates (x right, y down, the first pixel's center at 0.5) to
    source pixel coordinates."""

    def __post_init__(self) -> None:
        if self.width < 1 or self.height < 1:
            raise ValueError(f"frame of {self.width!r} x {self.height!r} pixels; at least 1 x 1 is needed")
        self.to_source.setflags(write=False)

    @property
    def aspect(self) -> float:
        """Width over height."""
        return self.width / self.height

    def corners(self) -> Points:
        """The frame's own corners, clockwise from the top left."""
        w, h = float(self.width), float(self.height)
        return np.array([[0.0, 0.0], [w, 0.0], [w, h], [0.0, h]])

    def in_source(self, points: Points) -> Points:
        """Where points of the frame lie in the photo."""
        return project(self.to_source, points)

    def seen_through(self, width: int, height: int, to_here: Projection) -> "Frame":
        """The frame of this size whose points `to_here` carries to points of this frame."""
        return Frame(width, height, self.to_source @ to_here)

    def cropped(self, left: int, top: int, width: int, height: int) -> "Frame":
        """The part of this frame that starts at a whole pixel."""
        return self.seen_through(width, height, shift(left, top))

    def for_source(self, before: tuple[int, int], after: tuple[int, int]) -> "Frame":
        """The same view of the same photo stored at another size.

        Sizes are (width, height). A preview takes the full photo's frame this way, so that its crop and
        the export's agree to a fraction of a pixel, although the full photo's crop sits on whole pixels.
        """
        across, down = after[0] / before[0], after[1] / before[1]
        turned = _is_turned(self.to_source)
        width = max(1, round(self.width * (down if turned else across)))
        height = max(1, round(self.height * (across if turned else down)))
        to_before = scaling(self.width / width, self.height / height)
        return Frame(width, height, scaling(across, down) @ self.to_source @ to_before)

    def pixels(self, plane: NDArray[_Scalar]) -> NDArray[_Scalar] | None:
        """The framed part of the source's samples (height, width, …) as a view of them, where that is exact.

        That is so for flips, quarter turns and crops on whole pixels inside the source. None otherwise.
        """
        whole_map = _whole_pixels(self)
        if whole_map is None:
            return None
        (a, b, left), (c, d, top) = whole_map
        turned = a == 0
        across, down = (self.height, self.width) if turned else (self.width, self.height)
        columns = _span(left, a + b, across, plane.shape[1])
        rows = _span(top, c + d, down, plane.shape[0])
        if columns is None or rows is None:
            return None
        part = plane[rows, columns]
        return part.swapaxes(0, 1) if turned else part


def whole(width: int, height: int) -> Frame:
    """The frame that shows all of a photo as it is."""
    return Frame(width, height, np.eye(3))


def shift(right: float, down: float) -> Projection:
    """The map that moves points."""
    return np.array([[1.0, 0.0, right], [0.0, 1.0, down], [0.0, 0.0, 1.0]])


def scaling(across: float, down: float) -> Projection:
    """The map that stretches away from the top left corner."""
    return np.diag([across, down, 1.0])


def project(matrix: Projection, points: Points) -> Points:
    """Points (count, 2) carried through a projective map."""
    carried = points @ matrix[:, :2].T + matrix[:, 2]
    return carried[:, :2] / carried[:, 2:]


def _is_turned(matrix: Projection) -> bool:
    """Whether rows of the frame run more along columns of the source than along its rows."""
    return bool(abs(matrix[0, 0]) + abs(matrix[1, 1]) < abs(matrix[0, 1]) + abs(matrix[1, 0]))


def _whole_pixels(frame: Frame) -> list[list[int]] | None:
    """The two integer rows of a map that only flips, turns and moves by whole pixels; None for other maps."""
    near = np.rint(frame.to_source / frame.to_source[2, 2])
    a, b, c, d = near[0, 0], near[0, 1], near[1, 0], near[1, 1]
    straight = abs(a) == 1 and abs(d) == 1 and b == 0 and c == 0
    turned = abs(b) == 1 and abs(c) == 1 and a == 0 and d == 0
    if not (straight or turned) or near[2, 0] != 0 or near[2, 1] != 0:
        return None
    corners = frame.corners()
    if np.abs(project(near, corners) - frame.in_source(corners)).max() > _SNAP_PX:
        return None
    return near[:2].astype(int).tolist()


def _span(offset: int, step: int, count: int, size: int) -> slice | None:
    """The `count` indices along one source axis, from the one at coordinate `offset` on; None if outside."""
    first = offset if step > 0 else offset - 1
    last = first + step * (count - 1)
    if not (0 <= first < size and 0 <= last < size):
        return None
    end = last + step
    return slice(first, None if end < 0 else end, step)
