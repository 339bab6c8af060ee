"""The frame size that an AV1 stream asks its decoder to hold (AV1 Bitstream Specification, section 5)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_SEQUENCE_HEADER: Final = 1
_MAX_UNITS: Final = 10_000


def largest_frame(stream: bytes) -> int:
    """The most pixels that any sequence header in the stream announces; 0 where there is none."""
    return max((_frame_pixels(unit) for kind, unit in _units(stream) if kind == _SEQUENCE_HEADER), default=0)


def _units(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """Type and payload of every open bitstream unit; what is cut short ends it."""
    at = 0
    for _ in range(_MAX_UNITS):
        if at >= len(stream):
            return
        header = stream[at]
        at += 2 if header & 4 else 1
        size = len(stream) - at
        if header & 2:
            size, at = _leb128(stream, at)
        yield header >> 3 & 15, stream[at : at + min(size, 256)]
        at += size


def _leb128(stream: bytes, at: int) -> tuple[int, int]:
    value = 0
    for i in range(8):
        if at >= len(stream):
            break
        value |= (stream[at] & 0x7F) << (7 * i)
        at += 1
        if stream[at - 1] < 0x80:
            break
    return value, at


@dataclass
class _Bits:
    value: int
    left: int

    def take(self, count: int) -> int:
        """The next bits as a number; zeros after the end."""
        self.left -= count
        return (self.value >> self.left if self.left >= 0 else 0) & ((1 << count) - 1)


def _frame_pixels(unit: bytes) -> int:
    """Width times height of a sequence header (section 5.5.1)."""
    bits = _Bits(int.from_bytes(unit, "big"), 8 * len(unit))
    bits.take(4)
    if bits.take(1):  # reduced_still_picture_header
        bits.take(5)
    else:
        _skip_operating_points(bits)
    width_bits, height_bits = bits.take(4) + 1, bits.take(4) + 1
    return (bits.take(width_bits) + 1) * (bits.take(height_bits) + 1)


def _skip_operating_points(bits: _Bits) -> None:
    has_model, delay_bits = 0, 0
    if bits.take(1):  # timing_info_present_flag
        bits.take(64)
        if bits.take(1):
            _skip_uvlc(bits)
        has_model = bits.take(1)
        if has_model:
            delay_bits = bits.take(5) + 1
            bits.take(42)
    has_delay = bits.take(1)
    for _ in range(bits.take(5) + 1):
        bits.take(12)
        if bits.take(5) > 7:
            bits.take(1)
        if has_model and bits.take(1):
            bits.take(2 * delay_bits + 1)
        if has_delay and bits.take(1):
            bits.take(4)


def _skip_uvlc(bits: _Bits) -> None:
    zeros = 0
    while zeros < 32 and bits.left > 0 and not bits.take(1):
        zeros += 1
    bits.take(zeros)
