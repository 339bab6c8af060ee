"""Where the bytes of a store are, in its folder or in a bucket, and that this stays so until somebody moves them.

Whoever forgot the bucket's address would otherwise look for pictures in the folder, and put new ones there.
"""

from importlib.util import find_spec
from pathlib import Path

from burnish.errors import BadInput
from burnish.imaging.atomic import write_atomically
from burnish.storage.blobs import BlobFolder, Blobs
from burnish.storage.faults import told
from burnish.storage.object_address import parse_address

BLOBS_NAME = "blobs"
MARK = "bytes.at"
"""The file that names the bucket; there is none where the bytes are in the folder."""

SETTING = "BURNISH_OBJECTS"


def blobs_at(folder: Path, objects: str | None) -> Blobs:
    """The bytes of the store in this folder, or in the bucket of this address. Raises BadInput."""
    if not objects:
        return BlobFolder(folder / BLOBS_NAME)
    if find_spec("obstore") is None:
        raise BadInput("pictures in S3 need the extra 'objects': pip install 'burnish[objects]'")
    from burnish.storage.bucket import Bucket
    from burnish.storage.objects import ObjectBlobs

    return ObjectBlobs(Bucket(parse_address(objects)), BLOBS_NAME)


def check_settled(folder: Path, blobs: Blobs) -> None:
    """Raise BadInput where the folder says that its store's bytes are in another bucket, or in one at all."""
    marked = _marked(folder)
    if marked and (isinstance(blobs, BlobFolder) or blobs.place != marked):
        raise BadInput(
            f"the pictures of {str(folder)!r} are in {marked!r}; name that by {SETTING}, or `objects` in the settings, "
            "or move them: burnish store copy"
        )


def settle(folder: Path, blobs: Blobs) -> None:
    """Hold on to where the bytes are, the first time that there is a bucket. Raises BadInput, WriteFailed."""
    check_settled(folder, blobs)
    if isinstance(blobs, BlobFolder) or _marked(folder):
        return
    if (folder / BLOBS_NAME).is_dir() and any((folder / BLOBS_NAME).glob("[!.]*")):
        raise BadInput(
            f"the pictures of {str(folder)!r} are in it, and not in {blobs.place!r}; bring them there first: "
            f"burnish store copy {folder} {folder} --to-blobs {blobs.place}"
        )
    move(folder, blobs)


def move(folder: Path, blobs: Blobs) -> None:
    """From now on the bytes of the store in this folder are there. Raises WriteFailed."""
    with told("say where the pictures are", str(folder)):
        if isinstance(blobs, BlobFolder):
            (folder / MARK).unlink(missing_ok=True)
        else:
            write_atomically(folder / MARK, blobs.place.encode() + b"\n")


def is_marked(folder: Path, blobs: Blobs | None = None) -> bool:
    """Whether a folder names a bucket, or this one, as the place of its store's bytes."""
    marked = _marked(folder)
    return bool(marked) and (blobs is None or blobs.place == marked)


def _marked(folder: Path) -> str:
    """The bucket that a folder names; empty where it names none."""
    try:
        return (folder / MARK).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""
