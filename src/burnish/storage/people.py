"""The people of workspaces: the role that each has, the hash of their password, and who they are at a provider."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Table, delete, exists, func, select, update

from burnish.errors import Conflict, NotFound
from burnish.storage.database import Database
from burnish.storage.fact_log import insert_new
from burnish.storage.facts import check_ids
from burnish.storage.moments import kept, moment
from burnish.storage.studies import hash_key
from burnish.storage.tables import sessions, tokens
from burnish.storage.team_tables import identities, invitations, passwords, people, quotas, sign_in_tries
from burnish.storage.tenancy import everywhere

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Row, Select


@dataclass(frozen=True)
class PersonRow:
    """Somebody who belongs to a workspace."""

    workspace: str
    person: str
    role: str
    made_at: datetime
    email: str | None = None
    has_password: bool = False
    is_known_elsewhere: bool = False
    """Whether a provider signs them in."""


@dataclass(frozen=True)
class Joined:
    """Somebody who is to belong to a workspace."""

    person: str
    role: str
    hash: str | None = None
    """Of a password, as argon2 writes it."""
    subject_digest: str | None = None
    email: str | None = None


class People:
    """The people of all workspaces. For any number of threads and processes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list(self, workspace: str) -> tuple[PersonRow, ...]:
        """Everybody of a workspace, by name. Raises Failure."""
        check_ids(workspace=workspace)
        query = _rows().where(people.c.workspace == workspace).order_by(people.c.person)
        with self._database.reading() as connection:
            return tuple(_row(each) for each in connection.execute(query))

    def one(self, workspace: str, person: str) -> PersonRow | None:
        """Somebody; None where they are not of this workspace. Raises Failure."""
        check_ids(workspace=workspace, person=person)
        query = _rows().where(people.c.workspace == workspace, people.c.person == person)
        with self._database.reading() as connection:
            found = connection.execute(query).one_or_none()
        return None if found is None else _row(found)

    def count(self, workspace: str) -> int:
        """How many there are. Raises Failure."""
        with self._database.reading() as connection:
            return counted(connection, workspace)

    def add(self, workspace: str, joined: Joined, at: datetime, most: int | None = None) -> PersonRow:
        """Take somebody in. Raises Conflict where the name is taken or `most` are there, WriteFailed."""
        with self._database.writing("take somebody in") as connection:
            take_in(connection, self._database, workspace, joined, at, most)
        return PersonRow(
            workspace, joined.person, joined.role, at, joined.email, joined.hash is not None,
            joined.subject_digest is not None,
        )  # fmt: skip

    def set_role(self, workspace: str, person: str, role: str, *, ends_sessions: bool) -> str:
        """Give somebody another role; the one that they had. Raises NotFound, WriteFailed."""
        with self._database.writing("set a role") as connection:
            query = select(people.c.role).where(*_this(people, workspace, person)).with_for_update()
            before = connection.execute(query).scalar_one_or_none()
            if before is None:
                raise NotFound(f"{person!r} is nobody of this workspace")
            connection.execute(update(people).where(*_this(people, workspace, person)).values(role=role))
            if ends_sessions:
                connection.execute(delete(sessions).where(*_this(sessions, workspace, person)))
        return before

    def remove(self, workspace: str, person: str, at: datetime) -> None:
        """Let somebody in no more, by any way; what they made and said stays. Raises NotFound, WriteFailed.

        Who they are at a provider stays known, so that it does not bring them back as somebody new.
        """
        with self._database.writing("remove somebody") as connection:
            good = (*_this(tokens, workspace, person), tokens.c.revoked_at_utc.is_(None))
            gone = connection.execute(update(tokens).where(*good).values(revoked_at_utc=kept(at))).rowcount
            for table in (passwords, invitations, quotas, sign_in_tries, sessions):
                connection.execute(delete(table).where(*_this(table, workspace, person)))
            there = connection.execute(delete(people).where(*_this(people, workspace, person))).rowcount
            if not gone and not there:
                raise NotFound(f"{person!r} is nobody of this workspace")

    def hash_of(self, workspace: str, person: str) -> str | None:
        """The hash of somebody's password; None where they have none, or are nobody. Raises Failure."""
        query = select(passwords.c.hash).where(*_this(passwords, workspace, person))
        with self._database.reading() as connection:
            return connection.execute(query).scalar_one_or_none()

    def set_hash(self, workspace: str, person: str, hash: str, at: datetime, *, ends_sessions: bool) -> None:  # noqa: A002
        """Keep the hash of a new password. Raises NotFound, WriteFailed."""
        with self._database.writing("set a password") as connection:
            query = select(people.c.role).where(*_this(people, workspace, person)).with_for_update()
            if connection.execute(query).one_or_none() is None:
                raise NotFound(f"{person!r} is nobody of this workspace")
            keep_hash(connection, workspace, person, hash, at)
            if ends_sessions:
                connection.execute(delete(sessions).where(*_this(sessions, workspace, person)))

    def replace_hash(self, workspace: str, person: str, before: str, after: str) -> None:
        """Hash the same password better, unless it was changed meanwhile. Raises WriteFailed."""
        this = (*_this(passwords, workspace, person), passwords.c.hash == before)
        with self._database.writing("keep a password better") as connection:
            connection.execute(update(passwords).where(*this).values(hash=after))

    def has_passwords(self) -> bool:
        """Whether anybody of any workspace has a password. Raises Failure."""
        with everywhere(), self._database.reading() as connection:
            return connection.execute(select(passwords.c.person).limit(1)).first() is not None

    def has_identity(self, workspace: str, person: str) -> bool:
        """Whether somebody is known to a provider, also after they were removed. Raises Failure."""
        query = select(exists().where(*_this(identities, workspace, person)))
        with self._database.reading() as connection:
            return bool(connection.execute(query).scalar_one())

    def known_as(self, workspace: str, subject_digest: str) -> str | None:
        """Who somebody of a provider is here; None for somebody new. Raises Failure."""
        this = (identities.c.workspace == workspace, identities.c.subject_digest == subject_digest)
        with self._database.reading() as connection:
            return connection.execute(select(identities.c.person).where(*this)).scalar_one_or_none()


