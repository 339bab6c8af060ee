"""Three-dimensional look-up tables: the value, and the reference interpolation.

Input and output are sRGB-encoded code values of sRGB primaries (IEC 61966-2-1), 0 to 1: that is what `.cube`
looks and Hald CLUTs for photographs mean. A LUT for log or scene-linear footage needs a conversion first.
"""

import hashlib
import struct
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from burnish.errors import InvalidLook

Triples: TypeAlias = NDArray[np.float32]
"""Code values, float32, color in the last axis."""

MIN_SIZE = 2
MAX_SIZE = 144
"""Nodes along an axis: 144, a level 12 Hald CLUT, take 36 MB. (Adobe's specification allows 256: 201 MB.)"""

_CHUNK_PIXELS = 1 << 16


def _unit_min() -> Triples:
    return np.zeros(3, np.float32)


def _unit_max() -> Triples:
    return np.ones(3, np.float32)


@dataclass(frozen=True, eq=False)
class Lut3D:
    """A color transform sampled on a regular grid. Two LUTs are the same when their digests are.

    Raises:
        InvalidLook: wrong shape, size out of range, a value that is not finite, or an empty domain.
    """

    table: Triples
    """Output at each node, (n, n, n, 3), indexed [red][green][blue]; values outside 0 to 1 are kept."""

    domain_min: Triples = field(default_factory=_unit_min)
    """Input at the first node of each axis, (3,)."""

    domain_max: Triples = field(default_factory=_unit_max)
    """Input at the last node of each axis, (3,)."""

    title: str = ""
    """What people call it; not part of the digest."""

    def __post_init__(self) -> None:
        for name, shape in (("table", self._table_shape()), ("domain_min", (3,)), ("domain_max", (3,))):
            object.__setattr__(self, name, _checked(name, getattr(self, name), shape))
        if not (self.domain_min < self.domain_max).all():
            low, high = self.domain_min.tolist(), self.domain_max.tolist()
            raise InvalidLook(f"a LUT's domain must rise on every channel, not run from {low!r} to {high!r}")

    def _table_shape(self) -> tuple[int, ...]:
        shape = np.shape(self.table)
        size = checked_size(shape[0] if shape else 0)
        return (size, size, size, 3)

    @property
    def size(self) -> int:
        """Nodes along each axis."""
        return int(self.table.shape[0])

    @cached_property
    def digest(self) -> str:
        """SHA-256 over size, domain and table as little-endian float32: "sha256:" and 64 hex digits."""
        hashed = hashlib.sha256(b"burnish lut3d 1\0" + struct.pack("<I", self.size))
        for array in (self.domain_min, self.domain_max, self.table):
            hashed.update(np.ascontiguousarray(array, "<f4").tobytes())
        return f"sha256:{hashed.hexdigest()}"

    def sample(self, rgb: NDArray[np.floating]) -> Triples:
        """The LUT applied to finite code values (..., 3), clamped to the domain; tetrahedral interpolation.

        The slow, plain reference for every faster path, in float64. Kasson, Plouffe and Nin, "A tetrahedral
        interpolation technique for color space conversion", Proc. SPIE 1909, 1993.
        """
        flat = np.asarray(rgb).reshape(-1, 3)
        out = np.empty(flat.shape, np.float32)
        for start in range(0, len(flat), _CHUNK_PIXELS):
            chunk = slice(start, start + _CHUNK_PIXELS)
            out[chunk] = self._sample_flat(flat[chunk].astype(np.float64))
        return out.reshape(np.shape(rgb))

    def _sample_flat(self, rgb: NDArray[np.float64]) -> NDArray[np.float64]:
        low, high = self.domain_min.astype(np.float64), self.domain_max.astype(np.float64)
        position = np.clip((rgb - low) / (high - low), 0.0, 1.0) * (self.size - 1)
        corner = np.minimum(position.astype(np.intp), self.size - 2)
        fraction = position - corner
        order = np.argsort(-fraction, axis=1, kind="stable")
        falling = np.take_along_axis(fraction, order, axis=1)
        strides = np.array([self.size * self.size, self.size, 1], np.intp)
        node = corner @ strides
        nodes = self.table.reshape(-1, 3)
        out = (1.0 - falling[:, :1]) * nodes[node]
        for edge in range(3):
            node = node + strides[order[:, edge]]
            following = falling[:, edge + 1 : edge + 2] if edge < 2 else 0.0
            out += (falling[:, edge : edge + 1] - following) * nodes[node]
        return out

    def resized(self, size: int) -> Self:
        """The same transform over the same domain with another number of nodes along each axis."""
        if size == self.size:
            return self
        unit = grid(size).astype(np.float64)
        nodes = self.domain_min + unit * (self.domain_max.astype(np.float64) - self.domain_min)
        return type(self)(self.sample(nodes), self.domain_min, self.domain_max, self.title)

    @classmethod
    def identity(cls, size: int) -> Self:
        """The LUT that changes nothing inside 0 to 1."""
        return cls(grid(size), title="Identity")


def grid(size: int) -> Triples:
    """The node positions in 0 to 1, float32, (size, size, size, 3), indexed [red][green][blue]."""
    steps = np.linspace(0.0, 1.0, checked_size(size)).astype(np.float32)
    return np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), axis=-1)


def checked_size(size: int) -> int:
    """The size itself.

    Raises:
        InvalidLook: outside MIN_SIZE to MAX_SIZE.
    """
    if not MIN_SIZE <= size <= MAX_SIZE:
        raise InvalidLook(f"a LUT has {MIN_SIZE} to {MAX_SIZE} nodes along an axis, not {size!r}")
    return size


def _checked(name: str, values: object, shape: tuple[int, ...]) -> Triples:
    with np.errstate(over="ignore"):
        array: Triples = np.array(values, np.float32, order="C")
    array += 0.0  # one zero only, so that one transform has one digest
    if array.shape != shape:
        raise InvalidLook(f"a LUT's {name} must have the shape {shape!r}, not {array.shape!r}")
    if not np.isfinite(array).all():
        raise InvalidLook(f"a LUT's {name} must be finite numbers that fit a 32-bit float")
    array.flags.writeable = False
    return array
