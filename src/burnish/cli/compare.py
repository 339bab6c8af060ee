"""`burnish compare`: which of two versions is better; or before, after, and what changed, on one sheet."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from burnish.cli.answer import AsJson, answer
from burnish.cli.render import Overwrite, RecipeFile, Settings, announce_compiling, chosen_edit
from burnish.cli.speaking import ConsentTo, Person, TurnId, about, open_desk, tell_said

if TYPE_CHECKING:
    from burnish.app import Darkroom
    from burnish.app.feedback import FeedbackDesk
    from burnish.cli.contact_sheet import Comparison
    from burnish.imaging.pixels import LinearPicture, Samples
    from burnish.recipe.recipe import Recipe


class Verdict(StrEnum):
    """What a person says of two versions."""

    LEFT = "left"
    RIGHT = "right"
    TIE = "tie"
    BOTH_BAD = "both-bad"


def compare(
    photo: Annotated[Path, typer.Argument(help="A photo.", metavar="PHOTO")],
    verdict: Annotated[
        Verdict | None,
        typer.Argument(
            help="Which of two versions of the last turn is better; none for a sheet.", metavar="VERDICT"
        ),
    ] = None,
    left: Annotated[str, typer.Option(help="With VERDICT: the version on the left, from 1.")] = "1",
    right: Annotated[str, typer.Option(help="With VERDICT: the version on the right.")] = "2",
    turn: TurnId = None,
    person: Person = None,
    consent: ConsentTo = None,
    out: Annotated[
        Path | None, typer.Option("--output", "-o", help="Without VERDICT: the sheet, a picture file.")
    ] = None,
    recipe: RecipeFile = None,
    settings: Settings = None,
    long_side: Annotated[int, typer.Option(min=200, max=4000, help="Of each picture, in pixels.")] = 900,
    overwrite: Overwrite = False,
    as_json: AsJson = False,
) -> None:
    """Say which of two versions is better; or make a sheet of before, after and what changed.

    `compare PHOTO left` keeps that version 1 of the last turn is better than version 2. `compare PHOTO --recipe RECIPE
    -o SHEET` draws the sheet, with the steps in words below.
    """
    from burnish.errors import BadInput

    if (verdict is None) == (out is None):
        raise BadInput("either a VERDICT (left, right, tie, both-bad) or --output for a sheet is needed")
    if verdict is not None:
        _prefer(photo, verdict, (left, right), turn, open_desk(person, consent), as_json=as_json)
    elif out is not None:
        _draw(photo, out, recipe, settings, long_side, overwrite=overwrite, as_json=as_json)


def _prefer(
    photo: Path, verdict: Verdict, sides: tuple[str, str], turn: str | None, desk: "FeedbackDesk", *, as_json: bool
) -> None:  # fmt: skip
    from burnish.feedback.signals import Comparison

    spoken_of = about(desk, photo, turn, sides[0])
    first = about(desk, photo, spoken_of.offer.turn, spoken_of.offer.proposals[0].id)
    about(desk, photo, spoken_of.offer.turn, sides[1])
    winner = verdict.value.replace("-", "_")
    tell_said(desk.say(Comparison, first, left=sides[0], right=sides[1], winner=winner), as_json=as_json)


def _draw(
    photo: Path, out: Path, recipe: Path | None, settings: list[str] | None, long_side: int, *, overwrite: bool,
    as_json: bool,
) -> None:  # fmt: skip
    from burnish.app import is_same_file, open_darkroom
    from burnish.cli.contact_sheet import draw_sheet
    from burnish.errors import BadInput
    from burnish.imaging.files import output_format, write_photo

    output_format(out)
    if is_same_file(photo, out):
        raise BadInput(f"{str(out)!r} is the photo itself, which is never overwritten")
    darkroom = open_darkroom()
    edit = chosen_edit(darkroom, recipe, settings)
    announce_compiling()
    made, compared = _compared(darkroom, photo, edit.recipe_for, long_side)
    write_photo(out, draw_sheet(compared), color_space="srgb", quality=90, overwrite=overwrite)
    document = {"output": str(out), "steps": list(compared.steps), "difference": compared.difference}
    mean = compared.difference["mean"]
    answer(
        document,
        f"Wrote {out}: {len(made.steps)} steps, mean color difference ΔE00 {mean:.1f}.",
        as_json=as_json,
    )


def _compared(
    darkroom: "Darkroom", path: Path, recipe_for: Any, long_side: int
) -> "tuple[Recipe, Comparison]":
    from dataclasses import asdict

    from burnish.cli.contact_sheet import Comparison
    from burnish.cli.words import recipe_words
    from burnish.imaging.difference import difference_map, picture_difference
    from burnish.recipe.recipe import Recipe

    photo = darkroom.open_photo(path)
    recipe: Recipe = recipe_for((photo.width, photo.height))

    def rendered(each: Recipe) -> "Samples":
        from burnish.recipe.render import render

        resources = darkroom.resources
        options: dict[str, Any] = {"resources": resources, "long_side": long_side, "space": "srgb"}
        return render(photo, each, darkroom.catalogue, **options).samples

    before, after, framed = rendered(Recipe()), rendered(recipe), rendered(_geometry(recipe))
    one, other = _light(framed), _light(after)
    summary = {name: round(value, 3) for name, value in asdict(picture_difference(one, other)).items()}
    steps = tuple(recipe_words(recipe))
    return recipe, Comparison(path.name, before, after, difference_map(one, other), summary, steps)


def _geometry(recipe: "Recipe") -> "Recipe":
    """The steps that move pixels: what the rest of the edit is compared to."""
    from burnish.recipe.recipe import Recipe
    from burnish.tools.base import GeometryTool

    return Recipe(tuple(step for step in recipe.steps if isinstance(step.tool, GeometryTool)))


def _light(samples: "Samples") -> "LinearPicture":
    from burnish.imaging.picture import srgb_encoding

    return srgb_encoding(samples.dtype).linear(samples)
