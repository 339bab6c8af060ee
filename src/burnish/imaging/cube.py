"""Adobe/IRIDAS `.cube` look-up tables.

Adobe, "Cube LUT Specification 1.0" (2013), and the shaper and input-range keywords that DaVinci Resolve adds.
One-dimensional tables, alone or as a shaper before a cube, are baked into three dimensions.
"""

import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from burnish.errors import InvalidLook
from burnish.imaging.capped_read import read_capped
from burnish.imaging.lut3d import MAX_SIZE, Lut3D, checked_size, grid

MAX_CUBE_BYTES = 128 * 1024 * 1024
"""144 nodes an axis are 3 million lines: 81 MB with six decimals."""

MAX_CURVE_SIZE = 65536
"""Most entries of a one-dimensional table (Cube LUT Specification 1.0, LUT_1D_SIZE)."""

BAKED_SIZE = 129
"""Most nodes an axis that a one-dimensional table becomes."""

Range: TypeAlias = tuple[tuple[float, ...], tuple[float, ...]]

_UNIT: Range = ((0.0, 0.0, 0.0), (1.0, 1.0, 1.0))
_MAX_LINE = 4096
_LARGEST = float(np.finfo(np.float32).max)
_RANGE_KEYWORDS = {"LUT_1D_INPUT_RANGE", "LUT_3D_INPUT_RANGE"}
_DOMAIN_KEYWORDS = {"DOMAIN_MIN", "DOMAIN_MAX"}


@dataclass
class _Header:
    title: str = ""
    curve_size: int = 0
    cube_size: int = 0
    domain: dict[str, tuple[float, ...]] = field(default_factory=dict[str, tuple[float, ...]])
    ranges: dict[str, Range] = field(default_factory=dict[str, Range])
    seen: dict[str, int] = field(default_factory=dict[str, int])

    def rows(self) -> int:
        return self.curve_size + self.cube_size**3

    def curve_range(self) -> Range:
        return self.ranges.get("LUT_1D_INPUT_RANGE", self._plain_range())

    def cube_range(self) -> Range:
        """Of the cube's own input, which behind a shaper is the shaper's output."""
        return self.ranges.get("LUT_3D_INPUT_RANGE", _UNIT if self.curve_size else self._plain_range())

    def _plain_range(self) -> Range:
        return (self.domain.get("DOMAIN_MIN", _UNIT[0]), self.domain.get("DOMAIN_MAX", _UNIT[1]))


def read_cube(path: Path) -> Lut3D:
    """The LUT in a `.cube` file; a file without a title is called by its name.

    Raises:
        InvalidLook: unreadable or not a sound `.cube`; the message names the line.
    """
    return decode_cube(read_capped(path, MAX_CUBE_BYTES), path.stem)


def decode_cube(data: bytes, title: str = "") -> Lut3D:
    """The LUT in the bytes of a `.cube` file; `title` is used where the file has none.

    Raises:
        InvalidLook: not a sound `.cube`; the message names the line.
    """
    if len(data) > MAX_CUBE_BYTES:
        raise InvalidLook(f"a .cube file has at most {MAX_CUBE_BYTES:_} bytes, not {len(data):_}")
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        raise InvalidLook(f"line {line}: binary data, where a .cube file has text")
    header, rows = _parse(_lines(data), data)
    curve, cube = rows[: header.curve_size], rows[header.curve_size :]
    name = header.title or title
    if not header.cube_size:
        return _baked(header, curve, None, name)
    # The file's red runs fastest, so the last axis as read is red.
    size = header.cube_size
    table = cube.astype(np.float32).reshape(size, size, size, 3).transpose(2, 1, 0, 3)
    lut = Lut3D(table, *_domain(header.cube_range()), name)
    return _baked(header, curve, lut, name) if header.curve_size else lut


def write_cube(path: Path, lut: Lut3D) -> None:
    """Write the LUT as a `.cube` file, all or nothing.

    Raises:
        WriteFailed: the file could not be written.
    """
    from burnish.imaging.atomic import write_atomically

    write_atomically(path, encode_cube(lut))


def encode_cube(lut: Lut3D) -> bytes:
    """The bytes of a `.cube` file: six decimals, red fastest."""
    lines = [f'TITLE "{_plain_title(lut.title)}"'] if _plain_title(lut.title) else []
    lines.append(f"LUT_3D_SIZE {lut.size}")
    for keyword, ends in (("DOMAIN_MIN", lut.domain_min), ("DOMAIN_MAX", lut.domain_max)):
        lines.append(" ".join([keyword, *(f"{end:.9g}" for end in ends.tolist())]))
    # Red fastest, one slab of a single blue at a time.
    lines += [_rows_text(slab) for slab in lut.table.transpose(2, 1, 0, 3)]
    return ("\n".join(lines) + "\n").encode("ascii")


def _rows_text(slab: NDArray[np.float32]) -> str:
    # Adding zero turns -0.0 into 0.0.
    rows = np.round(slab.reshape(-1, 3).astype(np.float64), 6) + 0.0
    return "\n".join(f"{red:.6f} {green:.6f} {blue:.6f}" for red, green, blue in rows.tolist())


