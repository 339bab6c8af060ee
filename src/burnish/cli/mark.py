"""`burnish mark`: where in the picture, or in the words, something went wrong."""

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from burnish.cli.answer import AsJson
from burnish.cli.speaking import ConsentTo, Person, Photo, ProposalId, TurnId, about, open_desk, tell_said

if TYPE_CHECKING:
    from burnish.feedback.offers import Offer


class Fault(StrEnum):
    """What went wrong."""

    ARTIFACT = "artifact"
    FAILURE = "failure"
    UNINTENDED_CHANGE = "unintended_change"


def mark(
    photo: Photo = None,
    fault: Annotated[
        Fault, typer.Option(help="A flaw in the picture, a wish not met, or a change nobody asked for.")
    ] = Fault.ARTIFACT,
    box: Annotated[
        str | None, typer.Option(help="Where: a rectangle, in fractions of the frame.", metavar="L,T,R,B")
    ] = None,
    polygon: Annotated[
        str | None, typer.Option(help="Where: an outline of three points or more.", metavar="X,Y;X,Y;…")
    ] = None,
    stroke: Annotated[str | None, typer.Option(help="Where: a line.", metavar="X,Y;X,Y;…[;rRADIUS]")] = None,
    words: Annotated[
        str | None, typer.Option(help="Words of the request that were misunderstood, as they stand there.")
    ] = None,
    category: Annotated[str, typer.Option(help="What kind of fault, such as halo.")] = "",
    reason: Annotated[str, typer.Option(help="What is wrong, in your own words.")] = "",
    turn: TurnId = None,
    proposal: ProposalId = None,
    person: Person = None,
    consent: ConsentTo = None,
    as_json: AsJson = False,
) -> None:
    """Mark a place in the picture, or words of the request, that went wrong."""
    from burnish.errors import BadInput
    from burnish.feedback.signals import Mark

    if sum(each is not None for each in (box, polygon, stroke)) > 1:
        raise BadInput("one of --box, --polygon and --stroke, not several")
    desk = open_desk(person, consent)
    spoken_of = about(desk, photo, turn, proposal)
    said = desk.say(
        Mark, spoken_of, fault=fault.value, category=category, reason=reason, area=_area(box, polygon, stroke),
        misread=None if words is None else _misread(spoken_of.offer, words),
    )  # fmt: skip
    tell_said(said, as_json=as_json)


def _area(box: str | None, polygon: str | None, stroke: str | None) -> dict[str, Any] | None:
    if box is not None:
        sides = _numbers(box, "--box takes LEFT,TOP,RIGHT,BOTTOM in fractions, such as 0.2,0.1,0.5,0.4", 4)
        return {"shape": "box"} | dict(zip(("left", "top", "right", "bottom"), sides, strict=True))
    if polygon is not None:
        return {"shape": "polygon", "points": _points(polygon, "--polygon")}
    if stroke is None:
        return None
    *points, last = stroke.split(";")
    radius = re.fullmatch(r"\s*r([\d.]+)\s*", last)
    drawn = {"shape": "stroke", "points": _points(";".join(points) if radius else stroke, "--stroke")}
    return drawn | ({"radius": float(radius[1])} if radius else {})


def _points(text: str, option: str) -> list[list[float]]:
    allowed = f"{option} takes points as X,Y;X,Y in fractions, such as 0.2,0.1;0.5,0.4;0.3,0.6"
    return [_numbers(each, allowed, 2) for each in text.split(";") if each.strip()]


def _numbers(text: str, allowed: str, count: int) -> list[float]:
    from burnish.errors import BadInput

    try:
        found = [float(each) for each in text.split(",")]
    except ValueError:
        found = []
    if len(found) != count:
        raise BadInput(f"{allowed}, not {text!r}")
    return found


def _misread(offer: "Offer", words: str) -> dict[str, int]:
    from burnish.errors import BadInput

    request = offer.situation.request
    start = request.lower().find(words.lower())
    if start < 0 or not words:
        raise BadInput(f"words {words!r} are not in the request, which was {request!r}")
    return {"start": start, "end": start + len(words)}
