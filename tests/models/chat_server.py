"""A real HTTP server that speaks OpenAI's chat completions, with every fault to order."""

import json
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

Behavior = Callable[["Exchange"], None]


class Exchange:
    """One request, and what answers it."""

    def __init__(self, handler: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
        self.body = body
        self._handler = handler

    def send(self, status: int, data: bytes, content_type: str = "application/json", **headers: str) -> None:
        self._handler.send_response(status)
        self._handler.send_header("Content-Type", content_type)
        self._handler.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self._handler.send_header(name.replace("_", "-"), value)
        self._handler.end_headers()
        self._handler.wfile.write(data)

    def pour(self, chunk: bytes, times: int, pause_s: float = 0.0) -> None:
        """Bytes without end, as far as the client listens."""
        self._handler.send_response(200)
        self._handler.send_header("Content-Type", "application/json")
        self._handler.end_headers()
        try:
            for _ in range(times):
                self._handler.wfile.write(chunk)
                self._handler.wfile.flush()
                time.sleep(pause_s)
        except OSError:
            pass

    def error(self, status: int, message: str, **headers: str) -> None:
        self.send(status, json.dumps({"error": {"message": message}}).encode(), **headers)


def completion(
    text: str | None = "", calls: tuple[tuple[str, str], ...] = (), ending: str = "stop"
) -> dict[str, Any]:
    """A chat completion with the fields of the API reference."""
    message: dict[str, Any] = {"role": "assistant", "content": text}
    if calls:
        message["tool_calls"] = [
            {"id": f"call_{n}", "type": "function", "function": {"name": name, "arguments": arguments}}
            for n, (name, arguments) in enumerate(calls)
        ]
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1_790_000_000,
        "model": "served-model",
        "choices": [{"index": 0, "message": message, "finish_reason": ending}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120},
    }


def says(text: str) -> Behavior:
    """Whatever form was asked for."""
    return lambda exchange: exchange.send(200, json.dumps(completion(text)).encode())


def fails(status: int, message: str = "no", **headers: str) -> Behavior:
    return lambda exchange: exchange.error(status, message, **headers)


def hangs(seconds: float) -> Behavior:
    def wait(exchange: Exchange) -> None:
        time.sleep(seconds)
        with suppress(OSError):
            exchange.error(503, "late")

    return wait


def streams(*parts: str) -> Behavior:
    """The answer in server-sent events."""

    def stream(exchange: Exchange) -> None:
        events = [
            {"model": "served-model", "choices": [{"index": 0, "delta": {"content": part}}]} for part in parts
        ]
        events.append({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
        lines = [f"data: {json.dumps(event)}\n\n" for event in events] + ["data: [DONE]\n\n"]
        exchange.send(200, "".join(lines).encode(), "text/event-stream")

    return stream


def calls_tool(name: str, arguments: str) -> Behavior:
    """The named tool where tools were given, words where none were."""

    def call(exchange: Exchange) -> None:
        if "tools" in exchange.body:
            exchange.send(200, json.dumps(completion(None, ((name, arguments),), "tool_calls")).encode())
        else:
            exchange.send(200, json.dumps(completion("I would use a tool for that.")).encode())

    return call


def refuses_form(*forms: str, otherwise: Behavior) -> Behavior:
    """A server that does not know these response formats."""

    def answer(exchange: Exchange) -> None:
        asked = exchange.body.get("response_format", {}).get("type")
        if asked in forms:
            exchange.error(400, f"response_format of type {asked} is not supported")
        else:
            otherwise(exchange)

    return answer


class ChatServer:
    """Answers with its behaviors in order; the last one for ever."""

    def __init__(self, *behaviors: Behavior) -> None:
        self.behaviors = behaviors
        self.bodies: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def __enter__(self) -> "ChatServer":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.0"

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                server.bodies.append(body)
                server.headers.append({name.lower(): value for name, value in self.headers.items()})
                server.paths.append(self.path)
                place = min(len(server.bodies), len(server.behaviors)) - 1
                server.behaviors[place](Exchange(self, body))

            def log_message(self, *args: object) -> None:
                pass

        return Handler
