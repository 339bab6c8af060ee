"""What a tool is: a frozen set of parameters whose fields are its whole schema."""

from typing import Any, ClassVar, Literal

from pydantic import ConfigDict, Field, field_validator
from pydantic.fields import FieldInfo

from burnish.imaging.declaration import Declaration
from burnish.imaging.frame import Frame
from burnish.imaging.picture import Picture
from burnish.imaging.pixels import Plane
from burnish.imaging.sweep.passes import Pass
from burnish.tools.view import View

Group = Literal["geometry", "retouch", "light", "color", "detail", "effects"]


def slider(low: float, high: float, *, unit: str = "", step: float = 1.0) -> Any:
    """A bounded number, with what a slider needs to show it: unit and step."""
    return Field(ge=low, le=high, json_schema_extra={"unit": unit, "step": step})


def option(unit: str = "", **constraints: Any) -> Any:
    """A parameter that is not a slider, with its unit or format in words."""
    field: FieldInfo = Field(json_schema_extra={"unit": unit}, **constraints)
    return field


HEX_COLOR = r"^#[0-9a-fA-F]{6}$"
"""An sRGB color as #rrggbb."""


class Tool(Declaration):
    """One parametric edit. With its defaults it does nothing."""

    model_config = ConfigDict(strict=True)

    name: ClassVar[str]
    group: ClassVar[Group]

    @field_validator("*")
    @classmethod
    def _six_decimals(cls, value: Any) -> Any:
        """Numbers are kept to a millionth: no hand sets more, and recipes stay readable."""
        return round(value, 6) + 0.0 if isinstance(value, float) else value

    @property
    def is_neutral(self) -> bool:
        """Whether these parameters leave every picture as it is."""
        return self == type(self)()


class PixelTool(Tool):
    """A tool that compiles to passes of the sweep."""

    @property
    def removed(self) -> float:
        """Share by which the covered part becomes transparent: alpha is multiplied by 1 − mask · opacity · this."""
        return 0.0

    def compile(self, view: View) -> tuple[Pass, ...]:
        """The passes that do this edit on the picture that `view` shows."""
        raise NotImplementedError


class GeometryTool(Tool):
    """A tool that moves pixels: it maps the frame so far to a new one."""

    group: ClassVar[Group] = "geometry"

    def frame(self, before: Frame) -> Frame:
        """The frame after this edit."""
        raise NotImplementedError


class SourceTool(Tool):
    """A tool that repairs the photo's own samples before anything else looks at them."""

    def repair(self, picture: Picture, mask: Plane | None, opacity: float) -> Picture:
        """The repaired picture; where `mask` (height, width) is zero its samples are the same bits."""
        raise NotImplementedError
