"""How long it takes from a signal that is sent to a proposal that has learned from it, with a long past behind it."""

import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from burnish.bench.row import Row, Target
from burnish.feedback.offers import Offer, Proposal, Situation
from burnish.feedback.signals import Comment, Modify, Signal
from burnish.learning.taste.book import Ground, TasteBook
from burnish.recipe.recipe import Recipe
from burnish.storage.opening import open_store

SPOKEN, QUICK_SPOKEN = 10_000, 200
"""Signals of the person before it is measured; `CORRECTIONS` more fill the window that is weighed again each time."""

CORRECTIONS, MEASURED = 60, 30
TARGET_MS = 20.0

_WHO: dict[str, Any] = {"person": "someone", "workspace": "bench", "policy": "bench"}


def latency_rows(ground: Ground, *, quick: bool, folder: Path | None = None) -> list[Row]:
    """Signal kept on the disk, learned, kept, and the next proposal made; and the same without keeping."""
    random, at = np.random.default_rng(0), datetime.now(UTC)
    sliders = ground.design.sliders
    look = random.normal(size=sliders.size) / np.maximum(ground.sensitivity.strength, 4.0)
    with (
        tempfile.TemporaryDirectory(prefix="burnish-bench-", dir=folder) as name,
        open_store(Path(name)) as store,
    ):
        shown = Proposal(id="p", recipe=Recipe().document())
        offer = Offer(turn="t", at=at, photo="sha256:" + "0" * 64, proposals=(shown,), **_WHO)
        store.offer([offer])
        spoken = QUICK_SPOKEN if quick else SPOKEN
        said: dict[str, Any] = {"at": at, "turn": "t", "proposal": "p", **_WHO}
        for first in range(0, spoken, 500):
            store.append(
                [Comment(id=f"c{k}", text="fine", **said) for k in range(first, min(first + 500, spoken))]
            )
        book = TasteBook(store, "bench", ground)
        book.catch_up("someone")
        whole: list[float] = []
        learning: list[float] = []
        for k in range(CORRECTIONS + MEASURED):
            values = look + random.normal(size=sliders.size) * 0.02
            values[random.random(sliders.size) > 3 / sliders.size] = 0.0
            recipe = sliders.recipe(np.clip(values, sliders.low, sliders.high))
            signal: Signal = Modify(id=f"m{k}", recipe=recipe.document(), **said)
            began = time.perf_counter()
            store.append([signal])
            kept = time.perf_counter()
            book.catch_up("someone")
            book.advise("someone", Situation(), Recipe())
            ended = time.perf_counter()
            if k >= CORRECTIONS:
                whole.append(ended - began)
                learning.append(ended - kept)
    name, learned = (
        "one signal to the next proposal",
        "of which learning, keeping what was learned and proposing",
    )
    note = f"after {spoken:,} signals and {CORRECTIONS} corrections of one person; SQLite, warm"
    whole_ms, learning_ms = (float(np.median(each)) * 1000 for each in (whole, learning))
    return [
        Row(name, whole_ms, "ms", target=Target("at most", TARGET_MS), note=note),
        Row(learned, learning_ms, "ms", note=note),
    ]
