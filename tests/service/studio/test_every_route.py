"""Every route that the service describes: closed to strangers, and blind to what belongs to another workspace."""

from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.service.studio.conftest import ELSEWHERE, OTHER, OWNER, Service, add_photo

from burnish.app.events.webhook_folder import Webhook
from burnish.service.api import create_api
from burnish.service.security.permissions import OPEN as OPEN_TO_ALL
from burnish.service.security.permissions import routes
from burnish.storage.people import Joined

OPEN = {(each.method.lower(), each.path) for each in routes() if each.asks == OPEN_TO_ALL}
DOCUMENT: dict[str, Any] = create_api().openapi()
ROUTES = sorted(
    (method, path)
    for path, methods in DOCUMENT["paths"].items()
    for method in methods
    if method in {"get", "post", "put", "patch", "delete"}
)
EMPTY = {"schema": 1, "title": "", "steps": []}
SAMPLE: dict[str, Any] = {
    "TurnAsked": {"text": "warmer"},
    "ChoiceAsked": {"candidate": 0},
    "RecipeAsked": {"recipe": EMPTY, "base": 0},
    "MoveAsked": {"to": "undo"},
    "SnapshotAsked": {"state": 0, "name": "first"},
    "PictureAsked": {"recipe": EMPTY, "long_side": 64},
    "LutAsked": {"recipe": EMPTY},
    "MaskAsked": {"recipe": EMPTY, "mask": {"kind": "sky"}, "long_side": 64},
    "NeutralAsked": {"recipe": EMPTY, "x": 0.5, "y": 0.5},
    "AbstractAsked": {"recipe": EMPTY, "slider": "mood", "value": 10.0},
    "PhotoChange": {"stars": 3},
    "StudyAnswer": {"id": "a1", "number": 1, "winner": "tie"},
    "CheckAsked": {},
    "RefineAsked": {},
    "RoleChange": {"role": "viewer"},
}  # fmt: skip


def _body(document: dict[str, Any], foreign: dict[str, str]) -> dict[str, Any] | None:
    """A body that would do something if the ids in the path were this caller's."""
    content = document.get("requestBody", {}).get("content", {}).get("application/json", {})
    name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
    if name == "CarryAsked":
        return {"source": foreign["photo"]}
    return SAMPLE.get(name)


def _with_ids(path: str, ids: dict[str, str]) -> str:
    numbers = {
        "state": "0",
        "level": "0",
        "column": "0",
        "row": "0",
        "number": "1",
        "place": "1",
        "side": "left",
        "effect": "without",
        "model": "theirs",
    }
    for name, value in (numbers | ids).items():
        path = path.replace("{" + name + "}", value)
    assert "{" not in path, f"no value for {path!r}"
    return path


@pytest.fixture(scope="module")
def foreign(service: Service) -> dict[str, str]:
    """Ids that belong to another workspace than the caller's."""
    with service.client(ELSEWHERE) as theirs:
        photo = add_photo(theirs, seed=90)
        turn = theirs.post(f"/api/v1/photos/{photo}/turns", json={"text": "brighter"}).json()["turn"]["id"]
        said = {"kind": "accept", "id": "foreign-1", "turn": turn}
        assert theirs.post(f"/api/v1/photos/{photo}/feedback", json=said).status_code == 201
        assert theirs.get("/api/v1/taste").status_code == 200  # by then it is learned from
        job = theirs.post("/api/v1/exports", json={"photos": [photo]}).json()["id"]
        study = theirs.post(
            "/api/v1/studies",
            json={
                "title": "theirs", "protocol": "rating",
                "items": [{"photo": photo, "edits": [{"label": "m", "recipe": EMPTY}]}],
            },
        ).json()["id"]  # fmt: skip
    token, _ = service.studio.access.tokens.make("w2", "p1", "theirs", service.door.clock())
    webhook = Webhook(
        id="theirs", workspace="w2", url="https://example.com/", types=("org.burnish.signal.v1",),
        made_at=service.door.clock(), place="0.0", is_disabled=True,
    )  # fmt: skip
    service.studio.webhooks.folder.add(webhook)
    ids = {"photo": photo, "turn": turn, "job": job, "signal": "foreign-1", "study": study, "token": token}
    team = service.door.team.membership
    team.people.add("w2", Joined("theirs", "editor"), service.door.clock())
    invited, _ = team.invite("w2", "viewer", None, timedelta(hours=1), "p1")
    return ids | {"webhook": webhook.id, "person": "theirs", "invitation": invited.id}


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_a_stranger_is_let_in_nowhere_else(service: Service, method: str, path: str) -> None:
    names = ("photo", "turn", "job", "signal", "study", "token", "webhook", "person", "invitation")
    ids = dict.fromkeys(names, "0" * 32)
    with service.client(None) as stranger:
        answer = stranger.request(method, _with_ids(path, ids))
    if (method, path) in OPEN:
        assert answer.status_code != 401
    else:
        said = answer.json()["error"]["code"] if path.startswith("/v1/") else answer.json()["title"]
        assert (answer.status_code, said) in ((401, "unsigned"), (401, "invalid_api_key"))


