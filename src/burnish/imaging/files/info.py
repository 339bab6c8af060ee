"""What `burnish info` tells about a picture file."""

from pydantic import BaseModel, ConfigDict

from burnish.imaging.files.header import Kind
from burnish.imaging.metadata import CaptureFacts


class PhotoInfo(BaseModel):
    """Facts about a picture file, from its header alone."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Kind
    width: int
    """Pixels across, upright."""
    height: int
    """Pixels down, upright."""
    bits: int
    """Of one sample as stored."""
    color_profile: str
    """What the file calls its colors; sRGB where it says nothing."""
    has_alpha: bool
    frames: int
    bytes: int
    digest: str
    """`sha256:<hex>` of the file's bytes."""
    orientation: int
    """EXIF orientation the file asks for and reading applies, 1 to 8."""
    has_location: bool
    capture: CaptureFacts
    notes: tuple[str, ...] = ()
    """What reading has to assume or leave out, one sentence each."""
