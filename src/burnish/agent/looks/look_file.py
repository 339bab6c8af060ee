"""Looks as files people can edit: one JSON document a look, every name and bound checked here."""

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from burnish.agent.looks.look import Look, LookStep, phrase_of, scales
from burnish.agent.looks.look_rules import Condition, Scaling
from burnish.errors import InvalidLook, RecipeError
from burnish.imaging.capped_read import read_capped
from burnish.imaging.masks import Mask
from burnish.tools.base import GeometryTool, SourceTool, Tool
from burnish.tools.catalogue import Catalogue

MAX_BYTES = 2**20
"""Largest look file that is read; the shipped ones have some thousands of bytes."""

Text = Annotated[str, Field(min_length=1, max_length=500)]


class _StepDocument(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    tool: Text
    params: dict[str, Any] = Field(default_factory=dict)
    """Amounts at full strength."""
    fixed: dict[str, Any] = Field(default_factory=dict)
    """Parameters that are the same at every strength."""
    mask: Mask | None = None
    reason: Text
    only_when: Annotated[tuple[Condition, ...], Field(max_length=8)] = ()
    scaled_by: Annotated[tuple[Scaling, ...], Field(max_length=8)] = ()


class _LookDocument(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    schema_: Annotated[Literal[1], Field(alias="schema")]
    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
    title: Text
    words: Annotated[tuple[Text, ...], Field(min_length=1, max_length=200)]
    description: Text
    steps: Annotated[tuple[_StepDocument, ...], Field(min_length=1, max_length=50)]


def read_look(path: Path, catalogue: Catalogue) -> Look:
    """The look in a file, whose name is the look's own. Raises InvalidLook, naming the file."""
    look = parse_look(read_capped(path, MAX_BYTES), path.name, catalogue)
    if look.name != path.stem:
        raise InvalidLook(f"look file {path.name!r} holds the look {look.name!r}; both names must agree")
    return look


def parse_look(data: bytes, file: str, catalogue: Catalogue) -> Look:
    """The look in JSON text; `file` is what an error calls it. Raises InvalidLook."""
    try:
        checked = _LookDocument.model_validate_json(data)
    except ValidationError as error:
        raise InvalidLook(f"look file {file!r}: {_explain(error)}") from None
    for words in checked.words:
        if not any(part[0].isalnum() for part in phrase_of(words)):
            raise InvalidLook(f"look file {file!r}: words {words!r} hold no word")
    steps = tuple(
        _step(each, f"look file {file!r}: step {n}", catalogue) for n, each in enumerate(checked.steps, 1)
    )
    return Look(checked.name, checked.title, checked.words, checked.description, steps)


def _step(each: _StepDocument, place: str, catalogue: Catalogue) -> LookStep:
    try:
        tool = catalogue.make(each.tool, each.params | each.fixed)
    except RecipeError as error:
        raise InvalidLook(f"{place}: {error}") from None
    _check_names(each, tool, place)
    return LookStep(tool, frozenset(each.params), each.reason, each.mask, each.only_when, each.scaled_by)


def _check_names(each: _StepDocument, tool: Tool, place: str) -> None:
    twice = sorted(each.params.keys() & each.fixed.keys())
    if twice:
        raise InvalidLook(f"{place}: {twice[0]!r} is in 'params' and in 'fixed'; it belongs in one of them")
    for name in each.params:
        if not scales(type(tool), name):
            raise InvalidLook(
                f"{place}: {name!r} of {tool.name!r} has no amount to scale; it belongs in 'fixed'"
            )
    for name in (name for scaling in each.scaled_by for name in scaling.of):
        if name not in each.params:
            known = ", ".join(each.params) or "none"
            raise InvalidLook(f"{place}: 'scaled_by' names {name!r}, which is not in 'params' ({known})")
    if isinstance(tool, GeometryTool) or (isinstance(tool, SourceTool) and tool.name == "heal"):
        raise InvalidLook(
            f"{place}: a look changes light and color, not what is in the frame; {tool.name!r} does"
        )
    if tool.is_neutral:
        raise InvalidLook(f"{place}: {tool.name!r} with these parameters does nothing")


def _explain(error: ValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"][:8]) or "look"
    given = repr(first["input"])
    short = given if len(given) <= 80 else given[:77] + "…"
    return f"{place} = {short}: {first['msg'][:1].lower()}{first['msg'][1:]}"
