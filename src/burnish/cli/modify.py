"""`burnish modify`: the edit as it should have been."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from burnish.cli.answer import AsJson
from burnish.cli.render import announce_compiling
from burnish.cli.speaking import ConsentTo, Person, Photo, ProposalId, TurnId, about, open_desk, tell_said

if TYPE_CHECKING:
    from burnish.app.feedback import FeedbackDesk
    from burnish.app.saying import About
    from burnish.feedback.signals import Modify
    from burnish.recipe.recipe import Recipe


def modify(
    photo: Photo = None,
    recipe: Annotated[
        Path | None, typer.Option("--recipe", "-r", help="The recipe that you ended with, or any look file.")
    ] = None,
    picture: Annotated[
        Path | None, typer.Option(help="The photo as you edited it elsewhere; the steps are read from it.")
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set", "-s", help="A slider as it should be: tool.parameter=value.", metavar="SETTING"
        ),
    ] = None,
    turn: TurnId = None,
    proposal: ProposalId = None,
    person: Person = None,
    consent: ConsentTo = None,
    as_json: AsJson = False,
) -> None:
    """Correct what was shown: by sliders, by a recipe, or with a picture that was edited in another program."""
    from burnish.errors import BadInput

    given = [each for each in (recipe, picture, settings) if each]
    if len(given) != 1:
        raise BadInput("one of --recipe, --picture and --set is needed, to say how it should have been")
    desk = open_desk(person, consent)
    spoken_of = about(desk, photo, turn, proposal)
    if picture is not None:
        if photo is None:
            raise BadInput("--picture needs the PHOTO too, to compare it with")
        said = desk.keep(_from_picture(desk, spoken_of, photo, picture))
    else:
        ended, way = _ended_with(spoken_of, recipe, settings or [])
        said = desk.say(_modify_signal(), spoken_of, recipe=ended.document(), way=way)
    tell_said(said, as_json=as_json)


def _modify_signal() -> "type[Modify]":
    from burnish.feedback.signals import Modify

    return Modify


def _ended_with(about: "About", recipe: Path | None, settings: list[str]) -> "tuple[Recipe, str]":
    from burnish.app import open_darkroom
    from burnish.app.inline_edits import parse_setting, with_settings
    from burnish.recipe.document import parse_recipe

    darkroom = open_darkroom()
    if recipe is not None:
        return darkroom.open_recipe(recipe), "recipe"
    shown = parse_recipe(about.proposal.recipe, darkroom.catalogue)
    return with_settings(shown, [parse_setting(each) for each in settings], darkroom.catalogue), "sliders"


def _from_picture(desk: "FeedbackDesk", about: "About", photo: Path, picture: Path) -> "Modify":
    from burnish.app import open_darkroom
    from burnish.feedback.matched import Correction, modified_from_match
    from burnish.recipe.inverse.matching import match

    darkroom = open_darkroom()
    announce_compiling()
    found = match(darkroom.open_photo(photo), darkroom.open_photo(picture), darkroom.catalogue)
    speaker = desk.speaker
    correction = Correction(desk.new_id(), speaker.person, desk.clock(), about.proposal.id, speaker.consent)
    return modified_from_match(found, about.offer, correction)
