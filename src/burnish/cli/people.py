"""`burnish people`: who may come into a workspace, as what, and what they did."""

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from burnish.cli.answer import FAILED, AsJson, answer
from burnish.cli.columns import columns
from burnish.cli.teamwork import WorkspaceName, end_of, open_members

if TYPE_CHECKING:
    from burnish.app.team.membership import Member
    from burnish.storage.invitations import InvitationRow

people = typer.Typer(
    name="people", help="The people of a workspace: invite them, give roles, see what was done."
)

Name = Annotated[str, typer.Argument(help="A pseudonym.", metavar="PERSON")]


class RoleName(StrEnum):
    """What somebody is in a workspace; each may what those before it may."""

    VIEWER = "viewer"
    EDITOR = "editor"
    REVIEWER = "reviewer"
    OPERATOR = "operator"
    ADMIN = "admin"


class QuotaWord(StrEnum):
    """What can have a quota."""

    TURNS_A_DAY = "turns_a_day"
    OPEN_JOBS = "open_jobs"
    STORED_BYTES = "stored_bytes"
    MEMBERS = "members"


RoleArgument = Annotated[RoleName, typer.Argument(help="What they are to be.", metavar="ROLE")]


@people.command("list")
def list_(workspace: WorkspaceName = None, as_json: AsJson = False) -> None:
    """List everybody who can come in, and open invitations."""
    team, home = open_members(workspace)
    members = team.membership.members(home)
    invited = team.membership.invitations.open(home, team.membership.clock())
    document = {
        "workspace": home,
        "people": [_member_document(each) for each in members],
        "invitations": [_invitation_document(each) for each in invited],
    }
    lines = columns(("person", "role", "signs in by"), ((m.person, m.role, _ways(m)) for m in members))
    lines += [
        f"invited: {each.person or 'somebody'} as {each.role}, until {each.ends_at:%Y-%m-%d %H:%M} UTC (id {each.id})"
        for each in invited
        if each.purpose == "join"
    ]
    answer(document, "\n".join(lines) or "Nobody.", as_json=as_json)


@people.command()
def invite(
    role: RoleArgument,
    person: Annotated[str | None, typer.Option(help="Their pseudonym; else they choose one.")] = None,
    good_for: Annotated[str, typer.Option("--for", help="How long it is good: 72h, 3d.")] = "72h",
    workspace: WorkspaceName = None,
    as_json: AsJson = False,
) -> None:
    """Invite somebody. Its text is told only now; it is good once."""
    from burnish.app.team.team_log import COMMAND_LINE

    team, home = open_members(workspace)
    at = team.membership.clock()
    ends = end_of(good_for, at)
    assert ends is not None
    made, text = team.membership.invite(home, role.value, person, ends - at, COMMAND_LINE)
    document = _invitation_document(made) | {"workspace": home, "invitation": text}
    until = f"{made.ends_at:%Y-%m-%d %H:%M} UTC"
    words = f"{text}\n(as {role.value} in {home}, until {until}; open the studio at /#invitation=…)"
    answer(document, words, as_json=as_json)


@people.command()
def uninvite(
    id: Annotated[str, typer.Argument(help="The invitation's id.")],  # noqa: A002
    workspace: WorkspaceName = None,
    as_json: AsJson = False,
) -> None:
    """Take an invitation back."""
    from burnish.app.team.team_log import COMMAND_LINE

    team, home = open_members(workspace)
    team.membership.take_back(home, id, COMMAND_LINE)
    answer({"workspace": home, "id": id, "taken_back": True}, f"Took {id} back.", as_json=as_json)


@people.command()
def role(
    person: Name, role: RoleArgument, workspace: WorkspaceName = None, as_json: AsJson = False
) -> None:  # fmt: skip
    """Give somebody another role. Where it is a lower one, they have to sign in again."""
    from burnish.app.team.team_log import COMMAND_LINE

    team, home = open_members(workspace)
    team.membership.set_role(home, person, role.value, COMMAND_LINE)
    answer(
        {"workspace": home, "person": person, "role": role.value}, f"{person} is {role.value} now.",
        as_json=as_json,
    )  # fmt: skip


@people.command()
def remove(person: Name, workspace: WorkspaceName = None, as_json: AsJson = False) -> None:
    """Let somebody in no more: sessions, tokens and password end. What they made stays; `burnish forget` erases it."""
    from burnish.app.team.team_log import COMMAND_LINE

    team, home = open_members(workspace)
    team.membership.remove(home, person, COMMAND_LINE)
    answer({"workspace": home, "person": person, "removed": True}, f"Removed {person}.", as_json=as_json)


