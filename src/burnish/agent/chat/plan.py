"""A plan that a chat model had a part in: the plan, and everything that was said about it."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from burnish.agent.chat.exchange import Exchange
from burnish.agent.planner.plan import Plan


@dataclass(frozen=True)
class ChatPlan(Plan):
    """A plan with the exchanges that led to it, for the caller to store."""

    exchanges: tuple[Exchange, ...] = ()
    """In order; empty where no model was asked."""

    @property
    def cost(self) -> float | None:
        """Of all exchanges together, in the currency of the price table; None where none is known."""
        known = [each.cost for each in self.exchanges if each.cost is not None]
        return sum(known) if known else None

    def document(self) -> dict[str, Any]:
        """The plan as plain JSON values, with a summary of the exchanges; they themselves are stored apart."""
        last = self.exchanges[-1] if self.exchanges else None
        told = None
        if last is not None:
            told = {
                "server": last.server,
                "model": last.model,
                "form": last.form,
                "questions": len(self.exchanges),
                "repaired": last.is_repair and not last.problem,
                "duration_s": round(sum(each.duration_s for each in self.exchanges), 3),
                "cost": self.cost,
            }
        return super().document() | {"chat": told}


def with_exchanges(plan: Plan, exchanges: Sequence[Exchange], note: str = "") -> ChatPlan:
    """A plan of another planner, with what was said before it was turned to."""
    values = {each.name: getattr(plan, each.name) for each in fields(Plan)}
    if note:
        values["notes"] = (note, *plan.notes)
    return ChatPlan(**values, exchanges=tuple(exchanges))
