"""Saying something of a proposal is served while everything else halts; nothing else is."""

import anyio
import anyio.to_thread
import pytest
from starlette.requests import HTTPConnection
from starlette.types import Receive, Scope, Send

from burnish.app.studio.right_of_way import RightOfWay
from burnish.service.quick_first import QuickFirst, looked_up_first
from burnish.service.routes.feedback import is_saying


@pytest.mark.parametrize(
    ("method", "path", "quick"),
    [
        ("POST", "/api/v1/photos/p1/feedback", True),
        ("GET", "/api/v1/photos/p1/feedback", False),
        ("POST", "/api/v1/photos/p1/turns", False),
        ("POST", "/api/v1/photos/p1/x/feedback", False),
        ("GET", "/api/v1/feedback", False),
    ],
)
def test_only_what_people_say_is_served_first(method: str, path: str, quick: bool) -> None:
    way, had = RightOfWay(), list[bool]()

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        had.append(way.is_had)

    scope = {"type": "http", "method": method, "path": path}
    anyio.run(QuickFirst(app, way, is_saying), scope, _nothing, _nothing)
    assert had == [quick]
    assert not way.is_had


def test_what_is_no_request_goes_through() -> None:
    assert not is_saying({"type": "lifespan"})


def test_what_is_begun_in_a_thread_for_it_goes_on_with_it() -> None:
    way = RightOfWay(longest_halt_s=30)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        with anyio.fail_after(5):
            await anyio.to_thread.run_sync(way.give)

    anyio.run(QuickFirst(app, way, lambda _: True), {"type": "http"}, _nothing, _nothing)


def test_it_is_given_up_where_serving_fails() -> None:
    way = RightOfWay()

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        anyio.run(QuickFirst(app, way, lambda _: True), {"type": "http"}, _nothing, _nothing)
    assert not way.is_had


def test_who_asks_is_looked_up_first() -> None:
    way = RightOfWay()
    had = list[bool]()
    assert looked_up_first(lambda _: had.append(way.is_had), way)(HTTPConnection({"type": "http"})) is None
    assert had == [True]
    assert not way.is_had


async def _nothing(*_: object) -> None:
    """Nobody listens."""
