"""A request that is turned away before any route sees it."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from starlette.types import Scope, Send

LOG = logging.getLogger("burnish.security")


@dataclass(frozen=True)
class Refusal:
    """Why, in a status, a word for programs and a sentence for people."""

    status: int
    title: str
    detail: str
    headers: tuple[tuple[bytes, bytes], ...] = field(default=())
    code: str = ""
    """What exactly was wrong, as a name that stays; empty where it has none."""
    values: Mapping[str, str | int] = field(default_factory=lambda: MappingProxyType({}))
    """What a code's words are filled in with."""

    async def send(self, scope: Scope, send: Send) -> None:
        """Answer with a problem document, and write a line that names neither secrets nor contents."""
        log_refusal(self.title, scope)
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": self.title})
            return
        body = json.dumps(
            {
                "type": "about:blank",
                "title": self.title,
                "status": self.status,
                "detail": self.detail,
                "where": [],
                "code": self.code,
                "values": dict(self.values),
            }
        ).encode()
        headers = [
            (b"content-type", b"application/problem+json"),
            (b"content-length", str(len(body)).encode()),
            *self.headers,
        ]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def log_refusal(title: str, scope: Scope) -> None:
    """Write a line of a request that was refused."""
    LOG.warning(
        "refused %s: %s %s (%s)", title, scope.get("method", scope["type"]),
        scope.get("path", "")[:200].encode("ascii", "backslashreplace").decode(), _asker(scope),
    )  # fmt: skip


def _asker(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else "unknown"
