"""Asking an ASGI application and hearing how its answer begins: a stream that never ends is left where it is."""

import asyncio
import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.types import ASGIApp, Message


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


def asked(
    app: ASGIApp, method: str, path: str, headers: Mapping[str, str], body: Any = None, query: str = ""
) -> Answer:
    """What is answered; of what is good, no more than the status."""
    return asyncio.run(_asked(app, method, path, headers, body, query))


async def _asked(
    app: ASGIApp, method: str, path: str, headers: Mapping[str, str], body: Any, query: str
) -> Answer:
    data = b"" if body is None else json.dumps(body).encode()
    begun: Message = {}
    pieces: list[bytes] = []
    heard = asyncio.Event()
    sent = False

    async def receive() -> Message:
        nonlocal sent
        if sent:
            await asyncio.Event().wait()
        sent = True
        return {"type": "http.request", "body": data, "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            begun.update(message)
            if message["status"] < 400:
                heard.set()
            return
        pieces.append(message.get("body", b""))
        if not message.get("more_body"):
            heard.set()

    raw = {"host": "127.0.0.1:8765", "content-length": str(len(data)), **headers}
    raw |= {} if body is None else {"content-type": "application/json"}
    scope = {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in raw.items()], "client": ("127.0.0.1", 5),
        "server": ("127.0.0.1", 8765), "scheme": "http", "http_version": "1.1", "root_path": "", "state": {},
        "asgi": {"version": "3.0"}, "extensions": {},
    }  # fmt: skip
    answering = asyncio.ensure_future(app(scope, receive, send))
    hearing = asyncio.ensure_future(heard.wait())
    await asyncio.wait({answering, hearing}, timeout=60, return_when=asyncio.FIRST_COMPLETED)
    for task in (answering, hearing):
        if not task.done():
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
    assert begun, f"{method} {path} was not answered"
    found = {name.decode(): value.decode() for name, value in begun["headers"]}
    return Answer(begun["status"], found, b"".join(pieces))
