"""Asking a chat model for one JSON object: the forms to ask in, one below the other, and one round of repair.

Servers differ in what they enforce, ignore in silence, or refuse. The most binding form comes first; a refusal, or an
answer without any object in it, leads one rung down. The rung that worked is remembered for the server.
"""

import json
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar, cast, get_args

from burnish.agent.chat.exchange import Exchange, recorded
from burnish.errors import ChatError, ChatRefused, ChatUnavailable, RecipeError
from burnish.models.chat import Answer, ChatModel, ChatOptions, Form, Message, Reply
from burnish.models.settings import Price

LADDER: tuple[Form, ...] = get_args(Form)
"""From the form that binds most to the one that every server takes."""

MOST_CHARACTERS = 200_000
"""Longest answer that is searched for an object."""

MOST_STARTS = 40
"""Opening braces at which an object is looked for."""

MOST_QUOTED = 4000
"""Characters of a faulty answer that are shown to its model again."""

_SPEAKS_OF_PICTURES = re.compile(r"image|picture|vision|multi-?modal|mmproj|content type", re.IGNORECASE)
_THOUGHTS = re.compile(r"<think>.*?</think>", re.DOTALL)

Value = TypeVar("Value")


@dataclass
class Habits:
    """What was found out about servers, for as long as the process runs."""

    forms: dict[tuple[str, str], Form] = field(default_factory=dict[tuple[str, str], Form])
    """The form that worked, by server and model."""

    blind: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    """Those that took the question without its pictures only."""


@dataclass(frozen=True)
class Outcome(Generic[Value]):
    """What came of asking: a value, or the problem; and everything that was said."""

    value: Value | None
    exchanges: tuple[Exchange, ...]
    problem: str = ""


@dataclass
class Interview(Generic[Value]):
    """One question to one model, until its answer can be used or hope is lost."""

    model: ChatModel
    answer: Answer
    """Name, description and schema of what is wanted; its form is chosen here."""

    read: Callable[[Mapping[str, Any]], Value]
    """Makes a value of the object that came. Raises RecipeError, whose words go back to the model."""

    habits: Habits
    prices: Mapping[str, Price] = field(default_factory=dict[str, Price])
    options: ChatOptions = field(default_factory=ChatOptions)
    patience_s: float = 120.0
    """After this long no further question is put; one that is under way has its own limit."""

    clock: Callable[[], float] = time.monotonic

    exchanges: list[Exchange] = field(default_factory=list[Exchange], init=False)
    repaired: bool = field(default=False, init=False)

    def ask(self, messages: Sequence[Message]) -> Outcome[Value]:
        """Ask, step down where it must be, and have one faulty answer repaired."""
        began, problem = self.clock(), ""
        said = list(_without_pictures(messages) if self._key in self.habits.blind else messages)
        form: Form | None = self.habits.forms.get(self._key, LADDER[0])
        while form is not None:
            if self.clock() - began > self.patience_s:
                return self._given_up(f"it took longer than {self.patience_s:g} s")
            try:
                reply = self._put(said, form)
            except ChatError as error:
                if not _speaks_of_request(error):
                    return self._given_up(str(error))
                problem = str(error)
                said, form = self._after_refusal(said, form, problem)
                continue
            found = find_object(_content(reply, form, self.answer.name))
            value, problem = self._value(found, reply)
            if value is not None:
                self.habits.forms[self._key] = form
                return Outcome(value, tuple(self.exchanges))
            self._note(problem)
            if self.repaired:
                break
            if found is None and not reply.is_cut and form != LADDER[-1]:
                form = _below(form)
                continue
            self.repaired = True
            said += _repair(reply, problem)
        return self._given_up(problem)

    @property
    def _key(self) -> tuple[str, str]:
        return self.model.server, self.model.model

    def _put(self, messages: Sequence[Message], form: Form) -> Reply:
        """Put the question in one form and record what came. Raises ChatError."""
        options = replace(self.options, answer=replace(self.answer, form=form))
        began = self.clock()
        try:
            reply = self.model.ask(messages, options)
        except ChatError as error:
            self._record(messages, form, None, began, str(error))
            raise
        self._record(messages, form, reply, began, "")
        return reply

    def _record(
        self, messages: Sequence[Message], form: Form, reply: Reply | None, began: float, problem: str
    ) -> None:
        exchange = Exchange(
            self.model.server, self.model.model, form, recorded(messages), reply, self.clock() - began,
            self.repaired, problem, self._cost(reply),
        )  # fmt: skip
        self.exchanges.append(exchange)

    def _value(self, found: Mapping[str, Any] | None, reply: Reply) -> tuple[Value | None, str]:
        if found is None:
            return None, "the answer was cut off" if reply.is_cut else "there is no JSON object in the answer"
        try:
            return self.read(found), ""
        except RecipeError as error:
            return None, str(error)

    def _after_refusal(
        self, said: list[Message], form: Form, problem: str
    ) -> tuple[list[Message], Form | None]:
        """What to ask next, once a server has refused: without pictures, or one rung down."""
        if any(message.pictures for message in said):
            if _SPEAKS_OF_PICTURES.search(problem):
                self.habits.blind.add(self._key)
                return _without_pictures(said), form
            if form == LADDER[-1]:
                self.habits.blind.add(self._key)
                return _without_pictures(said), LADDER[0]
        return said, _below(form)

    def _cost(self, reply: Reply | None) -> float | None:
        if reply is None or reply.usage is None:
            return None
        price = self.prices.get(self.model.model) or self.prices.get(reply.model)
        return None if price is None else price.of(reply.usage)

    def _note(self, problem: str) -> None:
        self.exchanges[-1] = replace(self.exchanges[-1], problem=problem)

    def _given_up(self, problem: str) -> Outcome[Value]:
        return Outcome(None, tuple(self.exchanges), problem)


