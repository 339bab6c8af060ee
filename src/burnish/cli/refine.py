"""`burnish refine`: an edit without the faults that can be repaired, whoever made it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from burnish.cli.answer import AsJson, answer
from burnish.cli.check import Wanted
from burnish.cli.render import Overwrite, announce_compiling

if TYPE_CHECKING:
    from burnish.agent.checking.trace import Trace
    from burnish.app.checking import RefinedEdit
    from burnish.app.darkroom import Darkroom

ENDINGS = {
    "no flaw": "No flaw is left.", "no gain": "Nothing else that was tried makes it better.",
    "cannot repair": "What is wrong cannot be repaired with tools.", "rounds": "The rounds were spent.",
    "seconds": "The time was spent.", "canceled": "It was called off.",
}  # fmt: skip


def refine(
    source: Annotated[Path, typer.Argument(help="The photo as it was.", metavar="SOURCE")],
    edited: Annotated[Path, typer.Argument(help="The photo as it was edited, anywhere.", metavar="EDITED")],
    out: Annotated[Path, typer.Option("--output", "-o", help="The repaired picture.")],
    request: Wanted = "",
    recipe: Annotated[
        Path | None,
        typer.Option("--recipe", "-r", help="The recipe that EDITED was made with, where it is known."),
    ] = None,
    rounds: Annotated[int, typer.Option(min=1, max=10, help="Most rounds of repairs.")] = 4,
    seconds: Annotated[
        float, typer.Option(min=0.1, max=600, help="No new look is begun after this long.")
    ] = 2.0,
    overwrite: Overwrite = False,
    as_json: AsJson = False,
) -> None:
    """Repair an edit: look, say why, try repairs, keep what helps; it never ends worse than it began.

    Without a recipe the picture is repaired by its source, and outside of the repairs no sample changes. With a recipe
    its steps are repaired, and the new recipe is written beside the picture as NAME.json.
    """
    from burnish.agent.checking.loop import Budget
    from burnish.app import is_same_file, open_darkroom
    from burnish.app.checking import CheckDesk, configured_chat, shipped_eyes
    from burnish.errors import BadInput

    if any(is_same_file(each, out) for each in (source, edited)):
        raise BadInput(f"{str(out)!r} is one of the pictures that are read; name another file")
    darkroom = open_darkroom()
    announce_compiling()
    desk = CheckDesk(darkroom, shipped_eyes(), configured_chat())
    known = None if recipe is None else darkroom.open_recipe(recipe)
    done = desk.refined(
        darkroom.open_photo(source), darkroom.open_photo(edited), request, known, Budget(rounds, seconds)
    )
    written = _write(darkroom, done, source, edited, out, overwrite=overwrite)
    document: dict[str, Any] = done.trace.document() | {
        "notes": list(done.notes),
        "outputs": [str(each) for each in written],
    }
    lines = [*trace_words(done.trace), *done.notes, "", *(f"→ {each}" for each in written)]
    answer(document, "\n".join(lines), as_json=as_json)


def trace_words(trace: "Trace") -> list[str]:
    """What was wrong, why, what was done, and how it ended."""
    if not trace.rounds:
        return (
            ["No flaw was seen: nothing was changed."]
            if trace.before.checked.is_clean
            else [ENDINGS[trace.ending]]
        )
    lines: list[str] = []
    for number, each in enumerate(trace.rounds, 1):
        lines.append(f"Round {number}:")
        lines += [f"  ? {cause.words}" for cause in each.causes]
        lines += [f"  · {note}" for note in each.notes]
        lines.append("  = kept as it was" if each.taken is None else f"  + {each.taken.words}")
    if trace.rolled_back:
        lines.append(f"Taken back, because it did not hold: {trace.rolled_back} of the rounds.")
    return [*lines, ENDINGS[trace.ending]]


def _write(
    darkroom: "Darkroom", done: "RefinedEdit", source: Path, edited: Path, out: Path, *, overwrite: bool
) -> list[Path]:
    """The repaired picture, and its recipe where there is one. Raises BadInput, Failure."""
    from burnish.imaging.atomic import write_atomically
    from burnish.imaging.files import encode_photo, output_format

    kind = output_format(out)
    if done.recipe is not None:
        darkroom.render_file(source, done.recipe, out, overwrite=overwrite)
        beside = out.with_suffix(".json")
        write_atomically(beside, done.recipe.to_json().encode(), overwrite=overwrite)
        return [out, beside]
    picture = done.picture
    assert picture is not None
    if not done.trace.repairs and edited.suffix.lower() == out.suffix.lower():
        data = edited.read_bytes()
    else:
        data = encode_photo(
            picture.samples, kind, alpha=picture.alpha, metadata=picture.metadata, profile=picture.metadata.icc,
            bits=16 if kind in ("png", "tiff") and picture.samples.dtype.itemsize == 2 else 8, quality=95,
        )  # fmt: skip
    write_atomically(out, data, overwrite=overwrite)
    return [out]
