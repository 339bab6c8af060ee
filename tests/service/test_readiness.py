"""Programs that watch over servers hear whether requests should come here, whatever name they ask by."""

import pytest
from starlette.testclient import TestClient

from burnish.app import Darkroom
from burnish.app.planning import embedded_planner
from burnish.app.speaker import Speaker
from burnish.app.studio.studio import open_studio
from burnish.service import readiness
from burnish.service.api import create_api, guarded
from burnish.service.security.addresses import address
from burnish.service.signing_in import SigningIn
from burnish.tools.catalogue import installed


@pytest.fixture
def watched(tmp_path, monkeypatch):
    """A service, and who asks it by number, without a name or a token."""
    monkeypatch.setattr(readiness, "BELIEVED_S", 0.0)
    catalogue = installed()
    studio = open_studio(Darkroom(catalogue, tmp_path / "home"), embedded_planner(catalogue))
    app = create_api(studio)
    gated = guarded(app, address("127.0.0.1", 8765), SigningIn(studio, Speaker(), 8765))
    yield app, studio, TestClient(gated, base_url="http://10.1.2.3:8765")
    studio.close()


def test_a_server_that_is_well_is_ready_and_says_so_as_often_as_it_is_asked(watched):
    _, _, client = watched
    for _ in range(50):
        assert client.get("/ready").status_code == 200
    assert client.get("/api/v1/ready").json()["checks"] == {
        "database": "ok", "migrations": "ok", "disk": "ok", "draining": "no",
    }  # fmt: skip
    assert client.get("/health").json()["status"] == "ok"


def test_a_server_that_is_about_to_end_is_not_ready_but_alive(watched):
    app, _, client = watched
    app.state.draining.begin()
    answer = client.get("/ready")
    assert (answer.status_code, answer.json()["status"]) == (503, "not_ready")
    assert answer.headers["retry-after"] == "2"
    assert answer.headers["connection"] == "close"
    assert client.get("/health").status_code == 200


def test_what_keeps_a_server_from_its_work_is_told_by_its_kind(watched, monkeypatch):
    _, studio, client = watched
    monkeypatch.setattr(readiness, "LEAST_FREE_BYTES", 1 << 62)
    assert "MiB are free" in client.get("/ready").json()["checks"]["disk"]
    path = studio.workspaces.darkroom.home / "feedback" / "store.sqlite3"
    with studio.workspaces.store.database.writing("break it") as connection:
        connection.exec_driver_sql("DROP TABLE burnish_store")
    answer = client.get("/ready")
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] == "unavailable"
    assert str(path) not in answer.text
