"""Signing in by a provider that is a real program, over HTTP: there and back, and nothing else lets anybody in."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient
from tests.service.studio.conftest import HERE, Service, service
from tests.service.team.provider_program import changed, provider_program, signed_in_there

from burnish.models.settings import OidcSettings
from burnish.service.api import create_api, guarded
from burnish.service.security.addresses import address

__all__ = ["service"]

USERS = {
    "ada": {"email": "ada@photos.example", "email_verified": True, "groups": ["staff", "chiefs"]},
    "bob": {"email": "bob@elsewhere.example", "email_verified": True, "groups": ["staff"]},
    "eve": {"email": "eve@photos.example", "email_verified": False, "groups": ["staff"]},
    "kim": {"email": "kim@photos.example", "email_verified": True, "groups": []},
}
API = "/api/v1/session"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with provider_program(USERS) as url:
        yield url


@pytest.fixture(scope="module")
def settings(issuer: str) -> OidcSettings:
    return OidcSettings(
        issuer=issuer, client_id="burnish", client_secret="s", scopes=["openid", "email"], role_claim="groups",
        roles={"staff": "editor", "chiefs": "operator"}, domains=["photos.example"], title="Photos Inc.",
    )  # fmt: skip


def browser_of(service: Service, settings: OidcSettings) -> TestClient:
    door = replace(service.door, oidc=settings)
    app = guarded(create_api(service.studio), address("127.0.0.1", 8765), door)
    return TestClient(app, base_url=HERE, follow_redirects=False, raise_server_exceptions=False)


def there_and_back(browser: TestClient, sub: str) -> str:
    """The path and query with which somebody comes back from the provider."""
    sent = browser.get(
        f"{API}/oidc/begin", headers={"sec-fetch-mode": "navigate", "sec-fetch-site": "cross-site"}
    )
    assert sent.status_code == 302, sent.text
    asked = parse_qs(urlsplit(sent.headers["location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["code_challenge"][0]) == 43
    assert asked["redirect_uri"] == [f"{HERE}{API}/oidc/return"]
    path, query = signed_in_there(sent.headers["location"], sub)
    return f"{path}?{query}"


def test_somebody_new_comes_in_by_a_pseudonym_with_the_role_of_their_group(service, settings):
    browser = browser_of(service, settings)
    ways = browser.get(f"{API}/ways").json()
    assert (ways["provider"], ways["begin"]) == ("Photos Inc.", f"{API}/oidc/begin")
    back = browser.get(there_and_back(browser, "ada"))
    assert (back.status_code, back.headers["location"]) == (303, "/")
    assert "SameSite=strict" in back.headers["set-cookie"]
    found = browser.get(API).json()
    assert (found["role"], found["workspace"], found["is_owner"]) == ("operator", "w1", False)
    assert found["person"].startswith("p-")
    again = browser_of(service, settings)
    again.get(there_and_back(again, "ada"))
    assert again.get(API).json()["person"] == found["person"]
    row = service.door.team.membership.people.one("w1", found["person"])
    assert (row.email, row.is_known_elsewhere) == (None, True)
    assert not any(b"ada@" in path.read_bytes() for path in _files(service))


def _files(service: Service):
    return [each for each in service.studio.workspaces.darkroom.home.rglob("*") if each.is_file()]


@pytest.mark.parametrize(
    ("sub", "why"), [("bob", "photos.example"), ("eve", "verified addresses"), ("kim", "no role here")]
)
def test_who_has_no_verified_address_of_the_domain_or_no_role_stays_out(service, settings, sub, why):
    browser = browser_of(service, settings)
    back = browser.get(there_and_back(browser, sub))
    assert (back.status_code, back.json()["title"]) == (403, "not_allowed")
    assert why in back.json()["detail"]
    assert browser.get(API).status_code == 401


def test_an_answer_is_good_once_and_in_the_browser_that_asked(service, settings):
    browser = browser_of(service, settings)
    other = browser_of(service, settings)
    back = there_and_back(browser, "ada")
    assert other.get(back).status_code == 401, "another browser's answer"
    assert browser.get(back).status_code == 401, "it was used up by trying"
    back = there_and_back(browser, "ada")
    assert browser.get(changed(back, "state", "x" * 43)).status_code == 401
    assert browser.get(back).status_code == 303
    assert browser.get(back).status_code == 401, "replayed"


def test_what_the_provider_does_not_know_is_refused_and_a_person_is_told_on_a_page(service, settings):
    browser = browser_of(service, settings)
    back = there_and_back(browser, "ada")
    assert browser.get(changed(back, "code", "forged")).status_code == 401
    denied = browser.get(f"{API}/oidc/return?error=access_denied", headers={"accept": "text/html"})
    assert (denied.status_code, denied.headers["location"][:10]) == (303, "/#problem=")
    mixed = there_and_back(browser, "ada") + "&iss=http%3A%2F%2F127.0.0.1%3A1"
    assert "not from the provider" in browser.get(mixed).json()["detail"]


def test_a_group_that_is_lost_lowers_the_role_and_ends_the_sessions(service, settings):
    browser = browser_of(service, settings)
    browser.get(there_and_back(browser, "ada"))
    person = browser.get(API).json()["person"]
    fewer = settings.model_copy(update={"roles": {"staff": "viewer"}})
    later = browser_of(service, fewer)
    later.get(there_and_back(later, "ada"))
    assert later.get(API).json()["role"] == "viewer"
    assert browser.get(API).status_code == 401
    service.door.team.membership.remove("w1", person, "p1")
    back = browser_of(service, settings)
    answer = back.get(there_and_back(back, "ada"))
    assert (answer.status_code, "removed" in answer.json()["detail"]) == (403, True)


def test_a_provider_that_does_not_answer_is_told_of(service, settings):
    gone = settings.model_copy(update={"issuer": "http://127.0.0.1:9"})
    answer = browser_of(service, gone).get(f"{API}/oidc/begin")
    assert (answer.status_code, "does not answer" in answer.json()["detail"]) == (500, True)


def test_without_a_provider_there_is_no_way_there(service):
    with service.client(None) as stranger:
        assert stranger.get(f"{API}/ways").json()["provider"] is None
        for path in ("begin", "return?state=a&code=b"):
            assert stranger.get(f"{API}/oidc/{path}", follow_redirects=False).status_code == 404
