"""Which file each photo becomes, decided and checked before the first pixel."""

import re
from collections.abc import Sequence
from pathlib import Path

from burnish.app import is_same_file
from burnish.app.fleet.rendering import Job
from burnish.errors import BadInput
from burnish.imaging.files import OUTPUT_SUFFIXES, output_format
from burnish.imaging.files.header import Kind

SUFFIX_OF: dict[str, str] = {
    "jpeg": ".jpg",
    "png": ".png",
    "tiff": ".tif",
    "webp": ".webp",
    "avif": ".avif",
}
"""What a file is called whose format was asked for."""

FIELDS = ("stem", "suffix", "folder")
"""What a pattern may hold of the photo's name: `{stem}`, `{suffix}` (no dot), `{folder}` (the last one)."""


def plan(photos: Sequence[Path], out: str, kind: Kind | None) -> tuple[Job, ...]:
    """A job for each photo.

    `out` is a file (for one photo), a folder, or a pattern such as `web/{stem}.webp`.

    Raises:
        BadInput: several photos would become one file, or one of the photos would be overwritten.
        UnsupportedFormat: a format that is not written.
    """
    jobs = tuple(_job(photo, out, kind, single=len(photos) == 1) for photo in photos)
    _check_distinct(jobs)
    for job in jobs:
        for photo in photos:
            if is_same_file(photo, job.out):
                raise BadInput(f"{str(job.out)!r} is the photo itself, which is never overwritten")
    return jobs


def _job(photo: Path, out: str, kind: Kind | None, *, single: bool) -> Job:
    path = _filled(photo, out) if "{" in out else Path(out)
    if "{" not in out and (not single or _is_folder(out)):
        path = path / (photo.stem + _suffix(photo, kind))
    named = output_format(path)
    if kind is not None and kind != named:
        raise BadInput(f"--format {kind} and the name {path.name!r} ask for different formats")
    return Job(photo, path, named)


def _filled(photo: Path, pattern: str) -> Path:
    values = {"stem": photo.stem, "suffix": photo.suffix.lstrip("."), "folder": photo.resolve().parent.name}
    parts = re.split(r"\{(\w*)\}", pattern)
    if not set(parts[1::2]) <= set(values) or any(brace in part for part in parts[::2] for brace in "{}"):
        allowed = ", ".join(f"{{{name}}}" for name in FIELDS)
        raise BadInput(f"the output pattern {pattern!r} cannot be filled in; allowed: {allowed}")
    return Path("".join(values.get(part, part) if k % 2 else part for k, part in enumerate(parts)))


def _is_folder(out: str) -> bool:
    """A folder there is, or a name that looks like one."""
    path = Path(out)
    return out.endswith(("/", "\\")) or path.is_dir() or (not path.suffix and not path.exists())


def _suffix(photo: Path, kind: Kind | None) -> str:
    """Of the asked format, else the photo's own, else JPEG where that cannot be written."""
    if kind is not None:
        return SUFFIX_OF[kind]
    own = photo.suffix.lower()
    return photo.suffix if own in OUTPUT_SUFFIXES else ".jpg"


def _check_distinct(jobs: Sequence[Job]) -> None:
    seen: dict[Path, Job] = {}
    for job in jobs:
        place = Path(*job.out.parent.resolve().parts, job.out.name)
        other = seen.setdefault(place, job)
        if other is not job:
            both = f"{str(other.photo)!r} and {str(job.photo)!r}"
            raise BadInput(
                f"{both} would both become {str(job.out)!r}; use a pattern with {{folder}} or {{suffix}}"
            )
