"""The server over streamable HTTP, for several clients.

A page in a browser may send requests to any address under a name of its own (DNS rebinding), so the Host header must be
one that is known to lead here, and an Origin header, where there is one, too (MCP specification, transports: security
warning). Other machines need a bearer token besides.
"""

import ipaddress
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from burnish.errors import BadInput, Failure

if TYPE_CHECKING:
    from mcp.server.lowlevel import Server
    from starlette.types import ASGIApp

PATH = "/mcp"
SHORTEST_TOKEN = 16
"""Characters: a token is made by a machine, not by a person."""

LOOPBACK = ("127.0.0.1", "localhost", "::1")
HIGHEST_PORT = 65_535
SECONDS_TO_STOP = 5


@dataclass(frozen=True)
class Address:
    """Where the server listens."""

    host: str
    port: int
    """0 for any that is free."""

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine gets there."""
        try:
            return self.host == "localhost" or ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def is_everywhere(self) -> bool:
        """Whether it means all addresses of this machine."""
        try:
            return ipaddress.ip_address(self.host).is_unspecified
        except ValueError:
            return False

    def at(self, port: int) -> str:
        """The URL that clients use."""
        return f"http://{_bracketed(self.host)}:{port}{PATH}"


@dataclass(frozen=True)
class Gate:
    """Who is let in."""

    token: str = ""
    """Empty where none is asked for."""

    names: tuple[str, ...] = ()
    """Host names, besides the address itself, under which clients reach this server."""


def parse_address(text: str) -> Address:
    """`HOST:PORT`, `[HOST]:PORT` or `PORT` alone, which is on this machine only. Raises BadInput."""
    host, _, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]") or "127.0.0.1"
    if not (port.isascii() and port.isdigit() and len(port) <= 5 and int(port) <= HIGHEST_PORT):
        raise BadInput(
            f"{text!r} is no address; allowed: HOST:PORT with a port of 0 to {HIGHEST_PORT}, or PORT"
        )
    return Address(host, int(port))


def check_gate(address: Address, gate: Gate) -> None:
    """Raises BadInput where others could reach the server and nothing keeps them out."""
    if gate.token and len(gate.token) < SHORTEST_TOKEN:
        raise BadInput(f"a token of {len(gate.token)!r} characters; at least {SHORTEST_TOKEN} are needed")
    if not (gate.token.isascii() and gate.token.isprintable()) or " " in gate.token:
        raise BadInput(
            "the token has characters that a header cannot carry; allowed: printable ASCII without spaces"
        )
    if not address.is_loopback and not gate.token:
        raise BadInput(
            f"{address.host!r} can be reached by other machines, so a token is needed (BURNISH_MCP_TOKEN or "
            "--token-file); without one the server listens on 127.0.0.1"
        )
    if address.is_everywhere and not gate.names:
        raise BadInput(
            f"{address.host!r} is every address; say with --allow-host by which names clients come"
        )


def http_app(server: "Server[dict[str, Any]]", address: Address, gate: Gate) -> "ASGIApp":
    """The application that answers at `/mcp`. Raises BadInput as `check_gate`."""
    from mcp.server.transport_security import TransportSecuritySettings

    from burnish.service.mcp.bearer import Bearer

    check_gate(address, gate)
    hosts = allowed_hosts(address, gate.names)
    security = TransportSecuritySettings(
        allowed_hosts=hosts, allowed_origins=[f"{scheme}://{each}" for scheme in ("http", "https") for each in hosts]
    )  # fmt: skip
    app = server.streamable_http_app(
        streamable_http_path=PATH, transport_security=security, host=address.host
    )
    return Bearer(app, gate.token) if gate.token else app


def allowed_hosts(address: Address, names: Sequence[str]) -> list[str]:
    """What a Host header may say: the address or one of the names, with any port or none."""
    known = (*LOOPBACK, *names) if address.is_loopback or address.is_everywhere else (address.host, *names)
    return [form for name in known for form in (_bracketed(name), f"{_bracketed(name)}:*")]


def serve_http(
    server: "Server[dict[str, Any]]", address: Address, gate: Gate, announce: Callable[[str], None]
) -> None:
    """Serve until interrupted; `announce` gets the URL once the port is taken.

    Raises:
        BadInput: as `check_gate`.
        Failure: the address cannot be had.
    """
    import uvicorn

    app = http_app(server, address, gate)
    with _listening(address) as listener:
        announce(address.at(listener.getsockname()[1]))
        settings = uvicorn.Config(
            app, log_config=None, access_log=False, server_header=False, ws="none", lifespan="on",
            timeout_graceful_shutdown=SECONDS_TO_STOP,
        )  # fmt: skip
        uvicorn.Server(settings).run(sockets=[listener])


def _listening(address: Address) -> socket.socket:
    try:
        found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
        family, _, _, _, place = found[0]
        return socket.create_server(place[:2], family=family, backlog=128)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Failure(f"cannot listen on {address.host!r}, port {address.port!r}: {reason}") from None


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
