"""Webhooks: where the workspace's events are sent."""

from collections.abc import Sequence
from dataclasses import dataclass

from burnish.client.asking import asking
from burnish.client.connection import Connection
from burnish.wire.events import EventType, WebhookAsked, WebhookList, WebhookMade, WebhookShape

EVERYTHING: tuple[EventType, ...] = (
    "org.burnish.proposal.v1", "org.burnish.signal.v1", "org.burnish.release.v1",
)  # fmt: skip


@dataclass(frozen=True)
class Webhooks:
    """The workspace's webhooks. Every verb raises NotAllowed for anybody but operators."""

    _connection: Connection

    def list(self) -> list[WebhookShape]:
        """All of them, oldest first."""
        return self._connection.get(WebhookList, "/webhooks").webhooks

    def add(self, url: str, types: Sequence[EventType] = EVERYTHING) -> WebhookMade:
        """Send events there from now on; keep the secret, it is told only now. Raises BadInput, Failure."""
        asked = asking(WebhookAsked, url=url, types=list(types))
        return self._connection.send(WebhookMade, "POST", "/webhooks", asked)

    def test(self, webhook: str) -> WebhookShape:
        """Send an event that means nothing. Raises NotFound, and Failure where it is not received."""
        return self._connection.send(WebhookShape, "POST", f"/webhooks/{webhook}/test")

    def remove(self, webhook: str) -> None:
        """Send nothing there any more. Raises NotFound."""
        self._connection.asked("DELETE", f"/webhooks/{webhook}")
