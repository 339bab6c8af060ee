"""Signing in by a provider: sent there with a state, back with a code, and who it is here, by a pseudonym."""

import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

from burnish.app.clock import now
from burnish.app.speaker import Speaker
from burnish.app.team.provider import Provider
from burnish.app.team.quotas import TeamQuotas
from burnish.app.team.roles import ROLES, is_lower, role_of
from burnish.app.team.team_log import DOOR, TeamLog
from burnish.errors import Conflict, NotAllowed, Unsigned
from burnish.storage.oidc_states import OidcStates, Sent
from burnish.storage.people import Joined, People
from burnish.wire.team import Role

COMES_BACK_IN = timedelta(minutes=10)


def _new_name() -> str:
    return f"p-{secrets.token_hex(5)}"


@dataclass(frozen=True)
class Sending:
    """Where a browser is to go, and what it keeps meanwhile."""

    url: str
    browser: str
    """A secret for a cookie: only this browser may come back."""


@dataclass(frozen=True)
class Returned:
    """What a browser comes back with."""

    state: str
    code: str
    issuer: str | None
    """As the provider named itself in the answer."""
    browser: str


@dataclass(frozen=True)
class Oidc:
    """Sign-ins by one provider. Safe to ask from several threads."""

    provider: Provider
    workspace: str
    states: OidcStates
    people: People
    quotas: TeamQuotas
    log: TeamLog
    clock: Callable[[], datetime] = now
    new_name: Callable[[], str] = field(default=_new_name, repr=False)

    def begin(self, redirect: str) -> Sending:
        """Send a browser to the provider. Raises Failure where it does not answer."""
        at = self.clock()
        state, browser, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(4))
        url = self.provider.address(redirect, state, nonce, verifier, at)
        self.states.keep(state, browser, Sent(self.workspace, nonce, verifier), at, at + COMES_BACK_IN)
        return Sending(url, browser)

    def finish(self, returned: Returned, redirect: str) -> Speaker:
        """Who came back; somebody new becomes a person here, where the settings allow that.

        Raises:
            Unsigned: the answer is not one to what was asked in this browser, or the token is not good.
            NotAllowed: the provider knows them, and here they have no role.
            Failure: the provider does not answer.
        """
        at = self.clock()
        sent = self.states.take(returned.state, returned.browser, at)
        if sent is None:
            raise Unsigned("this sign-in was used, has ended, or began in another browser; begin again")
        self.provider.check_issuer(returned.issuer, at)
        claims = self.provider.claims(returned.code, sent.verifier, sent.nonce, redirect, at)
        return Speaker(self._person(sent.workspace, claims, at), sent.workspace)

    def _person(self, workspace: str, claims: Mapping[str, Any], at: datetime) -> str:
        self._check_domain(claims)
        settings = self.provider.settings
        subject = _digest(settings.issuer, claims["sub"])
        person, claimed = self.people.known_as(workspace, subject), self._claimed(claims)
        if person is None:
            role = claimed or settings.role
            if not role:
                raise NotAllowed("the provider knows you, but you have no role here; ask an admin")
            return self._join(workspace, role_of(role), subject, claims, at)
        there = self.people.one(workspace, person)
        if there is None:
            raise NotAllowed("you were removed from this workspace; an admin can take you in again")
        if settings.role_claim and not (claimed or settings.role):
            raise NotAllowed("the provider does not give you a role here any more; ask an admin")
        wanted = (
            role_of(claimed or settings.role or there.role) if settings.role_claim else role_of(there.role)
        )
        if wanted != there.role:
            self.people.set_role(workspace, person, wanted, ends_sessions=is_lower(wanted, there.role))
            self.log.about(workspace, "role.set", person, DOOR, {"before": there.role, "after": wanted})
        return person

    def _join(
        self, workspace: str, role: Role, subject: str, claims: Mapping[str, Any], at: datetime
    ) -> str:  # fmt: skip
        email = claims.get("email") if self.provider.settings.keeps_email else None
        joined = Joined(self.new_name(), role, None, subject, email[:320] if isinstance(email, str) else None)
        try:
            self.people.add(workspace, joined, at, self.quotas.most_members(workspace))
        except Conflict:
            known = self.people.known_as(workspace, subject)
            if known is None:
                raise
            return known
        self.log.about(workspace, "person.joined", joined.person, DOOR, {"role": role, "by": "provider"})
        return joined.person

    def _claimed(self, claims: Mapping[str, Any]) -> Role | None:
        """The highest role that a claim gives."""
        settings = self.provider.settings
        held = claims.get(settings.role_claim) if settings.role_claim else None
        values = cast("list[Any]", held) if isinstance(held, list) else [held]
        given = [
            settings.roles[each] for each in values if isinstance(each, str) and settings.roles.get(each)
        ]
        return next((each for each in reversed(ROLES) if each in given), None)

    def _check_domain(self, claims: Mapping[str, Any]) -> None:
        allowed = [each.lower() for each in self.provider.settings.domains]
        if not allowed:
            return
        email = claims.get("email")
        domain = email.rpartition("@")[2].lower() if isinstance(email, str) and "@" in email else ""
        if claims.get("email_verified") is not True or domain not in allowed:
            raise NotAllowed(f"only verified addresses of {', '.join(allowed)} come in here")


def _digest(issuer: str, subject: str) -> str:
    return hashlib.sha256(f"{issuer}\0{subject}".encode()).hexdigest()
