"""Every request is judged before a route is reached: by name, path, origin, signature, size and rate."""

import logging
from collections.abc import Callable

import pytest
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from burnish.app.speaker import Speaker
from burnish.app.team.asker import Asker, asker
from burnish.errors import TooMany
from burnish.service.security.addresses import address
from burnish.service.security.bodies import BodyCap
from burnish.service.security.gate import Gate
from burnish.service.security.headers import FixedHeaders
from burnish.service.security.origins import Origins
from burnish.service.security.permissions import OPEN, Asks
from burnish.service.security.rates import Rates

HERE = "http://127.0.0.1:8765"
SIGNED = {"authorization": "Bearer good"}
COOKIE = {"cookie": "burnish_8765=s"}


class Changes:
    """An application that counts how often it was reached by a request that changes something."""

    def __init__(self) -> None:
        self.count = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        self.count += scope["method"] != "GET"
        speaker = scope.get("state", {}).get("speaker")
        status = 422 if scope["query_string"] == b"wrong" else 200
        answer = JSONResponse({"person": speaker.person if speaker else None, "bytes": len(body)}, status)
        await answer(scope, receive, send)


def _who(connection: HTTPConnection) -> Asker | None:
    bearer = connection.headers.get("authorization")
    is_good = bearer in ("Bearer good", "Bearer viewer") or "burnish_8765" in connection.cookies
    return (
        asker(Speaker("p1", "w1"), "viewer" if bearer == "Bearer viewer" else "editor", None, None)
        if is_good
        else None
    )


def _asks(scope: Scope) -> Asks | None:
    return OPEN if scope["path"] in ("/", "/api/v1/health", "/api/v1/session") else "photos.bring"


class Meter:
    """One turn a day."""

    def __init__(self) -> None:
        self.count = 0

    def concerns(self, scope: Scope) -> bool:
        return scope["path"].endswith("/turns")

    def begin(self, scope: Scope, speaker: Speaker) -> Callable[[], None] | None:
        if self.count >= 1:
            raise TooMany("your 1 turns of today are used up", 60)
        self.count += 1
        return self.undo

    def undo(self) -> None:
        self.count -= 1


@pytest.fixture
def reached() -> Changes:
    return Changes()


@pytest.fixture
def client(reached: Changes) -> TestClient:
    capped = BodyCap(reached, lambda _: 1000)
    gate = Gate(
        capped, Origins(address("127.0.0.1", 8765), "/api/v1"), _who, _asks, Rates(clock=lambda: 0.0),
        meter=Meter(),
    )  # fmt: skip
    return TestClient(FixedHeaders(gate), base_url=HERE)


def test_a_signed_request_from_the_studios_own_page_is_served(client: TestClient) -> None:
    answer = client.post(
        "/api/v1/photos",
        headers={**COOKIE, "origin": HERE, "sec-fetch-site": "same-origin"},
        content=b"12345",
    )
    assert answer.json() == {"person": "p1", "bytes": 5}


def test_a_program_with_a_token_needs_no_origin(client: TestClient) -> None:
    assert client.post("/api/v1/photos", headers=SIGNED).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example:8765",
        "127.0.0.1.evil.example:8765",
        "127.0.0.1",
        "127.0.0.1:8766",
        "localhost:8765.evil",
        "",
    ],
)
def test_a_name_that_resolves_here_by_rebinding_is_refused(
    client: TestClient, reached: Changes, host: str
) -> None:
    answer = client.post("/api/v1/photos", headers={**SIGNED, "host": host})
    assert (answer.status_code, answer.json()["title"], reached.count) == (421, "wrong_host", 0)


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "null"},
        {"origin": "http://localhost:8765"},
        {"origin": "http://127.0.0.1:3000", "sec-fetch-site": "same-site"},
        {"origin": "https://127.0.0.1:8765"},
        {"origin": "http://evil.example", "sec-fetch-site": "cross-site"},
        {"origin": f"{HERE}.evil.example"},
        {"sec-fetch-site": "same-site"},
        {"origin": HERE, "sec-fetch-site": "cross-site"},
        {},
    ],
)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_what_changes_something_is_only_taken_from_the_exact_origin(
    client: TestClient, reached: Changes, headers: dict[str, str], method: str
) -> None:
    answer = client.request(method, "/api/v1/photos", headers={**COOKIE, **headers})
    assert (answer.status_code, answer.json()["title"], reached.count) == (403, "wrong_origin", 0)


