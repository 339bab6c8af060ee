"""What the service counts of itself, in the text format of Prometheus."""

import time
from dataclasses import dataclass

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """Counters of one service; a second one in the same process has its own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        labels = ("method", "route", "status")
        self.requests = Counter(
            "burnish_requests_total", "Requests answered.", labels, registry=self._registry
        )
        self.seconds = Histogram(
            "burnish_request_seconds", "Time to answer.", ("method", "route"), buckets=_SECONDS,
            registry=self._registry,
        )  # fmt: skip
        self.under_way = Gauge(
            "burnish_requests_under_way", "Requests being answered.", registry=self._registry
        )

    def text(self) -> bytes:
        """Everything that was counted."""
        return generate_latest(self._registry)


@dataclass(frozen=True)
class Counted:
    """Counts every request by its route's pattern, never by its path, which has ids in it."""

    app: ASGIApp
    metrics: Metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, status = time.perf_counter(), 500

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        self.metrics.under_way.inc()
        try:
            await self.app(scope, receive, watched)
        finally:
            self.metrics.under_way.dec()
            route = getattr(scope.get("route"), "path", "none")
            self.metrics.requests.labels(scope["method"], route, str(status)).inc()
            self.metrics.seconds.labels(scope["method"], route).observe(time.perf_counter() - begun)
