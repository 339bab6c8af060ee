"""Running the service: a socket, a certificate where there is one, and an address to open."""

import os
import socket
import sys
import webbrowser
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from burnish.app.speaker import Speaker
from burnish.app.studio.studio import Studio
from burnish.errors import BadInput
from burnish.models.settings import OidcSettings
from burnish.service.api import create_api, guarded
from burnish.service.ending import PATIENCE_S, EndingServer, Patience
from burnish.service.security.addresses import Address, address
from burnish.service.signing_in import SigningIn
from burnish.service.telemetry import open_telemetry

PORT = 8765
MOST_CONNECTIONS = 500
PUBLIC_PORT = 443
"""Of what people see where a proxy ends TLS: servers behind one share their cookies."""

SWITCHES_EVERY_S = 0.0005
"""After so long a thread that reckons lets another go on: what is quick would wait ten times as long by default."""


@dataclass(frozen=True)
class Listening:
    """Where and how the service listens."""

    host: str = "127.0.0.1"
    port: int = PORT
    """0 for any that is free."""
    certificate: Path | None = None
    key: Path | None = None
    names: Sequence[str] = ()
    proxies: Sequence[str] = ()
    patience_s: float = PATIENCE_S
    """From being told to end to the end of the process."""


def serve(
    studio: Studio, owner: Speaker, listening: Listening, ready: Callable[[Address, str], None],
    oidc: OidcSettings | None = None,
) -> None:  # fmt: skip
    """Serve until it is interrupted; `ready` is told the address, and the launch address to open.

    `oidc` names the provider that signs people in, if there is one.

    Raises:
        BadInput: the address is taken, is not allowed without TLS, or the certificate cannot be read.
    """
    if (listening.certificate is None) != (listening.key is None):
        raise BadInput("a certificate and its key go together (--tls-certificate, --tls-key)")
    tls = listening.certificate is not None
    address(listening.host, listening.port or PORT, tls=tls, names=listening.names, proxies=listening.proxies)
    with _socket(listening.host, listening.port) as bound:
        port = bound.getsockname()[1]
        found = address(listening.host, port, tls=tls, names=listening.names, proxies=listening.proxies)
        seen_port = PUBLIC_PORT if listening.proxies else port
        door = SigningIn(studio, owner, seen_port, is_secure=tls or bool(listening.proxies), oidc=oidc)
        if oidc is not None and oidc.is_on:
            assert door.team  # a provider that cannot be used is told of now
        api, patience = create_api(studio), Patience(listening.patience_s)
        app = guarded(api, found, door, spans=open_telemetry(os.environ))
        ready(found, f"{found.url}/#token={door.launch_token}")
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, date_header=True,
            proxy_headers=bool(found.proxies), forwarded_allow_ips=list(found.proxies) or "127.0.0.1",
            limit_concurrency=MOST_CONNECTIONS, timeout_graceful_shutdown=patience.answers_s, ws="none", lifespan="on",
            ssl_certfile=listening.certificate, ssl_keyfile=listening.key, timeout_keep_alive=30,
        )  # fmt: skip
        sys.setswitchinterval(SWITCHES_EVERY_S)
        EndingServer(config, api.state.draining, patience, studio.let_go).run(sockets=[bound])


def open_in_browser(url: str) -> bool:
    """Open an address in the person's browser; whether there was one."""
    try:
        return webbrowser.open(url)
    except webbrowser.Error:
        return False


def _socket(host: str, port: int) -> socket.socket:
    """A listening socket. Raises BadInput where there is none to be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, so that asyncio sets TCP_NODELAY: else every small answer waits 40 ms for an acknowledgement.
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(128)
    except (OSError, OverflowError) as error:
        made.close()
        raise BadInput(
            f"cannot listen at {host!r} port {port!r}: {getattr(error, 'strerror', None) or error}; is it taken?"
            " Another is given with --port, any that is free with --port 0"
        ) from None
    return made
