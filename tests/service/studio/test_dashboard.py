"""The dashboard over HTTP: for who started the server, and whatever it says can be found in what was said."""

import time
from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient
from tests.app.studio.dashboard.filled import improve, say_things
from tests.service.studio.conftest import HERE as HOST
from tests.service.studio.conftest import OTHER, OWNER, Service, add_photo

from burnish.client import Burnish
from burnish.errors import Conflict
from burnish.storage.ledger import SqlLedger

PANELS = (
    "acceptance", "sliders", "queue", "agreement", "drift", "fairness", "service", "experiments", "releases",
)  # fmt: skip
HERE = "/api/v1/dashboard"


@pytest.fixture(scope="module")
def turns(service: Service) -> int:
    """How many turns were said something about; the releases are there, too."""
    store = service.studio.workspaces.store
    improve(SqlLedger(store.database), OWNER.workspace)
    return say_things(store, OWNER.workspace)


@pytest.fixture(scope="module")
def filled(client: TestClient, turns: int) -> TestClient:
    """A client, once everything is counted and looked at."""
    assert turns
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if counted(client) and client.get(f"{HERE}/queue").json()["is_ready"]:
            return client
        time.sleep(0.1)
    raise AssertionError("the dashboard is never ready")


def counted(client: TestClient) -> int:
    """How many turns and signals, once all are."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        found = client.get(f"{HERE}/acceptance").json()["freshness"]
        if found["waiting"] == 0:
            return int(found["counted"])
        time.sleep(0.1)
    raise AssertionError("it is never counted")


@pytest.mark.parametrize("panel", PANELS)
def test_it_is_for_who_started_the_server(service: Service, filled: TestClient, panel: str) -> None:
    assert filled.get(f"{HERE}/{panel}").status_code == 200
    with service.client(OTHER) as other:
        refused = other.get(f"{HERE}/{panel}")
        assert (refused.status_code, refused.json()["title"]) == (403, "not_allowed")


def test_nobody_else_takes_a_release_back(service: Service, filled: TestClient) -> None:
    found = filled.get(f"{HERE}/releases").json()
    with service.client(OTHER) as other:
        asked = {"release": found["releases"][0]["id"]}
        assert other.post(f"{HERE}/rollback", json=asked).status_code == 403
    assert filled.get(f"{HERE}/releases").json() == found


def test_acceptance_counts_every_turn(filled: TestClient, turns: int) -> None:
    found = filled.get(f"{HERE}/acceptance", params={"days": 60}).json()
    whole = found["whole"]
    assert whole["turns"] == turns == sum(each["outcome"]["turns"] for each in found["points"])
    assert whole["accepted"] + whole["changed"] + whole["rejected"] == turns
    assert whole["acceptance"]["low"] < whole["accepted"] / turns < whole["acceptance"]["high"]
    assert found["said"]["signals"] == sum(
        count for kind, count in found["said"].items() if kind != "signals"
    )


def test_sliders_are_told_in_their_unit_with_their_direction(filled: TestClient) -> None:
    found = filled.get(f"{HERE}/sliders", params={"days": 60}).json()
    (stops,) = found["sliders"]
    assert (stops["slider"], stops["unit"]) == ("exposure.stops", "EV")
    assert stops["size"]["value"] == pytest.approx(0.3)
    assert stops["bias"]["value"] == pytest.approx(-0.3)
    assert {each["reason"] for each in found["reasons"]} == {"too_bright"}


def test_a_kind_of_photo_that_fares_worse_is_found(filled: TestClient) -> None:
    cohorts = filled.get(f"{HERE}/fairness", params={"days": 60}).json()["cohorts"]
    verdicts = {each["cohort"]: each["verdict"] for each in cohorts if each["attribute"] == "photo"}
    assert verdicts == {"portrait": "worse", "landscape": "better"}


def test_the_queue_is_moved_and_stays_moved(filled: TestClient) -> None:
    entry = filled.get(f"{HERE}/queue").json()["entries"][0]
    assert (entry["state"], entry["may_go"]) == ("pending", ["draft"])
    moved = filled.post(f"{HERE}/queue", json={"entry": entry["id"], "to": "draft"}).json()["entries"]
    assert [each["state"] for each in moved if each["id"] == entry["id"]] == ["draft"]
    refused = filled.post(f"{HERE}/queue", json={"entry": "triage-" + "0" * 40, "to": "draft"})
    assert refused.status_code == 404


def test_drift_holds_what_comes_in_against_what_came_before(filled: TestClient) -> None:
    rows = {each["name"]: each for each in filled.get(f"{HERE}/drift").json()["rows"]}
    assert {"kind of photo", "photo: mean_luma", "verdict", "rating"} <= rows.keys()
    assert rows["photo: mean_luma"]["level"] in ("stable", "too few")


def test_latency_tells_of_every_route(service: Service, filled: TestClient) -> None:
    with service.client(OWNER) as again:
        again.get(f"{HERE}/drift")
        found = again.get(f"{HERE}/service").json()
    assert found["failed"] == sum(each["failed"] for each in found["routes"])
    assert all(each["median_s"] <= each["p95_s"] for each in found["routes"])


def test_a_receipt_is_found_for_anybody_and_names_nobody(filled: TestClient) -> None:
    found = filled.get(f"{HERE}/receipts/s0").json()
    assert found["signal"]["id"] == "s0"
    assert "person" not in found["signal"]
    assert filled.get(f"{HERE}/receipts/none").status_code == 404


def test_runs_and_releases_are_told_with_what_the_gates_said(filled: TestClient) -> None:
    runs = filled.get(f"{HERE}/experiments").json()["runs"]
    assert [each["release"] for each in runs] == [3, 2, 1]
    assert [each["name"] for each in runs[0]["stages"] if each["done_at"]] == ["clean", "learn"]
    release = filled.get(f"{HERE}/releases").json()["releases"][1]
    assert release["rulings"][0]["outcome"] == "passed"
    card = filled.get(f"{HERE}/card", params={"release": release["id"]}).json()
    assert card["markdown"].startswith("# Release 2\n")


def test_the_client_asks_for_every_panel(service: Service, filled: TestClient) -> None:
    _, token = service.studio.access.tokens.make("w1", "p1", "client", datetime.now(UTC))
    with Burnish(HOST, token, transport=filled._transport) as burnish:
        board = burnish.dashboard
        assert board.acceptance(60).whole.turns > 0
        assert board.sliders(60).sliders
        assert board.fairness(60).cohorts
        assert board.drift().is_ready
        assert board.agreement().is_ready
        assert board.service().requests
        assert len(board.experiments().runs) == 3
        release = board.releases().releases[2].id
        assert board.card(release).startswith("# Release 1\n")
        assert board.receipt("s0").request == "brighter"
        entry = board.queue().entries[-1]
        assert [each.state for each in board.move(entry.id, "draft").entries if each.id == entry.id] == [
            "draft"
        ]
        with pytest.raises(Conflict, match="not deployed"):
            board.roll_back(release)


def test_a_release_is_taken_back_and_only_the_one_that_is_named(service: Service, filled: TestClient) -> None:
    before = filled.get(f"{HERE}/releases").json()
    assert (before["current"], before["canary"]) == (2, 3)
    canary, current, retired = (each["id"] for each in before["releases"])
    assert filled.post(f"{HERE}/rollback", json={"release": retired}).status_code == 409
    taken = filled.post(f"{HERE}/rollback", json={"release": canary}).json()
    assert (taken["state"], taken["can_be_taken_back"]) == ("rolled_back", False)
    assert filled.post(f"{HERE}/rollback", json={"release": canary}).status_code == 409
    assert filled.post(f"{HERE}/rollback", json={"release": current}).status_code == 200
    after = filled.get(f"{HERE}/releases").json()
    assert (after["current"], after["canary"]) == (1, None)
    entry = SqlLedger(service.studio.workspaces.store.database).head(OWNER.workspace)
    assert entry is not None
    assert (entry.kind, entry.actor.partition(":")[0]) == ("release.rolled_back", "signer")


def test_prometheus_is_told_how_the_loop_goes_by_who_started_the_server(
    service: Service, filled: TestClient
) -> None:
    text = filled.get("/api/v1/metrics").text
    told = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    assert 0.3 < float(told["burnish_loop_acceptance_ratio"]) < 0.8
    assert float(told['burnish_run_state{state="finished"}']) == 1
    assert float(told['burnish_loop_queue{state="pending"}']) > 0
    assert "burnish_release_current" in told
    with service.client(OTHER) as other:
        assert "burnish_loop" not in other.get("/api/v1/metrics").text


def test_who_is_forgotten_is_counted_no_more(service: Service, filled: TestClient) -> None:
    add_photo(filled, seed=7)
    with service.client(type(OWNER)("p3", "w1")) as leaving:
        before = filled.get(f"{HERE}/acceptance").json()["freshness"]["counted"]
        assert leaving.delete("/api/v1/me", params={"confirm": "p3"}).status_code == 204
    after = counted(filled)
    assert 0 < after < before
    assert after == service.studio.dashboard.counting.pages.count("w1", 10**9)
