"""How long every panel of the dashboard takes over a large log, and how long counting that log takes.

    python benchmarks/dashboard.py [--signals 1000000] [--home FOLDER] [--json]

Makes a store of so many signals of 2,000 people over 400 days, counts it as a server does, and then asks a real
service in this process for each panel, `--tries` times; the median and the slowest are told. With `--home` the store
is kept there, and used again when it is there already.
"""

import argparse
import csv
import io
import json
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, insert, update
from starlette.testclient import TestClient

from burnish.app import Darkroom
from burnish.app.planning import embedded_planner
from burnish.app.speaker import Speaker
from burnish.app.studio.studio import Studio, open_studio
from burnish.service.api import create_api, guarded
from burnish.service.security.addresses import address
from burnish.service.security.rates import Rates
from burnish.service.signing_in import SigningIn
from burnish.storage.opening import open_store
from burnish.storage.sql import SqlStore
from burnish.storage.tables import offers, signals, workspaces
from burnish.tools.catalogue import installed

W, OWNER = "local", "me"
PEOPLE, PHOTOS, DAYS, BATCH = 2000, 50_000, 400, 2000
MOST_S = 0.5
CONSENT = {"taste": True, "workspace_models": True, "sharing": False}
TOOLS = (
    ("exposure", "stops"),
    ("contrast", "amount"),
    ("saturation", "amount"),
    ("white_balance", "temperature"),
)
PHOTO_KINDS = ("portrait", "landscape", "night", "indoor", "food", "")
REQUESTS = ("exposure", "temperature", "contrast", "saturation", "crop", "remove", "sharpen")
PANELS = (
    "acceptance?days=90", "acceptance?days=400", "sliders?days=28", "sliders?days=365", "queue", "agreement", "drift",
    "fairness?days=90", "fairness?days=400", "service", "experiments", "releases", "receipts/s0.0",
)  # fmt: skip


def main() -> int:
    """Measure and print the rows; 1 where a panel takes too long."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--signals", type=int, default=1_000_000)
    parser.add_argument("--tries", type=int, default=5)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        home = wanted.home or Path(scratch)
        with open_store(home / "feedback") as store:
            fill(store, wanted.signals)
        rows = measured(home, wanted.tries)
    sys.stdout.write(json.dumps(rows) + "\n" if wanted.json else table(rows))
    return int(any(each["median_s"] > MOST_S for each in rows["panels"]))


def measured(home: Path, tries: int) -> dict[str, Any]:
    """Counting, and each panel."""
    darkroom = Darkroom(installed(), home)
    studio = open_studio(darkroom, embedded_planner(darkroom.catalogue))
    try:
        began = time.perf_counter()
        facts = studio.dashboard.counting.complete(W).aggregates.facts
        counted_s = time.perf_counter() - began
        asking = client(studio)
        while not asking.get("/api/v1/dashboard/queue").json()["is_ready"]:
            time.sleep(0.5)
        panels = [timed(asking, each, tries) for each in PANELS]
    finally:
        studio.close()
    most_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "facts": facts,
        "counting_s": round(counted_s, 1),
        "memory_mib": round(most_mib),
        "panels": panels,
    }


def table(rows: dict[str, Any]) -> str:
    """The rows for people."""
    lines = [
        f"{rows['facts']:,} turns and signals counted in {rows['counting_s']:.1f} s, at most {rows['memory_mib']:,} MiB"
    ]
    lines += [
        f"{each['panel']:24} median {1000 * each['median_s']:6.0f} ms, slowest {1000 * each['slowest_s']:6.0f} ms"
        for each in rows["panels"]
    ]
    return "\n".join(lines) + "\n"


def fill(store: SqlStore, count: int) -> None:
    """Put so many signals into an empty store, in bulk."""
    with store.database.writing("fill") as connection:
        if connection.execute(workspaces.select()).first() is not None:
            return
        connection.execute(insert(workspaces).values(workspace=W, last_number=0))
        number, held = 0, 0
        offered, said = [], []
        for offer, told in turns(count):
            offered.append(row(offer, number := number + 1) | {"photo": offer["photo"], "proposals": "1 2"})
            said += [row(each, number := number + 1) | {"id": each["id"]} for each in told]
            held += len(told)
            if len(offered) >= BATCH or held >= count:
                put(connection, offers, offered)
                put(connection, signals, said)
                offered, said = [], []
        connection.execute(update(workspaces).values(last_number=number))


def put(connection: Connection, into: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows: as one copy where the database knows how to."""
    if connection.dialect.name != "postgresql" or not rows:
        connection.execute(insert(into), rows)
        return
    columns = list(rows[0])
    lines = io.StringIO(newline="")
    csv.writer(lines).writerows([each[name] for name in columns] for each in rows)
    copied = f"COPY {into.name} ({', '.join(columns)}) FROM STDIN WITH (FORMAT csv)"
    cursor: Any = connection.connection.cursor()
    cursor.execute(copied, stream=io.BytesIO(lines.getvalue().encode()))
    cursor.close()


