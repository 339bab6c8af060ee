"""Work on a Ray cluster: one task a piece, so that whoever shares the cluster gets a turn."""

import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from burnish.app.fleet.order import Piece, Settled
from burnish.app.fleet.ray_cluster import Cluster
from burnish.app.fleet.spreading import Died, Done, Report
from burnish.app.fleet.worker import Foreign, Place, Unseen, worked
from burnish.errors import Failure

AHEAD = 2
"""Pieces for each worker: one that it does, and one that waits so that it need not."""

LOOKS_AGAIN_S = 5.0
"""A cluster may grow; its processors are counted this often."""

GRACE_S = 2.0
"""What is under way has so long to stop by itself when work is dropped."""


class RayCrew:
    """Workers of a cluster.

    No retry is left to Ray: it would not say that it did one, and a task that ends its workers would be tried on and on
    where memory ran out.
    """

    def __init__(self, cluster: Cluster, jobs: int | None = None) -> None:
        self._cluster, self._jobs = cluster, jobs
        self._ray: Any = cluster.ray
        self._work: Any = self._ray.remote(num_cpus=1, max_retries=0)(worked)
        self._flying: dict[Any, tuple[Piece[Any, Any], Any]] = {}
        self._settled: list[Done[Any]] = []
        self._trades: dict[tuple[str, bool], list[Any]] = {}
        self._by_mail: set[str] = set()
        self._places, self._counted_at = 0, -LOOKS_AGAIN_S

    @property
    def places(self) -> int:
        """How many pieces it holds at once, those that wait for a worker included."""
        if self._jobs is not None:
            return self._jobs * (AHEAD if self._cluster.is_own else 1)
        if time.monotonic() >= self._counted_at + LOOKS_AGAIN_S:
            self._places = AHEAD * max(1, int(self._ray.cluster_resources().get("CPU", 0)))
            self._counted_at = time.monotonic()
        return self._places

    def give(self, piece: Piece[Any, Any]) -> None:
        """Have a piece done."""
        order, task, packed = piece.order, piece.task, None
        by_mail = order.id in self._by_mail
        if by_mail:
            assert order.mail is not None
            packed = order.mail.packed(task, piece.again)
            if isinstance(packed, Settled):
                self._settled.append(Done(piece, packed.result))
                return
        sent = self._work.remote(
            order.id + ("@" if by_mail else ""), self._trade(piece, by_mail), packed if by_mail else task,
            piece.again, self._place(piece, by_mail),
        )  # fmt: skip
        self._flying[sent] = piece, packed

    def reports(self) -> Sequence[Report]:
        """Wait until something is done; what it is. Raises Failure."""
        while not self._settled:
            finished, _ = self._ray.wait(list(self._flying), num_returns=1)
            for sent in finished:
                piece, packed = self._flying.pop(sent)
                report = self._report(sent, piece, packed)
                if report is not None:
                    return [report]
        told, self._settled = self._settled, []
        return told

    def drop(self) -> None:
        """Have nothing more done; what is under way is interrupted."""
        flying, self._flying = list(self._flying), {}
        self._settled.clear()
        for sent in flying:
            self._ray.cancel(sent, force=False)
        if flying:
            self._ray.wait(flying, num_returns=len(flying), timeout=GRACE_S)

    def _report(self, sent: Any, piece: Piece[Any, Any], packed: Any) -> Report | None:
        """What came of it; None where it is given out again as bytes."""
        errors = self._ray.exceptions
        try:
            answer = self._ray.get(sent)
        except errors.RayTaskError:
            raise
        except errors.OutOfMemoryError:
            return Died(piece, "its worker ran out of memory")
        except errors.RayError as error:
            return Died(piece, f"its worker ended before it was done ({type(error).__name__})")
        if isinstance(answer, Foreign):
            raise Failure(
                f"a worker runs Burnish {answer.code}, and this is {self._cluster.code}: install the same on all "
                "machines, or results could differ"
            )
        if isinstance(answer, Unseen):
            return self._mailed(piece)
        if packed is not None:
            assert piece.order.mail is not None
            answer = piece.order.mail.unpacked(piece.task, packed, answer, piece.again)
        return Done(piece, answer)

    def _mailed(self, piece: Piece[Any, Any]) -> None:
        """Give a piece out as bytes, and from now on all of its order."""
        if piece.order.mail is None:
            raise Failure("the workers do not see the files of this machine, which this work needs")
        self._by_mail.add(piece.order.id)
        self.give(piece)

    def _trade(self, piece: Piece[Any, Any], by_mail: bool) -> list[Any]:
        order = piece.order
        if (order.id, by_mail) not in self._trades:
            trade = order.mail.trade if by_mail and order.mail is not None else order.trade
            self._trades[order.id, by_mail] = [self._ray.put(trade)]
        return self._trades[order.id, by_mail]

    def _place(self, piece: Piece[Any, Any], by_mail: bool) -> Place:
        if self._cluster.is_own:
            return Place(str(Path.cwd()))
        if by_mail:
            return Place("/", self._cluster.code)
        named = (os.path.abspath(each) for each in piece.order.trade.files(piece.task))  # noqa: PTH100
        files = (self._cluster.landmark(Path(each)) for each in named)
        return Place(str(Path.cwd()), self._cluster.code, tuple(each for each in files if each is not None))
