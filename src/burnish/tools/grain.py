"""Grain: the texture of film."""

from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from burnish.imaging.noise import gaussian_tile
from burnish.imaging.sweep import passes
from burnish.imaging.sweep.passes import Pass
from burnish.tools.base import Group, PixelTool, slider
from burnish.tools.view import View

TILE = 512
FULL_AMOUNT = 0.055
"""Standard deviation in the square root of light at an amount of 100."""


class Grain(PixelTool):
    """Add film grain, strongest in the mid-tones; the same seed gives the same grain."""

    name: ClassVar = "grain"
    group: ClassVar[Group] = "effects"

    amount: Annotated[float, slider(0, 100)] = 0.0
    """How much grain."""

    size: Annotated[float, slider(0, 100)] = 25.0
    """How large a grain is, relative to the frame."""

    roughness: Annotated[float, slider(0, 100)] = 50.0
    """Even (0) or clumped (100) grain."""

    seed: Annotated[int, Field(ge=0, le=2**31 - 1, json_schema_extra={"unit": "", "step": 1})] = 0
    """Which grain: another seed is another piece of film."""

    @property
    def is_neutral(self) -> bool:
        """Without an amount size, roughness and seed mean nothing."""
        return self.amount == 0

    def compile(self, view: View) -> tuple[Pass, ...]:
        """A repeating tile of fine and coarse noise, scaled with the frame."""
        fine = gaussian_tile(TILE, self.seed, sigma=0.6)
        coarse = gaussian_tile(TILE, self.seed + 2**31, sigma=1.8)
        clump = 0.6 * self.roughness / 100
        tile = (fine * (1 - clump) + coarse * clump) / np.hypot(1 - clump, clump)
        cell = view.short_side * (0.0003 + 0.0012 * self.size / 100)
        # Below a pixel a cell cannot be shown; its contrast is what the pixel averages out.
        amount = FULL_AMOUNT * self.amount / 100 * min(1.0, cell)
        return (passes.Grain(tile.astype(np.float32), amount, max(cell, 1.0)),)
