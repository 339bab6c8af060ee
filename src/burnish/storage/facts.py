"""Facts as they are kept: one canonical JSON text each, so that sent again can be told from something else."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from burnish.errors import BadInput
from burnish.feedback.identity import Id
from burnish.feedback.offers import Offer
from burnish.feedback.signals import SIGNALS, Comparison, Ranking, Signal
from burnish.feedback.store import Appended

_ID: TypeAdapter[str] = TypeAdapter(Id)
_F = TypeVar("_F", Offer, Signal)

MOST = 2**63 - 1
"""The largest number that a store can hold."""


@dataclass(frozen=True)
class Written(Generic[_F]):
    """A fact and its text."""

    fact: _F
    id: str
    text: str

    @property
    def at_utc(self) -> str:
        """When, in UTC; sorts as time does."""
        return self.fact.at.astimezone(UTC).isoformat(timespec="microseconds")


def written_offer(offer: Offer) -> Written[Offer]:
    """An offer as it is kept. Raises BadInput where reading it back would give something else."""
    return Written(offer, offer.turn, _kept(offer, f"offer {offer.turn!r}", read_offer))


def written_signal(signal: Signal) -> Written[Signal]:
    """A signal as it is kept. Raises BadInput where reading it back would give something else."""
    return Written(signal, signal.id, _kept(signal, f"signal {signal.id!r}", read_signal))


def read_offer(text: str) -> Offer:
    """The offer that was kept. Raises BadInput."""
    try:
        return Offer.model_validate_json(text)
    except ValidationError as error:
        raise _unreadable("offer", error) from error


def read_signal(text: str) -> Signal:
    """The signal that was kept. Raises BadInput."""
    try:
        return SIGNALS.validate_json(text)
    except ValidationError as error:
        raise _unreadable("signal", error) from error


def what_is_new(
    kind: str, written: Sequence[Written[_F]], stored: Mapping[str, str], read: Callable[[str], _F]
) -> tuple[list[Written[_F]], Appended]:
    """What of a batch is not there yet, given the texts of those ids that are.

    Raises:
        BadInput: an id is there, or twice in the batch, with other content.
    """
    texts = dict(stored)
    fresh: list[Written[_F]] = []
    known: list[str] = []
    for each in written:
        before = texts.get(each.id)
        if before is None:
            texts[each.id] = each.text
            fresh.append(each)
        elif before == each.text or _canonical(read(before)) == each.text:
            known.append(each.id)
        else:
            raise BadInput(
                f"{kind} {each.id!r} is there already with other content; "
                "another one needs an id that is not taken"
            )
    return fresh, Appended(tuple(each.id for each in fresh), tuple(known))


def one_workspace(facts: Sequence[Offer] | Sequence[Signal]) -> str:
    """The workspace that all of them are of. Raises BadInput."""
    names = sorted({each.workspace for each in facts})
    if len(names) != 1:
        raise BadInput(f"facts of the workspaces {names!r}; those given together are of one")
    return names[0]


def check_offered(signal: Signal, person: str | None, proposals: Sequence[str]) -> None:
    """Raise BadInput unless the turn was this person's (None: there is no such turn) and had what is spoken of."""
    if person is None or person != signal.person:
        raise BadInput(
            f"signal {signal.id!r} is about turn {signal.turn!r}, which was never offered to {signal.person!r}"
        )
    missing = sorted({each for each in _spoken_of(signal) if each not in proposals})
    if missing:
        raise BadInput(
            f"signal {signal.id!r} is about {missing!r}; turn {signal.turn!r} offered {list(proposals)!r}"
        )


def check_ids(**names: str) -> None:
    """Raise BadInput unless each of these can be an id."""
    for what, name in names.items():
        try:
            _ID.validate_python(name)
        except ValidationError:
            raise BadInput(
                f"{what} {name!r}; 1 to 128 letters, digits, '.', '_', ':' or '-' are allowed, "
                "a letter or digit first"
            ) from None


def check_owner(owner: str) -> None:
    """Raise BadInput unless this is a person, or empty for the house."""
    if owner:
        check_ids(owner=owner)


def check_through(through: int) -> None:
    """Raise BadInput unless this can be the number of a signal, or 0 for none."""
    if not 0 <= through <= MOST:
        raise BadInput(f"through is {through!r}; 0 to {MOST} is allowed")


def _spoken_of(signal: Signal) -> tuple[str, ...]:
    match signal:
        case Comparison():
            return (signal.proposal, signal.left, signal.right)
        case Ranking():
            return (signal.proposal, *(each for group in signal.groups for each in group))
        case _:
            return (signal.proposal,)


def _kept(fact: _F, name: str, read: Callable[[str], _F]) -> str:
    try:
        text = _canonical(fact)
        text.encode()
        fact.at.astimezone(UTC)
        same = _canonical(read(text)) == text
    except (ValueError, TypeError, OverflowError, RecursionError, BadInput) as error:
        raise BadInput(f"{name} has something that cannot be kept: {str(error).splitlines()[0]}") from error
    if not same:
        raise BadInput(f"{name} has something that cannot be kept as it is, such as a time zone of seconds")
    return text


def _canonical(fact: Offer | Signal) -> str:
    # Not `mode="json"`, which makes null of NaN in silence.
    document: dict[str, Any] = fact.model_dump(by_alias=True)
    return json.dumps(
        document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=_time
    )


def _time(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"a {type(value).__name__} is no JSON value")


def _unreadable(kind: str, error: ValidationError) -> BadInput:
    first = error.errors(include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    return BadInput(f"a stored {kind} cannot be read: {place}: {first['msg']}")
