"""A run that is killed leaves whole files or none, and the next run goes on where it was cut off."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from burnish.cli import run
from burnish.imaging.files import read_photo

PHOTOS = 6


def _start(photos: list[Path], out: Path) -> subprocess.Popen[bytes]:
    arguments = ["render", *map(str, photos), "-s", "exposure.stops=0.5", "-o", str(out), "--jobs", "2"]
    return subprocess.Popen(
        [sys.executable, "-m", "burnish", *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def _kill_after_first_file(process: subprocess.Popen[bytes], out: Path, extra_s: float) -> None:
    """Wait until the run writes, then kill it at a moment that no one chose."""
    deadline = time.monotonic() + 60
    while (
        process.poll() is None and time.monotonic() < deadline and not (out.is_dir() and any(out.iterdir()))
    ):
        time.sleep(0.001)
    time.sleep(extra_s)
    process.kill()
    process.wait()


def _check_whole(out: Path, expected: dict[str, bytes]) -> int:
    """How many files there are; each must have the very bytes of an undisturbed run."""
    names = [each.name for each in out.iterdir() if not each.name.startswith(".burnish-")]
    for name in names:
        assert (out / name).read_bytes() == expected[name], name
    return len(names)


def _killed_many_times(save, capsys, times: int) -> None:
    photos = [save(f"photos/p{k}.jpg", seed=k) for k in range(PHOTOS)]
    undisturbed = Path("undisturbed")
    assert run(["render", *map(str, photos), "-s", "exposure.stops=0.5", "-o", str(undisturbed)]) == 0
    expected = {each.name: each.read_bytes() for each in undisturbed.iterdir()}
    assert len(expected) == PHOTOS
    for name in expected:
        assert read_photo(undisturbed / name).width == 200
    chance = random.Random(20)
    for turn in range(times):
        out = Path(f"out{turn}")
        _kill_after_first_file(_start(photos, out), out, chance.uniform(0, 0.06))
        kept = _check_whole(out, expected)
        capsys.readouterr()
        assert run(["render", *map(str, photos), "-s", "exposure.stops=0.5", "-o", str(out), "--json"]) == 0
        document = json.loads(capsys.readouterr().out)
        assert document["skipped"] == kept
        assert document["written"] == PHOTOS - kept
        assert sorted(each.name for each in out.iterdir()) == sorted(expected), "nothing else is left"
        assert _check_whole(out, expected) == PHOTOS


def test_a_killed_run_leaves_no_part_of_a_file_and_is_finished_by_the_next(save, capsys):
    _killed_many_times(save, capsys, times=2)


@pytest.mark.slow
def test_two_hundred_kills_leave_no_part_of_a_file(save, capsys):
    _killed_many_times(save, capsys, times=200)


def test_ctrl_c_ends_with_130_and_without_a_traceback(save):
    photos = [save(f"photos/p{k}.jpg", seed=k) for k in range(PHOTOS)]
    process = subprocess.Popen(
        [sys.executable, "-c", "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
         "from burnish.cli import main; main()",
         "render", *map(str, photos * 1), "-s", "exposure.stops=0.5", "-o", "out/{stem}.png", "--jobs", "1"],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    out = Path("out")
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not (out.is_dir() and any(out.iterdir())):
        time.sleep(0.001)
    os.kill(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert b"Traceback" not in said
    assert process.returncode == 130
