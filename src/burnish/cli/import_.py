"""`burnish import`: other programs' looks as recipes."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from burnish.cli.answer import AsJson, answer
from burnish.cli.render import Overwrite

if TYPE_CHECKING:
    from burnish.recipe.recipe import Recipe
    from burnish.recipe.xmp import Adjusted, Imported


def import_(
    look: Annotated[
        Path, typer.Argument(help="Preset or sidecar (XMP), .cube, or Hald CLUT (PNG).", metavar="LOOK")
    ],
    out: Annotated[Path | None, typer.Option("--output", "-o", help="Where the recipe goes (JSON).")] = None,
    photo: Annotated[
        Path | None, typer.Option(help="The photo it belongs to: its shape places masks and crops.")
    ] = None,
    mask: Annotated[
        bool, typer.Option("--mask", help="It is a gray picture: keep it as a mask and show its digest.")
    ] = False,
    overwrite: Overwrite = False,
    as_json: AsJson = False,
) -> None:
    """Turn a preset, a sidecar or a look-up table into a recipe, and say what is carried and what is not."""
    from burnish.app import open_darkroom
    from burnish.imaging.atomic import write_atomically
    from burnish.imaging.files import probe

    darkroom = open_darkroom()
    if mask:
        step_mask = {"kind": "picture", "digest": darkroom.keep_mask(look)}
        answer(
            {"kind": "mask", "mask": step_mask}, f"A step's mask: {json.dumps(step_mask)}", as_json=as_json
        )
        return
    opened = darkroom.open_look(look)
    facts = None if photo is None else probe(photo)
    recipe = opened.recipe_for(None if facts is None else (facts.width, facts.height))
    if out is not None:
        write_atomically(out, recipe.to_json().encode(), overwrite=overwrite)
    document: dict[str, Any] = {
        "kind": opened.kind,
        "title": opened.title,
        "output": None if out is None else str(out),
        "recipe": recipe.document(),
        **_report(opened.imported),
    }
    answer(document, _page(recipe, opened.imported), as_json=as_json)


def _report(imported: "Imported | None") -> dict[str, Any]:
    if imported is None:
        return {"carried": [], "about": [], "not_carried": [], "adjusted": []}
    return {
        "process_version": imported.process_version,
        "carried": list(imported.carried),
        "about": list(imported.about),
        "not_carried": [asdict(each) for each in imported.not_carried],
        "adjusted": [asdict(each) for each in imported.adjusted],
    }


def _page(recipe: "Recipe", imported: "Imported | None") -> str:
    from burnish.cli.words import count, recipe_words

    lines = [*recipe_words(recipe)] or ["No step: the look changes nothing."]
    if imported is None:
        return "\n".join(lines)
    lines += ["", f"Carried: {count(len(imported.carried), 'setting')}."]
    if imported.about:
        idle = count(len(imported.about), "setting")
        lines += [f"Bookkeeping, or without effect in this file: {idle} (--json lists them)."]
    if imported.adjusted:
        lines += ["Carried with a difference:", *map(_adjusted_line, imported.adjusted)]
    if imported.not_carried:
        lines += [
            "Not carried:",
            *(f"  {each.name} = {each.value}: {each.why}" for each in imported.not_carried),
        ]
    return "\n".join(lines)


def _adjusted_line(each: "Adjusted") -> str:
    became = "" if each.value == each.carried else f" {each.value} → {each.carried}:"
    return f"  {each.name}:{became} {each.why}"
