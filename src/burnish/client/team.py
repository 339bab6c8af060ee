"""The people of the workspace, for admins."""

from collections.abc import Sequence
from dataclasses import dataclass

from burnish.client.asking import asking
from burnish.client.connection import Connection
from burnish.wire.session import TokenAsked, TokenList, TokenMade, TokenShape
from burnish.wire.team import (
    AuditPage,
    InvitationAsked,
    InvitationList,
    InvitationMade,
    InvitationShape,
    PeopleList,
    Permission,
    PersonShape,
    QuotaAsked,
    QuotaName,
    Role,
    RoleChange,
    TeamUsage,
)


@dataclass(frozen=True)
class Team:
    """Who may come in, as what. Every verb raises NotAllowed for anybody but admins."""

    _connection: Connection

    def people(self) -> list[PersonShape]:
        """Everybody who can come in, by name."""
        return self._connection.get(PeopleList, "/team/people").people

    def set_role(self, person: str, role: Role) -> list[PersonShape]:
        """Give somebody another role; where it is a lower one, their sessions end. Raises NotFound."""
        asked = asking(RoleChange, role=role)
        return self._connection.send(PeopleList, "PATCH", f"/team/people/{person}", asked, again=True).people

    def remove(self, person: str) -> None:
        """Let somebody in no more; what they made stays. Raises NotFound."""
        self._connection.asked("DELETE", f"/team/people/{person}")

    def reset_password(self, person: str) -> InvitationMade:
        """What lets somebody set a new password, once; keep its text, it is told only now. Raises NotFound."""
        return self._connection.send(InvitationMade, "POST", f"/team/people/{person}/reset")

    def invitations(self) -> list[InvitationShape]:
        """Those that can still be used, newest first."""
        return self._connection.get(InvitationList, "/team/invitations").invitations

    def invite(self, role: Role, person: str | None = None, hours: int = 72) -> InvitationMade:
        """Invite somebody; keep its text, it is told only now. Raises Conflict where the workspace is full."""
        asked = asking(InvitationAsked, role=role, person=person, hours=hours)
        return self._connection.send(InvitationMade, "POST", "/team/invitations", asked)

    def take_back(self, invitation: str) -> None:
        """Let nobody in by an invitation any more. Raises NotFound."""
        self._connection.asked("DELETE", f"/team/invitations/{invitation}")

    def tokens(self) -> list[TokenShape]:
        """Everybody's access tokens, newest first, without their text."""
        return self._connection.get(TokenList, "/tokens").tokens

    def new_token(
        self, person: str, title: str, scopes: Sequence[Permission] | None = None, days: int | None = None
    ) -> TokenMade:
        """An access token for somebody; keep its text, it is told only now. Raises BadInput."""
        held = None if scopes is None else list(scopes)
        asked = asking(TokenAsked, person=person, title=title, scopes=held, days=days)
        return self._connection.send(TokenMade, "POST", "/tokens", asked)

    def revoke_token(self, token: str) -> None:
        """Take an access token back. Raises NotFound."""
        self._connection.asked("DELETE", f"/tokens/{token}")

    def usage(self) -> TeamUsage:
        """What is used, and what may be."""
        return self._connection.get(TeamUsage, "/team/usage")

    def set_quota(self, name: QuotaName, most: int | None, person: str = "") -> TeamUsage:
        """Set a quota of all together, of each person (`*`) or of one; None takes it away. Raises BadInput."""
        asked = asking(QuotaAsked, name=name, most=most, person=person)
        return self._connection.send(TeamUsage, "PUT", "/team/quotas", asked, again=True)

    def audit(self, after: str | None = None, limit: int = 100) -> AuditPage:
        """Who did what, oldest first: the last entries, or those behind a place."""
        return self._connection.get(AuditPage, "/team/audit", {"after": after, "limit": limit})
