"""What travels with a picture beside its pixels, and what is left behind when it is exported."""

from dataclasses import dataclass, replace
from typing import Final

from pydantic import BaseModel, ConfigDict

from burnish.imaging.exif import Exif, parse_exif
from burnish.imaging.tiff_block import Directory
from burnish.imaging.xmp_packet import scrub_xmp, xmp_has_location

SOFTWARE: Final = "Burnish"


class CaptureFacts(BaseModel):
    """How a photo was taken, as its EXIF says; None where it does not."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    camera: str | None = None
    lens: str | None = None
    exposure_s: float | None = None
    f_number: float | None = None
    iso: int | None = None
    focal_length_mm: float | None = None
    taken_at: str | None = None
    """As the camera wrote it, `YYYY-MM-DDTHH:MM:SS` with the offset where it is known."""


@dataclass(frozen=True)
class Metadata:
    """The blocks of a picture file, as found, except that the orientation says upright."""

    exif: bytes | None = None
    """A TIFF block (no `Exif\\0\\0` before it)."""
    icc: bytes | None = None
    """The profile of the source file."""
    xmp: bytes | None = None
    """An XMP packet."""

    @property
    def has_location(self) -> bool:
        """Whether EXIF or XMP says where the picture was made."""
        in_xmp = self.xmp is not None and xmp_has_location(self.xmp)
        return in_xmp or parse_exif(self.exif).has_location

    def facts(self) -> CaptureFacts:
        """How the photo was taken."""
        return capture_facts(parse_exif(self.exif))

    def scrubbed(self, keep_location: bool = False) -> "Metadata":
        """Without serials, owner, maker note, thumbnails and stale facts; location only if asked for."""
        exif = parse_exif(self.exif).scrubbed(keep_location=keep_location) if self.exif else None
        xmp = scrub_xmp(self.xmp, keep_location=keep_location) if self.xmp else None
        return replace(self, exif=exif.to_bytes() if exif else None, xmp=xmp)

    def for_output(self, width: int, height: int, *, is_srgb: bool, keep_location: bool) -> "Metadata":
        """What belongs into an exported picture of this size; the profile is the exporter's to add."""
        scrubbed = self.scrubbed(keep_location)
        exif = parse_exif(scrubbed.exif).for_output(width, height, is_srgb=is_srgb, software=SOFTWARE)
        return Metadata(exif=exif.to_bytes(), xmp=scrubbed.xmp)


def capture_facts(exif: Exif) -> CaptureFacts:
    """The few facts that people look for in an EXIF block."""
    shot = exif.exposure
    iso = shot.get(0x8827)
    return CaptureFacts(
        camera=_camera(exif.main),
        lens=_text(shot, 0xA434),
        exposure_s=_ratio(shot, 0x829A),
        f_number=_ratio(shot, 0x829D),
        iso=iso.whole() or None if iso else None,
        focal_length_mm=_ratio(shot, 0x920A),
        taken_at=_taken_at(shot),
    )


def _text(directory: Directory, tag: int) -> str | None:
    entry = directory.get(tag)
    text = "".join(c for c in entry.text() if c.isprintable())[:200] if entry and entry.kind == 2 else ""
    return text or None


def _ratio(directory: Directory, tag: int) -> float | None:
    entry = directory.get(tag)
    value = entry.ratio() if entry else None
    return round(value, 9) if value is not None and value > 0 else None


def _camera(main: Directory) -> str | None:
    make, model = _text(main, 271) or "", _text(main, 272) or ""
    named = model if make and model.lower().startswith(make.split()[0].lower()) else f"{make} {model}"
    return named.strip() or None


def _taken_at(shot: Directory) -> str | None:
    moment = _text(shot, 0x9003)
    if moment is None or len(moment) != 19 or not moment[:4].isdigit():
        return None
    return moment[:10].replace(":", "-") + "T" + moment[11:] + (_text(shot, 0x9011) or "")
