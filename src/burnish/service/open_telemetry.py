"""Spans as OpenTelemetry has them. Imported only where traces are wanted, for the SDK is the extra `telemetry`."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager

from opentelemetry.context import attach, detach
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, ConsoleSpanExporter, SpanExporter
from opentelemetry.trace import Span, SpanKind, Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from burnish import __version__
from burnish.app.spans import Fact
from burnish.service.telemetry import Answered

SERVICE = "burnish"
"""The service's name, where OTEL_SERVICE_NAME gives no other."""

PREFIX = "burnish."
"""Of every attribute that is a word of ours."""

_TEXTS = TraceContextTextMapPropagator()


class OpenTelemetry:
    """Who watches, over a provider of tracers."""

    def __init__(self, provider: TracerProvider) -> None:
        self._provider = provider
        self._tracer = provider.get_tracer("burnish", __version__)

    @contextmanager
    def span(self, name: str, facts: Mapping[str, Fact]) -> Generator[None]:
        """A span inside of the current one. An error is told by its type alone: its message may quote a person."""
        with self._started(name, SpanKind.INTERNAL, {PREFIX + key: value for key, value in facts.items()}):
            yield

    @contextmanager
    def request(self, method: str, carried: Mapping[str, str]) -> Generator[Answered]:
        """The span of one request, inside of what its sender says; what it yields is told the answer."""
        context = _TEXTS.extract(dict(carried))
        token = attach(context)
        try:
            with self._started(method, SpanKind.SERVER, {"http.request.method": method}) as under_way:

                def answered(route: str, status: int, who: str) -> None:
                    under_way.update_name(f"{method} {route}")
                    under_way.set_attributes({"http.route": route, "http.response.status_code": status})
                    if who:
                        under_way.set_attribute(f"{PREFIX}person", who)
                    if status >= 500:
                        under_way.set_status(Status(StatusCode.ERROR))

                yield answered
        finally:
            detach(token)

    def carried(self) -> dict[str, str]:
        """The current span as a `traceparent`, and its `tracestate` where it has one."""
        texts: dict[str, str] = {}
        _TEXTS.inject(texts)
        return texts

    @contextmanager
    def going_on(self, carried: Mapping[str, str]) -> Generator[None]:
        """Inside of the span that was carried here; without one, inside of none."""
        token = attach(_TEXTS.extract(dict(carried)))
        try:
            yield
        finally:
            detach(token)

    def close(self) -> None:
        """Send what was not sent yet, and end."""
        self._provider.shutdown()

    @contextmanager
    def _started(self, name: str, kind: SpanKind, facts: Mapping[str, Fact]) -> Generator[Span]:
        with self._tracer.start_as_current_span(
            name, kind=kind, attributes=dict(facts), record_exception=False, set_status_on_exception=False
        ) as under_way:
            try:
                yield under_way
            except BaseException as error:
                under_way.set_status(Status(StatusCode.ERROR))
                under_way.set_attribute("error.type", type(error).__name__)
                raise


def provider_to(exporter: SpanExporter) -> TracerProvider:
    """A provider that sends in batches; sampler, limits and resource come from the SDK's own OTEL_* names."""
    resource = Resource({"service.name": SERVICE, "service.version": __version__}).merge(Resource.create())
    named = resource.attributes.get("service.name")
    if isinstance(named, str) and named.startswith("unknown_service"):
        resource = resource.merge(Resource({"service.name": SERVICE}))
    provider = TracerProvider(resource=resource, shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    return provider


def exporter_named(name: str) -> SpanExporter:
    """`otlp` sends OTLP over HTTP; `console` writes lines of JSON to standard output."""
    if name == "console":
        return ConsoleSpanExporter()
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    return OTLPSpanExporter()
