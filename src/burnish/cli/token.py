"""`burnish token`: access tokens for people and programs that use the service."""

from typing import TYPE_CHECKING, Annotated

import typer

from burnish.cli.answer import AsJson, answer
from burnish.cli.teamwork import WorkspaceName, end_of, open_members

if TYPE_CHECKING:
    from burnish.storage.access import TokenRow

token = typer.Typer(
    name="token", help="Access tokens of the service: for people, programs and other machines."
)


@token.command()
def new(
    person: Annotated[str, typer.Argument(help="A pseudonym: whose token it is.")],
    title: Annotated[str, typer.Option(help="What it is for.")] = "command line",
    scope: Annotated[
        list[str] | None,
        typer.Option(help="A permission, such as photos.see; else all that the person may. May be repeated."),
    ] = None,
    expires: Annotated[
        str | None, typer.Option(help="90d, 12h, or a day such as 2027-01-31; else when it is revoked.")
    ] = None,
    workspace: WorkspaceName = None,
    as_json: AsJson = False,
) -> None:
    """Make an access token. Its text is told only now."""
    from burnish.app.speaker import checked
    from burnish.app.team.team_log import COMMAND_LINE

    named = checked("person", person)
    team, home = open_members(workspace)
    ends_at = end_of(expires, team.membership.clock())
    made, text = team.membership.new_token(home, named, title, COMMAND_LINE, scopes=scope, ends_at=ends_at)
    document = {
        "id": made, "workspace": home, "person": named, "title": title, "token": text,
        "scopes": None if scope is None else sorted(set(scope)),
        "ends_at": None if ends_at is None else ends_at.isoformat(),
    }  # fmt: skip
    until = "" if ends_at is None else f", until {ends_at:%Y-%m-%d %H:%M} UTC"
    answer(
        document, f"{text}\n(id {made}, {named} in {home}{until}; keep it like a password)", as_json=as_json
    )


@token.command("list")
def list_(workspace: WorkspaceName = None, as_json: AsJson = False) -> None:
    """List a workspace's access tokens, without their text."""
    team, home = open_members(workspace)
    found = team.membership.tokens(home)
    rows = [
        {
            "id": each.id, "person": each.person, "title": each.title, "made_at": each.made_at.isoformat(),
            "scopes": None if each.scopes is None else sorted(each.scopes),
            "ends_at": None if each.ends_at is None else each.ends_at.isoformat(),
        }
        for each in found
    ]  # fmt: skip
    lines = [
        f"{each.id}  {each.person}  {each.made_at:%Y-%m-%d}  {each.title}{_bounds(each)}" for each in found
    ]
    answer({"workspace": home, "tokens": rows}, "\n".join(lines) or "No tokens.", as_json=as_json)


@token.command()
def revoke(
    id: Annotated[str, typer.Argument(help="The token's id.")],  # noqa: A002
    workspace: WorkspaceName = None,
    as_json: AsJson = False,
) -> None:
    """Take an access token back, and end the sessions that it began."""
    from burnish.app.team.team_log import COMMAND_LINE

    team, home = open_members(workspace)
    team.membership.revoke_token(home, id, COMMAND_LINE)
    answer({"id": id, "workspace": home, "revoked": True}, f"Revoked {id}.", as_json=as_json)


def _bounds(row: "TokenRow") -> str:
    told = "" if row.scopes is None else f"  [{' '.join(sorted(row.scopes))}]"
    return told + ("" if row.ends_at is None else f"  until {row.ends_at:%Y-%m-%d}")
