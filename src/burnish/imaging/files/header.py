"""What a picture file says about itself before it is decoded."""

from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias

from numpy.typing import NDArray

from burnish.imaging.exif import parse_exif

Kind: TypeAlias = Literal["jpeg", "png", "tiff", "webp", "avif", "heic", "raw"]
Layout: TypeAlias = Literal["rgb", "gray", "cmyk"]


@dataclass(frozen=True)
class ColorTag:
    """How the file declares its colors; the first that is there counts, sRGB if none is."""

    cicp: tuple[int, int] | None = None
    """Color primaries and transfer characteristics, ITU-T H.273 tables 2 and 3."""
    icc: bytes | None = None
    gamma: float | None = None
    """Exponent from sample to light."""
    chromaticities: tuple[tuple[float, float], ...] | None = None
    """Red, green, blue and white, xy."""
    is_linear_rec2020: float | None = None
    """Samples are linear Rec. 2020 and full scale is this much light (RAW)."""


@dataclass(frozen=True)
class Header:
    """Facts from the header alone."""

    kind: Kind
    width: int
    """As stored, before turning."""
    height: int
    bits: int
    """Of one sample as stored."""
    layout: Layout
    has_alpha: bool = False
    frames: int = 1
    orientation: int = 1
    """EXIF orientation still to be applied, 1 to 8."""
    color: ColorTag = field(default_factory=ColorTag)
    exif: bytes | None = None
    xmp: bytes | None = None
    notes: tuple[str, ...] = ()

    @property
    def upright_size(self) -> tuple[int, int]:
        """Width and height after turning."""
        return (self.height, self.width) if self.orientation >= 5 else (self.width, self.height)

    def noted(self, note: str) -> "Header":
        """The same with one more note."""
        return replace(self, notes=(*self.notes, note))


@dataclass(frozen=True)
class Stored:
    """Decoded samples, not yet turned."""

    samples: NDArray[Any]
    """uint8 or uint16, (height, width, 3), or (height, width, 4) ink amounts for CMYK; full range."""
    alpha: NDArray[Any] | None = None


def exif_orientation(exif: bytes | None) -> int:
    """The orientation an EXIF block asks for."""
    return parse_exif(exif).orientation if exif else 1
