"""`burnish render`: photos through a recipe into files."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from burnish.cli.answer import AsJson, answer, error_document, exit_code, is_terminal, note

if TYPE_CHECKING:
    from collections.abc import Iterable

    from burnish.app import Darkroom, Signature
    from burnish.cli.batch import Edit, Outcome


class Format(StrEnum):
    """Formats that are written."""

    JPEG = "jpeg"
    PNG = "png"
    TIFF = "tiff"
    WEBP = "webp"
    AVIF = "avif"


class Space(StrEnum):
    """Color spaces that pictures are written in."""

    SAME = "same"
    SRGB = "srgb"
    DISPLAY_P3 = "display_p3"
    ADOBE_RGB = "adobe_rgb"
    REC2020 = "rec2020"


class Bits(StrEnum):
    """Bits of a sample."""

    EIGHT = "8"
    SIXTEEN = "16"


RecipeFile = Annotated[
    Path | None,
    typer.Option("--recipe", "-r", help="Recipe (JSON), preset or sidecar (XMP), .cube, or Hald CLUT (PNG)."),
]
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", "-s", help="An edit: tool.parameter=value. May be repeated.", metavar="SETTING"),
]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace a file that exists.")]


def render(
    photos: Annotated[list[Path], typer.Argument(help="Photos to render.", metavar="PHOTO...")],
    out: Annotated[
        str, typer.Option("--output", "-o", help="A file, a folder, or a pattern such as web/{stem}.webp.")
    ],
    recipe: RecipeFile = None,
    settings: Settings = None,
    long_side: Annotated[int | None, typer.Option(min=1, help="Longest side in pixels.")] = None,
    quality: Annotated[int, typer.Option(min=1, max=100, help="For JPEG, WebP and AVIF.")] = 92,
    bits: Annotated[Bits | None, typer.Option(help="Bits of a sample; 16 for PNG and TIFF.")] = None,
    format_: Annotated[Format | None, typer.Option("--format", help="Else the name decides.")] = None,
    color_space: Annotated[Space, typer.Option(help="Color space of the output.")] = Space.SAME,
    keep_location: Annotated[
        bool, typer.Option("--keep-location", help="Keep where the photo was taken.")
    ] = False,
    overwrite: Overwrite = False,
    jobs: Annotated[int | None, typer.Option(min=1, max=64, help="Photos at once.")] = None,
    sign: Annotated[
        tuple[Path, Path] | None, typer.Option(help="Add Content Credentials.", metavar="CERT KEY")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Render photos through a recipe.

    A run that is repeated skips what is complete and was made from the same photo by the same edit.
    """
    from burnish.cli import lean_numba
    from burnish.cli.lasting import lasting

    with lasting():
        from burnish.imaging.files.reading import read_ahead
        from burnish.imaging.kernel_cache import before_numba

        # One photo is decoded while the rest is imported; many keep every processor busy as it is.
        begun = read_ahead(photos[0]) if len(photos) == 1 else None
        before_numba(lean_numba.start)
        from burnish.app import ExportOptions, open_darkroom
        from burnish.cli.batch import Batch, in_order, shares
        from burnish.cli.outputs import plan
        from burnish.imaging.sweep.bands import available_cores

    planned = plan(photos, out, None if format_ is None else format_.value)
    darkroom = open_darkroom()
    options = ExportOptions(
        long_side=long_side, quality=quality, bits=None if bits is None else (16 if bits == "16" else 8),
        color_space=color_space.value, keep_location=keep_location,
        signature=None if sign is None else _signature(*sign),
    )  # fmt: skip
    batch = Batch(darkroom, planned, chosen_edit(darkroom, recipe, settings), options, overwrite, begun)
    announce_compiling()
    at_once, threads = shares(len(planned), jobs, available_cores())
    finished = list(_watched(batch.outcomes(at_once, threads), len(planned), quiet=as_json))
    _report(in_order(finished, planned), as_json=as_json)


def chosen_edit(darkroom: "Darkroom", recipe: Path | None, settings: list[str] | None) -> "Edit":
    """The edit that `--recipe` and `--set` ask for. Raises BadInput."""
    from burnish.app import Size
    from burnish.cli.batch import Edit
    from burnish.cli.inline_edits import parse_setting, with_settings
    from burnish.cli.journal import digest_of
    from burnish.recipe.recipe import Recipe

    look = None if recipe is None else darkroom.open_look(recipe)
    wanted = [parse_setting(each) for each in settings or ()]

    def recipe_for(size: "Size | None") -> Recipe:
        made = Recipe() if look is None else look.recipe_for(size)
        return with_settings(made, wanted, darkroom.catalogue)

    recipe_for(None)
    told = "" if look is None else look.digest
    return Edit(recipe_for, digest_of(repr((told, wanted)).encode()))


def announce_compiling() -> None:
    """Say on stderr that the first render on a machine takes longer."""
    from burnish.imaging.kernel_cache import is_cold

    if is_cold():
        note("Compiling kernels for this machine (once, about fifteen seconds) …")


def _signature(certificate: Path, key: Path) -> "Signature":
    from burnish.app import Signature
    from burnish.imaging.capped_read import read_capped

    return Signature(read_capped(certificate, 1 << 20), read_capped(key, 1 << 20))


def _watched(outcomes: "Iterable[Outcome]", total: int, *, quiet: bool) -> "Iterable[Outcome]":
    """The outcomes as they come, with a progress bar where a person watches many."""
    if total == 1 or not is_terminal():
        for outcome in outcomes:
            if not quiet:
                _tell(outcome)
            yield outcome
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(outcomes, "Rendering", total=total, console=Console(stderr=True))


def _tell(outcome: "Outcome") -> None:
    if outcome.status == "failed":
        return
    said = "is done already" if outcome.status == "skipped" else f"{outcome.width} × {outcome.height}"
    note(f"{outcome.job.photo} → {outcome.job.out}: {said}")
    for each in outcome.notes:
        note(f"  {each}")


def _report(outcomes: "list[Outcome]", *, as_json: bool) -> None:
    errors = [outcome for outcome in outcomes if outcome.error is not None]
    if len(outcomes) == 1 and errors and errors[0].error is not None:
        raise errors[0].error
    counts = {
        status: sum(each.status == status for each in outcomes) for status in ("written", "skipped", "failed")
    }
    document: dict[str, Any] = {**counts, "photos": [each.document() for each in outcomes]}
    failures = [each.error for each in errors if each.error is not None]
    if failures:
        worst = min(failures, key=exit_code)
        message = f"{len(failures)} of {len(outcomes)} photos could not be rendered; the first: {failures[0]}"
        document["error"] = {"kind": error_document(worst)["kind"], "message": message}
        for each in errors:
            note(f"burnish: {each.job.photo}: {each.error}")
    answer(
        document,
        f"{counts['written']} written, {counts['skipped']} skipped, {counts['failed']} failed",
        as_json=as_json,
    )
    if failures:
        raise typer.Exit(min(map(exit_code, failures)))
