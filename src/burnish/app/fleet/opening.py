"""Where work is done: `local`, `ray`, or `ray://HOST:PORT`."""

import re
from collections.abc import Callable, Generator
from contextlib import contextmanager

from burnish.app.fleet.local_crew import LocalCrew
from burnish.app.fleet.spreading import Crew
from burnish.errors import BadInput

LOCAL, RAY = "local", "ray"

_ADDRESS = re.compile(r"ray://[^\s/]+")


def check_on(on: str) -> str:
    """The same, if it is a place where work can be done. Raises BadInput."""
    if on not in (LOCAL, RAY) and _ADDRESS.fullmatch(on) is None:
        raise BadInput(f"--on {on!r}; it is local, ray, or ray://HOST:PORT")
    return on


@contextmanager
def crew_on(
    on: str, at_once: int, jobs: int | None = None, tell: Callable[[str], None] = lambda _: None
) -> Generator[Crew]:
    """Who does the work, for as long as this lasts.

    Args:
        on: see `check_on`.
        at_once: pieces at once on this machine, also by a Ray that is started here.
        jobs: most pieces at once on a cluster elsewhere; None for all that it has processors for.
        tell: what is told that takes a while.

    Raises:
        BadInput: no such place, or Ray is not installed.
        Failure: the cluster cannot be reached or started.
    """
    if check_on(on) == LOCAL:
        yield LocalCrew(at_once)
        return
    from burnish.app.fleet.ray_cluster import ray_cluster
    from burnish.app.fleet.ray_crew import RayCrew

    tell("Starting Ray …" if on == RAY else f"Reaching {on} …")
    with ray_cluster(None if on == RAY else on, at_once) as cluster:
        yield RayCrew(cluster, at_once if cluster.is_own else jobs)
