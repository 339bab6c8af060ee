"""White balance: what color the light was."""

from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from burnish.imaging.color import BRADFORD, REC2020_TO_XYZ, XYZ_TO_REC2020, Matrix, adaptation, hex_to_linear
from burnish.imaging.illuminants import planckian_xyz
from burnish.imaging.sweep import passes
from burnish.imaging.sweep.passes import Pass
from burnish.tools.base import HEX_COLOR, Group, PixelTool, option, slider
from burnish.tools.view import View

REFERENCE_KELVIN = 6504.0
"""Correlated color temperature of D65, which a developed photo is balanced for."""

AS_SHOT_KELVIN = 5500.0
"""Daylight, taken as the light of a raw file that does not say; `kelvin` is relative to it."""

TINT_PER_DUV = 3000.0
"""Tint units per unit of distance from the Planckian locus in CIE 1960 (u, v), as in the DNG reference code."""

LEAST_CONE = 0.06
"""Share of the reference light's response that a light keeps in every Bradford cone, so gains stay finite."""


class WhiteBalance(PixelTool):
    """Make the picture warmer or cooler, greener or more magenta, as if the light had another color.

    The picture is adapted (Bradford, in linear light) from an assumed light to the reference light of 6504 K.
    """

    name: ClassVar = "white_balance"
    group: ClassVar[Group] = "color"

    temperature: Annotated[float, slider(-100, 100, unit="mired")] = 0.0
    """Warmer (+) or cooler (−): the light is assumed this many mired bluer than the reference."""

    tint: Annotated[float, slider(-100, 100)] = 0.0
    """More magenta (+) or greener (−), in 1/3000 of CIE 1960 distance from the Planckian locus."""

    neutral: Annotated[str | None, option("#rrggbb", pattern=HEX_COLOR)] = None
    """A color of the photo that should be gray; it is balanced first, the sliders act on top."""

    kelvin: Annotated[float | None, Field(ge=2000, le=50000, json_schema_extra={"unit": "K", "step": 50})] = (
        None
    )
    """Absolute temperature as raw converters state it (5500 changes nothing); empty for as shot."""

    def compile(self, view: View) -> tuple[Pass, ...]:
        """One matrix."""
        return (passes.Matrix(self.matrix()),)

    def matrix(self) -> Matrix:
        """The 3×3 matrix on linear Rec. 2020."""
        mired = 1e6 / REFERENCE_KELVIN - self.temperature
        if self.kelvin is not None:
            mired -= 1e6 / AS_SHOT_KELVIN - 1e6 / self.kelvin
        light = planckian_xyz(1e6 / float(np.clip(mired, 40.0, 590.0)), self.tint / TINT_PER_DUV)
        reference = planckian_xyz(REFERENCE_KELVIN)
        adapt = adaptation(_seen(light, reference), reference)
        if self.neutral is not None:
            adapt = adapt @ _neutralizing(self.neutral)
        return XYZ_TO_REC2020 @ adapt @ REC2020_TO_XYZ


def _seen(light: Matrix, reference: Matrix) -> Matrix:
    """The light itself, but for one so deep or green that a cone would see nothing of it, or less."""
    cones = np.maximum(BRADFORD @ light, LEAST_CONE * (BRADFORD @ reference))
    return np.linalg.solve(BRADFORD, cones)


def _neutralizing(color: str) -> Matrix:
    """The XYZ adaptation that makes a color gray at its own luminance; near-black picks change nothing."""
    xyz = REC2020_TO_XYZ @ hex_to_linear(color)
    if xyz[1] < 1e-4:
        return np.eye(3)
    gray = REC2020_TO_XYZ @ np.full(3, xyz[1])
    return adaptation(np.maximum(xyz, 0.02 * gray), gray)
