"""A decoded photo: the samples as stored, and how they become light.

Nothing is converted when a file is read. The renderer folds `Encoding` into its first tables, so a photo
costs its 8- or 16-bit samples and no more.
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from burnish.imaging.color import SRGB_TO_REC2020, srgb_decode
from burnish.imaging.metadata import Metadata
from burnish.imaging.pixels import LinearPicture, Samples

AlphaPlane: TypeAlias = NDArray[np.uint8] | NDArray[np.uint16]
"""Coverage, (height, width), full range, straight (not premultiplied)."""


@dataclass(frozen=True, eq=False)
class Encoding:
    """How stored samples become linear Rec. 2020.

    `linear = curves[channel][sample]` for each channel, then `matrix @ linear`.
    """

    curves: NDArray[np.float32]
    """(3, 256) for uint8 samples, (3, 65536) for uint16: sample to linear light of the file's primaries."""
    matrix: NDArray[np.float64]
    """(3, 3): the file's linear RGB to linear Rec. 2020 (D65)."""

    def __post_init__(self) -> None:
        self.curves.setflags(write=False)
        self.matrix.setflags(write=False)

    def linear(self, samples: Samples) -> LinearPicture:
        """Samples (…, 3) as linear Rec. 2020, a new array."""
        planes = [self.curves[c][samples[..., c]] for c in range(3)]
        return np.stack(planes, axis=-1) @ self.matrix.T.astype(np.float32)


@dataclass(frozen=True, eq=False)
class Picture:
    """A photo in memory, upright, never written to."""

    samples: Samples
    """(height, width, 3) uint8 or uint16, C-contiguous, read-only."""
    encoding: Encoding
    alpha: AlphaPlane | None
    """(height, width), same type as the samples; None where the file has no transparency."""
    metadata: Metadata
    digest: str
    """`sha256:<hex>` of the file's bytes."""
    notes: tuple[str, ...] = ()
    """What reading had to assume or leave out, one sentence each."""

    def __post_init__(self) -> None:
        self.samples.setflags(write=False)
        if self.alpha is not None:
            self.alpha.setflags(write=False)

    @property
    def width(self) -> int:
        """Pixels across, upright."""
        return self.samples.shape[1]

    @property
    def height(self) -> int:
        """Pixels down, upright."""
        return self.samples.shape[0]

    def linear(self) -> LinearPicture:
        """The whole picture as linear Rec. 2020 floats: for tests, proxies and small pictures."""
        return self.encoding.linear(self.samples)


@lru_cache(maxsize=2)
def _srgb_encoding(levels: int) -> Encoding:
    curve = srgb_decode(np.arange(levels) / (levels - 1)).astype(np.float32)
    return Encoding(np.tile(curve, (3, 1)), SRGB_TO_REC2020.copy())


def srgb_encoding(dtype: type[np.uint8] | type[np.uint16] | np.dtype[np.unsignedinteger]) -> Encoding:
    """The encoding of sRGB samples (IEC 61966-2-1) of this type; the same object on every call."""
    return _srgb_encoding(int(np.iinfo(dtype).max) + 1)


def picture_from_srgb8(array: ArrayLike, *, alpha: ArrayLike | None = None) -> Picture:
    """A picture of 8-bit sRGB samples (height, width, 3); its digest is that of the samples."""
    samples = np.array(array, np.uint8, order="C")
    if samples.ndim != 3 or samples.shape[2] != 3:
        raise ValueError(f"samples have shape {samples.shape!r}; (height, width, 3) is needed")
    digest = f"sha256:{hashlib.sha256(samples.tobytes()).hexdigest()}"
    coverage = None if alpha is None else np.array(alpha, np.uint8, order="C")
    return Picture(samples, srgb_encoding(np.uint8), coverage, Metadata(), digest)
