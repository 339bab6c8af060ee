"""Passwords: right ones get in, wrong ones wait, and nobody locks somebody else out."""

from datetime import UTC, datetime, timedelta

import pytest

from burnish.app.team.passwords import Cost, Passwords, doubling
from burnish.errors import BadInput, TooMany, Unsigned
from burnish.storage.opening import open_store
from burnish.storage.people import Joined, People
from burnish.storage.sign_in_tries import SignInTries

AT = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
QUICK = Cost(rounds=1, memory_kib=64, lanes=1)
GOOD = "a few words together"


@pytest.fixture
def passwords(tmp_path):
    with open_store(tmp_path / "store") as store:
        made = Passwords(People(store.database), SignInTries(store.database), QUICK)
        made.people.add("w1", Joined("ann", "editor", made.hash(GOOD)), AT)
        yield made


def tries(passwords: Passwords, password: str, address: str, at: datetime, count: int = 1) -> list[str]:
    """What became of each of so many tries."""
    told: list[str] = []
    for _ in range(count):
        try:
            passwords.check("w1", "ann", password, address, at)
        except (Unsigned, TooMany) as error:
            told.append(type(error).__name__)
        else:
            told.append("in")
    return told


def test_the_right_one_gets_in_and_any_other_does_not(passwords):
    assert tries(passwords, GOOD, "a", AT) == ["in"]
    assert tries(passwords, GOOD + " ", "a", AT) == ["Unsigned"]
    for workspace, person in (("w2", "ann"), ("w1", "bob")):
        with pytest.raises(Unsigned, match="do not go together"):
            passwords.check(workspace, person, GOOD, "a", AT)


def test_what_looks_the_same_is_the_same(passwords):
    passwords.people.set_hash(
        "w1", "ann", passwords.hash("caf\u00e9 caf\u00e9 caf\u00e9 "), AT, ends_sessions=False
    )
    assert tries(passwords, "cafe\u0301 cafe\u0301 cafe\u0301 ", "a", AT) == ["in"]


@pytest.mark.parametrize("password", ["", "x" * 14, "x" * 1025])
def test_only_its_length_is_judged(passwords, password):
    with pytest.raises(BadInput, match=rf"{len(password)} characters; 15 to 1024"):
        passwords.hash(password)
    assert passwords.hash("x" * 15).startswith("$argon2id$")


def test_a_hash_of_other_parameters_is_made_anew_when_somebody_signs_in(passwords):
    dearer = Passwords(passwords.people, passwords.tries, Cost(rounds=2, memory_kib=128, lanes=1))
    before = passwords.people.hash_of("w1", "ann")
    dearer.check("w1", "ann", GOOD, "a", AT)
    after = passwords.people.hash_of("w1", "ann")
    assert ("t=1" in before, "m=128,t=2" in after) == (True, True)
    dearer.check("w1", "ann", GOOD, "a", AT)
    assert passwords.people.hash_of("w1", "ann") == after


def test_the_default_is_what_the_standard_recommends(tmp_path):
    with open_store(tmp_path / "store") as store:
        made = Passwords(People(store.database), SignInTries(store.database))
        assert made.hash(GOOD).startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_a_name_that_nobody_has_takes_the_same_work(passwords):
    verified: list[str] = []
    hasher = passwords._hasher

    class Watched:
        def __getattr__(self, name):
            return getattr(hasher, name)

        def verify(self, kept: str, password: str) -> bool:
            verified.append(kept[:30])
            return hasher.verify(kept, password)

    vars(passwords)["_hasher"] = Watched()
    for person in ("ann", "nobody"):
        with pytest.raises(Unsigned):
            passwords.check("w1", person, "wrong wrong wrong", "a", AT)
    assert len(verified) == 2
    assert verified[0].split("$")[:4] == verified[1].split("$")[:4]


def test_after_five_wrong_ones_an_address_waits_longer_and_longer(passwords):
    assert tries(passwords, "wrong", "a", AT, 6) == ["Unsigned"] * 5 + ["TooMany"]
    assert tries(passwords, GOOD, "a", AT) == ["TooMany"], "also with the right one"
    assert tries(passwords, "wrong", "a", AT + timedelta(seconds=1), 2) == ["Unsigned", "TooMany"]
    with pytest.raises(TooMany, match=r"looked at in 2 s") as told:
        passwords.check("w1", "ann", GOOD, "a", AT + timedelta(seconds=1))
    assert told.value.retry_after_s == 2
    assert tries(passwords, GOOD, "a", AT + timedelta(seconds=4)) == ["in"]
    assert tries(passwords, "wrong", "a", AT + timedelta(seconds=4), 3) == ["Unsigned"] * 3


def test_a_stranger_cannot_keep_somebody_out_who_was_here_before(passwords):
    assert tries(passwords, GOOD, "home", AT) == ["in"]
    at = AT
    for k in range(60):
        tries(passwords, "wrong", f"evil{k}", at, 5)
        at += timedelta(seconds=30)
    last = at - timedelta(seconds=30)
    assert tries(passwords, GOOD, "elsewhere", last) == ["TooMany"]
    assert tries(passwords, GOOD, "home", last) == ["in"]


def test_a_stranger_holds_up_a_new_address_for_half_a_minute_at_the_longest(passwords):
    for k in range(40):
        tries(passwords, "wrong", f"evil{k}", AT + timedelta(seconds=31 * k))
    last = AT + timedelta(seconds=31 * 39)
    assert tries(passwords, GOOD, "new", last) == ["TooMany"]
    assert tries(passwords, GOOD, "new", last + timedelta(seconds=30)) == ["in"]


def test_one_address_does_not_try_the_names_of_everybody(passwords):
    told: list[str] = []
    for k in range(40):
        try:
            passwords.check("w1", f"p{k}", "password password", "evil", AT)
        except (Unsigned, TooMany) as error:
            told.append(type(error).__name__)
    assert told == ["Unsigned"] * 20 + ["TooMany"] * 20


def test_waiting_doubles_up_to_its_longest():
    wait = doubling(5, timedelta(minutes=15))
    assert [wait(k).total_seconds() for k in (4, 5, 6, 7, 14, 15, 1000)] == [0, 1, 2, 4, 512, 900, 900]
