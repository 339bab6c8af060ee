"""Passwords: hashed with argon2id, judged by their length alone, and tried only so often.

Sources: NIST SP 800-63B-4, section 3.1.1 (length, no rules of composition, throttling), RFC 9106 (argon2id and its
parameters), OWASP's device cookies (who signed in from an address before is not locked out by strangers).
"""

import secrets
import threading
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING

from burnish.errors import BadInput, TooMany, Unsigned
from burnish.storage.people import People
from burnish.storage.sign_in_tries import Counted, SignInTries, address_digest

if TYPE_CHECKING:
    from argon2 import PasswordHasher

LEAST_CHARACTERS, MOST_CHARACTERS = 15, 1024

AT_ONCE = 2
"""Passwords that are hashed at the same time: each takes a core, and 64 MiB."""

WRONG = "that name and password do not go together"


@dataclass(frozen=True)
class Cost:
    """Parameters of argon2id; the default is RFC 9106's second recommendation."""

    rounds: int = 3
    memory_kib: int = 64 * 1024
    lanes: int = 4


@dataclass(frozen=True)
class Passwords:
    """The keeper of passwords. Safe to ask from several threads."""

    people: People
    tries: SignInTries
    cost: Cost = field(default_factory=Cost)
    _room: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(AT_ONCE), repr=False)

    @property
    def let_somebody_in(self) -> bool:
        """Whether anybody could come in by one: somebody has one, and what hashes it is installed. Raises Failure."""
        return find_spec("argon2") is not None and self.people.has_passwords()

    def hash(self, password: str) -> str:
        """What is kept of a new password. Raises BadInput where it is too short or too long."""
        text = _plain(password)
        if not LEAST_CHARACTERS <= len(text) <= MOST_CHARACTERS:
            raise BadInput(
                f"the password has {len(text)} characters; {LEAST_CHARACTERS} to {MOST_CHARACTERS} are allowed, "
                "whichever they are: a few words together are good"
            ).coded("password_length", there=len(text), least=LEAST_CHARACTERS, most=MOST_CHARACTERS)
        with self._room:
            return self._hasher.hash(text)

    def check(self, workspace: str, person: str, password: str, address: str, at: datetime) -> None:
        """Let somebody in by their password, or not.

        What is done takes as long for a name that nobody has. A hash of other parameters is made anew.

        Raises:
            Unsigned: name and password do not go together.
            TooMany: it was tried too often; nothing was looked at.
        """
        own, counts = self._counts(workspace, person, address, at)
        wait = self.tries.begin(counts, at)
        if wait is not None:
            raise too_often(wait)
        there = self.people.hash_of(workspace, person)
        if not self._fits(there, password) or there is None:
            raise Unsigned(WRONG).coded("password_wrong")
        self.tries.good(counts, own, at)
        if self._hasher.check_needs_rehash(there):
            with self._room:
                better = self._hasher.hash(_plain(password))
            self.people.replace_hash(workspace, person, there, better)

    def _fits(self, there: str | None, password: str) -> bool:
        from argon2.exceptions import InvalidHashError, VerificationError

        with self._room:
            try:
                return self._hasher.verify(self._nobodys if there is None else there, _plain(password))
            except (VerificationError, InvalidHashError):
                return False

    def _counts(
        self, workspace: str, person: str, address: str, at: datetime
    ) -> tuple[Counted, Sequence[Counted]]:
        """What a try counts for. Strangers' tries for a person hold up only addresses that are not theirs."""
        where = address_digest(address)
        own = Counted(workspace, person, where, doubling(5, timedelta(minutes=15)))
        if self.tries.is_known(own, at):
            return own, (own,)
        anywhere = Counted(workspace, person, "", doubling(10, timedelta(seconds=30)))
        from_there = Counted("", "", where, doubling(20, timedelta(hours=1)))
        return own, (own, anywhere, from_there)

    @cached_property
    def _hasher(self) -> "PasswordHasher":
        try:
            from argon2 import PasswordHasher
        except ModuleNotFoundError:
            raise BadInput("passwords need the extra 'team': pip install 'burnish[team]'") from None
        return PasswordHasher(self.cost.rounds, self.cost.memory_kib, self.cost.lanes)

    @cached_property
    def _nobodys(self) -> str:
        """The hash of a password that nobody knows."""
        return self._hasher.hash(secrets.token_urlsafe(32))


def doubling(free: int, most: timedelta) -> Callable[[int], timedelta]:
    """No wait for so many failures, then a second, two, four …, up to a longest."""

    def wait(failures: int) -> timedelta:
        over = failures - free
        return timedelta() if over < 0 else min(most, timedelta(seconds=2.0 ** min(over, 30)))

    return wait


def too_often(wait: timedelta) -> TooMany:
    """That somebody has to wait."""
    seconds = max(1, round(wait.total_seconds()))
    told = f"too many tries; the next one is looked at in {seconds} s"
    return TooMany(told, seconds).coded("too_many_tries", seconds=seconds)


def _plain(password: str) -> str:
    """One form for what looks the same, on whatever keyboard it was typed (SP 800-63B-4, section 3.1.1.2)."""
    return unicodedata.normalize("NFC", password)
