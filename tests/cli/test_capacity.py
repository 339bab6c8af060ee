"""`burnish capacity`: the three things that it does, and what it says where it cannot."""

import importlib.util

import pytest

from burnish.bench.capacity.assumptions import read_assumptions
from burnish.cli import run


def test_it_prints_machines_latency_and_cost_for_each_number_of_people(run_json):
    code, document = run_json("capacity", "--people", 5, "--people", 8)
    names = [row["name"] for row in document["rows"]]
    assert code == 0
    assert {f"{people} people a day: {what}" for people in (5, 8) for what in ("servers", "cost")} <= set(
        names
    )


def test_assumptions_that_are_printed_are_assumptions_that_are_read(tmp_path, capsys, run_json):
    assert run(["capacity", "assumptions"]) == 0
    mine = tmp_path / "mine.toml"
    mine.write_text(capsys.readouterr().out)
    assert read_assumptions(mine) == read_assumptions()
    assert run_json("capacity", "--assumptions", mine, "--people", 3)[0] == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--assumptions", "none.toml"), "none.toml"),
        (("--people", "0"), "--people"),
        (("measure", "--photos", "0"), "--photos"),
    ],
)
def test_what_makes_no_sense_is_refused(run_json, arguments, said):
    code, document = run_json("capacity", *arguments)
    assert code == 2
    assert said in document["error"]["message"]


def test_without_the_extra_the_message_names_it(run_json, monkeypatch):
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "simpy" else found(name))
    code, document = run_json("capacity", "--people", 3)
    assert code == 2
    assert "burnish[capacity]" in document["error"]["message"]
