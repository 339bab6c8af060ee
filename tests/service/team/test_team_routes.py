"""People over HTTP: invited, joined, signed in, given another role, limited, removed; and each of it in the log."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from httpx2 import Response
from starlette.testclient import TestClient
from tests.service.studio.conftest import HERE, OWNER, Service, add_photo, jpeg, service

from burnish.app.team import passwords
from burnish.app.team.passwords import Cost
from burnish.governance.soundness import verified
from burnish.service.api import create_api, guarded
from burnish.service.security.addresses import address
from burnish.service.security.rates import Rates
from burnish.service.signing_in import SigningIn

__all__ = ["service"]

API = "/api/v1"
GOOD = "a few words together"
PAGE = {"origin": HERE, "sec-fetch-site": "same-origin"}


@pytest.fixture(scope="module")
def door(service: Service) -> SigningIn:
    return replace(service.door, cost=Cost(rounds=1, memory_kib=64, lanes=1))


@pytest.fixture(scope="module")
def app(service: Service, door: SigningIn):
    at = iter(range(0, 10**9, 100))
    return guarded(
        create_api(service.studio), address("127.0.0.1", 8765), door, Rates(clock=lambda: float(next(at)))
    )


@pytest.fixture
def browser(app) -> TestClient:
    return TestClient(app, base_url=HERE, headers=PAGE, raise_server_exceptions=False)


@pytest.fixture
def admin(app, door) -> Iterator[TestClient]:
    client = TestClient(app, base_url=HERE, headers=PAGE, raise_server_exceptions=False)
    assert client.post(f"{API}/session", json={"token": door.launch_token}).status_code == 200
    yield client
    for quota in client.get(f"{API}/team/usage").json()["quotas"]:
        client.put(
            f"{API}/team/quotas", json={"name": quota["name"], "person": quota["person"], "most": None}
        )


def joined(admin: TestClient, browser: TestClient, name: str, role: str = "editor") -> TestClient:
    """The browser of somebody who joined by an invitation."""
    text = admin.post(f"{API}/team/invitations", json={"role": role}).json()["invitation"]
    asked = {"invitation": text, "person": name, "password": GOOD}
    answer = browser.post(f"{API}/session/invitation", json=asked)
    assert answer.status_code == 201, answer.text
    return browser


def told(answer: Response) -> tuple[str, dict[str, object]]:
    """What a refusal is known by, whatever its words."""
    problem = answer.json()
    return problem["code"], problem["values"]


def kinds(admin: TestClient) -> list[tuple[str, str, str]]:
    entries = admin.get(f"{API}/team/audit?limit=500").json()["entries"]
    return [(each["kind"], each["actor"], each["subject"]) for each in entries]


def test_who_started_the_server_is_admin_and_alone(admin):
    found = admin.get(f"{API}/session").json()
    assert (found["role"], found["is_owner"], found["has_password"]) == ("admin", True, False)
    assert {each["person"]: each["role"] for each in admin.get(f"{API}/team/people").json()["people"]}[
        "p1"
    ] == "admin"


def test_passwords_are_a_way_in_once_somebody_has_one(admin, browser, monkeypatch):
    assert browser.get(f"{API}/session/ways").json()["password"] is False
    joined(admin, browser, "first", "viewer")
    assert browser.get(f"{API}/session/ways").json()["password"] is True
    monkeypatch.setattr(passwords, "find_spec", lambda _: None)
    assert admin.get(f"{API}/session/ways").json()["password"] is False


def test_somebody_is_invited_joins_signs_in_and_changes_their_password(admin, browser, door):
    made = admin.post(f"{API}/team/invitations", json={"role": "reviewer", "person": "ada"})
    assert made.status_code == 201
    text = made.json()["invitation"]
    about = browser.post(f"{API}/session/invitation/about", json={"invitation": text}).json()
    assert (about["person"], about["role"], about["least_characters"]) == ("ada", "reviewer", 15)
    short = browser.post(f"{API}/session/invitation", json={"invitation": text, "password": "short"})
    assert (short.status_code, "15 to 1024" in short.json()["detail"]) == (422, True)
    assert told(short) == ("password_length", {"there": 5, "least": 15, "most": 1024})
    assert "short" not in short.json()["detail"].replace("too short", "")
    other = {"invitation": text, "password": GOOD, "person": "bob"}
    assert browser.post(f"{API}/session/invitation", json=other).status_code == 422
    asked = {"invitation": text, "password": GOOD}
    assert browser.post(f"{API}/session/invitation", json=asked).json()["person"] == "ada"
    assert browser.post(f"{API}/session/invitation", json=asked).status_code == 401
    browser.delete(f"{API}/session")
    assert browser.get(f"{API}/session").status_code == 401
    assert (
        browser.post(f"{API}/session/password", json={"person": "ada", "password": "wrong"}).status_code
        == 401
    )
    signed = browser.post(f"{API}/session/password", json={"person": "ada", "password": GOOD})
    assert (signed.status_code, signed.json()["role"]) == (200, "reviewer")
    wrong = browser.put(f"{API}/session/password", json={"before": "wrong", "after": GOOD + "!"})
    assert (wrong.status_code, told(wrong)) == (403, ("not_your_password", {}))
    other_session = door.studio.access.sessions.begin("w1", "ada", datetime.now(UTC))
    changed = browser.put(f"{API}/session/password", json={"before": GOOD, "after": GOOD + "!"})
    assert changed.status_code == 200
    assert browser.get(f"{API}/session").status_code == 200
    assert door.studio.access.sessions.check(other_session, datetime.now(UTC)) is None
    assert [kind for kind, _, subject in kinds(admin) if subject == "ada"] == [
        "person.joined", "session.begun", "session.refused", "session.begun", "password.set",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["p1", "p2", "ada lovelace", "ada@photos.example"])
def test_a_name_that_is_taken_or_no_pseudonym_is_not_given(admin, browser, service, name):
    service.studio.access.tokens.make("w1", "p2", "t", datetime.now(UTC))
    text = admin.post(f"{API}/team/invitations", json={"role": "viewer"}).json()["invitation"]
    asked = {"invitation": text, "person": name, "password": GOOD}
    assert browser.post(f"{API}/session/invitation", json=asked).status_code in (409, 422)
    assert browser.get(f"{API}/session").status_code == 401


def test_a_lower_role_counts_at_once_and_ends_sessions(admin, browser):
    kim = joined(admin, browser, "kim", "editor")
    assert kim.post(f"{API}/photos", files={"file": ("a.jpg", jpeg(seed=1), "image/jpeg")}).status_code == 201
    assert admin.patch(f"{API}/team/people/kim", json={"role": "viewer"}).status_code == 200
    assert kim.get(f"{API}/session").status_code == 401
    assert kim.post(f"{API}/session/password", json={"person": "kim", "password": GOOD}).status_code == 200
    refused = kim.post(f"{API}/photos", files={"file": ("a.jpg", jpeg(seed=2), "image/jpeg")})
    assert (refused.status_code, "photos.bring" in refused.json()["detail"]) == (403, True)
    assert told(refused) == ("role_lacks", {"permission": "photos.bring", "role": "viewer"})
    assert admin.patch(f"{API}/team/people/kim", json={"role": "editor"}).status_code == 200
    assert kim.get(f"{API}/session").json()["role"] == "editor"
    for person in ("p1", "nobody"):
        assert admin.patch(f"{API}/team/people/{person}", json={"role": "viewer"}).status_code in (403, 404)


def test_who_is_removed_is_out_and_may_be_taken_in_again(admin, browser):
    lee = joined(admin, browser, "lee")
    token = lee.post(f"{API}/session/tokens", json={"title": "phone"}).json()["token"]
    assert lee.get(f"{API}/session", headers={"authorization": f"Bearer {token}"}).status_code == 200
    assert admin.delete(f"{API}/team/people/lee").status_code == 204
    assert lee.get(f"{API}/session").status_code == 401
    assert lee.get(f"{API}/session", headers={"authorization": f"Bearer {token}"}).status_code == 401
    assert lee.post(f"{API}/session/password", json={"person": "lee", "password": GOOD}).status_code == 401
    assert admin.delete(f"{API}/team/people/lee").status_code == 404
    assert admin.post(f"{API}/team/invitations", json={"role": "viewer", "person": "lee"}).status_code == 201


def test_a_reset_lets_somebody_set_a_password_once(admin, browser):
    sam = joined(admin, browser, "sam")
    text = admin.post(f"{API}/team/people/sam/reset").json()["invitation"]
    assert sam.get(f"{API}/session").status_code == 200, "until it is used nothing is different"
    asked = {"invitation": text, "password": "another few words"}
    assert sam.post(f"{API}/session/invitation", json=asked).json()["person"] == "sam"
    old = browser.post(f"{API}/session/password", json={"person": "sam", "password": GOOD})
    assert old.status_code == 401
    assert admin.post(f"{API}/team/people/p1/reset").status_code == 404


def test_a_token_carries_no_more_than_it_was_made_for(admin, browser):
    mia = joined(admin, browser, "mia")
    asked = {"title": "looks on", "scopes": ["photos.see"], "days": 7}
    made = mia.post(f"{API}/session/tokens", json=asked).json()
    assert made["scopes"] == ["photos.see"]
    assert datetime.fromisoformat(made["ends_at"]) - datetime.now(UTC) > timedelta(days=6)
    bearer = {"authorization": f"Bearer {made['token']}"}
    program = TestClient(mia.app, base_url=HERE, headers=bearer)
    assert program.get(f"{API}/photos").status_code == 200
    refused = program.post(f"{API}/exports", json={"photos": []})
    assert (refused.status_code, "was not given" in refused.json()["detail"]) == (403, True)
    page = TestClient(mia.app, base_url=HERE, headers=PAGE)
    assert page.post(f"{API}/session", json={"token": made["token"]}).json()["permissions"] == [
        "session",
        "photos.see",
    ]
    assert page.post(f"{API}/exports", json={"photos": []}).status_code == 403, (
        "a session is no more than its token"
    )
    more = mia.post(f"{API}/session/tokens", json={"title": "more", "scopes": ["people.manage"]})
    assert (more.status_code, "people.manage" in more.json()["detail"]) == (422, True)
    assert len(mia.get(f"{API}/session/tokens").json()["tokens"]) == 1
    assert mia.delete(f"{API}/session/tokens/{made['id']}").status_code == 204
    assert page.get(f"{API}/session").status_code == 401
    theirs = admin.post(f"{API}/tokens", json={"person": "p1", "title": "x"}).json()["id"]
    assert mia.delete(f"{API}/session/tokens/{theirs}").status_code == 404


def test_too_many_tries_are_told_when_to_come_back(admin, browser):
    joined(admin, browser, "ned").delete(f"{API}/session")
    asked = {"person": "ned", "password": "wrong"}
    statuses = [browser.post(f"{API}/session/password", json=asked).status_code for _ in range(5)]
    assert statuses == [401] * 5
    answer = browser.post(f"{API}/session/password", json=asked)
    assert (answer.status_code, answer.json()["title"], answer.headers["retry-after"]) == (
        429,
        "too_many",
        "1",
    )
    refused = [each for each in kinds(admin) if each[0] == "session.refused" and each[2] == "ned"]
    assert len(refused) == 5


def test_quotas_stop_turns_jobs_bytes_and_people(admin, browser, service):
    zoe = joined(admin, browser, "zoe")
    photo = add_photo(zoe, seed=501)

    def limit(name: str, most: int | None, person: str = "zoe") -> None:
        asked = {"name": name, "most": most, "person": person}
        assert admin.put(f"{API}/team/quotas", json=asked).status_code == 200

    limit("turns_a_day", 1)
    ask = lambda: zoe.post(f"{API}/photos/{photo}/turns", json={"text": "warmer"})
    assert zoe.post(f"{API}/photos/{'0' * 32}/turns", json={"text": "warmer"}).status_code == 404
    assert ask().status_code == 201
    over = ask()
    assert (over.status_code, "your 1 turns" in over.json()["detail"]) == (429, True)
    assert told(over) == ("turns_used_up", {"whose": "own", "most": 1})
    assert 0 < int(over.headers["retry-after"]) <= 86400
    openai = zoe.post(
        "/v1/images/edits", files={"image": ("a.jpg", jpeg(seed=9), "image/jpeg")}, data={"prompt": "x"}
    )
    assert (openai.status_code, openai.json()["error"]["code"]) == (429, "rate_limit_exceeded")
    limit("stored_bytes", 10)
    large = zoe.post(f"{API}/photos", files={"file": ("b.jpg", jpeg(seed=502), "image/jpeg")})
    assert (large.status_code, "they may" in large.json()["detail"]) == (413, True)
    assert (told(large)[0], told(large)[1]["whose"]) == ("bytes_used_up", "own")
    again = zoe.post(f"{API}/photos", files={"file": ("a.jpg", jpeg(seed=501), "image/jpeg")})
    assert again.status_code == 201, "the same bytes again take no room"
    limit("open_jobs", 0)
    job = zoe.post(f"{API}/exports", json={"photos": [photo]})
    assert (job.status_code, job.json()["title"]) == (409, "conflict")
    limit("members", 1, "")
    full = admin.post(f"{API}/team/invitations", json={"role": "viewer"})
    assert (full.status_code, "may have 1" in full.json()["detail"]) == (409, True)
    assert (told(full)[0], told(full)[1]["most"]) == ("members_full", 1)
    usage = {each["name"]: each for each in admin.get(f"{API}/team/usage").json()["usage"]}
    assert usage["turns_a_day"]["people"]["zoe"] == 1
    assert usage["stored_bytes"]["people"]["zoe"] > 10
    wrong = admin.put(f"{API}/team/quotas", json={"name": "members", "most": 3, "person": "zoe"})
    assert (wrong.status_code, wrong.json()["title"]) in ((409, "bad_input"), (422, "bad_input"))


def test_everything_that_matters_is_in_a_chain_that_names_nobody(admin, browser, service):
    ivy = joined(admin, browser, "ivy")
    made = ivy.post(f"{API}/session/tokens", json={"title": "phone"}).json()["id"]
    assert ivy.delete(f"{API}/session/tokens/{made}").status_code == 204
    changed = ivy.put(f"{API}/session/password", json={"before": GOOD, "after": GOOD + "!"})
    assert changed.status_code == 200
    browser.post(f"{API}/session/password", json={"person": "ivy", "password": "wrong"})
    limited = {"name": "turns_a_day", "most": 9, "person": "ivy"}
    assert admin.put(f"{API}/team/quotas", json=limited).status_code == 200
    assert admin.patch(f"{API}/team/people/ivy", json={"role": "viewer"}).status_code == 200
    assert admin.delete(f"{API}/team/people/ivy").status_code == 204
    happened = {kind for kind, _, _ in kinds(admin)}
    assert happened >= {
        "session.begun", "session.refused", "invitation.made", "person.joined", "person.removed", "role.set",
        "password.set", "token.made", "token.revoked", "quota.set",
    }  # fmt: skip
    entries = list(service.door.team.log.chain.after("w1"))
    assert verified(entries).is_sound
    texts = " ".join(each.model_dump_json() for each in entries)
    assert not any(f'"{name}"' in texts for name in ("ada", "ivy", "kim", "lee", "zoe"))
    first = admin.get(f"{API}/team/audit?after=0.0&limit=2").json()
    second = admin.get(f"{API}/team/audit?after={first['next']}&limit=500").json()
    assert [each["digest"] for each in first["entries"] + second["entries"]] == [
        each.digest for each in entries
    ]


def test_being_forgotten_is_in_the_log_and_the_name_is_not(admin, browser, service):
    una = joined(admin, browser, "una", "viewer")
    assert una.delete(f"{API}/me?confirm=una").status_code == 204
    assert una.get(f"{API}/session").status_code == 401
    found = kinds(admin)
    assert found[-1][0] == "person.forgotten"
    assert not any("una" in (actor, subject) for _, actor, subject in found)
    assert all(each["person"] != "una" for each in admin.get(f"{API}/team/people").json()["people"])


def test_what_leaves_in_bulk_is_in_the_log(admin, service):
    photo = add_photo(admin, seed=601)
    item = {"photo": photo, "edits": [{"label": "m", "recipe": {"schema": 1, "title": "", "steps": []}}]}
    asked = {"title": "t", "protocol": "rating", "items": [item]}
    study = admin.post(f"{API}/studies", json=asked).json()["id"]
    assert admin.get(f"{API}/studies/{study}/signals").status_code == 200
    assert kinds(admin)[-1] == ("data.exported", OWNER.person, "study_signals")
