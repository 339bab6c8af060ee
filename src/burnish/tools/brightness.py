"""Brightness: the mid-tones."""

from typing import Annotated, ClassVar

from burnish.imaging.sweep import passes
from burnish.imaging.sweep.passes import Doubles, Pass
from burnish.imaging.tone_scale import on_code_values, straight_above_white
from burnish.tools.base import Group, PixelTool, slider
from burnish.tools.view import View


class Brightness(PixelTool):
    """Lift or lower the mid-tones while black and white stay where they are."""

    name: ClassVar = "brightness"
    group: ClassVar[Group] = "light"

    amount: Annotated[float, slider(-100, 100)] = 0.0
    """Brighter (+) or darker (−) mid-tones."""

    def compile(self, view: View) -> tuple[Pass, ...]:
        """One tone curve: Schlick's bias v / (v + (1 − v)·k) ("Fast Alternatives to Perlin's Bias and Gain", 1994)."""
        k = 2.0 ** (-1.3 * self.amount / 100)

        def bias(v: Doubles) -> Doubles:
            return v / (v + (1 - v) * k)

        return (passes.Tone(on_code_values(straight_above_white(bias, slope=k))),)
