"""The lines of a history's log: how an event is written, checked and replayed.

A line is a JSON object, `{"check":"…","record":{…}}`. Its check is the SHA-256 of the check before it and of
the record's bytes, so that a line changed, lost, added or moved is noticed. The first record, with no check
before it, names the photo. A step is written out when it first appears; later records give its number.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from burnish.errors import BadInput, UnknownSchema
from burnish.recipe.document import MAX_STEPS, parse_recipe
from burnish.recipe.history import Edited, Event, History, Moved, Named, Unnamed, apply, begin
from burnish.recipe.recipe import SCHEMA, Author, Recipe, Step
from burnish.tools.catalogue import Catalogue

LOG_SCHEMA = 1
"""Version of the log's records. The steps inside have their own, see `migrations`."""

MAX_LINE_BYTES = 64 * 2**20

_OPENING, _MIDDLE, _CLOSING = b'{"check":"', b'","record":', b"}\n"
_CHECK = slice(len(_OPENING), len(_OPENING) + 64)
_RECORD = slice(_CHECK.stop + len(_MIDDLE), -len(_CLOSING))

Id: TypeAlias = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
StepNumber: TypeAlias = Annotated[int, Field(strict=True, ge=0)]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class _Started(_Record):
    kind: Literal["started"] = "started"
    log_schema: Annotated[int, Field(strict=True, ge=1)] = LOG_SCHEMA
    photo: str
    at: AwareDatetime


class _Edited(_Record):
    kind: Literal["edited"] = "edited"
    parent: Id
    by: Author
    at: AwareDatetime
    why: Annotated[str, Field(max_length=10_000)] = ""
    turn: Annotated[str, Field(max_length=200)] = ""
    digest: str
    recipe_schema: Annotated[int, Field(strict=True, ge=1)]
    title: Annotated[str, Field(max_length=1000)] = ""
    steps: Annotated[tuple[StepNumber | dict[str, Any], ...], Field(max_length=MAX_STEPS)]


class _Moved(_Record):
    kind: Literal["moved"] = "moved"
    to: Id


class _Named(_Record):
    kind: Literal["named"] = "named"
    name: str
    node: Id


class _Unnamed(_Record):
    kind: Literal["unnamed"] = "unnamed"
    name: str


_AnyRecord: TypeAlias = Annotated[_Edited | _Moved | _Named | _Unnamed, Field(discriminator="kind")]
_ANY_RECORD: TypeAdapter[_Edited | _Moved | _Named | _Unnamed] = TypeAdapter(_AnyRecord)


@dataclass(frozen=True)
class _WrittenStep:
    """A step as the log has it."""

    schema: int
    text: str
    """Its canonical JSON."""

    step: Step | None
    """None for one in an older schema, which only means something inside its recipe."""


@dataclass(frozen=True)
class Replayed:
    """A log up to one of its lines: the history, and what it takes to read or write the next line."""

    history: History
    check: str
    """The last line's check."""

    lines: int = 1
    steps: tuple[_WrittenStep, ...] = ()
    """By number."""

    numbers: Mapping[str, int] = field(default_factory=dict[str, int])
    """Numbers of the current schema's steps by their text."""


def first_line(photo: str, at: datetime) -> bytes:
    """The line that starts a log. Raises BadInput for what is no digest, or a time without a zone."""
    begin(photo, at)
    try:
        return _sealed("", _Started(photo=photo, at=at))
    except ValidationError as error:
        raise BadInput(_explain("history", error)) from None


def next_line(log: Replayed, event: Event, catalogue: Catalogue) -> bytes:
    """The line that adds this event to the log. `replayed` on it tells whether it fits.

    Raises:
        BadInput: the event has a value that cannot be stored; a recipe's own faults have their own errors.
    """
    try:
        line = _sealed(log.check, _record(log, event, catalogue))
    except ValidationError as error:
        raise BadInput(_explain("history event", error)) from None
    except UnicodeEncodeError as error:
        raise BadInput(f"history event: {error.object[error.start : error.end]!r} is not text") from None
    if len(line) > MAX_LINE_BYTES:
        raise BadInput(f"history event of {len(line)} bytes; at most {MAX_LINE_BYTES} are allowed")
    return line


def is_next(line: bytes, check: str) -> bool:
    """Whether a whole line is what was written after the line with this check ("" for the first line)."""
    return line.endswith(_CLOSING) and line == _framed(check, line[_RECORD])


def check_of(line: bytes) -> str:
    """The check that a line states."""
    return line[_CHECK].decode("ascii", "replace")


def replayed(log: Replayed | None, line: bytes, catalogue: Catalogue) -> Replayed:
    """The log with one more line; None for a log that has none yet.

    Raises:
        UnknownSchema: the log comes from a newer Burnish.
        BadInput: the line is damaged or does not fit what is before it.
    """
    if not is_next(line, "" if log is None else log.check):
        raise BadInput("it is damaged: its check does not fit its content and the line before")
    try:
        document = json.loads(line[_RECORD])
        if log is None:
            return _started(document, check_of(line))
        record = _ANY_RECORD.validate_python(document)
    except ValidationError as error:
        raise BadInput(_explain("record", error)) from None
    except (ValueError, RecursionError) as error:
        raise BadInput(f"its record is not JSON: {error}") from None
    event, fresh = _event(log, record, catalogue)
    log = log if not fresh else _with_steps(log, fresh)
    return replace(log, history=apply(log.history, event), check=check_of(line), lines=log.lines + 1)


