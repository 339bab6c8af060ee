"""`burnish accept`, `reject`, `rate`, `rank` and `comment`: what a person says of what they were shown."""

from enum import StrEnum
from typing import Annotated

import typer

from burnish.cli.answer import AsJson
from burnish.cli.speaking import (
    ConsentTo,
    Person,
    Photo,
    ProposalId,
    TurnId,
    about,
    open_desk,
    split,
    tell_said,
)


class ReasonName(StrEnum):
    """What one tap can say about a rejection."""

    TOO_STRONG = "too_strong"
    TOO_WEAK = "too_weak"
    TOO_DARK = "too_dark"
    TOO_BRIGHT = "too_bright"
    TOO_WARM = "too_warm"
    TOO_COOL = "too_cool"
    TOO_COLORFUL = "too_colorful"
    TOO_DULL = "too_dull"
    TOO_CONTRASTY = "too_contrasty"
    TOO_FLAT = "too_flat"
    UNNATURAL = "unnatural"
    WRONG_PLACE = "wrong_place"
    NOT_ASKED = "not_asked"
    MISREAD = "misread"
    ARTIFACT = "artifact"
    OTHER = "other"


def accept(
    photo: Photo = None,
    turn: TurnId = None,
    proposal: ProposalId = None,
    person: Person = None,
    consent: ConsentTo = None,
    as_json: AsJson = False,
) -> None:
    """Take what was shown."""
    from burnish.feedback.signals import Accept

    desk = open_desk(person, consent)
    tell_said(desk.say(Accept, about(desk, photo, turn, proposal)), as_json=as_json)


def reject(
    photo: Photo = None,
    reasons: Annotated[
        list[ReasonName] | None, typer.Option("--reason", help="Why. May be repeated.")
    ] = None,
    turn: TurnId = None,
    proposal: ProposalId = None,
    person: Person = None,
    consent: ConsentTo = None,
    as_json: AsJson = False,
) -> None:
    """Say that this is not it, and why."""
    from burnish.feedback.signals import Reject

    desk = open_desk(person, consent)
    said = tuple(each.value for each in reasons or ())
    tell_said(desk.say(Reject, about(desk, photo, turn, proposal), reasons=said), as_json=as_json)


def rate(
    photo: Photo = None,
    quality: Annotated[
        str | None, typer.Option(help="Is the picture free of faults? 4/5, or 0 to 100.", metavar="SCORE")
    ] = None,
    instruction: Annotated[
        str | None, typer.Option(help="Was done what was asked for?", metavar="SCORE")
    ] = None,
    consistency: Annotated[
        str | None, typer.Option(help="Did everything else stay as it was?", metavar="SCORE")
    ] = None,
    turn: TurnId = None,
    proposal: ProposalId = None,
    person: Person = None,
    consent: ConsentTo = None,
    as_json: AsJson = False,
) -> None:
    """Rate what was shown, in up to three respects: 4/5 as stars, or 0 to 100."""
    from burnish.feedback.signals import Rating

    scores = {
        "perceptual_quality": _score(quality),
        "instruction_following": _score(instruction),
        "visual_consistency": _score(consistency),
    }
    desk = open_desk(person, consent)
    tell_said(desk.say(Rating, about(desk, photo, turn, proposal), **scores), as_json=as_json)


def rank(
    photo: Photo = None,
    order: Annotated[
        list[str] | None,
        typer.Argument(help="Versions from best to worst, from 1; 2=3 for a tie.", metavar="ORDER"),
    ] = None,
    turn: TurnId = None,
    person: Person = None,
    consent: ConsentTo = None,
    as_json: AsJson = False,
) -> None:
    """Put the versions that were shown in order, best first."""
    from burnish.feedback.signals import Ranking

    photo, said = split(photo, turn, order or [])
    desk = open_desk(person, consent)
    spoken_of = about(desk, photo, turn, None)
    groups = tuple(tuple(each.split("=")) for each in said)
    _check_known(groups, [each.id for each in spoken_of.offer.proposals])
    first = desk.about(None, spoken_of.offer.turn, spoken_of.offer.proposals[0].id)
    tell_said(desk.say(Ranking, first, groups=groups), as_json=as_json)


def comment(
    photo: Photo = None,
    text: Annotated[list[str] | None, typer.Argument(help="What you think of it.", metavar="TEXT")] = None,
    turn: TurnId = None,
    proposal: ProposalId = None,
    person: Person = None,
    consent: ConsentTo = None,
    as_json: AsJson = False,
) -> None:
    """Say something about what was shown, in your own words."""
    from burnish.errors import BadInput
    from burnish.feedback.signals import Comment

    photo, words = split(photo, turn, text or [])
    said = " ".join(words)
    if not said.strip():
        raise BadInput("a comment needs TEXT behind the photo")
    desk = open_desk(person, consent)
    tell_said(desk.say(Comment, about(desk, photo, turn, proposal), text=said), as_json=as_json)


def _score(text: str | None) -> float | None:
    """4/5 as stars, 25 apart; else 0 to 100. Raises BadInput."""
    from burnish.errors import BadInput

    if text is None:
        return None
    stars, slash, five = text.partition("/")
    try:
        value = 25.0 * (float(stars) - 1) if slash and five.strip() == "5" else float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 100:
        raise BadInput(f"a score of {text!r}; 1/5 to 5/5 or 0 to 100 is allowed")
    return value


def _check_known(groups: tuple[tuple[str, ...], ...], there: list[str]) -> None:
    from burnish.errors import BadInput

    unknown = [each for group in groups for each in group if each not in there]
    if unknown:
        raise BadInput(f"versions {unknown!r}; this turn showed {', '.join(there)}")
