"""Only one machine runs a workspace's loop at a time, and it says so for as long as it does."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from burnish.app.improving.alone import LEASE, Claim, alone
from burnish.errors import Conflict, Failure
from burnish.storage.leases import Leases
from burnish.storage.opening import open_store

START = datetime(2026, 5, 1, tzinfo=UTC)


class Clock:
    """Stands still until it is set."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def leases(tmp_path):
    with open_store(tmp_path / "feedback") as store:
        yield Leases(store.database)


def claim(leases, clock=lambda: START, **more) -> Claim:
    return Claim(leases, "studio", clock, **more)


def test_another_machine_is_refused_until_the_first_is_done(tmp_path: Path, leases) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    with (
        alone(here, claim(leases)),
        pytest.raises(Conflict, match="already on another machine"),
        alone(there, claim(leases)),
    ):
        pass
    with alone(there, claim(leases)):
        pass


def test_other_workspaces_are_not_concerned(tmp_path: Path, leases) -> None:
    other = Claim(leases, "shop", lambda: START)
    with alone(tmp_path / "here", claim(leases)), alone(tmp_path / "there", other):
        pass


def test_a_second_process_of_the_same_machine_is_refused_by_the_lock(tmp_path: Path, leases) -> None:
    with (
        alone(tmp_path, claim(leases)),
        pytest.raises(Conflict, match="already here"),
        alone(tmp_path, claim(leases)),
    ):
        pass


def test_what_was_killed_is_gone_on_with_at_once_on_its_machine_and_later_elsewhere(
    tmp_path: Path, leases
) -> None:
    clock = Clock()
    killed = claim(leases, clock).held(tmp_path / "here")
    killed.__enter__()
    with pytest.raises(Conflict), alone(tmp_path / "there", claim(leases, clock)):
        pass
    clock.now += LEASE + timedelta(seconds=1)
    with alone(tmp_path / "there", claim(leases, clock)):
        pass
    again = claim(leases, clock).held(tmp_path / "here")
    again.__enter__()
    with alone(tmp_path / "here", claim(leases, clock)):
        pass


class Told:
    """Leases that answer as they are told, and say when they were asked."""

    def __init__(self, *answers: bool | Failure) -> None:
        self.answers, self.asked, self.gone = list(answers), threading.Event(), False

    def take(self, name: str, owner: str, at: datetime, lease: timedelta) -> bool:
        answer = self.answers.pop(0)
        if not self.answers:
            self.asked.set()
        if isinstance(answer, Failure):
            raise answer
        return answer

    def let_go(self, name: str, owner: str) -> None:
        self.gone = True


def test_one_that_was_not_heard_of_for_long_learns_that_it_is_lost(tmp_path: Path) -> None:
    told = Told(True, Failure("the database is away"), True, False)
    mine = Claim(told, "studio", lambda: START, renewed_every_s=0.001)
    with alone(tmp_path, mine):
        assert told.asked.wait(5)
        deadline = threading.Event()
        for _ in range(500):
            if mine.is_lost:
                break
            deadline.wait(0.01)
        assert mine.is_lost
    assert not told.gone, "it is somebody else's now"
