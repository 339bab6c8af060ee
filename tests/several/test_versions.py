"""An old and a new version side by side on one database: what only adds disturbs nobody, what takes away is refused."""

import os
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest
from tests.several.servers import Place, serving

from burnish.storage.tables import COMPATIBILITY

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow


def newer(place: Place, turn: str, compatibility: int = 0) -> None:
    """A newer Burnish opens the store and keeps a signal in it."""
    program = [sys.executable, "-m", "tests.several.newer", str(place.home / "feedback"), place.url]
    subprocess.run([*program, turn, str(compatibility)], cwd=ROOT, check=True)


def worked(client: httpx2.Client, jpeg: bytes, named: str) -> None:
    """Somebody brings a photo in, asks, and says yes."""
    photo = client.post("/photos", files={"file": ("a.jpg", jpeg, "image/jpeg")})
    photo.raise_for_status()
    id = photo.json()["id"]  # noqa: A001
    turn = client.post(f"/photos/{id}/turns", json={"text": "brighter"})
    turn.raise_for_status()
    said = {"kind": "accept", "id": named, "turn": turn.json()["turn"]["id"]}
    client.post(f"/photos/{id}/feedback", json=said).raise_for_status()


def test_an_old_server_goes_on_until_the_store_asks_for_more(place: Place, jpeg):
    who = place.token("ann")
    with serving(place) as old, old.client(who) as client:
        worked(client, jpeg(0), "before")
        newer(place, "t1")
        assert old.ready().status_code == 200
        worked(client, jpeg(1), "beside")
        with serving(place) as fresh, fresh.client(who) as other:
            worked(other, jpeg(2), "fresh")
        with place.store() as store:
            kept = [each.signal.id for each in store.after("local", person="ann")]
        assert kept == ["before", "by-t1", "beside", "fresh"]

        newer(place, "t2", COMPATIBILITY + 1)
        answer = old.ready()
        assert answer.status_code == 503
        assert "newer Burnish" in answer.json()["checks"]["migrations"]
    environment = {**os.environ, "BURNISH_HOME": str(place.home), "BURNISH_STORE": place.url}
    late = subprocess.run(
        [sys.executable, "-m", "burnish", "serve", "--no-open", "--port", "0"],
        env=environment, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert late.returncode == 2
    assert "was written by a newer Burnish (store '9002')" in late.stderr
