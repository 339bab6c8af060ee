"""Where the work of a command is done, on this machine or on a fleet, and how far it is."""

from collections.abc import Callable, Iterable
from typing import Annotated, TypeAlias, TypeVar

import typer

from burnish.cli.answer import is_terminal

R = TypeVar("R")

On: TypeAlias = Annotated[
    str, typer.Option("--on", help="Where the work is done: local, ray, or ray://HOST:PORT.", metavar="PLACE")
]


def shares(photos: int, jobs: int | None, cores: int) -> tuple[int, int]:
    """How many photos at once, and threads for each: one photo has all, many have one core each."""
    at_once = max(1, min(photos, jobs or cores))
    return at_once, max(1, cores // at_once)


def watched(results: Iterable[R], total: int, doing: str, tell: Callable[[R], None] | None) -> Iterable[R]:
    """The results as they come, with a progress bar where a person watches many; else each is told."""
    if total == 1 or not is_terminal():
        for each in results:
            if tell is not None:
                tell(each)
            yield each
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(results, doing, total=total, console=Console(stderr=True))