def _plain_title(title: str) -> str:
    kept = "".join(c if c.isascii() and c.isprintable() and c != '"' else " " for c in title)
    return " ".join(kept.split())[:200]


def _lines(data: bytes) -> Iterator[str]:
    for number, line in enumerate(io.TextIOWrapper(io.BytesIO(data), _encoding(data)), start=1):
        if len(line) > _MAX_LINE:
            raise InvalidLook(f"line {number}: longer than {_MAX_LINE} characters, which no .cube file has")
        yield line


def _encoding(data: bytes) -> str:
    try:
        if not data.isascii():
            data.decode("utf-8")
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8-sig"


def _parse(lines: Iterator[str], data: bytes) -> tuple[_Header, NDArray[np.float64]]:
    header = _Header()
    for number, line in enumerate(lines, start=1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if not words[0][0].isalpha() or words[0].lower() in {"nan", "inf", "infinity"}:
            _check_header(header, number)
            return header, _numbers(header, itertools.chain([line], lines), data, number)
        _read_keyword(header, words, line, number)
    raise InvalidLook("a .cube file that ends before its table")


def _check_header(header: _Header, number: int) -> None:
    if not header.rows():
        raise InvalidLook(f"line {number}: numbers before LUT_3D_SIZE or LUT_1D_SIZE; is this a .cube file?")


def _read_keyword(header: _Header, words: list[str], line: str, number: int) -> None:
    keyword, values = words[0].upper(), words[1:]
    if keyword in header.seen:
        raise InvalidLook(f"line {number}: a second {keyword}, first on line {header.seen[keyword]}")
    header.seen[keyword] = number
    if keyword == "TITLE":
        header.title = " ".join(line.strip()[len("TITLE") :].strip().strip('"').split())
    elif keyword == "LUT_3D_SIZE":
        header.cube_size = _size(values, keyword, number, MAX_SIZE)
    elif keyword == "LUT_1D_SIZE":
        header.curve_size = _size(values, keyword, number, MAX_CURVE_SIZE)
    elif keyword in _DOMAIN_KEYWORDS:
        header.domain[keyword] = _finite(values, 3, keyword, number)
    elif keyword in _RANGE_KEYWORDS:
        low, high = _finite(values, 2, keyword, number)
        header.ranges[keyword] = ((low,) * 3, (high,) * 3)
    else:
        raise InvalidLook(f"line {number}: unknown .cube keyword {keyword[:40]!r}")


def _size(values: list[str], keyword: str, number: int, most: int) -> int:
    word = values[0] if len(values) == 1 else " ".join(values)
    if not (word.isascii() and word.isdigit() and len(word) <= 6 and 2 <= int(word) <= most):
        raise InvalidLook(f"line {number}: {keyword} is a whole number from 2 to {most}, not {word[:40]!r}")
    return int(word)


def _finite(values: list[str], count: int, keyword: str, number: int) -> tuple[float, ...]:
    try:
        numbers = tuple(float(value) for value in values)
    except ValueError:
        numbers = ()
    if len(numbers) != count or not all(abs(value) <= _LARGEST for value in numbers):
        given = " ".join(values)[:60]
        raise InvalidLook(f"line {number}: {keyword} needs {count} finite numbers, not {given!r}")
    return numbers


def _numbers(header: _Header, lines: Iterator[str], data: bytes, first: int) -> NDArray[np.float64]:
    expected = header.rows()
    filled = (line for line in lines if not line.isspace() and not line.lstrip().startswith("#"))
    try:
        rows = np.loadtxt(itertools.islice(filled, expected + 1), dtype=np.float64, comments="#", ndmin=2)
    except ValueError as error:
        raise _damage(data, first) from error
    if rows.shape[1] != 3 or not (np.abs(rows) <= _LARGEST).all():
        raise _damage(data, first)
    if len(rows) != expected:
        found = "more" if len(rows) > expected else f"only {len(rows)}"
        raise InvalidLook(
            f"line {first}: the table should have {expected} lines of three numbers; it has {found}"
        )
    return rows


def _damage(data: bytes, first: int) -> InvalidLook:
    """The error that names the first line, from line `first` on, that is not three finite numbers."""
    for number, line in enumerate(_lines(data), start=1):
        words = line.partition("#")[0].split()
        if number < first or not words:
            continue
        try:
            _finite(words, 3, "the table", number)
        except InvalidLook as error:
            return error
    return InvalidLook(f"the table from line {first} is not three numbers a line")


def _domain(ends: Range) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    return np.array(ends[0], np.float32), np.array(ends[1], np.float32)


def _baked(header: _Header, curve: NDArray[np.float64], lut: Lut3D | None, title: str) -> Lut3D:
    """A curve for each channel, then the cube if there is one, as one cube over the curve's domain."""
    size = checked_size(min(BAKED_SIZE, max(header.curve_size, header.cube_size)))
    inputs = np.linspace(0.0, 1.0, header.curve_size)
    unit = grid(size).astype(np.float64)
    curved = np.stack([np.interp(unit[..., c], inputs, curve[:, c]) for c in range(3)], axis=-1)
    table = curved.astype(np.float32) if lut is None else lut.sample(curved)
    return Lut3D(table, *_domain(header.curve_range()), title)
