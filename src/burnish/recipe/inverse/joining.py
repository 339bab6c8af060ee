"""Programs one after the other as one, so that pixels are loaded and stored once."""

from collections.abc import Sequence
from typing import cast

import numpy as np

from burnish.imaging.pixels import LinearPicture
from burnish.imaging.sweep.bands import LinearSink, LinearSource, sweep
from burnish.imaging.sweep.program import Program, Segment


def joined(programs: Sequence[Program], height: int, width: int) -> Program:
    """One program for a picture of this size; all are made of a single segment without masks."""
    parts = [cast("Segment", each.parts[0]) for each in programs if len(cast("Segment", each.parts[0]).ops)]
    if len(parts) == 1:
        return Program((parts[0],), height, width)
    ops: list[np.ndarray] = [np.empty((0, 5), np.int64)]
    pool = maps = 0
    for part in parts:
        # Columns 1 and 2 are where an operation's table and map begin; operations without a map ignore the latter.
        ops.append(part.ops + np.array([0, pool, maps, 0, 0]))
        pool, maps = pool + len(part.pool), maps + len(part.maps)
    empty = np.zeros(16, np.float32)
    whole = Segment(
        np.concatenate(ops),
        np.concatenate([*(part.pool for part in parts), empty]),
        np.concatenate([*(part.maps for part in parts), empty]),
        np.zeros(1, np.uint16),
    )
    return Program((whole,), height, width)


def swept(program: Program, picture: LinearPicture) -> LinearPicture:
    """The picture through the program."""
    out = np.empty_like(picture)
    sweep(program, LinearSource(picture), LinearSink(out), threads=1)
    return out
