"""Sending events to the programs that a workspace names: each at least once, in order, signed, with the same id."""

import logging
import secrets
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

import httpx2

from burnish.app.clock import now
from burnish.app.events.cloud_events import place_of
from burnish.app.events.destinations import Destinations
from burnish.app.events.event_log import EventLog
from burnish.app.events.leaving import leaving
from burnish.app.events.webhook_folder import Webhook, WebhookFolder
from burnish.app.events.webhook_signing import secret_of, signed_headers
from burnish.app.studio.signed_text import KEY_FILE, machine_key
from burnish.errors import BadInput, BurnishError, Failure
from burnish.storage.leases import Leases
from burnish.wire.events import EventShape, EventType

LOG = logging.getLogger("burnish.webhooks")

LOOK_EVERY_S = 2.0
TIMEOUT_S = 10.0
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(hours=6)
MOST_FAILURES = 20
"""After so many in a row, some two days, nothing is sent there any more."""

LEASE_NAME, LEASE = "webhooks", timedelta(seconds=3 * TIMEOUT_S)
"""After so long without a sign of life of who sends, another server does."""

GONE = 410
"""By which a receiver says that it wants no more."""


@dataclass
class Webhooks:
    """A workspace's webhooks, and the thread that sends. Safe to ask from several threads."""

    folder: WebhookFolder
    log: EventLog
    destinations: Destinations
    transport: httpx2.BaseTransport | None = field(default=None, repr=False)
    clock: Callable[[], datetime] = now
    leases: Leases | None = None
    """By which servers on several machines take turns; None where there is one machine."""
    owner: str = field(default_factory=lambda: secrets.token_hex(16))
    _stopping: threading.Event = field(default_factory=threading.Event, repr=False)
    _thread: threading.Thread | None = field(default=None, repr=False)

    def add(self, workspace: str, url: str, types: Sequence[EventType]) -> tuple[Webhook, str]:
        """A new webhook for what happens from now on, and its secret, which is told only now.

        Raises:
            BadInput: nothing may be sent there, or there are too many.
            Failure: its name leads nowhere, or it could not be kept.
        """
        self.destinations.of(url)
        made = Webhook(
            id=secrets.token_hex(8), workspace=workspace, url=url, types=tuple(dict.fromkeys(types)),
            made_at=self.clock(), place=str(self.log.end(workspace)),
        )  # fmt: skip
        self.folder.add(made)
        return made, self._secret(made)

    def test(self, workspace: str, id: str) -> Webhook:  # noqa: A002
        """Send an event that means nothing, and begin again where it was received. Raises NotFound, Failure."""
        webhook = self.folder.one(workspace, id)
        event = EventShape(
            id=f"test.{secrets.token_hex(8)}", source=f"/workspaces/{workspace}", type="org.burnish.signal.v1",
            subject="test", time=self.clock().isoformat(), place=webhook.place, data={"test": True},
        )  # fmt: skip
        self._send(webhook, event)
        well = {"failures": 0, "next_at": None, "problem": "", "is_disabled": False}
        begun = webhook.model_copy(update=well)
        self.folder.change(begun)
        return begun

    def start(self) -> None:
        """Begin to send, in a thread that ends with the process. Harmless to repeat."""
        if self._thread is not None and self._thread.is_alive():
            return
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run, name="burnish-webhooks", daemon=True)
        self._thread.start()

    def leave(self) -> None:
        """Begin to send nothing more."""
        self._stopping.set()

    def stop(self) -> None:
        """Send no more; what was not received is sent again by whoever runs next."""
        self._stopping.set()
        if self._thread is None:
            return
        self._thread.join(TIMEOUT_S + 1)
        if self.leases is not None:
            try:
                self.leases.let_go(LEASE_NAME, self.owner)
            except BurnishError as error:
                LOG.warning("the lease on sending webhooks ends by itself: %s", error)

    def send_due(self) -> int:
        """Send what is due, unless somebody else does; how many were received. Raises BurnishError."""
        with self.folder.sending() as is_alone:
            if not is_alone or not any(map(self._is_due, self.folder.all())) or not self._is_ours():
                return 0
            return sum(self._advance(each) for each in self.folder.all() if self._is_due(each))

    def _run(self) -> None:
        while not self._stopping.wait(LOOK_EVERY_S):
            try:
                self.send_due()
            except BurnishError as error:
                LOG.warning("webhooks could not be sent: %s", error)

    def _is_ours(self) -> bool:
        """Whether no other server sends; then none does for a while. Raises Failure."""
        return self.leases is None or self.leases.take(LEASE_NAME, self.owner, self.clock(), LEASE)

    def _is_due(self, webhook: Webhook) -> bool:
        return not webhook.is_disabled and (webhook.next_at is None or webhook.next_at <= self.clock())

    def _advance(self, webhook: Webhook) -> int:
        """Send what happened since; how far it came is kept after each, so what is cut short is sent again."""
        told, count = self.log.after(webhook.workspace, place_of(webhook.place)), 0
        for event in told.events:
            if self._stopping.is_set():
                return count
            if event.type in webhook.types:
                if not self._is_ours():
                    return count
                try:
                    self._send(webhook, leaving(event))
                except (BadInput, Failure) as error:
                    self._failed(webhook, error)
                    return count
                count += 1
                webhook = self._reached(webhook, event.place)
        if webhook.place != str(told.place):
            self._reached(webhook, str(told.place))
        return count

    def _reached(self, webhook: Webhook, place: str) -> Webhook:
        well = webhook.model_copy(update={"place": place, "failures": 0, "next_at": None, "problem": ""})
        self.folder.change(well)
        return well

    def _failed(self, webhook: Webhook, error: BurnishError) -> None:
        failures = webhook.failures + 1
        wait = min(FIRST_WAIT * 2 ** min(failures - 1, 20), LONGEST_WAIT)
        is_over = failures >= MOST_FAILURES or isinstance(error, _NotWanted)
        told = {"failures": failures, "next_at": self.clock() + wait, "problem": str(error)[:500]}
        self.folder.change(webhook.model_copy(update={**told, "is_disabled": is_over}))
        LOG.warning("webhook %s: %s", webhook.id, error)

    def _send(self, webhook: Webhook, event: EventShape) -> None:
        """Send one event. Raises BadInput where nothing may be sent there, Failure where it was not received."""
        there = self.destinations.of(webhook.url)
        body = event.model_dump_json().encode()
        at_s = int(self.clock().timestamp())
        headers = {
            **signed_headers(self._secret(webhook), event.id, at_s, body), "Host": there.host,
            "Content-Type": "application/cloudevents+json; charset=utf-8", "User-Agent": "Burnish-Webhooks",
        }  # fmt: skip
        try:
            with httpx2.Client(transport=self.transport, timeout=TIMEOUT_S, trust_env=False) as http:
                asked = http.build_request(
                    "POST", there.url, content=body, headers=headers, extensions={"sni_hostname": there.name}
                )
                answer = http.send(asked, stream=True, follow_redirects=False)
                answer.close()
        except httpx2.TransportError as error:
            raise Failure(f"not reached: {type(error).__name__}") from error
        if answer.status_code == GONE:
            raise _NotWanted("it answered 410: it wants no more")
        if not answer.is_success:
            raise Failure(f"it answered {answer.status_code}")

    def _secret(self, webhook: Webhook) -> str:
        return secret_of(self._key, webhook.workspace, webhook.id)

    @cached_property
    def _key(self) -> bytes:
        return machine_key(self.folder.workspaces.darkroom.home / KEY_FILE)


class _NotWanted(Failure):
    """A receiver wants no more."""
