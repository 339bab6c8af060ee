"""Contrast: the spread of tones around a pivot."""

from typing import Annotated, ClassVar

from burnish.imaging.sweep import passes
from burnish.imaging.sweep.passes import Doubles, Pass
from burnish.imaging.tone_scale import lightness_to_code, on_code_values, straight_above_white
from burnish.tools.base import Group, PixelTool, slider
from burnish.tools.view import View

STRENGTH = 0.8
"""Share of the steepest S-curve that still never runs backward."""


class Contrast(PixelTool):
    """Spread the tones apart (+) or draw them together (−) around a pivot; black and white stay."""

    name: ClassVar = "contrast"
    group: ClassVar[Group] = "light"

    amount: Annotated[float, slider(-100, 100)] = 0.0
    """More (+) or less (−) contrast."""

    pivot: Annotated[float, slider(5, 95, unit="L*")] = 50.0
    """The lightness that stays as it is."""

    @property
    def is_neutral(self) -> bool:
        """Without an amount the pivot means nothing."""
        return self.amount == 0

    def compile(self, view: View) -> tuple[Pass, ...]:
        """One S-curve v + a·(v − p)·v·(1 − v), whose slope stays positive for every amount and pivot."""
        p = lightness_to_code(self.pivot)
        a = self.amount / 100 * STRENGTH / max(p, 1 - p)

        def curve(v: Doubles) -> Doubles:
            return v + a * (v - p) * v * (1 - v)

        return (passes.Tone(on_code_values(straight_above_white(curve, slope=1 - a * (1 - p)))),)
