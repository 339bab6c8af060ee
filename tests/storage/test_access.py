"""Who may come in, in SQLite and in PostgreSQL."""

from datetime import datetime, timedelta

import pytest
from tests.storage.spoken import NOON

from burnish.errors import BadInput, NotFound
from burnish.feedback.consent import Consent
from burnish.storage.access import SESSION_LIFE, Access, Holder, SignedIn


@pytest.fixture
def access(opened, url) -> Access:
    return Access(opened(url=url).database)


class TestTokens:
    def test_a_token_lets_its_person_into_its_workspace(self, access):
        named, text = access.tokens.make("w1", "ann", "her phone", NOON)
        assert access.tokens.check(text) == Holder("w1", "ann", named)
        assert text.startswith(f"bt_{named}_")
        assert len(text.rpartition("_")[2]) == 64, "256 bits"

    def test_its_text_is_kept_nowhere(self, access, folder, url):
        _, text = access.tokens.make("w1", "ann", "her phone", NOON)
        secret = text.rpartition("_")[2].encode()
        assert not any(secret in path.read_bytes() for path in folder.rglob("*") if path.is_file())

    @pytest.mark.parametrize(
        "change", [str.upper, lambda t: t[:-1], lambda t: t + "0", lambda t: "bt__", str.strip]
    )
    def test_any_other_text_lets_nobody_in(self, access, change):
        _, text = access.tokens.make("w1", "ann", "her phone", NOON)
        other = change(text)
        assert (access.tokens.check(other) is None) == (other != text)
        named, _, secret = text.removeprefix("bt_").partition("_")
        assert access.tokens.check(f"bt_{named}_{'0' * 64}") is None
        assert access.tokens.check(f"bt_{'0' * 16}_{secret}") is None
        assert access.tokens.check(f"bt_{named}\x00_{secret}é") is None

    def test_each_workspace_has_its_own(self, access):
        first, _ = access.tokens.make("w1", "ann", "one", NOON)
        second, _ = access.tokens.make("w1", "bob", "two", NOON + timedelta(seconds=1))
        assert [each.id for each in access.tokens.list("w1")] == [second, first]
        assert access.tokens.list("w2") == ()
        with pytest.raises(NotFound):
            access.tokens.revoke("w2", first)

    def test_a_revoked_one_is_over_with_the_sessions_that_it_began(self, access):
        named, text = access.tokens.make("w1", "ann", "one", NOON)
        begun = access.sessions.begin("w1", "ann", NOON, named)
        other = access.sessions.begin("w1", "ann", NOON)
        access.tokens.revoke("w1", named)
        assert access.tokens.check(text) is None
        assert access.tokens.list("w1") == ()
        assert access.tokens.people("w1") == ("ann",)
        assert access.sessions.check(begun, NOON) is None
        assert access.sessions.check(other, NOON) == SignedIn("w1", "ann")
        for again in (named, "none"):
            with pytest.raises(NotFound):
                access.tokens.revoke("w1", again)

    def test_nobody_is_let_in_under_what_is_no_name(self, access):
        with pytest.raises(BadInput):
            access.tokens.make("w1", "a person", "one", NOON)
        with pytest.raises(BadInput, match="NUL"):
            access.tokens.make("w1", "ann", "o\x00ne", NOON)


class TestSessions:
    def test_a_session_is_known_until_it_ends(self, access):
        secret = access.sessions.begin("w1", "ann", NOON)
        assert access.sessions.check(secret, NOON + timedelta(days=29)) == SignedIn("w1", "ann")
        access.sessions.end(secret)
        access.sessions.end(secret)
        assert access.sessions.check(secret, NOON) is None
        for stranger in ("", "x", "\ud800", "é"):
            assert access.sessions.check(stranger, NOON) is None

    @pytest.mark.parametrize("at", [NOON + SESSION_LIFE, NOON + timedelta(days=400)])
    def test_it_ends_by_itself(self, access, at: datetime):
        assert access.sessions.check(access.sessions.begin("w1", "ann", NOON), at) is None

    def test_it_is_not_begun_with_the_token_of_somebody_else(self, access):
        named, _ = access.tokens.make("w1", "ann", "one", NOON)
        for workspace, person in (("w1", "bob"), ("w2", "ann")):
            with pytest.raises(NotFound):
                access.sessions.begin(workspace, person, NOON, named)

    def test_all_of_a_person_end_at_once(self, access):
        hers = [access.sessions.begin("w1", "ann", NOON) for _ in range(2)]
        his = access.sessions.begin("w1", "bob", NOON)
        access.sessions.end_all("w1", "ann")
        assert [access.sessions.check(each, NOON) for each in (*hers, his)] == [
            None,
            None,
            SignedIn("w1", "bob"),
        ]


def test_what_a_person_said_last_of_consent_counts(access):
    assert access.consents.of("w1", "ann") is None
    for said in (Consent(workspace_models=True), Consent(taste=False)):
        access.consents.set("w1", "ann", said)
        assert access.consents.of("w1", "ann") == said
    assert access.consents.of("w1", "bob") is access.consents.of("w2", "ann") is None


def test_whoever_comes_in_comes_with_what_they_consented_to(access):
    allowed = Consent(taste=True, workspace_models=False, sharing=False)
    _, text = access.tokens.make("w1", "ann", "her phone", NOON)
    session = access.sessions.begin("w1", "ann", NOON)
    access.consents.set("w1", "bob", Consent(taste=False, workspace_models=False, sharing=False))
    assert (access.tokens.check(text).consent, access.sessions.check(session, NOON).consent) == (None, None)
    access.consents.set("w1", "ann", allowed)
    assert access.tokens.check(text).consent == allowed
    assert access.sessions.check(session, NOON).consent == allowed
