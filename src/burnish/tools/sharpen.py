"""Crisper edges and detail at the size of pixels."""

from typing import Annotated, ClassVar

from burnish.imaging.blurs import gaussian_taps
from burnish.imaging.sweep.passes import Pass
from burnish.imaging.sweep.passes import Sharpen as SharpenPass
from burnish.tools.base import Group, PixelTool, slider
from burnish.tools.view import View

SHORT_SIDE_PX = 4000
"""Short side of the 24-megapixel frame in whose pixels `radius` is given."""
LEAST_SIGMA_PX = 0.5
"""The finest blur that pixels can show; a finer one is shown as this, weaker."""
STRENGTH = 1.5
THRESHOLD = 0.006
LIMIT, LIMIT_OF_DETAIL = 0.05, 0.25
MASKING = 0.06
"""Gradient of the square root of light, a pixel, that masking 100 asks of an edge."""


class Sharpen(PixelTool):
    """Make edges and fine detail crisper, without halos."""

    name: ClassVar = "sharpen"
    group: ClassVar[Group] = "detail"

    amount: Annotated[float, slider(0, 150)] = 0.0
    """How strong; 40 suits most photos."""

    radius: Annotated[float, slider(0.5, 3, unit="px of a 24-megapixel frame", step=0.1)] = 1.0
    """How wide the edges are that get crisper."""

    detail: Annotated[float, slider(0, 100)] = 25.0
    """Low values hold strong edges back and leave noise alone, high values bring out everything fine."""

    masking: Annotated[float, slider(0, 100)] = 0.0
    """0 sharpens everywhere, 100 strong edges only."""

    @property
    def is_neutral(self) -> bool:
        """Whether nothing is sharpened."""
        return self.amount == 0

    def compile(self, view: View) -> tuple[Pass, ...]:
        """One unsharp mask at full size."""
        if self.amount == 0:
            return ()
        wanted = self.radius * view.short_side / SHORT_SIDE_PX
        sigma = max(wanted, LEAST_SIGMA_PX)
        detail = self.detail / 100
        return (
            SharpenPass(
                gaussian_taps(sigma),
                amount=STRENGTH * self.amount / 100 * wanted / sigma,
                threshold=THRESHOLD * (1 - detail),
                limit=LIMIT + LIMIT_OF_DETAIL * detail,
                masking=MASKING * (self.masking / 100) ** 2,
            ),
        )
