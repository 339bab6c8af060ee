"""Everything that the capacity simulation takes for granted, read from one file: each figure with its reason."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from burnish.bench.capacity.acts import KINDS, Habits, Kind
from burnish.bench.capacity.service_time import STEPS, ServiceTime
from burnish.errors import BadInput

SHIPPED = Path(__file__).with_name("assumptions.toml")

T = TypeVar("T")

_Positive = Annotated[float, Field(gt=0, le=1e12)]
_Least0 = Annotated[float, Field(ge=0, le=1e12)]
_Share = Annotated[float, Field(gt=0, le=1)]
_Count = Annotated[int, Field(ge=1, le=100_000)]
_Why = Annotated[str, Field(min_length=10, max_length=1000)]
_Hours = Annotated[tuple[_Least0, ...], Field(min_length=24, max_length=24)]
_Spread = Annotated[tuple[_Positive, ...], Field(min_length=STEPS + 1, max_length=STEPS + 1)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Taken(_Frozen, Generic[T]):
    """A figure and why it is that one."""

    value: T
    why: _Why


class People(_Frozen):
    """What people do, and when."""

    sessions_a_day: Taken[_Positive]
    photos_a_session: Taken[Annotated[float, Field(ge=1, le=1000)]]
    turns_a_photo: Taken[Annotated[float, Field(ge=1, le=1000)]]
    feedback_a_turn: Taken[Annotated[float, Field(ge=0, le=1)]]
    recipes_a_turn: Taken[_Least0]
    drags_a_recipe: Taken[_Least0]
    exports_a_photo: Taken[Annotated[float, Field(ge=0, le=1)]]
    looks_s: Taken[_Least0]
    drag_pause_s: Taken[_Least0]
    hours: Taken[_Hours]
    """How many of a day's sessions begin in each hour, in any unit."""
    photo_mb: Taken[_Positive]
    picture_mb: Taken[_Positive]
    export_mb: Taken[_Positive]


class Server(_Frozen):
    """What one server of ours runs on."""

    cores: Taken[Annotated[int, Field(ge=1, le=512)]]
    crowding: Taken[Annotated[float, Field(ge=1, le=4)]]
    busy_at_most: Taken[_Share]
    least: Taken[_Count]
    spare: Taken[Annotated[float, Field(ge=0, le=1)]]
    dollars_an_hour: Taken[_Least0]


class DatabaseServer(_Frozen):
    """The PostgreSQL server beneath all of them."""

    writers: Taken[_Count]
    network_ms: Taken[_Least0]
    writes_a_second: Taken[_Positive]
    servers_each: Taken[_Count]
    dollars_an_hour: Taken[_Least0]


class Objects(_Frozen):
    """Where the pictures lie."""

    kept_days: Taken[_Positive]
    dollars_a_gb_month: Taken[_Least0]
    dollars_a_gb_sent: Taken[_Least0]


class Training(_Frozen):
    """What a run of the loop takes."""

    fixed_s: Taken[_Least0]
    ms_a_signal: Taken[_Least0]
    people_a_workspace: Taken[_Positive]
    signals_a_run: Taken[_Positive]
    dollars_a_core_hour: Taken[_Least0]


class Shard(_Frozen):
    """How much of a large house is simulated."""

    servers: Taken[_Count]
    whole_day_people: Taken[_Least0]


class Service(_Frozen):
    """One kind of request, as it was measured."""

    python_ms: _Least0
    native_ms: _Least0
    width: Annotated[float, Field(ge=1, le=512)]
    wait_ms: _Least0
    after_ms: _Least0
    spread: _Spread
    share: _Share = 1.0
    why: _Why

    def time(self) -> ServiceTime:
        """As the simulation draws from it."""
        return ServiceTime(**self.model_dump())


class _File(_Frozen):
    people: People
    server: Server
    database: DatabaseServer
    objects: Objects
    training: Training
    shard: Shard
    targets: dict[Kind, Taken[_Positive]]
    service: dict[Kind, Service]


@dataclass(frozen=True)
class Assumptions:
    """All of it."""

    people: People
    server: Server
    database: DatabaseServer
    objects: Objects
    training: Training
    shard: Shard
    targets: Mapping[Kind, Taken[float]]
    """P95 in ms that is promised."""
    times: Mapping[Kind, ServiceTime]

    @property
    def habits(self) -> Habits:
        """How people work."""
        names = Habits.__dataclass_fields__
        return Habits(**{name: float(getattr(self.people, name).value) for name in names})

    def share_of(self, hour: int) -> float:
        """Which part of a day's sessions begins in this hour."""
        hours = self.people.hours.value
        return hours[hour % 24] / sum(hours)

    @property
    def busiest_hour(self) -> int:
        """The hour in which most sessions begin."""
        return max(range(24), key=self.share_of)


def read_assumptions(path: Path | None = None) -> Assumptions:
    """The shipped file, or another in its shape. Raises BadInput."""
    place = path or SHIPPED
    try:
        given = tomllib.loads(place.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInput(f"the assumptions {str(place)!r} cannot be read: {error}") from error
    return parse_assumptions(given, str(place))


def parse_assumptions(given: Mapping[str, Any], place: str = "assumptions") -> Assumptions:
    """Values as TOML has them. Raises BadInput that names what is wrong."""
    try:
        file = _File.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise BadInput(f"{place!r}: {where} is {first.get('input')!r}: {first['msg']}") from None
    for name, held in (("targets", file.targets), ("service", file.service)):
        missing = [kind for kind in KINDS if kind not in held]
        if missing:
            raise BadInput(f"{place!r}: [{name}] lacks {missing[0]!r}; it needs {', '.join(KINDS)}")
    if not sum(file.people.hours.value):
        raise BadInput(f"{place!r}: people.hours are all 0; somebody has to come")
    times: dict[Kind, ServiceTime] = {kind: each.time() for kind, each in file.service.items()}
    return Assumptions(
        file.people, file.server, file.database, file.objects, file.training, file.shard, file.targets, times
    )
