"""A server that is told to end: it says so at once, finishes what is under way, and leaves the rest to others."""

import threading
import time

import httpx2
import pytest
from tests.several.servers import Place, serving, until

pytestmark = pytest.mark.slow


def brought(client: httpx2.Client, jpeg: bytes) -> str:
    answer = client.post("/photos", files={"file": ("a.jpg", jpeg, "image/jpeg")})
    answer.raise_for_status()
    return answer.json()["id"]


def test_it_says_so_at_once_answers_what_is_asked_meanwhile_and_ends_well(place: Place, jpeg):
    who = place.token("ann")
    with serving(place) as server, server.client(who) as client:
        photo = brought(client, jpeg(0))
        told_s = server.told_to_end()
        until(lambda: server.ready().status_code == 503, 1.0)
        said = server.ready().json()
        assert said["checks"]["draining"] == "yes"
        answer = client.post(f"/photos/{photo}/turns", json={"text": "brighter"})
        assert answer.status_code == 201
        assert answer.headers["connection"] == "close"
        assert server.process.wait(20) == 0
        assert time.monotonic() - told_s < 20
        with pytest.raises(httpx2.ConnectError):
            server.ready()


def test_who_listens_is_sent_away_and_an_answer_under_way_is_finished(place: Place, jpeg):
    who = place.token("ann")
    lines: list[str] = []
    answers: list[httpx2.Response] = []
    with serving(place) as server, server.client(who) as client, server.client(who) as other:
        photo = brought(client, jpeg(0))

        def listen() -> None:
            with other.stream("GET", "/events/stream") as stream:
                lines.extend(stream.iter_lines())

        def ask() -> None:
            answers.append(
                client.post(f"/photos/{photo}/turns", json={"text": "remove the haze and warm it up"})
            )

        threads = [threading.Thread(target=each) for each in (listen, ask)]
        for each in threads:
            each.start()
        until(lambda: lines or threads[0].is_alive())
        time.sleep(0.2)
        server.told_to_end()
        for each in threads:
            each.join(20)
        assert server.process.wait(20) == 0
    assert "retry: 2000" in lines
    assert answers[0].status_code == 201


def test_a_job_is_let_go_of_at_once_and_another_server_goes_on_with_it(place: Place, jpeg):
    who = place.token("ann")
    with serving(place) as first, first.client(who) as client:
        photos = [brought(client, jpeg(k)) for k in range(20)]
        job = client.post("/exports", json={"photos": photos, "settings": {"format": "png"}}).json()["id"]
        until(lambda: client.get(f"/jobs/{job}").json()["done"] > 1)
        first.told_to_end()
        assert first.process.wait(20) == 0
    with place.store() as store, serving(place) as second, second.client(who) as client:
        began_s = time.monotonic()
        until(lambda: client.get(f"/jobs/{job}").json()["state"] == "done", 25)
        assert time.monotonic() - began_s < 25, "nobody waited for a lease to end"
        assert client.get(f"/jobs/{job}").json()["failed"] == 0
        assert store.forgotten("local") == 0


def test_what_takes_longer_than_its_patience_is_cut_off(place: Place):
    with serving(place, "--patience", "4") as server, httpx2.Client(base_url=server.url) as slow:
        # A request whose body never ends holds its connection open.
        def endless():
            while True:
                yield b"x"
                time.sleep(0.2)

        def hold() -> None:
            try:
                slow.post("/api/v1/session", content=endless(), timeout=30)
            except httpx2.TransportError:
                return

        holding = threading.Thread(target=hold, daemon=True)
        holding.start()
        time.sleep(0.5)
        told_s = server.told_to_end()
        server.process.wait(15)
        assert time.monotonic() - told_s < 8
        holding.join(10)
