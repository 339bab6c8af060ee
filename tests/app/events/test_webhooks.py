"""Webhooks: every event at least once and in order, signed, and never to a place inside."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx2
import pytest
from tests.app.studio.at_work import ANNA, a_studio, with_photo

from burnish.agent.planner.request import Request
from burnish.app.events.destinations import HOSTS_FILE, Destinations
from burnish.app.events.webhook_folder import MOST_WEBHOOKS, WebhookFolder
from burnish.app.events.webhook_signing import signed_headers
from burnish.app.events.webhooks import LEASE, MOST_FAILURES, Webhooks
from burnish.app.speaker import Speaker
from burnish.errors import BadInput, Failure, NotFound
from burnish.feedback.consent import Consent
from burnish.storage.leases import Leases

PROPOSALS = ("org.burnish.proposal.v1",)
URL = "https://there.example/hook"


class Receiver:
    """A program that is sent events, and answers as it is told."""

    def __init__(self) -> None:
        self.status, self.asked = 200, []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request)
        if self.status == 0:
            raise httpx2.ConnectError("gone")
        headers = {"location": "http://127.0.0.1/"} if self.status == 302 else {}
        return httpx2.Response(self.status, headers=headers)

    @property
    def ids(self) -> list[str]:
        return [each.headers["webhook-id"] for each in self.asked]


class Clock:
    def __init__(self) -> None:
        self.at = datetime(2026, 11, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def studio(tmp_path):
    made = a_studio(tmp_path / "home")
    yield made
    made.close()


@pytest.fixture
def receiver():
    return Receiver()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def hooks(studio, receiver, clock):
    home = studio.workspaces.darkroom.home
    there = Destinations(home, lambda host, port: ["93.184.216.34"])
    return Webhooks(
        WebhookFolder(studio.workspaces), studio.events, there, httpx2.MockTransport(receiver), clock
    )


def ask(studio, photo, speaker: Speaker = ANNA) -> str:
    """The id of the event of a new turn."""
    row = with_photo(studio, photo, speaker)
    turn = studio.single.ask(speaker, row, Request("brighter")).turn
    return f"proposal.{turn.id}"


def test_the_signature_is_that_of_the_standards_own_example():
    # Golden: the example of "Verifying webhooks manually" in the documentation of Svix, who wrote the standard.
    secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}'
    told = signed_headers(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
    assert told["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_what_happens_after_it_was_added_is_sent_once_in_order_and_signed(studio, hooks, receiver, photo):
    ask(studio, photo)
    made, secret = hooks.add("acme", URL, PROPOSALS)
    expected = [ask(studio, photo) for _ in range(2)]
    assert hooks.send_due() == 2
    assert hooks.send_due() == 0
    assert receiver.ids == expected
    first = receiver.asked[0]
    assert (first.url.host, first.headers["host"]) == ("93.184.216.34", "there.example")
    assert first.extensions["sni_hostname"] == "there.example"
    at_s = int(first.headers["webhook-timestamp"])
    assert signed_headers(secret, expected[0], at_s, first.content).items() <= dict(first.headers).items()
    assert json.loads(first.content)["id"] == expected[0]
    assert made.id in {each.id for each in hooks.folder.of("acme")}
    assert secret not in hooks.folder.one("acme", made.id).model_dump_json()


def test_of_servers_on_several_machines_one_sends_until_it_is_silent(studio, hooks, receiver, clock, photo):
    leases = Leases(studio.workspaces.store.database)
    here, there = replace(hooks, leases=leases, owner="here"), replace(hooks, leases=leases, owner="there")
    here.add("acme", URL, PROPOSALS)
    ask(studio, photo)
    assert here.send_due() == 1
    expected = ask(studio, photo)
    assert there.send_due() == 0, "whose turn it is may be about to send it"
    clock.at += LEASE + timedelta(seconds=1)
    assert there.send_due() == 1
    assert here.send_due() == 0
    assert receiver.ids[1:] == [expected]


def test_other_types_and_other_workspaces_are_not_sent(studio, hooks, receiver, photo):
    hooks.add("acme", URL, ["org.burnish.release.v1"])
    hooks.add("other", URL, PROPOSALS)
    ask(studio, photo)
    assert hooks.send_due() == 0
    assert receiver.asked == []


def test_what_was_not_received_is_sent_again_later_with_the_same_id(studio, hooks, receiver, clock, photo):
    made, _ = hooks.add("acme", URL, PROPOSALS)
    expected = [ask(studio, photo) for _ in range(2)]
    receiver.status = 503
    assert hooks.send_due() == 0
    assert hooks.send_due() == 0  # not before its time
    assert receiver.ids == expected[:1]
    waiting = hooks.folder.one("acme", made.id)
    assert (waiting.failures, waiting.problem) == (1, "it answered 503")
    receiver.status, clock.at = 200, clock.at + timedelta(seconds=6)
    assert hooks.send_due() == 2
    assert receiver.ids == [expected[0], *expected]
    assert hooks.folder.one("acme", made.id).failures == 0


def test_waits_grow_and_end_with_nothing_sent_until_a_test_is_received(studio, hooks, receiver, clock, photo):
    made, _ = hooks.add("acme", URL, PROPOSALS)
    ask(studio, photo)
    receiver.status, waits = 0, []
    for _ in range(MOST_FAILURES):
        hooks.send_due()
        now = hooks.folder.one("acme", made.id)
        waits.append((now.next_at - clock.at).total_seconds())
        clock.at = now.next_at
    assert waits[:4] == [5, 10, 20, 40]
    assert max(waits) == 6 * 3600
    assert hooks.folder.one("acme", made.id).is_disabled
    clock.at += timedelta(days=1)
    assert hooks.send_due() == 0
    assert len(receiver.asked) == MOST_FAILURES
    with pytest.raises(Failure, match="not reached"):
        hooks.test("acme", made.id)
    receiver.status = 200
    assert not hooks.test("acme", made.id).is_disabled
    assert hooks.send_due() == 1


@pytest.mark.parametrize("status", [301, 302, 400, 404, 500])
def test_only_success_is_received_and_no_redirect_is_followed(studio, hooks, receiver, photo, status):
    hooks.add("acme", URL, PROPOSALS)
    ask(studio, photo)
    receiver.status = status
    assert hooks.send_due() == 0
    assert len(receiver.asked) == 1


def test_who_wants_no_more_gets_no_more(studio, hooks, receiver, photo):
    made, _ = hooks.add("acme", URL, PROPOSALS)
    ask(studio, photo)
    receiver.status = 410
    hooks.send_due()
    assert hooks.folder.one("acme", made.id).is_disabled


def test_words_and_recipes_leave_only_with_consent_to_sharing(studio, hooks, receiver, photo):
    hooks.add("acme", URL, PROPOSALS)
    ask(studio, photo)
    ask(studio, photo, Speaker("ben", "acme", Consent(sharing=True)))
    hooks.send_due()
    closed, shared = (json.loads(each.content)["data"] for each in receiver.asked)
    assert closed["withheld"] is True
    assert not {"person", "situation", "proposals", "photo"} & set(closed)
    assert shared["situation"]["request"] == "brighter"


def test_a_name_that_comes_to_lead_inside_is_not_asked(studio, receiver, clock, photo):
    home = studio.workspaces.darkroom.home
    leads_to = ["93.184.216.34"]
    there = Destinations(home, lambda host, port: list(leads_to))
    hooks = Webhooks(
        WebhookFolder(studio.workspaces), studio.events, there, httpx2.MockTransport(receiver), clock
    )
    made, _ = hooks.add("acme", URL, PROPOSALS)
    ask(studio, photo)
    leads_to[:] = ["10.0.0.7"]
    assert hooks.send_due() == 0
    assert receiver.asked == []
    assert "inside" in hooks.folder.one("acme", made.id).problem


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "::1", "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"],
)  # fmt: skip
def test_no_name_leads_inside(tmp_path, address):
    inside = Destinations(tmp_path, lambda host, port: ["93.184.216.34", address])
    with pytest.raises(BadInput, match="inside"):
        inside.of("https://there.example/")


@pytest.mark.parametrize(
    "url",
    ["http://there.example/", "ftp://there.example/", "https://user:pass@there.example/", "https:///x", "there",
     "https://127.0.0.1/", "https://[::1]/", "https://there.example:99999/", "https://there.example/#x",
     "https://there.example/ x", "https://thére.example/", "https://there.example/\n"],
)  # fmt: skip
def test_what_is_no_address_of_a_webhook_is_told(tmp_path, url):
    with pytest.raises(BadInput):
        Destinations(tmp_path, lambda host, port: ["93.184.216.34"]).of(url)


def test_the_operator_may_name_places_inside(tmp_path):
    (tmp_path / HOSTS_FILE).write_text("127.0.0.1:9000\nhooks.lan:443\n")
    there = Destinations(tmp_path, lambda host, port: ["127.0.0.1" if host[0] == "1" else "10.0.0.7"])
    assert there.of("http://127.0.0.1:9000/x").url == "http://127.0.0.1:9000/x"
    assert there.of("https://hooks.lan/x").name == "hooks.lan"
    with pytest.raises(BadInput):
        there.of("http://127.0.0.1:9001/x")


def test_a_removed_webhook_is_gone_and_there_are_not_too_many(hooks):
    made = [hooks.add("acme", URL, PROPOSALS)[0].id for _ in range(MOST_WEBHOOKS)]
    with pytest.raises(BadInput, match="at most"):
        hooks.add("acme", URL, PROPOSALS)
    with pytest.raises(NotFound):
        hooks.folder.remove("other", made[0])
    hooks.folder.remove("acme", made[0])
    assert {each.id for each in hooks.folder.of("acme")} == set(made[1:])
