"""Crews without a fleet: one whose workers die as they are told, one whose workers see no files."""

import pickle
from collections import deque

from burnish.app.fleet.order import Piece, Settled
from burnish.app.fleet.spreading import Died, Done


class MortalCrew:
    """Does one piece after the other; at some, this many workers die."""

    def __init__(self, places: int, deaths: dict[int, int]) -> None:
        self.places, self.deaths = places, dict(deaths)
        self.waiting: deque[Piece] = deque()
        self.most = 0
        self.begun: list[tuple[str, int]] = []
        self.dropped = False

    def give(self, piece: Piece) -> None:
        self.waiting.append(piece)
        self.most = max(self.most, len(self.waiting))

    def reports(self):
        piece = self.waiting.popleft()
        self.begun.append((piece.order.workspace, piece.number))
        if self.deaths.get(piece.number, 0):
            self.deaths[piece.number] -= 1
            return [Died(piece, "its worker died")]
        return [Done(piece, piece.order.trade.begun()(piece.task, piece.again))]

    def drop(self) -> None:
        self.dropped = True
        self.waiting.clear()


class DistantCrew(MortalCrew):
    """Everything travels as bytes, through pickle, as to a machine without these files."""

    def reports(self):
        piece = self.waiting.popleft()
        mail = piece.order.mail
        packed = mail.packed(piece.task, piece.again)
        if isinstance(packed, Settled):
            return [Done(piece, packed.result)]
        trade = pickle.loads(pickle.dumps(mail.trade))
        answer = pickle.loads(pickle.dumps(trade.begun()(pickle.loads(pickle.dumps(packed)), piece.again)))
        return [Done(piece, mail.unpacked(piece.task, packed, answer, piece.again))]
