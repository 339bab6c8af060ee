"""From stages to one straight list of operations: color space conversions, masks and the roll-off made explicit.

Fusion merges neighbors (matrix with matrix, curve with curve) only where no stage is masked: with masks every
stage keeps its own rounding, so that what a mask leaves out is the same bits with and without the masked stage.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from burnish.imaging.sweep.passes import (
    Curve,
    Doubles,
    HueShift,
    Masked,
    Matrix,
    Pass,
    RollOff,
    Sharpen,
    Smooth,
    Space,
    Stage,
    Tone,
)


@dataclass(frozen=True)
class ToOklab:
    """Linear Rec. 2020 to Oklab."""


@dataclass(frozen=True)
class FromOklab:
    """Oklab to linear Rec. 2020."""


@dataclass(frozen=True)
class White:
    """Source white has been multiplied by `gain`."""

    gain: float


@dataclass(frozen=True)
class Save:
    """Remember the pixels as they are."""


@dataclass(frozen=True, eq=False)
class Blend:
    """Mix the pixels over the remembered ones by mask times opacity."""

    mask: NDArray[np.uint16] | None
    opacity: float


@dataclass(frozen=True, eq=False)
class Nearby:
    """A neighborhood pass with its own mask, between two runs of the sweep."""

    settings: Sharpen | Smooth
    mask: NDArray[np.uint16] | None = None
    opacity: float = 1.0


Operation: TypeAlias = Pass | ToOklab | FromOklab | White | Save | Blend | Nearby


def lower(
    stages: Sequence[Stage],
    *,
    source: Doubles | None = None,
    sink: Doubles | None = None,
    roll_off: bool = True,
    source_white: float = 1.0,
) -> tuple[Operation, ...]:
    """The operations that carry pixels from the source's RGB through the stages to the sink's RGB.

    `source` and `sink` are 3×3 matrices to and from linear Rec. 2020; None means that the pixels already are,
    or stay, linear Rec. 2020. Light rolls off at the end if `roll_off` and if it can have got above 1: through
    a stage, or because `source_white`, the most light that the source holds, is.
    """
    operations: list[Operation] = [] if source is None else [Matrix(source)]
    space: Space = "rgb"
    for stage in stages:
        if not isinstance(stage, Masked):
            space = _append(operations, stage, space)
        else:
            space = _append_masked(operations, stage, space)
    _convert(operations, space, "rgb")
    if roll_off and (source_white > 1 or any(isinstance(each, White) for each in operations)):
        operations.append(RollOff())
    if sink is not None:
        operations.append(Matrix(sink))
    masked = any(isinstance(stage, Masked) and stage.mask is not None for stage in stages)
    return tuple(operations if masked else _fuse(operations))


def _append_masked(operations: list[Operation], stage: Masked, space: Space) -> Space:
    """Save, passes, blend. A neighborhood pass blends by itself, for it cannot run inside a strip."""
    run: list[Pass] = []

    def close() -> None:
        if run:
            operations.append(Save())
            inner = space
            for each in run:
                inner = _append(operations, each, inner)
            _convert(operations, inner, space)
            operations.append(Blend(stage.mask, stage.opacity))
            run.clear()

    for each in stage.passes:
        if isinstance(each, Sharpen | Smooth):
            close()
            space = _convert(operations, space, "rgb")
            operations.append(Nearby(each, stage.mask, stage.opacity))
        else:
            run.append(each)
    close()
    return space


def _append(operations: list[Operation], each: Pass, space: Space) -> Space:
    space = _convert(operations, space, each.space)
    if isinstance(each, Sharpen | Smooth):
        operations.append(Nearby(each))
        return space
    operations.append(each)
    if isinstance(each, Matrix):
        gain = float(np.max(each.matrix.sum(axis=1)))
        if abs(gain - 1) > 1e-9:
            operations.append(White(gain))
    return space


def _convert(operations: list[Operation], space: Space, wanted: Space) -> Space:
    if space != wanted:
        operations.append(ToOklab() if wanted == "oklab" else FromOklab())
    return wanted


def _fuse(operations: Sequence[Operation]) -> list[Operation]:
    fused: list[Operation] = []
    whites: list[Operation] = []
    for each in operations:
        if isinstance(each, White):
            whites.append(each)
            continue
        if isinstance(each, RollOff | Save | Blend):
            fused.extend(whites)
            whites = []
        merged = _merge(fused[-1], each) if fused else None
        if merged is None:
            fused.append(each)
        else:
            fused[-1] = merged
    return fused


def _merge(first: Operation, second: Operation) -> Operation | None:
    match first, second:
        case Matrix(), Matrix():
            return Matrix(second.matrix @ first.matrix)
        case Tone(), Tone():
            return Tone(_then(first.curve, second.curve))
        case HueShift(), HueShift() if second.lightness is None or (
            first.chroma is None and first.lightness is None
        ):
            return _merge_hues(first, second)
        case _:
            return None


def _then(first: Curve, second: Curve) -> Curve:
    return lambda x: second(first(x))


def _merge_hues(first: HueShift, second: HueShift) -> HueShift:
    def turned(h: Doubles) -> Doubles:
        return np.mod(h + (0.0 if first.turn is None else first.turn(h)), 2 * np.pi)

    def chroma(h: Doubles) -> Doubles:
        before = 1.0 if first.chroma is None else first.chroma(h)
        return before * (np.ones_like(h) if second.chroma is None else second.chroma(turned(h)))

    def turn(h: Doubles) -> Doubles:
        before = 0.0 if first.turn is None else first.turn(h)
        return before + (np.zeros_like(h) if second.turn is None else second.turn(turned(h)))

    if first.lightness is None and (after := second.lightness) is not None:

        def lightness(h: Doubles) -> Doubles:
            return after(turned(h))

        return HueShift(chroma=chroma, turn=turn, lightness=lightness)
    return HueShift(chroma=chroma, turn=turn, lightness=first.lightness)
