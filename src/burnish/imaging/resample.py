"""A picture or a mask seen through a frame: one resampling, however many geometry steps made the frame.

Pictures are interpolated as coded samples. A cubic kernel overshoots at edges by a share of their height; in
light, a bright edge is so high that its overshoot would leave a dark rim in the shadow beside it, while codes
are spaced about as the eye sees, so that the overshoot is as faint on both sides.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from burnish.imaging import warp_kernels as kernels
from burnish.imaging.frame import Frame, project, scaling
from burnish.imaging.picture import Picture
from burnish.imaging.reduce import reduce as reduce
from burnish.imaging.reduce import reduce_linear as reduce_linear
from burnish.imaging.sixteen_bit import GAIN_8_TO_16, sixteen_bit
from burnish.imaging.threads import in_threads

_Sample = TypeVar("_Sample", np.float32, np.uint16)
_AnySample = TypeVar("_AnySample", bound=np.generic)
_ROWS_AT_A_TIME = 32


def resample(picture: Picture, frame: Frame, *, threads: int | None = None) -> Picture:
    """The picture as the frame shows it.

    Flips, quarter turns and crops on whole pixels keep every sample and its type. Anything else is
    interpolated once (Catmull-Rom, widened where the frame shrinks the picture) to 16-bit samples; beyond the
    source its edge is repeated. The result does not depend on `threads`.

    Raises:
        ValueError: the frame's plane passes behind the viewer, so it shows no picture.
    """
    exact = frame.pixels(picture.samples)
    if exact is None:
        return _interpolated(picture, frame, threads)
    if exact.shape == picture.samples.shape and exact.strides == picture.samples.strides:
        return picture
    seen = None if picture.alpha is None else frame.pixels(picture.alpha)
    alpha = None if seen is None else _packed(seen, threads)
    return replace(picture, samples=_packed(exact, threads), alpha=alpha)


def warp_plane(
    plane: NDArray[_Sample],
    frame: Frame,
    source_width: int,
    source_height: int,
    *,
    threads: int | None = None,
) -> NDArray[_Sample]:
    """A plane over the source, of any size, as the frame shows it: (frame.height, frame.width), bilinear."""
    height, width = plane.shape
    same_size = (width, height) == (source_width, source_height)
    exact = frame.pixels(plane) if same_size else None
    if exact is not None:
        return _packed(exact, threads)
    to_plane = scaling(width / source_width, height / source_height) @ _facing(frame)
    half = np.float32(0.5 if plane.dtype == np.uint16 else 0.0)
    out = np.empty((frame.height, frame.width), plane.dtype)

    def work(first: int) -> None:
        kernels.bilinear_rows(plane, to_plane, first, min(first + _ROWS_AT_A_TIME, frame.height), half, out)

    in_threads(work, range(0, frame.height, _ROWS_AT_A_TIME), threads)
    return out


@dataclass(frozen=True, eq=False)
class _Tiles:
    """The result in tiles, row by row, and the source pixels that each needs."""

    areas: NDArray[np.int32]
    """(count, 4): x0, y0, x1, y1 in the result."""
    boxes: NDArray[np.int32]
    """(count, 4): left, top, right, bottom in the source, possibly beyond its edges."""
    wide: NDArray[np.bool_]
    """(count,): whether the source is shrunk anywhere in the tile."""
    bounds: NDArray[np.float64]
    """Least and greatest position along x and y that pixels are held to."""


def _interpolated(picture: Picture, frame: Frame, threads: int | None) -> Picture:
    matrix = _facing(frame)
    tiles = _tiles(frame, matrix, picture.width, picture.height)
    out = np.empty((frame.height, frame.width * 3), np.uint16)
    has_alpha = picture.alpha is not None
    coverage = np.empty((frame.height, frame.width) if has_alpha else (1, 1), np.uint16)
    alpha = picture.alpha if picture.alpha is not None else np.zeros((1, 1), picture.samples.dtype)
    alpha.setflags(write=False)
    samples = picture.samples.reshape(picture.height, -1)
    gain = np.float32(GAIN_8_TO_16 if picture.samples.dtype == np.uint8 else 1)
    weights = _cubic_weights()
    shares = range(-(-len(tiles.areas) // _ROWS_AT_A_TIME))

    def work(share: int) -> None:
        part = slice(share * _ROWS_AT_A_TIME, (share + 1) * _ROWS_AT_A_TIME)
        kernels.warp_tiles(
            samples, alpha, matrix, tiles.areas[part], tiles.boxes[part], tiles.wide[part],
            tiles.bounds, weights, gain, out, coverage,
        )  # fmt: skip

    in_threads(work, shares, threads)
    return replace(
        picture,
        samples=out.reshape(frame.height, frame.width, 3),
        encoding=sixteen_bit(picture.encoding),
        alpha=coverage if has_alpha else None,
    )


@lru_cache(maxsize=1)
def _cubic_weights() -> NDArray[np.float32]:
    return kernels.cubic_weights()


def _tiles(frame: Frame, matrix: NDArray[np.float64], width: int, height: int) -> _Tiles:
    most = _shrinking(matrix, frame.corners()).max()
    columns = max(16, int(kernels.TILE_COLUMNS / max(most, 1.0)))
    rows = max(8, int(kernels.TILE_ROWS / max(most, 1.0)))
    y0, x0 = (each.ravel() for each in np.mgrid[0 : frame.height : rows, 0 : frame.width : columns])
    x1, y1 = np.minimum(x0 + columns, frame.width), np.minimum(y0 + rows, frame.height)
    corners = np.stack([x0, y0, x1, y0, x1, y1, x0, y1], axis=1).reshape(-1, 2).astype(np.float64)
    shrinking = _shrinking(matrix, corners).reshape(-1, 4).max(axis=1)
    widening = np.clip(shrinking / kernels.SHARP, 1.0, kernels.WIDEST)
    reach = np.ceil(2.1 * widening)[:, None] + 2
    far = 2.0 * widening.max() + 4
    bounds = np.array([-far, width + far, -far, height + far])
    held = np.clip(project(matrix, corners).reshape(-1, 4, 2), bounds[[0, 2]], bounds[[1, 3]])
    low, high = np.floor(held.min(axis=1)) - reach, np.ceil(held.max(axis=1)) + reach
    areas = np.stack([x0, y0, x1, y1], axis=1).astype(np.int32)
    return _Tiles(areas, np.concatenate([low, high], axis=1).astype(np.int32), widening > 1.0, bounds)


def _shrinking(matrix: NDArray[np.float64], points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Source pixels a result pixel spans at these points, along the source axis where it spans more."""
    where = project(matrix, points)
    depth = points @ matrix[2, :2] + matrix[2, 2]
    gradients = (matrix[None, :2, :2] - where[:, :, None] * matrix[2, :2]) / depth[:, None, None]
    return np.hypot(gradients[..., 0], gradients[..., 1]).max(axis=1)


def _facing(frame: Frame) -> NDArray[np.float64]:
    """The frame's map, scaled so that the third coordinate is 1 at the center and positive everywhere."""
    corners = frame.corners() @ frame.to_source[2, :2] + frame.to_source[2, 2]
    center = float(corners.mean())
    if not (corners * np.sign(center)).min() > 1e-3 * abs(center):
        raise ValueError(f"frame with the map {frame.to_source.tolist()!r} passes behind the viewer")
    return np.ascontiguousarray(frame.to_source / center)


def _packed(part: NDArray[_AnySample], threads: int | None) -> NDArray[_AnySample]:
    """The same values in memory of their own, in order."""
    out = np.empty(part.shape, part.dtype)
    layers = part if part.ndim == 3 else part[..., None]

    def work(first: int) -> None:
        last = min(first + _ROWS_AT_A_TIME, len(part))
        kernels.copy_rows(layers, first, last, out.reshape(layers.shape))

    in_threads(work, range(0, len(part), _ROWS_AT_A_TIME), threads)
    return out