@people.command()
def password(
    person: Name,
    stdin: Annotated[
        bool, typer.Option("--stdin", help="Set the one that is on standard input, one line.")
    ] = False,
    workspace: WorkspaceName = None,
    as_json: AsJson = False,
) -> None:
    """Make what lets somebody set a new password, once, within a day; or set it yourself."""
    from burnish.app.team.team_log import COMMAND_LINE

    team, home = open_members(workspace)
    if stdin:
        team.membership.set_password(home, person, sys.stdin.readline().rstrip("\r\n"), COMMAND_LINE)
        answer(
            {"workspace": home, "person": person, "set": True}, f"Set {person}'s password.", as_json=as_json
        )
        return
    made, text = team.membership.reset_password(home, person, COMMAND_LINE)
    document = _invitation_document(made) | {"workspace": home, "invitation": text}
    words = (
        f"{text}\n(for {person}, until {made.ends_at:%Y-%m-%d %H:%M} UTC; open the studio at /#invitation=…)"
    )
    answer(document, words, as_json=as_json)


@people.command()
def quota(
    name: Annotated[QuotaWord | None, typer.Argument(help="Of what.", metavar="[NAME]")] = None,
    most: Annotated[str | None, typer.Argument(help="A number, or `none`.", metavar="[MOST]")] = None,
    person: Annotated[str | None, typer.Option(help="Of one person; `each` for each of them.")] = None,
    workspace: WorkspaceName = None,
    as_json: AsJson = False,
) -> None:
    """Show what is used, or set a quota: of all together, of each person, or of one."""
    from burnish.app.team.team_log import COMMAND_LINE
    from burnish.errors import BadInput
    from burnish.storage.quotas import EACH, TOGETHER

    team, home = open_members(workspace)
    if name is not None:
        if most is None or not (most == "none" or (most.isascii() and most.isdigit() and len(most) < 17)):
            raise BadInput(f"quota {most!r}; a whole number of up to 16 digits, or none, is allowed")
        whose = TOGETHER if person is None else EACH if person == "each" else person
        number = None if most == "none" else int(most)
        team.membership.set_quota(home, whose, name.value, number, COMMAND_LINE)
    used = team.quotas.usage(home, team.membership.clock())
    held = team.quotas.of(home)
    document = {
        "workspace": home,
        "usage": [{"name": u.name, "used": u.used, "most": u.most, "people": u.people} for u in used],
        "quotas": [{"person": q.person, "name": q.name, "most": q.most} for q in held],
    }
    rows = [(u.name, f"{u.used:_}", "" if u.most is None else f"{u.most:_}") for u in used]
    lines = columns(("of all together", "used", "may be"), rows)
    lines += [
        f"{q.name} of {'each person' if q.person == EACH else q.person}: at most {q.most:_}"
        for q in held
        if q.person != TOGETHER
    ]
    answer(document, "\n".join(lines), as_json=as_json)


@people.command()
def audit(
    last: Annotated[int, typer.Option(min=1, max=500, help="How many entries, the last ones.")] = 30,
    after: Annotated[str | None, typer.Option(help="Those behind a place instead, such as 12.3.")] = None,
    workspace: WorkspaceName = None,
    as_json: AsJson = False,
) -> None:
    """Show who did what, and check that nothing of it was changed. Exit code 1 where something was."""
    from burnish.app.team.team_log import lines_of
    from burnish.governance.soundness import verified

    team, home = open_members(workspace)
    told, place = team.log.page(home, after, last)
    sound = verified(team.log.chain.after(home))
    broken = None if sound.broken is None else {"number": sound.broken.number, "reason": sound.broken.reason}
    entries = [
        {
            "place": each.place, "at": each.entry.at.isoformat(), "kind": each.entry.kind, "actor": each.actor,
            "subject": each.subject, "document": each.document, "digest": each.entry.digest,
        }
        for each in told
    ]  # fmt: skip
    document = {
        "workspace": home,
        "entries": entries,
        "next": place,
        "sound": sound.is_sound,
        "broken": broken,
    }
    lines = lines_of(told) or ["Nothing was done yet."]
    if sound.broken is not None:
        lines.append(f"BROKEN at entry {sound.broken.number}: {sound.broken.reason}")
    answer(document, "\n".join(lines), as_json=as_json)
    if not sound.is_sound:
        raise typer.Exit(FAILED)


def _member_document(member: "Member") -> dict[str, object]:
    row = member.row
    return {
        "person": member.person, "role": member.role, "is_owner": member.is_owner,
        "made_at": None if row is None else row.made_at.isoformat(),
        "email": None if row is None else row.email, "has_password": row is not None and row.has_password,
        "by_provider": row is not None and row.is_known_elsewhere,
    }  # fmt: skip


def _invitation_document(row: "InvitationRow") -> dict[str, object]:
    return {
        "id": row.id, "purpose": row.purpose, "person": row.person, "role": row.role,
        "ends_at": row.ends_at.isoformat(),
    }  # fmt: skip


def _ways(member: "Member") -> str:
    row = member.row
    ways = [
        *(["this machine"] if member.is_owner else []),
        *(["password"] if row is not None and row.has_password else []),
        *(["provider"] if row is not None and row.is_known_elsewhere else []),
    ]
    return ", ".join(ways) or "access token"
