import os
import sys

import pytest

from burnish.bench.processes import limited_to, must_succeed, run_process
from burnish.errors import Failure

HOLD_120_MB = "held = b'x' * 120_000_000"


def test_peak_memory_is_the_childs_own(tmp_path):
    ballast = bytearray(b"x") * 300_000_000
    small = run_process([sys.executable, "-I", "-S", "-c", "pass"], tmp_path, timeout_s=30)
    large = run_process([sys.executable, "-I", "-S", "-c", HOLD_120_MB], tmp_path, timeout_s=30)
    assert len(ballast) == 300_000_000
    assert small.peak_mb < 60
    assert 110 < large.peak_mb - small.peak_mb < 135


def test_a_process_is_stopped_after_its_timeout(tmp_path):
    finished = run_process(
        [sys.executable, "-I", "-S", "-c", "import time; time.sleep(30)"], tmp_path, timeout_s=0.3
    )
    assert finished.code < 0
    assert 0.3 <= finished.seconds < 10


def test_seconds_are_those_of_the_process(tmp_path):
    finished = run_process(
        [sys.executable, "-I", "-S", "-c", "import time; time.sleep(.2)"], tmp_path, timeout_s=30
    )
    assert 0.2 <= finished.seconds < 5


def test_a_failed_process_is_an_error_that_says_what_it_said(tmp_path):
    finished = run_process(
        [sys.executable, "-c", "import sys; sys.exit('no such thing')"], tmp_path, timeout_s=30
    )
    with pytest.raises(Failure, match="no such thing"):
        must_succeed(finished, "the program")


def test_a_program_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(Failure, match="could not be started"):
        run_process([str(tmp_path / "nothing")], tmp_path, timeout_s=30)


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="this system has no processor affinity")
def test_processors_are_given_back():
    before = os.sched_getaffinity(0)
    with limited_to(1) as processors:
        assert processors == len(os.sched_getaffinity(0)) == 1
    assert os.sched_getaffinity(0) == before
