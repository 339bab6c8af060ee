"""Whole processes from start to end, compiled loops cached: ours alone, and beside other programs."""

from statistics import median

from burnish.bench.peers import Absent, Peer, find_peers, run_peer
from burnish.bench.photos import write_copy
from burnish.bench.processes import must_succeed, run_process
from burnish.bench.recipes import some_tools
from burnish.bench.row import Row, Target
from burnish.bench.session import AS_INSTALLED, OWN_TIMEOUT_S, Session, megapixels, own_command
from burnish.bench.timing import Rounds
from burnish.errors import Failure

HALF = 0.5
"""12 of 24 megapixels."""

_OWN = "`burnish render`"

LONG_S = 20.0
"""Of a peer slower than this, two rounds are enough."""


def whole_processes(session: Session) -> list[Row]:
    """A smaller photo, and each program found on this machine against `burnish render`, in turns."""
    return [_half_size(session), *_beside_peers(session)]


def _beside_peers(session: Session) -> list[Row]:
    session.cold(session.photo)
    found = find_peers(session.folder, session.photo, session.picture.width, session.picture.height)
    return [_against(session, each) if isinstance(each, Peer) else _absent(each) for each in found]


def help_row(session: Session) -> Row:
    """How soon the command line answers."""
    session.tell("burnish --help")
    seconds: list[float] = []
    for _ in range(session.repeats):
        finished = run_process(
            own_command("--help"), session.folder, timeout_s=OWN_TIMEOUT_S, environment=AS_INSTALLED
        )
        seconds.append(must_succeed(finished, "burnish --help").seconds)
    return Row("`burnish --help`", median(seconds), "s", target=Target("at most", 0.25), note="whole process")


def _half_size(session: Session) -> Row:
    pixels = round(session.pixels * HALF)
    session.tell(f"{megapixels(pixels)}, whole process")
    copy = write_copy(session.samples, pixels, session.folder / "copy.jpg")
    session.cold(copy)
    seconds = [session.cold(copy).seconds for _ in range(session.repeats)]
    name, note = f"`burnish render`, 16 tools, {megapixels(pixels)}", "whole process, compiled loops cached"
    return Row(name, median(seconds), "s", target=Target("at most", 2.0), note=note)


def _against(session: Session, peer: Peer) -> Row:
    session.tell(peer.title)
    name, target = f"{peer.title}, {session.size}", _target(peer)
    recipe = some_tools(session.catalogue, peer.beside)
    against = f"{_OWN}, the like {len(recipe.steps)} tools"
    rounds: list[tuple[float, float]] = []
    peaks: list[float] = []
    for _ in range(max(1, session.repeats // 2)):
        own = session.cold(session.photo, recipe).seconds
        try:
            theirs = run_peer(peer, session.folder)
        except Failure as error:
            return Row(name, None, "s", target=target, against=against, note=f"not measured: {error}")
        rounds.append((own, theirs.seconds))
        peaks.append(theirs.peak_mb)
        if theirs.seconds > LONG_S and len(rounds) > 1:
            break
    both, note = Rounds(tuple(rounds)), f"whole processes; {peer.operations}; its peak {max(peaks):.0f} MB"
    note += f"; ours: {', '.join(step.tool.name for step in recipe.steps)}"
    return Row(name, both.median(1), "s", both.median(0), both.ratio(1, 0), target, against, note)


def _absent(peer: Absent) -> Row:
    note = f"not measured: {peer.why}"
    return Row(peer.title, None, "s", target=_target(peer), against=_OWN, note=note)


def _target(peer: Peer | Absent) -> Target | None:
    return None if peer.times_slower is None else Target("at least", peer.times_slower)
