"""Who asks, how they signed in, and what they may."""

from dataclasses import dataclass

from burnish.app.speaker import Speaker
from burnish.app.team.roles import TABLE, carried, permissions_of, who_may
from burnish.errors import NotAllowed
from burnish.wire.team import Permission, Role


@dataclass(frozen=True)
class Asker:
    """Somebody who is signed in."""

    speaker: Speaker
    role: Role
    permissions: frozenset[Permission]
    token: str | None = None
    """The id of the access token that they came with, or began their session with."""

    def may(self, permission: Permission) -> bool:
        """Whether this is allowed to them."""
        return permission in self.permissions

    def check(self, permission: Permission) -> None:
        """Raise NotAllowed where it is not allowed to them."""
        if permission not in self.permissions:
            raise self.refusal(permission)

    def refusal(self, permission: Permission) -> NotAllowed:
        """Why something is not allowed to them, and who may."""
        needs = f"this needs the permission {permission!r}"
        if permission not in permissions_of(self.role):
            who = f"{who_may(permission)} may, and you are {self.role}"
            return NotAllowed(f"{needs}; {who}").coded("role_lacks", permission=permission, role=self.role)
        if not TABLE[permission].by_token:
            none = NotAllowed(f"{needs}, which no access token has; sign in yourself")
            return none.coded("tokens_lack", permission=permission)
        lacks = NotAllowed(f"{needs}, which this access token was not given")
        return lacks.coded("token_lacks", permission=permission)


def asker(speaker: Speaker, role: Role, token: str | None, scopes: frozenset[str] | None) -> Asker:
    """Somebody of a role, who came by themselves or with a token of some scopes."""
    permissions = permissions_of(role) if token is None else carried(role, scopes)
    return Asker(speaker, role, permissions, token)
