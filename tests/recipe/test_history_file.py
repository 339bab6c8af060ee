"""The log on disk: what is acknowledged stays, whatever happens."""

import fcntl
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from burnish.errors import BadInput, Failure, UnknownSchema, UnknownTool, WriteFailed
from burnish.imaging.masks import Radial
from burnish.recipe import document, history_log, migrations
from burnish.recipe import recipe as recipe_module
from burnish.recipe.history import Edited, Event, History, Moved, Named, Unnamed, apply, begin
from burnish.recipe.history_file import HistoryFile
from burnish.recipe.recipe import Recipe, Step, recipe
from burnish.tools.catalogue import Catalogue, built_in
from burnish.tools.contrast import Contrast
from burnish.tools.exposure import Exposure

PHOTO = "sha256:" + "ab" * 32
START = datetime(2026, 11, 21, 12, tzinfo=UTC)
TOOLS = built_in()
SCHEMA_1 = Path(__file__).parent.parent / "golden" / "history_schema_1.jsonl"
"""Made with a JSON encoder and SHA-256 alone, from the description in `history_log`."""


def exposed(stops: float) -> Recipe:
    return recipe([Exposure(stops=stops)])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "photo.history"


@pytest.fixture
def log(path: Path) -> HistoryFile:
    return HistoryFile.create(path, TOOLS, photo=PHOTO, at=START)


def edit(log: HistoryFile, made: Recipe) -> History:
    return log.append(log.read().edited(made, by="person", at=START))


def reread(path: Path) -> History:
    return HistoryFile(path, TOOLS, photo=PHOTO).read()


def records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line)["record"] for line in path.read_bytes().splitlines()]