def take_in(
    connection: Connection, database: Database, workspace: str, joined: Joined, at: datetime, most: int | None
) -> None:
    """The rows of somebody new. Raises Conflict where the name is taken or `most` are there already."""
    check_ids(workspace=workspace, person=joined.person)
    database.lock(connection, hash_key("people", workspace))
    if most is not None and counted(connection, workspace) >= most:
        raise Conflict(f"this workspace has {most} people, and may have no more")
    row = {
        "workspace": workspace, "person": joined.person, "role": joined.role, "email": joined.email,
        "made_at_utc": kept(at),
    }  # fmt: skip
    new = insert_new(connection, people).values(row).on_conflict_do_nothing()
    if not connection.execute(new).rowcount:
        raise Conflict(f"{joined.person!r} is somebody of this workspace already")
    if joined.hash is not None:
        keep_hash(connection, workspace, joined.person, joined.hash, at)
    if joined.subject_digest is not None:
        known = {"workspace": workspace, "subject_digest": joined.subject_digest, "person": joined.person}
        again = insert_new(connection, identities).values(known).on_conflict_do_nothing()
        if not connection.execute(again).rowcount:
            raise Conflict("this workspace knows them already, by another name")


def keep_hash(connection: Connection, workspace: str, person: str, hash: str, at: datetime) -> None:  # noqa: A002
    """The row of a password."""
    new = insert_new(connection, passwords).values(
        workspace=workspace, person=person, hash=hash, changed_at_utc=kept(at)
    )
    fresh = {"hash": new.excluded.hash, "changed_at_utc": new.excluded.changed_at_utc}
    connection.execute(new.on_conflict_do_update(index_elements=["workspace", "person"], set_=fresh))


def counted(connection: Connection, workspace: str) -> int:
    """How many people a workspace has."""
    query = select(func.count()).select_from(people).where(people.c.workspace == workspace)
    return int(connection.execute(query).scalar_one())


def _rows() -> "Select[Any]":
    has = exists().where(passwords.c.workspace == people.c.workspace, passwords.c.person == people.c.person)
    known = exists().where(
        identities.c.workspace == people.c.workspace, identities.c.person == people.c.person
    )
    return select(people, has.label("has_password"), known.label("is_known_elsewhere"))


def _row(found: "Row[Any]") -> PersonRow:
    return PersonRow(
        found.workspace, found.person, found.role, moment(found.made_at_utc), found.email,
        bool(found.has_password), bool(found.is_known_elsewhere),
    )  # fmt: skip


def _this(table: Table, workspace: str, person: str) -> "tuple[ColumnElement[bool], ...]":
    return (table.c.workspace == workspace, table.c.person == person)
