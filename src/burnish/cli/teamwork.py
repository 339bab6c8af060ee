"""What commands about people have in common: the workspace, its people, and when something ends."""

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from burnish.cli.ending import at_end

if TYPE_CHECKING:
    from burnish.app.team.team import Team

WorkspaceName: TypeAlias = Annotated[
    str | None, typer.Option("--workspace", help="A workspace; else the one that the settings name.")
]


def open_members(workspace: str | None) -> "tuple[Team, str]":
    """Team mode of this home's store, and the workspace. Raises BadInput, Failure."""
    from burnish.app.speaker import checked
    from burnish.app.team.team import open_team
    from burnish.cli.speaking import open_desk
    from burnish.storage.access import Access

    desk = open_desk()
    home = desk.speaker.workspace if workspace is None else checked("workspace", workspace)
    store = desk.store
    at_end(store.close)
    return open_team(store, Access(store.database), desk.speaker), home


def end_of(text: str | None, at: datetime) -> datetime | None:
    """When something ends: after so long (`90d`, `12h`), or with a day (`2027-01-31`). Raises BadInput."""
    from burnish.errors import BadInput

    if text is None:
        return None
    if found := re.fullmatch(r"(\d{1,5})([dh])", text):
        return at + timedelta(days=int(found[1])) if found[2] == "d" else at + timedelta(hours=int(found[1]))
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC) + timedelta(days=1)
    except ValueError:
        raise BadInput(
            f"{text!r} is no end; days (90d), hours (12h) or a day (2027-01-31) are allowed"
        ) from None
