"""Every route × every role × its own workspace, another, and nobody: refused exactly as docs/permissions.md says.

Against the application with its gate, and rows that are there. What is expected is read from the page.
"""

import re
import runpy
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.service.studio.conftest import ELSEWHERE, HERE, Service, add_photo, service
from tests.service.team.asgi import Answer, asked

from burnish.app.events.webhook_folder import Webhook
from burnish.app.team.roles import ROLES
from burnish.service.api import create_api
from burnish.service.security.permissions import asked_of, routes
from burnish.storage.people import Joined

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs/permissions.md").read_text(encoding="utf-8")
CELLS = [line.strip("|\n ").split(" | ") for line in PAGE.splitlines() if line.startswith("| `")]
MAY = {
    row[0].strip("`"): dict(zip((*ROLES, "by token"), (cell == "yes" for cell in row[2:]), strict=True))
    for row in CELLS
    if len(row) > 2
}
ASKED = {tuple(row[0].strip("`").split(" ")): row[1].strip("`") for row in CELLS if len(row) == 2}
OPEN = "open to all"
NUMBERS = {
    "state": "0", "level": "0", "column": "0", "row": "0", "number": "1", "place": "1", "side": "left",
    "effect": "without", "model": "theirs",
}  # fmt: skip
EMPTY = {"schema": 1, "title": "", "steps": []}
SAMPLES: dict[str, Any] = {
    "TurnAsked": {"text": "warmer"}, "ChoiceAsked": {"candidate": 0}, "RecipeAsked": {"recipe": EMPTY, "base": 0},
    "MoveAsked": {"to": "undo"}, "SnapshotAsked": {"state": 0, "name": "first"},
    "PictureAsked": {"recipe": EMPTY, "long_side": 64}, "LutAsked": {"recipe": EMPTY},
    "MaskAsked": {"recipe": EMPTY, "mask": {"kind": "sky"}, "long_side": 64},
    "NeutralAsked": {"recipe": EMPTY, "x": 0.5, "y": 0.5},
    "AbstractAsked": {"recipe": EMPTY, "slider": "mood", "value": 10.0}, "PhotoChange": {"stars": 3},
    "StudyAnswer": {"id": "a1", "number": 1, "winner": "tie"}, "CheckAsked": {}, "RefineAsked": {},
    "RoleChange": {"role": "viewer"},
}  # fmt: skip
DOCUMENT: dict[str, Any] = create_api().openapi()

__all__ = ["service"]


@pytest.fixture(scope="module")
def people(service: Service) -> Mapping[str, Mapping[str, str]]:
    """What somebody of each role sends who signed in themselves, and by a token that carries all it can."""
    now = datetime.now(UTC)
    found: dict[str, Mapping[str, str]] = {}
    for role in ROLES:
        service.door.team.membership.people.add("w1", Joined(f"a-{role}", role), now)
        secret = service.studio.access.sessions.begin("w1", f"a-{role}", now)
        found[role] = {"cookie": f"{service.door.cookie}={secret}", "origin": HERE}
        _, text = service.studio.access.tokens.make("w1", f"a-{role}", "t", now)
        found[f"{role} by token"] = {"authorization": f"Bearer {text}"}
    return found


def _ids(service: Service, workspace: str) -> dict[str, str]:
    """Ids of rows that are there, in a workspace."""
    now = datetime.now(UTC)
    speaker = ELSEWHERE if workspace == "w2" else type(ELSEWHERE)("p1", "w1")
    with service.client(speaker) as client:
        photo = add_photo(client, seed=700 + len(workspace) + ord(workspace[-1]))
        turn = client.post(f"/api/v1/photos/{photo}/turns", json={"text": "brighter"}).json()["turn"]["id"]
        signal = f"said-{workspace}"
        client.post(f"/api/v1/photos/{photo}/feedback", json={"kind": "accept", "id": signal, "turn": turn})
        job = client.post("/api/v1/exports", json={"photos": [photo]}).json()["id"]
        item = {"photo": photo, "edits": [{"label": "m", "recipe": EMPTY}]}
        asked_for = {"title": "theirs", "protocol": "rating", "items": [item]}
        study = client.post("/api/v1/studies", json=asked_for).json()["id"]
    team = service.door.team.membership
    team.people.add(workspace, Joined(f"one-of-{workspace}", "viewer"), now)
    token, _ = team.new_token(workspace, f"one-of-{workspace}", "t", "p1")
    invitation, _ = team.invite(workspace, "viewer", None, timedelta(hours=1), "p1")
    webhook = Webhook(
        id=f"hook-{workspace}", workspace=workspace, url="https://example.com/", types=("org.burnish.signal.v1",),
        made_at=now, place="0.0", is_disabled=True,
    )  # fmt: skip
    service.studio.webhooks.folder.add(webhook)
    return {
        "photo": photo, "turn": turn, "signal": signal, "job": job, "study": study, "token": token,
        "invitation": invitation.id, "webhook": webhook.id, "person": f"one-of-{workspace}",
    }  # fmt: skip


