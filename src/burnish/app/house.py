"""What the feedback desks of one workspace share."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from burnish.app.turns import Turns

if TYPE_CHECKING:
    from burnish.app.feedback import FeedbackDesk
    from burnish.app.released import Released
    from burnish.app.saying import Lessons
    from burnish.learning.taste.book import Ground, TasteBook
    from burnish.storage.sql import SqlStore

Later: TypeAlias = Callable[["FeedbackDesk"], "Future[Lessons]"]
"""Lets a desk's person be caught up with soon; what comes of it."""


@dataclass(frozen=True)
class House:
    """What the desks of one workspace share, and how they take turns with its taste."""

    store: "SqlStore"
    ground: "Ground"
    book: "TasteBook"
    released: "Released"
    later: Later | None = None
    """Who learns after a signal is kept; None where whoever keeps it does so at once."""
    turns: Turns = field(default_factory=Turns, repr=False)
