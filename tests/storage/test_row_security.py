"""PostgreSQL's own lock: within a workspace, rows of another are not there, whatever a query asks for."""

import io
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import func, insert, select, text
from starlette.testclient import TestClient
from tests.service.studio.conftest import HERE, jpeg
from tests.storage.spoken import offer, said

from burnish.app import Darkroom
from burnish.app.planning import embedded_planner
from burnish.app.speaker import Speaker
from burnish.app.studio.studio import open_studio
from burnish.errors import WriteFailed
from burnish.service.api import create_api, guarded
from burnish.service.security.addresses import address
from burnish.service.signing_in import SigningIn
from burnish.storage.migrations.versions import v0007_row_security as row_security
from burnish.storage.opening import open_store
from burnish.storage.sql import SqlStore
from burnish.storage.tables import METADATA, offers, signals
from burnish.storage.tenancy import EVERYWHERE, everywhere, within
from burnish.tools.catalogue import installed


@pytest.fixture
def ordinary(postgres) -> Iterator[str]:
    """The URL of an empty database for a role that policies hold."""
    postgres.emptied()
    with postgres.connect() as connection:
        connection.run("CREATE ROLE ordinary LOGIN; GRANT ALL ON SCHEMA public TO ordinary")
    yield postgres.url().replace("//burnish@", "//ordinary@")
    postgres.emptied()
    with postgres.connect() as connection:
        connection.run("DROP OWNED BY ordinary; DROP ROLE ordinary")


@pytest.fixture
def two(ordinary: str, tmp_path: Path) -> Iterator[SqlStore]:
    """A store with facts of two workspaces."""
    with open_store(tmp_path / "store", ordinary) as store:
        for name in ("w1", "w2"):
            store.offer([offer(workspace=name)])
            store.append([said("s1", workspace=name)])
        yield store


def seen(store: SqlStore) -> dict[str, int]:
    with store.database.reading() as connection:
        query = "SELECT workspace, count(*) FROM signals GROUP BY workspace"
        return dict(connection.execute(text(query)).all())


def test_every_table_of_workspaces_has_the_policy():
    assert set(row_security.TABLES) == {
        name for name, each in METADATA.tables.items() if "workspace" in each.c
    }


def test_within_a_workspace_a_query_that_names_none_finds_only_its_own(two: SqlStore):
    assert seen(two) == {"w1": 1, "w2": 1}
    with within("w1"):
        assert seen(two) == {"w1": 1}
        with everywhere():
            assert seen(two) == {"w1": 1, "w2": 1}
        assert seen(two) == {"w1": 1}
    with within("w3"):
        assert seen(two) == {}
    assert seen(two) == {"w1": 1, "w2": 1}


def test_nothing_is_written_into_another_workspace(two: SqlStore):
    with two.database.reading() as connection:
        row = dict(connection.execute(select(signals).where(signals.c.workspace == "w2")).mappings().one())
    with (
        within("w1"),
        pytest.raises(WriteFailed, match="row-level security"),
        two.database.writing("try it") as connection,
    ):
        connection.execute(insert(signals).values({**row, "id": "s9", "number": 9}))
    with within("w1"), two.database.writing("try it") as connection:
        assert connection.execute(offers.delete().where(offers.c.workspace == "w2")).rowcount == 0


def test_bytes_that_another_workspace_refers_to_stay_when_one_lets_go_of_them(two: SqlStore):
    digests = {two.put_blob(name, "ann", b"the same picture") for name in ("w1", "w2")}
    with within("w1"):
        two.forget("w1", "ann")
    with within("w2"):
        assert two.blob("w2", digests.pop()) == b"the same picture"


def test_a_whole_service_works_for_a_role_that_policies_hold(ordinary: str, tmp_path: Path):
    darkroom = Darkroom(installed(), tmp_path)
    studio = open_studio(darkroom, embedded_planner(darkroom.catalogue), ordinary)
    app = create_api(studio)
    gated = guarded(app, address("127.0.0.1", 8765), SigningIn(studio, Speaker("p1", "w1"), 8765))
    with ExitStack() as stack:
        stack.callback(studio.close)
        mine, theirs = (stack.enter_context(_client(studio, gated, name)) for name in ("w1", "w2"))
        photos = [_worked(each) for each in (mine, theirs)]
        assert mine.get(f"/api/v1/photos/{photos[1]}").status_code == 404
        assert mine.delete(f"/api/v1/photos/{photos[0]}").status_code in (200, 204)
        picture = theirs.get(f"/api/v1/photos/{photos[1]}/original")
        assert picture.status_code in (200, 404)
        with studio.workspaces.store.database.reading() as connection:
            count = connection.execute(select(func.count()).select_from(signals)).scalar_one()
        assert count >= 2


def _client(studio, gated, workspace: str) -> TestClient:
    _, token = studio.access.tokens.make(workspace, "p1", "test", datetime.now(UTC))
    return TestClient(gated, base_url=HERE, headers={"authorization": f"Bearer {token}"})


def _worked(client: TestClient) -> str:
    """Bring the same photo in, ask, say something, look; the photo's id."""
    added = client.post("/api/v1/photos", files={"file": ("one.jpg", jpeg(), "image/jpeg")})
    assert added.status_code == 201, added.text
    photo = added.json()["id"]
    turn = client.post(f"/api/v1/photos/{photo}/turns", json={"text": "warmer"})
    assert turn.status_code == 201, turn.text
    said = {"kind": "accept", "id": "s1", "turn": turn.json()["turn"]["id"]}
    assert client.post(f"/api/v1/photos/{photo}/feedback", json=said).status_code == 201
    state = client.get(f"/api/v1/photos/{photo}/edit").json()["state"]
    shown = client.get(f"/api/v1/photos/{photo}/states/{state}/picture")
    assert shown.status_code == 200, shown.text
    assert Image.open(io.BytesIO(shown.content)).width > 0
    for path in ("/taste", "/jobs", "/feedback", "/photos"):
        assert client.get(f"/api/v1{path}").status_code == 200, path
    return photo


def test_outside_of_every_request_everything_is_seen():
    with within("w1"), everywhere():
        pass
    assert EVERYWHERE == ""
