"""The boxes of an HEIF or AVIF file that describe its primary picture (ISO/IEC 14496-12 and 23008-12)."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from burnish.imaging.files.av1 import largest_frame

_MAX_BOXES: Final = 20_000
_MAX_ITEMS: Final = 20_000


class BrokenBoxes(ValueError):
    """The boxes contradict each other or the file's length."""


@dataclass
class PrimaryItem:
    """What the properties of the primary picture say."""

    width: int = 0
    height: int = 0
    bits: int = 8
    channels: int = 3
    icc: bytes | None = None
    cicp: tuple[int, int] | None = None
    rotation: int = 0
    """Quarter turns counterclockwise (`irot`)."""
    mirror: int | None = None
    """0: top and bottom are swapped, 1: left and right (`imir`), after the rotation."""
    crop: tuple[int, int] | None = None
    """Width and height of the clean aperture (`clap`)."""
    has_alpha: bool = False
    exif: bytes | None = None
    xmp: bytes | None = None
    coded_pixels: int = 0
    """The most pixels that one of the file's AV1 streams asks a decoder to hold."""

    own_pixels: int = 0
    """The same of the primary picture's own AV1 stream; 0 where it has none, as a grid of tiles."""


@dataclass
class _Meta:
    primary: int = 0
    types: dict[int, bytes] = field(default_factory=dict[int, bytes])
    places: dict[int, list[tuple[int, int]]] = field(default_factory=dict[int, list[tuple[int, int]]])
    inside: set[int] = field(default_factory=set[int])
    references: list[tuple[bytes, int, list[int]]] = field(default_factory=list[tuple[bytes, int, list[int]]])
    properties: list[tuple[bytes, bytes]] = field(default_factory=list[tuple[bytes, bytes]])
    uses: dict[int, list[int]] = field(default_factory=dict[int, list[int]])
    store: bytes = b""


def read_primary(data: bytes) -> PrimaryItem:
    """The primary picture's facts.

    Raises:
        BrokenBoxes: there is none, or a box is broken.
    """
    try:
        for kind, body in _boxes(data):
            if kind == b"meta":
                return _described(data, _read_meta(body[4:]))
    except (struct.error, IndexError) as error:
        raise BrokenBoxes("a box is cut short") from error
    raise BrokenBoxes("there is no picture in it")


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    for _ in range(_MAX_BOXES):
        if at + 8 > len(data):
            return
        size, kind, head = struct.unpack_from(">I", data, at)[0], data[at + 4 : at + 8], 8
        if size == 1:
            size, head = struct.unpack_from(">Q", data, at + 8)[0], 16
        size = size or len(data) - at
        if size < head or at + size > len(data):
            raise BrokenBoxes(f"its {kind.decode('latin-1')!r} box runs past the end: it is truncated")
        yield kind, b"" if kind == b"mdat" else data[at + head : at + size]
        at += size
    raise BrokenBoxes(f"it has more than {_MAX_BOXES:_} boxes")


def _read_meta(body: bytes) -> _Meta:
    meta = _Meta()
    for kind, box in _boxes(body):
        if kind == b"pitm":
            meta.primary = struct.unpack_from(">I" if box[0] else ">H", box, 4)[0]
        elif kind == b"iinf":
            _read_item_infos(meta, box)
        elif kind == b"iloc":
            _read_locations(meta, box)
        elif kind == b"iref":
            _read_references(meta, box)
        elif kind == b"idat":
            meta.store = box
        elif kind == b"iprp":
            for inner, content in _boxes(box):
                if inner == b"ipco":
                    meta.properties = list(_boxes(content))
                elif inner == b"ipma":
                    _read_associations(meta, content)
    return meta


def _read_item_infos(meta: _Meta, box: bytes) -> None:
    for kind, info in _boxes(box[8:] if box[0] else box[6:]):
        if kind == b"infe" and info[0] >= 2:
            wide = 2 if info[0] > 2 else 0
            item = struct.unpack_from(">I" if wide else ">H", info, 4)[0]
            four = info[8 + wide : 12 + wide]
            mime = info[12 + wide :].split(b"\0")[1:2] if four == b"mime" else []
            meta.types[item] = mime[0] if mime else four


