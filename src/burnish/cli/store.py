"""`burnish store`: copy what was said and learned to another place, check it, keep it safe and bring it back."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from burnish.cli.answer import DONE, FAILED, AsJson, answer, note
from burnish.cli.ending import at_end

if TYPE_CHECKING:
    from burnish.storage.sql import SqlStore

store = typer.Typer(
    name="store",
    help="What was said and learned: copy it to another place, check it, back it up, restore it.",
)

StoreName = Annotated[
    str | None,
    typer.Argument(help="A folder, or postgresql://… of a server; else this home's.", metavar="[STORE]"),
]
Blobs = Annotated[
    str | None,
    typer.Option(
        help="The pictures of a store on a server, or of one in a folder: a folder, or s3://…; else this home's.",
        metavar="PLACE",
    ),
]
ToBlobs = Annotated[str | None, typer.Option(help="The same for TO.", metavar="PLACE")]


@dataclass(frozen=True)
class Where:
    """Where a store is."""

    folder: Path
    url: str | None
    objects: str | None
    """The bucket of its pictures; None where they are in the folder."""
    is_of_folder: bool
    """Whether it is the folder's own store, and not one on some server whose pictures could be there."""


@store.command()
def copy(
    source: Annotated[str, typer.Argument(help="A folder with a store, or postgresql://….", metavar="FROM")],
    target: Annotated[
        str, typer.Argument(help="A folder, made if needed, or postgresql://…; empty.", metavar="TO")
    ],
    blobs: Blobs = None, to_blobs: ToBlobs = None, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Copy a store, from SQLite or PostgreSQL to either, compared row by row. What was interrupted goes on.

    The source is only read. Who is signed in and leases of jobs stay behind. TO is used once all of it is there.
    """
    from burnish.storage.bytes_place import move
    from burnish.storage.copying import copy_store
    from burnish.storage.opening import open_store

    blobs, to_blobs = _both(source, target, blobs, to_blobs)
    where = _place(target, to_blobs)
    reading = _opened(source, blobs)
    writing = open_store(where.folder, where.url, where.objects, is_settled=False)
    at_end(writing.close)
    copied = copy_store(reading, writing, note, lambda: False)
    if where.is_of_folder:
        move(where.folder, writing.blobs)
    done = "Both hold the same already" if copied.was_there else "Copied, and compared row by row"
    answer(copied.document(), f"{done}: {_words(copied.document())}", as_json=as_json)


@store.command()
def verify(
    name: StoreName = None,
    against: Annotated[
        str | None, typer.Option(help="Another store, which is to hold the same.", metavar="STORE")
    ] = None,
    blobs: Blobs = None, to_blobs: ToBlobs = None, as_json: AsJson = False,
) -> int:  # fmt: skip
    """Check that a store is sound: its database, documents, ledgers, and the digest of every picture.

    Exit code 1 where it is not, or not the same as the other.
    """
    from burnish.storage.reading_only import snapshot
    from burnish.storage.verifying import MOST_FAULTS, faults_of

    blobs, to_blobs = _both(name, against, blobs, to_blobs)
    one = _opened(name, blobs)
    with snapshot(one.database) as reading:
        faults = list(islice(faults_of(one, reading), MOST_FAULTS))
        if against is not None and not faults:
            faults += _not_the_same(reading, _opened(against, to_blobs))
    document: dict[str, Any] = {"sound": not faults, "faults": faults}
    if not faults:
        document |= _digest(one)
    text = "\n".join(faults) if faults else f"Sound: {_words(document)}"
    answer(document, text, as_json=as_json)
    return FAILED if faults else DONE


@store.command()
def digest(name: StoreName = None, blobs: Blobs = None, as_json: AsJson = False) -> None:
    """Print one digest of all that a store holds: the same for the same, in SQLite and in PostgreSQL."""
    document = _digest(_opened(name, blobs))
    answer(document, str(document["digest"]), as_json=as_json)


@store.command()
def backup(
    out: Annotated[
        Path,
        typer.Argument(help="A new folder, or a new file: *.tar, *.tar.gz or *.tgz.", metavar="FILE|FOLDER"),
    ],
    as_json: AsJson = False,
) -> None:
    """Back up this home while people go on: store, pictures, conversations, masks, what was learned.

    It holds what people said and their photos: keep it like those. People who are forgotten later are still in it.
    """
    from burnish.app import home_folder
    from burnish.app.backup.backing_up import back_up
    from burnish.cli.words import count

    manifest = back_up(home_folder(), _opened(None, None), out, datetime.now(UTC), note)
    left = ", ".join(sorted(manifest.left_out))
    text = (
        f"Backed up into {out}: {count(manifest.rows, 'row')}, {count(manifest.files, 'file')}, "
        f"{manifest.bytes:,} bytes.\nStore {manifest.store}\nNot in it: {left}."
    )
    if manifest.absent:
        text += f"\nNot there to be backed up: {', '.join(manifest.absent)}"
    document = {"backup": str(out), **manifest.model_dump(mode="json", by_alias=True)}
    answer(document, text, as_json=as_json)


@store.command()
def restore(
    made: Annotated[Path, typer.Argument(help="What `burnish store backup` made.", metavar="FILE|FOLDER")],
    as_json: AsJson = False,
) -> None:
    """Restore a backup into this home, which has to be empty. Every digest is checked before anything is there."""
    from burnish.app import home_folder
    from burnish.app.backup.restoring import restore as restored
    from burnish.cli.words import count

    done = restored(made, home_folder(), _own().url, note, _own().objects)
    told = "This home held all of it already" if done.was_there else f"Restored into {home_folder()}"
    rows, files = count(done.manifest.rows, "row"), count(done.manifest.files, "file")
    text = f"{told}: {rows}, {files}, every digest as it was backed up.\nStore {done.manifest.store}"
    answer({"home": str(home_folder()), **done.document()}, text, as_json=as_json)


@store.command()
def sweep(
    remove: Annotated[
        bool, typer.Option("--remove", help="Remove them; without it they are only named.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Find pictures that nobody refers to any more: what was cut short, or stayed behind when pictures moved to S3.

    Everything that is there is looked at, so no other store may have the same folder or bucket and prefix.
    """
    from burnish.cli.words import count
    from burnish.storage.opening import open_store
    from burnish.storage.orphans import orphans

    own = _own()
    opened = open_store(own.folder, own.url, own.objects)
    at_end(opened.close)
    found = list(orphans(opened, own.folder, removes=remove))
    done = "Removed" if remove else "Nobody refers to"
    text = "\n".join(
        [f"{each.place} {each.key}" for each in found] + [f"{done} {count(len(found), 'file')}."]
    )
    document = {"removed": remove, "files": [{"place": each.place, "key": each.key} for each in found]}
    answer(document, text, as_json=as_json)


@store.command()
def lifecycle(as_json: AsJson = False) -> None:
    """Print the rules by which the server of the bucket lets previews, exports and left-overs go by itself.

    Burnish clears up without them as well, while a studio runs. Exit code 2 where pictures are not in S3.
    """
    import json

    from burnish.errors import BadInput
    from burnish.storage.object_address import parse_address
    from burnish.storage.object_files import lifecycle as rules_of

    objects = _own().objects
    if not objects:
        raise BadInput(
            "the pictures are in a folder, which needs no rules; BURNISH_OBJECTS=s3://… names a bucket"
        )
    address = parse_address(objects)
    rules = rules_of(address.prefix)
    note(
        f"For: aws s3api put-bucket-lifecycle-configuration --bucket {address.bucket} "
        "--lifecycle-configuration file://rules.json (it replaces rules that the bucket has)"
    )
    answer(rules, json.dumps(rules, indent=2), as_json=as_json)


def _opened(name: str | None, blobs: str | None) -> "SqlStore":
    """A store to be read. Raises BadInput, Failure."""
    from burnish.storage.reading_only import open_to_read

    where = _place(name, blobs)
    is_settled = where.is_of_folder and blobs is None
    opened = open_to_read(where.folder, where.url, where.objects, is_settled=is_settled)
    at_end(opened.close)
    return opened


def _both(
    name: str | None, other: str | None, blobs: str | None, to_blobs: str | None
) -> tuple[str | None, str | None]:
    """Where the pictures of two stores are: one place that is named is of those that are on servers."""
    if to_blobs is not None or other is None or "://" not in other:
        return blobs, to_blobs
    return (blobs if name is None or "://" in name else None), blobs


def _place(name: str | None, blobs: str | None) -> Where:
    """Where a store is, and its pictures."""
    from burnish.storage.object_address import is_address

    own = _own()
    if name is None or "://" in name:
        url = own.url if name is None else name
        where = Where(own.folder, url, own.objects, is_of_folder=name is None or name == own.url)
    else:
        where = Where(Path(name), None, _objects_of(Path(name), own.objects), is_of_folder=True)
    if blobs is None:
        return where
    if is_address(blobs):
        return replace(where, objects=blobs)
    return replace(where, folder=Path(blobs) if where.url else where.folder, objects=None)


def _objects_of(folder: Path, objects: str | None) -> str | None:
    """The bucket of the settings, where it is this folder's."""
    from burnish.storage.bytes_place import blobs_at, is_marked

    return objects if objects and is_marked(folder, blobs_at(folder, objects)) else None


def _own() -> Where:
    from burnish.app import home_folder, open_darkroom
    from burnish.app.feedback import STORE_FOLDER
    from burnish.app.planning import open_feedback

    desk = open_feedback(open_darkroom())
    return Where(home_folder() / STORE_FOLDER, desk.store_url, desk.objects_url, is_of_folder=True)


def _digest(one: "SqlStore") -> dict[str, Any]:
    from burnish.storage.digests import store_digest

    return store_digest(one).document()


def _not_the_same(reading: Any, other: "SqlStore") -> list[str]:
    from burnish.storage.comparing import first_difference
    from burnish.storage.reading_only import snapshot

    with snapshot(other.database) as there:
        difference, _ = first_difference(reading, there)
    return [] if difference is None else [f"not the same: {difference.words('here', 'in the other')}"]


def _words(document: dict[str, Any]) -> str:
    from burnish.cli.words import count

    held = document["bytes"]
    files = f"{count(document['rows'], 'row')}, {count(held['files'], 'file')} of {held['bytes']:,} bytes"
    absent = f"\nNever kept to the end: {', '.join(held['absent'])}" if held["absent"] else ""
    return f"{files}\n{document['digest']}{absent}"
