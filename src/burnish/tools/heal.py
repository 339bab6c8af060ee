"""Heal: take a thing away."""

from typing import Annotated, ClassVar

from pydantic import Field

from burnish.imaging.picture import Picture
from burnish.imaging.pixels import Plane
from burnish.tools.base import Group, SourceTool, slider


class Heal(SourceTool):
    """Remove what the mask covers and fill the place with what fits around it."""

    name: ClassVar = "heal"
    group: ClassVar[Group] = "retouch"

    amount: Annotated[float, slider(0, 100, unit="%")] = 0.0
    """How much of the fill replaces what was there."""

    seed: Annotated[int, Field(ge=0, le=2**31 - 1, json_schema_extra={"unit": "", "step": 1})] = 0
    """Another seed tries another fill."""

    @property
    def is_neutral(self) -> bool:
        """Without an amount the seed means nothing."""
        return self.amount == 0

    def repair(self, picture: Picture, mask: Plane | None, opacity: float) -> Picture:
        """The picture with what the mask covers filled from its surroundings; without a mask, unchanged."""
        if mask is None:
            return picture
        from burnish.imaging.retouch import heal_samples  # compiled loops: only when something is healed

        return heal_samples(picture, mask, self.amount / 100 * opacity, self.seed)
