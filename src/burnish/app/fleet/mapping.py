"""One thing done to each of many values, by a crew: the answers in the order of the values, as if it were done here."""

from collections.abc import Callable, Iterable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from burnish.app.fleet.order import Order
from burnish.app.fleet.spreading import Crew, spread
from burnish.errors import BurnishError, Failure
from burnish.governance.experiment_file import Environment, environment_now

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True)
class _Otherwise:
    """The worker's machine or libraries are others, so its last digits could be others."""


@dataclass(frozen=True)
class CallTrade:
    """Calls a function of a module."""

    call: Callable[[Any], Any]
    environment: Environment

    def begun(self) -> Callable[[Any, bool], Any]:
        """Get ready, once in a process."""
        alike = numbers_alike(self.environment, environment_now())

        def called(task: Any, again: bool) -> Any:
            del again
            if not alike:
                return _Otherwise()
            try:
                return self.call(task)
            except BurnishError as error:
                return error

        return called

    def lost(self, task: Any, error: Failure) -> Failure:
        """The value that ended every worker that tried it."""
        del task
        return error

    def files(self, task: Any) -> tuple[Path, ...]:
        """None: values are all that is needed."""
        del task
        return ()

    def tidy(self) -> None:
        """Nothing lies about."""


def numbers_alike(one: Environment, other: Environment) -> bool:
    """Whether both compute the same digits; how many threads there are does not change what is done by one of them."""
    return replace_threads(one) == replace_threads(other)


def replace_threads(environment: Environment) -> Environment:
    """The same, whatever its threads."""
    return environment.model_copy(update={"threads": {}})


class FleetEach:
    """Does one thing to each of many values. The crew is called together when it is first needed."""

    def __init__(
        self, workspace: str, open_crew: Callable[[ExitStack], Crew], new_id: Callable[[], str]
    ) -> None:
        self._workspace, self._open_crew, self._new_id = workspace, open_crew, new_id
        self._ending = ExitStack()
        self._crew: Crew | None = None

    def __enter__(self) -> "FleetEach":
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.close()

    def __call__(self, call: Callable[[T], R], values: Iterable[T]) -> list[R]:
        """`[call(value) for value in values]`. Raises what it does; Failure where workers died at a value."""
        if self._crew is None:
            self._crew = self._open_crew(self._ending)
        trade = CallTrade(call, environment_now())
        order = Order(self._new_id(), self._workspace, trade, values)
        found: dict[int, Any] = {}
        with closing(spread([order], self._crew)) as results:
            for done in results:
                if isinstance(done.result, BurnishError):
                    raise done.result
                elsewhere = isinstance(done.result, _Otherwise)
                found[done.piece.number] = call(done.piece.task) if elsewhere else done.result
        return [found[number] for number in range(len(found))]
