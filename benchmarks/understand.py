"""How well words are understood: `python benchmarks/understand.py DATA [--json]`.

DATA is the folder `requests_eval` of the test data, which is measured on and never trained on: hand-labeled sentences
(`intents*.jsonl`), groups of phrasings of one edit (`gier*.jsonl`), and spoken requests with tagged words
(`editme*.jsonl`).
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from burnish.agent.language.lexicon import shipped_lexicon
from burnish.agent.language.understanding import understood
from burnish.agent.language.words import split_words
from burnish.agent.planner.intents import DESTRUCTIVE
from burnish.bench.environment import environment
from burnish.bench.row import Row, Target

CRITIQUE = "dpc"
"""Source of the sentences that are discursive critique."""

Key = tuple[str, ...]


def f1(pairs: Iterable[tuple[set[Key], set[Key]]]) -> float:
    """Micro-averaged F1 of sets of labels: wanted, found."""
    right = wanted_count = found_count = 0
    for wanted, found in pairs:
        right += len(wanted & found)
        wanted_count += len(wanted)
        found_count += len(found)
    return 2 * right / max(1, wanted_count + found_count)


def keys(intents: Sequence[dict[str, Any]], *fields: str) -> set[Key]:
    """What is compared of some intents."""
    directed = {"keep", "unsupported", "undo"}
    return {
        tuple(str(None if f == "direction" and i["op"] in directed else i.get(f)) for f in fields)
        for i in intents
    }


def read_lines(folder: Path, pattern: str) -> list[dict[str, Any]]:
    """The rows of every file of a kind."""
    return [
        json.loads(line)
        for path in sorted(folder.glob(pattern))
        for line in path.read_text("utf-8").splitlines()
        if line.strip()
    ]


def labeled(rows: Sequence[dict[str, Any]]) -> list[Row]:
    """Sentences labeled by hand."""
    readings = [understood(row["text"]) for row in rows]
    found = [[i.document(row["text"]) for i in r.intents] for row, r in zip(rows, readings, strict=True)]
    pairs = list(zip([row["intents"] for row in rows], found, strict=True))
    exact = [keys(w, "op", "direction") == keys(f, "op", "direction") for w, f in pairs]
    sure = [e for e, r in zip(exact, readings, strict=True) if r.confident]
    critique = [p for row, p in zip(rows, pairs, strict=True) if row["source"] == CRITIQUE]
    nothing = [not f for w, f in pairs if not w]
    return [
        _row("operation F1", f1((keys(w, "op"), keys(f, "op")) for w, f in pairs), 0.91, f"{len(rows)} sentences"),
        _row(
            "operation and direction F1",
            f1((keys(w, "op", "direction"), keys(f, "op", "direction")) for w, f in pairs),
            0.88,
        ),
        _row(
            "with region F1",
            f1((keys(w, "op", "direction", "region"), keys(f, "op", "direction", "region")) for w, f in pairs),
            0.78,
        ),
        _row("exact set of operations and directions", statistics.fmean(exact), 0.75),
        _row("critique alone, operation F1", f1((keys(w, "op"), keys(f, "op")) for w, f in critique), 0.80,
             f"{len(critique)} sentences"),
        _row("share of sentences where it is confident", len(sure) / len(exact), 0.60),
        _row("exact where it is confident", statistics.fmean(sure) if sure else 0.0, 0.92),
        _row("right direction where the operation is right", _directions(pairs), 0.96),
        _row("nothing to do, seen as such", statistics.fmean(nothing) if nothing else 0.0, 0.80,
             f"{len(nothing)} sentences"),
    ]  # fmt: skip


def _directions(pairs: Sequence[tuple[list[dict[str, Any]], list[dict[str, Any]]]]) -> float:
    right: list[bool] = []
    for wanted, found in pairs:
        given = {i["op"]: i["direction"] for i in found}
        right += [
            given[i["op"]] == i["direction"]
            for i in wanted
            if i["op"] in given and i.get("direction") in ("+", "-")
        ]
    return statistics.fmean(right)


def grouped(rows: Sequence[dict[str, Any]]) -> list[Row]:
    """Groups of phrasings of one edit: do they agree, and does none lose anything unasked?"""
    unasked = total = 0
    agreeing: list[float] = []
    for row in rows:
        mains: list[frozenset[str]] = []
        for text in (*row["expert"], *row["amateur"]):
            total += 1
            ops = {intent.op for intent in understood(text).intents}
            unasked += bool(ops & DESTRUCTIVE) and not _names_loss(text)
            if ops:
                mains.append(frozenset(ops))
        if len(mains) >= 2:
            common = Counter(op for ops in mains for op in ops).most_common(1)[0][0]
            agreeing.append(statistics.fmean(common in ops for ops in mains))
    return [
        _row("phrasings of a group that hold its most common operation", statistics.fmean(agreeing), 0.75,
             f"{len(agreeing)} groups"),
        Row("destructive operation without a word for it", unasked / total, "share", target=Target("at most", 0.01),
            note=f"{total} phrasings"),
    ]  # fmt: skip


_LOSS = frozenset(
    """remove delete erase crop zoom trim cut take background backdrop out rid eliminate clean away
    clear off close closer tighter edit photoshop transparent without hide lose fix bg cover replace
    white cropped removed clone fill tight""".split()
)


def _names_loss(text: str) -> bool:
    lowered = {word.text for word in split_words(text)}
    terms = shipped_lexicon().terms(split_words(text))
    return bool(lowered & _LOSS) or any(term.can_be("take", "distracting") for term in terms)


def spoken(rows: Sequence[dict[str, Any]]) -> list[Row]:
    """Spoken requests: is it about a region or about the whole picture?"""
    right: list[bool] = []
    for row in rows:
        if row["intent"] not in ("adjust", "delete", "crop", "apply"):
            continue
        words = [word for word, _ in row["tokens"]]
        masked = {word for word, tag in row["tokens"] if tag.endswith("mask")}
        intents = understood(" ".join(words)).intents
        if intents:
            right.append(bool(masked - _WHOLE) == any(intent.region for intent in intents))
    return [
        _row(
            "region or whole picture, spoken requests",
            statistics.fmean(right),
            0.80,
            f"{len(right)} requests",
        )
    ]


_WHOLE = frozenset(
    """the a an of in on this that entire whole overall image photo photograph picture pic shot it all
    photos images over to everything and more""".split()
)


def speed(texts: Sequence[str]) -> list[Row]:
    """Time of one plan, warm, and of the whole process."""
    from burnish.agent.planner.conversation import conversation_about
    from burnish.agent.planner.request import Request
    from burnish.app import open_darkroom
    from burnish.app.planning import embedded_planner

    planner = embedded_planner(open_darkroom().catalogue)
    times: list[float] = []
    for text in texts:
        begun = time.perf_counter()
        planner.plan(Request(text), conversation_about())
        times.append(1000 * (time.perf_counter() - begun))
    cold, peak = _cold()
    return [
        Row("plan, warm, 95th percentile", round(sorted(times)[int(0.95 * len(times))], 2), "ms",
            target=Target("at most", 15)),
        Row("plan, warm, median", round(statistics.median(times), 2), "ms"),
        Row("plan, cold process", round(cold, 3), "s", target=Target("at most", 0.8), note="best of seven"),
        Row("plan, cold process, peak memory", round(peak / 1e6), "MB", target=Target("at most", 150)),
    ]  # fmt: skip


def _cold() -> tuple[float, float]:
    """Seconds and peak bytes of `burnish plan` as a process of its own."""
    command = [sys.executable, "-m", "burnish", "plan", "a bit brighter and remove the red tint", "--json"]
    seconds: list[float] = []
    for _ in range(7):
        begun = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        seconds.append(time.perf_counter() - begun)
    return min(seconds), 1024.0 * resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss


def _row(name: str, value: float, target: float, note: str = "") -> Row:
    return Row(name, round(value, 3), "share", target=Target("at least", target), note=note)


def run(folder: Path) -> dict[str, Any]:
    """Every figure, as one document."""
    sentences = read_lines(folder, "intents*.jsonl")
    rows = [*labeled(sentences), *grouped(read_lines(folder, "gier*.jsonl"))]
    rows += [*spoken(read_lines(folder, "editme*.jsonl")), *speed([row["text"] for row in sentences])]
    return {
        "benchmark": "understand",
        "title": "Understanding words",
        "rows": [row.document() for row in rows],
        "environment": environment(),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    document = run(wanted.data)
    if wanted.json:
        print(json.dumps(document, indent=2))
        return
    for row in document["rows"]:
        verdict = {None: "", True: "ok", False: "short"}[row["ok"]]
        aim = "" if row["target"] is None else f"({row['bound']} {row['target']})"
        print(f"{verdict:<6}{row['name']:<62}{row['value']:>8} {row['unit']:<6}{aim:<18}{row['note']}")


if __name__ == "__main__":
    main()
