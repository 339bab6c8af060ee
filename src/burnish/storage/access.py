"""Who may come in: access tokens, sessions that are signed in, and what each person consented to.

Tokens and sessions are 256 random bits, of which only the SHA-256 is kept: nothing that is guessed faster by hashing
slowly, and what is read in the database opens nothing.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, bindparam, delete, insert, or_, select, update

from burnish.errors import NotFound
from burnish.feedback.consent import Consent
from burnish.storage.database import Database
from burnish.storage.fact_log import insert_new
from burnish.storage.facts import check_ids
from burnish.storage.moments import check_text, kept, moment
from burnish.storage.tables import consents, sessions, tokens
from burnish.storage.team_tables import people

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Row, Select, Table

PREFIX = "bt"
"""How an access token's text begins: `bt_<id>_<secret>`."""

SESSION_LIFE = timedelta(days=30)
"""After so long a session ends, whatever is done with it."""

NOTED_EVERY = timedelta(minutes=5)
"""How exactly the last use of a session is known: reading must not mean writing each time."""

MAX_TITLE_CHARACTERS = 100

_BOUNDED = "bounded:"
"""What is digested with the secret of a token that has scopes or an end."""

_SAID = (consents.c.taste, consents.c.workspace_models, consents.c.sharing)

_NO_DIGEST = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True)
class TokenRow:
    """An access token, without its secret."""

    id: str
    workspace: str
    person: str
    title: str
    made_at: datetime
    scopes: frozenset[str] | None = None
    """What it is for, as permissions; None for all that its person may."""
    ends_at: datetime | None = None


class Holder(NamedTuple):
    """Whom an access token lets in."""

    workspace: str
    person: str
    token: str
    """The token's id."""
    role: str | None = None
    """In the workspace; None for somebody who is known by tokens alone."""
    scopes: frozenset[str] | None = None
    """As of the token."""
    consent: Consent | None = None
    """What this person said last of their feedback; None where they said nothing."""


class SignedIn(NamedTuple):
    """Whose a session is."""

    workspace: str
    person: str
    token: str | None = None
    """What it was begun with, where that was a token."""
    role: str | None = None
    scopes: frozenset[str] | None = None
    """As of that token."""
    consent: Consent | None = None
    """As of `Holder`."""


def _now() -> datetime:
    return datetime.now(UTC)


class Access:
    """The three of them over one database. For any number of threads and processes."""

    def __init__(self, database: Database) -> None:
        self.tokens = Tokens(database)
        self.sessions = Sessions(database)
        self.consents = Consents(database)


