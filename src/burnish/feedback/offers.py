"""What a turn put before a person: proposals, and the probability with which each was chosen to be shown."""

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from burnish.feedback.consent import Consent
from burnish.feedback.identity import Digest, Id, Person, Workspace

RecipeDocument: TypeAlias = dict[str, Any]
"""A recipe as its JSON document says it. Whoever puts it here has parsed it with a catalogue."""

OFFER_SCHEMA = 1

MOST_PROPOSALS = 64

Text: TypeAlias = Annotated[str, StringConstraints(max_length=20_000)]


class Proposal(BaseModel):
    """One recipe that was offered, and how likely it was to be the one at its place."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    id: Id
    recipe: RecipeDocument
    propensity: Annotated[float, Field(gt=0, le=1)] = 1.0
    """Probability with which the policy drew this recipe for this place; 1 where nothing was left to chance."""

    title: Text = ""


class Situation(BaseModel):
    """What a proposal answered: the part of a request and a photo that preferences may depend on."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    request: Text = ""
    """The words, as they were said."""

    operations: tuple[str, ...] = ()
    """What the words were understood to ask for; empty where nothing in particular was asked for."""

    region: str | None = None
    """Where, when it was not the whole picture."""

    context: str = ""
    """What kind of photo it is (`portrait`, `landscape`, `night` …); empty where that is not known."""

    facts: dict[str, float] = Field(default_factory=dict[str, float])
    """Statistics of the photo, by name."""


class Offer(BaseModel):
    """One turn as a person saw it. A fact, kept before anything is said about it."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    offer_schema: Annotated[Literal[1], Field(alias="schema")] = OFFER_SCHEMA
    turn: Id
    person: Person
    workspace: Workspace
    at: AwareDatetime
    photo: Digest
    policy: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    """Name and version of what made the proposals."""

    situation: Situation = Situation()
    proposals: Annotated[tuple[Proposal, ...], Field(min_length=1, max_length=MOST_PROPOSALS)]
    before: RecipeDocument | None = None
    """The recipe that the turn began from; None for the untouched photo."""

    planned: RecipeDocument | None = None
    """What the planner made of the request before taste had its say; None where it had nothing to say."""

    consent: Consent = Consent()

    @model_validator(mode="after")
    def _told_apart(self) -> "Offer":
        ids = [each.id for each in self.proposals]
        if len(set(ids)) != len(ids):
            raise ValueError(f"proposals {ids!r}; each needs an id of its own")
        return self

    def proposal(self, id: str) -> Proposal | None:  # noqa: A002
        """The proposal of this id, or None."""
        return next((each for each in self.proposals if each.id == id), None)
