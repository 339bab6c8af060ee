"""Read a look-up table from whichever kind of file it is in."""

from pathlib import Path

from burnish.imaging.capped_read import read_capped
from burnish.imaging.cube import MAX_CUBE_BYTES, decode_cube
from burnish.imaging.hald import PNG_MAGIC, decode_hald
from burnish.imaging.lut3d import Lut3D


def read_lut(path: Path) -> Lut3D:
    """The LUT in a `.cube` or Hald CLUT file, told apart by content and never by suffix.

    Raises:
        InvalidLook: unreadable, or sound as neither.
    """
    data = read_capped(path, MAX_CUBE_BYTES)
    decode = decode_hald if data.startswith(PNG_MAGIC) else decode_cube
    return decode(data, path.stem)
