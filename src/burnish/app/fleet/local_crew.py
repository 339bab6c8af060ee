"""Work on this machine, in this process: one piece after the other, or a few at once on threads."""

from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Any

from burnish.app.fleet.order import Doing, Piece
from burnish.app.fleet.spreading import Done, Report


class LocalCrew:
    """Threads of this process; with one place its own thread does it all."""

    def __init__(self, places: int) -> None:
        self._places = places
        self._begun: dict[str, Doing[Any, Any]] = {}
        self._waiting: list[Piece[Any, Any]] = []
        self._running: set[Future[Done[Any]]] = set()
        self._pool = ThreadPoolExecutor(places) if places > 1 else None

    @property
    def places(self) -> int:
        """How many pieces it holds at once."""
        return self._places

    def give(self, piece: Piece[Any, Any]) -> None:
        """Have a piece done."""
        if piece.order.id not in self._begun:
            self._begun[piece.order.id] = piece.order.trade.begun()
        if self._pool is None:
            self._waiting.append(piece)
        else:
            self._running.add(self._pool.submit(self._done, piece))

    def reports(self) -> Sequence[Report]:
        """Wait until something is done; what it is."""
        if self._pool is None:
            return [self._done(self._waiting.pop(0))]
        finished, self._running = wait(self._running, return_when=FIRST_COMPLETED)
        return [each.result() for each in finished]

    def drop(self) -> None:
        """Have nothing more done; what is under way ends by itself."""
        self._waiting.clear()
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)

    def _done(self, piece: Piece[Any, Any]) -> Done[Any]:
        return Done(piece, self._begun[piece.order.id](piece.task, piece.again))
