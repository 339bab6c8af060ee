"""Who does what only one of several servers should do at a time: theirs until a moment, and longer if they say so."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_

from burnish.storage.database import Database
from burnish.storage.fact_log import insert_new
from burnish.storage.moments import kept
from burnish.storage.tables import leases


class Leases:
    """Leases by name. For any number of threads and processes, whose clocks agree to within a small part of a lease.

    Every verb raises Failure where the database cannot be used.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, name: str, owner: str, at: datetime, lease: timedelta) -> bool:
        """Have it from now on, or go on having it; False where somebody else has it."""
        row = {"name": name, "owner": owner, "until_utc": kept(at + lease)}
        with self._database.writing("take a lease") as connection:
            new = insert_new(connection, leases).values(row)
            is_free = or_(leases.c.until_utc <= kept(at), leases.c.owner == owner)
            taken = new.on_conflict_do_update(
                index_elements=["name"], where=is_free,
                set_={"owner": new.excluded.owner, "until_utc": new.excluded.until_utc},
            )  # fmt: skip
            return connection.execute(taken).rowcount == 1

    def let_go(self, name: str, owner: str) -> None:
        """Let somebody else have it at once. Harmless where it is somebody else's."""
        with self._database.writing("let go of a lease") as connection:
            connection.execute(delete(leases).where(leases.c.name == name, leases.c.owner == owner))
