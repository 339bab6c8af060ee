"""What there is to do: orders of many tasks, each for one workspace, and how a task is done."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

from burnish.errors import Failure

T = TypeVar("T")
R = TypeVar("R")
Given = TypeVar("Given", contravariant=True)
Result = TypeVar("Result", covariant=True)

Doing: TypeAlias = Callable[[T, bool], R]
"""Does a task. The flag says that a worker died at this very task before, so that a part of it may be done."""


class Trade(Protocol[Given, Result]):
    """How tasks of one kind are done. It travels to other processes, so it holds plain values."""

    def begun(self) -> Callable[[Any, bool], Result]:
        """Get ready, once in a process."""
        ...

    def lost(self, task: Given, error: Failure) -> Result:
        """What is told of a task that ended every worker that tried it."""
        ...

    def files(self, task: Given) -> tuple[Path, ...]:
        """Files and folders that whoever does it must see."""
        ...

    def tidy(self) -> None:
        """Remove what workers that were ended left lying about."""
        ...


@dataclass(frozen=True)
class Settled(Generic[R]):
    """A task that needed no worker after all."""

    result: R


class Mail(Protocol[Given, Result]):
    """How tasks are done by workers that do not see the files: what they need, and what they make, travels as bytes."""

    @property
    def trade(self) -> Trade[Any, Any]:
        """What those workers do with what is packed."""
        ...

    def packed(self, task: Given, again: bool) -> Any:
        """What is sent; or `Settled` where nothing has to be done."""
        ...

    def unpacked(self, task: Given, packed: Any, answer: Any, again: bool) -> Result:
        """What came of it, put where it belongs."""
        ...


@dataclass(frozen=True, eq=False)
class Order(Generic[T, R]):
    """Tasks of one kind for one workspace."""

    id: str
    """Unlike that of any other order."""
    workspace: str
    trade: Trade[T, R]
    tasks: Iterable[T] = field(repr=False)
    """Taken one by one, as there are hands for them."""
    mail: Mail[T, R] | None = None
    """None where workers have to see the files, or need none."""


@dataclass(frozen=True, eq=False)
class Piece(Generic[T, R]):
    """One task of an order."""

    order: Order[T, R]
    number: int
    task: T
    tries: int = 1

    @property
    def again(self) -> bool:
        """Whether a worker died at it."""
        return self.tries > 1