class Session(RuleBasedStateMachine):
    """Random editing: after every step a stranger who opens the file must see what the live value says."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "log"
        self.log = HistoryFile.create(self.path, TOOLS, photo=PHOTO, at=START)
        self.live = begin(PHOTO, START)
        self.made = [(self.live.head, Recipe())]

    def happen(self, event: Event) -> None:
        self.live = apply(self.live, event)
        assert self.log.append(event) == self.live

    @rule(stops=st.sampled_from([-1.0, 0.5, 2.0]), masked=st.booleans(), why=st.text(max_size=5))
    def edit(self, stops: float, masked: bool, why: str) -> None:
        steps = [Step(Exposure(stops=stops), reason=why)] + [Step(Contrast(amount=9), Radial())] * masked
        at = START + timedelta(seconds=len(self.made))
        self.happen(self.live.edited(recipe(steps, why), by="agent", at=at, why=why, turn="t"))
        self.made.append((self.live.head, recipe(steps, why)))

    @precondition(lambda self: self.live.can_undo)
    @rule()
    def undo(self) -> None:
        here = self.live.head
        self.happen(self.live.undo())
        assert self.live.redo() == Moved(here)

    @precondition(lambda self: self.live.can_redo)
    @rule()
    def redo(self) -> None:
        here = self.live.head
        self.happen(self.live.redo())
        assert self.live.undo() == Moved(here)

    @rule(pick=st.integers(0, 99))
    def jump(self, pick: int) -> None:
        node, made = self.made[pick % len(self.made)]
        self.happen(Moved(node))
        assert self.live.recipe == made

    @rule(pick=st.integers(0, 99))
    def name(self, pick: int) -> None:
        name = next(f"snapshot {n}" for n in range(100) if f"snapshot {n}" not in self.live.snapshots)
        self.happen(Named(name, self.made[pick % len(self.made)][0]))

    @precondition(lambda self: self.live.snapshots)
    @rule()
    def unname(self) -> None:
        self.happen(Unnamed(next(iter(self.live.snapshots))))

    @rule()
    def reopen(self) -> None:
        self.log = HistoryFile.open(self.path, TOOLS, photo=PHOTO)

    @invariant()
    def a_stranger_sees_the_same(self) -> None:
        assert reread(self.path) == self.live
        assert [(node.id, node.recipe) for node in self.live.nodes.values()] == self.made

    def teardown(self) -> None:
        self.folder.cleanup()


class TestSession(Session.TestCase):
    settings = settings(max_examples=6, stateful_step_count=15, deadline=None)


@pytest.mark.slow
class TestLongSession(Session.TestCase):
    settings = settings(max_examples=60, stateful_step_count=50, deadline=None)


def test_a_log_of_schema_1_keeps_its_states_ids_and_names(path: Path) -> None:
    path.write_bytes(SCHEMA_1.read_bytes())
    history = reread(path)
    sky = Step(Contrast(amount=20), Radial(x=0.25), 0.5, False, "himmel – flach", "agent")
    assert [(node.id[:8], node.recipe) for node in history.nodes.values()] == [
        ("22429bb6", Recipe()),
        ("d53a08ba", exposed(1)),
        ("f68d08ec", recipe([Exposure(stops=1), sky], "evening")),
        ("6f0a2daa", exposed(0.5)),
    ]
    assert history.find("bright").recipe == exposed(1)
    assert (history.recipe, list(history.snapshots)) == (exposed(0.5), ["bright"])
    assert all(node.digest == node.recipe.digest for node in history.nodes.values())


def test_a_log_is_written_as_schema_1_says(log: HistoryFile, path: Path) -> None:
    old = HistoryFile(SCHEMA_1, TOOLS).read()
    first, second, third = list(old.nodes.values())[1:]
    for event in [
        Edited(first.recipe, old.root.id, first.by, first.at, first.why, first.turn),
        Named("bright", first.id),
        Edited(second.recipe, first.id, second.by, second.at, second.why, second.turn),
        Named("gone", second.id),
        Moved(first.id),
        Edited(third.recipe, first.id, third.by, third.at, third.why, third.turn),
        Unnamed("gone"),
    ]:
        log.append(event)
    assert records(path) == records(SCHEMA_1)


def test_a_step_is_written_once_however_many_states_have_it(log: HistoryFile, path: Path) -> None:
    brushed = Step(Contrast(amount=5), reason="a long story " * 500)
    for stops in range(4):
        edit(log, recipe([brushed, Exposure(stops=stops)]))
    assert path.read_text().count("a long story") == 500
    assert reread(path).recipe == recipe([brushed, Exposure(stops=3)])


def test_the_digest_in_the_log_is_the_recipes_own(log: HistoryFile, path: Path) -> None:
    edit(log, exposed(1))
    assert records(path)[-1]["digest"] == exposed(1).digest


def test_numbers_are_stored_as_they_are_read_back(log: HistoryFile, path: Path) -> None:
    live = edit(log, Recipe((Step(Exposure(stops=1), opacity=1),)))
    assert live == reread(path)
    assert live.current.digest == live.recipe.digest == exposed(1).digest


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"at": datetime(2026, 1, 1)}, "at = .*timezone"),
        ({"why": "x" * 10_001}, "why"),
        ({"by": "robot"}, "by = 'robot'"),
        ({"why": "\ud800"}, "why|not text"),
        ({"parent": "nowhere"}, "parent = 'nowhere'"),
        ({"recipe": Recipe((Step(Exposure(stops=1), opacity=1.5),))}, "opacity = 1.5"),
        ({"recipe": Recipe((Step(Exposure(stops=1)),) * 1001)}, "steps"),
    ],
)
def test_an_event_that_cannot_be_stored_is_refused_and_leaves_no_byte(
    log: HistoryFile, path: Path, change: dict[str, Any], error: str
) -> None:
    before = path.read_bytes()
    event = Edited(exposed(1), log.read().head, "person", START)
    with pytest.raises(BadInput, match=error):
        log.append(replace(event, **change))
    assert path.read_bytes() == before


def test_a_time_keeps_its_instant_and_its_zone(log: HistoryFile, path: Path) -> None:
    at = datetime(2026, 7, 1, 9, 30, 0, 123456, timezone(timedelta(hours=5, minutes=30)))
    live = log.append(log.read().edited(exposed(1), by="person", at=at))
    assert live.current.at == at
    assert reread(path).current.at.isoformat() == at.isoformat()


def test_a_tool_that_is_no_longer_installed_is_named_with_its_line(log: HistoryFile, path: Path) -> None:
    edit(log, exposed(1))
    with pytest.raises(UnknownTool, match=r"line 2: unknown tool 'exposure'"):
        HistoryFile(path, Catalogue((Contrast,))).read()


def test_the_history_of_another_photo_is_refused(log: HistoryFile, path: Path) -> None:
    with pytest.raises(BadInput, match=r"is the history of photo 'sha256:abab.*, not of 'sha256:cdcd"):
        HistoryFile.open(path, TOOLS, photo="sha256:" + "cd" * 32)


def test_creating_never_replaces(log: HistoryFile, path: Path) -> None:
    edit(log, exposed(1))
    with pytest.raises(BadInput, match="exists already"):
        HistoryFile.create(path, TOOLS, photo=PHOTO, at=START)
    assert reread(path).recipe == exposed(1)


def test_what_is_no_history_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    (tmp_path / "text").write_text("hello\n")
    os.mkfifo(tmp_path / "pipe")
    for name, error in [
        ("missing", "No such file"),
        ("empty", "no whole first line"),
        ("text", "line 1: it is damaged"),
        ("pipe", "not a regular file"),
        (".", "not a regular file|Is a directory"),
        ("\0", "null byte"),
    ]:
        for use in (
            HistoryFile(tmp_path / name, TOOLS).read,
            partial(HistoryFile.open, tmp_path / name, TOOLS),
        ):
            with pytest.raises(BadInput, match=error):
                use()


def test_a_log_from_the_future_is_refused(path: Path) -> None:
    line = history_log.first_line(PHOTO, START)
    record = json.loads(line)["record"] | {"log_schema": 2}
    path.write_bytes(history_log._framed("", json.dumps(record).encode()))
    with pytest.raises(UnknownSchema, match="history schema 2 is unknown"):
        reread(path)


def test_every_torn_end_is_cut_off_and_kept_beside(log: HistoryFile, path: Path) -> None:
    edit(log, exposed(1))
    before = path.read_bytes()
    after = edit(log, exposed(2))
    whole = path.read_bytes()
    torn = path.with_name(f"{path.name}.torn-{len(before)}")
    for size in sorted({*range(len(before) + 1, len(whole) - 1, 37), len(whole) - 2}):
        path.write_bytes(whole[:size])
        assert HistoryFile(path, TOOLS).read().recipe == exposed(1)
        assert path.stat().st_size == size, "reading must not write"
        opened = HistoryFile.open(path, TOOLS)
        assert (path.read_bytes(), torn.read_bytes()) == (before, whole[len(before) : size])
        assert edit(opened, exposed(2)) == after
        assert path.read_bytes() == whole


def test_a_line_that_lacks_only_its_line_break_is_kept(log: HistoryFile, path: Path) -> None:
    after = edit(log, exposed(1))
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    assert reread(path) == after
    HistoryFile.open(path, TOOLS)
    assert path.read_bytes() == whole


def test_damage_anywhere_else_is_an_error_that_names_the_line_and_changes_nothing(
    log: HistoryFile, path: Path
) -> None:
    for stops in range(4):
        edit(log, exposed(stops))
    lines = path.read_bytes().splitlines(keepends=True)
    chance = random.Random(1)
    damaged = [
        (2, lines[:1] + lines[2:]),
        (3, [*lines[:2], lines[3], lines[2], lines[4]]),
        (4, lines[:3] + lines[2:]),
    ]
    for number, line in enumerate(lines, start=1):
        for place in chance.sample(range(len(line) - 1), 5):
            changed = line[:place] + bytes([line[place] ^ 1]) + line[place + 1 :]
            damaged.append((number, [*lines[: number - 1], changed, *lines[number:]]))
    for number, content in damaged:
        path.write_bytes(b"".join(content))
        with pytest.raises(BadInput, match=f"line {number}: it is damaged"):
            HistoryFile.open(path, TOOLS)
        assert path.read_bytes() == b"".join(content)


def test_a_file_put_back_from_a_copy_is_read_afresh(log: HistoryFile, path: Path) -> None:
    edit(log, exposed(1))
    copy = path.read_bytes()
    edit(log, exposed(2))
    path.write_bytes(copy)  # the same inode
    edit(log, exposed(3))
    assert [node.recipe for node in reread(path).nodes.values()] == [Recipe(), exposed(1), exposed(3)]
    (path.parent / "copy").write_bytes(copy)
    (path.parent / "copy").rename(path)  # another inode
    assert log.read().recipe == exposed(1)


def test_writers_take_turns(log: HistoryFile, path: Path) -> None:
    def work(own: HistoryFile, sign: int) -> None:
        for stops in (1, 2, 3, 4):
            edit(own, exposed(sign * stops))

    with ThreadPoolExecutor(3) as pool:
        jobs = [
            pool.submit(work, own, sign) for own, sign in [(log, 1), (log, -1), (HistoryFile(path, TOOLS), 1)]
        ]
    assert [job.exception() for job in jobs] == [None] * 3
    assert len(reread(path).nodes) == 13
    assert log.read() == reread(path)


def test_a_lock_held_too_long_is_a_failure(log: HistoryFile, path: Path) -> None:
    impatient = HistoryFile(path, TOOLS, timeout_s=0.05)
    with path.open() as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(Failure, match=r"still locked by another process after 0\.05 s"):
            impatient.read()
    assert impatient.read().recipe == Recipe()


def test_a_writer_that_waited_while_the_file_was_replaced_writes_to_the_new_one(
    log: HistoryFile, path: Path
) -> None:
    copy = path.with_name("copy")
    copy.write_bytes(path.read_bytes())
    with ThreadPoolExecutor(1) as pool, path.open() as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        event = Edited(exposed(1), begin(PHOTO, START).head, "person", START)
        waiting = pool.submit(log.append, event)
        time.sleep(0.05)
        copy.rename(path)
        fcntl.flock(other, fcntl.LOCK_UN)
        assert waiting.result() == reread(path)
    assert reread(path).recipe == exposed(1)


def test_a_full_disk_leaves_the_file_as_it_was(log: HistoryFile, path: Path) -> None:
    edit(log, exposed(1))
    before = path.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 50, hard))
    try:
        with pytest.raises(WriteFailed, match="cannot append"):
            edit(log, exposed(2))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert path.read_bytes() == before
    assert edit(log, exposed(2)) == reread(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_reading_asks_for_no_right_to_write(log: HistoryFile, path: Path) -> None:
    edit(log, exposed(1))
    path.chmod(0o400)
    assert reread(path).recipe == exposed(1)
    with pytest.raises(BadInput, match="Permission denied"):
        HistoryFile.open(path, TOOLS)


def test_an_older_recipe_schema_is_migrated_and_ids_stay(
    log: HistoryFile, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = edit(log, exposed(1))

    def brighter(before: dict[str, Any]) -> dict[str, Any]:
        steps = [step | {"params": {"stops": step["params"]["stops"] + 1}} for step in before["steps"]]
        return before | {"schema": 2, "steps": steps}

    monkeypatch.setitem(migrations.MIGRATIONS, 1, brighter)
    for module in (recipe_module, document, history_log):
        monkeypatch.setattr(module, "SCHEMA", 2)
    migrated = reread(path)
    assert (migrated.head, migrated.current.digest) == (old.head, old.current.digest)
    assert migrated.recipe == exposed(2)
    live = edit(HistoryFile.open(path, TOOLS), recipe([Exposure(stops=1), Contrast(amount=1)]))
    live = edit(HistoryFile.open(path, TOOLS), recipe([Exposure(stops=1)]))
    assert live == reread(path)
    assert [node.recipe for node in live.nodes.values()][1::2] == [exposed(2), exposed(1)]


APPENDERS = """
import json, os, random, signal, sys, time
from datetime import UTC, datetime
from pathlib import Path
from burnish.recipe.history_file import HistoryFile
from burnish.recipe.recipe import recipe
from burnish.tools.catalogue import built_in
from burnish.tools.exposure import Exposure

