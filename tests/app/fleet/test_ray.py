"""A real Ray, started for the test: what dies, what is told, and what is left behind."""

import json
import os
import signal
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from tests.app.fleet.small_trade import Errand, SquareTrade

from burnish.app.fleet.opening import crew_on
from burnish.app.fleet.spreading import TRIES
from burnish.errors import BadInput, Failure

pytestmark = pytest.mark.skipif(find_spec("ray") is None, reason="the 'scale' extra is not installed")


ROOT = Path(__file__).parents[3]


@pytest.mark.slow
def test_a_killed_worker_costs_its_own_task_and_a_deadly_task_is_left(tmp_path):
    ran = subprocess.run(
        [sys.executable, "-m", "tests.app.fleet.on_ray", "squares", str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    done = json.loads(ran.stdout)
    lost = done.pop("5")
    assert done == {str(k): k**2 for k in range(8) if k != 5}
    assert lost.startswith("5 was left: its worker ended before it was done")
    trade = SquareTrade(tmp_path)
    tries = {k: len(trade.tries(Errand(k))) for k in range(8)}
    assert tries == {**dict.fromkeys(range(8), 1), 3: 2, 5: TRIES}
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("on", ["here", "ray:", "ray://", "ray://a/b", "LOCAL"])
def test_a_place_that_is_none_is_bad_input(on):
    with pytest.raises(BadInput, match="--on"), crew_on(on, 1):
        pass


def burnish(folder: Path, *arguments: str, **given) -> subprocess.Popen:
    environment = {**os.environ, "BURNISH_HOME": str(folder / "home"), "OPENBLAS_NUM_THREADS": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", "burnish", *arguments], cwd=folder, env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, **given,
    )  # fmt: skip


@pytest.fixture
def shoot(tmp_path, photo):
    from burnish.imaging.files import write_photo

    small = np.ascontiguousarray(photo.samples)
    for k in range(12):
        write_photo(tmp_path / f"p{k:02d}.jpg", np.roll(small, 9 * k, axis=1))
    (tmp_path / "bad.jpg").write_bytes(b"\xff\xd8\xff\xe0 not much of a picture")
    return tmp_path


PHOTOS = [f"p{k:02d}.jpg" for k in range(12)]


def without_seconds(text: str) -> dict:
    document = json.loads(text.replace('"ray_out/', '"local_out/'))
    for each in document["photos"]:
        each.pop("seconds", None)
    return document


def pictures(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.slow
def test_the_command_tells_and_makes_the_same_as_on_one_machine(shoot):
    arguments = ["render", *PHOTOS, "bad.jpg", "-s", "exposure.stops=0.5", "--jobs", "2", "--json", "-o"]
    local = burnish(shoot, *arguments, "local_out")
    said, _ = local.communicate(timeout=300)
    ray = burnish(shoot, *arguments, "ray_out", "--on", "ray")
    said_by_ray, _ = ray.communicate(timeout=300)
    assert (local.returncode, ray.returncode) == (2, 2)
    assert without_seconds(said) == without_seconds(said_by_ray)
    assert pictures(shoot / "local_out") == pictures(shoot / "ray_out")


def workers_of(process: subprocess.Popen) -> list[int]:
    """Processes of Ray workers at a task, whose session is the command's own."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            named = path.read_bytes()
            if named.startswith(b"ray::worked") and os.getsid(int(path.parent.name)) == process.pid:
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found


def one_worker(process: subprocess.Popen, out: Path) -> int:
    """A worker, once a few pictures are there."""
    until = time.monotonic() + 300
    while time.monotonic() < until and process.poll() is None:
        if out.is_dir() and len(list(out.glob("p*.jpg"))) >= 2:
            found = workers_of(process)
            if found:
                return found[0]
        time.sleep(0.005)
    pytest.fail(f"no worker was seen: {process.communicate()[1]}")


@pytest.mark.slow
def test_a_worker_that_is_killed_while_it_renders_leaves_no_trace(shoot):
    arguments = ["render", *PHOTOS, "-r", str(Path.cwd() / "examples/golden_hour.json"), "--json", "-o"]
    burnish(shoot, *arguments, "local_out").communicate(timeout=300)
    ray = burnish(shoot, *arguments, "ray_out", "--on", "ray", start_new_session=True)
    os.kill(one_worker(ray, shoot / "ray_out"), signal.SIGKILL)
    said, told = ray.communicate(timeout=300)
    assert ray.returncode == 0, told
    assert json.loads(said)["written"] == len(PHOTOS)
    assert pictures(shoot / "local_out") == pictures(shoot / "ray_out")


@pytest.mark.slow
def test_ctrl_c_stops_everything_and_the_next_run_goes_on(shoot):
    many = [*PHOTOS, *(f"more{k:03d}.jpg" for k in range(200))]
    for name in many[len(PHOTOS) :]:
        (shoot / name).write_bytes((shoot / PHOTOS[0]).read_bytes())
    arguments = ["render", *many, "-r", str(Path.cwd() / "examples/golden_hour.json"), "-o", "ray_out"]
    ray = burnish(shoot, *arguments, "--on", "ray", start_new_session=True)
    one_worker(ray, shoot / "ray_out")
    ray.send_signal(signal.SIGINT)
    said, told = ray.communicate(timeout=120)
    assert ray.returncode == 130, told
    assert said == ""
    assert "Traceback" not in told
    assert not workers_of(ray)
    left = [path.name for path in (shoot / "ray_out").iterdir()]
    assert 2 <= len(left) < len(many)
    assert not [name for name in left if name.startswith(".")]
    local = burnish(shoot, *arguments, "--json")
    document = json.loads(local.communicate(timeout=300)[0])
    assert (document["skipped"], document["written"]) == (len(left), len(many) - len(left))


def test_a_cluster_that_is_not_there_is_a_failure_that_says_so(monkeypatch):
    with (
        pytest.raises(Failure, match=r"nobody answers at 'ray://127.0.0.1:9'"),
        crew_on("ray://127.0.0.1:9", 1),
    ):
        pass
    monkeypatch.setenv("RAY_ADDRESS", "127.0.0.1:9")
    with pytest.raises(Failure, match="nobody answers"), crew_on("ray", 1):
        pass
