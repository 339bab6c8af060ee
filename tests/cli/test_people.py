"""`burnish people` and bounded tokens: what they print, and what they refuse."""

import io
import json

import pytest

from burnish.cli import run


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("BURNISH_HOME", str(tmp_path / "home"))


def said(capsys, *arguments: str, code: int = 0) -> dict:
    assert run([*arguments, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_a_machine_that_nobody_shares_has_one_admin(capsys):
    assert said(capsys, "people", "list")["people"] == [
        {"person": "me", "role": "admin", "is_owner": True, "made_at": None, "email": None, "has_password": False,
         "by_provider": False},
    ]  # fmt: skip
    assert said(capsys, "people", "audit")["entries"] == []


def test_a_token_holder_gets_a_role_a_password_and_leaves(capsys, monkeypatch):
    said(capsys, "token", "new", "p7")
    assert said(capsys, "people", "list")["people"][1]["role"] == "reviewer"
    assert said(capsys, "people", "password", "p7", code=2)["error"]["kind"] == "NotFound"
    assert said(capsys, "people", "role", "p7", "operator")["role"] == "operator"
    monkeypatch.setattr("sys.stdin", io.StringIO("a few words together\n"))
    assert said(capsys, "people", "password", "p7", "--stdin")["set"]
    assert said(capsys, "people", "list")["people"][1]["has_password"]
    assert said(capsys, "people", "password", "p7")["invitation"].startswith("bi_")
    assert said(capsys, "people", "remove", "p7")["removed"]
    assert (
        said(capsys, "people", "remove", "p7", code=2)["error"]["message"]
        == "'p7' is nobody of this workspace"
    )
    found = said(capsys, "people", "audit")
    assert [each["kind"] for each in found["entries"]] == [
        "token.made", "role.set", "password.set", "invitation.made", "person.removed",
    ]  # fmt: skip
    assert found["sound"]
    assert found["entries"][1]["document"] == {"before": "reviewer", "after": "operator"}


def test_an_invitation_is_listed_and_taken_back(capsys):
    made = said(capsys, "people", "invite", "editor", "--person", "ada", "--for", "12h")
    assert said(capsys, "people", "list")["invitations"][0]["id"] == made["id"]
    assert said(capsys, "people", "uninvite", made["id"])["taken_back"]
    assert said(capsys, "people", "list")["invitations"] == []
    assert said(capsys, "people", "uninvite", made["id"], code=2)["error"]["kind"] == "NotFound"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["people", "invite", "editor", "--for", "soon"], "'soon' is no end"),
        (["people", "invite", "editor", "--person", "a@b.example"], "looks like an e-mail address"),
        (["people", "role", "me", "viewer"], "started this server"),
        (["people", "role", "nobody", "viewer"], "'nobody' is nobody"),
        (["people", "quota", "open_jobs", "-1"], ""),
        (["people", "quota", "open_jobs", "many"], "quota 'many'"),
        (["people", "quota", "members", "3", "--person", "p7"], "nobody's own"),
        (["token", "new", "p7", "--scope", "photos.paint"], "'photos.paint'"),
        (["token", "new", "p7", "--scope", "people.manage"], "a token of a reviewer can have own.data"),
        (["token", "new", "p7", "--expires", "2001-01-01"], "a time after now"),
        (["people", "password", "me", "--stdin"], "characters; 15 to 1024"),
    ],
)
def test_what_makes_no_sense_is_refused(capsys, monkeypatch, arguments, told):
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    assert told in said(capsys, *arguments, code=2)["error"]["message"]


def test_a_quota_is_set_shown_and_taken_away(capsys):
    said(capsys, "people", "quota", "stored_bytes", "1000000")
    found = said(capsys, "people", "quota", "turns_a_day", "3", "--person", "each")
    assert found["quotas"] == [
        {"person": "", "name": "stored_bytes", "most": 1000000}, {"person": "*", "name": "turns_a_day", "most": 3},
    ]  # fmt: skip
    assert len(said(capsys, "people", "quota", "stored_bytes", "none")["quotas"]) == 1


def test_a_bounded_token_says_so(capsys):
    made = said(capsys, "token", "new", "p7", "--scope", "photos.see", "--expires", "90d")
    assert (made["scopes"], made["ends_at"] is None) == (["photos.see"], False)
    assert said(capsys, "token", "list")["tokens"][0]["scopes"] == ["photos.see"]


def test_a_changed_entry_is_told_with_exit_code_1(capsys, tmp_path):
    import sqlite3

    said(capsys, "token", "new", "p7")
    said(capsys, "people", "role", "p7", "operator")
    with sqlite3.connect(tmp_path / "home/feedback/store.sqlite3") as connection:
        connection.execute("UPDATE team_ledger SET document = replace(document, 'operator', 'viewer')")
    connection.close()
    assert said(capsys, "people", "audit", code=1)["broken"]["number"] == 2
