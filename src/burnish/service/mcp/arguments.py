"""What each tool takes. Field texts are what a client reads; anything else, or out of range, is an error."""

import json
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from burnish.agent.planner.request import Request, SliderMove
from burnish.errors import BadInput, InvalidMask
from burnish.feedback.signals import Reason
from burnish.imaging.masks import Mask, Radial

MAX_REMARK = 2_000
MAX_SLIDERS = 64
MAX_OTHERS = 200
MAX_PROBLEMS = 3
"""Problems that one message names."""

_MASK: TypeAdapter[Mask] = TypeAdapter(Mask)


def _from_text(value: object) -> object:
    """An object or list that a client sent as JSON text, as some do; everything else as it is."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value


class Arguments(BaseModel):
    """What one call was given."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, allow_inf_nan=False, use_attribute_docstrings=True
    )


class OfPhoto(Arguments):
    """A call about one photo."""

    photo: str
    """Path of the photo: absolute, or relative to the first folder that the server was given."""


class Around(Arguments):
    """A circle."""

    x: Annotated[float, Field(ge=0, le=1)]
    """Center, as a fraction of the width from the left."""

    y: Annotated[float, Field(ge=0, le=1)]
    """Center, as a fraction of the height from the top."""

    radius: Annotated[float, Field(gt=0, le=2)]
    """As a fraction of the short side."""

    def mask(self) -> Radial:
        """The circle as a mask."""
        return Radial(x=self.x, y=self.y, radius_x=self.radius, radius_y=self.radius)


class Move(Arguments):
    """One slider set to a value."""

    tool: str
    """Name of the tool, as `tools` lists it."""

    parameter: str
    """Name of its parameter."""

    value: float
    """In the parameter's own unit and range."""


Circle: TypeAlias = Annotated[Around | None, BeforeValidator(_from_text)]
MaskDocument: TypeAlias = Annotated[dict[str, Any] | None, BeforeValidator(_from_text)]
Moves: TypeAlias = Annotated[
    list[Move], BeforeValidator(_from_text), Field(min_length=1, max_length=MAX_SLIDERS)
]


class Somewhere(OfPhoto):
    """A call that may be about a part of a photo."""

    circle: Circle = None
    """A circle drawn around what is meant."""

    mask: MaskDocument = None
    """Any mask as recipes have them, instead of a circle, such as
    {"kind": "linear", "start_x": 0.5, "start_y": 0.2, "end_x": 0.5, "end_y": 0.5}."""

    def where(self) -> Mask | None:
        """The part that is meant; None where nothing was drawn. Raises BadInput, InvalidMask."""
        if self.circle is not None and self.mask is not None:
            raise BadInput("a circle and a mask were given; only one of them can say where")
        if self.circle is not None:
            return self.circle.mask()
        if self.mask is None:
            return None
        try:
            return _MASK.validate_json(json.dumps(self.mask))
        except ValidationError as error:
            raise InvalidMask(f"mask: {problems(error)}") from None


class Say(Somewhere):
    """Words about a photo."""

    request: str
    """What is wanted, in plain words: "warmer, and her face is too dark". Empty words ask for auto-enhance. Follow-ups
    such as "a bit less" or "no, only the sky" are understood."""

    reference: str | None = None
    """Path of a picture whose look is wanted."""

    variants: int = 1
    """How many candidates are wanted, 1 to 8."""

    def as_request(self) -> Request:
        """What the planner is asked, without the reference. Raises BadInput."""
        return Request(self.request, self.where(), variants=self.variants)


class Look(OfPhoto):
    """To look at a photo."""

    start_over: bool = False
    """Begin a new conversation about it, with no edit; the old one is kept on the disk."""


class Choose(OfPhoto):
    """To take another candidate."""

    candidate: int
    """Its index, from 0, as the last answer lists them."""


class Adjust(Somewhere):
    """To set sliders."""

    sliders: Moves
    """Which, and to what value."""

    def as_request(self) -> Request:
        """What the planner is asked. Raises BadInput."""
        moves = tuple(SliderMove(each.tool, each.parameter, each.value) for each in self.sliders)
        return Request(mask=self.where(), sliders=moves)


class Walk(OfPhoto):
    """To go through earlier states."""

    steps: Annotated[int, Field(ge=1, le=100)] = 1
    """How many changes."""


class Carry(OfPhoto):
    """To give other photos the edit of this one."""

    others: Annotated[list[str], BeforeValidator(_from_text), Field(min_length=1, max_length=MAX_OTHERS)]
    """Paths of the other photos."""


class Compare(OfPhoto):
    """To see two states side by side."""

    against: Literal["original", "before_last_turn"] = "original"
    """What stands on the left; the edit as it is now stands on the right."""


class Export(OfPhoto):
    """To write the edited photo into a file."""

    file: str
    """Path of the new file; its suffix says the format: .jpg, .png, .tif, .webp or .avif."""

    long_side: Annotated[int, Field(ge=1)] | None = None
    """Longest side in pixels; without it the photo's own size."""

    quality: Annotated[int, Field(ge=1, le=100)] = 92
    """For JPEG, WebP and AVIF."""

    color_space: Literal["same", "srgb", "display_p3", "adobe_rgb", "rec2020"] = "same"
    """Of the file; same keeps the photo's own."""

    overwrite: bool = False
    """Replace the file; only one that this server wrote itself."""


class Rate(OfPhoto):
    """To say what a person thinks of a turn."""

    turn: str | None = None
    """Id of the turn; without it the last one."""

    verdict: Literal["accept", "reject"] | None = None
    """Whether the person takes the result."""

    reasons: Annotated[list[Reason], BeforeValidator(_from_text), Field(max_length=8)] = []
    """Why it is rejected."""

    rating: Annotated[int, Field(ge=1, le=5)] | None = None
    """1 (bad) to 5."""

    remark: Annotated[str, Field(max_length=MAX_REMARK)] = ""
    """What the person said, in their words."""


class Nothing(Arguments):
    """A call that needs nothing."""


class About(Arguments):
    """A call about one tool, or all of them."""

    tool: str | None = None
    """Name of one tool, to see its parameters with their ranges; without it all tools are listed."""


def problems(error: ValidationError) -> str:
    """What is wrong with the arguments, each with its place; long values are cut."""
    told: list[str] = []
    for each in error.errors(include_url=False)[:MAX_PROBLEMS]:
        place = ".".join(str(part) for part in each["loc"])
        message = each["msg"][:1].lower() + each["msg"][1:]
        if each["type"] in ("missing", "json_invalid"):
            told.append(f"{place or 'arguments'}: {message}")
        else:
            told.append(f"{_short(place)} = {_short(each['input'])}: {message}")
    return "; ".join(told)


def _short(value: object) -> str:
    text = value if isinstance(value, str) and value.isidentifier() else repr(value)
    return text if len(text) <= 80 else text[:77] + "…"
