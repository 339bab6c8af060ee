"""The log of who did what: one sound chain however many enter at once, read together with what became of releases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from tests.governance.governed import release

from burnish.app.team.team_log import DOOR, TeamLog
from burnish.errors import BadInput
from burnish.governance.ledger import Event, enter
from burnish.governance.soundness import verified
from burnish.storage.ledger import MemoryLedger, SqlLedger
from burnish.storage.opening import open_store
from burnish.storage.team_tables import team_ledger

AT = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.at = AT

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


@pytest.fixture
def log() -> TeamLog:
    return TeamLog(MemoryLedger(), MemoryLedger(), Clock())


def test_forty_who_sign_in_at_once_are_all_in_one_chain(tmp_path):
    with open_store(tmp_path / "store") as store:
        log = TeamLog(SqlLedger(store.database, table=team_ledger), SqlLedger(store.database))
        with ThreadPoolExecutor(20) as pool:
            list(
                pool.map(
                    lambda k: log.about("w1", "session.begun", f"p{k}", f"p{k}", {"by": "token"}), range(40)
                )
            )
        entries = list(log.chain.after("w1"))
        assert verified(entries).is_sound
        assert len(entries) == 40
        assert list(log.releases.after("w1")) == []


def test_releases_stand_between_what_people_did_by_time_and_places_go_on(log):
    def released() -> None:
        made = release()
        said = {"release": made.document()}
        event = Event(
            at=log.clock(), actor="system:improve", kind="release.registered", subject=made.id, document=said
        )
        enter(log.releases, "w1", [event])

    log.about("w1", "role.set", "ann", "bob", {"before": "viewer", "after": "editor"})
    released()
    log.about("w1", "person.removed", "ann", "bob")
    told, place = log.page("w1", None, 10)
    assert [(each.entry.kind, each.actor) for each in told] == [
        ("role.set", "bob"), ("release.registered", "system:improve"), ("person.removed", "bob"),
    ]  # fmt: skip
    assert [each.place for each in told] == ["1.0", "1.1", "2.1"]
    assert place == "2.1"
    for each, rest in zip(told, (2, 1, 0), strict=True):
        assert len(log.page("w1", each.place, 10)[0]) == rest
    assert [each.entry.kind for each in log.page("w1", None, 1)[0]] == ["person.removed"]
    assert log.page("w2", None, 10) == ([], "0.0")


def test_who_was_forgotten_is_a_handle(log):
    log.about("w1", "session.begun", "ann", "ann", {"by": "password"})
    log.chain.forget("w1", "ann")
    (entry,), _ = log.page("w1", "0.0", 10)
    assert entry.actor.startswith("signer:")
    assert entry.actor == entry.subject


@pytest.mark.parametrize("place", ["", "1", "a.b", "1.-1", "1.1.1", f"{'9' * 19}.0"])
def test_what_is_no_place_is_refused(log, place):
    with pytest.raises(BadInput, match="place"):
        log.page("w1", place, 10)


def test_what_has_not_the_shape_of_its_kind_is_not_entered(log):
    for kind, document in (("role.set", {"before": "Ann"}), ("session.begun", {"by": "ann@photos.example"})):
        with pytest.raises(BadInput):
            log.about("w1", kind, "ann", DOOR, document)
    assert log.page("w1", None, 10)[0] == []
