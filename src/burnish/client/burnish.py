"""A Burnish server, as one person asks it."""

import os
import time
from collections.abc import Callable
from types import TracebackType

import httpx2

from burnish.client.connection import Connection
from burnish.client.dashboard import Dashboard
from burnish.client.edits import Edits
from burnish.client.events import Events
from burnish.client.feedback import Feedback
from burnish.client.jobs import Jobs
from burnish.client.photos import Photos
from burnish.client.taste import Taste
from burnish.client.team import Team
from burnish.client.webhooks import Webhooks
from burnish.wire.session import SessionShape

URL = "http://127.0.0.1:8765"


class Burnish:
    """A Burnish server: at `url` or `BURNISH_URL`, else on this machine; with an access token, or `BURNISH_TOKEN`.

    What goes wrong there is raised here: a problem document becomes an error of `burnish.errors`, and Failure is raised
    where the server does not answer. Questions that change nothing, and those that are the same asked twice, are asked
    again a few times where the connection breaks.
    """

    def __init__(
        self, url: str | None = None, token: str | None = None, *, timeout_s: float = 120.0, retries: int = 2,
        transport: httpx2.BaseTransport | None = None, sleep: Callable[[float], None] = time.sleep,
    ) -> None:  # fmt: skip
        address = url or os.environ.get("BURNISH_URL") or URL
        secret = token or os.environ.get("BURNISH_TOKEN")
        headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        self._http = httpx2.Client(base_url=address, headers=headers, timeout=timeout_s, transport=transport)
        connection = Connection(self._http, retries, sleep)
        self.photos = Photos(connection)
        """Photos of the workspace, and pictures of them."""
        self.edits = Edits(connection)
        """Your edits."""
        self.feedback = Feedback(connection)
        """What you say of what you were shown."""
        self.taste = Taste(connection)
        """What was learned of you, and the brand's rules."""
        self.jobs = Jobs(connection, sleep)
        """Exports and edits of many photos."""
        self.dashboard = Dashboard(connection)
        """How the loop goes, for operators."""
        self.events = Events(connection)
        """What happens in the workspace, as it happens."""
        self.webhooks = Webhooks(connection)
        """Where that is sent, for operators."""
        self.team = Team(connection)
        """The people of the workspace, for admins."""
        self._connection = connection

    def whoami(self) -> SessionShape:
        """Who you are there. Raises Unsigned where the token is not good."""
        return self._connection.get(SessionShape, "/session")

    def close(self) -> None:
        """Let go of the connection."""
        self._http.close()

    def __enter__(self) -> "Burnish":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.close()