path, rounds, chance = Path(sys.argv[1]), int(sys.argv[2]), random.Random(int(sys.argv[3]))
at, tools, write = datetime(2026, 11, 21, tzinfo=UTC), built_in(), os.write

def short_write(descriptor, data):  # as the system may: not all at once
    time.sleep(0.0002)
    return write(descriptor, data[:40])

def appender(out, torn):
    log = HistoryFile.open(path, tools)
    os.write = short_write if torn else write
    while True:
        history = log.read()
        made = recipe([Exposure(stops=len(history.nodes) % 5)])
        history = log.append(history.edited(made, by="person", at=at))
        write(out, (history.head + "\\n").encode())

HistoryFile.create(path, tools, photo="sha256:" + "ab" * 32, at=at)
acknowledged = []
for round in range(rounds):
    ends, children = os.pipe(), []
    for _ in range(2):
        child = os.fork()
        if child == 0:
            appender(ends[1], round % 2 == 0)
        children.append(child)
    os.close(ends[1])
    for child in children:
        time.sleep(chance.uniform(0.01, 0.15))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    with os.fdopen(ends[0]) as told:
        acknowledged += [line.strip() for line in told if line.endswith("\\n")]
    nodes = HistoryFile.open(path, tools).read().nodes
    missing = [node for node in acknowledged if node not in nodes]
    assert not missing, f"{len(missing)} of {len(acknowledged)} are gone after round {round}"
print(json.dumps({"acknowledged": len(acknowledged), "torn": len(list(path.parent.glob("*.torn-*")))}))
"""


def killed_appenders(path: Path, rounds: int) -> dict[str, int]:
    done = subprocess.run(
        [sys.executable, "-c", APPENDERS, str(path), str(rounds), "7"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_nothing_acknowledged_is_lost_when_writers_are_killed(path: Path) -> None:
    assert killed_appenders(path, 4)["acknowledged"] > 4


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_when_many_writers_are_killed(path: Path) -> None:
    told = killed_appenders(path, 120)
    assert told["acknowledged"] > 500
    assert told["torn"] > 5, "no writer was killed within a line, so this showed too little"
