"""How fast pictures are rendered, as ratios to a floor or a peer measured in the same run."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from burnish.bench import cold, scaling, warm
from burnish.bench.environment import environment
from burnish.bench.photos import default_photo, working_copy
from burnish.bench.processes import limited_to
from burnish.bench.row import Row
from burnish.bench.session import Session
from burnish.tools.catalogue import built_in

PIXELS, QUICK_PIXELS = 24_000_000, 240_000
REPEATS, QUICK_REPEATS = 7, 1
PROCESSORS = 2


def run(
    photo: Path | None = None,
    *,
    quick: bool = False,
    date: str | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> dict[str, Any]:
    """Measure and give `{"benchmark", "rows", "environment"}` as plain JSON values.

    Without a photo the one of the test data is taken, else one is made. Everything runs on two processors.
    `quick` is a rehearsal with a small picture and few processes; `date` is kept with the figures; `tell` hears what
    comes next.

    Raises:
        PhotoError: the photo cannot be read.
        Failure: one of our own processes did not end well.
    """
    chosen = photo or (None if quick else default_photo())
    catalogue = built_in()
    with tempfile.TemporaryDirectory(prefix="burnish-bench-") as name, limited_to(PROCESSORS) as processors:
        folder = Path(name)
        copy = working_copy(chosen, QUICK_PIXELS if quick else PIXELS, folder, catalogue)
        repeats = QUICK_REPEATS if quick else REPEATS
        session = Session(copy, folder, catalogue, processors, repeats, tell)
        rows = [
            *warm.rows(session),
            *scaling.rows(session),
            cold.help_row(session),
            *warm.slow_steps(session),
        ]
        rows += [] if quick else cold.whole_processes(session)
        facts = environment(date=date, processors=processors)
        facts["photo"] = _described(session, made=chosen is None)
    return document(rows, facts)


def document(rows: list[Row], facts: dict[str, Any]) -> dict[str, Any]:
    """The benchmark's answer as plain JSON values."""
    return {"benchmark": "render", "rows": [row.document() for row in rows], "environment": facts}


def _described(session: Session, *, made: bool) -> str:
    megabytes = session.photo.stat().st_size / 1e6
    size = f"{session.picture.width} × {session.picture.height}, {megabytes:.1f} MB as JPEG"
    return f"{'made' if made else 'a photograph'}, {size}"
