"""The directories of tagged values that TIFF files and EXIF blocks are made of (TIFF 6.0; BigTIFF).

Reading never trusts an offset: a value outside the block is left out, and the values read in total are never
more bytes than the block itself has, so a small block cannot unfold into a large one.
"""

import struct
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

_NUMPY_TYPE = {1: "u1", 2: "u1", 3: "u2", 4: "u4", 5: "u4", 6: "i1", 7: "u1", 8: "i2", 9: "i4", 10: "i4",
               11: "f4", 12: "f8", 13: "u4", 16: "u8", 17: "i8", 18: "u8"}  # fmt: skip
_ITEM_BYTES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4,
               16: 8, 17: 8, 18: 8}  # fmt: skip
_MAX_ENTRIES = 4096


@dataclass(frozen=True)
class Entry:
    """One tagged value: its TIFF type, how many items, and their little-endian bytes."""

    kind: int
    count: int
    data: bytes

    def numbers(self) -> NDArray[np.generic]:
        """The items; a rational is two of them."""
        return np.frombuffer(self.data, f"<{_NUMPY_TYPE[self.kind]}")

    def whole(self, default: int = 0) -> int:
        """The first item of an integer value."""
        return int(self.numbers()[0]) if self.count and self.kind not in (5, 10, 11, 12) else default

    def wholes(self) -> list[int]:
        """All items of an integer value."""
        return [] if self.kind in (5, 10, 11, 12) else [int(n) for n in self.numbers()]

    def ratio(self) -> float | None:
        """The first item as a number; None if it is not finite."""
        items = [float(n) for n in self.numbers()[:2]]
        if self.kind in (5, 10):
            return items[0] / items[1] if len(items) == 2 and items[1] else None
        return items[0] if items and np.isfinite(items[0]) else None

    def text(self) -> str:
        """An ASCII value without its padding."""
        return self.data.split(b"\0")[0].decode("utf-8", "replace").strip()


Directory: TypeAlias = dict[int, Entry]


def short(value: int) -> Entry:
    """One SHORT."""
    return Entry(3, 1, struct.pack("<H", value))


def longs(*values: int) -> Entry:
    """LONGs."""
    return Entry(4, len(values), struct.pack(f"<{len(values)}I", *values))


def ascii_text(value: str) -> Entry:
    """An ASCII value."""
    data = value.encode("utf-8") + b"\0"
    return Entry(2, len(data), data)


def undefined(data: bytes) -> Entry:
    """Bytes of type UNDEFINED."""
    return Entry(7, len(data), data)


