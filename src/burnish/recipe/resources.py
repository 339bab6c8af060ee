"""What a recipe refers to by digest: look-up tables and painted masks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from burnish.errors import InvalidLook
from burnish.imaging.lut3d import Lut3D
from burnish.imaging.pixels import Plane


def _no_luts(digest: str) -> Lut3D:
    msg = f"the recipe uses LUT {digest!r}, but no LUT library was given"
    raise InvalidLook(msg)


@dataclass(frozen=True)
class Resources:
    """Where the renderer finds what recipes name by digest."""

    lut: Callable[[str], Lut3D] = _no_luts
    """The look-up table of a digest. Raises InvalidLook when it is not there."""

    pictures: Mapping[str, Plane] = field(default_factory=dict[str, Plane])
    """Gray rasters in [0, 1] by digest, for picture masks."""
