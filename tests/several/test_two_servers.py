"""Two servers on one database: what is said to one is known to the other, in the next answer."""

import threading
import time
from collections.abc import Iterator
from itertools import count

import httpx2
import pytest
from tests.several.servers import Place, Server, serving, until

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def shared(new_place) -> Place:
    return new_place()


@pytest.fixture(scope="module")
def pair(shared: Place) -> Iterator[tuple[Server, Server]]:
    with serving(shared) as first, serving(shared) as second:
        yield first, second


@pytest.fixture
def who(shared: Place) -> str:
    """An access token of somebody whom no other test knows."""
    return shared.token(f"p{next(_PEOPLE)}")


_PEOPLE = count(1)


def brought(client: httpx2.Client, jpeg: bytes) -> str:
    answer = client.post("/photos", files={"file": ("a.jpg", jpeg, "image/jpeg")})
    answer.raise_for_status()
    return answer.json()["id"]


def turn(client: httpx2.Client, photo: str, text: str) -> dict:
    answer = client.post(f"/photos/{photo}/turns", json={"text": text})
    answer.raise_for_status()
    return answer.json()


def steps(answer: dict) -> list[dict]:
    return answer["edit"]["recipe"]["steps"]


def amount(answer: dict) -> float:
    found = [each["params"]["amount"] for each in steps(answer) if each["tool"] == "brightness"]
    assert found, steps(answer)
    return found[0]


def corrected(client: httpx2.Client, photo: str, done: dict, named: str, by: float) -> None:
    """Say that it should have been made so much brighter."""
    changed = [
        {**each, "params": {**each["params"], "amount": each["params"]["amount"] + by}}
        if each["tool"] == "brightness" else each
        for each in steps(done)
    ]  # fmt: skip
    said = {
        "kind": "modify", "id": named, "turn": done["turn"]["id"],
        "recipe": {"schema": 1, "title": "", "steps": changed},
    }  # fmt: skip
    client.post(f"/photos/{photo}/feedback", json=said).raise_for_status()


def test_a_correction_said_to_one_is_in_the_next_proposal_of_the_other(pair, who, jpeg):
    first, second = pair
    with first.client(who) as here, second.client(who) as there:
        photos = [brought(here, jpeg(k)) for k in range(4)]
        before = amount(turn(there, photos[0], "brighter"))
        for k in (1, 2):
            corrected(here, photos[k], turn(here, photos[k], "brighter"), f"c{k}-{photos[k]}", -30)
        after = amount(turn(there, photos[3], "brighter"))
    assert after < before - 5


def test_an_edit_that_both_answer_is_one_conversation(pair, who, jpeg):
    first, second = pair
    with first.client(who) as here, second.client(who) as there:
        photo = brought(here, jpeg(0))
        said = [
            turn((here, there)[k % 2], photo, text) for k, text in enumerate(["brighter", "warmer", "cooler"])
        ]
        ids = [each["turn"]["id"] for each in said]
        for client in (here, there):
            assert [each["id"] for each in client.get(f"/photos/{photo}/edit").json()["turns"]] == ids


def test_both_answer_the_same_person_at_once_and_neither_answer_is_lost(pair, who, jpeg):
    first, second = pair
    with first.client(who) as here, second.client(who) as there:
        photo, answers = brought(here, jpeg(0)), []
        for _ in range(3):
            threads = [
                threading.Thread(
                    target=lambda client=client: answers.append(turn(client, photo, "a bit brighter"))
                )
                for client in (here, there)
            ]
            for each in threads:
                each.start()
            for each in threads:
                each.join()
        turns = [each["id"] for each in here.get(f"/photos/{photo}/edit").json()["turns"]]
    assert len(answers) == 6
    assert sorted(turns) == sorted(each["turn"]["id"] for each in answers)


