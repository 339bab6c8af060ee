"""The log of who did what: a chain of its own beside the ledger of releases, which is read together with it.

An entry names people by handles that are forgotten with them, as everything in a ledger does.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Any

from burnish.app.clock import now
from burnish.errors import BadInput
from burnish.governance.ledger import Entry, Event, LedgerStore, enter
from burnish.governance.names import Actor

DOOR = "system:door"
"""Who acts where nobody is signed in."""

COMMAND_LINE = "system:command_line"
"""Who acts for whoever is at the machine itself."""

TRIES = 200
"""How often other servers may be faster."""

RELEASES = "release."
"""What is taken over from the ledger of releases."""


@dataclass(frozen=True)
class Noted:
    """An entry, with names for handles where they are known."""

    place: str
    """Behind it."""
    entry: Entry
    actor: str
    subject: str
    document: dict[str, Any]


@dataclass(frozen=True)
class TeamLog:
    """The logs of all workspaces. Safe to ask from several threads."""

    chain: LedgerStore
    releases: LedgerStore
    clock: Callable[[], datetime] = now
    _turn: threading.Lock = field(default_factory=threading.Lock, repr=False)
    """Who enters something in this process waits for one another; only other servers can be faster."""

    def handle(self, workspace: str, person: str) -> Actor:
        """How somebody is named in entries."""
        return self.chain.signer(workspace, person)

    def note(
        self, workspace: str, kind: str, subject: str, actor: str, document: dict[str, Any] | None = None
    ) -> None:
        """Enter something; `actor` is a pseudonym, or a part of Burnish. Raises WriteFailed, Conflict."""
        by = actor if actor.startswith("system:") else self.handle(workspace, actor)
        event = Event(at=self.clock(), actor=by, kind=kind, subject=subject, document=document or {})
        with self._turn:
            enter(self.chain, workspace, [event], tries=TRIES)

    def about(
        self, workspace: str, kind: str, person: str, actor: str, document: dict[str, Any] | None = None
    ) -> None:
        """Enter something about somebody. Raises WriteFailed, Conflict."""
        self.note(workspace, kind, self.handle(workspace, person), actor, document)

    def page(self, workspace: str, after: str | None, limit: int) -> tuple[list[Noted], str]:
        """Entries behind a place, oldest first; the last ones without a place. And the place behind them.

        Raises:
            BadInput: what is no place.
        """
        own, others = self._begin(workspace, limit) if after is None else _place(after)
        found = merge(
            islice(self.chain.after(workspace, own), limit),
            islice(self._of_releases(workspace, others), limit),
            key=lambda each: each.at,
        )
        told: list[Noted] = []
        for each in found if after is None else islice(found, limit):
            own, others = (own, each.number) if each.kind.startswith(RELEASES) else (each.number, others)
            told.append(self._named(workspace, each, f"{own}.{others}"))
        return told[-limit:], f"{own}.{others}"

    def _begin(self, workspace: str, limit: int) -> tuple[int, int]:
        heads = [self.chain.head(workspace), self.releases.head(workspace)]
        own, others = (0 if head is None else max(0, head.number - limit) for head in heads)
        return own, others

    def _of_releases(self, workspace: str, number: int) -> Iterator[Entry]:
        return (each for each in self.releases.after(workspace, number) if each.kind.startswith(RELEASES))

    def _named(self, workspace: str, entry: Entry, place: str) -> Noted:
        def name(text: str) -> str:
            if not text.startswith("signer:"):
                return text
            return self.chain.signed_by(workspace, text) or text

        document = {
            key: name(held) if isinstance(held, str) else held for key, held in entry.document.items()
        }
        return Noted(place, entry, name(entry.actor), name(entry.subject), document)


def lines_of(told: Iterable[Noted]) -> list[str]:
    """Entries as lines for people."""
    return [
        f"{each.entry.at:%Y-%m-%d %H:%M:%S}  {each.actor}  {each.entry.kind}  {each.subject}{_said(each.document)}"
        for each in told
    ]


def _said(document: dict[str, Any]) -> str:
    words = [
        f"{key}={held}" for key, held in document.items() if isinstance(held, str | int | list) and held != ""
    ]
    return f"  ({', '.join(words)})" if words else ""


def _place(text: str) -> tuple[int, int]:
    own, _, others = text.partition(".")
    if not all(each.isascii() and each.isdigit() and len(each) <= 18 for each in (own, others)):
        raise BadInput(f"place {text!r}; two numbers with a dot between are allowed, such as '12.3'")
    return int(own), int(others)