def turns(count: int) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Turns over the days, with what was said of each."""
    rng = random.Random(7)
    end, told, turn = datetime.now(UTC), 0, 0
    tastes = [rng.gauss(0, 0.5) for _ in range(PEOPLE)]
    while told < count:
        at = end - timedelta(days=DAYS * (1 - told / count))
        person = rng.randrange(PEOPLE)
        common: dict[str, Any] = {
            "schema": 1, "turn": f"t{turn}", "person": f"p{person}", "workspace": W,
            "policy": rng.choice(("embedded 1.0", "embedded 1.1")), "consent": CONSENT,
        }  # fmt: skip
        first = _recipe(rng)
        offer = common | {
            "at": at.isoformat(), "photo": f"sha256:{rng.randrange(PHOTOS):064x}", "before": None, "planned": None,
            "situation": {
                "request": "brighter", "operations": [rng.choice(REQUESTS)], "region": None,
                "context": rng.choice(PHOTO_KINDS), "facts": {"mean_luma": rng.gauss(0.45, 0.1)},
            },
            "proposals": [
                {"id": "1", "recipe": first, "propensity": 0.5, "title": ""},
                {"id": "2", "recipe": _recipe(rng), "propensity": 0.5, "title": ""},
            ],
        }  # fmt: skip
        liking = rng.gauss(0.3, 1) + tastes[person]
        said = [
            common | fields | {"id": f"s{turn}.{k}", "proposal": "1", "propensity": 0.5,
                               "at": (at + timedelta(seconds=5 + k)).isoformat()}
            for k, fields in enumerate(_said(rng, liking, first))
        ]  # fmt: skip
        yield offer, said
        told, turn = told + len(said), turn + 1


def _said(rng: random.Random, liking: float, recipe: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if liking > 0:
        yield {"kind": "accept"}
    elif liking > -0.8:
        tool, params = recipe["steps"][0]["tool"], recipe["steps"][0]["params"]
        params = {name: round(value + rng.gauss(-0.1, 0.15), 3) for name, value in params.items()}
        steps = [recipe["steps"][0] | {"tool": tool, "params": params}, *recipe["steps"][1:]]
        yield {"kind": "modify", "recipe": recipe | {"steps": steps}, "way": "sliders", "left_over": None}
    else:
        yield {"kind": "reject", "reasons": [rng.choice(("too_strong", "too_dark", "artifact", "not_asked"))]}
    if rng.random() < 0.5:
        score = min(100.0, max(0.0, 60 + 20 * liking))
        yield {
            "kind": "rating", "perceptual_quality": score, "instruction_following": score, "visual_consistency": None,
        }  # fmt: skip
    if rng.random() < 0.6:
        yield {"kind": "implicit", "act": rng.choice(("dwell", "zoom", "undo", "export")), "amount": 1.0}
    if rng.random() < 0.4:
        yield {"kind": "thumb", "up": liking > 0}


def _recipe(rng: random.Random) -> dict[str, Any]:
    steps = [
        {"tool": tool, "params": {name: round(rng.gauss(0.3, 0.4), 3)}, "mask": None, "opacity": 1.0,
         "enabled": True, "reason": "", "author": "agent"}
        for tool, name in rng.sample(TOOLS, rng.randint(1, 3))
    ]  # fmt: skip
    return {"schema": 1, "title": "", "steps": steps}


def row(document: dict[str, Any], number: int) -> dict[str, Any]:
    """A fact as its table has it."""
    at = datetime.fromisoformat(document["at"]).isoformat(timespec="microseconds")
    return {
        "workspace": W, "turn": document["turn"], "number": number, "person": document["person"], "at_utc": at,
        "document": json.dumps(document),
    }  # fmt: skip


def client(studio: Studio) -> TestClient:
    """The operator's client of a whole service in this process."""
    app = create_api(studio)
    door = SigningIn(studio, Speaker(OWNER, W), 8765)
    gated = guarded(app, address("127.0.0.1", 8765), door, Rates())
    _, token = studio.access.tokens.make(W, OWNER, "benchmark", datetime.now(UTC))
    return TestClient(gated, base_url="http://127.0.0.1:8765", headers={"authorization": f"Bearer {token}"})


def timed(client: TestClient, panel: str, tries: int) -> dict[str, Any]:
    """How long a panel takes."""
    took: list[float] = []
    for _ in range(tries):
        began = time.perf_counter()
        answer = client.get(f"/api/v1/dashboard/{panel}")
        answer.json()
        took.append(time.perf_counter() - began)
        assert answer.status_code == 200, answer.text
    return {"panel": panel, "median_s": statistics.median(took), "slowest_s": max(took)}


if __name__ == "__main__":
    sys.exit(main())
