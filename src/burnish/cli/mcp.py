"""`burnish mcp`: photos and edits for clients of the Model Context Protocol."""

import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from burnish.cli.answer import AsJson, answer, note
from burnish.cli.speaking import Person

if TYPE_CHECKING:
    from mcp.server.lowlevel import Server

    from burnish.service.mcp.http import Gate

MAX_TOKEN_BYTES = 4096
"""Of the file with the bearer token."""


def mcp(
    root: Annotated[
        list[Path] | None,
        typer.Option("--root", help="A folder with photos, and where exports may go. May be repeated. Default: here."),
    ] = None,
    http: Annotated[
        str | None, typer.Option(metavar="HOST:PORT", help="Serve over HTTP; a port alone is on this machine only.")
    ] = None,
    token_file: Annotated[
        Path | None, typer.Option(help="A file with the bearer token of clients. Else BURNISH_MCP_TOKEN.")
    ] = None,
    allow_host: Annotated[
        list[str] | None, typer.Option(help="A host name by which clients reach the server. May be repeated.")
    ] = None,
    person: Person = None,
    list_tools: Annotated[bool, typer.Option("--list", help="Show the tools that are offered, and end.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Log each call to standard error.")] = False,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Offer photos and edits to an MCP client, over standard input and output or over HTTP.

    Over standard input and output the protocol is all that is written to standard output.
    """
    if list_tools:
        _list(as_json=as_json)
        return
    logging.basicConfig(stream=sys.stderr, level=logging.INFO if verbose else logging.WARNING)
    server = _server(root or [Path()], person)
    if http is None:
        from burnish.service.mcp.stdio import serve_stdio

        serve_stdio(server)
    else:
        from burnish.service.mcp.http import parse_address, serve_http

        gate = _gate(token_file, allow_host or [])
        serve_http(server, parse_address(http), gate, lambda url: note(f"Serving MCP at {url}"))


def _server(roots: list[Path], person: str | None) -> "Server[dict[str, Any]]":
    from burnish.app import open_darkroom
    from burnish.app.planning import open_feedback, open_planner
    from burnish.service.mcp.server import mcp_server, open_desk

    darkroom = open_darkroom()
    feedback = open_feedback(darkroom, person)
    return mcp_server(open_desk(darkroom, open_planner(darkroom), roots, feedback))


def _gate(token_file: Path | None, names: list[str]) -> "Gate":
    from burnish.errors import BadInput
    from burnish.service.mcp.http import Gate

    if token_file is None:
        return Gate(os.environ.get("BURNISH_MCP_TOKEN", ""), tuple(names))
    try:
        with token_file.open("rb") as file:
            token = file.read(MAX_TOKEN_BYTES).decode().strip()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is not text"
        raise BadInput(f"cannot read the token in {str(token_file)!r}: {reason}") from None
    if not token:
        raise BadInput(f"the token file {str(token_file)!r} is empty")
    return Gate(token, tuple(names))


def _list(*, as_json: bool) -> None:
    from burnish.service.mcp.offers import OFFERS
    from burnish.service.mcp.server import described

    tools = [described(offer).model_dump(mode="json", by_alias=True, exclude_none=True) for offer in OFFERS]
    width = max(len(offer.name) for offer in OFFERS)
    lines = [f"{offer.name:<{width}}  {offer.title}" for offer in OFFERS]
    answer({"tools": tools}, "\n".join(lines), as_json=as_json)