BY_NO_TOKEN = "/api/v1/session/tokens/{token}"
WITH_IDS = [(method, path) for method, path in ROUTES if "{" in path and path != BY_NO_TOKEN]


@pytest.mark.parametrize(("method", "path"), WITH_IDS)
def test_what_belongs_to_another_workspace_is_not_there(
    service: Service, client: TestClient, foreign: dict[str, str], method: str, path: str
) -> None:
    operation = DOCUMENT["paths"][path][method]
    body = _body(operation, foreign)
    if "/feedback" in path:
        body = {"kind": "accept", "id": "mine", "turn": foreign["turn"]}
    before = _everything(service)
    answer = client.request(method, _with_ids(path, foreign), json=body)
    assert answer.status_code == 404, answer.text
    assert foreign["photo"] not in answer.text.replace(path, "") or "not" in answer.text
    assert _everything(service) == before


def _everything(service: Service) -> list[Any]:
    """What another workspace has, row by row."""
    from sqlalchemy import select

    from burnish.storage.tables import METADATA

    rows: list[Any] = []
    with service.studio.workspaces.store.database.reading() as connection:
        for table in METADATA.sorted_tables:
            if "workspace" in table.c and table.name not in {"jobs", "job_items"}:
                rows += [
                    tuple(row) for row in connection.execute(select(table).where(table.c.workspace == "w2"))
                ]
    return sorted(map(repr, rows))


def test_another_person_of_the_workspace_has_an_edit_of_their_own(
    service: Service, client: TestClient
) -> None:
    photo = add_photo(client, seed=91)
    client.post(f"/api/v1/photos/{photo}/turns", json={"text": "brighter"})
    with service.client(OTHER) as other:
        theirs = other.get(f"/api/v1/photos/{photo}/edit").json()
        assert (theirs["state"], theirs["turns"]) == (0, [])
        assert other.get("/api/v1/feedback").json()["signals"] == []
        assert other.get("/api/v1/jobs").json()["jobs"] == []


def test_only_who_started_the_server_gives_out_tokens(service: Service) -> None:
    with service.client(OTHER) as other, service.client(OWNER) as owner:
        refused = other.post("/api/v1/tokens", json={"person": "p1", "title": "as the owner"})
        assert (refused.status_code, refused.json()["title"]) == (403, "not_allowed")
        made = owner.post("/api/v1/tokens", json={"person": "p3", "title": "phone"})
        assert made.status_code == 201
        assert made.json()["token"].startswith("bt_")


def test_getting_changes_nothing(service: Service, client: TestClient) -> None:
    photo = add_photo(client, seed=92)
    ids = {"photo": photo, "turn": "0" * 32, "job": "0" * 32, "signal": "x", "study": "0" * 32, "token": "x",
           "webhook": "x", "person": "x", "invitation": "x"}  # fmt: skip
    client.get(f"/api/v1/photos/{photo}/edit")
    before = _all_rows(service)
    for method, path in ROUTES:
        if method == "get" and "stream" not in path:
            client.get(_with_ids(path, ids))
    assert _all_rows(service) == before


def _all_rows(service: Service) -> list[str]:
    from sqlalchemy import select

    from burnish.storage.tables import METADATA

    rows: list[str] = []
    with service.studio.workspaces.store.database.reading() as connection:
        for table in METADATA.sorted_tables:
            if table.name not in {"sessions", "jobs", "job_items", "arrivals"}:
                rows += [f"{table.name} {tuple(row)!r}" for row in connection.execute(select(table))]
    return sorted(rows)
