"""Plans from JSON, as the log of a conversation keeps them."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from burnish.agent.planner.intents import Color, Direction, Intent, Op, Quantity, Region, Strength, Unit
from burnish.agent.planner.plan import (
    PLAN_SCHEMA,
    Candidate,
    Change,
    ChangeKind,
    Keep,
    Option,
    Plan,
    PlannerVersion,
    Question,
    Unsupported,
)
from burnish.errors import BadInput, UnknownSchema
from burnish.recipe.document import parse_recipe
from burnish.recipe.recipe import SCHEMA, Recipe, Step
from burnish.tools.catalogue import Catalogue

_STEP_FIELDS = ("tool", "params", "mask", "opacity", "enabled", "reason", "author")


class _Document(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class _Intent(_Document):
    op: Op
    direction: Direction | None
    amount: Strength | float
    unit: Unit = ""
    absolute: bool = False
    region: Region | None
    color: Color | None
    target: str | None
    phrase: str | None
    span: tuple[int, int]
    confidence: float

    def intent(self) -> Intent:
        strength: Strength = "medium"
        quantity: Quantity | None = None
        if isinstance(self.amount, str):
            strength = self.amount
        else:
            quantity = Quantity(self.amount, self.unit, self.absolute)
        return Intent(
            self.op, self.direction, strength, quantity, self.region,
            self.color, self.phrase or "", self.target or "", self.span, self.confidence,
        )  # fmt: skip


class _Option(_Document):
    label: str
    candidate: int | None


class _Question(_Document):
    text: str
    options: tuple[_Option, ...]


class _Unsupported(_Document):
    text: str
    why: str
    intent: int | None


class _Keep(_Document):
    what: str
    text: str


class _Planner(_Document):
    name: str
    version: str


class _Alternative(_Document):
    title: str = ""
    probability: float
    steps: tuple[dict[str, Any], ...]
    recipe: dict[str, Any]


class _Plan(_Alternative):
    schema_: Annotated[Literal[1], Field(alias="schema")] = PLAN_SCHEMA
    text: str
    intents: tuple[_Intent, ...]
    keep: tuple[_Keep, ...]
    unsupported: tuple[_Unsupported, ...]
    question: _Question | None
    confidence: float
    confident: bool
    notes: tuple[str, ...]
    for_others: bool
    alternatives: tuple[_Alternative, ...]
    planner: _Planner


_KIND: TypeAdapter[ChangeKind] = TypeAdapter(ChangeKind)


def parse_plan(document: Mapping[str, Any], catalogue: Catalogue) -> Plan:
    """The plan that its own document describes.

    Raises:
        UnknownSchema: it comes from a newer Burnish.
        BadInput: it is no plan, or its steps are not sound in this catalogue.
    """
    version = document.get("schema")
    if version != PLAN_SCHEMA:
        raise UnknownSchema(f"plan schema {version!r} is unknown; this Burnish reads {PLAN_SCHEMA}")
    try:
        read = _Plan.model_validate(document)
    except ValidationError as error:
        raise BadInput(f"not a plan: {error.errors()[0]['msg']} at {error.errors()[0]['loc']!r}") from None
    return Plan(
        read.text, tuple(each.intent() for each in read.intents),
        tuple(_candidate(each, catalogue) for each in (read, *read.alternatives)),
        PlannerVersion(read.planner.name, read.planner.version),
        tuple(Keep(each.what, each.text) for each in read.keep),
        tuple(Unsupported(each.text, each.why, each.intent) for each in read.unsupported),
        None if read.question is None else _question(read.question),
        read.confidence, read.confident, read.notes, read.for_others,
    )  # fmt: skip


def _question(read: _Question) -> Question:
    return Question(read.text, tuple(Option(each.label, each.candidate) for each in read.options))


def _candidate(read: _Alternative, catalogue: Catalogue) -> Candidate:
    changes = tuple(_change(each, catalogue) for each in read.steps)
    return Candidate(parse_recipe(read.recipe, catalogue), changes, read.title, read.probability)


def _change(read: Mapping[str, Any], catalogue: Catalogue) -> Change:
    kind = _KIND.validate_python(read.get("change"))
    step = _step(read, catalogue)
    was = read.get("was")
    before = _step(was, catalogue) if isinstance(was, Mapping) else step if kind == "remove" else None
    after = None if kind == "remove" else step
    return Change(kind, before, after, read.get("intent"), str(read["reason"]), float(read["confidence"]))


def _step(read: Mapping[str, Any], catalogue: Catalogue) -> Step:
    fields = {name: read[name] for name in _STEP_FIELDS if name in read}
    return _recipe([fields], catalogue).steps[0]


def _recipe(steps: Sequence[Mapping[str, Any]], catalogue: Catalogue) -> Recipe:
    return parse_recipe({"schema": SCHEMA, "steps": list(steps)}, catalogue)
