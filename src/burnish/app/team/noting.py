"""What is entered in a team's log from elsewhere; on a machine that nobody shares, nothing is."""

import secrets

from burnish.app.team.team_log import COMMAND_LINE, TeamLog
from burnish.storage.ledger import SqlLedger
from burnish.storage.people import People
from burnish.storage.sql import SqlStore
from burnish.storage.team_tables import team_ledger


def team_log_of(store: SqlStore) -> TeamLog:
    """The log of a store."""
    database = store.database
    return TeamLog(SqlLedger(database, table=team_ledger), SqlLedger(database))


def note_exported(store: SqlStore, workspace: str, what: str, actor: str = COMMAND_LINE) -> None:
    """That much of what is kept was fetched at once. Raises WriteFailed."""
    if People(store.database).count(workspace):
        team_log_of(store).note(workspace, "data.exported", what, actor)


def note_forgotten(store: SqlStore, workspace: str, actor: str = COMMAND_LINE) -> None:
    """That somebody was forgotten; not who. Raises WriteFailed."""
    if People(store.database).count(workspace):
        team_log_of(store).note(workspace, "person.forgotten", f"erasure-{secrets.token_hex(16)}", actor)
