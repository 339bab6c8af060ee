"""Who is asking, and what this server is."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from burnish.wire.shape import Asked, Id, Shape
from burnish.wire.team import Permission, Role


class SignIn(Asked):
    """The launch token that the server printed, or a person's access token."""

    token: Annotated[str, StringConstraints(min_length=1, max_length=500)]


class ConsentShape(Asked):
    """What a person's feedback may be used for."""

    taste: bool
    """This person's own taste."""
    workspace_models: bool
    """Models of this workspace."""
    sharing: bool
    """Leaving this workspace."""


class SessionShape(Shape):
    """Who is asking."""

    person: str
    workspace: str
    consent: ConsentShape
    is_owner: bool
    """Whether this is who started the server."""
    role: Role
    permissions: list[Permission]
    """What they may as they are signed in now: an access token can carry less than its person may."""
    has_password: bool
    """Whether they can change a password here."""
    version: str
    planner: str
    """Which planner answers requests."""
    speech: bool
    """Whether this server has a recognizer for recorded speech."""


class Health(Shape):
    """Whether the service can do its work."""

    status: Literal["ok", "degraded"]
    version: str
    store: Literal["ok", "unavailable"]


class TokenAsked(Asked):
    """An access token for a person of this workspace."""

    person: Id
    title: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    """What it is for."""
    scopes: list[Permission] | None = None
    """What it may; else all that its person may."""
    days: Annotated[int, Field(ge=1, le=3650)] | None = None
    """How long it is good; else until it is revoked."""


class OwnTokenAsked(Asked):
    """An access token for oneself."""

    title: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    """What it is for."""
    scopes: list[Permission] | None = None
    """What it may; else all that its person may."""
    days: Annotated[int, Field(ge=1, le=3650)] | None = None
    """How long it is good; else until it is revoked."""


class TokenMade(Shape):
    """A new access token: the only time that its text is told."""

    id: Id
    person: str
    title: str
    token: str
    scopes: list[str] | None
    ends_at: str | None


class TokenShape(Shape):
    """An access token, without its text."""

    id: Id
    person: str
    title: str
    made_at: str
    """ISO 8601, UTC."""
    scopes: list[str] | None
    """What it may; None for all that its person may."""
    ends_at: str | None
    """None where it is good until it is revoked."""


class TokenList(Shape):
    """The workspace's access tokens."""

    tokens: list[TokenShape]
