"""Alerts and the dashboard ask for what our own `/metrics` says, and every alert has its page in the runbook."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import promql_parser
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families
from tests.app.studio.dashboard.filled import improve, say_things
from tests.service.studio.conftest import OWNER, Service, service

from burnish.cli import commands
from burnish.service.api import create_api
from burnish.service.house_metrics import house_text
from burnish.storage.ledger import SqlLedger

__all__ = ["service"]

ROOT = Path(__file__).parents[2]
RULES = yaml.safe_load((ROOT / "deploy/prometheus/alerts.yaml").read_text(encoding="utf-8"))
ALERTS = [rule for group in RULES["groups"] for rule in group["rules"]]
DASHBOARD = json.loads((ROOT / "deploy/grafana/burnish.json").read_text(encoding="utf-8"))
RUNBOOK = (ROOT / "docs/runbook.md").read_text(encoding="utf-8")
PARTS = ("It means", "Look", "Do", "It is over when")
FROM_PROMETHEUS = {"up"}


def expressions() -> Iterator[tuple[str, str]]:
    for rule in ALERTS:
        yield rule["alert"], rule["expr"]
    for panel in DASHBOARD["panels"]:
        for target in panel["targets"]:
            yield f"panel {panel['title']!r}", target["expr"].replace("$server", ".*")


EXPRESSIONS = list(expressions())


def selectors(node: Any) -> Iterator[Any]:
    """Every series that an expression asks for."""
    if isinstance(node, promql_parser.VectorSelector):
        yield node
    for name in ("expr", "lhs", "rhs", "vector_selector", "param"):
        inside = getattr(node, name, None)
        if inside is not None:
            yield from selectors(inside)
    for each in getattr(node, "args", None) or ():
        yield from selectors(each)


@pytest.fixture(scope="module")
def told(service: Service) -> dict[str, dict[str, set[str]]]:
    """What `/metrics` says once people and the loop did something: by name of a series, values of its labels."""
    store = service.studio.workspaces.store
    improve(SqlLedger(store.database), OWNER.workspace)
    say_things(store, OWNER.workspace)
    found: dict[str, dict[str, set[str]]] = {}
    with service.client() as client:
        for _ in range(200):
            client.get("/api/v1/jobs")
            text = client.get("/api/v1/metrics").text
            if "burnish_loop_queue" in text and "burnish_loop_acceptance_ratio" in text:
                break
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            labels = found.setdefault(sample.name, {})
            for name, value in sample.labels.items():
                labels.setdefault(name, set()).add(value)
    return found


@pytest.mark.parametrize(("name", "expression"), EXPRESSIONS, ids=[name for name, _ in EXPRESSIONS])
def test_it_is_promql_about_what_we_tell(name, expression, told):
    asked = list(selectors(promql_parser.parse(expression)))
    assert asked
    for each in asked:
        if each.name in FROM_PROMETHEUS:
            continue
        assert each.name in told, f"{name} asks for {each.name!r}, which is not in /metrics"
        for matcher in each.matchers.matchers:
            if matcher.name not in ("job", "instance"):
                assert matcher.name in told[each.name], f"{each.name} has no label {matcher.name!r}"


def test_every_route_that_is_asked_for_is_one_of_ours():
    from starlette.routing import Route

    paths = {each.path for each in create_api().routes if isinstance(each, Route)} | _inside()
    for name, expression in expressions():
        for operator, value in re.findall(r'route(=~?)"([^"]*)"', expression):
            matching = [
                each for each in paths if (each == value if operator == "=" else re.fullmatch(value, each))
            ]
            assert matching, f"{name} asks for route {value!r}"


def _inside() -> set[str]:
    """Patterns of routes as they are counted: without what all of them begin with."""
    return {path.removeprefix("/api/v1") for path in create_api().openapi()["paths"]}


def test_states_that_alerts_ask_for_are_states_that_are_told(told):
    assert {"running", "failed", "finished"} <= told["burnish_run_state"]["state"]
    assert "pending" in told["burnish_loop_queue"]["state"]
    assert told["burnish_jobs"]["state"] == {"waiting", "running"}


def test_jobs_and_the_disk_are_for_operators_alone(service):
    from tests.service.studio.conftest import OTHER

    assert b"burnish_home_free_ratio" in house_text(service.studio, service.studio.runner.clock())
    with service.client(OTHER) as other:
        assert "burnish_home_free_ratio" not in other.get("/api/v1/metrics").text


def sections() -> dict[str, str]:
    parts = re.split(r"^## (\S+)\n", RUNBOOK, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_alert_has_a_section_in_the_runbook_and_every_section_an_alert():
    names = [rule["alert"] for rule in ALERTS]
    assert sorted(names) == sorted(set(names))
    assert set(names) <= set(sections())
    assert {each for each in sections() if each.startswith("Burnish")} == set(names)


@pytest.mark.parametrize("rule", ALERTS, ids=[rule["alert"] for rule in ALERTS])
def test_a_section_says_what_it_means_where_to_look_what_to_do_and_when_it_is_over(rule):
    text = sections()[rule["alert"]]
    places = [text.find(f"**{part}**") for part in PARTS]
    assert min(places) >= 0, rule["alert"]
    assert places == sorted(places)
    assert rule["annotations"]["runbook"] == f"docs/runbook.md#{rule['alert'].lower()}"
    assert rule["labels"]["severity"] in ("page", "ticket")


def test_every_command_that_the_runbook_names_exists():
    known = commands()
    named = re.findall(r"(?:^|`| )burnish ([a-z]+(?: [a-z]+)?)", RUNBOOK, re.MULTILINE)
    assert len(named) > 10
    for words in named:
        first, _, second = words.partition(" ")
        assert words in known or first in known or f"{first} {second}" in known, f"burnish {words}"
