"""LUT: a look from a file."""

from typing import Annotated, ClassVar

import numpy as np
from numpy.typing import NDArray

from burnish.imaging.color import REC2020_TO_SRGB, SRGB_TO_REC2020
from burnish.imaging.lut3d import Lut3D
from burnish.imaging.sweep import passes
from burnish.imaging.sweep.passes import Pass
from burnish.tools.base import Group, PixelTool, option, slider
from burnish.tools.view import View


class Lut(PixelTool):
    """Apply a look from a `.cube` file or a Hald CLUT, kept in the library under its digest."""

    name: ClassVar = "lut"
    group: ClassVar[Group] = "effects"

    digest: Annotated[str, option("sha256:…", pattern=r"^(sha256:[0-9a-f]{64})?$")] = ""
    """Digest of the table; empty for none."""

    amount: Annotated[float, slider(0, 100, unit="%")] = 100.0
    """How much of the look: 0 nothing, 100 all."""

    @property
    def is_neutral(self) -> bool:
        """Without a table or an amount there is nothing to do."""
        return not self.digest or self.amount == 0

    def compile(self, view: View) -> tuple[Pass, ...]:
        """Highlights roll off first, since a look knows nothing above white; then the table."""
        lut = view.lut(self.digest)
        share = np.float32(self.amount / 100)
        table = Lut3D.identity(lut.table.shape[0]).table * (1 - share) + on_unit_domain(lut) * share
        return (
            passes.RollOff(),
            passes.Matrix(REC2020_TO_SRGB),
            passes.Lookup(table.astype(np.float32)),
            passes.Matrix(SRGB_TO_REC2020),
        )


def on_unit_domain(lut: Lut3D) -> NDArray[np.float32]:
    """The table resampled so that its domain is [0, 1]."""
    if np.array_equal(lut.domain_min, np.zeros(3)) and np.array_equal(lut.domain_max, np.ones(3)):
        return lut.table
    return lut.sample(Lut3D.identity(lut.table.shape[0]).table).astype(np.float32)
