"""What lies behind the subject: blurred, of one color, or gone."""

from typing import Annotated, ClassVar, Literal

import numpy as np

from burnish.imaging.blurs import spread
from burnish.imaging.color import SRGB_TO_REC2020, srgb_decode
from burnish.imaging.sweep.passes import Layer, Pass, RollOff
from burnish.tools.base import HEX_COLOR, Group, PixelTool, option, slider
from burnish.tools.view import View


class Background(PixelTool):
    """Change the background: the step's mask covers it, without a mask everything is background."""

    name: ClassVar = "background"
    group: ClassVar[Group] = "effects"

    style: Annotated[Literal["color", "transparent", "blur"], option()] = "blur"
    """Blur it as a wide aperture does, lay a color over it, or cut it out."""

    amount: Annotated[float, slider(0, 100)] = 0.0
    """How much: share of the radius, opacity of the color, or how transparent the background becomes."""

    color: Annotated[str, option("#rrggbb", pattern=HEX_COLOR)] = "#ffffff"
    """The color of style color."""

    radius: Annotated[float, slider(0, 10, unit="% of the short side", step=0.1)] = 2.0
    """How far blurred light spreads."""

    @property
    def is_neutral(self) -> bool:
        """Whether the background stays as it is."""
        return self.amount == 0 or (self.style == "blur" and self.radius == 0)

    @property
    def removed(self) -> float:
        """For style transparent, how transparent the background becomes; its pixels stay."""
        return self.amount / 100 if self.style == "transparent" else 0.0

    def compile(self, view: View) -> tuple[Pass, ...]:
        """A layer; nothing for a transparent background, whose alpha the renderer makes."""
        if self.is_neutral or self.removed:
            return ()
        share = self.amount / 100
        if self.style == "color":
            code = [int(self.color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
            light = SRGB_TO_REC2020 @ srgb_decode(np.array(code))
            return (RollOff(), Layer(light.astype(np.float32)[None, None], keep=1 - share, add=share))
        return (spread(view.proxy(), view.short_side, "lens", self.radius / 100 * share, view.mask()),)
