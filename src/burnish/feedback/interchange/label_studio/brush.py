"""Label Studio's brush masks: RGBA samples in runs, packed bit by bit.

32 bits how many samples; 5 bits one less than the bits of a sample; 4 × 4 bits one less than the bits of each of four
sizes of length. Then runs: 1 bit whether one sample repeats, 2 bits which size, one less than the length in that many
bits, and the sample, or as many samples (the format of `@thi.ng/rle-pack`, which Label Studio's exports document).
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from burnish.errors import BadInput

MOST_PIXELS = 40_000_000
MOST_BYTES = 8 * 2**20

_LENGTH_BITS = (3, 4, 8, 16)
_HEADER_BITS = 32 + 5 + 4 * 4


def packed_mask(mask: npt.NDArray[np.bool_]) -> list[int]:
    """The bytes that say this mask (height, width)."""
    samples = np.repeat(mask.ravel(), 4)
    edges = np.flatnonzero(np.diff(samples.view(np.uint8))) + 1
    starts = np.concatenate(([0], edges))
    lengths = np.diff(np.concatenate((starts, [samples.size])))
    bits = [f"{samples.size:032b}", f"{8 - 1:05b}", *(f"{each - 1:04b}" for each in _LENGTH_BITS)]
    for start, length in zip(starts.tolist(), lengths.tolist(), strict=True):
        value = "11111111" if samples[start] else "00000000"
        bits.extend(f"1{_length(run)}{value}" for run in _at_most(length, 1 << _LENGTH_BITS[-1]))
    text = "".join(bits)
    text += "0" * (-len(text) % 8)
    return [int(text[place : place + 8], 2) for place in range(0, len(text), 8)]


def unpacked_mask(rle: Sequence[int], width: int, height: int) -> npt.NDArray[np.bool_]:
    """The mask (height, width) that these bytes say: where alpha is above one half.

    Raises:
        BadInput: bytes that are none, end early, or say another number of pixels; or too many of either.
    """
    if not 0 < width * height <= MOST_PIXELS or len(rle) > MOST_BYTES:
        raise BadInput(
            f"a mask of {width!r} × {height!r} pixels in {len(rle)} bytes; at most {MOST_PIXELS:_} pixels"
        )
    try:
        bits = np.unpackbits(np.frombuffer(bytes(rle), np.uint8))
    except (TypeError, ValueError):
        raise BadInput("a mask's rle is a list of whole numbers from 0 to 255") from None
    if bits.size < _HEADER_BITS or _number(bits, 0, 32) != width * height * 4:
        raise BadInput(f"a mask's rle does not hold the {width} × {height} pixels that its region names")
    samples = _samples(bits, width * height * 4)
    return samples.reshape(height, width, 4)[:, :, 3] > 127


def _samples(bits: npt.NDArray[np.uint8], count: int) -> npt.NDArray[np.uint8]:
    word = _number(bits, 32, 5) + 1
    sizes = [_number(bits, 37 + 4 * each, 4) + 1 for each in range(4)]
    samples = np.zeros(count, np.uint8)
    place, done = _HEADER_BITS, 0
    while done < count:
        if place + 3 > bits.size:
            raise BadInput(f"a mask's rle ends after {done} of {count} samples")
        repeats, size = bits[place], sizes[_number(bits, place + 1, 2)]
        length = _number(bits, place + 3, size) + 1
        place += 3 + size
        words = 1 if repeats else length
        if place + words * word > bits.size or done + length > count:
            raise BadInput(
                f"a mask's rle has a run of {length} samples after {done} of {count}, which is too long"
            )
        values = bits[place : place + words * word].reshape(words, word) @ (1 << np.arange(word)[::-1])
        samples[done : done + length] = np.minimum(values, 255)
        place += words * word
        done += length
    return samples


def _number(bits: npt.NDArray[np.uint8], start: int, count: int) -> int:
    value = 0
    for bit in bits[start : start + count].tolist():
        value = value << 1 | bit
    return value


def _length(length: int) -> str:
    for index, size in enumerate(_LENGTH_BITS):
        if length <= 1 << size:
            return f"{index:02b}{length - 1:0{size}b}"
    raise AssertionError(length)


def _at_most(length: int, most: int) -> list[int]:
    whole, rest = divmod(length, most)
    return [most] * whole + ([rest] if rest else [])