def test_rules_of_the_brand_that_one_is_told_hold_at_the_other(place, jpeg):
    """At a place of their own: they would hold for whoever is asked about afterwards."""
    ann = place.token("ann")
    with (
        serving(place) as first,
        serving(place) as second,
        first.client(ann) as here,
        second.client(ann) as there,
    ):
        photo = brought(here, jpeg(0))
        assert amount(turn(there, photo, "much brighter")) > 20
        rules = "[bounds]\nbrightness.amount = [-5, 5]\n"
        answer = here.put("/brand", json={"toml": rules})
        assert answer.is_success, answer.text
        another = brought(there, jpeg(1))
        assert amount(turn(there, another, "much brighter")) <= 5


def test_who_listens_to_one_hears_at_once_what_is_said_to_the_other(pair, who, jpeg):
    first, second = pair
    heard: list[tuple[str, float]] = []
    is_open = threading.Event()

    def listen() -> None:
        with second.client(who) as client, client.stream("GET", "/events/stream") as stream:
            for line in stream.iter_lines():
                is_open.set()
                if line.startswith("event: "):
                    heard.append((line, time.monotonic()))
                if len(heard) == 2:
                    return

    ear = threading.Thread(target=listen)
    ear.start()
    assert is_open.wait(10)
    with first.client(who) as here:
        photo = brought(here, jpeg(0))
        done = turn(here, photo, "brighter")
        until(lambda: len(heard) == 1, 5)
        said_s = time.monotonic()
        said = {"kind": "accept", "id": f"a1-{photo}", "turn": done["turn"]["id"]}
        here.post(f"/photos/{photo}/feedback", json=said).raise_for_status()
    ear.join(10)
    assert [each.rpartition(".org.burnish.")[2] or each for each, _ in heard] == [
        "event: org.burnish.proposal.v1", "event: org.burnish.signal.v1",
    ]  # fmt: skip
    assert heard[1][1] - said_s < 2.0, "it was told, not found by looking now and then"


def test_a_job_of_a_killed_server_is_finished_by_the_other_and_nothing_of_it_is_done_twice(place, jpeg):
    who = place.token("ann")
    with serving(place) as first, serving(place) as second, second.client(who) as client:
        photos = [brought(client, jpeg(k)) for k in range(6)]
        asked = {"photos": photos, "settings": {"format": "png"}}
        jobs = [client.post("/exports", json=asked).json()["id"] for _ in range(2)]
        until(lambda: any(each["done"] > 1 for each in client.get("/jobs").json()["jobs"]))
        first.killed()
        until(lambda: all(each["state"] == "done" for each in client.get("/jobs").json()["jobs"]), 90)
        for job in jobs:
            found = client.get(f"/jobs/{job}").json()
            assert (found["done"], found["failed"], len(found["items"])) == (6, 0, 6)


def test_who_is_forgotten_at_one_is_unknown_to_the_memory_of_the_other(pair, shared, jpeg):
    first, second = pair
    with first.client(shared.token("zoe")) as here, second.client(shared.token("zoe")) as there:
        photos = [brought(here, jpeg(40 + k)) for k in range(4)]
        untaught = amount(turn(there, photos[0], "brighter"))
        for k in (1, 2):
            corrected(there, photos[k], turn(there, photos[k], "brighter"), f"c{k}-{photos[k]}", -30)
        taught = amount(turn(there, photos[3], "brighter"))
        assert here.delete("/me", params={"confirm": "zoe"}).is_success
    time.sleep(2)  # it is looked at again after half a second
    with second.client(shared.token("zoe")) as there:
        again = amount(turn(there, photos[3], "brighter"))
    assert taught < untaught - 5
    assert again > taught + 3


def test_the_page_of_jobs_at_one_hears_of_a_job_that_is_asked_for_at_the_other(pair, who, jpeg):
    first, second = pair
    states: list[str] = []

    def listen() -> None:
        with second.client(who) as client, client.stream("GET", "/jobs/stream") as stream:
            for line in stream.iter_lines():
                if '"state":"done"' in line.replace(" ", ""):
                    states.append("done")
                    return

    with first.client(who) as here:
        photo = brought(here, jpeg(0))
        ear = threading.Thread(target=listen)
        ear.start()
        time.sleep(0.3)
        here.post("/exports", json={"photos": [photo]}).raise_for_status()
        ear.join(20)
    assert states == ["done"]
