"""Invitations: texts that let somebody join a workspace, or set a new password, once and for a while.

Of the 256 random bits of each only the SHA-256 is kept, as of access tokens.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from sqlalchemy import delete, func, insert, select, update

from burnish.errors import NotFound, Unsigned
from burnish.storage.database import Database
from burnish.storage.facts import check_ids
from burnish.storage.moments import kept, moment
from burnish.storage.people import Joined, keep_hash, take_in
from burnish.storage.tables import sessions
from burnish.storage.team_tables import invitations, people

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

PREFIX = "bi"
"""How an invitation's text begins: `bi_<id>_<secret>`."""

Purpose: TypeAlias = Literal["join", "reset"]

NOT_GOOD = "that invitation is not good: it was used, taken back, or has ended; ask for another"


@dataclass(frozen=True)
class InvitationRow:
    """An invitation, without its secret."""

    id: str
    workspace: str
    purpose: Purpose
    person: str | None
    """None where who joins chooses a pseudonym."""
    role: str
    made_at: datetime
    ends_at: datetime


class Invitations:
    """The invitations of all workspaces. For any number of threads and processes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def make(
        self, workspace: str, purpose: Purpose, person: str | None, role: str, at: datetime, ends_at: datetime
    ) -> tuple[InvitationRow, str]:
        """A new one, and its text, which is told only now. An earlier reset of the same person is over by it."""
        check_ids(workspace=workspace, **({} if person is None else {"person": person}))
        id, secret = secrets.token_hex(8), secrets.token_hex(32)  # noqa: A001
        row = {
            "id": id, "workspace": workspace, "purpose": purpose, "person": person, "role": role,
            "secret_digest": _digest(secret), "made_at_utc": kept(at), "ends_at_utc": kept(ends_at),
        }  # fmt: skip
        with self._database.writing("invite somebody") as connection:
            connection.execute(delete(invitations).where(invitations.c.ends_at_utc <= kept(at)))
            if person is not None:
                same = (invitations.c.purpose == purpose, invitations.c.person == person)
                connection.execute(delete(invitations).where(invitations.c.workspace == workspace, *same))
            connection.execute(insert(invitations).values(row))
        return InvitationRow(id, workspace, purpose, person, role, at, ends_at), f"{PREFIX}_{id}_{secret}"

    def open(self, workspace: str, at: datetime) -> tuple[InvitationRow, ...]:
        """Those that can still be used, newest first. Raises Failure."""
        check_ids(workspace=workspace)
        good = (invitations.c.workspace == workspace, *_good(at))
        query = select(invitations).where(*good).order_by(invitations.c.made_at_utc.desc(), invitations.c.id)
        with self._database.reading() as connection:
            return tuple(_row(each) for each in connection.execute(query))

    def count(self, workspace: str, at: datetime) -> int:
        """How many people may still join by those that are open. Raises Failure."""
        joins = (invitations.c.workspace == workspace, invitations.c.purpose == "join", *_good(at))
        with self._database.reading() as connection:
            return int(connection.execute(select(func.count()).where(*joins)).scalar_one())

    def read(self, text: str, at: datetime) -> InvitationRow:
        """What an invitation is for. Raises Unsigned for one that is not good, Failure."""
        with self._database.reading() as connection:
            return _found(connection, text, at)

    def take_back(self, workspace: str, id: str, at: datetime) -> InvitationRow:  # noqa: A002
        """Let nobody in by it any more. Raises NotFound, WriteFailed."""
        this = (invitations.c.workspace == workspace, invitations.c.id == id, *_good(at))
        with self._database.writing("take an invitation back") as connection:
            found = connection.execute(select(invitations).where(*this)).one_or_none()
            if found is None:
                raise NotFound(f"this workspace has no open invitation {id!r}")
            connection.execute(delete(invitations).where(invitations.c.id == id))
        return _row(found)

    def join(
        self, text: str, person: str, hash: str, at: datetime, most: Callable[[str], int | None]  # noqa: A002
    ) -> InvitationRow:  # fmt: skip
        """Use an invitation to join: who comes is there, with a password, and it is spent; or nothing is changed.

        Raises:
            Unsigned: it is not good any more.
            Conflict: the name is taken, or the workspace is full.
        """
        with self._database.writing("join a workspace") as connection:
            found = _found(connection, text, at)
            _spend(connection, found, at)
            joined = Joined(person, found.role, hash)
            take_in(connection, self._database, found.workspace, joined, at, most(found.workspace))
        return found

    def reset(self, text: str, hash: str, at: datetime) -> InvitationRow:  # noqa: A002
        """Use an invitation to set a new password, which ends the person's sessions. Raises Unsigned, WriteFailed."""
        with self._database.writing("reset a password") as connection:
            found = _found(connection, text, at)
            _spend(connection, found, at)
            this = (people.c.workspace == found.workspace, people.c.person == found.person)
            if found.person is None or connection.execute(select(people.c.role).where(*this)).first() is None:
                raise Unsigned(NOT_GOOD)
            keep_hash(connection, found.workspace, found.person, hash, at)
            theirs = (sessions.c.workspace == found.workspace, sessions.c.person == found.person)
            connection.execute(delete(sessions).where(*theirs))
        return found


def _found(connection: "Connection", text: str, at: datetime) -> InvitationRow:
    prefix, _, rest = text.partition("_")
    id, _, secret = rest.partition("_")  # noqa: A001
    if prefix != PREFIX or not (id.isascii() and id.isalnum()):
        raise Unsigned(NOT_GOOD)
    row = connection.execute(select(invitations).where(invitations.c.id == id, *_good(at))).one_or_none()
    if row is None or not hmac.compare_digest(_digest(secret), row.secret_digest):
        raise Unsigned(NOT_GOOD)
    return _row(row)


def _spend(connection: "Connection", found: InvitationRow, at: datetime) -> None:
    """Raises Unsigned where somebody was faster."""
    this = (invitations.c.id == found.id, invitations.c.spent_at_utc.is_(None))
    if not connection.execute(update(invitations).where(*this).values(spent_at_utc=kept(at))).rowcount:
        raise Unsigned(NOT_GOOD)


def _good(at: datetime) -> tuple[Any, ...]:
    return (invitations.c.spent_at_utc.is_(None), invitations.c.ends_at_utc > kept(at))


def _row(found: "Row[Any]") -> InvitationRow:
    return InvitationRow(
        found.id, found.workspace, found.purpose, found.person, found.role, moment(found.made_at_utc),
        moment(found.ends_at_utc),
    )  # fmt: skip


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
