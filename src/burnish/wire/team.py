"""Team mode: roles, permissions, people, invitations, passwords, quotas, and the log of who did what."""

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field, StringConstraints

from burnish.wire.shape import Asked, Id, Shape

Role: TypeAlias = Literal["viewer", "editor", "reviewer", "operator", "admin"]
"""What somebody is in a workspace; each may what those before it may."""

Permission: TypeAlias = Literal[
    "session", "own.data", "own.account", "photos.see", "studies.answer", "events.see", "photos.bring", "photos.edit",
    "feedback.give", "jobs.run", "studies.run", "brand.change", "metrics.see", "loop.see", "loop.steer",
    "webhooks.manage", "people.manage", "quotas.manage", "audit.read",
]  # fmt: skip
"""What a route asks for."""

QuotaName: TypeAlias = Literal["turns_a_day", "open_jobs", "stored_bytes", "members"]

Password: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=1024)]
"""Its length is judged by the server, in characters."""

Secret: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=500)]
"""The text of an invitation."""

QuotaOwner: TypeAlias = Annotated[
    str, StringConstraints(pattern=r"^(|\*|[A-Za-z0-9][A-Za-z0-9._:-]{0,127})$")
]
"""Empty for the workspace together, `*` for each person, else somebody."""


class PasswordSignIn(Asked):
    """A person's name and password."""

    person: Id
    password: Password
    workspace: Id | None = None
    """Else the one of who started the server."""


class PasswordChange(Asked):
    """Another password for oneself."""

    before: Password
    after: Password


class InvitationUsed(Asked):
    """An invitation, and the password that is wanted."""

    invitation: Secret
    password: Password
    person: Id | None = None
    """The pseudonym that is wanted, where the invitation names none."""


class InvitationText(Asked):
    """An invitation's text."""

    invitation: Secret


class InvitationAbout(Shape):
    """What an invitation is for."""

    workspace: str
    purpose: Literal["join", "reset"]
    person: str | None
    """None where who joins chooses a pseudonym."""
    role: Role
    least_characters: int
    """Of a password."""


class SignInWays(Shape):
    """How people sign in here."""

    password: bool
    """Whether somebody has one that could let them in."""
    provider: str | None
    """What the provider is called that signs people in; None without one."""
    begin: str | None
    """Where to go for that."""


class PersonShape(Shape):
    """Somebody who belongs to a workspace."""

    person: str
    role: Role
    made_at: str | None
    """ISO 8601, UTC; None for who started the server, and for somebody who is known by tokens alone."""
    email: str | None
    has_password: bool
    by_provider: bool
    """Whether the provider signs them in."""
    by_tokens_alone: bool
    """Whether they are known by access tokens alone."""


class PeopleList(Shape):
    """The people of a workspace."""

    people: list[PersonShape]


class RoleChange(Asked):
    """Another role for somebody."""

    role: Role


class InvitationAsked(Asked):
    """An invitation to join."""

    role: Role
    person: Id | None = None
    """Their pseudonym; else they choose one."""
    hours: Annotated[int, Field(ge=1, le=24 * 30)] = 72
    """How long it is good."""


class InvitationShape(Shape):
    """An open invitation, without its text."""

    id: str
    purpose: Literal["join", "reset"]
    person: str | None
    role: Role
    made_at: str
    ends_at: str


class InvitationMade(InvitationShape):
    """A new invitation: the only time that its text is told."""

    invitation: str


class InvitationList(Shape):
    """Open invitations."""

    invitations: list[InvitationShape]


class QuotaAsked(Asked):
    """A quota."""

    name: QuotaName
    most: Annotated[int, Field(ge=0, le=2**53)] | None
    """None to have none."""
    person: QuotaOwner = ""


class QuotaShape(Shape):
    """A quota."""

    name: QuotaName
    person: str
    """Empty for the workspace together, `*` for each person, else somebody."""
    most: int


class UsageShape(Shape):
    """How much of something is used."""

    name: QuotaName
    used: int
    """By all together."""
    most: int | None
    """Of all together; None without a quota."""
    people: dict[str, int]
    """By person; by an empty name what nobody is known for any more."""


class TeamUsage(Shape):
    """What a workspace uses of what it may."""

    usage: list[UsageShape]
    quotas: list[QuotaShape]
    day_ends_at: str
    """When today's counts begin anew, ISO 8601, UTC."""


class AuditEntry(Shape):
    """Something that was done."""

    place: str
    at: str
    kind: str
    """Such as `role.set`."""
    actor: str
    """A pseudonym, a part of Burnish (`system:…`), or the handle of somebody who was forgotten."""
    subject: str
    document: dict[str, Any]
    digest: str


class AuditPage(Shape):
    """What was done, oldest first."""

    entries: list[AuditEntry]
    next: str
    """The place behind the last of them, for `after`."""
