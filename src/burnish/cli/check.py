"""`burnish check`: what is wrong with an edit, whoever made it; a gate for anybody's pipeline."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from burnish.cli.answer import AsJson, answer, error_document, exit_code, note
from burnish.cli.render import Overwrite, announce_compiling
from burnish.cli.spreading import On, shares, watched

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from burnish.app.fleet.checking import PairOfFiles, Told

FLAWED = 3
"""Exit code where something is wrong with the edit."""

Wanted = Annotated[str, typer.Option("--request", "-q", help="What was asked for, in plain words.")]


def check(
    source: Annotated[
        Path, typer.Argument(help="The photo as it was; or a folder of them.", metavar="SOURCE")
    ],
    edited: Annotated[
        Path,
        typer.Argument(help="The photo as it was edited, anywhere; or a folder of them.", metavar="EDITED"),
    ],
    request: Wanted = "",
    out: Annotated[
        Path | None,
        typer.Option(
            "--overlay", "-o", help="A picture with every finding outlined and numbered; or a folder."
        ),
    ] = None,
    overwrite: Overwrite = False,
    jobs: Annotated[int | None, typer.Option(min=1, max=64, help="Pairs of a folder at once.")] = None,
    on: On = "local",
    as_json: AsJson = False,
) -> None:
    """Check an edit against its source: what is damaged, not as asked, or changed unasked. Exit code 3 if anything is.

    No flaw is a common answer; then the exit code is 0. In a folder, every picture is checked against the photo of
    the same name.
    """
    from burnish.app.fleet.checking import pair_of_files, pairs_in
    from burnish.app.fleet.opening import check_on

    check_on(on)
    many = source.is_dir() and edited.is_dir()
    pairs = pairs_in(source, edited, out) if many else (pair_of_files(source, edited, out),)
    announce_compiling()
    told = list(_told(pairs, request, overwrite, on, jobs, quiet=as_json or not many))
    if many:
        _report_all(sorted(told, key=lambda each: str(each.pair.edited)), as_json=as_json)
        return
    [only] = told
    if only.looked is None:
        assert only.error is not None
        raise only.error
    answer(only.looked.document, "\n".join(only.looked.page), as_json=as_json)
    if not only.looked.is_clean:
        raise typer.Exit(FLAWED)


def _told(
    pairs: "Sequence[PairOfFiles]", request: str, overwrite: bool, on: str, jobs: int | None, *, quiet: bool
) -> "Generator[Told]":
    """What came of every pair, as it is found. Raises BadInput, Failure."""
    import uuid

    from burnish.app import open_darkroom
    from burnish.app.fleet.checking import CheckMail, CheckTrade
    from burnish.app.fleet.opening import crew_on
    from burnish.app.fleet.order import Order
    from burnish.app.fleet.spreading import spread
    from burnish.errors import WriteFailed
    from burnish.feedback.identity import LOCAL_WORKSPACE
    from burnish.imaging.sweep.bands import available_cores

    if len(pairs) > 1 and pairs[0].overlay is not None:
        try:
            pairs[0].overlay.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WriteFailed(
                f"cannot make the folder {str(pairs[0].overlay.parent)!r}: {error.strerror}"
            ) from error
    darkroom = open_darkroom()
    folder = None if pairs[0].overlay is None else pairs[0].overlay.parent
    trade = CheckTrade(darkroom.home, request, overwrite, folder)
    mail = CheckMail(darkroom, request, overwrite)
    order = Order(uuid.uuid4().hex, LOCAL_WORKSPACE, trade, pairs, mail)
    at_once, _ = shares(len(pairs), jobs, available_cores())
    with (
        crew_on(on, at_once, jobs, (lambda _: None) if quiet else note) as crew,
        closing(spread([order], crew)) as done,
    ):
        results = (each.result for each in done)
        yield from watched(results, len(pairs), "Checking", None if quiet else _tell)


def _tell(told: "Told") -> None:
    if told.looked is not None:
        note(f"{told.pair.edited}: {'no flaw' if told.looked.is_clean else told.looked.page[0]}")


def _report_all(found: "list[Told]", *, as_json: bool) -> None:
    failures = [each.error for each in found if each.error is not None]
    clean = sum(1 for each in found if each.looked is not None and each.looked.is_clean)
    counts = {"clean": clean, "flawed": len(found) - clean - len(failures), "failed": len(failures)}
    document: dict[str, Any] = {**counts, "pairs": [_row(each) for each in found]}
    if failures:
        worst = min(failures, key=exit_code)
        message = f"{len(failures)} of {len(found)} pairs could not be checked; the first: {failures[0]}"
        document["error"] = {"kind": error_document(worst)["kind"], "message": message}
    lines: list[str] = []
    for each in found:
        if each.error is not None:
            note(f"burnish: {each.pair.edited}: {each.error}")
        elif each.looked is not None and not each.looked.is_clean:
            lines += [f"{each.pair.edited}:", *(f"  {line}" for line in each.looked.page)]
    summary = ", ".join(f"{count} {name}" for name, count in counts.items())
    answer(document, "\n".join([*lines, summary]), as_json=as_json)
    if failures:
        raise typer.Exit(min(map(exit_code, failures)))
    if counts["flawed"]:
        raise typer.Exit(FLAWED)


def _row(told: "Told") -> dict[str, Any]:
    row: dict[str, Any] = {"source": str(told.pair.source), "edited": str(told.pair.edited)}
    if told.looked is None:
        assert told.error is not None
        return row | {"error": error_document(told.error)}
    return row | told.looked.document
