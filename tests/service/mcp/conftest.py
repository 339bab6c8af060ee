"""The server, spoken to by the official client inside one process."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client

from burnish.service.mcp.offer import Desk
from burnish.service.mcp.server import mcp_server, open_desk


@dataclass(frozen=True)
class Said:
    """What came back from one call."""

    result: Any

    @property
    def value(self) -> Any:
        return self.result.structured_content

    @property
    def is_error(self) -> bool:
        return self.result.is_error

    @property
    def text(self) -> str:
        return "\n".join(each.text for each in self.result.content if each.type == "text")

    @property
    def pictures(self) -> list[bytes]:
        images = [each for each in self.result.content if each.type == "image"]
        assert all(each.mime_type == "image/jpeg" for each in images)
        return [base64.b64decode(each.data) for each in images]


@pytest.fixture
def desk(darkroom, planner, root: Path) -> Desk:
    return open_desk(darkroom, planner, [root])


@pytest.fixture
def call(desk: Desk) -> Callable[..., Said]:
    """Call a tool of a server that goes on from call to call."""
    server = mcp_server(desk)

    def calling(name: str, /, **arguments: Any) -> Said:
        async def once() -> Said:
            async with Client(server) as client:
                return Said(await client.call_tool(name, arguments))

        return anyio.run(once)

    return calling
