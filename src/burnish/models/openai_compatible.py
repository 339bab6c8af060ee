"""A client of any server that speaks OpenAI's chat completions: OpenAI, vLLM, llama.cpp, Ollama and others."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import httpx2

from burnish.errors import BadInput, ChatError, ChatGarbled, ChatRefused, ChatUnavailable
from burnish.models.chat import ChatOptions, Message, Reply
from burnish.models.completions import complaint, payload, read_completion, without_refused_option

BUSY = frozenset({408, 409, 425, 429, 502, 503, 504})
"""Statuses that another attempt may not meet again."""

REFUSALS = frozenset({400, 405, 413, 415, 422, 501})
"""Statuses that speak of this request, not of the server."""

MOST_OPTIONS_REFUSED = 3
"""How many optional values one request may be freed of."""


@dataclass(frozen=True)
class OpenAICompatible:
    """One model at one server."""

    base_url: str
    """Such as `http://localhost:8080/v1`; `/chat/completions` is added."""

    model: str
    api_key: str = field(default="", repr=False)

    timeout_s: float = 60.0
    """The longest that one answer may take, with every attempt at it."""

    retries: int = 2
    """Further attempts where the server is busy, or breaks."""

    backoff_s: float = 0.5
    """Wait before the second attempt; it doubles from there. A server's `Retry-After` comes first."""

    max_bytes: int = 4 * 2**20
    """Largest answer that is read."""

    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)
    clock: Callable[[], float] = field(default=time.monotonic, repr=False)

    def __post_init__(self) -> None:
        check_base_url(self.base_url)
        if not all("!" <= letter <= "~" for letter in self.api_key):
            raise BadInput(
                "the chat server's api_key holds a blank or a letter outside ASCII; no server takes that"
            )

    @property
    def server(self) -> str:
        """The address, without anything secret."""
        return self.base_url.rstrip("/")

    def ask(self, messages: Sequence[Message], options: ChatOptions) -> Reply:
        """The answer to a chat.

        Raises:
            ChatUnavailable: not reached, over the time limit, still busy after every attempt, or not let in.
            ChatRefused: the server does not take this request.
            ChatGarbled: the answer is too large, or no chat completion.
        """
        deadline = self.clock() + self.timeout_s
        body = payload(self.model, messages, options)
        for _ in range(MOST_OPTIONS_REFUSED):
            try:
                return self._answered(body, deadline)
            except ChatRefused as refusal:
                simpler = without_refused_option(body, str(refusal))
                if simpler is None:
                    raise
                body = simpler
        return self._answered(body, deadline)

    def _answered(self, body: Mapping[str, Any], deadline: float) -> Reply:
        """The reply to one body, with as many attempts as are allowed."""
        for attempt in range(self.retries + 1):
            status, headers, data = self._post(body, deadline)
            if status == 200:
                return read_completion(data, headers.get("content-type", ""))
            error = self._error(status, data)
            wait = self._wait(attempt, headers)
            is_last = attempt == self.retries or self.clock() + wait >= deadline
            if is_last or not (status in BUSY or status == 500):
                raise error
            self.sleep(wait)
        raise AssertionError("the last attempt returns or raises")

    def _post(self, body: Mapping[str, Any], deadline: float) -> tuple[int, httpx2.Headers, bytes]:
        """Status, headers and bytes of one attempt. Raises ChatUnavailable, ChatGarbled."""
        left = deadline - self.clock()
        if left <= 0:
            raise self._late()
        headers = {
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "Content-Type": "application/json",
        }
        content = json.dumps(body).encode()
        if self.api_key:
            headers["Authorization"] = f"Bearer {self.api_key}"
        try:
            with (
                httpx2.Client(timeout=left, trust_env=not _is_local(self.base_url)) as client,
                client.stream(
                    "POST", f"{self.server}/chat/completions", content=content, headers=headers
                ) as response,
            ):
                return response.status_code, response.headers, self._read(response, deadline)
        except httpx2.TimeoutException:
            raise self._late() from None
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            told = str(error) or type(error).__name__
            raise ChatUnavailable(f"chat server {self.server!r} cannot be reached: {told}") from None

    def _read(self, response: httpx2.Response, deadline: float) -> bytes:
        """The body as it comes over the wire, no longer and no later than is allowed."""
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            raise ChatGarbled(f"chat server {self.server!r} answers compressed, which was not asked for")
        data = bytearray()
        for chunk in response.iter_raw():
            data += chunk
            if len(data) > self.max_bytes:
                raise ChatGarbled(
                    f"chat server {self.server!r} answers at length: at most {self.max_bytes} bytes are read"
                )
            if self.clock() > deadline:
                raise self._late()
        return bytes(data)

    def _error(self, status: int, data: bytes) -> ChatError:
        told = complaint(data)
        if self.api_key:
            told = told.replace(self.api_key, "(key)")
        if status in (401, 403):
            return ChatUnavailable(
                f"chat server {self.server!r} does not accept the key: {told!r}", status=status
            )
        kind = ChatRefused if status in REFUSALS else ChatUnavailable
        return kind(f"chat server {self.server!r} answers {status}: {told!r}", status=status)

    def _wait(self, attempt: int, headers: httpx2.Headers) -> float:
        """Seconds until the next attempt."""
        try:
            asked = float(headers.get("retry-after", "0"))
        except ValueError:
            asked = 0.0
        return asked if 0 < asked < float("inf") else self.backoff_s * 2**attempt

    def _late(self) -> ChatUnavailable:
        return ChatUnavailable(f"chat server {self.server!r} gave no answer within {self.timeout_s:g} s")


def check_base_url(url: str) -> None:
    """Raises BadInput for what is no plain http or https address."""
    try:
        parts = urlsplit(url)
        is_plain = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        raise BadInput(
            "the chat server's base_url cannot be read; allowed is http(s)://host[:port][/path]"
        ) from None
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        raise BadInput("the chat server's base_url holds a name, key or query; the key belongs in api_key")
    if not is_plain:
        raise BadInput(f"the chat server's base_url is {url!r}; allowed is http(s)://host[:port][/path]")


def _is_local(url: str) -> bool:
    """Whether the server is on this machine, where no proxy is to stand in between."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
