"""Who a request is from: an access token, or a cookie that was given to somebody who signed in."""

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property

from starlette.requests import HTTPConnection

from burnish.app.speaker import Speaker
from burnish.app.studio.studio import Studio
from burnish.app.team.asker import Asker, asker
from burnish.app.team.oidc import Returned, Sending
from burnish.app.team.passwords import Cost
from burnish.app.team.roles import BY_TOKEN_ALONE, role_of
from burnish.app.team.team import Team, open_team
from burnish.app.team.team_log import DOOR
from burnish.errors import BurnishError, NotFound, TooMany, Unsigned
from burnish.feedback.consent import Consent
from burnish.models.settings import OidcSettings
from burnish.wire.team import Role

SESSION_S = 30 * 24 * 3600
"""How long a cookie is good for."""

OIDC_COOKIE_S = 10 * 60


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class SigningIn:
    """The doorkeeper of one server."""

    studio: Studio
    owner: Speaker
    """Whom the launch token signs in: the one who started the server, and is admin of their workspace."""
    port: int
    is_secure: bool = False
    """Whether cookies only go over TLS."""
    launch_token: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    clock: Callable[[], datetime] = _now
    oidc: OidcSettings | None = None
    """The provider that signs people in, if there is one."""
    cost: Cost = field(default_factory=Cost)
    """Of hashing a password."""

    @cached_property
    def team(self) -> Team:
        """The people of workspaces. Raises BadInput where the provider of the settings cannot be used."""
        store = self.studio.workspaces.store
        return open_team(store, self.studio.access, self.owner, self.oidc, cost=self.cost, clock=self.clock)

    @property
    def cookie(self) -> str:
        """The cookie's name: servers on other ports of this machine have others."""
        return f"burnish_{self.port}"

    @property
    def oidc_cookie(self) -> str:
        """The name of the cookie of a browser that was sent to the provider."""
        return f"burnish_oidc_{self.port}"

    def who(self, connection: HTTPConnection) -> Asker | None:
        """Who a request is from; None for a stranger."""
        scheme, _, text = connection.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            held = self.studio.access.tokens.check(text.strip())
            return None if held is None else self._asker(*held)
        secret = connection.cookies.get(self.cookie)
        if not secret:
            return None
        signed = self.studio.access.sessions.check(secret, self.clock())
        if signed is None:
            return None
        return self._asker(*signed)

    def sign_in(self, token: str) -> tuple[str, Asker]:
        """A new cookie's secret, for the launch token or an access token. Raises Unsigned for any other text."""
        owner = self.owner
        if hmac.compare_digest(token.encode(), self.launch_token.encode()):
            return self._begun(owner.workspace, owner.person, "launch")
        held = self.studio.access.tokens.check(token)
        if held is None:
            raise Unsigned("that is neither this server's launch token nor an access token that is good")
        secret = self.studio.access.sessions.begin(held.workspace, held.person, self.clock(), held.token)
        self._note(held.workspace, held.person, "token")
        return secret, self._asker(*held)

    def sign_in_by_password(
        self, workspace: str | None, person: str, password: str, address: str
    ) -> tuple[str, Asker]:  # fmt: skip
        """A new cookie's secret, for a name and a password. Raises Unsigned, TooMany."""
        place = workspace or self.owner.workspace
        try:
            self.team.passwords.check(place, person, password, address, self.clock())
        except (Unsigned, TooMany) as error:
            self._note_refused(place, person, "password", error)
            raise
        return self._begun(place, person, "password")

    def accept(self, text: str, person: str | None, password: str) -> tuple[str, Asker]:
        """A new cookie's secret, for an invitation that is used here. Raises Unsigned, BadInput, Conflict."""
        joined = self.team.membership.accept(text, person, password)
        return self._begun(joined.workspace, joined.person, "invitation")

    def sent(self, redirect: str) -> Sending:
        """Where to send a browser to be signed in by the provider. Raises NotFound, Failure."""
        if self.team.oidc is None:
            raise NotFound("no provider signs people in here")
        return self.team.oidc.begin(redirect)

    def returned(self, back: Returned, redirect: str) -> tuple[str, Asker]:
        """A new cookie's secret, for a browser that comes back from the provider. Raises BadInput, Failure."""
        if self.team.oidc is None:
            raise NotFound("no provider signs people in here")
        speaker = self.team.oidc.finish(back, redirect)
        return self._begun(speaker.workspace, speaker.person, "provider")

    def refreshed(self, of: Asker) -> str:
        """A new cookie's secret for somebody whose sessions were ended by something that they did themselves."""
        return self.studio.access.sessions.begin(
            of.speaker.workspace, of.speaker.person, self.clock(), of.token
        )

    def speaker(self, workspace: str, person: str, said: Consent | None) -> Speaker:
        """A person with what they allow their feedback to be used for, who said so last."""
        named = Speaker(person, workspace)
        return Speaker(person, workspace, said or (self.owner.consent if self.is_owner(named) else Consent()))

    def is_owner(self, speaker: Speaker) -> bool:
        """Whether this is who started the server."""
        return (speaker.workspace, speaker.person) == (self.owner.workspace, self.owner.person)

    def _begun(self, workspace: str, person: str, by: str) -> tuple[str, Asker]:
        """Somebody who signed in themselves."""
        row = None if by == "launch" else self.team.membership.people.one(workspace, person)
        secret = self.studio.access.sessions.begin(workspace, person, self.clock())
        self._note(workspace, person, by)
        said = self.studio.access.consents.of(workspace, person)
        return secret, self._asker(workspace, person, None, None if row is None else row.role, None, said)

    def _asker(
        self, workspace: str, person: str, token: str | None, role: str | None, scopes: frozenset[str] | None,
        said: Consent | None,
    ) -> Asker:  # fmt: skip
        speaker = self.speaker(workspace, person, said)
        held: Role = BY_TOKEN_ALONE if role is None else role_of(role)
        return asker(speaker, "admin" if self.is_owner(speaker) else held, token, scopes)

    def _note(self, workspace: str, person: str, by: str) -> None:
        self.team.log.about(workspace, "session.begun", person, person, {"by": by})

    def _note_refused(self, workspace: str, person: str, by: str, error: BurnishError) -> None:
        """Only where somebody was meant who is there, and a password was looked at: strangers do not fill the log."""
        if isinstance(error, Unsigned) and self.team.membership.people.one(workspace, person) is not None:
            self.team.log.about(workspace, "session.refused", person, DOOR, {"by": by, "reason": "wrong"})
