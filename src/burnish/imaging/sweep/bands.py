"""A picture walked in bands of rows by a few threads; memory stays at a few bands a thread."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from burnish.imaging.pixels import LinearPicture, Samples
from burnish.imaging.sweep import codec, kernels, layout, neighborhood
from burnish.imaging.sweep.lowering import Nearby
from burnish.imaging.sweep.passes import Sharpen
from burnish.imaging.sweep.program import Program, Segment

Floats: TypeAlias = NDArray[np.float32]

BAND_ROWS = 16
BAND_ROWS_WITH_HALO = 40


@dataclass(frozen=True, eq=False)
class CodedSource:
    """Integer samples and their decode tables (3, 256 or 65536)."""

    samples: Samples
    curves: Floats
    white: float = 1.0
    """The most light that the samples can hold; above 1 for raw files and HDR."""

    def load(self, first_row: int, band: Floats) -> None:
        """Fill a band from this row on."""
        codec.load_coded(self.samples, self.curves, first_row, np.float32(self.white), band)


@dataclass(frozen=True, eq=False)
class LinearSource:
    """A float32 linear picture."""

    picture: LinearPicture

    def load(self, first_row: int, band: Floats) -> None:
        """Fill a band from this row on."""
        codec.load_linear(self.picture, first_row, np.float32(1), band)


@dataclass(frozen=True, eq=False)
class CodedSink:
    """Where integer samples go.

    `tables` holds codes over the square root of light: float32 (3, `ENCODE_CELLS` + 2), interpolated, for 16-bit
    samples; uint8 (3, `BYTE_CELLS` + 1), nearest, for 8-bit ones.
    """

    samples: Samples
    tables: Floats | NDArray[np.uint8]
    luminance: Floats

    def store(self, band: Floats, skip: int, first_row: int, scratch: "Scratch") -> None:
        """Write a band's inner rows."""
        if self.tables.dtype == np.uint8:
            rows = self.samples.reshape(len(self.samples), -1)
            index = scratch.ti[:3]
            codec.store_bytes(band, skip, self.tables, self.luminance, scratch.strip, index, rows, first_row)
            return
        codec.store_coded(
            band, skip, self.tables, self.luminance, scratch.strip,
            scratch.t[0], scratch.ti[1], scratch.t[2], self.samples, first_row,
        )  # fmt: skip


@dataclass(frozen=True, eq=False)
class LinearSink:
    """Where a float32 linear picture goes."""

    picture: LinearPicture

    def store(self, band: Floats, skip: int, first_row: int, scratch: "Scratch") -> None:  # noqa: ARG002
        """Write a band's inner rows."""
        codec.store_linear(band, skip, self.picture, first_row)


Source: TypeAlias = CodedSource | LinearSource
Sink: TypeAlias = CodedSink | LinearSink


class Scratch:
    """One thread's working memory."""

    def __init__(self, rows: int, padded: int, *, neighborhood: bool) -> None:
        self.band = np.empty((rows, 4, padded), np.float32)
        self.strip = np.empty((4, layout.STRIP), np.float32)
        self.t = np.empty((8, layout.STRIP), np.float32)
        self.ti = self.t.view(np.int32)
        self.saved = np.empty((4, layout.STRIP), np.float32)
        self.rows = np.empty(4 * (layout.STRIP + 8), np.float32)
        planes = (rows, padded) if neighborhood else (1, 1)
        self.root = np.empty(planes, np.float32)
        self.across = np.empty(planes, np.float32)
        self.lines = np.empty((2, padded), np.float32)


def sweep(
    program: Program,
    source: Source,
    sink: Sink,
    *,
    threads: int | None = None,
    untouched: Program | None = None,
    union: NDArray[np.uint16] | None = None,
) -> None:
    """Run a program over a whole picture, from source to sink. The result does not depend on `threads`.

    Where `union` (height, width), the union of all masks, is zero, pixels come from `untouched`, the program without
    the masked stages.
    """
    halo = max(program.halo, 0 if untouched is None else untouched.halo)
    inner = BAND_ROWS_WITH_HALO if halo else BAND_ROWS
    inner = min(inner, program.height)
    padded = -(-program.width // layout.STRIP) * layout.STRIP
    starts = range(0, program.height, inner)
    workers = max(1, min(threads or available_cores(), len(starts)))

    def work(share: int) -> None:
        scratch = Scratch(inner + 2 * halo, padded, neighborhood=halo > 0)
        plain = np.empty_like(scratch.band) if union is not None else scratch.band
        for start in starts[share::workers]:
            covered = None if union is None else union[start : start + inner]
            if untouched is not None and covered is not None and not covered.all():
                source.load(start - halo, scratch.band)
                _run_parts(untouched, start - halo, scratch)
                if not covered.any():
                    sink.store(scratch.band, halo, start, scratch)
                    continue
                plain[:] = scratch.band
            source.load(start - halo, scratch.band)
            _run_parts(program, start - halo, scratch)
            if covered is not None:
                codec.restore_uncovered(scratch.band, plain, halo, covered)
            sink.store(scratch.band, halo, start, scratch)

    if workers == 1:
        work(0)
    else:
        _in_threads(work, workers)


def _in_threads(work: Callable[[int], None], workers: int) -> None:
    with ThreadPoolExecutor(workers) as pool:
        for _ in pool.map(work, range(workers)):
            pass


_NO_MASK = np.zeros((0, 0), np.uint16)


def _run_parts(program: Program, first_row: int, scratch: Scratch) -> None:
    skip = 0
    for part in program.parts:
        if isinstance(part, Segment):
            if len(part.ops):
                _run_segment(part, program, first_row, scratch)
        else:
            skip += len(part.settings.taps) - 1
            _run_nearby(part, program.width, first_row, skip, scratch)
            _hold_edges(scratch.band, first_row, program.height)


def _run_segment(segment: Segment, program: Program, first_row: int, scratch: Scratch) -> None:
    kernels.run(
        scratch.band, first_row, program.width, program.height,
        segment.ops, segment.pool, segment.maps, segment.masks,
        scratch.strip, scratch.t, scratch.ti, scratch.saved, scratch.rows,
    )  # fmt: skip


def _run_nearby(part: Nearby, width: int, first_row: int, skip: int, scratch: Scratch) -> None:
    settings = part.settings
    taps = np.array(settings.taps, np.float32)
    mask, opacity = _NO_MASK if part.mask is None else part.mask, np.float32(part.opacity)
    if isinstance(settings, Sharpen):
        rule = (settings.amount, settings.threshold, settings.limit, settings.masking)
        neighborhood.sharpen_rows(
            scratch.band, skip, width, first_row, scratch.root, scratch.across, scratch.lines,
            taps, np.array(rule, np.float32), mask, opacity,
        )  # fmt: skip
    else:
        neighborhood.smooth_rows(
            scratch.band, skip, width, first_row, scratch.across, scratch.lines, taps, mask, opacity
        )


def _hold_edges(band: Floats, first_row: int, height: int) -> None:
    """Repeat the picture's first and last row outside it, for the next neighborhood pass to find."""
    above, below = -first_row, height - first_row
    if above > 0:
        band[:above] = band[above]
    if below < len(band):
        band[below:] = band[below - 1]


_most: list[int] = []


def use_cores(most: int) -> None:
    """Use no more processors than this from now on, in all of this process."""
    _most[:] = [most]


def available_cores() -> int:
    """Processors that this process may use."""
    there = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min([there, *_most])
