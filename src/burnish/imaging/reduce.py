"""Smaller pictures: every source pixel counts by its area, in linear light."""

from dataclasses import replace
from math import floor, sqrt
from typing import TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from burnish.imaging import area_kernels as kernels
from burnish.imaging.picture import Picture
from burnish.imaging.pixels import LinearPicture
from burnish.imaging.sixteen_bit import codes_of_light, sixteen_bit
from burnish.imaging.threads import in_threads

_Samples: TypeAlias = NDArray[np.uint8] | NDArray[np.uint16]

_ROWS_AT_A_TIME = 16


def reduced_size(
    width: int, height: int, max_pixels: int | None = None, long_side: int | None = None
) -> tuple[int, int]:
    """The largest (width, height) of this shape within both limits; never larger than it was.

    Raises:
        ValueError: a limit below 1.
    """
    for name, limit in (("max_pixels", max_pixels), ("long_side", long_side)):
        if limit is not None and limit < 1:
            raise ValueError(f"{name} is {limit!r}; at least 1 is needed")
    scale = 1.0
    if max_pixels is not None:
        scale = min(scale, sqrt(max_pixels / (width * height)))
    if long_side is not None:
        scale = min(scale, long_side / max(width, height))
    if scale == 1.0:
        return width, height
    small_width, small_height = max(1, round(width * scale)), max(1, round(height * scale))
    if max_pixels is not None and small_width * small_height > max_pixels:
        small_width, small_height = max(1, floor(width * scale)), max(1, floor(height * scale))
        small_width, small_height = min(small_width, max_pixels), min(small_height, max_pixels)
    return small_width, small_height


def reduce(
    picture: Picture,
    max_pixels: int | None = None,
    long_side: int | None = None,
    *,
    threads: int | None = None,
) -> Picture:
    """The picture within these limits, as 16-bit samples of the same encoding.

    A picture that is small enough already is returned as it is. The result does not depend on `threads`.
    """
    width, height = reduced_size(picture.width, picture.height, max_pixels, long_side)
    if (width, height) == (picture.width, picture.height):
        return picture
    samples, alpha, curves = _loaded(picture)
    encoding = sixteen_bit(picture.encoding)
    tables, ranges = codes_of_light(encoding)
    gain = np.float32(65535 / np.iinfo(alpha.dtype).max)
    out = np.empty((height, width, 3), np.uint16)
    coverage = np.empty((height, width) if alpha.size > 1 else (1, 1), np.uint16)

    def work(first: int) -> None:
        last = min(first + _ROWS_AT_A_TIME, height)
        scratch = _scratch(width, alpha)
        kernels.reduce_coded(
            samples, alpha, curves, tables, ranges, gain, first, last, *scratch, out, coverage
        )

    in_threads(work, range(0, height, _ROWS_AT_A_TIME), threads)
    return replace(picture, samples=out, encoding=encoding, alpha=None if picture.alpha is None else coverage)


def reduce_linear(picture: Picture, max_pixels: int, *, threads: int | None = None) -> LinearPicture:
    """The picture within this many pixels as linear Rec. 2020. The result does not depend on `threads`."""
    width, height = reduced_size(picture.width, picture.height, max_pixels)
    samples, alpha, curves = _loaded(picture)
    matrix = picture.encoding.matrix.astype(np.float32)
    out = np.empty((height, width, 3), np.float32)

    def work(first: int) -> None:
        last = min(first + _ROWS_AT_A_TIME, height)
        kernels.reduce_to_linear(samples, alpha, curves, matrix, first, last, *_scratch(width, alpha), out)

    in_threads(work, range(0, height, _ROWS_AT_A_TIME), threads)
    return out


def _scratch(
    width: int, alpha: _Samples
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.int64]]:
    """Two rows of averages, and which source row is held in the second: none yet."""
    shape = width, 4 if alpha.size > 1 else 3
    return np.empty(shape, np.float32), np.empty(shape, np.float32), np.full(1, -1, np.int64)


def _loaded(picture: Picture) -> tuple[_Samples, _Samples, NDArray[np.float32]]:
    """Samples (height, width * 3), coverage (one pixel where there is none) and curves."""
    samples = picture.samples.reshape(picture.height, -1)
    alpha = np.zeros((1, 1), samples.dtype) if picture.alpha is None else picture.alpha
    alpha.setflags(write=False)
    return samples, cast(_Samples, alpha), np.ascontiguousarray(picture.encoding.curves)
