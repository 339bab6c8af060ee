"""What a tool may look at while it compiles: the rendered size, a proxy of the pixels so far, its mask, LUTs."""

from collections.abc import Callable
from dataclasses import dataclass

from burnish.imaging.lut3d import Lut3D
from burnish.imaging.pixels import LinearPicture, Plane


@dataclass(frozen=True)
class View:
    """A picture as one step meets it. Nothing is computed until it is asked for."""

    height: int
    """Rows of the picture that will be rendered."""

    width: int
    """Columns of the picture that will be rendered."""

    proxy: Callable[[], LinearPicture]
    """The picture as it is before this step, at most `PROXY_PIXELS`."""

    mask: Callable[[], Plane | None]
    """This step's mask at the proxy's size, or None when the step acts everywhere."""

    lut: Callable[[str], Lut3D]
    """The look-up table of a digest. Raises InvalidLook when it is not in the library."""

    @property
    def short_side(self) -> int:
        """Pixels of the shorter side of the rendered picture, the unit of all sizes."""
        return min(self.height, self.width)


PROXY_PIXELS = 260_000
"""Most pixels of a proxy: what a large radius needs to see, at a cost that a preview can pay."""
