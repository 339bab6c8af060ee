"""Rendering in a process that is already running."""

from functools import partial

from burnish.bench.recipes import apart
from burnish.bench.row import Row, Target
from burnish.bench.session import Session, megapixels
from burnish.bench.timing import taking_turns
from burnish.imaging.reduce import reduce

FLOOR = "decode and encode only"
PREVIEW_SHARE = 1 / 12
"""Of the photo's pixels in a preview: 2 of 24 megapixels."""


def rows(session: Session) -> list[Row]:
    """From a file to a file, against the codec alone; threads; a preview."""
    return [*_file_to_file(session), _threads(session), _preview(session)]


def slow_steps(session: Session) -> list[Row]:
    """Steps that are slow by nature, each alone, quoted without a target."""
    made: list[Row] = []
    steps = apart(session.catalogue, session.picture.width, session.picture.height)
    for name, recipe in steps.items():
        session.tell(name)
        alone = partial(session.render, session.picture, recipe)
        rounds = taking_turns((session.floor, alone), max(1, session.repeats - 3))
        made.append(
            Row(
                f"{name}, {session.size}", rounds.median(1), "s", rounds.median(0), rounds.ratio(1, 0), against=FLOOR,
                note="warm, in memory",
            )
        )  # fmt: skip
    return made


def _file_to_file(session: Session) -> list[Row]:
    session.tell("file to file, warm")
    works = (
        session.floor,
        *(partial(session.file_to_file, each) for each in (session.twelve, session.sixteen)),
    )
    rounds = taking_turns(works, session.repeats)
    floor = rounds.median(0)
    first = Row(
        f"{FLOOR}, {session.size}",
        floor,
        "s",
        note="the floor: simplejpeg, quality 92, 4:4:4, warm, file to file",
    )
    named = (
        ("12 per-pixel tools", Target("at most", 3.0)),
        (
            "16 tools: the 12, highlights and shadows, clarity, dehaze, sharpening",
            Target("at most", 3.5, stretch=2.5),
        ),
    )
    return [first] + [
        Row(
            f"{name}, {session.size}", rounds.median(work), "s", floor, rounds.ratio(work, 0), target, FLOOR,
            "warm, file to file",
        )
        for work, (name, target) in enumerate(named, 1)
    ]  # fmt: skip


def _threads(session: Session) -> Row:
    session.tell("one thread, then two")
    name, target, against = (
        f"16 tools on one thread, {session.size}",
        Target("at least", 1.7),
        "on two threads",
    )
    if session.processors < 2:
        return Row(name, None, "s", target=target, against=against, note="not measured: one processor")
    works = [partial(session.render, session.picture, session.sixteen, threads) for threads in (1, 2)]
    rounds = taking_turns(works, session.repeats)
    return Row(
        name, rounds.median(0), "s", rounds.median(1), rounds.ratio(0, 1), target, against, "warm, in memory"
    )


def _preview(session: Session) -> Row:
    session.tell("preview")
    small = reduce(session.picture, max_pixels=round(session.pixels * PREVIEW_SHARE))
    rounds = taking_turns([partial(session.render, small, session.sixteen)], session.repeats * 4)
    name = f"preview of 16 tools, {megapixels(small.width * small.height)}"
    target, note = Target("at most", 60.0, stretch=25.0), "warm, in memory, from an already reduced picture"
    return Row(name, rounds.median(0) * 1000, "ms", target=target, note=note)
