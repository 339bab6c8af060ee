"""How the loop goes, in the text format of Prometheus: read anew at every scrape, for operators."""

from datetime import datetime

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from burnish.app.studio.dashboard.dashboard import Dashboard
from burnish.governance.registry import Registry

DAYS = 28
"""Over how many days acceptance and satisfaction are."""

_STATES = ("running", "failed", "finished")


def loop_text(board: Dashboard, workspace: str, now: datetime) -> bytes:
    """Signals, acceptance, queue, releases and the last run of a workspace. What is not known is left out."""
    registry = CollectorRegistry()
    _said(registry, board, workspace)
    _queue(registry, board, workspace)
    _releases(registry, board.book(workspace).releases)
    _last_run(registry, board, workspace, now)
    return generate_latest(registry)


def _said(registry: CollectorRegistry, board: Dashboard, workspace: str) -> None:
    found, counted = board.course(workspace, DAYS)
    _set(registry, "burnish_loop_facts", "Turns and signals that were counted.", counted.aggregates.facts)
    _set(registry, "burnish_loop_waiting", "Places of the log that are not counted yet.", counted.waiting)
    said = Gauge("burnish_loop_said", f"What was said and done in {DAYS} days.", ("kind",), registry=registry)
    for kind, count in found.said.items():
        if kind != "signals":
            said.labels(kind).set(count)
    whole = found.whole
    _set(registry, "burnish_loop_turns", f"Turns in {DAYS} days.", whole.turns)
    _set(registry, "burnish_loop_acceptance_ratio", "Share that was taken as it was.", whole.acceptance.value)
    _set(registry, "burnish_loop_satisfaction", "Mean satisfaction, 0 to 100.", whole.satisfaction.value)
    _set(registry, "burnish_loop_override_size", "Mean size of changes by hand.", whole.override.value)


def _queue(registry: CollectorRegistry, board: Dashboard, workspace: str) -> None:
    found = board.queue(workspace)
    if found is None:
        return
    gauge = Gauge("burnish_loop_queue", "Entries of the queue.", ("state",), registry=registry)
    for state in ("pending", "draft", "submitted", "discarded"):
        gauge.labels(state).set(sum(each.state == state for each in found))


def _releases(registry: CollectorRegistry, releases: Registry) -> None:
    current, canary = (
        0 if each is None else releases.one(each).number for each in (releases.current, releases.canary)
    )
    share = 0.0 if releases.canary is None else releases.one(releases.canary).percent / 100
    _set(registry, "burnish_release_current", "Number of what everybody is given; 0 is built in.", current)
    _set(registry, "burnish_release_canary", "Number of what is tried; 0 for none.", canary)
    _set(registry, "burnish_release_canary_ratio", "Share of people who are given the canary.", share)


def _last_run(registry: CollectorRegistry, board: Dashboard, workspace: str, now: datetime) -> None:
    runs = board.runs(workspace)
    if not runs:
        return
    last = runs[0]
    gauge = Gauge(
        "burnish_run_state", "State of the last run: 1 for what it is in.", ("state",), registry=registry
    )
    for state in _STATES:
        gauge.labels(state).set(last.run.state == state)
    at = last.ended_at or max((*last.done_at.values(), last.started_at))
    _set(registry, "burnish_run_age_seconds", "Since the last run did something.", (now - at).total_seconds())


def _set(registry: CollectorRegistry, name: str, told: str, value: float | None) -> None:
    if value is not None:
        Gauge(name, told, registry=registry).set(value)