def _sealed(previous: str, record: _Record) -> bytes:
    document = record.model_dump(mode="json")
    return _framed(previous, json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode())


def _framed(previous: str, body: bytes) -> bytes:
    check = hashlib.sha256(previous.encode() + body).hexdigest()
    return _OPENING + check.encode() + _MIDDLE + body + _CLOSING


def _started(document: Any, check: str) -> Replayed:
    version = document.get("log_schema") if isinstance(document, dict) else None
    if isinstance(version, int) and version > LOG_SCHEMA:
        raise UnknownSchema(f"history schema {version!r} is unknown; this Burnish reads 1 to {LOG_SCHEMA}")
    record = _Started.model_validate(document)
    return Replayed(begin(record.photo, record.at), check)


def _record(log: Replayed, event: Event, catalogue: Catalogue) -> _Record:
    match event:
        case Moved():
            return _Moved(to=event.to)
        case Named():
            return _Named(name=event.name, node=event.node)
        case Unnamed():
            return _Unnamed(name=event.name)
        case Edited():
            texts = [_normal(log, step, catalogue) for step in event.recipe.steps]
            return _Edited(
                parent=event.parent,
                by=event.by,
                at=event.at,
                why=event.why,
                turn=event.turn,
                digest=_digest(texts),
                recipe_schema=SCHEMA,
                title=event.recipe.title,
                steps=tuple(log.numbers.get(text, json.loads(text)) for text in texts),
            )


def _normal(log: Replayed, step: Step, catalogue: Catalogue) -> str:
    """A step's canonical JSON as it is once read back, so that an int 1 is 1.0 from the start."""
    document = step.document()
    text = _canonical(document)
    if text in log.numbers:
        return text
    return _canonical(_parsed([document], catalogue).steps[0].document())


def _event(
    log: Replayed, record: _Edited | _Moved | _Named | _Unnamed, catalogue: Catalogue
) -> tuple[Event, tuple[_WrittenStep, ...]]:
    match record:
        case _Moved():
            return Moved(record.to), ()
        case _Named():
            return Named(record.name, record.node), ()
        case _Unnamed():
            return Unnamed(record.name), ()
        case _Edited():
            return _edit(log, record, catalogue)


def _edit(log: Replayed, record: _Edited, catalogue: Catalogue) -> tuple[Edited, tuple[_WrittenStep, ...]]:
    fresh = tuple(_fresh(record, catalogue))
    unread = iter(fresh)
    steps = [
        _known(log, each, record.recipe_schema) if isinstance(each, int) else next(unread)
        for each in record.steps
    ]
    if _digest([each.text for each in steps]) != record.digest:
        raise BadInput(f"its steps do not have the digest {record.digest!r}")
    return Edited(
        recipe=_recipe(record, steps, catalogue),
        parent=record.parent,
        by=record.by,
        at=record.at,
        why=record.why,
        turn=record.turn,
        digest=record.digest,
    ), fresh


def _fresh(record: _Edited, catalogue: Catalogue) -> Iterator[_WrittenStep]:
    """The steps that this record writes out."""
    documents = [each for each in record.steps if not isinstance(each, int)]
    if record.recipe_schema == SCHEMA:
        for document, step in zip(documents, _parsed(documents, catalogue).steps, strict=True):
            yield _WrittenStep(SCHEMA, _canonical(document), step)
    else:
        for document in documents:
            yield _WrittenStep(record.recipe_schema, _canonical(document), None)


def _known(log: Replayed, number: int, schema: int) -> _WrittenStep:
    if number >= len(log.steps) or log.steps[number].schema != schema:
        raise BadInput(f"no step number {number!r} of recipe schema {schema!r} was written before it")
    return log.steps[number]


def _recipe(record: _Edited, written: list[_WrittenStep], catalogue: Catalogue) -> Recipe:
    steps = tuple(each.step for each in written if each.step is not None)
    if len(steps) == len(written):
        return Recipe(steps, record.title)
    documents = [json.loads(each.text) for each in written]
    document = {"schema": record.recipe_schema, "title": record.title, "steps": documents}
    return parse_recipe(document, catalogue)


def _with_steps(log: Replayed, fresh: tuple[_WrittenStep, ...]) -> Replayed:
    numbers = dict(log.numbers)
    for number, each in enumerate(fresh, start=len(log.steps)):
        if each.schema == SCHEMA:
            numbers.setdefault(each.text, number)
    return replace(log, steps=(*log.steps, *fresh), numbers=numbers)


def _parsed(documents: list[dict[str, Any]], catalogue: Catalogue) -> Recipe:
    return parse_recipe({"schema": SCHEMA, "steps": documents}, catalogue)


def _canonical(document: dict[str, Any]) -> str:
    """As in `Recipe.digest`."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _digest(texts: list[str]) -> str:
    """What `Recipe.digest` is for steps with these texts."""
    return "sha256:" + hashlib.sha256(f"[{','.join(texts)}]".encode()).hexdigest()


def _explain(what: str, error: ValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"{what}: {place} = {first['input']!r:.80}: {first['msg'][:1].lower()}{first['msg'][1:]}"
