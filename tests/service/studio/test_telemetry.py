"""Traces: from a request through its job into the thread that does it, and nothing in them that a person wrote."""

import gzip
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.sdk.trace.sampling import ALWAYS_OFF
from starlette.testclient import TestClient
from tests.service.studio.conftest import HERE, OWNER, Service, add_photo

from burnish.errors import BadInput
from burnish.service.api import guarded
from burnish.service.open_telemetry import OpenTelemetry
from burnish.service.security.addresses import address
from burnish.service.telemetry import open_telemetry, wanted_exporter

PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def watched(service: Service, spans: OpenTelemetry) -> TestClient:
    """A program of the owner, at the same service with somebody watching. The job thread is not started."""
    gated = guarded(service.app, address("127.0.0.1", 8765), service.door, spans=spans)
    _, token = service.studio.access.tokens.make(OWNER.workspace, OWNER.person, "test", datetime.now(UTC))
    return TestClient(gated, base_url=HERE, headers={"authorization": f"Bearer {token}"})


@dataclass
class Seen:
    """What was watched, in this process's memory."""

    client: TestClient
    spans: OpenTelemetry
    kept: InMemorySpanExporter

    def named(self, name: str) -> list[ReadableSpan]:
        """Finished spans of this name, the first first; some end a moment after the answer."""
        for _ in range(200):
            found = [each for each in self.kept.get_finished_spans() if each.name == name]
            if found:
                return found
            time.sleep(0.01)
        return []


def trace_of(each: ReadableSpan) -> int:
    return each.get_span_context().trace_id


def over(inner: ReadableSpan, all_of_them: tuple[ReadableSpan, ...]) -> list[str]:
    """Names of the spans around one, the nearest first."""
    by_id = {each.get_span_context().span_id: each for each in all_of_them}
    names = []
    while inner.parent is not None and inner.parent.span_id in by_id:
        inner = by_id[inner.parent.span_id]
        names.append(inner.name)
    return names


@pytest.fixture
def seen(service: Service) -> Iterator[Seen]:
    kept, provider = InMemorySpanExporter(), TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(kept))
    spans = OpenTelemetry(provider)
    yield Seen(watched(service, spans), spans, kept)
    service.app.state.spans = None
    provider.shutdown()


@pytest.fixture
def photo(seen: Seen) -> str:
    return add_photo(seen.client, seed=41, name="holiday-with-anna.jpg")


def turn(seen: Seen, photo: str, text: str = "warmer") -> dict:
    answer = seen.client.post(f"/api/v1/photos/{photo}/turns", json={"text": text})
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_a_turn_and_what_it_took_are_inside_of_its_request(seen, photo):
    turn(seen, photo)
    (planned,) = seen.named("plan")
    finished = seen.kept.get_finished_spans()
    assert over(planned, finished) == ["turn", "POST /photos/{photo}/turns"]
    waits = [over(each, finished)[0] for each in seen.named("wait")]
    assert waits.count("plan") == 1, "a turn waits for its turn once"
    request = seen.named("POST /photos/{photo}/turns")[0]
    assert request.attributes["http.response.status_code"] == 201
    assert request.attributes["http.route"] == "/photos/{photo}/turns"


def test_what_is_watched_over_one_open_answer_is_in_its_trace_too(seen, photo):
    answer = seen.client.post(f"/api/v1/photos/{photo}/turns/stream", json={"text": "warmer"})
    assert "event: done" in answer.text
    (planned,) = seen.named("plan")
    assert over(planned, seen.kept.get_finished_spans())[-1] == "POST /photos/{photo}/turns/stream"


def test_learning_in_its_own_thread_is_in_the_trace_of_what_was_said(seen, photo):
    made = turn(seen, photo)
    said = {"kind": "accept", "id": "telemetry-1", "turn": made["turn"]["id"]}
    assert seen.client.post(f"/api/v1/photos/{photo}/feedback", json=said).status_code == 201
    learned, told = seen.named("learn")[-1], seen.named("signal")[-1]
    assert trace_of(learned) == trace_of(told)


def test_a_job_goes_on_with_its_requests_trace_in_another_process_after_a_restart(seen, photo, service):
    asked = {"photos": [photo], "settings": {"format": "png"}}
    assert seen.client.post("/api/v1/exports", json=asked).status_code == 202
    (request,) = seen.named("POST /exports")
    later = InMemorySpanExporter()
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(later))
    runner = replace(service.studio.runner, owner="another server", spans=OpenTelemetry(provider))
    while runner.run_one():
        pass
    by_name = {each.name: each for each in later.get_finished_spans()}
    assert {trace_of(each) for each in by_name.values()} == {trace_of(request)}
    assert over(by_name["job item"], later.get_finished_spans()) == ["job"]
    assert by_name["job"].parent.span_id == request.get_span_context().span_id
    assert by_name["job item"].attributes == {"burnish.kind": "export", "burnish.number": 1}
    provider.shutdown()


