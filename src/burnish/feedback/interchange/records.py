"""What travels in a file: offers and signals, which of them may leave, and how one is read back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, TypeAlias, TypeVar

from pydantic import ValidationError

from burnish.errors import BadInput, RecipeError
from burnish.feedback.offers import OFFER_SCHEMA, Offer, RecipeDocument
from burnish.feedback.signals import SIGNAL_SCHEMA, SIGNALS, Modify, Signal

if TYPE_CHECKING:
    from burnish.tools.catalogue import Catalogue

MOST_FILE_BYTES = 2 * 2**30
MOST_RECORDS = 2_000_000

RecordKind: TypeAlias = Literal["offer", "signal"]

_NEWEST: Mapping[RecordKind, int] = {"offer": OFFER_SCHEMA, "signal": SIGNAL_SCHEMA}
_Record = TypeVar("_Record", Offer, Signal)


@dataclass(frozen=True)
class Records:
    """What people were shown and what they did."""

    offers: tuple[Offer, ...] = ()
    signals: tuple[Signal, ...] = ()


@dataclass(frozen=True)
class Stayed:
    """A record that was not written."""

    record: RecordKind
    name: str
    """The offer's turn or the signal's id."""

    reason: str


@dataclass(frozen=True)
class Leaving:
    """What is written, and what is not."""

    records: Records
    stayed: tuple[Stayed, ...] = ()


def leaving(records: Records, *, own: bool) -> Leaving:
    """Those records that may be given away: their people allow sharing, and so do those of the turns they are about.

    With `own`, everything: a person takes out what is theirs.

    Raises:
        BadInput: `own` with records of several people or workspaces.
    """
    if own:
        people = {(each.workspace, each.person) for each in (*records.offers, *records.signals)}
        if len(people) > 1:
            named = sorted(person for _, person in people)
            raise BadInput(f"records of {named!r}; a person's own export holds those of one person")
        return Leaving(records)
    stayed: list[Stayed] = []
    offers = [each for each in records.offers if each.consent.allows("sharing")]
    turns = {(each.workspace, each.turn) for each in offers}
    stayed += [
        Stayed("offer", each.turn, "its person does not allow sharing")
        for each in records.offers
        if not each.consent.allows("sharing")
    ]
    signals: list[Signal] = []
    for each in records.signals:
        if not each.consent.allows("sharing"):
            stayed.append(Stayed("signal", each.id, "its person does not allow sharing"))
        elif (each.workspace, each.turn) not in turns:
            stayed.append(
                Stayed("signal", each.id, f"turn {each.turn!r}, which it is about, may not be shared")
            )
        else:
            signals.append(each)
    return Leaving(Records(tuple(offers), tuple(signals)), tuple(stayed))


def document_of(record: Offer | Signal) -> dict[str, Any]:
    """A record as values, by the names that its document has; times and tuples as they are."""
    return record.model_dump(mode="python", by_alias=True)


def read_offer(document: Any, place: str, catalogue: "Catalogue") -> Offer:
    """The offer of a document, its recipes checked. Raises BadInput naming the place."""
    _check_schema("offer", document, place)
    try:
        offer = Offer.model_validate(document)
        for recipe in (*(each.recipe for each in offer.proposals), offer.before, offer.planned):
            if recipe is not None:
                check_recipe(recipe, catalogue)
    except (ValidationError, RecipeError) as error:
        raise BadInput(f"{place}: {explained(error)}") from None
    return offer


def read_signal(document: Any, place: str, catalogue: "Catalogue") -> Signal:
    """The signal of a document, its recipe checked. Raises BadInput naming the place."""
    _check_schema("signal", document, place)
    try:
        signal: Signal = SIGNALS.validate_python(document)
        if isinstance(signal, Modify):
            check_recipe(signal.recipe, catalogue)
    except (ValidationError, RecipeError) as error:
        raise BadInput(f"{place}: {explained(error)}") from None
    return signal


def check_recipe(recipe: RecipeDocument, catalogue: "Catalogue") -> None:
    """Raise RecipeError unless the catalogue understands this recipe."""
    from burnish.recipe.document import parse_recipe

    parse_recipe(recipe, catalogue)


def together(offers: Iterable[Offer], signals: Iterable[Signal]) -> Records:
    """Records of one file; what is there twice counts once.

    Raises:
        BadInput: two offers of one turn or two signals of one id that differ, or more than MOST_RECORDS.
    """
    return Records(
        _each_once((("turn", each.workspace, each.turn), each) for each in offers),
        _each_once((("signal", each.workspace, each.id), each) for each in signals),
    )


def _each_once(named: Iterable[tuple[tuple[str, str, str], _Record]]) -> tuple[_Record, ...]:
    found: dict[tuple[str, str, str], _Record] = {}
    for name, record in named:
        if found.setdefault(name, record) != record:
            raise BadInput(f"{name[0]} {name[2]!r} is there twice, with different content")
        if len(found) > MOST_RECORDS:
            raise BadInput(f"more than {MOST_RECORDS:_} records; split the file")
    return tuple(found.values())


def check_version(what: str, version: Any, newest: int) -> None:
    """Raise BadInput unless this is a schema number that this Burnish reads."""
    if not isinstance(version, int) or isinstance(version, bool) or not 1 <= version <= newest:
        raise BadInput(f"{what} schema {version!r} is unknown; this Burnish reads 1 to {newest}")


def _check_schema(kind: RecordKind, document: Any, place: str) -> None:
    if not isinstance(document, dict):
        raise BadInput(f"{place}: {short(document)} is no JSON object")
    check_version(f"{place}: {kind}", document.get("schema"), _NEWEST[kind])


def explained(error: ValidationError | RecipeError) -> str:
    """The first thing that is wrong, with its place and value."""
    if isinstance(error, RecipeError):
        return str(error)
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"][:12]) or "record"
    return f"{place} = {short(first['input'])}: {first['msg'][:1].lower()}{first['msg'][1:]}"


def short(value: object) -> str:
    """A value in a message, cut where it is long."""
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "…"


def opened(path: Path, most_bytes: int = MOST_FILE_BYTES) -> BinaryIO:
    """A regular file of at most so many bytes, open for reading.

    Raises:
        BadInput: missing, unreadable, not a regular file, or too large.
    """
    try:
        if path.exists() and not path.is_file():
            raise BadInput(f"{str(path)!r} is not a file")
        size = path.stat().st_size
        if size > most_bytes:
            raise BadInput(f"{str(path)!r} has {size:_} bytes; at most {most_bytes:_} are read")
        return path.open("rb")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BadInput(f"cannot read {str(path)!r}: {reason}") from None