def find_object(text: str) -> dict[str, Any] | None:
    """The largest JSON object in a text, whatever prose or fences are around it; None where there is none."""
    text = _THOUGHTS.sub("", text[:MOST_CHARACTERS])
    longest: tuple[int, dict[str, Any] | None] = (0, None)
    end = 0
    for start in _starts(text):
        if start < end:
            continue
        try:
            value, end = _DECODER.raw_decode(text, start)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict) and end - start > longest[0]:
            longest = (end - start, cast("dict[str, Any]", value))
    return longest[1]


def _starts(text: str) -> Iterator[int]:
    start = text.find("{")
    for _ in range(MOST_STARTS):
        if start < 0:
            return
        yield start
        start = text.find("{", start + 1)


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")


_DECODER = json.JSONDecoder(parse_constant=_no_constant)


def _content(reply: Reply, form: Form, name: str) -> str:
    """Where the object is: in the arguments of the named tool, else in the text."""
    called = [call.arguments for call in reply.tool_calls if call.name == name]
    return called[0] if called and (form == "tool_call" or not reply.text) else reply.text


def _speaks_of_request(error: ChatError) -> bool:
    """Whether another form may pass: some servers break (500) on a form that they do not know."""
    return isinstance(error, ChatRefused) or (isinstance(error, ChatUnavailable) and error.status == 500)


def _below(form: Form) -> Form | None:
    place = LADDER.index(form) + 1
    return LADDER[place] if place < len(LADDER) else None


def _without_pictures(messages: Sequence[Message]) -> list[Message]:
    return [replace(message, pictures=()) for message in messages]


def _repair(reply: Reply, problem: str) -> list[Message]:
    """The faulty answer, and what is wrong with it."""
    said = reply.text or next((call.arguments for call in reply.tool_calls), "") or "(nothing)"
    asked = (
        f"This answer cannot be used. {problem}\n"
        "Answer once more: the whole JSON object, corrected, and nothing else."
    )
    return [Message("assistant", said[:MOST_QUOTED]), Message("user", asked)]
