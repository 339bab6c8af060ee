"""`burnish export`: a recipe for other programs."""

from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from burnish.cli.answer import AsJson, answer
from burnish.cli.render import Overwrite
from burnish.errors import BadInput

if TYPE_CHECKING:
    from burnish.app import Darkroom
    from burnish.recipe.recipe import Recipe


class XmpKind(StrEnum):
    """What kind of XMP file."""

    PRESET = "preset"
    SIDECAR = "sidecar"


def export(
    recipe: Annotated[Path, typer.Argument(help="A recipe, or any look file.", metavar="RECIPE")],
    out: Annotated[Path, typer.Option("--output", "-o", help="The file to write.")],
    xmp: Annotated[bool, typer.Option("--xmp", help="Camera Raw preset or sidecar; for *.xmp.")] = False,
    cube: Annotated[bool, typer.Option("--cube", help="Look-up table as text; for *.cube.")] = False,
    hald: Annotated[bool, typer.Option("--hald", help="Look-up table as a picture; for *.png.")] = False,
    size: Annotated[int, typer.Option(min=2, max=144, help="Nodes along an axis of a .cube.")] = 33,
    level: Annotated[int, typer.Option(min=2, max=12, help="Level of a Hald CLUT: 8 is usual.")] = 8,
    kind: Annotated[XmpKind, typer.Option(help="For --xmp.")] = XmpKind.PRESET,
    photo: Annotated[Path | None, typer.Option(help="The photo that a sidecar belongs to.")] = None,
    overwrite: Overwrite = False,
    as_json: AsJson = False,
) -> None:
    """Write a recipe as a preset, a sidecar or a look-up table, and name what such a file cannot hold."""
    from burnish.app import open_darkroom

    darkroom = open_darkroom()
    opened = darkroom.open_look(recipe)
    wanted = _wanted(out, xmp=xmp, cube=cube, hald=hald)
    made = opened.recipe_for()
    title = made.title or opened.title
    if wanted == "xmp":
        report = _write_xmp(darkroom, made, out, title, kind, photo, overwrite=overwrite)
    else:
        report = _write_lut(
            darkroom, made, out, wanted, size if wanted == "cube" else level, overwrite=overwrite
        )
    answer({"output": str(out), "kind": wanted, **report}, _page(out, report), as_json=as_json)


def _wanted(out: Path, *, xmp: bool, cube: bool, hald: bool) -> str:
    asked = [name for name, is_asked in (("xmp", xmp), ("cube", cube), ("hald", hald)) if is_asked]
    if len(asked) > 1:
        raise BadInput(f"--{' and --'.join(asked)} cannot go into one file")
    by_name = {".xmp": "xmp", ".cube": "cube", ".png": "hald"}.get(out.suffix.lower())
    if asked:
        return asked[0]
    if by_name is None:
        raise BadInput(f"{str(out)!r} does not say what to write: use --xmp, --cube or --hald")
    return by_name


def _write_xmp(
    darkroom: "Darkroom", recipe: "Recipe", out: Path, title: str, kind: XmpKind, photo: Path | None, *,
    overwrite: bool,
) -> dict[str, Any]:  # fmt: skip
    from burnish.imaging.atomic import write_atomically
    from burnish.imaging.files import probe

    facts = None if photo is None else probe(photo)
    exported = darkroom.to_xmp(
        recipe, title=title, kind=kind.value, size=None if facts is None else (facts.width, facts.height),
        orientation=1 if facts is None else facts.orientation,
    )  # fmt: skip
    write_atomically(out, exported.data, overwrite=overwrite)
    return {
        "not_carried": [asdict(each) for each in exported.not_carried],
        "adjusted": [asdict(each) for each in exported.adjusted],
    }


def _write_lut(
    darkroom: "Darkroom", recipe: "Recipe", out: Path, wanted: str, number: int, *, overwrite: bool
) -> dict[str, Any]:
    from burnish.imaging.atomic import write_atomically
    from burnish.imaging.cube import encode_cube
    from burnish.imaging.hald import encode_hald
    from burnish.recipe.baking import bake

    size = number if wanted == "cube" else number * number
    baked = bake(recipe, darkroom.catalogue, size=size, resources=darkroom.resources)
    data = encode_cube(baked.lut) if wanted == "cube" else encode_hald(baked.lut, number, 16)
    write_atomically(out, data, overwrite=overwrite)
    return {
        "not_carried": [_step(each.step, each.tool, each.why) for each in baked.left_out],
        "adjusted": [_step(each.step, each.tool, each.why) for each in baked.approximated],
    }


def _step(place: int, tool: str, why: str) -> dict[str, Any]:
    return {"name": tool, "step": place + 1, "why": why}


def _page(out: Path, report: dict[str, Any]) -> str:
    lines = [f"Wrote {out}."]
    if report["adjusted"]:
        lines += ["Carried with a difference:", *map(_line, report["adjusted"])]
    if report["not_carried"]:
        lines += ["Not carried:", *map(_line, report["not_carried"])]
    return "\n".join(lines)


def _line(each: dict[str, Any]) -> str:
    where = f" (step {each['step']})" if "step" in each else ""
    value = f" = {each['value']}" if each.get("value") else ""
    becomes = f" → {each['carried']}" if "carried" in each else ""
    return f"  {each['name']}{where}{value}{becomes}: {each['why']}"
