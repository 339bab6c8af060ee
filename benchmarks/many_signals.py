"""Millions of signals on PostgreSQL: how fast the next taste and every panel are, and what a run of the loop holds.

    python benchmarks/many_signals.py [--signals 5000000] [--database URL] [--home FOLDER] [--json]

Fills a store with so many signals of 2,000 people through its own tables, lets one person say 10,000 things and another
three, and then: a signal is kept and their next taste is asked for, again and again; so is every panel of the
dashboard; and the facts of a run of `burnish improve` are read in a process of their own, few and as many as it reads
at most. Without `--database` a server of PostgreSQL is begun for the run; with `--home` and `--database` what is
there already is used again.
"""

import argparse
import itertools
import json
import multiprocessing
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as `burnish serve` has it

import numpy as np
from sqlalchemy import insert, text, update

import dashboard
from burnish.app import Darkroom
from burnish.app.improving.facts import Facts, latest_number
from burnish.app.improving.opening import open_works
from burnish.app.improving.settings import Settings
from burnish.app.planning import embedded_planner
from burnish.app.speaker import Speaker
from burnish.app.studio.studio import Studio, open_studio
from burnish.bench.environment import environment
from burnish.bench.report import table
from burnish.bench.row import Row, Target
from burnish.feedback.offers import Situation
from burnish.learning.taste.shipped import shipped_ground
from burnish.recipe.document import parse_recipe
from burnish.storage.facts import read_offer, read_signal
from burnish.storage.opening import open_store
from burnish.storage.sql import SqlStore
from burnish.storage.tables import offers, signals, workspaces
from burnish.tools.catalogue import installed
from team_load import own_database

TASTE_MS, PANEL_MS = 30.0, 1000.0
EAGER, SHY = "eager", "shy"
SAID = {EAGER: 10_000, SHY: 3}
TRIES = 30
LEAST_READ = 20_000
"""Signals that the smaller of two readings reads."""