@pytest.fixture(scope="module")
def own(service: Service) -> dict[str, str]:
    return _ids(service, "w1")


@pytest.fixture(scope="module")
def foreign(service: Service) -> dict[str, str]:
    return _ids(service, "w2")


def _path(path: str, ids: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda name: (NUMBERS | dict(ids))[name[1]], path)


def _sample(method: str, path: str, ids: Mapping[str, str]) -> Any:
    """A body that would do something if the ids in the path were of this workspace."""
    content = DOCUMENT["paths"][path][method.lower()].get("requestBody", {}).get("content", {})
    name = content.get("application/json", {}).get("schema", {}).get("$ref", "").rpartition("/")[2]
    if path.endswith("/feedback"):
        return {"kind": "accept", "id": "mine", "turn": ids["turn"]}
    return {"source": ids["photo"]} if name == "CarryAsked" else SAMPLES.get(name)


def _is_refusal(answer: Answer, permission: str) -> bool:
    text = answer.body.decode()
    return answer.status == 403 and f"the permission '{permission}'" in text


def test_the_table_has_every_route_and_no_other():
    there = {(method.upper(), path) for path, each in DOCUMENT["paths"].items() for method in each}
    assert {(each.method, each.path) for each in routes()} == there | {("GET", "/api/v1/openapi.json")}
    assert set(ASKED) == {(each.method, each.path) for each in routes()}
    assert len(set(ASKED)) == len(routes())


def test_the_page_is_what_the_code_says():
    made = runpy.run_path(str(ROOT / "docs" / "make_reference.py"))["PAGES"]["permissions.md"]()
    assert made == PAGE, "run: python docs/make_reference.py"


def test_a_path_asks_for_what_its_own_route_does():
    for each in routes():
        scope = {"method": each.method, "path": re.sub(r"\{\w+\}", "x", each.path)}
        assert asked_of(scope) == each.asks
    assert asked_of({"method": "HEAD", "path": "/api/v1/photos"}) == "photos.see"
    for method, path in (("GET", "/api/v1/photos/"), ("PUT", "/api/v1/photos"), ("GET", "/api/v1/people")):
        assert asked_of({"method": method, "path": path}) is None


@pytest.mark.parametrize(("method", "path"), sorted(ASKED))
def test_a_route_is_refused_exactly_as_the_table_says(service, people, own, method, path):
    permission, target = ASKED[method, path], _path(path, own)
    nobody = asked(service.gated, method, target, {})
    if permission == OPEN:
        assert nobody.status not in (401, 403) or b"sign in first" not in nobody.body
        return
    assert nobody.status == 401
    for role in ROLES:
        if (method, path) == ("DELETE", "/api/v1/session"):
            break
        answer = asked(service.gated, method, target, people[role])
        assert _is_refusal(answer, permission) == (not MAY[permission][role]), (role, answer)
        assert (answer.status in (401, 403)) == (not MAY[permission][role]), (role, answer)
    for role in ROLES:
        answer = asked(service.gated, method, target, people[f"{role} by token"])
        may = MAY[permission][role] and MAY[permission]["by token"]
        assert (answer.status in (401, 403)) == (not may), (role, answer)


WITH_IDS = sorted(each for each in ASKED if "{" in each[1] and "{model}" not in each[1])


@pytest.mark.parametrize(("method", "path"), WITH_IDS)
def test_what_is_of_another_workspace_is_not_there_for_any_role(service, people, foreign, method, path):
    permission, target, body = ASKED[method, path], _path(path, foreign), _sample(method, path, foreign)
    for role in ROLES:
        answer = asked(service.gated, method, target, people[role], body)
        assert answer.status == (404 if MAY[permission][role] else 403), (role, answer)
    assert service.door.team.membership.people.one("w2", foreign["person"]) is not None


def test_whoever_has_only_a_token_may_what_a_reviewer_may_and_no_more(service):
    _, text = service.studio.access.tokens.make("w1", "only-a-token", "t", datetime.now(UTC))
    told = asked(service.gated, "GET", "/api/v1/photos", {"authorization": f"Bearer {text}"})
    assert told.status == 200
    with service.client(type(ELSEWHERE)("only-a-token", "w1")) as client:
        found = client.get("/api/v1/session").json()
    assert found["role"] == "reviewer"
    assert set(found["permissions"]) == {
        each for each, may in MAY.items() if may["reviewer"] and may["by token"]
    }
