"""People, invitations, tries and quotas, in SQLite and in PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from tests.storage.spoken import NOON

from burnish.errors import BurnishError, Conflict, NotFound, Unsigned
from burnish.storage.access import Access, Holder
from burnish.storage.invitations import Invitations
from burnish.storage.oidc_states import OidcStates, Sent
from burnish.storage.people import Joined, People
from burnish.storage.quotas import EACH, TOGETHER, QuotaRow, Quotas
from burnish.storage.sign_in_tries import Counted, SignInTries

HOUR = timedelta(hours=1)


@pytest.fixture
def database(opened, url):
    return opened(url=url).database


@pytest.fixture
def people(database) -> People:
    return People(database)


def nobody(_: str) -> None:
    return None


class TestPeople:
    def test_somebody_has_a_role_that_their_tokens_and_sessions_tell(self, people, database):
        access = Access(database)
        people.add("w1", Joined("ann", "viewer", "hash"), NOON)
        token, text = access.tokens.make("w1", "ann", "t", NOON, scopes=["photos.see"])
        secret = access.sessions.begin("w1", "ann", NOON, token)
        assert access.tokens.check(text) == Holder("w1", "ann", token, "viewer", frozenset({"photos.see"}))
        found = access.sessions.check(secret, NOON)
        assert (found.role, found.token, found.scopes) == ("viewer", token, frozenset({"photos.see"}))
        assert people.set_role("w1", "ann", "editor", ends_sessions=False) == "viewer"
        assert access.tokens.check(text).role == "editor"
        assert people.one("w1", "ann").has_password
        assert people.one("w2", "ann") is None

    def test_a_token_ends_when_it_was_said_with_the_sessions_that_it_began(self, database):
        access = Access(database)
        before, text = access.tokens.make("w1", "ann", "t", NOON, ends_at=NOON)
        assert access.tokens.check(text) is None, "the clock of the store is past noon of that day"
        assert access.tokens.list("w1") == ()
        token, good = access.tokens.make("w1", "ann", "t", NOON, ends_at=NOON.replace(year=2999))
        assert access.tokens.check(good).token == token
        secret = access.sessions.begin("w1", "ann", NOON, token)
        assert access.sessions.check(secret, NOON) is not None
        with pytest.raises(NotFound):
            access.sessions.begin("w1", "ann", NOON + HOUR, before)

    def test_a_name_is_given_once_and_a_full_workspace_takes_nobody(self, people):
        people.add("w1", Joined("ann", "viewer"), NOON)
        with pytest.raises(Conflict, match="'ann'"):
            people.add("w1", Joined("ann", "admin"), NOON)
        with pytest.raises(Conflict, match="1 people"):
            people.add("w1", Joined("bob", "viewer"), NOON, most=1)
        people.add("w2", Joined("ann", "admin"), NOON)
        assert [(each.person, each.role) for each in people.list("w1")] == [("ann", "viewer")]

    def test_at_once_no_more_come_in_than_may(self, people):
        def come(k: int) -> bool:
            try:
                people.add("w1", Joined(f"p{k}", "viewer"), NOON, most=3)
            except Conflict:
                return False
            return True

        with ThreadPoolExecutor(4) as pool:
            assert sum(pool.map(come, range(12))) == 3
        assert people.count("w1") == 3

    def test_who_is_removed_comes_in_by_no_way(self, people, database):
        access = Access(database)
        people.add("w1", Joined("ann", "editor", "hash", subject_digest="s1"), NOON)
        _, text = access.tokens.make("w1", "ann", "t", NOON)
        secret = access.sessions.begin("w1", "ann", NOON)
        people.remove("w1", "ann", NOON)
        assert access.tokens.check(text) is access.sessions.check(secret, NOON) is None
        assert people.hash_of("w1", "ann") is people.one("w1", "ann") is None
        assert people.known_as("w1", "s1") == "ann"
        with pytest.raises(NotFound):
            people.remove("w1", "ann", NOON)

    def test_a_lower_role_ends_sessions_in_the_same_moment(self, people, database):
        access = Access(database)
        people.add("w1", Joined("ann", "editor"), NOON)
        secret = access.sessions.begin("w1", "ann", NOON)
        people.set_role("w1", "ann", "viewer", ends_sessions=True)
        assert access.sessions.check(secret, NOON) is None

    def test_whoever_is_forgotten_is_in_none_of_these(self, people, database, opened, url):
        people.add("w1", Joined("ann", "editor", "hash", "s1", "ann@photos.example"), NOON)
        Invitations(database).make("w1", "reset", "ann", "editor", NOON, NOON + HOUR)
        Quotas(database).set("w1", QuotaRow("ann", "turns_a_day", 3))
        Quotas(database).count("w1", "turns_a_day", NOON, [("ann", None)])
        opened(url=url).forget("w1", "ann")
        assert people.list("w1") == Invitations(database).open("w1", NOON) == Quotas(database).of("w1") == ()
        assert people.known_as("w1", "s1") is people.hash_of("w1", "ann") is None
        assert Quotas(database).counts("w1", "turns_a_day", NOON) == {}


class TestInvitations:
    def test_one_is_good_once_for_its_workspace_and_role(self, database, people):
        invitations = Invitations(database)
        row, text = invitations.make("w1", "join", None, "reviewer", NOON, NOON + HOUR)
        assert invitations.read(text, NOON) == row
        invitations.join(text, "ann", "hash", NOON, nobody)
        assert (people.one("w1", "ann").role, people.hash_of("w1", "ann")) == ("reviewer", "hash")
        with pytest.raises(Unsigned, match="used"):
            invitations.join(text, "bob", "hash", NOON, nobody)
        assert invitations.open("w1", NOON) == ()

    def test_of_many_who_use_it_at_once_one_comes_in(self, database, people):
        invitations = Invitations(database)
        _, text = invitations.make("w1", "join", None, "viewer", NOON, NOON + HOUR)

        def come(k: int) -> bool:
            try:
                invitations.join(text, f"p{k}", "hash", NOON, nobody)
            except BurnishError:
                return False
            return True

        with ThreadPoolExecutor(4) as pool:
            assert sum(pool.map(come, range(8))) == 1
        assert people.count("w1") == 1

    def test_one_that_could_not_be_used_is_still_good(self, database, people):
        invitations = Invitations(database)
        _, text = invitations.make("w1", "join", None, "viewer", NOON, NOON + HOUR)
        people.add("w1", Joined("ann", "viewer"), NOON)
        for name, most in (("ann", None), ("bob", 1)):
            with pytest.raises(Conflict):
                invitations.join(text, name, "hash", NOON, lambda _, most=most: most)
        invitations.join(text, "bob", "hash", NOON, nobody)

    @pytest.mark.parametrize(
        "change", [str.upper, lambda t: t[:-1], lambda t: t + "0", lambda _: "bi__", lambda _: ""]
    )
    def test_any_other_text_is_not_good(self, database, change):
        _, text = Invitations(database).make("w1", "join", None, "viewer", NOON, NOON + HOUR)
        with pytest.raises(Unsigned):
            Invitations(database).read(change(text), NOON)

    def test_it_ends_and_can_be_taken_back(self, database):
        invitations = Invitations(database)
        row, text = invitations.make("w1", "join", None, "viewer", NOON, NOON + HOUR)
        with pytest.raises(Unsigned):
            invitations.read(text, NOON + HOUR)
        with pytest.raises(NotFound):
            invitations.take_back("w2", row.id, NOON)
        invitations.take_back("w1", row.id, NOON)
        with pytest.raises(Unsigned):
            invitations.read(text, NOON)

    def test_a_reset_sets_the_password_and_ends_sessions(self, database, people):
        invitations, access = Invitations(database), Access(database)
        people.add("w1", Joined("ann", "viewer", "old"), NOON)
        secret = access.sessions.begin("w1", "ann", NOON)
        _, first = invitations.make("w1", "reset", "ann", "viewer", NOON, NOON + HOUR)
        _, second = invitations.make("w1", "reset", "ann", "viewer", NOON, NOON + HOUR)
        with pytest.raises(Unsigned):
            invitations.reset(first, "new", NOON)
        invitations.reset(second, "new", NOON)
        assert people.hash_of("w1", "ann") == "new"
        assert access.sessions.check(secret, NOON) is None

    def test_its_text_is_kept_nowhere(self, database, folder):
        _, text = Invitations(database).make("w1", "join", None, "viewer", NOON, NOON + HOUR)
        secret = text.rpartition("_")[2].encode()
        assert not any(secret in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_sign_in_at_a_provider_comes_back_once_in_time_to_its_browser(database):
    states, sent = OidcStates(database), Sent("w1", "nonce", "verifier")
    for state in ("a", "b", "c"):
        states.keep(state, "browser", sent, NOON, NOON + HOUR)
    assert states.take("a", "other", NOON) is None
    assert states.take("b", "browser", NOON + HOUR) is None
    assert states.take("c", "browser", NOON) == sent
    assert [states.take(state, "browser", NOON) for state in ("a", "b", "c", "d")] == [None] * 4


def test_tries_at_once_count_as_one_after_the_other(database):
    tries = SignInTries(database)
    count = Counted("w1", "ann", "", lambda failures: HOUR if failures >= 3 else timedelta())
    with ThreadPoolExecutor(4) as pool:
        waits = list(pool.map(lambda _: tries.begin([count], NOON), range(10)))
    assert sum(wait is None for wait in waits) == 3


class TestQuotas:
    def test_what_is_counted_stops_at_the_quota_however_many_come_at_once(self, database):
        quotas = Quotas(database)

        def count(_: int) -> str | None:
            return quotas.count("w1", "turns_a_day", NOON, [(TOGETHER, 5), ("ann", 100)])

        with ThreadPoolExecutor(4) as pool:
            told = list(pool.map(count, range(12)))
        assert told.count(None) == 5
        assert quotas.counts("w1", "turns_a_day", NOON) == {TOGETHER: 5, "ann": 5}
        quotas.uncount("w1", "turns_a_day", NOON, (TOGETHER, "ann"))
        assert quotas.counts("w1", "turns_a_day", NOON) == {TOGETHER: 4, "ann": 4}
        assert quotas.counts("w1", "turns_a_day", NOON + timedelta(days=1)) == {}
        assert quotas.counts("w2", "turns_a_day", NOON) == {}

    def test_the_last_that_was_set_counts(self, database):
        quotas = Quotas(database)
        for most in (3, 4):
            quotas.set("w1", QuotaRow(EACH, "open_jobs", most))
        quotas.set("w1", QuotaRow("ann", "open_jobs", 9))
        assert quotas.of("w1", "bob") == (QuotaRow(EACH, "open_jobs", 4),)
        assert quotas.drop("w1", EACH, "open_jobs")
        assert not quotas.drop("w1", EACH, "open_jobs")
        assert quotas.of("w1") == (QuotaRow("ann", "open_jobs", 9),)
