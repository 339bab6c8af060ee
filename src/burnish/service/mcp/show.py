"""Looking, comparing, exporting, and what there is to choose from."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from burnish.app import ExportOptions
from burnish.app.session import PhotoSession
from burnish.errors import BadInput
from burnish.recipe.recipe import Recipe, Step
from burnish.service.foreign_text import foreign
from burnish.service.mcp.answers import (
    Compared,
    Exported,
    FromFile,
    LooksTold,
    LookTold,
    Seen,
    ToolsTold,
    ToolTold,
)
from burnish.service.mcp.arguments import About, Compare, Export, Look, Nothing
from burnish.service.mcp.offer import Desk, Reply
from burnish.service.open_photos import is_wanted
from burnish.service.previews import Pixels, beside, panels, pixels, preview
from burnish.tools.base import GeometryTool, Tool


async def look(desk: Desk, said: Look) -> Reply:
    """What is seen in a photo."""
    name = Path(said.photo).name

    def seen(session: PhotoSession) -> Reply:
        return Reply(_seen(session, name), preview(session, session.recipe))

    return await desk.photos.with_photo(said.photo, seen, afresh=said.start_over)


async def compare(desk: Desk, said: Compare) -> Reply:
    """Two states side by side."""

    def compared(session: PhotoSession) -> Reply:
        left, title = _left(session, said)
        pictures = panels(session, (left, session.recipe))
        told = Compared(left=title, right="now", difference=_difference(session, left, pictures))
        return Reply(told, beside(pictures))

    return await desk.photos.with_photo(said.photo, compared)


async def export(desk: Desk, said: Export) -> Reply:
    """Write the edited photo into a file."""
    out = desk.photos.roots.new(said.file)
    options = ExportOptions(said.long_side, said.quality, color_space=said.color_space)

    def exported(session: PhotoSession) -> Reply:
        if said.overwrite and out.exists() and not _is_own(desk, out):
            raise BadInput(f"{said.file!r} is not as this server wrote it; choose another name")
        is_wanted()
        done = session.export(out, options, overwrite=said.overwrite)
        session.observed("export")
        desk.written[out] = digest_of(done.data)
        told = Exported(
            file=foreign(said.file), width=done.width, height=done.height, bytes=len(done.data),
            digest=desk.written[out],
        )  # fmt: skip
        return Reply(told)

    return await desk.photos.with_photo(said.photo, exported)


def digest_of(data: bytes) -> str:
    """`sha256:` of the bytes."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _is_own(desk: Desk, out: Path) -> bool:
    """Whether this server wrote the file, and nobody changed it since."""
    if out not in desk.written or not out.is_file():
        return False
    with out.open("rb") as file:
        return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}" == desk.written[out]


async def looks(desk: Desk, said: Nothing) -> Reply:  # noqa: ARG001 - every tool takes its arguments
    """The looks there are."""
    from burnish.app.planning import looks as all_looks

    def told() -> LooksTold:
        found = all_looks(desk.darkroom.catalogue, desk.darkroom.home / "looks")
        return LooksTold(
            looks=tuple(
                LookTold(
                    name=foreign(each.name), title=foreign(each.title), words=tuple(map(foreign, each.words)),
                    description=foreign(each.description),
                )
                for each in found
            )
        )  # fmt: skip

    return Reply(await desk.photos.in_thread(told))


async def tools(desk: Desk, said: About) -> Reply:
    """The tools there are, or one with its parameters."""
    catalogue = desk.darkroom.catalogue
    if said.tool is not None:
        return Reply(ToolsTold(tools=(_tool(catalogue.tool(said.tool), in_full=True),)))
    return Reply(ToolsTold(tools=tuple(_tool(each, in_full=False) for each in catalogue.tools)))


def _seen(session: PhotoSession, name: str) -> Seen:
    from burnish.agent.policy.auto_enhance import diagnosed
    from burnish.imaging.files import describe_photo
    from burnish.service.seen import finding_words, in_words

    info, perception = describe_photo(session.source), session.perception
    taken = info.capture
    return Seen(
        format=info.format, width=perception.width, height=perception.height,
        facts=in_words(perception.facts),
        findings=tuple(map(finding_words, diagnosed(perception))),
        faces=perception.facts.face_count, sky=round(perception.facts.sky_share, 3),
        edited=bool(session.recipe.steps),
        from_file=FromFile(
            name=foreign(name), color_profile=foreign(info.color_profile), camera=_maybe(taken.camera),
            lens=_maybe(taken.lens), taken_at=_maybe(taken.taken_at),
        ),
    )  # fmt: skip


def _maybe(text: str | None) -> str | None:
    return None if text is None else foreign(text)


def _left(session: PhotoSession, said: Compare) -> tuple[Recipe, str]:
    last = session.conversation.last
    if said.against == "original":
        return Recipe(), "original"
    if last is None:
        raise BadInput("nothing was said about this photo yet, so there is no turn to compare with")
    return last.before, "before the last turn"


def _difference(session: PhotoSession, left: Recipe, pictures: Sequence[Pixels]) -> float:
    """Mean CIEDE2000 between an edit and the one that stands, both cropped and turned as the latter is."""
    from burnish.imaging.color import srgb8_to_linear
    from burnish.imaging.difference import picture_difference

    one, other = pictures
    moved = _moving(session.recipe)
    if _moving(left) != moved:
        still = tuple(step for step in left.steps if not isinstance(step.tool, GeometryTool))
        one = pixels(session, Recipe((*still, *moved)), max(other.shape[:2]))
    return round(picture_difference(srgb8_to_linear(one), srgb8_to_linear(other)).mean, 2)


def _moving(recipe: Recipe) -> tuple[Step, ...]:
    """The steps that crop, turn and bend."""
    return tuple(step for step in recipe.steps if isinstance(step.tool, GeometryTool))


def _tool(tool: type[Tool], *, in_full: bool) -> ToolTold:
    schema = tool.model_json_schema()
    parameters: dict[str, Any] = schema["properties"]
    if not in_full:
        parameters = {name: _first_line(each.get("description", "")) for name, each in parameters.items()}
    elif "$defs" in schema:
        parameters = {**parameters, "$defs": schema["$defs"]}
    description = schema["description"] if in_full else _first_line(schema["description"])
    return ToolTold(name=tool.name, group=tool.group, description=description, parameters=parameters)


def _first_line(text: str) -> str:
    return text.split("\n", 1)[0]
