"""What kinds of entries a ledger has, and the shape of each: ids that machines made, digests, counts and fixed words.

Whatever a person typed, and any name of a person, has no field to be in: it stays where it can be erased, and an
entry holds at most the digest of a text that was salted or is kept anyway.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from burnish.errors import BadInput
from burnish.feedback.identity import Digest
from burnish.governance.names import Actor, MadeId, PartName, ReleaseId, RunId, Word
from burnish.governance.release import Count, Release

Percent: TypeAlias = Annotated[float, Field(ge=0, le=100)]
QueueState: TypeAlias = Literal["pending", "draft", "submitted", "discarded"]
Outcome: TypeAlias = Literal["passed", "failed", "not_shown", "owed"]
RollbackCause: TypeAlias = Literal["operator", "guardrail", "erasure"]


class EntryDocument(BaseModel):
    """The document of an entry."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class ReleaseRegistered(EntryDocument):
    """A release is there to be judged."""

    release: Release


class RuleOutcome(EntryDocument):
    """What a gate said, without its sentence."""

    rule: Word
    outcome: Outcome


class ReleaseGated(EntryDocument):
    """A release was held against the gates."""

    outcome: Outcome
    gates: Digest
    """Of the gates file."""

    rules: tuple[RuleOutcome, ...] = ()


class ReleaseCanary(EntryDocument):
    """A release is given to a share of people; said again with another share when that changes."""

    percent: Annotated[float, Field(gt=0, le=100)]


class ReleaseReleased(EntryDocument):
    """A release is given to everybody."""


class ReleaseRetired(EntryDocument):
    """A release is not given to anybody any more, without a fault."""


class ReleaseRolledBack(EntryDocument):
    """A release is taken back."""

    to: ReleaseId | None
    """What everybody gets now; None for what is built in."""

    cause: RollbackCause
    guardrail: Word | None = None


class GuardrailBreached(EntryDocument):
    """A canary was shown to do harm."""

    guardrail: Word
    metric: Word
    harm: float
    """The mean so far, in the metric's unit."""

    limit: float
    alpha: Annotated[float, Field(gt=0, lt=1)]
    cases: Count


class SignOffGiven(EntryDocument):
    """The actor judged the subject, in a role."""

    role: Word
    approves: bool


class SignOffWithdrawn(EntryDocument):
    """The actor takes back what they said in a role."""

    role: Word


class ToggleSet(EntryDocument):
    """A feature is on for a share of people."""

    percent: Percent


class RunStarted(EntryDocument):
    """A run began."""

    experiment: Digest
    stages: Annotated[tuple[Word, ...], Field(min_length=1, max_length=64)]


class RunStageFinished(EntryDocument):
    """A stage of a run is done."""

    stage: Word
    output: Digest
    counts: dict[Word, Count] = Field(default_factory=dict[str, int])


class RunFailed(EntryDocument):
    """A run ended before its last stage; it can go on from there."""

    stage: Word
    error: Annotated[str, Field(pattern=r"^[A-Z][A-Za-z]{0,63}$")]
    """The kind of the error; its message is in the run's own files."""


class RunFinished(EntryDocument):
    """A run is done."""

    release: ReleaseId | None = None


class DatasetMade(EntryDocument):
    """A version of a dataset is there."""

    parent: Digest | None = None
    purpose: Word
    counts: dict[Word, Count]
    left_out: dict[Word, Count] = Field(default_factory=dict[str, int])


class QueueMoved(EntryDocument):
    """An item of the queue is in another state."""

    before: QueueState
    after: QueueState
    note: Digest | None = None


class EscalationRaised(EntryDocument):
    """Somebody has to look at something."""

    tell: Annotated[tuple[Word, ...], Field(min_length=1)]
    """Roles."""

    through: Count
    """Number of the last entry that it is about; 0 where it is about a measurement."""

    value: float
    threshold: float


class ErasedRelease(EntryDocument):
    """A release that had something of an erased person."""

    release: ReleaseId
    removed: tuple[PartName, ...] = ()
    """Parts that were theirs alone: gone."""

    retrain: tuple[PartName, ...] = ()
    """Parts that they had a share in."""


class ErasureDone(EntryDocument):
    """A person was erased. Who it was is nowhere."""

    signals: Count
    releases: tuple[ErasedRelease, ...] = ()
    datasets: dict[Digest, Digest | None] = Field(default_factory=dict[str, str | None])
    """Versions with something of theirs, and the version without it; None where that is still to be made."""


class RetrainingScheduled(EntryDocument):
    """Parts of a release are to be learned anew, without somebody."""

    erasure: MadeId
    parts: Annotated[tuple[PartName, ...], Field(min_length=1)]


class RetrainingDone(EntryDocument):
    """Another release stands in for one whose parts were to be learned anew."""

    by: ReleaseId


class RetentionSwept(EntryDocument):
    """What was kept long enough was removed."""

    removed: dict[Word, Count]


class SessionBegun(EntryDocument):
    """The subject signed in."""

    by: Word


class SessionRefused(EntryDocument):
    """Somebody who was not the subject, or was not sure of it, did not get in as the subject."""

    by: Word
    reason: Word


