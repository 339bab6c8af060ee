"""A loop whose stages are spread over many workers gives the release that one process gives."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from tests.app.fleet.fake_crews import MortalCrew
from tests.app.improving.loops import a_home, looped, said

from burnish.app.fleet.local_crew import LocalCrew
from burnish.app.fleet.mapping import CallTrade, FleetEach, numbers_alike
from burnish.app.fleet.spreading import TRIES
from burnish.app.improving import running, triage_stage
from burnish.errors import BadInput, Failure
from burnish.governance.experiment_file import environment_now

ROOT = Path(__file__).parents[3]


def spread_over(crew) -> Any:
    numbers = count()
    return FleetEach("studio", lambda _: crew, lambda: f"order-{next(numbers)}")


def half(value: int) -> int:
    if value % 2:
        raise BadInput(f"{value!r} is odd")
    return value // 2


def slowest_first(value: int) -> int:
    import time

    time.sleep(0.02 * (5 - value))
    return value


def test_answers_come_in_the_order_of_the_values():
    assert spread_over(LocalCrew(5))(slowest_first, range(5)) == list(range(5))
    assert spread_over(LocalCrew(5))(half, []) == []


def test_an_error_is_raised_as_it_would_be_here():
    with pytest.raises(BadInput, match="3 is odd"):
        spread_over(LocalCrew(2))(half, [0, 2, 3, 4])


def test_dead_workers_cost_nothing_and_a_deadly_value_is_an_error_never_a_hole():
    assert spread_over(MortalCrew(2, {1: TRIES - 1}))(half, [0, 2, 4]) == [0, 1, 2]
    with pytest.raises(Failure, match="died, 3 times"):
        spread_over(MortalCrew(2, {1: 99}))(half, [0, 2, 4])


def test_a_worker_whose_digits_could_be_others_leaves_the_work_to_this_process():
    here = environment_now()
    assert numbers_alike(here, here.model_copy(update={"threads": {"OMP_NUM_THREADS": "1"}}))
    other = here.model_copy(update={"cpu": "another one"})
    assert not numbers_alike(here, other)
    assert CallTrade(half, other).begun()(4, False) != 2
    assert CallTrade(half, here).begun()(4, False) == 2


def same_release(tmp_path, monkeypatch, changed: Callable[..., Any]) -> None:
    monkeypatch.setattr(triage_stage, "SHARE", 60)
    monkeypatch.setattr(running, "code_version", lambda _: "this")
    told = said(people=8, turns=30)
    alone = looped(a_home(tmp_path / "alone", told))
    together = looped(a_home(tmp_path / "together", told), changed=changed)
    assert together.release == alone.release
    assert together.given == alone.given


def test_the_release_is_the_same_with_many_workers(tmp_path, monkeypatch):
    crew = MortalCrew(3, {2: 1})
    same_release(tmp_path, monkeypatch, partial(replace, each=spread_over(crew)))
    assert len(crew.begun) > 8


@pytest.mark.slow
@pytest.mark.skipif(find_spec("ray") is None, reason="the 'scale' extra is not installed")
def test_the_release_is_the_same_on_ray(tmp_path, monkeypatch):
    monkeypatch.setattr(running, "code_version", lambda _: "this")
    ran = subprocess.run(
        [sys.executable, "-m", "tests.app.fleet.on_ray", "loop", str(tmp_path / "on_ray")],
        cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    alone = looped(a_home(tmp_path / "alone"))
    assert json.loads(ran.stdout) == {"release": alone.release, "given": alone.given}
