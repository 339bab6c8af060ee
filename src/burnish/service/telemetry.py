"""Telemetry: traces of requests and of what they set going, where OTEL_* names of the environment ask for them.

Off by default. Nothing is in a trace but methods, routes' patterns, kinds and counts, and people as keyed hashes.
"""

import hashlib
import hmac
import os
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from burnish.app.spans import Spans, watching
from burnish.app.speaker import Speaker
from burnish.app.studio.signed_text import KEY_FILE, machine_key
from burnish.errors import BadInput

_ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
_EXPORTERS = ("otlp", "console")
_PROTOCOLS = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
_PROTOCOL = "http/protobuf"

_QUIET = ("/health", "/ready", "/metrics")
"""What machines ask for every few seconds."""


class Answered(Protocol):
    """Is told how a request was answered."""

    def __call__(self, route: str, status: int, who: str) -> None:
        """The route's pattern, the status, and a hash of who asked; empty of nobody."""
        ...


class RequestSpans(Spans, Protocol):
    """Who watches requests, too."""

    def request(self, method: str, carried: Mapping[str, str]) -> AbstractContextManager[Answered]:
        """The span of one request, inside of what its sender says is under way."""
        ...

    def close(self) -> None:
        """Send what was not sent yet, and end."""
        ...


def wanted_exporter(environment: Mapping[str, str]) -> str | None:
    """`otlp` or `console`, by the names that OpenTelemetry's specification has; None where no traces are wanted.

    They are wanted where OTEL_TRACES_EXPORTER names one of the two, or an OTLP endpoint is given and it says nothing.

    Raises:
        BadInput: another exporter or protocol.
    """
    if environment.get("OTEL_SDK_DISABLED", "").strip().lower() == "true":
        return None
    named = environment.get("OTEL_TRACES_EXPORTER", "").strip().lower()
    if not named:
        named = "otlp" if any(environment.get(each, "").strip() for each in _ENDPOINTS) else "none"
    if named == "none":
        return None
    if named not in _EXPORTERS:
        raise BadInput(f"OTEL_TRACES_EXPORTER={named!r}; 'otlp', 'console' and 'none' are allowed")
    protocol = next((environment[each] for each in _PROTOCOLS if environment.get(each)), _PROTOCOL)
    if named == "otlp" and protocol != _PROTOCOL:
        raise BadInput(f"traces are sent by {_PROTOCOL!r}, not by {protocol!r}")
    return named


def open_telemetry(environment: Mapping[str, str]) -> RequestSpans | None:
    """Who watches as the environment wants it; None where nobody does.

    Raises:
        BadInput: traces are wanted and the extra `telemetry` is not installed, or in a way that there is not.
    """
    name = wanted_exporter(environment)
    if name is None:
        return None
    try:
        from burnish.service.open_telemetry import OpenTelemetry, exporter_named, provider_to
    except ModuleNotFoundError as error:
        raise BadInput(
            "OTEL_* asks for traces, which need the extra 'telemetry': pip install 'burnish[telemetry]'"
        ) from error
    return OpenTelemetry(provider_to(exporter_named(name)))


def believes_senders(environment: Mapping[str, str]) -> bool:
    """Whether a request's `traceparent` is gone on with; OTEL_PROPAGATORS without `tracecontext` says no."""
    named = environment.get("OTEL_PROPAGATORS", "tracecontext,baggage")
    return "tracecontext" in {each.strip().lower() for each in named.split(",")}


@dataclass(frozen=True)
class Pseudonyms:
    """People as hashes that only this home's key can be compared with: HMAC-SHA256, its first 16 digits."""

    home: Path

    def of(self, speaker: Speaker) -> str:
        """The same for one person of one workspace at every server of this home. Raises WriteFailed."""
        said = f"telemetry {speaker.workspace}/{speaker.person}".encode()
        return hmac.digest(self._key, said, hashlib.sha256).hex()[:16]

    @cached_property
    def _key(self) -> bytes:
        return machine_key(self.home / KEY_FILE)


@dataclass(frozen=True)
class Traced:
    """Watches every request, but those of machines that look whether we live, and streams that stay open."""

    app: ASGIApp
    spans: RequestSpans
    pseudonyms: Pseudonyms
    believes_senders: bool = True

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or _is_quiet(scope):
            await self.app(scope, receive, send)
            return
        status = 500

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        carried = _carried(scope) if self.believes_senders else {}
        with watching(self.spans), self.spans.request(scope["method"], carried) as answered:
            try:
                await self.app(scope, receive, watched)
            finally:
                answered(getattr(scope.get("route"), "path", "none"), status, self._who(scope))

    def _who(self, scope: Scope) -> str:
        speaker: Speaker | None = scope.get("state", {}).get("speaker")
        return "" if speaker is None else self.pseudonyms.of(speaker)


def traced(app: ASGIApp, spans: RequestSpans, home: Path) -> ASGIApp:
    """The application, watched as the environment wants it."""
    return Traced(app, spans, Pseudonyms(home), believes_senders(os.environ))


def _is_quiet(scope: Scope) -> bool:
    path: str = scope["path"]
    return path.endswith(_QUIET) or (scope["method"] == "GET" and path.endswith("/stream"))


def _carried(scope: Scope) -> dict[str, str]:
    """What the sender says is under way."""
    names = (b"traceparent", b"tracestate")
    return {name.decode(): value.decode("latin-1") for name, value in scope["headers"] if name in names}
