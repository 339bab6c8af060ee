"""Recipes from JSON: the edge where every name, bound and version is checked."""

import json
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from burnish.errors import InvalidStep, RecipeError, UnknownSchema
from burnish.imaging.masks import Mask
from burnish.recipe.migrations import migrated
from burnish.recipe.recipe import SCHEMA, Recipe, Step
from burnish.tools.catalogue import Catalogue

MAX_BYTES = 32 * 2**20
MAX_STEPS = 1000
MOST_PLACES = 12
"""Names on the way to a problem that a message spells out."""


class _StepDocument(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    tool: Annotated[str, Field(max_length=100)]
    params: dict[str, Any] = Field(default_factory=dict)
    mask: Mask | None = None
    opacity: Annotated[float, Field(ge=0, le=1, strict=True)] = 1.0
    enabled: Annotated[bool, Field(strict=True)] = True
    reason: Annotated[str, Field(max_length=10_000)] = ""
    author: Literal["person", "planner", "agent", "import"] = "person"


class _RecipeDocument(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_: Annotated[int, Field(alias="schema")]
    title: Annotated[str, Field(max_length=1000)] = ""
    steps: Annotated[tuple[_StepDocument, ...], Field(max_length=MAX_STEPS)] = ()


def parse_recipe(document: Any, catalogue: Catalogue) -> Recipe:
    """The recipe that plain JSON values describe, migrated to the current schema.

    Raises:
        UnknownSchema: the document comes from a newer Burnish.
        UnknownTool: a step names a tool that is not in the catalogue.
        InvalidStep: anything else that does not fit, named with its place.
    """
    if not isinstance(document, dict) or "schema" not in document:
        msg = f'a recipe is a JSON object with "schema" and "steps", not {_short(document)}'
        raise RecipeError(msg)
    version = document["schema"]
    if not isinstance(version, int) or isinstance(version, bool) or not 1 <= version <= SCHEMA:
        msg = f"recipe schema {version!r} is unknown; this Burnish reads 1 to {SCHEMA}"
        raise UnknownSchema(msg)
    try:
        checked = _RecipeDocument.model_validate(migrated(document))
    except ValidationError as error:
        raise InvalidStep(_explain(error)) from None
    return Recipe(tuple(_step(each, catalogue) for each in checked.steps), checked.title)


def parse_recipe_json(text: str | bytes, catalogue: Catalogue) -> Recipe:
    """The recipe in JSON text; see `parse_recipe`. Raises RecipeError for what is not JSON."""
    if len(text) > MAX_BYTES:
        msg = f"recipe of {len(text)} bytes; at most {MAX_BYTES} are read"
        raise RecipeError(msg)
    try:
        document = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        msg = f"recipe is not JSON: {error}"
        raise RecipeError(msg) from None
    return parse_recipe(document, catalogue)


def read_recipe(path: Path, catalogue: Catalogue) -> Recipe:
    """The recipe in a JSON file; see `parse_recipe_json`."""
    try:
        if path.stat().st_size > MAX_BYTES:
            msg = f"{path.name!r} has {path.stat().st_size} bytes; a recipe has at most {MAX_BYTES}"
            raise RecipeError(msg)
        text = path.read_bytes()
    except OSError as error:
        msg = f"cannot read recipe {str(path)!r}: {error.strerror}"
        raise RecipeError(msg) from None
    return parse_recipe_json(text, catalogue)


def _step(each: _StepDocument, catalogue: Catalogue) -> Step:
    tool = catalogue.make(each.tool, each.params)
    return Step(tool, each.mask, each.opacity, each.enabled, each.reason, each.author)


def _no_constant(name: str) -> float:
    msg = f"{name} is not a number that a recipe may hold"
    raise ValueError(msg)


def _explain(error: ValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"][:MOST_PLACES]) or "recipe"
    return f"recipe: {place} = {_short(first['input'])}: {first['msg'][:1].lower()}{first['msg'][1:]}"


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "…"
