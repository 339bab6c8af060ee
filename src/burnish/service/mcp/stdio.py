"""The server over standard input and output, for the one client that started it; only the protocol goes out there."""

from typing import Any

import anyio
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server


def serve_stdio(server: Server[dict[str, Any]]) -> None:
    """Serve until the client closes its end."""
    anyio.run(_serve, server)


async def _serve(server: Server[dict[str, Any]]) -> None:
    async with stdio_server() as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())
