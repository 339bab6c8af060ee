"""`burnish info`: what a photo file says about itself."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from burnish.cli.answer import AsJson, answer
from burnish.errors import BurnishError

if TYPE_CHECKING:
    from burnish.imaging.files import PhotoInfo


def info(
    photo: Annotated[Path, typer.Argument(help="A photo.", metavar="PHOTO")],
    as_json: AsJson = False,
) -> None:
    """Show a photo's format, size, colors, how it was taken, and its Content Credentials if it has any."""
    from burnish.imaging.files import probe

    facts = probe(photo)
    credentials = _credentials(photo, facts)
    document = facts.model_dump(mode="json") | {"photo": str(photo), "credentials": credentials}
    answer(document, _page(facts, credentials), as_json=as_json)


def _credentials(photo: Path, facts: "PhotoInfo") -> dict[str, Any] | None:
    """The credentials; where they cannot be read, why."""
    from burnish.recipe.credentials import MIME_TYPES, read_credentials

    if facts.format not in MIME_TYPES or not _may_have_credentials(photo):
        return None
    try:
        found = read_credentials(photo)
    except BurnishError as error:
        return {"state": "Unread", "problems": [str(error)]}
    return None if found is None else dict(found)


def _may_have_credentials(photo: Path) -> bool:
    """Whether the file mentions C2PA at all: the library costs more to load than the file to read."""
    return b"c2pa" in photo.read_bytes()


def _page(facts: "PhotoInfo", credentials: Mapping[str, Any] | None) -> str:
    taken = facts.capture
    lines = {
        "Format": f"{facts.format}, {facts.bits} bits, {facts.bytes:,} bytes",
        "Size": f"{facts.width} × {facts.height} ({facts.width * facts.height / 1e6:.1f} megapixels)",
        "Colors": facts.color_profile + (", with transparency" if facts.has_alpha else ""),
        "Camera": taken.camera,
        "Lens": taken.lens,
        "Exposure": _exposure(taken.exposure_s, taken.f_number, taken.iso, taken.focal_length_mm),
        "Taken": taken.taken_at,
        "Location": "in the file; renders leave it out unless asked" if facts.has_location else None,
        "Digest": facts.digest,
    }
    if credentials is not None:
        lines["Credentials"] = _told(credentials)
    text = [f"{name:<12}{value}" for name, value in lines.items() if value]
    return "\n".join([*text, *(f"{'Note':<12}{each}" for each in facts.notes)])


def _told(credentials: Mapping[str, Any]) -> str:
    if credentials["state"] == "Unread":
        return f"not read: {credentials['problems'][0]}"
    actions = [str(each.get("action", "")).removeprefix("c2pa.") for each in credentials["actions"]]
    by = ", ".join(filter(None, (credentials["generator"], credentials["signer"])))
    return f"{credentials['state']}, by {by or 'nobody named'}: {', '.join(actions) or 'no actions'}"


def _exposure(seconds: float | None, f_number: float | None, iso: int | None, focal_mm: float | None) -> str:
    parts: list[str] = []
    if seconds:
        parts.append(f"1/{round(1 / seconds)} s" if seconds < 0.4 else f"{seconds:g} s")
    if f_number:
        parts.append(f"f/{f_number:g}")
    if iso:
        parts.append(f"ISO {iso}")
    if focal_mm:
        parts.append(f"{focal_mm:g} mm")
    return ", ".join(parts)
