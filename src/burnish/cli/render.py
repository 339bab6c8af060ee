"""`burnish render`: photos through a recipe into files."""

from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from burnish.cli.answer import AsJson, answer, error_document, exit_code, note
from burnish.cli.spreading import On, shares, watched

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from burnish.app import Darkroom, ExportOptions, Signature
    from burnish.app.fleet.edit_asked import Edit, EditAsked
    from burnish.app.fleet.posting import RenderMail
    from burnish.app.fleet.rendering import Job, Outcome, Rendering
    from burnish.imaging.files import Source


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
    on: On = "local",
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
        begun = read_ahead(photos[0]) if len(photos) == 1 and on == "local" else None
        before_numba(lean_numba.start)
        from burnish.app import ExportOptions, open_darkroom
        from burnish.app.fleet.opening import check_on
        from burnish.app.fleet.rendering import in_order
        from burnish.cli.outputs import plan

    check_on(on)
    planned = plan(photos, out, None if format_ is None else format_.value)
    darkroom = open_darkroom()
    options = ExportOptions(
        long_side=long_side, quality=quality, bits=None if bits is None else (16 if bits == "16" else 8),
        color_space=color_space.value, keep_location=keep_location,
        signature=None if sign is None else _signature(*sign),
    )  # fmt: skip
    work = _Work(darkroom, asked_edit(recipe, settings), options, overwrite, begun)
    announce_compiling()
    with closing(work.outcomes(planned, on, jobs, quiet=as_json)) as outcomes:
        finished = list(watched(outcomes, len(planned), "Rendering", None if as_json else _tell))
    _report(in_order(finished, planned), as_json=as_json)


@dataclass(frozen=True)
class _Work:
    """What is done to every photo."""

    darkroom: "Darkroom"
    asked: "EditAsked"
    options: "ExportOptions"
    overwrite: bool
    ahead: "Callable[[], Source] | None"

    def outcomes(
        self, jobs: "Sequence[Job]", on: str, most: int | None, *, quiet: bool
    ) -> "Generator[Outcome]":
        """Render everything; as each is finished. Raises BadInput, Failure."""
        import uuid

        from burnish.app.fleet.opening import LOCAL, crew_on
        from burnish.app.fleet.order import Order
        from burnish.app.fleet.rendering import Rendering, given_out, render_trade
        from burnish.app.fleet.spreading import spread
        from burnish.feedback.identity import LOCAL_WORKSPACE
        from burnish.imaging.sweep.bands import available_cores

        at_once, threads = shares(len(jobs), most, available_cores())
        edit = self.asked.opened(self.darkroom)
        ready = Rendering(self.darkroom, edit, self.options, self.overwrite, threads, self.ahead)
        trade = render_trade(ready, self.asked, jobs)
        mail = None if on == LOCAL else self._mail(ready)
        order = Order(uuid.uuid4().hex, LOCAL_WORKSPACE, trade, given_out(jobs), mail)
        with (
            crew_on(on, at_once, most, (lambda _: None) if quiet else note) as crew,
            closing(spread([order], crew)) as results,
        ):
            for done in results:
                yield done.result

    def _mail(self, ready: "Rendering") -> "RenderMail":
        from burnish.app.fleet.posting import RenderMail

        return RenderMail(ready, self.asked)


def asked_edit(recipe: Path | None, settings: list[str] | None) -> "EditAsked":
    """What `--recipe` and `--set` ask for. Raises BadInput."""
    from burnish.app.fleet.edit_asked import edit_asked
    from burnish.app.inline_edits import parse_setting

    return edit_asked(recipe, tuple(parse_setting(each) for each in settings or ()))


def chosen_edit(darkroom: "Darkroom", recipe: Path | None, settings: list[str] | None) -> "Edit":
    """The edit that `--recipe` and `--set` ask for. Raises BadInput."""
    return asked_edit(recipe, settings).opened(darkroom)


def announce_compiling() -> None:
    """Say on stderr that the first render on a machine takes longer."""
    from burnish.imaging.kernel_cache import is_cold

    if is_cold():
        note("Compiling kernels for this machine (once, about fifteen seconds) …")


def _signature(certificate: Path, key: Path) -> "Signature":
    from burnish.app import Signature
    from burnish.imaging.capped_read import read_capped

    return Signature(read_capped(certificate, 1 << 20), read_capped(key, 1 << 20))


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