class Tokens:
    """Access tokens: each lets in one person of one workspace until it is revoked."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = _now) -> None:
        self._database = database
        self._clock = clock

    def make(
        self, workspace: str, person: str, title: str, at: datetime, *,
        scopes: Iterable[str] | None = None, ends_at: datetime | None = None,
    ) -> tuple[str, str]:  # fmt: skip
        """A new token: its id, and its text, which is told only now. Raises BadInput, WriteFailed."""
        check_ids(workspace=workspace, person=person)
        check_text("title", title, MAX_TITLE_CHARACTERS)
        id, secret = secrets.token_hex(8), secrets.token_hex(32)  # noqa: A001
        is_bounded = scopes is not None or ends_at is not None
        row = {
            "id": id, "workspace": workspace, "person": person, "title": title,
            "secret_digest": _digest(secret, _BOUNDED if is_bounded else ""), "made_at_utc": kept(at),
            "scopes": None if scopes is None else " ".join(sorted(set(scopes))),
            "ends_at_utc": None if ends_at is None else kept(ends_at),
        }  # fmt: skip
        with self._database.writing("make a token") as connection:
            connection.execute(insert(tokens).values(row))
        return id, f"{PREFIX}_{id}_{secret}"

    def check(self, text: str) -> Holder | None:
        """Whom a token that is good lets in; None for any other text. Raises Failure."""
        prefix, _, rest = text.partition("_")
        id, _, secret = rest.partition("_")  # noqa: A001
        if prefix != PREFIX or not (id.isascii() and id.isalnum() and secret.isascii() and secret.isalnum()):
            return None
        with self._database.reading() as connection:
            row = connection.execute(_token_query(), {"id": id, "at": kept(self._clock())}).one_or_none()
        there = _NO_DIGEST if row is None else row.secret_digest
        good = hmac.compare_digest(_digest(secret, _salt(row)), there)
        if row is None or not good:
            return None
        return Holder(row.workspace, row.person, row.id, row.role, _scopes(row.scopes), _consent(row))

    def one(self, workspace: str, id: str) -> TokenRow | None:  # noqa: A002
        """A token that is good, by its id. Raises Failure."""
        return next((each for each in self.list(workspace) if each.id == id), None)

    def list(self, workspace: str, person: str | None = None) -> tuple[TokenRow, ...]:
        """Those of a workspace, or of one of its people, that are good, newest first. Raises Failure."""
        check_ids(workspace=workspace)
        query = select(tokens).where(tokens.c.workspace == workspace, *_good(self._clock()))
        if person is not None:
            query = query.where(tokens.c.person == person)
        with self._database.reading() as connection:
            found = connection.execute(query.order_by(tokens.c.made_at_utc.desc(), tokens.c.id)).all()
        return tuple(
            TokenRow(
                r.id, r.workspace, r.person, r.title, moment(r.made_at_utc), _scopes(r.scopes),
                None if r.ends_at_utc is None else moment(r.ends_at_utc),
            )
            for r in found
        )  # fmt: skip

    def people(self, workspace: str) -> tuple[str, ...]:
        """Everyone who ever had a token of a workspace, sorted. Raises Failure."""
        query = select(tokens.c.person).where(tokens.c.workspace == workspace).distinct()
        with self._database.reading() as connection:
            return tuple(sorted(connection.execute(query).scalars()))

    def revoke(self, workspace: str, id: str) -> None:  # noqa: A002
        """Let nobody in with this token, and end the sessions that it began. Raises NotFound, WriteFailed."""
        this = (tokens.c.workspace == workspace, tokens.c.id == id, tokens.c.revoked_at_utc.is_(None))
        with self._database.writing("revoke a token") as connection:
            revoked = {"revoked_at_utc": kept(self._clock())}
            gone = connection.execute(update(tokens).where(*this).values(revoked)).rowcount
            if not gone:
                raise NotFound(f"this workspace has no access token {id!r}")
            begun = (sessions.c.workspace == workspace, sessions.c.token == id)
            connection.execute(delete(sessions).where(*begun))


class Sessions:
    """Browsers that are signed in. A session's secret is what its cookie holds."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, workspace: str, person: str, at: datetime, token: str | None = None) -> str:
        """The secret of a new session, which ends with the token that it is begun with.

        Raises:
            NotFound: that token is not good, or not this person's.
            WriteFailed: nothing was kept.
        """
        check_ids(workspace=workspace, person=person)
        secret = secrets.token_urlsafe(32)
        row = {
            "secret_digest": _digest(secret), "workspace": workspace, "person": person, "token": token,
            "made_at_utc": kept(at), "last_used_utc": kept(at), "ends_at_utc": kept(at + SESSION_LIFE),
        }  # fmt: skip
        with self._database.writing("begin a session") as connection:
            connection.execute(delete(sessions).where(sessions.c.ends_at_utc <= kept(at)))
            if token is not None and not _is_good(connection, workspace, person, token, at):
                raise NotFound(f"{person!r} has no access token {token!r}")
            connection.execute(insert(sessions).values(row))
        return secret

    def check(self, secret: str, at: datetime) -> SignedIn | None:
        """Whose a session is, while it has not ended; None for any other text. Raises Failure."""
        this = sessions.c.secret_digest == _digest(secret)
        with self._database.reading() as connection:
            row = connection.execute(_session_query(), {"digest": _digest(secret)}).one_or_none()
        if row is None or row.ends_at_utc <= kept(at) or (row.token_ends_at_utc or "~") <= kept(at):
            return None
        if row.last_used_utc <= kept(at - NOTED_EVERY):
            with self._database.writing("note a session's use") as connection:
                connection.execute(update(sessions).where(this).values(last_used_utc=kept(at)))
        return SignedIn(row.workspace, row.person, row.token, row.role, _scopes(row.scopes), _consent(row))

    def end(self, secret: str) -> None:
        """End a session; harmless to repeat. Raises WriteFailed."""
        with self._database.writing("end a session") as connection:
            connection.execute(delete(sessions).where(sessions.c.secret_digest == _digest(secret)))

    def end_all(self, workspace: str, person: str) -> None:
        """End every session of a person. Raises WriteFailed."""
        theirs = (sessions.c.workspace == workspace, sessions.c.person == person)
        with self._database.writing("end sessions") as connection:
            connection.execute(delete(sessions).where(*theirs))


