"""Webhooks: where the workspace's events are sent. For operators."""

from typing import Annotated

from fastapi import APIRouter, Depends

from burnish.app.events.webhook_folder import Webhook
from burnish.app.speaker import Speaker
from burnish.service.asking import Asks, Caller
from burnish.wire.events import WebhookAsked, WebhookList, WebhookMade, WebhookShape
from burnish.wire.shape import Id

router = APIRouter(tags=["events"])


async def _operator(caller: Caller) -> Speaker:
    return caller


Operator = Annotated[Speaker, Depends(_operator)]
"""Who asks; that they may is seen to at the gate."""


@router.get("/webhooks")
def webhooks(caller: Operator, studio: Asks) -> WebhookList:
    """The workspace's webhooks, without their secrets."""
    return WebhookList(webhooks=[_shape(each) for each in studio.webhooks.folder.of(caller.workspace)])


@router.post("/webhooks", status_code=201)
def add_webhook(caller: Operator, studio: Asks, asked: WebhookAsked) -> WebhookMade:
    """Send events there from now on: over https, to a server of the internet, and not where it is redirected to."""
    made, secret = studio.webhooks.add(caller.workspace, asked.url, asked.types)
    return WebhookMade(**dict(_shape(made)), secret=secret)


@router.delete("/webhooks/{webhook}", status_code=204)
def remove_webhook(caller: Operator, studio: Asks, webhook: Id) -> None:
    """Send nothing there any more."""
    studio.webhooks.folder.remove(caller.workspace, webhook)


@router.post("/webhooks/{webhook}/test")
def test_webhook(caller: Operator, studio: Asks, webhook: Id) -> WebhookShape:
    """Send an event that means nothing; where it is received, a webhook that was disabled goes on."""
    return _shape(studio.webhooks.test(caller.workspace, webhook))


def _shape(webhook: Webhook) -> WebhookShape:
    waits = "waiting" if webhook.failures else "well"
    return WebhookShape(
        id=webhook.id, url=webhook.url, types=list(webhook.types), made_at=webhook.made_at.isoformat(),
        state="disabled" if webhook.is_disabled else waits, failures=webhook.failures,
        next_at=None if webhook.next_at is None else webhook.next_at.isoformat(), problem=webhook.problem,
    )  # fmt: skip
