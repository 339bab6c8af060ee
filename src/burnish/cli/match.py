"""`burnish match`: the recipe that leads from one picture to another."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from burnish.cli.answer import AsJson, answer
from burnish.cli.render import Overwrite, announce_compiling

if TYPE_CHECKING:
    from burnish.recipe.inverse.report import Match


def match(
    before: Annotated[Path, typer.Argument(help="The photo as it was.", metavar="BEFORE")],
    after: Annotated[Path, typer.Argument(help="The photo as it was edited, anywhere.", metavar="AFTER")],
    out: Annotated[Path | None, typer.Option("--output", "-o", help="Where the recipe goes (JSON).")] = None,
    overwrite: Overwrite = False,
    as_json: AsJson = False,
) -> None:
    """Find the recipe that leads from one picture to another, and say what it leaves unexplained."""
    from burnish.app import open_darkroom
    from burnish.imaging.atomic import write_atomically
    from burnish.recipe.inverse.matching import match as solve

    darkroom = open_darkroom()
    announce_compiling()
    found = solve(darkroom.open_photo(before), darkroom.open_photo(after), darkroom.catalogue)
    if out is not None:
        write_atomically(out, found.recipe.to_json().encode(), overwrite=overwrite)
    document = found.document() | {"output": None if out is None else str(out)}
    answer(document, _page(found), as_json=as_json)


def _page(found: "Match") -> str:
    from burnish.cli.words import recipe_words

    start, left = found.delta_e_before.mean, found.delta_e_left.mean
    if start == 0:
        return "No edit: the pictures look the same."
    lines = recipe_words(found.recipe) or ["No step was found."]
    lines += [
        "",
        f"Explained {found.explained:.0%}: mean color difference ΔE00 {start:.2f} before, {left:.2f} left.",
    ]
    if found.unexplained:
        lines += ["", "Not explained:", *(f"  {each}" for each in found.unexplained)]
    return "\n".join(lines)