def test_nothing_that_a_person_wrote_or_is_called_by_is_in_any_span(seen, photo):
    turn(seen, photo, "make the zebra warmer")
    refused = seen.client.post(
        f"/api/v1/photos/{photo}/turns", json={"text": "quagga", "reference": "0" * 32}
    )
    assert refused.status_code == 404
    told = " ".join(each.to_json() for each in seen.kept.get_finished_spans())
    for secret in ("zebra", "quagga", "anna", "holiday", '"p1"', '"w1"', photo):
        assert secret not in told
    (first, *_), who = seen.kept.get_finished_spans(), set()
    assert first is not None
    for each in seen.named("POST /photos/{photo}/turns"):
        who.add(each.attributes["burnish.person"])
    assert [len(each) for each in who] == [16], "one person, one hash"


def test_an_error_is_told_by_its_type_alone(seen, photo):
    with pytest.raises(ZeroDivisionError), seen.spans.span("render", {"items": 2}):
        raise ZeroDivisionError("what anna said")
    (failed,) = [each for each in seen.named("render") if each.attributes.get("burnish.items") == 2]
    assert failed.attributes["error.type"] == "ZeroDivisionError"
    assert not failed.events
    assert "anna" not in failed.to_json()


def test_a_senders_trace_is_gone_on_with_unless_senders_are_not_believed(seen, monkeypatch, service):
    seen.client.get("/api/v1/photos", headers={"traceparent": PARENT})
    monkeypatch.setenv("OTEL_PROPAGATORS", "none")
    watched(service, seen.spans).get("/api/v1/jobs", headers={"traceparent": PARENT})
    assert f"{trace_of(seen.named('GET /photos')[0]):032x}" == PARENT.split("-")[1]
    assert f"{trace_of(seen.named('GET /jobs')[0]):032x}" != PARENT.split("-")[1]


def test_what_machines_ask_every_few_seconds_is_not_watched(seen):
    seen.client.get("/api/v1/health")
    seen.client.get("/api/v1/metrics")
    assert not seen.kept.get_finished_spans()


def test_a_trace_that_is_not_sampled_is_kept_nowhere_and_costs_no_answer(service):
    kept, provider = InMemorySpanExporter(), TracerProvider(sampler=ALWAYS_OFF, shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(kept))
    assert watched(service, OpenTelemetry(provider)).get("/api/v1/jobs").status_code == 200
    assert not kept.get_finished_spans()
    service.app.state.spans = None
    provider.shutdown()


@dataclass
class Collector:
    """A receiver of OTLP over HTTP, of this test's own."""

    url: str = ""
    got: list[ExportTraceServiceRequest] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """Of all spans that came."""
        return [
            span.name
            for request in self.got
            for resource in request.resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]


@pytest.fixture
def collector() -> Iterator[Collector]:
    found = Collector()

    class Receiving(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            if self.headers.get("content-encoding") == "gzip":
                body = gzip.decompress(body)
            assert self.path == "/v1/traces"
            found.got.append(ExportTraceServiceRequest.FromString(body))
            self.send_response(200)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiving)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    found.url = f"http://127.0.0.1:{server.server_port}"
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


def test_spans_reach_a_receiver_of_otlp_over_http(service, collector, monkeypatch):
    given = {
        "OTEL_EXPORTER_OTLP_ENDPOINT": collector.url,
        "OTEL_EXPORTER_OTLP_COMPRESSION": "gzip",
        "OTEL_RESOURCE_ATTRIBUTES": "deployment.environment=trial",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    spans = open_telemetry(given)
    assert watched(service, spans).get("/api/v1/jobs").status_code == 200
    spans.close()
    service.app.state.spans = None
    assert collector.names == ["GET /jobs"]
    told = {
        each.key: each.value.string_value for each in collector.got[0].resource_spans[0].resource.attributes
    }
    assert (told["service.name"], told["deployment.environment"]) == ("burnish", "trial")
    assert not any("home" in value or "/" in value for value in told.values()), "no path of this machine"


@pytest.mark.parametrize(
    ("environment", "wanted"),
    [
        ({}, None),
        ({"OTEL_SERVICE_NAME": "studio"}, None),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318"}, "otlp"),
        ({"OTEL_TRACES_EXPORTER": "otlp"}, "otlp"),
        ({"OTEL_TRACES_EXPORTER": "none", "OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318"}, None),
        ({"OTEL_SDK_DISABLED": "true", "OTEL_TRACES_EXPORTER": "otlp"}, None),
        ({"OTEL_TRACES_EXPORTER": "console"}, "console"),
    ],
)
def test_traces_are_sent_only_where_the_environment_asks_for_them(environment, wanted):
    assert wanted_exporter(environment) == wanted


@pytest.mark.parametrize(
    "environment",
    [
        {"OTEL_TRACES_EXPORTER": "zipkin"},
        {"OTEL_TRACES_EXPORTER": "otlp", "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"},
    ],
)
def test_what_cannot_be_sent_is_refused_with_what_can(environment):
    with pytest.raises(BadInput, match=r"zipkin|grpc"):
        open_telemetry(environment)
    assert open_telemetry({}) is None


def test_without_the_extra_the_message_names_it(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "burnish.service.open_telemetry", None)
    with pytest.raises(BadInput, match=r"burnish\[telemetry\]"):
        open_telemetry({"OTEL_TRACES_EXPORTER": "otlp"})
