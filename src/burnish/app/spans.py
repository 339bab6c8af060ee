"""Spans: what was under way when, told to whoever watches a request; to nobody, unless the service was told to.

A block that is worth a line in a trace is wrapped in `span("render")`. Who watches is part of the context (PEP 567), so
it goes along into the threads of a route; a thread of its own is started with a copy of the context, and a job keeps
what `carried` gives in its document.
"""

from collections.abc import Generator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from typing import Protocol, TypeAlias

Fact: TypeAlias = str | int | float | bool
"""A value that may be told: a count, a size, a kind. Never what somebody wrote, nor any name."""


class Spans(Protocol):
    """Who watches. Safe to ask from several threads."""

    def span(self, name: str, facts: Mapping[str, Fact]) -> AbstractContextManager[None]:
        """What is under way until the block ends, inside of what is under way in this context."""
        ...

    def carried(self) -> dict[str, str]:
        """What is under way as text (W3C Trace Context), to go on with elsewhere or later; empty where nothing is."""
        ...

    def going_on(self, carried: Mapping[str, str]) -> AbstractContextManager[None]:
        """Until the block ends, everything is inside of what `carried` told."""
        ...


class Silent:
    """Nobody watches."""

    def span(self, name: str, facts: Mapping[str, Fact]) -> AbstractContextManager[None]:  # noqa: ARG002
        """Nothing."""
        return nullcontext()

    def carried(self) -> dict[str, str]:
        """Nothing."""
        return {}

    def going_on(self, carried: Mapping[str, str]) -> AbstractContextManager[None]:  # noqa: ARG002
        """Nothing."""
        return nullcontext()


SILENT = Silent()

_WATCHING: ContextVar[Spans] = ContextVar("burnish_spans", default=SILENT)


@contextmanager
def watching(spans: Spans) -> Generator[None]:
    """Until the block ends, this one watches what is done in this context."""
    token = _WATCHING.set(spans)
    try:
        yield
    finally:
        _WATCHING.reset(token)


@contextmanager
def span(name: str, **facts: Fact) -> Generator[None]:
    """Tell whoever watches that this is under way until the block ends; a decorator of functions, too."""
    with _WATCHING.get().span(name, facts):
        yield


def carried() -> dict[str, str]:
    """What is under way in this context, as text; empty where nobody watches."""
    return _WATCHING.get().carried()


@contextmanager
def going_on(kept: object) -> Generator[None]:
    """Go on, until the block ends, with what `carried` gave, as it was kept; whatever else was kept is passed over."""
    texts = kept if isinstance(kept, dict) else {}
    known = {str(name): str(value) for name, value in texts.items()}
    with _WATCHING.get().going_on(known):
        yield