def main() -> int:
    """Measure and print the rows; 1 where a promise is not kept."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--signals", type=int, default=5_000_000)
    parser.add_argument(
        "--database", help="URL of a PostgreSQL database that is empty, or was filled by this program"
    )
    parser.add_argument("--home", type=Path)
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    with ExitStack() as held:
        url = wanted.database or held.enter_context(own_database())
        home = wanted.home or Path(held.enter_context(tempfile.TemporaryDirectory()))
        rows = [*measured(home, url, wanted.signals)]
    document = {
        "benchmark": "many_signals", "rows": [each.document() for each in rows],
        "environment": environment(date=datetime.now(UTC).date().isoformat()),
    }  # fmt: skip
    sys.stdout.write((json.dumps(document) if wanted.json else table(document)) + "\n")
    return 1 if any(each.ok is False for each in rows) else 0


def measured(home: Path, url: str, count: int) -> Iterator[Row]:
    """Everything, one after the other."""
    with open_store(home / "feedback", url) as store:
        dashboard.fill(store, count)
        for person, times in SAID.items():
            speak(store, person, times)
        with store.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ROLLBACK")  # pg8000 is still in the pool's ping
            connection.exec_driver_sql("ANALYZE")
        kept = store.database
        with kept.reading() as connection:
            there = connection.execute(text("SELECT count(*) FROM signals")).scalar_one()
    yield Row("signals in the store", float(there), "signals")
    yield from readings(home, url)
    darkroom = Darkroom(installed(), home)
    studio = open_studio(darkroom, embedded_planner(darkroom.catalogue), url)
    try:
        for person in SAID:
            yield from tastes(studio, person)
        yield from panels(studio)
    finally:
        studio.close()


def speak(store: SqlStore, person: str, times: int) -> None:
    """Let a person have said so many things of turns of theirs, in bulk; nothing where they have."""
    if any(True for _ in itertools.islice(store.after(dashboard.W, person=person), 1)):
        return
    with store.database.writing("fill") as connection:
        number = connection.execute(workspaces.select().with_for_update()).one().last_number
        turns, said = [], []
        for k in range(times):
            offer, told = said_of(person, k)
            turns.append(
                dashboard.row(offer, number := number + 1) | {"photo": offer["photo"], "proposals": "1 2"}
            )
            said.append(dashboard.row(told, number := number + 1) | {"id": told["id"]})
        for rows in (range(start, min(start + 1000, times)) for start in range(0, times, 1000)):
            connection.execute(insert(offers), [turns[k] for k in rows])
            connection.execute(insert(signals), [said[k] for k in rows])
        connection.execute(update(workspaces).values(last_number=number))


def said_of(person: str, k: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """A turn that asks for nothing in particular, and how far its exposure was moved."""
    offer, _ = next(dashboard.turns(1))
    turn, at = f"{person}-{k}", datetime.now(UTC).isoformat()
    situation = {**offer["situation"], "operations": [], "request": "auto"}
    own = {"turn": turn, "person": person, "at": at}
    recipe = offer["proposals"][0]["recipe"]
    moved = {
        **recipe,
        "steps": [*recipe["steps"], {"tool": "exposure", "params": {"stops": 0.3 + k % 5 / 10}}],
    }
    told = {
        name: offer[name] for name in ("schema", "workspace", "policy", "consent")
    } | own | {"id": f"s-{turn}", "kind": "modify", "proposal": "1", "propensity": 0.5, "recipe": moved,
               "way": "sliders", "left_over": None}  # fmt: skip
    return offer | own | {"situation": situation}, told


def tastes(studio: Studio, person: str) -> Iterator[Row]:
    """A signal is kept, and then the person's next taste: what they said is in it."""
    speaker = Speaker(person, dashboard.W)
    desk = studio.workspaces.desk_of(speaker)
    began = time.perf_counter()
    with desk.turn:
        desk.book.catch_up(person)
    yield Row(f"catching up with all that {person} said, once", time.perf_counter() - began, "s")
    catalogue = studio.workspaces.darkroom.catalogue
    took: list[float] = []
    for k in range(TRIES):
        offer, told = said_of(person, 10**6 + k + time.monotonic_ns() % 10**9)
        store = studio.workspaces.store
        store.offer([read_offer(json.dumps(offer))])
        store.append([read_signal(json.dumps(told))])
        planned = parse_recipe(dict(offer["proposals"][0]["recipe"]), catalogue)
        began = time.perf_counter()
        desk = studio.workspaces.desk_of(speaker)
        with desk.turn:
            assert desk.knows_somebody()
            desk.book.advise(person, Situation(), planned)
        took.append(1000 * (time.perf_counter() - began))
    p95 = float(np.percentile(took, 95))
    yield Row(
        f"next taste of who said {SAID[person]:,} things, median of {TRIES}", statistics.median(took), "ms"
    )
    yield Row(
        f"next taste of who said {SAID[person]:,} things, p95 of {TRIES}",
        p95,
        "ms",
        target=Target("at most", TASTE_MS),
    )


def panels(studio: Studio) -> Iterator[Row]:
    """Every panel, once the log was counted."""
    began = time.perf_counter()
    studio.dashboard.counting.complete(dashboard.W)
    yield Row("counting the whole log, once", time.perf_counter() - began, "s")
    client = dashboard.client(studio)
    while not client.get("/api/v1/dashboard/queue").json()["is_ready"]:
        time.sleep(0.5)
    slowest = max(
        (dashboard.timed(client, each, 3) for each in dashboard.PANELS), key=lambda each: each["slowest_s"]
    )
    yield Row(
        f"slowest panel ({slowest['panel']})",
        1000 * slowest["slowest_s"],
        "ms",
        target=Target("at most", PANEL_MS),
    )


def readings(home: Path, url: str) -> Iterator[Row]:
    """What reading the facts of a run holds, by how many signals there are: the same from so many on."""
    most = Settings().most_signals
    with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        few = pool.apply(read, (home, url, LEAST_READ))
        many = pool.apply(read, (home, url, most))
    yield Row(f"memory of a run that reads {few[0]:,} signals", few[1], "MiB")
    yield Row(
        f"memory of a run over all, which reads {many[0]:,}", many[1], "MiB",
        note=f"the latest {most:,} at most, however many there are",
    )  # fmt: skip
    yield Row("reading them took", many[2], "s")


def read(home: Path, url: str, most: int) -> tuple[int, float, float]:
    """How many signals were read, the most memory that took, and how long it took."""
    began = time.perf_counter()
    with open_store(home / "feedback", url) as store:
        works = open_works(home, dashboard.W, store, shipped_ground(installed()), "embedded")
        facts = Facts(works, latest_number(works), most)
        count = len(facts.learnable_signals) and len(facts.signals)
        facts.digest()
    return count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
