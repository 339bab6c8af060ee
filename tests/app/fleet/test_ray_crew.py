"""How work is given to a cluster: by path or as bytes, never too much, never to another Burnish."""

import sys
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from tests.app.fleet.fake_ray import FakeRay, OutOfMemoryError, WorkerCrashedError
from tests.app.fleet.small_trade import Errand, SquareTrade

from burnish.app.darkroom import ExportOptions, open_darkroom
from burnish.app.fleet import worker
from burnish.app.fleet.edit_asked import EditAsked
from burnish.app.fleet.order import Order
from burnish.app.fleet.posting import RenderMail
from burnish.app.fleet.ray_cluster import Cluster
from burnish.app.fleet.ray_crew import AHEAD, RayCrew
from burnish.app.fleet.rendering import Job, Rendering, given_out, in_order, render_trade
from burnish.app.fleet.spreading import spread
from burnish.app.inline_edits import Setting
from burnish.errors import Failure
from burnish.imaging.files import write_photo

CODE = worker.installed_code()


@pytest.fixture(autouse=True)
def desk(tmp_path, monkeypatch):
    monkeypatch.setenv("BURNISH_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(worker, "_one_thread", lambda: None)
    monkeypatch.setattr(worker, "installed_code", lambda: CODE)
    worker._BEGUN.clear()
    worker._code.cache_clear()


@pytest.fixture
def ray(monkeypatch):
    made = FakeRay()
    monkeypatch.setitem(sys.modules, "ray", made)
    return made


def elsewhere(ray: FakeRay) -> Cluster:
    return Cluster(ray, is_own=False, code=CODE)


def squares(tmp_path, count: int) -> Order:
    return Order("one", "w", SquareTrade(tmp_path), (Errand(k) for k in range(count)))


def test_a_cluster_is_given_two_pieces_a_processor_and_no_more(ray, tmp_path):
    crew = RayCrew(elsewhere(ray))
    assert crew.places == AHEAD * 2
    assert RayCrew(elsewhere(ray), jobs=3).places == 3
    assert [each.result for each in spread([squares(tmp_path, 9)], crew)] == [k**2 for k in range(9)]
    assert ray.waited_on == AHEAD * 2


def test_lost_workers_and_workers_without_memory_are_told_apart(ray, tmp_path):
    ray.crashes = [WorkerCrashedError, OutOfMemoryError] + [OutOfMemoryError] * 2
    done = {
        each.piece.number: each.result for each in spread([squares(tmp_path, 2)], RayCrew(elsewhere(ray), 1))
    }
    assert done[1] == 1
    assert done[0].startswith("0 was left: its worker ran out of memory, 3 times")


def test_another_burnish_is_refused(ray, tmp_path):
    crew = RayCrew(Cluster(ray, is_own=False, code="0.0.1+other"))
    with pytest.raises(Failure, match=r"a worker runs Burnish .* and this is 0\.0\.1\+other"):
        list(spread([squares(tmp_path, 2)], crew))


def test_stopping_cancels_what_is_under_way(ray, tmp_path):
    with closing(spread([squares(tmp_path, 50)], RayCrew(elsewhere(ray)))) as results:
        next(results)
    assert len(ray.canceled) == AHEAD * 2 - 1


def rendered(crew: RayCrew, photo, out: str) -> list[str]:
    for k in range(3):
        write_photo(Path(f"{k}.jpg"), np.ascontiguousarray(photo.samples[k::4, ::4]), overwrite=True)
    darkroom, asked = open_darkroom(), EditAsked((Setting("exposure", "stops", 0.5),))
    darkroom.home.mkdir(exist_ok=True)
    ready = Rendering(darkroom, asked.opened(darkroom), ExportOptions())
    jobs = [Job(Path(f"{k}.jpg"), Path(out, f"{k}.jpg"), "jpeg") for k in range(3)]
    order = Order(out, "w", render_trade(ready, asked, jobs), given_out(jobs), RenderMail(ready, asked))
    return [each.status for each in in_order([each.result for each in spread([order], crew)], jobs)]


def pictures(folder: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def test_workers_that_do_not_see_the_files_are_sent_bytes(ray, photo, tmp_path, monkeypatch):
    cluster = elsewhere(ray)
    assert rendered(RayCrew(cluster), photo, "seen") == ["written"] * 3
    assert len(list(tmp_path.rglob("*.part"))) == 2, "one in each folder that has to be seen"
    cluster.remove_landmarks()
    assert not list(tmp_path.rglob("*.part"))
    worker._BEGUN.clear()
    monkeypatch.setattr(worker.Place, "is_seen", lambda place: not place.files)
    for again in ("written", "skipped"):
        cluster = elsewhere(ray)
        assert rendered(RayCrew(cluster), photo, "unseen") == [again] * 3
        cluster.remove_landmarks()
        worker._BEGUN.clear()
    assert pictures("seen") == pictures("unseen")


def test_a_worker_sees_the_files_where_names_and_sizes_are_the_same(tmp_path):
    file = tmp_path / "a"
    file.write_bytes(b"123")
    assert worker.Place(str(tmp_path), files=((str(file), 3),)).is_seen()
    assert not worker.Place(str(tmp_path), files=((str(file), 4),)).is_seen()
    assert not worker.Place(str(tmp_path), files=((str(tmp_path / "b"), 3),)).is_seen()
    assert not worker.Place(str(tmp_path / "elsewhere")).is_seen()