def test_signing_in_from_another_site_is_refused(client: TestClient, reached: Changes) -> None:
    answer = client.post("/api/v1/session", headers={"origin": "http://evil.example"}, json={"token": "x"})
    assert (answer.status_code, reached.count) == (403, 0)


def test_a_picture_is_not_given_to_another_sites_page(client: TestClient) -> None:
    headers = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}
    assert client.get("/api/v1/photos/1", headers={**SIGNED, **headers}).status_code == 403


def test_a_link_from_elsewhere_opens_the_page(client: TestClient) -> None:
    headers = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    assert client.get("/", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/%2e%2e/x",
        "/assets/..%2fx",
        "/assets/%5cx",
        "//x",
        "/a//b",
        "/assets/%00",
        "/a;b",
        "/%252e",
    ],
)
def test_a_path_with_tricks_is_refused(client: TestClient, path: str) -> None:
    answer = client.get(HERE + path, headers=SIGNED)
    assert (answer.status_code, answer.json()["title"]) == (400, "bad_path")


def test_who_may_not_is_told_what_it_takes_and_who_has_it(client: TestClient, reached: Changes) -> None:
    answer = client.post("/api/v1/photos", headers={"authorization": "Bearer viewer"})
    assert (answer.status_code, answer.json()["title"], reached.count) == (403, "not_allowed", 0)
    assert answer.json()["detail"] == (
        "this needs the permission 'photos.bring'; editor, reviewer, operator, admin may, and you are viewer"
    )


def test_what_is_over_a_quota_is_refused_and_what_was_not_done_is_not_counted(
    client: TestClient, reached: Changes
) -> None:
    def ask(query: str = "") -> int:
        return client.post(f"/api/v1/photos/1/turns{query}", headers=SIGNED).status_code

    assert [ask("?wrong"), ask("?wrong"), ask(), ask()] == [422, 422, 200, 429]
    assert reached.count == 3


@pytest.mark.parametrize("token", ["", "bad", "good2"])
def test_a_stranger_is_told_to_sign_in(client: TestClient, reached: Changes, token: str) -> None:
    answer = client.post("/api/v1/photos", headers={"authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.json()["title"], reached.count) == (401, "unsigned", 0)
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_body_over_the_cap_is_refused_by_its_promise(client: TestClient, reached: Changes) -> None:
    answer = client.post("/api/v1/photos", headers=SIGNED, content=bytes(1001))
    assert (answer.status_code, reached.count) == (413, 0)


def test_a_body_over_the_cap_is_refused_while_it_comes(client: TestClient, reached: Changes) -> None:
    answer = client.post("/api/v1/photos", headers=SIGNED, content=iter([bytes(600), bytes(600)]))
    assert (answer.status_code, reached.count) == (413, 0)


def test_who_asks_too_often_waits(client: TestClient) -> None:
    statuses = [client.get("/api/v1/health").status_code for _ in range(25)]
    assert statuses.count(200) == 20
    assert statuses[-1] == 429


def test_a_refused_request_is_logged_without_its_token(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger="burnish.security"):
        client.post("/api/v1/photos", headers={"authorization": "Bearer wrong-secret"})
    assert "refused unsigned: POST /api/v1/photos" in caplog.text
    assert "wrong-secret" not in caplog.text


def test_every_answer_says_what_the_browser_may_do(client: TestClient) -> None:
    for answer in (client.get("/"), client.get("/api/v1/photos"), client.get("/", headers={"host": "evil"})):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        assert "unsafe-inline" not in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-store"
        assert "access-control-allow-origin" not in answer.headers


def test_a_websocket_is_refused(client: TestClient) -> None:
    from starlette.websockets import WebSocketDisconnect

    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/api/v1/jobs"):
        pass
