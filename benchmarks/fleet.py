"""Many photos through one recipe, on this machine and on Ray: how fast, and whether the bytes are the same.

    python benchmarks/fleet.py [FOLDER] [--photos 1000] [--rounds 1] [--json]

The photos are copies at 2 megapixels of those in FOLDER, else of `photos` of the test data that `BURNISH_DATA` names,
else of a made picture; no two are alike. Whole commands are run. How fast they are while they work is told by when
their files were written; what starting takes is a row of its own.
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import cv2
import numpy as np

from burnish.app.fleet.journal import digest_of
from burnish.bench.environment import environment
from burnish.bench.photos import made
from burnish.bench.processes import limited_to
from burnish.bench.report import table
from burnish.bench.row import Row, Target
from burnish.imaging.files import write_photo

RECIPE = Path(__file__).resolve().parents[1] / "examples" / "golden_hour.json"
PIXELS = 2_000_000
ORIGINALS = 16
WARM = 4
"""Pictures for each worker that do not count: until then it imports what it needs."""

SAME_PER_CORE, TWO_TO_ONE = 0.9, 1.8
LEAST = 8 * WARM


@dataclass(frozen=True)
class Way:
    """One way to render the same photos."""

    name: str
    workers: int
    arguments: tuple[str, ...]


WAYS = (
    Way("this machine, 1 photo at once", 1, ("--jobs", "1")),
    Way("Ray, 1 worker", 1, ("--jobs", "1", "--on", "ray")),
    Way("this machine, 2 photos at once", 2, ("--jobs", "2")),
    Way("Ray, 2 workers", 2, ("--jobs", "2", "--on", "ray")),
)


@dataclass(frozen=True)
class Ran:
    """How a run went."""

    seconds: float
    """Of the whole command."""
    begins_s: float
    """Until the first picture was there."""
    rate: float
    """Pictures a second while it worked."""
    pictures: dict[str, str]
    """Digests by name."""


def main() -> int:
    """Measure and print the rows."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    data = os.environ.get("BURNISH_DATA")
    parser.add_argument("folder", nargs="?", type=Path, default=Path(data, "photos") if data else None)
    parser.add_argument("--photos", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    if wanted.photos < LEAST:
        parser.error(
            f"--photos {wanted.photos}; at least {LEAST} are needed to tell how fast they are rendered"
        )
    with tempfile.TemporaryDirectory(prefix="burnish-fleet-") as folder, limited_to(2) as processors:
        bench = Bench(Path(folder))
        tell(f"{wanted.photos} photos")
        write_photos(wanted.folder, wanted.photos, bench.photos)
        rounds = [[bench.ran(way) for way in WAYS] for _ in range(wanted.rounds)]
        rows = [*rows_of(rounds), *bench.killed(rounds[0][0].pictures)]
    document = {"benchmark": "fleet", "rows": [row.document() for row in rows],
                "environment": {**environment(processors=processors), "photos": wanted.photos}}  # fmt: skip
    print(json.dumps(document) if wanted.json else table(document))
    return 0


@dataclass(frozen=True)
class Bench:
    """A folder in which the runs are done."""

    folder: Path

    @property
    def photos(self) -> Path:
        """Where the photos lie."""
        return self.folder / "photos"

    def start(self, way: Way) -> "subprocess.Popen[bytes]":
        """A command that renders all of them into a folder of its own, with a home of its own."""
        shutil.rmtree(self.folder / "out", ignore_errors=True)
        shutil.rmtree(self.folder / "home", ignore_errors=True)
        names = sorted(str(path) for path in self.photos.iterdir())
        command = [
            sys.executable,
            "-m",
            "burnish",
            "render",
            *names,
            "-r",
            str(RECIPE),
            "-o",
            "out",
            "--json",
        ]
        given = {**os.environ, "BURNISH_HOME": str(self.folder / "home"), "OPENBLAS_NUM_THREADS": "1"}
        return subprocess.Popen(
            [*command, *way.arguments], cwd=self.folder, env=given, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip

    def ran(self, way: Way) -> Ran:
        """One run, alone on as many processors as it has workers where it is on this machine."""
        tell(way.name)
        with limited_to(2 if "--on" in way.arguments else way.workers):
            begun, begun_at = time.perf_counter(), time.time()
            code = self.start(way).wait()
            seconds = time.perf_counter() - begun
        if code:
            raise SystemExit(f"{way.name} ended with code {code}")
        paths = list((self.folder / "out").iterdir())
        times = sorted(path.stat().st_mtime for path in paths)
        first = WARM * way.workers
        rate = (len(times) - first - 1) / (times[-1] - times[first])
        return Ran(seconds, times[0] - begun_at, rate, digests(paths))

    def killed(self, expected: dict[str, str]) -> list[Row]:
        """What a worker costs that is killed when half of the pictures are there."""
        tell("a worker is killed")
        process, out = self.start(WAYS[-1]), self.folder / "out"
        while process.poll() is None and (not out.is_dir() or len(list(out.glob("p*"))) < len(expected) // 2):
            time.sleep(0.01)
        workers = workers_of(process.pid)
        before = {path.name: path.stat().st_mtime_ns for path in out.glob("p*")}
        if workers:
            os.kill(workers[0], signal.SIGKILL)
        code = process.wait()
        again = sum(1 for name, at in before.items() if (out / name).stat().st_mtime_ns != at)
        whole = share_of(digests(list(out.iterdir())), expected)
        how = f"kill -9 of one of {len(workers)} workers halfway; the command ended with code {code}"
        return [
            Row("a worker is killed: pictures with the same bytes", whole if workers else None, "share",
                target=Target("at least", 1.0), note=how),
            Row("a worker is killed: finished pictures that were done again", again if workers else None, "pictures",
                target=Target("at most", 1.0), note="one may be whose worker could not tell any more"),
        ]  # fmt: skip


def rows_of(rounds: list[list[Ran]]) -> list[Row]:
    """The figures of all rounds."""
    alone, ray, two, ray_two = (column(rounds, k) for k in range(4))
    expected = rounds[0][0].pictures
    same = min(share_of(each.pictures, expected) for done in rounds for each in done)
    unit = "photos/s a worker"

    def against(one: list[Ran], other: list[Ran], share: float = 1.0) -> float:
        return share * median(a.rate / b.rate for a, b in zip(one, other, strict=True))

    return [
        Row("pictures with the same bytes on Ray", same, "share", target=Target("at least", 1.0),
            note="digests of all files of all runs"),
        Row(WAYS[0].name, rate(alone), "photos/s", note="one process on one processor, one thread"),
        Row(WAYS[2].name, rate(two), "photos/s", rate(alone), against(two, alone), against="1 at once",
            note="one process, two threads"),
        Row(WAYS[1].name, rate(ray), unit, rate(alone), against(ray, alone), Target("at least", SAME_PER_CORE),
            "this machine, 1 at once", "while it works"),
        Row(f"{WAYS[3].name}, each", rate(ray_two) / 2, unit, rate(two) / 2, against(ray_two, two),
            Target("at least", SAME_PER_CORE), "this machine, 2 at once", "Ray itself is on these two processors, too"),
        Row(WAYS[3].name, rate(ray_two), "photos/s", rate(ray), against(ray_two, ray), Target("at least", TWO_TO_ONE),
            "Ray, 1 worker", "while they work"),
        Row("whole command, Ray with 2 workers", median(each.seconds for each in ray_two), "s",
            median(each.seconds for each in two),
            median(a.seconds / b.seconds for a, b in zip(ray_two, two, strict=True)),
            against="this machine, 2 at once"),
        Row("until the first picture, Ray with 2 workers", median(each.begins_s for each in ray_two), "s",
            median(each.begins_s for each in two), against="this machine, 2 at once"),
    ]  # fmt: skip


def column(rounds: list[list[Ran]], number: int) -> list[Ran]:
    """All runs of one way."""
    return [each[number] for each in rounds]


def rate(runs: list[Ran]) -> float:
    """The median."""
    return median(each.rate for each in runs)


def digests(paths: list[Path]) -> dict[str, str]:
    """Of files, by name."""
    return {path.name: digest_of(path.read_bytes()) for path in paths}


def share_of(found: dict[str, str], expected: dict[str, str]) -> float:
    """Of the expected files, those that are there with these bytes; nothing else may be there."""
    same = sum(found.get(name) == digest for name, digest in expected.items())
    return same / max(len(expected), len(found))


def workers_of(session: int) -> list[int]:
    """Ray workers at a task, of a command that is the leader of its session."""
    found: list[int] = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if path.read_bytes().startswith(b"ray::worked") and os.getsid(int(path.parent.name)) == session:
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found


def write_photos(source: Path | None, count: int, folder: Path) -> None:
    """That many photos, each a copy of one of the first few, turned around sideways a little further."""
    folder.mkdir()
    originals: list[Any] = []
    paths = [] if source is None else sorted(source.glob("*.jpg"))[:ORIGINALS]
    for path in paths:
        samples = cv2.imread(str(path))[..., ::-1]
        factor = (PIXELS / (samples.shape[0] * samples.shape[1])) ** 0.5
        originals.append(cv2.resize(samples, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA))
    originals = originals or [made(1732, 1155)]
    for k in range(count):
        rolled = np.roll(originals[k % len(originals)], 5 * (k // len(originals)), axis=1)
        write_photo(folder / f"p{k:05d}.jpg", np.ascontiguousarray(rolled))


def tell(text: str) -> None:
    """Progress on stderr."""
    print(f"… {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
