"""Independent shares of work on a few threads."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from burnish.imaging.sweep.bands import available_cores


def in_threads(work: Callable[[int], None], shares: range, threads: int | None = None) -> None:
    """Do the work of every share, each exactly once, on this many threads (default: one a processor).

    Shares write to places of their own, so the result does not depend on `threads`.
    """
    workers = max(1, min(threads or available_cores(), len(shares)))
    with ThreadPoolExecutor(workers) as pool:
        for _ in pool.map(work, shares):
            pass
