"""The one JSON object that a chat model answers with: its schema, made from the tools', and its strict reading."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from burnish.agent.planner.intents import OPS, REGIONS, Op, Region
from burnish.agent.planner.origins import META
from burnish.errors import RecipeError
from burnish.recipe.document import parse_recipe
from burnish.recipe.recipe import SCHEMA, Step
from burnish.tools.base import Tool
from burnish.tools.catalogue import Catalogue

MOST_STEPS = 24
"""Steps that one answer may hold."""

NOT_OFFERED = frozenset({"lut"})
"""Tools that need a digest, which no model can know."""

Everywhere = Literal["whole", "drawn"]
"""Places that are no region: the whole picture, and what the person drew."""

PLACES: tuple[str, ...] = (*get_args(Everywhere), *REGIONS)
KEPT: tuple[str, ...] = tuple(dict.fromkeys(("all", *(op for op in OPS if op not in META), *REGIONS)))
"""What can be kept as it is: everything natural, an operation undone, or a region."""

Short = Annotated[str, Field(max_length=300)]
Long = Annotated[str, Field(max_length=2000)]
Share = Annotated[float, Field(ge=0, le=1)]


class _Said(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class SaidBox(_Said):
    """Where the model sees a thing, as fractions of the picture."""

    left: Share
    top: Share
    right: Share
    bottom: Share


class SaidStep(_Said):
    """A step as the model wants it."""

    tool: Annotated[str, Field(max_length=100)]
    params: dict[str, Any]
    words: Long
    """Of the request, copied."""
    reason: Long = ""
    region: Literal[Region, Everywhere] | None = None
    """None where nothing is said: the drawn mask, or where the replaced step was, or the whole picture."""
    where: Short = ""
    box: SaidBox | None = None
    replaces: int | None = None
    """Number of the step that it takes the place of, from 1."""
    confidence: Share = 0.8


class SaidRemoval(_Said):
    """A step that is to go."""

    step: int
    words: Long
    reason: Long = ""


class SaidKeep(_Said):
    """A constraint."""

    what: Literal[Op, Region, "all"]
    words: Long


class SaidUnsupported(_Said):
    """A wish that no tool can serve."""

    words: Long
    why: Long


class SaidQuestion(_Said):
    """A question with its answers."""

    text: Short
    options: Annotated[list[Short], Field(min_length=2, max_length=6)]


class SaidPlan(_Said):
    """The whole answer."""

    steps: Annotated[list[SaidStep], Field(max_length=MOST_STEPS)]
    remove: Annotated[list[SaidRemoval], Field(max_length=MOST_STEPS)] = Field(
        default_factory=list[SaidRemoval]
    )
    keep: Annotated[list[SaidKeep], Field(max_length=20)] = Field(default_factory=list[SaidKeep])
    unsupported: Annotated[list[SaidUnsupported], Field(max_length=20)] = Field(
        default_factory=list[SaidUnsupported]
    )
    question: SaidQuestion | None = None
    for_others: bool = False


@dataclass(frozen=True)
class Answered:
    """A sound answer, with the tools of its steps made."""

    said: SaidPlan
    tools: tuple[Tool, ...]
    """One for each of `said.steps`."""


def read_plan(
    document: Mapping[str, Any], catalogue: Catalogue, steps: tuple[Step, ...], *, has_drawing: bool
) -> Answered:
    """The answer that plain JSON values describe; `steps` are those of the recipe so far.

    Raises:
        RecipeError: anything that does not fit, with its place and what is allowed.
    """
    try:
        said = SaidPlan.model_validate(document)
    except ValidationError as error:
        raise RecipeError(_explain(error)) from None
    _check_numbers(said, steps)
    tools = tuple(_tool(place, each, catalogue) for place, each in enumerate(said.steps))
    for place, each in enumerate(said.steps):
        if each.region == "drawn" and not has_drawing:
            raise RecipeError(f"steps[{place}].region is 'drawn', but nothing was drawn")
    return Answered(said, tools)


def plan_schema(catalogue: Catalogue, *, steps: int, has_drawing: bool) -> dict[str, Any]:
    """The JSON schema of an answer, for servers that hold a model to one; `steps` is how many there are already.

    Kept to what every server's grammar knows: no patterns, tuples or defaults.
    """
    number = {"type": "integer", "minimum": 1, "maximum": steps}
    common: dict[str, Any] = {
        "words": _TEXT, "reason": _TEXT, "region": _ref("region"), "where": _TEXT, "box": _ref("box"),
        "confidence": _number(0, 1),
    }  # fmt: skip
    fields: dict[str, Any] = {
        "steps": [],
        "keep": _list(_object({"what": {"type": "string", "enum": list(KEPT)}, "words": _TEXT}), 20),
        "unsupported": _list(_object({"words": _TEXT, "why": _TEXT}), 20),
        "question": {
            "anyOf": [_object({"text": _TEXT, "options": _list(_TEXT, 6, least=2)}), {"type": "null"}]
        },
        "for_others": {"type": "boolean"},
    }
    if steps:
        common["replaces"] = number
        fields["remove"] = _list(_object({"step": number, "words": _TEXT, "reason": _TEXT}), MOST_STEPS)
    kinds = [_step_schema(tool, common) for tool in offered(catalogue)]
    fields["steps"] = _list({"anyOf": kinds}, MOST_STEPS)
    places = [place for place in PLACES if has_drawing or place != "drawn"]
    box = _object({side: _number(0, 1) for side in ("left", "top", "right", "bottom")})
    shared = {"region": {"type": "string", "enum": places}, "box": box}
    return _object(fields, needed=("steps",)) | {"$defs": shared}


def offered(catalogue: Catalogue) -> tuple[type[Tool], ...]:
    """The tools that a chat model may use."""
    return tuple(tool for tool in catalogue.tools if tool.name not in NOT_OFFERED)


_TEXT: Mapping[str, Any] = {"type": "string"}
_KEPT_KEYS = ("type", "enum", "const", "minimum", "maximum")


def _step_schema(tool: type[Tool], common: Mapping[str, Any]) -> dict[str, Any]:
    properties: Mapping[str, Any] = tool.model_json_schema()["properties"]
    params = _object({name: _plain(value) for name, value in properties.items()}, needed=())
    name = {"type": "string", "enum": [tool.name]}
    return _object({"tool": name, "params": params, **common}, needed=("tool", "params", "words", "reason"))


def _plain(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A parameter's schema without what some server does not know; what is lost is checked when it is read."""
    if "anyOf" in schema:
        return {"anyOf": [_plain(kind) for kind in schema["anyOf"]]}
    plain = {key: schema[key] for key in _KEPT_KEYS if key in schema}
    if plain.get("type") == "array":
        items = schema.get("items", {})
        inner = items["prefixItems"][0] if "prefixItems" in items else items
        plain["items"] = {"type": "array", "items": _plain(inner)} if inner is not items else _plain(items)
    return plain


