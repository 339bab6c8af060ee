"""Vignette: darker or lighter corners."""

from typing import Annotated, ClassVar

from burnish.imaging.sweep import passes
from burnish.imaging.sweep.passes import Doubles, Pass
from burnish.imaging.tone_scale import smoothstep
from burnish.tools.base import Group, PixelTool, slider
from burnish.tools.view import View

FULL_STOPS = 2.2
"""Stops of light that ±100 takes from or gives to the corners."""


class Vignette(PixelTool):
    """Darken (−) or lighten (+) toward the corners of the cropped frame."""

    name: ClassVar = "vignette"
    group: ClassVar[Group] = "effects"

    amount: Annotated[float, slider(-100, 100)] = 0.0
    """Darker (−) or lighter (+) corners."""

    midpoint: Annotated[float, slider(0, 100)] = 50.0
    """How far from the center it begins: small values reach further in."""

    roundness: Annotated[float, slider(-100, 100)] = 0.0
    """0 follows the frame's shape, +100 is a circle, −100 nearly a rectangle."""

    feather: Annotated[float, slider(0, 100)] = 50.0
    """How soft the transition is."""

    highlights: Annotated[float, slider(0, 100)] = 0.0
    """How much bright parts are spared."""

    @property
    def is_neutral(self) -> bool:
        """Without an amount the shape means nothing."""
        return self.amount == 0

    def compile(self, view: View) -> tuple[Pass, ...]:
        """One gain over the radius."""
        middle = 0.35 + 0.55 * self.midpoint / 100
        reach = 0.02 + 0.7 * self.feather / 100

        def gain(r: Doubles) -> Doubles:
            return 2.0 ** (
                FULL_STOPS * self.amount / 100 * smoothstep(middle - reach / 2, middle + reach / 2, r)
            )

        return (
            passes.RadialGain(
                gain,
                circle=max(self.roundness, 0.0) / 100,
                exponent=2.0 + 6.0 * max(-self.roundness, 0.0) / 100,
                protect=self.highlights / 100,
            ),
        )
