"""Tries to sign in with a password, counted: by person and address, by person, and by address.

A try is counted as failed before the password is looked at, so that many at once are not more than one after the other.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, or_, select, update

from burnish.storage.database import Database
from burnish.storage.fact_log import insert_new
from burnish.storage.moments import kept, moment
from burnish.storage.team_tables import sign_in_tries as table

KEPT_FOR = timedelta(days=1)
"""How long failures are remembered."""

GOOD_FOR = timedelta(days=90)
"""How long an address from which somebody signed in is known as theirs."""


@dataclass(frozen=True)
class Counted:
    """One count: a person from an address, a person from anywhere, or an address."""

    workspace: str
    person: str
    address: str
    wait: Callable[[int], timedelta]
    """How long no other try is looked at, after so many failures in a row."""


class SignInTries:
    """The counts. For any number of threads and processes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, counts: Sequence[Counted], at: datetime) -> timedelta | None:
        """Count a try; how long to wait where it is not looked at, which counts nothing. Raises WriteFailed."""
        with self._database.writing("count a try to sign in") as connection:
            connection.execute(
                delete(table).where(
                    table.c.last_utc < kept(at - KEPT_FOR),
                    or_(table.c.good_utc.is_(None), table.c.good_utc < kept(at - GOOD_FOR)),
                )
            )
            for each in counts:
                row = {"workspace": each.workspace, "person": each.person, "address": each.address}
                fresh = {**row, "failures": 0, "last_utc": kept(at), "until_utc": ""}
                connection.execute(insert_new(connection, table).values(fresh).on_conflict_do_nothing())
            found = [
                connection.execute(select(table).where(_is(each)).with_for_update()).one() for each in counts
            ]
            until = max((row.until_utc for row in found), default="")
            if until > kept(at):
                return moment(until) - at
            for each, row in zip(counts, found, strict=True):
                failures = (row.failures if row.last_utc >= kept(at - KEPT_FOR) else 0) + 1
                after = {
                    "failures": failures,
                    "last_utc": kept(at),
                    "until_utc": kept(at + each.wait(failures)),
                }
                connection.execute(update(table).where(_is(each)).values(after))
        return None

    def good(self, counts: Sequence[Counted], own: Counted, at: datetime) -> None:
        """The password was right: forget the failures, and remember where from. Raises WriteFailed."""
        with self._database.writing("sign in") as connection:
            for each in counts:
                connection.execute(update(table).where(_is(each)).values(failures=0, until_utc=""))
            connection.execute(update(table).where(_is(own)).values(good_utc=kept(at)))

    def is_known(self, own: Counted, at: datetime) -> bool:
        """Whether this person signed in from this address not long ago. Raises Failure."""
        query = select(table.c.good_utc).where(_is(own))
        with self._database.reading() as connection:
            good = connection.execute(query).scalar_one_or_none()
        return good is not None and good >= kept(at - GOOD_FOR)


def address_digest(address: str) -> str:
    """How an address is written down."""
    return hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _is(each: Counted) -> ColumnElement[bool]:
    return and_(
        table.c.workspace == each.workspace, table.c.person == each.person, table.c.address == each.address
    )