def _object(properties: Mapping[str, Any], needed: tuple[str, ...] | None = None) -> dict[str, Any]:
    required = list(properties) if needed is None else list(needed)
    return {
        "type": "object", "properties": dict(properties), "required": required, "additionalProperties": False,
    }  # fmt: skip


def _list(items: Mapping[str, Any], most: int, *, least: int = 0) -> dict[str, Any]:
    return {"type": "array", "items": dict(items), "maxItems": most} | ({"minItems": least} if least else {})


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


def _number(low: float, high: float) -> dict[str, Any]:
    return {"type": "number", "minimum": low, "maximum": high}


def _tool(place: int, said: SaidStep, catalogue: Catalogue) -> Tool:
    if said.tool in NOT_OFFERED:
        raise RecipeError(f"steps[{place}].tool = {said.tool!r} cannot be used here")
    params = {name: value for name, value in said.params.items() if value is not None}
    try:
        made = parse_recipe({"schema": SCHEMA, "steps": [{"tool": said.tool, "params": params}]}, catalogue)
    except RecipeError as error:
        raise RecipeError(f"steps[{place}]: {error}") from None
    return made.steps[0].tool


def _check_numbers(said: SaidPlan, steps: tuple[Step, ...]) -> None:
    """Raises RecipeError where a number names no step, another tool's step, or one step twice."""
    named = [(f"steps[{n}].replaces", each.replaces) for n, each in enumerate(said.steps)]
    named += [(f"remove[{n}].step", each.step) for n, each in enumerate(said.remove)]
    seen: set[int] = set()
    for place, number in named:
        if number is None:
            continue
        if not 1 <= number <= len(steps):
            allowed = f"1 to {len(steps)}" if steps else "nothing, for the recipe is empty"
            raise RecipeError(f"{place} = {number!r} is no step of the recipe; allowed is {allowed}")
        if number in seen:
            raise RecipeError(f"{place} = {number!r} names a step for the second time")
        seen.add(number)
    for place, each in enumerate(said.steps):
        if each.replaces is not None and steps[each.replaces - 1].tool.name != each.tool:
            was = steps[each.replaces - 1].tool.name
            raise RecipeError(
                f"steps[{place}] replaces step {each.replaces}, which is {was!r}, not {each.tool!r}"
            )


def _explain(error: ValidationError) -> str:
    told: list[str] = []
    for each in error.errors()[:3]:
        place = ".".join(str(part) for part in each["loc"][:8]) or "the object"
        value = repr(each["input"])
        value = value if len(value) <= 80 else value[:79] + "…"
        told.append(f"{place} = {value}: {each['msg'][:1].lower()}{each['msg'][1:]}")
    return "; ".join(told)
