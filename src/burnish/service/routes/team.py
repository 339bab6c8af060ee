"""The people of a workspace, for admins: roles, invitations, access tokens, quotas, and who did what."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request

from burnish.app.team.membership import Member, Membership
from burnish.app.team.quotas import day_end
from burnish.app.team.roles import role_of
from burnish.app.team.team_log import Noted
from burnish.service.asking import Caller
from burnish.service.routes.session import door_of
from burnish.service.token_shapes import made_token, token_end, token_list
from burnish.storage.invitations import InvitationRow
from burnish.wire.session import TokenAsked, TokenList, TokenMade
from burnish.wire.shape import Id
from burnish.wire.team import (
    AuditEntry,
    AuditPage,
    InvitationAsked,
    InvitationList,
    InvitationMade,
    InvitationShape,
    PeopleList,
    PersonShape,
    QuotaAsked,
    QuotaName,
    QuotaShape,
    RoleChange,
    TeamUsage,
    UsageShape,
)

router = APIRouter(tags=["team"])

_PLACE = r"^[0-9]{1,18}\.[0-9]{1,18}$"


@router.get("/tokens")
def tokens(request: Request, caller: Caller) -> TokenList:
    """The workspace's access tokens, without their text."""
    return token_list(_members(request).tokens(caller.workspace))


@router.post("/tokens", status_code=201)
def new_token(request: Request, caller: Caller, asked: TokenAsked) -> TokenMade:
    """Make an access token for a person of this workspace; its text is told only now."""
    ends_at = token_end(asked.days, door_of(request).clock())
    made = _members(request).new_token(
        caller.workspace, asked.person, asked.title, caller.person, scopes=asked.scopes, ends_at=ends_at
    )
    return made_token(*made, asked.person, asked.title, asked.scopes, ends_at)


@router.delete("/tokens/{token}", status_code=204)
def revoke_token(request: Request, caller: Caller, token: Id) -> None:
    """Take an access token back, and end the sessions it began."""
    _members(request).revoke_token(caller.workspace, token, caller.person)


@router.get("/team/people")
def people(request: Request, caller: Caller) -> PeopleList:
    """Everybody who can come into the workspace, by name."""
    return PeopleList(people=[_person(each) for each in _members(request).members(caller.workspace)])


@router.patch("/team/people/{person}")
def change_role(request: Request, caller: Caller, person: Id, change: RoleChange) -> PeopleList:
    """Give somebody another role; where it is a lower one, their sessions end."""
    _members(request).set_role(caller.workspace, person, change.role, caller.person)
    return people(request, caller)


@router.delete("/team/people/{person}", status_code=204)
def remove_person(request: Request, caller: Caller, person: Id) -> None:
    """Let somebody in no more: sessions, tokens and password end; what they made stays."""
    _members(request).remove(caller.workspace, person, caller.person)


@router.post("/team/people/{person}/reset", status_code=201)
def reset_password(request: Request, caller: Caller, person: Id) -> InvitationMade:
    """Make what lets somebody set a new password, once, within a day. Its text is told only now."""
    return _made(*_members(request).reset_password(caller.workspace, person, caller.person))


@router.get("/team/invitations")
def invitations(request: Request, caller: Caller) -> InvitationList:
    """Invitations that can still be used, newest first, without their text."""
    found = _members(request).invitations.open(caller.workspace, door_of(request).clock())
    return InvitationList(invitations=[_invitation(each) for each in found])


@router.post("/team/invitations", status_code=201)
def invite(request: Request, caller: Caller, asked: InvitationAsked) -> InvitationMade:
    """Invite somebody to join in a role. Its text is told only now. 409 where the workspace is full."""
    good_for = timedelta(hours=asked.hours)
    made = _members(request).invite(caller.workspace, asked.role, asked.person, good_for, caller.person)
    return _made(*made)


@router.delete("/team/invitations/{invitation}", status_code=204)
def take_back_invitation(request: Request, caller: Caller, invitation: Id) -> None:
    """Let nobody in by an invitation any more."""
    _members(request).take_back(caller.workspace, invitation, caller.person)


@router.get("/team/usage")
def usage(request: Request, caller: Caller) -> TeamUsage:
    """What the workspace and its people use, and what they may."""
    door = door_of(request)
    quotas, at = door.team.quotas, door.clock()
    used = [
        UsageShape(name=each.name, used=each.used, most=each.most, people=each.people)
        for each in quotas.usage(caller.workspace, at)
    ]
    held = [
        QuotaShape(name=_quota_name(each.name), person=each.person, most=each.most)
        for each in quotas.of(caller.workspace)
    ]
    return TeamUsage(usage=used, quotas=held, day_ends_at=day_end(at).isoformat())


@router.put("/team/quotas")
def set_quota(request: Request, caller: Caller, asked: QuotaAsked) -> TeamUsage:
    """Set a quota of the workspace together, of each person or of one, or take it away."""
    _members(request).set_quota(caller.workspace, asked.person, asked.name, asked.most, caller.person)
    return usage(request, caller)


@router.get("/team/audit")
def audit(
    request: Request, caller: Caller,
    after: Annotated[str | None, Query(pattern=_PLACE)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> AuditPage:  # fmt: skip
    """Who did what, oldest first: the last ones, or those behind a place."""
    told, place = door_of(request).team.log.page(caller.workspace, after, limit)
    return AuditPage(entries=[_entry(each) for each in told], next=place)


def _members(request: Request) -> Membership:
    return door_of(request).team.membership


def _person(member: Member) -> PersonShape:
    row = member.row
    return PersonShape(
        person=member.person, role=member.role, made_at=None if row is None else row.made_at.isoformat(),
        email=None if row is None else row.email, has_password=row is not None and row.has_password,
        by_provider=row is not None and row.is_known_elsewhere,
        by_tokens_alone=row is None and not member.is_owner,
    )  # fmt: skip


def _invitation(row: InvitationRow) -> InvitationShape:
    return InvitationShape(
        id=row.id, purpose=row.purpose, person=row.person, role=role_of(row.role),
        made_at=row.made_at.isoformat(), ends_at=row.ends_at.isoformat(),
    )  # fmt: skip


def _made(row: InvitationRow, text: str) -> InvitationMade:
    return InvitationMade(**dict(_invitation(row)), invitation=text)


def _quota_name(name: str) -> QuotaName:
    return next(each for each in ("turns_a_day", "open_jobs", "stored_bytes", "members") if each == name)


def _entry(noted: Noted) -> AuditEntry:
    entry = noted.entry
    return AuditEntry(
        place=noted.place, at=entry.at.isoformat(), kind=entry.kind, actor=noted.actor, subject=noted.subject,
        document=noted.document, digest=entry.digest,
    )  # fmt: skip
