"""Where a person points: a place in a picture, or words in a request. Coordinates are fractions of the frame."""

from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, model_validator

Fraction: TypeAlias = Annotated[float, Field(ge=0, le=1)]
"""Of the frame's width (x) or height (y), from the upper left."""

MOST_POINTS = 10_000


class _Geometry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Box(_Geometry):
    """An upright rectangle."""

    shape: Literal["box"] = "box"
    left: Fraction
    top: Fraction
    right: Fraction
    bottom: Fraction

    @model_validator(mode="after")
    def _has_an_inside(self) -> "Box":
        if not (self.left < self.right and self.top < self.bottom):
            raise ValueError(
                f"box {self.left!r}, {self.top!r} to {self.right!r}, {self.bottom!r} has no inside"
            )
        return self


class Polygon(_Geometry):
    """A closed outline."""

    shape: Literal["polygon"] = "polygon"
    points: Annotated[tuple[tuple[Fraction, Fraction], ...], Field(min_length=3, max_length=MOST_POINTS)]


class Stroke(_Geometry):
    """A line drawn with a round tip."""

    shape: Literal["stroke"] = "stroke"
    points: Annotated[tuple[tuple[Fraction, Fraction], ...], Field(min_length=1, max_length=MOST_POINTS)]
    radius: Annotated[float, Field(gt=0, le=1)] = 0.02
    """As a fraction of the short side."""


Area: TypeAlias = Annotated[Box | Polygon | Stroke, Field(discriminator="shape")]


class Misread(_Geometry):
    """Characters of the request, from `start` up to but not including `end`."""

    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(gt=0)]

    @model_validator(mode="after")
    def _in_order(self) -> "Misread":
        if self.end <= self.start:
            raise ValueError(f"words from {self.start!r} to {self.end!r}; the end comes after the start")
        return self