class Consents:
    """What people of a workspace said that their feedback may be used for."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, workspace: str, person: str) -> Consent | None:
        """What a person said last; None where they said nothing. Raises Failure."""
        query = select(consents).where(consents.c.workspace == workspace, consents.c.person == person)
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else _consent(row)

    def set(self, workspace: str, person: str, consent: Consent) -> None:
        """Keep what a person says. Raises BadInput, WriteFailed."""
        check_ids(workspace=workspace, person=person)
        row = {"workspace": workspace, "person": person}
        with self._database.writing("keep a consent") as connection:
            new = insert_new(connection, consents).values(**row, **consent.model_dump())
            said = {name: new.excluded[name] for name in Consent.model_fields}
            connection.execute(new.on_conflict_do_update(index_elements=list(row), set_=said))


def _is_good(connection: "Connection", workspace: str, person: str, token: str, at: datetime) -> bool:
    this = (tokens.c.workspace == workspace, tokens.c.person == person, tokens.c.id == token)
    query = select(tokens.c.id).where(*this, *_good(at)).with_for_update()
    return connection.execute(query).one_or_none() is not None


@cache
def _token_query() -> "Select[Any]":
    """A token that is good, by its id, with its person's role and consent.

    Made once, and all that is asked of somebody in one query: it is asked with every request.
    """
    lasts = or_(tokens.c.ends_at_utc.is_(None), tokens.c.ends_at_utc > bindparam("at"))
    joined = tokens.outerjoin(people, _is_of(people, tokens.c)).outerjoin(
        consents, _is_of(consents, tokens.c)
    )
    query = select(tokens, people.c.role, *_SAID).select_from(joined)
    return query.where(tokens.c.id == bindparam("id"), tokens.c.revoked_at_utc.is_(None), lasts)


@cache
def _session_query() -> "Select[Any]":
    """A session by its digest, with its person's role and consent, and what the token says that it was begun with."""
    by = and_(tokens.c.workspace == sessions.c.workspace, tokens.c.id == sessions.c.token)
    joined = sessions.outerjoin(people, _is_of(people, sessions.c)).outerjoin(tokens, by)
    joined = joined.outerjoin(consents, _is_of(consents, sessions.c))
    token_ends = tokens.c.ends_at_utc.label("token_ends_at_utc")
    query = select(sessions, people.c.role, tokens.c.scopes, token_ends, *_SAID).select_from(joined)
    return query.where(sessions.c.secret_digest == bindparam("digest"))


def _good(at: datetime) -> "tuple[ColumnElement[bool], ...]":
    """Neither revoked nor over."""
    lasts = or_(tokens.c.ends_at_utc.is_(None), tokens.c.ends_at_utc > kept(at))
    return (tokens.c.revoked_at_utc.is_(None), lasts)


def _is_of(table: "Table", of: Any) -> "ColumnElement[bool]":
    """Whose row of a table it is."""
    return and_(table.c.workspace == of.workspace, table.c.person == of.person)


def _consent(row: "Row[Any]") -> Consent | None:
    """What a row says that a person said; None where they said nothing."""
    if row.taste is None:
        return None
    return Consent(taste=row.taste, workspace_models=row.workspace_models, sharing=row.sharing)


def _scopes(text: str | None) -> frozenset[str] | None:
    return None if text is None else frozenset(text.split())


def _salt(row: "Row[Any] | None") -> str:
    """A server that knows neither scopes nor ends shall not let in who has them: to it the digest does not fit."""
    return "" if row is None or (row.scopes is None and row.ends_at_utc is None) else _BOUNDED


def _digest(secret: str, salt: str = "") -> str:
    return hashlib.sha256((salt + secret).encode("utf-8", "surrogatepass")).hexdigest()
