"""The second lock between workspaces: PostgreSQL itself shows a request the rows of its own workspace alone.

Every query names its workspace; where one ever forgot to, the server's row security would still let nothing through
(https://www.postgresql.org/docs/current/ddl-rowsecurity.html). Whoever works for everybody, such as the thread that
does jobs, is within no workspace and sees all rows, and so does an older server beside this one. A superuser, or a role
with BYPASSRLS, is held by no policy: connect as an ordinary role.
"""

from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Connection, Engine, event, text

from burnish.errors import Failure
from burnish.storage.tables import METADATA

SETTING = "burnish.workspace"
POLICY = "burnish_workspace"

EVERYWHERE = ""
"""Within no workspace."""

_WITHIN: ContextVar[str] = ContextVar("burnish_workspace", default=EVERYWHERE)
_TOLD = "burnish_workspace"


@contextmanager
def within(workspace: str) -> Generator[None]:
    """See rows of this workspace alone until the block ends: in this task, and in threads that it waits for."""
    token = _WITHIN.set(workspace)
    try:
        yield
    finally:
        _WITHIN.reset(token)


def everywhere() -> AbstractContextManager[None]:
    """See rows of all workspaces until the block ends: for what asks whether anybody at all refers to something."""
    return within(EVERYWHERE)


def tell_server(engine: Engine) -> None:
    """Have a server's connections know the workspace of whoever takes them out; a journey only where it changes."""
    event.listen(engine, "checkout", _taken_out)


def see_all_rows(connection: Connection) -> None:
    """See to it that no policy hides a row in this transaction.

    Raises:
        Failure: a policy that is not ours may hide some, so that they would be missing and nobody would know.
    """
    if connection.dialect.name == "sqlite":
        return
    connection.execute(text("SELECT set_config(:name, '', true)"), {"name": SETTING})
    names = sorted(METADATA.tables)
    found = connection.execute(text(_STRANGE), {"names": names, "ours": POLICY}).scalars().all()
    is_held = not connection.execute(text(_IS_FREE)).scalar_one()
    if found and is_held:
        named = ", ".join(found)
        raise Failure(
            f"a policy of the database may hide rows of {named}; read as a role that it does not hold"
        )


_STRANGE = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = current_schema() AND CAST(c.relname AS text) = ANY(:names) AND c.relrowsecurity AND (
  NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = :ours)
  OR EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname <> :ours AND NOT p.polpermissive)
) ORDER BY c.relname
"""
_IS_FREE = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"


def _taken_out(connection: Any, record: Any, _: Any) -> None:
    wanted = _WITHIN.get()
    if record.info.get(_TOLD, EVERYWHERE) == wanted:
        return
    cursor = connection.cursor()
    try:
        cursor.execute("SELECT set_config(%s, %s, false)", (SETTING, wanted))
        connection.commit()
    finally:
        cursor.close()
    record.info[_TOLD] = wanted
