"""Joining and leaving a workspace: invitations, roles, passwords and access tokens, each entered in the log."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from burnish.app.clock import now
from burnish.app.speaker import Speaker, checked
from burnish.app.team.passwords import Passwords
from burnish.app.team.quotas import TeamQuotas
from burnish.app.team.roles import BY_TOKEN_ALONE, checked_scopes, is_lower, role_of
from burnish.app.team.team_log import TeamLog
from burnish.errors import BadInput, Conflict, NotAllowed, NotFound
from burnish.storage.access import Access, TokenRow
from burnish.storage.invitations import InvitationRow, Invitations
from burnish.storage.people import Joined, People, PersonRow
from burnish.storage.quotas import EACH, TOGETHER
from burnish.wire.team import QuotaName, Role

INVITED_FOR = timedelta(hours=72)
RESET_FOR = timedelta(hours=24)
LONGEST_TOKEN = timedelta(days=3660)


@dataclass(frozen=True)
class Member:
    """Somebody of a workspace, however they are known."""

    person: str
    role: Role
    row: PersonRow | None
    """None for who started the server, and for somebody who is known by tokens alone."""
    is_owner: bool = False
    """Whether this is who started the server."""


@dataclass(frozen=True)
class Membership:
    """What admins, and people for themselves, do. Safe to ask from several threads.

    `actor` is always in whose name: a pseudonym, or a part of Burnish.
    """

    people: People
    invitations: Invitations
    access: Access
    passwords: Passwords
    quotas: TeamQuotas
    log: TeamLog
    others: Callable[[str], Sequence[str]]
    """Everyone of a workspace of whom something is kept, members or not."""
    owner: Speaker | None = None
    """Who started the server, and is admin of their workspace."""
    clock: Callable[[], datetime] = field(default=now)

    def members(self, workspace: str) -> tuple[Member, ...]:
        """Everybody who can come in, by name. Raises Failure."""
        found = {
            each.person: Member(each.person, role_of(each.role), each) for each in self.people.list(workspace)
        }
        for token in self.access.tokens.list(workspace):
            found.setdefault(token.person, Member(token.person, BY_TOKEN_ALONE, None))
        owner = self.owner
        if owner is not None and owner.workspace == workspace:
            known = found.get(owner.person)
            found[owner.person] = Member(
                owner.person, "admin", None if known is None else known.row, is_owner=True
            )
        return tuple(found[name] for name in sorted(found))

    def role(self, workspace: str, person: str) -> Role:
        """What somebody is; known by tokens alone, what those may. Raises Failure."""
        if self._is_owner(workspace, person):
            return "admin"
        found = self.people.one(workspace, person)
        return BY_TOKEN_ALONE if found is None else role_of(found.role)

    def invite(
        self, workspace: str, role: Role, person: str | None, good_for: timedelta, actor: str
    ) -> tuple[InvitationRow, str]:
        """An invitation to join, and its text. Raises Conflict where the name or the workspace is taken up."""
        at = self.clock()
        if person is not None:
            checked("person", person)
            if self.people.one(workspace, person) is not None or self._is_owner(workspace, person):
                raise Conflict(f"{person!r} is somebody of this workspace already")
        self.quotas.check_invited(workspace, at)
        made, text = self.invitations.make(workspace, "join", person, role_of(role), at, at + good_for)
        of = None if person is None else self.log.handle(workspace, person)
        said = {"purpose": "join", "role": made.role, "of": of}
        self.log.note(workspace, "invitation.made", f"invitation-{made.id}", actor, said)
        return made, text

    def take_back(self, workspace: str, id: str, actor: str) -> None:  # noqa: A002
        """Let nobody in by an invitation any more. Raises NotFound."""
        self.invitations.take_back(workspace, id, self.clock())
        self.log.note(workspace, "invitation.taken_back", f"invitation-{id}", actor)

    def accept(self, text: str, person: str | None, password: str) -> Speaker:
        """Join by an invitation, or set a new password by one; who it was. Raises Unsigned, BadInput, Conflict."""
        at = self.clock()
        found = self.invitations.read(text, at)
        if found.purpose == "reset":
            done = self.invitations.reset(text, self.passwords.hash(password), at)
            assert done.person is not None
            self.log.about(done.workspace, "password.set", done.person, done.person, {"by": "reset"})
            return Speaker(done.person, done.workspace)
        name = self._name(found, person)
        self.invitations.join(text, name, self.passwords.hash(password), at, self.quotas.most_members)
        self.log.about(found.workspace, "person.joined", name, name, {"role": found.role, "by": "invitation"})
        return Speaker(name, found.workspace)

    def set_role(self, workspace: str, person: str, role: Role, actor: str) -> None:
        """Give somebody another role; where it is a lower one, they sign in again. Raises NotFound, NotAllowed."""
        self._not_oneself(workspace, person, actor, "change their own role")
        found = self.people.one(workspace, person)
        if found is None:
            self._take_in(workspace, person, role)
        falls = is_lower(role_of(role), BY_TOKEN_ALONE if found is None else found.role)
        known = self.people.set_role(workspace, person, role, ends_sessions=falls)
        before = BY_TOKEN_ALONE if found is None else known
        if before != role:
            self.log.about(workspace, "role.set", person, actor, {"before": before, "after": role})

    def remove(self, workspace: str, person: str, actor: str) -> None:
        """Let somebody in no more: their sessions and tokens end. What they made stays. Raises NotFound, NotAllowed."""
        self._not_oneself(workspace, person, actor, "remove themselves")
        subject = self.log.handle(workspace, person) if self._is_there(workspace, person) else ""
        self.people.remove(workspace, person, self.clock())
        self.log.note(workspace, "person.removed", subject, actor)

    def reset_password(
        self, workspace: str, person: str, actor: str, good_for: timedelta = RESET_FOR
    ) -> tuple[InvitationRow, str]:
        """What lets somebody set a new password, once; their old one is good until then. Raises NotFound."""
        found = self.people.one(workspace, person)
        if found is None:
            raise NotFound(self._nobody(workspace, person))
        at = self.clock()
        made, text = self.invitations.make(workspace, "reset", person, found.role, at, at + good_for)
        said = {"purpose": "reset", "role": found.role, "of": self.log.handle(workspace, person)}
        self.log.note(workspace, "invitation.made", f"invitation-{made.id}", actor, said)
        return made, text

    def set_password(self, workspace: str, person: str, password: str, actor: str) -> None:
        """Set somebody's password, which ends their sessions. Raises NotFound, BadInput."""
        hashed = self.passwords.hash(password)
        self.people.set_hash(workspace, person, hashed, self.clock(), ends_sessions=True)
        by = "self" if actor == person else "admin"
        self.log.about(workspace, "password.set", person, actor, {"by": by})

    def new_token(
        self, workspace: str, person: str, title: str, actor: str, *,
        scopes: Sequence[str] | None = None, ends_at: datetime | None = None,
    ) -> tuple[str, str]:  # fmt: skip
        """An access token: its id and text. Raises BadInput where it would carry more than its person may."""
        at, carried = self.clock(), None
        if scopes is not None:
            carried = checked_scopes(scopes, self.role(workspace, person))
        if ends_at is not None and not at < ends_at <= at + LONGEST_TOKEN:
            raise BadInput(f"an end at {ends_at.isoformat()}; a time after now is allowed, up to ten years")
        made, text = self.access.tokens.make(workspace, person, title, at, scopes=carried, ends_at=ends_at)
        said = {
            "of": self.log.handle(workspace, person), "ends": ends_at is not None,
            "scopes": None if carried is None else sorted(carried),
        }  # fmt: skip
        self.log.note(workspace, "token.made", f"token-{made}", actor, said)
        return made, text

    def tokens(self, workspace: str, person: str | None = None) -> tuple[TokenRow, ...]:
        """The access tokens of a workspace, or of one of its people."""
        return self.access.tokens.list(workspace, person)

    def revoke_token(self, workspace: str, id: str, actor: str, of: str | None = None) -> None:  # noqa: A002
        """Take an access token back, of one person only where one is named. Raises NotFound."""
        found = self.access.tokens.one(workspace, id)
        if found is None or (of is not None and found.person != of):
            raise NotFound(
                f"this workspace has no access token {id!r}" if of is None else f"no token {id!r} is yours"
            )
        self.access.tokens.revoke(workspace, id)
        self.log.note(
            workspace, "token.revoked", f"token-{id}", actor, {"of": self.log.handle(workspace, found.person)}
        )

    def set_quota(self, workspace: str, person: str, name: QuotaName, most: int | None, actor: str) -> None:
        """Set a quota; None takes it away. Raises BadInput."""
        self.quotas.set(workspace, person, name, most)
        of = {TOGETHER: "workspace", EACH: "each"}.get(person) or self.log.handle(workspace, person)
        self.log.note(workspace, "quota.set", name, actor, {"of": of, "most": most})

    def _name(self, invitation: InvitationRow, person: str | None) -> str:
        if invitation.person is not None:
            if person not in (None, invitation.person):
                raise BadInput(f"this invitation is for {invitation.person!r} and for nobody else")
            return invitation.person
        if person is None:
            raise BadInput("choose a pseudonym; this invitation names none")
        name, workspace = checked("person", person), invitation.workspace
        taken = {*self.others(workspace), *(each.person for each in self.people.list(workspace))}
        if name in taken or self._is_owner(workspace, name):
            told = f"{name!r} is taken in this workspace; choose another pseudonym"
            raise Conflict(told).coded("pseudonym_taken", person=name)
        return name

    def _not_oneself(self, workspace: str, person: str, actor: str, what: str) -> None:
        if person == actor:
            raise NotAllowed(f"nobody may {what}; another admin can")
        if self._is_owner(workspace, person):
            raise NotAllowed(f"{person!r} started this server, and is admin for as long as it runs")

    def _is_owner(self, workspace: str, person: str) -> bool:
        owner = self.owner
        return owner is not None and (owner.workspace, owner.person) == (workspace, person)

    def _take_in(self, workspace: str, person: str, role: Role) -> None:
        """Somebody who was known by tokens or to the provider alone is a member from here on. Raises NotFound."""
        if not self.people.has_identity(workspace, person):
            self._is_there(workspace, person)
        most = self.quotas.most_members(workspace)
        self.people.add(workspace, Joined(person, role), self.clock(), most)

    def _is_there(self, workspace: str, person: str) -> bool:
        if self.people.one(workspace, person) is None and not self.access.tokens.list(workspace, person):
            raise NotFound(self._nobody(workspace, person))
        return True

    def _nobody(self, workspace: str, person: str) -> str:
        if self.access.tokens.list(workspace, person):
            return f"{person!r} is known by access tokens alone; give them a role first"
        return f"{person!r} is nobody of this workspace"
