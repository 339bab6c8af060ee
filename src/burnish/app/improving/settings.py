"""What a run of the loop depends on besides the signals: chosen by an operator, written into the experiment file."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from burnish.errors import BadInput

MOST_SIGNALS = 200_000
"""Of the latest signals, which a run reads at most."""


class Settings(BaseModel):
    """How a run learns, and whom its release is given to at first."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    seed: Annotated[int, Field(ge=0, lt=2**31)] = 0
    validation: Annotated[float, Field(gt=0, lt=0.5)] = 0.15
    """Share of the people, and of the photos, by which settings of learning are chosen."""

    test: Annotated[float, Field(gt=0, lt=0.5)] = 0.2
    """Share by which a release is judged; nothing is learned or chosen from it."""

    least_people: Annotated[int, Field(ge=1)] = 3
    """People from whom a kind of wish is learned."""

    least_cases: Annotated[int, Field(ge=1)] = 20
    canary_percent: Annotated[float, Field(gt=0, le=100)] = 10.0
    """Share of people that a release which passed is given to at first."""

    rounds: Annotated[int, Field(ge=1, le=1000)] = 30
    """Of the policy gradient."""

    most_signals: Annotated[int, Field(ge=1)] = MOST_SIGNALS
    """Of the latest signals so many are read at most: what a run holds in memory grows no further."""

    budget_s: Annotated[float, Field(gt=0)] = 3600.0
    """Wall-clock time after which no further stage is begun; the run goes on next time."""

    def document(self) -> dict[str, Any]:
        """What decides the numbers that come out; how long a run may take does not."""
        return self.model_dump(mode="json", exclude={"budget_s"})


def parse_settings(document: dict[str, Any]) -> Settings:
    """Settings from plain JSON values. Raises BadInput."""
    try:
        return Settings.model_validate(document)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BadInput(f"{place} = {first['input']!r}: {first['msg']}; see the settings of improve") from None
