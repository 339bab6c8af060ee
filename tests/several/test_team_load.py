"""A small run of the benchmark of a team: what it promises about loss and doubles holds, on a machine of any speed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.storage.postgres_server import PostgresServer

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_ten_people_lose_nothing_when_one_of_two_servers_is_killed(postgres: PostgresServer):
    with postgres.connect() as connection:
        connection.run("CREATE DATABASE load")
    url = postgres.url().replace("/postgres?", "/load?")
    program = [sys.executable, str(ROOT / "benchmarks" / "team_load.py"), "--json", "--database", url]
    done = subprocess.run(
        [*program, "--people", "10", "--seconds", "15"], cwd=ROOT, capture_output=True, text=True, timeout=400
    )
    rows = json.loads(done.stdout)["rows"]
    promised = {each["name"]: each["value"] for each in rows if each["target"] == 0}
    assert len(promised) == 8
    assert not any(promised.values()), (promised, done.stderr[-2000:])
    assert any(each["name"].startswith("feedback, p95") for each in rows)
