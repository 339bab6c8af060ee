"""Noise reduction on the photo's own samples."""

from typing import Annotated, ClassVar

from burnish.imaging.picture import Picture
from burnish.imaging.pixels import Plane
from burnish.tools.base import Group, SourceTool, slider


class Denoise(SourceTool):
    """Take grain and colored specks out of a photo, as much of them as the photo itself shows."""

    name: ClassVar = "denoise"
    group: ClassVar[Group] = "detail"

    luma: Annotated[float, slider(0, 100)] = 0.0
    """Noise in lightness; 50 takes what is measured, 100 twice that."""

    chroma: Annotated[float, slider(0, 100)] = 0.0
    """Noise in color: specks and blotches."""

    luma_detail: Annotated[float, slider(0, 100)] = 50.0
    """High values keep fine structure, and some noise with it."""

    chroma_detail: Annotated[float, slider(0, 100)] = 50.0
    """High values keep small colored things."""

    @property
    def is_neutral(self) -> bool:
        """Whether no noise is taken."""
        return self.luma == 0 and self.chroma == 0

    def repair(self, picture: Picture, mask: Plane | None, opacity: float) -> Picture:
        """The photo with less noise, as 16-bit samples; where `mask` is zero they mean what they meant."""
        if self.is_neutral or opacity == 0:
            return picture
        from burnish.imaging.denoising import Strength, denoised

        strength = Strength(
            self.luma / 50, self.luma_detail / 100, self.chroma / 50, self.chroma_detail / 100
        )
        return denoised(picture, strength, mask, opacity)
