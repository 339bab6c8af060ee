"""Work on a Ray of its own, in a process of its own: `python -m tests.app.fleet.on_ray SCENARIO FOLDER`."""

import json
import sys
from dataclasses import replace
from pathlib import Path

from tests.app.fleet.small_trade import Errand, SquareTrade
from tests.app.improving.loops import a_home, looped

from burnish.app.fleet.mapping import FleetEach
from burnish.app.fleet.opening import crew_on
from burnish.app.fleet.order import Order
from burnish.app.fleet.spreading import spread
from burnish.app.improving import running


def squares(folder: Path) -> dict:
    """The third kills one worker, the fifth all that try it."""
    errands = [Errand(k, kills={3: 1, 5: 99}.get(k, 0)) for k in range(8)]
    with crew_on("ray", 2) as crew:
        order = Order("one", "w", SquareTrade(folder), errands)
        return {each.piece.number: each.result for each in spread([order], crew)}


def loop(folder: Path) -> dict:
    """What a loop gives; the code counts as the same, whoever changes it meanwhile."""
    running.code_version = lambda _: "this"
    numbers = iter(range(100))
    home = a_home(folder)
    with FleetEach(
        "w", lambda ending: ending.enter_context(crew_on("ray", 2)), lambda: f"order-{next(numbers)}"
    ) as each:
        made = looped(home, changed=lambda works: replace(works, each=each))
    return {"release": made.release, "given": made.given}


if __name__ == "__main__":
    sys.stdout.write(json.dumps({"squares": squares, "loop": loop}[sys.argv[1]](Path(sys.argv[2]))))
