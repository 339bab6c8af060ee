"""Sign-ins that were sent to a provider: each comes back once, soon, and to the browser that it began in."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select

from burnish.storage.database import Database
from burnish.storage.moments import kept
from burnish.storage.team_tables import oidc_states


@dataclass(frozen=True)
class Sent:
    """What is needed when it comes back."""

    workspace: str
    nonce: str
    verifier: str
    """Of PKCE."""


class OidcStates:
    """Those that did not come back yet. For any number of threads and processes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, state: str, browser: str, sent: Sent, at: datetime, ends_at: datetime) -> None:
        """Remember one; those that are over are let go of. Raises WriteFailed."""
        row = {
            "state_digest": _digest(state), "browser_digest": _digest(browser), "workspace": sent.workspace,
            "nonce": sent.nonce, "verifier": sent.verifier, "ends_at_utc": kept(ends_at),
        }  # fmt: skip
        with self._database.writing("send a sign-in to a provider") as connection:
            connection.execute(delete(oidc_states).where(oidc_states.c.ends_at_utc <= kept(at)))
            connection.execute(insert(oidc_states).values(row))

    def take(self, state: str, browser: str, at: datetime) -> Sent | None:
        """What was remembered, once; None for a state that was used, has ended, or is another browser's."""
        this = oidc_states.c.state_digest == _digest(state)
        with self._database.writing("come back from a provider") as connection:
            row = connection.execute(select(oidc_states).where(this)).one_or_none()
            gone = connection.execute(delete(oidc_states).where(this)).rowcount
        if row is None or not gone or row.ends_at_utc <= kept(at):
            return None
        if not hmac.compare_digest(_digest(browser), row.browser_digest):
            return None
        return Sent(row.workspace, row.nonce, row.verifier)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