def _read_locations(meta: _Meta, box: bytes) -> None:
    version = box[0]
    offset_size, length_size, base_size, index_size = box[4] >> 4, box[4] & 15, box[5] >> 4, box[5] & 15
    reader = _Reader(box, 6)
    count = reader.number(4 if version == 2 else 2)
    for _ in range(min(count, _MAX_ITEMS)):
        item = reader.number(4 if version == 2 else 2)
        method = reader.number(2) & 15 if version else 0
        reader.number(2)
        base = reader.number(base_size)
        extents: list[tuple[int, int]] = []
        for _ in range(min(reader.number(2), _MAX_ITEMS)):
            reader.number(index_size if version else 0)
            extents.append((base + reader.number(offset_size), reader.number(length_size)))
        meta.places[item] = extents
        if method == 1:
            meta.inside.add(item)


def _read_references(meta: _Meta, box: bytes) -> None:
    wide = 4 if box[0] else 2
    for kind, content in _boxes(box[4:]):
        reader = _Reader(content, 0)
        origin = reader.number(wide)
        targets = [reader.number(wide) for _ in range(min(reader.number(2), _MAX_ITEMS))]
        meta.references.append((kind, origin, targets))


def _read_associations(meta: _Meta, box: bytes) -> None:
    reader = _Reader(box, 4)
    for _ in range(min(reader.number(4), _MAX_ITEMS)):
        item = reader.number(4 if box[0] else 2)
        wide = bool(box[3] & 1)
        indices = [reader.number(2 if wide else 1) for _ in range(reader.number(1))]
        meta.uses[item] = [i & (0x7FFF if wide else 0x7F) for i in indices]


@dataclass
class _Reader:
    data: bytes
    at: int

    def number(self, size: int) -> int:
        """The next big-endian integer of this many bytes."""
        if self.at + size > len(self.data):
            raise BrokenBoxes("a box is cut short")
        self.at += size
        return int.from_bytes(self.data[self.at - size : self.at], "big")


def _described(data: bytes, meta: _Meta) -> PrimaryItem:
    coded = {i: largest_frame(_content(data, meta, i)) for i, kind in meta.types.items() if kind == b"av01"}
    item = PrimaryItem(coded_pixels=max(coded.values(), default=0), own_pixels=coded.get(meta.primary, 0))
    for kind, box in _properties(meta, meta.primary):
        _apply(item, kind, box)
    for kind, origin, targets in meta.references:
        if kind == b"auxl" and meta.primary in targets:
            kinds = [box for name, box in _properties(meta, origin) if name == b"auxC"]
            item.has_alpha |= any(b":alpha" in k or b"auxid:1" in k for k in kinds)
        elif kind == b"cdsc" and meta.primary in targets and origin in meta.types:
            what, content = meta.types[origin], _content(data, meta, origin)
            if what == b"Exif" and len(content) > 4:
                item.exif = (
                    content[4 + int.from_bytes(content[:4], "big") :].removeprefix(b"Exif\0\0") or None
                )
            elif what == b"application/rdf+xml":
                item.xmp = content or None
    return item


def _properties(meta: _Meta, item: int) -> Iterator[tuple[bytes, bytes]]:
    for index in meta.uses.get(item, []):
        if 1 <= index <= len(meta.properties):
            yield meta.properties[index - 1]


def _apply(item: PrimaryItem, kind: bytes, box: bytes) -> None:
    if kind == b"ispe":
        item.width, item.height = struct.unpack_from(">II", box, 4)
    elif kind == b"pixi":
        item.channels = box[4]
        item.bits = max(box[5 : 5 + box[4]], default=8)
    elif kind == b"av1C":
        item.bits = max(item.bits, (12 if box[2] & 0x20 else 10) if box[2] & 0x40 else 8)
    elif kind == b"hvcC":
        item.bits = max(item.bits, (box[17] & 7) + 8)
    elif kind == b"colr" and box[:4] in (b"prof", b"rICC"):
        item.icc = box[4:]
    elif kind == b"colr" and box[:4] == b"nclx":
        item.cicp = struct.unpack_from(">HH", box, 4)
    elif kind == b"irot":
        item.rotation = box[0] & 3
    elif kind == b"imir":
        item.mirror = box[0] & 1
    elif kind == b"clap":
        across, across_parts, down, down_parts = struct.unpack_from(">4I", box)
        item.crop = (round(across / max(across_parts, 1)), round(down / max(down_parts, 1)))


def _content(data: bytes, meta: _Meta, item: int) -> bytes:
    place = meta.store if item in meta.inside else data
    extents = meta.places.get(item, [])
    if sum(length for _, length in extents) > len(place):
        raise BrokenBoxes("an item is longer than the file")
    return b"".join(place[at : at + length] for at, length in extents)
