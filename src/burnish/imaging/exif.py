"""What an EXIF block says, and the same without what should not travel (CIPA DC-008-2019, Exif 2.32)."""

from dataclasses import dataclass, field, replace

from burnish.imaging.tiff_block import Directory, TiffBlock, ascii_text, longs, serialize, short, tiff_header

EXIF_POINTER, GPS_POINTER, INTEROP_POINTER = 0x8769, 0x8825, 0xA005
ORIENTATION = 274

_MAIN_KEPT = frozenset(
    {270, 271, 272, 282, 283, 296, 305, 306, 315, 531, 18246, 18249, 33432, *range(40091, 40096)}
)
"""Description, make, model, resolution, software, date, artist, rating, copyright, Windows' own titles."""

_MAIN_OWN = frozenset({ORIENTATION, 50735})
"""Beside those, what a reader may ask for: orientation and the serial number of a DNG."""

_EXIF_KEPT = (
    frozenset({0x829A, 0x829D, 0x8822, 0x8824, 0x9000, 0x9101, 0x9102, 0x9214, 0x9286, 0x9290, 0x9291})
    | frozenset({0x9292, 0xA000, 0xA20B, 0xA20E, 0xA20F, 0xA210, 0xA214, 0xA215, 0xA217, 0xA500})
    | frozenset(range(0xA300, 0xA303))
    | frozenset(range(0x8827, 0x8836))
    | frozenset(range(0x9003, 0x9013))
    | frozenset(range(0x9201, 0x920B))
    | frozenset(range(0x9400, 0x9406))
    | frozenset(range(0xA401, 0xA40D))
    | frozenset({0xA432, 0xA433, 0xA434, 0xA460, 0xA461, 0xA462})
)
"""Every tag about the exposure. Not kept: maker note, serial numbers, owner, unique image id, sound file."""

_COMMENTS = (0x9286, 270)


def _empty() -> Directory:
    return {}


@dataclass(frozen=True)
class Exif:
    """An EXIF block taken apart; the thumbnail directory is not read."""

    main: Directory = field(default_factory=_empty)
    exposure: Directory = field(default_factory=_empty)
    gps: Directory = field(default_factory=_empty)
    interop: Directory = field(default_factory=_empty)

    @property
    def orientation(self) -> int:
        """How the stored picture is turned, 1 to 8; 1 where it says nothing valid."""
        entry = self.main.get(ORIENTATION)
        value = entry.whole(1) if entry else 1
        return value if 1 <= value <= 8 else 1

    @property
    def has_location(self) -> bool:
        """Whether the GPS directory holds more than its version."""
        return any(tag != 0 for tag in self.gps)

    def scrubbed(self, *, keep_location: bool) -> "Exif":
        """Without location, serial numbers, owner, maker note and anything unknown."""
        return Exif(
            {t: e for t, e in self.main.items() if t in _MAIN_KEPT},
            {t: e for t, e in self.exposure.items() if t in _EXIF_KEPT},
            self.gps if keep_location else {},
            self.interop,
        )

    def scrubbed_of_structure(self) -> "Exif":
        """Without how a TIFF stores its pixels, and without the maker note, whose offsets would dangle."""
        main = {t: e for t, e in self.main.items() if t in _MAIN_KEPT or t in _MAIN_OWN}
        return replace(self, main=main, exposure={t: e for t, e in self.exposure.items() if t != 0x927C})

    def for_output(self, width: int, height: int, *, is_srgb: bool, software: str) -> "Exif":
        """As it belongs into an upright picture of this size."""
        main = {**self.main, ORIENTATION: short(1), 305: ascii_text(software)}
        color = short(1 if is_srgb else 0xFFFF)
        exposure = {**self.exposure, 0xA001: color, 0xA002: longs(width), 0xA003: longs(height)}
        interop = self.interop if is_srgb else {}
        return replace(self, main=main, exposure=exposure, interop=interop)

    def without_comments(self) -> "Exif":
        """Without the free text, for containers with little room."""
        main = {t: e for t, e in self.main.items() if t not in _COMMENTS}
        exposure = {t: e for t, e in self.exposure.items() if t not in _COMMENTS}
        return replace(self, main=main, exposure=exposure)

    def children(self) -> dict[int, Directory]:
        """The directories below the main one, by pointer tag."""
        return {EXIF_POINTER: self.exposure, GPS_POINTER: self.gps, INTEROP_POINTER: self.interop}

    def to_bytes(self) -> bytes:
        """A little-endian TIFF block."""
        return tiff_header(8) + serialize(self.main, self.children())


def parse_exif(block: bytes | None) -> Exif:
    """What the block says; an absent or broken one says nothing."""
    tiff = TiffBlock.open(block) if block else None
    if tiff is None:
        return Exif()
    main, _ = tiff.directory(tiff.first)
    below: dict[int, Directory] = {}
    for parent, tag in ((main, EXIF_POINTER), (main, GPS_POINTER)):
        below[tag] = _follow(tiff, parent, tag)
    interop = _follow(tiff, below[EXIF_POINTER], INTEROP_POINTER)
    for tag in (EXIF_POINTER, GPS_POINTER):
        main.pop(tag, None)
    below[EXIF_POINTER].pop(INTEROP_POINTER, None)
    return Exif(main, below[EXIF_POINTER], below[GPS_POINTER], interop)


def _follow(tiff: TiffBlock, parent: Directory, tag: int) -> Directory:
    return tiff.directory(parent[tag].whole())[0] if tag in parent else {}


def with_upright_orientation(block: bytes) -> bytes:
    """The same block, byte for byte, except that its orientation says upright."""
    tiff = TiffBlock.open(block)
    at = tiff.orientation_at() if tiff else None
    if tiff is None or at is None:
        return block
    one = b"\x01\0" if tiff.order == "<" else b"\0\x01"
    return block[:at] + one + block[at + 2 :]
