"""Operations packed into flat arrays that the compiled loops walk."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from burnish.imaging.color import (
    LMS_TO_OKLAB,
    LMS_TO_REC2020,
    OKLAB_TO_LMS,
    REC2020_TO_LMS,
    srgb_decode,
    srgb_encode,
)
from burnish.imaging.sweep import layout
from burnish.imaging.sweep.lowering import (
    Blend,
    FromOklab,
    Nearby,
    Operation,
    Save,
    ToOklab,
    White,
)
from burnish.imaging.sweep.passes import (
    ChannelCurves,
    Curve,
    Doubles,
    Grain,
    HueShift,
    Layer,
    LocalGain,
    Lookup,
    Matrix,
    OklabAffine,
    Overlay,
    RadialGain,
    RollOff,
    Tint,
    Tone,
    Veil,
    Vibrance,
)

Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Segment:
    """A run of operations that touch one pixel at a time."""

    ops: NDArray[np.int64]
    pool: Floats
    maps: Floats
    masks: NDArray[np.uint16]


@dataclass(frozen=True, eq=False)
class Program:
    """Segments with the neighborhood passes between them, for one picture size."""

    parts: tuple[Segment | Nearby, ...]
    height: int
    width: int

    @property
    def halo(self) -> int:
        """Rows above and below that the neighborhood passes look at, all together."""
        return sum(len(part.settings.taps) - 1 for part in self.parts if isinstance(part, Nearby))


def pack(operations: Sequence[Operation], height: int, width: int) -> Program:
    """The program of these operations for a picture of this size."""
    parts: list[Segment | Nearby] = []
    packer = _Packer(height, width)
    for operation in operations:
        if isinstance(operation, Nearby):
            parts += [packer.segment(), operation]
            packer = _Packer(height, width)
        else:
            packer.add(operation)
    return Program((*parts, packer.segment()), height, width)


def root_table(curve: Curve) -> Floats:
    """A curve of light sampled over the square root of its input, as the square root of its output."""
    root = np.arange(layout.ROOT_TABLE) / layout.ROOT_CELLS_PER_UNIT
    return np.sqrt(np.maximum(curve(root * root), 0.0)).astype(np.float32)


def around_gray(matrix: Doubles) -> Doubles:
    """A 3×3 matrix as the kernel wants it, nine values: the diagonal replaced by the sums of the rows.

    Sums that should be 0 or 1 are made so, which keeps grays exact.
    """
    sums = matrix.sum(axis=1)
    whole = np.rint(sums)
    sums = np.where(np.abs(sums - whole) < 1e-7, whole, sums)
    return (matrix - np.diag(np.diag(matrix)) + np.diag(sums)).ravel()


def diamond_hues() -> Doubles:
    """Oklab hue in [0, 2π) at each table cell around the diamond |a| + |b| = 1."""
    p = np.arange(layout.HUE_CELLS + 1) * (4 / layout.HUE_CELLS)
    p = np.where(p >= 4, 0.0, p)
    a = np.where(p <= 2, 1 - p, p - 3)
    b = (1 - np.abs(a)) * np.where(p <= 2, 1, -1)
    return np.mod(np.arctan2(b, a), 2 * np.pi)


def hue_table(shift: HueShift) -> Doubles:
    """(chroma·cos turn, chroma·sin turn, lightness) at each cell of the diamond, (cells + 1, 3)."""
    h = diamond_hues()
    chroma = np.ones_like(h) if shift.chroma is None else shift.chroma(h)
    turn = np.zeros_like(h) if shift.turn is None else shift.turn(h)
    lightness = np.zeros_like(h) if shift.lightness is None else shift.lightness(h)
    return np.stack([chroma * np.cos(turn), chroma * np.sin(turn), lightness], axis=1)


@dataclass
class _Packer:
    height: int
    width: int
    ops: list[tuple[int, int, int, int, int]] = field(default_factory=list)
    pool: list[Floats] = field(default_factory=list)
    maps: list[Floats] = field(default_factory=list)
    masks: list[NDArray[np.uint16]] = field(default_factory=list)

    def segment(self) -> Segment:
        ops = np.array(self.ops, np.int64).reshape(-1, 5)
        # A spare tail keeps every table read inside the pool.
        pool = np.concatenate([*self.pool, np.zeros(16, np.float32)])
        maps = np.concatenate(self.maps) if self.maps else np.zeros(1, np.float32)
        if len(self.masks) == 1:
            masks = self.masks[0]
        else:
            masks = np.concatenate(self.masks) if self.masks else np.zeros(1, np.uint16)
        return Segment(ops, pool, maps, masks)

    def _op(
        self,
        code: int,
        data: Sequence[float] | Doubles | Floats = (),
        extra: tuple[int, int, int] = (0, 0, 0),
    ) -> None:
        self.ops.append((code, sum(len(each) for each in self.pool), *extra))
        self.pool.append(np.ravel(np.asarray(data, np.float32)))

    def _map(self, values: Floats) -> int:
        offset = sum(len(each) for each in self.maps)
        self.maps.append(np.ravel(np.ascontiguousarray(values, np.float32)))
        return offset

    def _planes(self, slope: Floats, offset: Floats) -> tuple[int, int, int]:
        height, width = slope.shape
        return self._map(np.stack([slope, offset], axis=-1)), height, width

    def _mask(self, mask: NDArray[np.uint16] | None) -> int:
        if mask is None:
            return -1
        offset = 0
        for known in self.masks:
            if known.base is mask or known is mask:
                return offset
            offset += len(known)
        self.masks.append(mask.reshape(-1))
        return offset

    def add(self, operation: Operation) -> None:
        """Append one operation."""
        match operation:
            case Matrix():
                self._op(layout.MATRIX, around_gray(operation.matrix))
            case White():
                self._op(layout.WHITE, (operation.gain,))
            case RollOff():
                self._op(layout.ROLL_OFF, (operation.knee,))
            case ToOklab():
                self._op(
                    layout.TO_OKLAB, np.concatenate([around_gray(REC2020_TO_LMS), around_gray(LMS_TO_OKLAB)])
                )
            case FromOklab():
                self._op(
                    layout.FROM_OKLAB,
                    np.concatenate([OKLAB_TO_LMS.ravel(), around_gray(LMS_TO_REC2020)]),
                )
            case Tone():
                self._op(layout.TONE, root_table(operation.curve))
            case ChannelCurves():
                curves = (operation.red, operation.green, operation.blue)
                self._op(layout.CHANNEL_CURVES, np.concatenate([root_table(curve) for curve in curves]))
            case HueShift():
                self._hue_shift(hue_table(operation))
            case Vibrance():
                weights = operation.weight(diamond_hues())
                self._op(layout.VIBRANCE, np.concatenate([[operation.knee**-2], weights]))
            case Tint():
                L = np.linspace(0.0, layout.LIGHTNESS_SPAN, layout.LIGHTNESS_CELLS + 1)
                columns = [operation.a(L), operation.b(L), operation.lightness(L)]
                self._op(layout.TINT, np.stack(columns, axis=1))
            case OklabAffine():
                self._op(layout.OKLAB_AFFINE, np.concatenate([operation.matrix.ravel(), operation.offset]))
            case RadialGain():
                self._op(layout.RADIAL_GAIN, self._radial(operation))
            case LocalGain():
                base = np.linspace(layout.BASE_LOW, layout.BASE_HIGH, layout.BASE_CELLS + 1)
                gains = np.stack([operation.base_gain(base), operation.detail_gain(base)], axis=1)
                self._op(layout.LOCAL_GAIN, gains, self._planes(operation.slope, operation.offset))
            case Veil():
                planes = self._planes(operation.slope, operation.offset)
                self._op(layout.VEIL, (*operation.airlight, operation.floor), planes)
            case Layer():
                height, width, _ = operation.layer.shape
                data = (operation.keep, operation.add, float(operation.screen))
                self._op(layout.LAYER, data, (self._map(operation.layer), height, width))
            case Overlay():
                height, width, _ = operation.layer.shape
                self._op(layout.OVERLAY, (), (self._map(operation.layer), height, width))
            case Grain():
                size = operation.tile.shape[0]
                data = (operation.amount, 1 / operation.pixels_per_cell)
                self._op(layout.GRAIN, data, (self._map(operation.tile), size, size))
            case Lookup():
                size = operation.table.shape[0]
                data = np.concatenate([root_table(srgb_encode), root_table(srgb_decode)])
                self._op(layout.LOOKUP, data, (self._map(operation.table), size, size))
            case Save():
                self._op(layout.SAVE)
            case Blend():
                self._op(layout.BLEND, (operation.opacity,), (self._mask(operation.mask), 0, 0))
            case _:
                msg = f"{operation!r} is not a per-pixel operation"
                raise TypeError(msg)

    def _hue_shift(self, table: Doubles) -> None:
        """A table, or one small matrix where every hue is treated alike."""
        cos, sin, lightness = table[0]
        if lightness == 0 and np.ptp(table, axis=0).max() < 1e-12:
            turn = [[1.0, 0.0, 0.0], [0.0, cos, -sin], [0.0, sin, cos]]
            self._op(layout.OKLAB_AFFINE, np.concatenate([np.ravel(turn), np.zeros(3)]))
        else:
            self._op(layout.HUE_SHIFT, table)

    def _radial(self, radial: RadialGain) -> Doubles:
        scale_x, scale_y = radial_scales(radial, self.height, self.width)
        r = np.arange(layout.RADIAL_CELLS + 1) / layout.RADIAL_CELLS
        center = (self.width / 2, self.height / 2)
        return np.concatenate([[*center, scale_x, scale_y, radial.protect, radial.exponent], radial.gain(r)])


def radial_scales(radial: RadialGain, height: int, width: int) -> tuple[float, float]:
    """Factors that carry pixel distances from the center to a radius that is 1 in the corners."""
    half_x, half_y = width / 2, height / 2
    axis_x = half_x + (min(half_x, half_y) - half_x) * radial.circle
    axis_y = half_y + (min(half_x, half_y) - half_y) * radial.circle
    p = radial.exponent
    corner = float(((half_x / axis_x) ** p + (half_y / axis_y) ** p) ** (1 / p))
    return 1 / (axis_x * corner), 1 / (axis_y * corner)
