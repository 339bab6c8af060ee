"""What is quick goes first: who asks, and what people say of proposals; what takes long gives way to it."""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from burnish.app.studio.right_of_way import RightOfWay
from burnish.app.team.asker import Asker


@dataclass(frozen=True)
class QuickFirst:
    """Serves some requests while everything else halts where it can."""

    app: ASGIApp
    way: RightOfWay
    is_quick: Callable[[Scope], bool]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if not self.is_quick(scope):
            await self.app(scope, receive, send)
            return
        with self.way.had():
            await self.app(scope, receive, send)


def looked_up_first(
    who: Callable[[HTTPConnection], Asker | None], way: RightOfWay
) -> Callable[[HTTPConnection], Asker | None]:
    """Who a request is from; looking that up is quick, for every request."""

    def found(connection: HTTPConnection) -> Asker | None:
        with way.had():
            return who(connection)

    return found