class InvitationMade(EntryDocument):
    """Somebody may join in a role, or set a new password."""

    purpose: Word
    role: Word
    of: Actor | None = None


class InvitationTakenBack(EntryDocument):
    """An invitation is good no more."""


class PersonJoined(EntryDocument):
    """The subject belongs to the workspace."""

    role: Word
    by: Word


class PersonRemoved(EntryDocument):
    """The subject does not belong to the workspace any more."""


class PersonForgotten(EntryDocument):
    """Everything that was kept of somebody is gone. Who it was is nowhere."""


class RoleSet(EntryDocument):
    """The subject has another role."""

    before: Word
    after: Word


class PasswordSet(EntryDocument):
    """The subject has another password."""

    by: Word


class TokenMade(EntryDocument):
    """There is an access token."""

    of: Actor
    scopes: tuple[PartName, ...] | None = None
    """None for all that its person may."""

    ends: bool = False


class TokenRevoked(EntryDocument):
    """An access token is good no more."""

    of: Actor


class QuotaSet(EntryDocument):
    """The subject may be used up to here; None for without an end."""

    of: Word | Actor
    most: Count | None


class DataExported(EntryDocument):
    """Much of what is kept was fetched at once."""


@dataclass(frozen=True)
class Kind:
    """The shape of one kind of entry."""

    shape: type[EntryDocument]
    subject: TypeAdapter[str]


_RELEASE = TypeAdapter[str](ReleaseId)
_RUN = TypeAdapter[str](RunId)
_DIGEST = TypeAdapter[str](Digest)
_WORD = TypeAdapter[str](Word)
_MADE = TypeAdapter[str](MadeId)
_ACTOR = TypeAdapter[str](Actor)
_ANYTHING = TypeAdapter[str](ReleaseId | RunId | Digest | MadeId)

KINDS: MappingProxyType[str, Kind] = MappingProxyType(
    {
        "release.registered": Kind(ReleaseRegistered, _RELEASE),
        "release.gated": Kind(ReleaseGated, _RELEASE),
        "release.canary": Kind(ReleaseCanary, _RELEASE),
        "release.released": Kind(ReleaseReleased, _RELEASE),
        "release.retired": Kind(ReleaseRetired, _RELEASE),
        "release.rolled_back": Kind(ReleaseRolledBack, _RELEASE),
        "guardrail.breached": Kind(GuardrailBreached, _RELEASE),
        "sign_off.given": Kind(SignOffGiven, _ANYTHING),
        "sign_off.withdrawn": Kind(SignOffWithdrawn, _ANYTHING),
        "toggle.set": Kind(ToggleSet, _WORD),
        "run.started": Kind(RunStarted, _RUN),
        "run.stage_finished": Kind(RunStageFinished, _RUN),
        "run.failed": Kind(RunFailed, _RUN),
        "run.finished": Kind(RunFinished, _RUN),
        "dataset.made": Kind(DatasetMade, _DIGEST),
        "queue.moved": Kind(QueueMoved, _ANYTHING),
        "escalation.raised": Kind(EscalationRaised, _WORD),
        "erasure.done": Kind(ErasureDone, _MADE),
        "retraining.scheduled": Kind(RetrainingScheduled, _RELEASE),
        "retraining.done": Kind(RetrainingDone, _RELEASE),
        "retention.swept": Kind(RetentionSwept, _MADE),
        "session.begun": Kind(SessionBegun, _ACTOR),
        "session.refused": Kind(SessionRefused, _ACTOR),
        "invitation.made": Kind(InvitationMade, _MADE),
        "invitation.taken_back": Kind(InvitationTakenBack, _MADE),
        "person.joined": Kind(PersonJoined, _ACTOR),
        "person.removed": Kind(PersonRemoved, _ACTOR),
        "person.forgotten": Kind(PersonForgotten, _MADE),
        "role.set": Kind(RoleSet, _ACTOR),
        "password.set": Kind(PasswordSet, _ACTOR),
        "token.made": Kind(TokenMade, _MADE),
        "token.revoked": Kind(TokenRevoked, _MADE),
        "quota.set": Kind(QuotaSet, _WORD),
        "data.exported": Kind(DataExported, _WORD),
    }
)
"""Every kind of entry, by its name."""


def checked_document(kind: str, subject: str, document: dict[str, Any]) -> dict[str, Any]:
    """The document as plain JSON values. Raises BadInput where kind, subject or document has not a shape of these."""
    if kind not in KINDS:
        raise BadInput(f"kind {kind!r}; allowed are {sorted(KINDS)!r}")
    shape = KINDS[kind]
    _read(lambda: shape.subject.validate_python(subject), f"the subject {subject!r} of {kind!r}")
    found = _read(lambda: shape.shape.model_validate(document), f"the document of {kind!r}")
    if isinstance(found, ReleaseRegistered) and found.release.id != subject:
        raise BadInput(f"{subject!r} is entered with the content of {found.release.id!r}")
    return found.model_dump(mode="json", by_alias=True)


def _read(reading: Callable[[], Any], what: str) -> Any:
    try:
        return reading()
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BadInput(f"{what} is not allowed: {place + ': ' if place else ''}{first['msg']}") from error
