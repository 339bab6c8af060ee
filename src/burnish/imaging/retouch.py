"""Repairs of a photo's own samples: only the covered ones are ever written."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from burnish.imaging.inpaint import fill, fill_region, hole_pieces
from burnish.imaging.picture import Picture
from burnish.imaging.pixels import Plane, Samples
from burnish.imaging.sixteen_bit import codes_of_light, sixteen_bit

FIRM = 2.0
"""A mask of 1 / `FIRM` already replaces everything, so that soft edges leave no ghost of what was there."""


def heal_samples(picture: Picture, mask: Plane, amount: float, seed: int) -> Picture:
    """The picture with what the mask covers filled from around it, mixed in by `amount`.

    Works piece by piece on crops, so memory stays bounded by the largest piece.

    Raises:
        InvalidMask: the mask leaves too little of the picture to fill from.
    """
    hole = mask > 0
    if not hole.any():
        return picture
    samples = picture.samples.copy()
    waiting = hole.copy()
    for box, piece in hole_pieces(hole):
        window = fill_region(hole, box)
        inside = np.zeros_like(waiting[window])
        inside[_within(box, window)] = piece
        before = picture.encoding.linear(samples[window])
        filled = fill(before, waiting[window], seed=seed)
        weight = np.minimum(mask[window] * np.float32(FIRM), 1.0) * np.float32(amount)
        mixed = before + (filled - before) * weight[..., None]
        samples[window][inside] = coded(picture, mixed[inside])
        waiting[box] &= ~piece
    return replace(picture, samples=samples)


def _within(box: tuple[slice, slice], window: tuple[slice, slice]) -> tuple[slice, slice]:
    rows, columns = (slice(b.start - w.start, b.stop - w.start) for b, w in zip(box, window, strict=True))
    return rows, columns


def coded(picture: Picture, linear: NDArray[np.floating]) -> Samples:
    """Linear Rec. 2020 colors (…, 3) as samples of the picture's own encoding, rounded to nearest."""
    own = linear.astype(np.float64) @ np.linalg.inv(picture.encoding.matrix).T
    tables, ranges = codes_of_light(sixteen_bit(picture.encoding))
    cells = tables.shape[1] - 2
    codes: list[NDArray[np.float64]] = []
    for c in range(3):
        root = np.sqrt(np.clip((own[..., c] - ranges[c, 0]) * ranges[c, 1], 0.0, 1.0))
        codes.append(np.interp(root, np.arange(cells + 1) / cells, tables[c, : cells + 1]))
    scale = np.iinfo(picture.samples.dtype).max / 65535
    samples = np.rint(np.stack(codes, axis=-1) * scale)
    return samples.astype(np.uint8) if picture.samples.dtype == np.uint8 else samples.astype(np.uint16)
