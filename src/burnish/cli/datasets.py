"""`burnish datasets`: immutable versions of what is learned from: list, card, export, verify."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from burnish.cli.answer import FAILED, AsJson, answer
from burnish.cli.columns import columns, short
from burnish.cli.operating import WorkspaceName, open_operator
from burnish.cli.render import Overwrite

if TYPE_CHECKING:
    from burnish.app.improving.operating import Operator
    from burnish.feedback.datasets.dataset import Dataset
    from burnish.feedback.interchange.training_rows import Exported

datasets = typer.Typer(name="datasets", help="Versions of what is learned from: list, card, export, verify.")

Named = Annotated[
    str, typer.Argument(help="Its number, its digest, the beginning of it, or latest.", metavar="DATASET")
]
Photos = Annotated[
    Path | None,
    typer.Option(help="A folder with the photos; they are found by their digest, whatever their names."),
]


@datasets.callback(invoke_without_command=True)
def overview(ctx: typer.Context, workspace: WorkspaceName = None, as_json: AsJson = False) -> None:
    """List the versions, latest last."""
    if ctx.invoked_subcommand is None:
        _list(open_operator(workspace), as_json=as_json)


@datasets.command("list")
def list_(workspace: WorkspaceName = None, as_json: AsJson = False) -> None:
    """List the versions, latest last."""
    _list(open_operator(workspace), as_json=as_json)


@datasets.command()
def card(name: Named = "latest", workspace: WorkspaceName = None, as_json: AsJson = False) -> None:
    """Print the card of a version (Markdown): what is in it, from how many people, what it cannot say."""
    from burnish.feedback.datasets.card import card as made

    found = _found(open_operator(workspace), name)
    text = made(found.manifest)
    answer({"dataset": found.digest, "card": text}, text, as_json=as_json)


@datasets.command()
def export(
    name: Named,
    out: Annotated[Path, typer.Argument(help="A file: .jsonl or .parquet.", metavar="FILE")],
    trl: Annotated[
        bool, typer.Option("--trl", help="Prompt, chosen, rejected, as TRL reads them; with --photos a vision set.")
    ] = False,
    diffusion_dpo: Annotated[
        bool, typer.Option("--diffusion-dpo", help="Pairs of pictures, as diffusers' Diffusion-DPO reads them.")
    ] = False,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Everything, as Burnish keeps it; names pseudonyms.")] = False,
    split: Annotated[str | None, typer.Option(help="train, validation or test; else all.")] = None,
    inside: Annotated[
        bool, typer.Option("--inside", help="For learning here; else only what people allow to be shared.")
    ] = False,
    photos: Photos = None,
    seed: Annotated[int, typer.Option(min=0, help="Of which picture of a pair is first, where nobody saw them.")] = 0,
    overwrite: Overwrite = False, workspace: WorkspaceName = None, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Write a version for training programs. What its people do not allow stays here, and is counted."""
    from burnish.app.improving.exporting import Way, exported
    from burnish.app.team.noting import note_exported

    way: Way = _way(trl=trl, diffusion_dpo=diffusion_dpo, jsonl=jsonl)
    operator = open_operator(workspace)
    found = _found(operator, name)
    made = exported(
        found, out, way, _split(split), inside=inside, photos=photos, seed=seed, overwrite=overwrite
    )
    note_exported(operator.desk.store, operator.workspace, "dataset")
    document: dict[str, Any] = {
        "output": str(out), "dataset": found.digest, "format": way, "rows": made.rows, "left_out": dict(made.left_out),
    }  # fmt: skip
    answer(document, "\n".join(_export_lines(made, out)), as_json=as_json)


@datasets.command()
def verify(name: Named = "latest", workspace: WorkspaceName = None, as_json: AsJson = False) -> None:
    """Read every byte of a version and compare it with its manifest. Exit code 1 where something was changed."""
    found = _found(open_operator(workspace), name)
    damaged = found.damaged()
    words = f"Damaged: {', '.join(damaged)}" if damaged else f"{short(found.digest)} is as it was written."
    answer({"dataset": found.digest, "sound": not damaged, "damaged": list(damaged)}, words, as_json=as_json)
    if damaged:
        raise typer.Exit(FAILED)


def _there(operator: "Operator") -> "dict[int, Dataset]":
    """Those that are there, by the number in which they came to the ledger. Raises BadInput for a changed manifest."""
    from burnish.feedback.datasets.dataset import datasets_in

    folder = operator.folder / "datasets"
    found = {each.digest: each for each in (datasets_in(folder) if folder.is_dir() else ())}
    entered = dict.fromkeys(each.subject for each in operator.entries() if each.kind == "dataset.made")
    others = sorted(set(found) - set(entered))
    return {number: found[digest] for number, digest in enumerate([*entered, *others], 1) if digest in found}


def _found(operator: "Operator", name: str) -> "Dataset":
    from burnish.app.improving.naming import LEAST, id_named
    from burnish.errors import NotFound

    there = _there(operator)
    if not there:
        raise NotFound("there is no dataset yet; burnish improve makes them")
    if name == "latest":
        return there[max(there)]
    if name.isdecimal() and len(name) < LEAST:
        if int(name) not in there:
            raise NotFound(f"there is no dataset {name}; there are {', '.join(map(str, there))}")
        return there[int(name)]
    by_digest = {each.digest: each for each in there.values()}
    return by_digest[id_named("dataset", by_digest, name, "sha256:")]


def _list(operator: "Operator", *, as_json: bool) -> None:
    rows: list[dict[str, Any]] = [
        {"number": number} | _document(each) for number, each in _there(operator).items()
    ]
    told = [
        (each["number"], short(each["digest"]), (each["last"] or "")[:10],
         *(each["splits"][name]["examples"] for name in ("train", "validation", "test")),
         sum(split["people"] for split in each["splits"].values()), sum(each["left_out"].values()))
        for each in rows
    ]  # fmt: skip
    titles = ("", "dataset", "up to", "train", "validation", "test", "people", "left out")
    lines = columns(titles, told) or ["No datasets yet: burnish improve makes them."]
    answer({"workspace": operator.workspace, "datasets": rows}, "\n".join(lines), as_json=as_json)


def _document(dataset: "Dataset") -> dict[str, Any]:
    manifest = dataset.manifest
    return {
        "digest": dataset.digest, "examples": manifest.examples,
        "last": None if manifest.last is None else manifest.last.isoformat(),
        "splits": {name: each.model_dump(mode="json") for name, each in manifest.splits.items()},
        "left_out": dict(manifest.left_out), "parent": manifest.making.parent, "code": manifest.making.code_version,
    }  # fmt: skip


def _way(*, trl: bool, diffusion_dpo: bool, jsonl: bool) -> Any:
    from burnish.errors import BadInput

    named = [
        name for name, is_on in (("trl", trl), ("diffusion_dpo", diffusion_dpo), ("jsonl", jsonl)) if is_on
    ]
    if len(named) != 1:
        raise BadInput("one of --trl, --diffusion-dpo and --jsonl is needed")
    return named[0]


def _split(name: str | None) -> Any:
    from burnish.errors import BadInput
    from burnish.feedback.datasets.splitting import SPLITS

    if name is not None and name not in SPLITS:
        raise BadInput(f"--split {name!r}; {', '.join(SPLITS)} are allowed")
    return name


def _export_lines(made: "Exported", out: Path) -> list[str]:
    return [
        f"Wrote {out}: {made.rows} rows.",
        *(f"  {number} left out: {why}" for why, number in made.left_out.items()),
    ]
