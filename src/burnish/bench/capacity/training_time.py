"""How long a run of the loop takes on this machine: two runs of simulated people, and the line through them."""

import shutil
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from burnish.app.improving.opening import open_works
from burnish.app.improving.running import improve
from burnish.app.improving.settings import Settings
from burnish.bench.improving.slider_people import SliderCrowd
from burnish.governance.deploying import Hand
from burnish.learning.policy.amount_policy import AmountPolicy
from burnish.learning.taste.shipped import shipped_ground
from burnish.storage.opening import open_store
from burnish.tools.catalogue import built_in

FEW, MANY = 400, 1600
"""Signals of the two runs."""

SIGNALS_A_PERSON = 20
WORKSPACE = "capacity"
_HAND = Hand("system:capacity", datetime(2026, 2, 1, tzinfo=UTC))


def measured_training(few: int = FEW, many: int = MANY, seed: int = 0) -> dict[str, float]:
    """`fixed_s` and `ms_a_signal`, in processor time: the part that each run takes, and that each signal adds."""
    few_s, many_s = processor_s(few, seed), processor_s(many, seed)
    a_signal_s = max(0.0, (many_s - few_s) / (many - few))
    return {"fixed_s": max(0.0, few_s - few * a_signal_s), "ms_a_signal": a_signal_s * 1e3}


def processor_s(signals: int, seed: int) -> float:
    """Processor time of one run over so many signals. Raises Failure."""
    ground = shipped_ground(built_in())
    crowd = SliderCrowd(ground, AmountPolicy(ground.design, {}), WORKSPACE, seed=seed)
    home = Path(tempfile.mkdtemp(prefix="burnish-capacity-"))
    try:
        with open_store(home / "feedback") as store:
            for person in range(max(1, signals // SIGNALS_A_PERSON)):
                turns = list(crowd.turns(person, SIGNALS_A_PERSON))
                store.offer([offer for offer, _ in turns])
                store.append([signal for _, signal in turns])
            works = open_works(home, WORKSPACE, store, ground, "capacity")
            begun_s = time.process_time()
            improve(works, Settings(seed=seed), _HAND)
            return time.process_time() - begun_s
    finally:
        shutil.rmtree(home, ignore_errors=True)
