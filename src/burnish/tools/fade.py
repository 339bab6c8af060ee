"""Fade: the lifted blacks of an old print."""

from typing import Annotated, ClassVar

import numpy as np

from burnish.imaging.color import LUMINANCE
from burnish.imaging.sweep import passes
from burnish.imaging.sweep.passes import Doubles, Pass
from burnish.imaging.tone_scale import on_code_values, straight_above_white
from burnish.tools.base import Group, PixelTool, slider
from burnish.tools.view import View


class Fade(PixelTool):
    """Lift the blacks to a soft gray and calm the colors, as prints do with age."""

    name: ClassVar = "fade"
    group: ClassVar[Group] = "effects"

    amount: Annotated[float, slider(0, 100)] = 0.0
    """How faded."""

    def compile(self, view: View) -> tuple[Pass, ...]:
        """A lifted toe, slightly lowered white, and colors drawn toward their gray."""
        share = self.amount / 100
        lift, white = 0.2 * share, 1 - 0.03 * share

        def curve(v: Doubles) -> Doubles:
            return v * white + lift * (1 - v) ** 2

        return (
            passes.Tone(on_code_values(straight_above_white(curve, slope=white))),
            passes.Matrix(calmed(0.25 * share)),
        )


def calmed(share: float) -> Doubles:
    """The matrix that draws colors toward the gray of their luminance by a share."""
    return np.eye(3) * (1 - share) + share * np.tile(LUMINANCE, (3, 1))