@dataclass
class TiffBlock:
    """A block of bytes that begins with a TIFF header."""

    data: bytes
    order: str
    big: bool
    first: int
    _left: int

    @classmethod
    def open(cls, data: bytes) -> "TiffBlock | None":
        """The block, or None where there is no TIFF or BigTIFF header."""
        order = {b"II": "<", b"MM": ">"}.get(data[:2])
        if order is None or len(data) < 16:
            return None
        version = struct.unpack_from(order + "H", data, 2)[0]
        if version == 43:
            return cls(data, order, True, struct.unpack_from(order + "Q", data, 8)[0], len(data))
        if version in (42, 0x4F52, 0x5352, 0x0055):  # TIFF; Olympus and Panasonic raw
            return cls(data, order, False, struct.unpack_from(order + "I", data, 4)[0], len(data))
        return None

    def directory(self, offset: int) -> tuple[Directory, int]:
        """The entries of the directory at `offset`, and the offset of the next one (0 at the end)."""
        head, item, word = (8, 20, "Q") if self.big else (2, 12, "I")
        if not 0 < offset <= len(self.data) - head:
            return {}, 0
        count = struct.unpack_from(self.order + ("Q" if self.big else "H"), self.data, offset)[0]
        if count > _MAX_ENTRIES:
            return {}, 0
        entries: Directory = {}
        start = offset + head
        for at in range(start, min(start + count * item, len(self.data) - item + 1), item):
            tag = struct.unpack_from(self.order + "H", self.data, at)[0]
            entry = self._entry(at, word)
            if entry is not None:
                entries.setdefault(tag, entry)
        return entries, self.next_directory(offset)

    def next_directory(self, offset: int) -> int:
        """The offset of the directory after the one at `offset`, which is not read (0 at the end)."""
        head, item, word = (8, 20, "Q") if self.big else (2, 12, "I")
        if not 0 < offset <= len(self.data) - head:
            return 0
        count = struct.unpack_from(self.order + ("Q" if self.big else "H"), self.data, offset)[0]
        after = offset + head + count * item
        inside = after + struct.calcsize(word) <= len(self.data)
        return struct.unpack_from(self.order + word, self.data, after)[0] if inside else 0

    def orientation_at(self) -> int | None:
        """Where the first directory keeps the orientation value (tag 274, one SHORT); None if nowhere."""
        head, item = (8, 20) if self.big else (2, 12)
        if not 0 < self.first <= len(self.data) - head:
            return None
        count = struct.unpack_from(self.order + ("Q" if self.big else "H"), self.data, self.first)[0]
        for at in range(self.first + head, self.first + head + min(count, _MAX_ENTRIES) * item, item):
            if at + item > len(self.data):
                return None
            if struct.unpack_from(self.order + "HH", self.data, at) == (274, 3):
                return at + (12 if self.big else 8)
        return None

    def _entry(self, at: int, word: str) -> Entry | None:
        kind, count = struct.unpack_from(f"{self.order}H{word}", self.data, at + 2)
        if kind not in _ITEM_BYTES:
            return None
        size, inline = count * _ITEM_BYTES[kind], struct.calcsize(word)
        place = at + 4 + inline
        if size > inline:
            place = struct.unpack_from(self.order + word, self.data, place)[0]
        if place + size > len(self.data) or size > self._left:
            return None
        self._left -= size
        return Entry(kind, count, self._little_endian(kind, self.data[place : place + size]))

    def _little_endian(self, kind: int, raw: bytes) -> bytes:
        code = _NUMPY_TYPE[kind]
        if self.order == "<" or code.endswith("1"):
            return raw
        return np.frombuffer(raw, f">{code}").astype(f"<{code}").tobytes()


def serialize(main: Directory, children: dict[int, Directory], at: int = 8) -> bytes:
    """Little-endian bytes of `main` and the directories its pointer tags lead to.

    `children` maps pointer tag to directory; a child whose tag is 0xA005 hangs below 0x8769. The result is to
    be put at offset `at` (even) of a file that begins with `tiff_header(at)`.
    """
    exif = dict(children.get(0x8769, {}))
    interop = children.get(0xA005, {})
    main = dict(main)
    cursor = at + _room({**main, **{t: longs(0) for t in (0x8769, 0x8825) if children.get(t)}})
    tail = b""
    if exif:
        main[0x8769] = longs(cursor)
        if interop:
            inner = cursor + _room({**exif, 0xA005: longs(0)})
            exif[0xA005] = longs(inner)
            tail = _directory_bytes(interop, inner)
        tail = _directory_bytes(exif, cursor) + tail
    if children.get(0x8825):
        main[0x8825] = longs(cursor + len(tail))
        tail += _directory_bytes(children[0x8825], cursor + len(tail))
    return _directory_bytes(main, at) + tail


def tiff_header(first: int) -> bytes:
    """The eight bytes before everything: little-endian, first directory at `first`."""
    return b"II*\0" + struct.pack("<I", first)


def _room(directory: Directory) -> int:
    overflow = sum(len(e.data) + (len(e.data) & 1) for e in directory.values() if len(e.data) > 4)
    return 2 + 12 * len(directory) + 4 + overflow


def _directory_bytes(directory: Directory, at: int) -> bytes:
    table = struct.pack("<H", len(directory))
    values = b""
    place = at + 2 + 12 * len(directory) + 4
    for tag, entry in sorted(directory.items()):
        table += struct.pack("<HHI", tag, entry.kind, entry.count)
        if len(entry.data) <= 4:
            table += entry.data.ljust(4, b"\0")
        else:
            table += struct.pack("<I", place + len(values))
            values += entry.data + b"\0" * (len(entry.data) & 1)
    return table + b"\0\0\0\0" + values
