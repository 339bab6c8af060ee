"""Work is given out in turn to every workspace, a little at a time; what a worker left undone is given out again."""

from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

from burnish.app.fleet.order import Order, Piece
from burnish.errors import Failure

T = TypeVar("T")
R = TypeVar("R")

TRIES = 3
"""How many workers one task may end before it is left."""


@dataclass(frozen=True, eq=False)
class Done(Generic[R]):
    """What came of a piece."""

    piece: Piece[Any, R]
    result: R


@dataclass(frozen=True, eq=False)
class Died:
    """A worker ended before it could tell what came of a piece."""

    piece: Piece[Any, Any]
    why: str


Report: TypeAlias = Done[Any] | Died


class Crew(Protocol):
    """Who does the work."""

    @property
    def places(self) -> int:
        """How many pieces it holds at once, those that wait for a worker included."""
        ...

    def give(self, piece: Piece[Any, Any]) -> None:
        """Have a piece done."""
        ...

    def reports(self) -> Sequence[Report]:
        """Wait until something is done; what it is."""
        ...

    def drop(self) -> None:
        """Have nothing more done of what was given."""
        ...


def spread(orders: Iterable[Order[T, R]], crew: Crew) -> Generator[Done[R]]:
    """Have all tasks of the orders done; what came of each, as it is finished.

    No more tasks are taken from an order than there are places for. Workspaces take turns, whoever came first. A task
    whose worker died is done again, at most `TRIES` times in all.
    """
    orders = tuple(orders)
    turns, held = _Turns(orders), 0
    mishap = True
    try:
        while True:
            while held < crew.places and (piece := turns.next()) is not None:
                crew.give(piece)
                held += 1
            if not held:
                mishap = turns.repeated
                return
            for report in crew.reports():
                held -= 1
                if isinstance(report, Done):
                    yield report
                elif report.piece.tries < TRIES:
                    turns.again(report.piece)
                else:
                    yield _left(report)
    finally:
        if mishap:
            crew.drop()
            for order in orders:
                order.trade.tidy()


def _left(report: Died) -> Done[Any]:
    piece = report.piece
    error = Failure(f"{report.why}, {piece.tries} times in a row; nothing was written")
    return Done(piece, piece.order.trade.lost(piece.task, error))


class _Turns:
    """Whose turn it is. Orders of one workspace are worked on in the order in which they came."""

    def __init__(self, orders: Iterable[Order[Any, Any]]) -> None:
        queues: dict[str, deque[Iterator[Piece[Any, Any]]]] = {}
        for order in orders:
            queues.setdefault(order.workspace, deque()).append(_pieces(order))
        self._waiting = deque(queues.values())
        self._again: deque[Piece[Any, Any]] = deque()
        self.repeated = False
        """Whether anything had to be done again."""

    def next(self) -> Piece[Any, Any] | None:
        """The next piece; None where none is left."""
        if self._again:
            return self._again.popleft()
        while self._waiting:
            queue = self._waiting[0]
            piece = next(queue[0], None)
            if piece is not None:
                self._waiting.rotate(-1)
                return piece
            queue.popleft()
            if not queue:
                self._waiting.popleft()
        return None

    def again(self, piece: Piece[Any, Any]) -> None:
        """Give it out once more, before anything else."""
        self.repeated = True
        self._again.append(replace(piece, tries=piece.tries + 1))


def _pieces(order: Order[Any, Any]) -> Iterator[Piece[Any, Any]]:
    numbers = count()
    return (Piece(order, next(numbers), task) for task in order.tasks)
