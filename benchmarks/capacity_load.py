"""The capacity simulation beside a real load: both figures, and how far they are apart.

    python benchmarks/capacity_load.py [--people N] [--seconds 90] [--photos 4] [--seed 0] [--json]

A real server is started on this machine; what each kind of request takes is measured alone, before the load and after
it; people work at it for so long; the same is simulated with what was measured. Other programs on this machine are
watched and simulated along, but a quiet machine is the better judge.
"""

import argparse
import json
import sys

from burnish.bench.capacity.comparing import Trial, compared
from burnish.bench.report import table


def main() -> int:
    """Measure, simulate, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, help="else as many as keep the machine busy by 40 %%")
    parser.add_argument("--seconds", type=float, default=90.0)
    parser.add_argument("--photos", type=int, default=4)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    trial = Trial(wanted.people, wanted.seconds, wanted.photos, seed=wanted.seed)
    document = compared(trial, lambda text: print(f"… {text}", file=sys.stderr, flush=True))
    print(json.dumps(document) if wanted.json else table(document))
    return 0 if all(row["ok"] is not False for row in document["rows"]) else 1


if __name__ == "__main__":
    sys.exit(main())
