"""How far the reading of a clause has come: which word rules, and what is pending for the next property."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from burnish.agent.language.clause_reach import praise_end, purpose_start, wants_something
from burnish.agent.language.clauses import is_soft
from burnish.agent.language.hits import Hit
from burnish.agent.language.lexicon import Term
from burnish.agent.language.noun_phrases import NounPhrase, noun_phrases
from burnish.agent.planner.intents import Color, Direction, Op, Region


@dataclass
class ClauseState:
    """One clause on its way from left to right. Each part of the grammar reads it and moves it on."""

    terms: Sequence[Term]
    at: int = 0

    ruler: str = ""
    """Which kind of word rules here: up, down, take, adjust, make, insert, keep, undo, need, wish; `done` behind a
    verb that says everything by itself."""

    ruler_at: int = -1

    degree: str = ""
    """`more` or `less`, until the next property or quality."""

    excess: bool = False
    """`too` was said, until the next property or quality."""

    negated: bool = False
    skip_to: int = 0
    """Terms before this one describe a thing and are not read."""

    found: list[Hit] = field(default_factory=list[Hit])

    def __post_init__(self) -> None:
        self.phrases: list[NounPhrase] = noun_phrases(self.terms)
        self.end = purpose_start(self.terms)
        self._praise_end = praise_end(self.terms)
        self.wants = wants_something(self.terms)

    @property
    def here(self) -> Term:
        """The term that is being read."""
        return self.terms[self.at]

    @property
    def is_praised(self) -> bool:
        """Whether words of praise stand in this clause, and none of wanting or doing."""
        return self.at < self._praise_end and not self.wants and not self.ruler

    def term(self, at: int) -> Term | None:
        """The term at this place, None beyond either end."""
        return self.terms[at] if 0 <= at < len(self.terms) else None

    @property
    def before(self) -> Term | None:
        """The term before this one."""
        return self.term(self.at - 1)

    @property
    def after(self) -> Term | None:
        """The term behind this one."""
        return self.term(self.at + 1)

    def ahead(self) -> list[Term]:
        """The terms behind this one up to the next joint or the end of what is wanted."""
        ahead: list[Term] = []
        for term in self.terms[self.at + 1 : self.end]:
            if is_soft(term) and term.text != "with":
                break
            ahead.append(term)
        return ahead

    def is_about(self, region: str) -> bool:
        """Whether the next noun phrase is this region."""
        after = next((each for each in self.phrases if self.at < each.first <= self.at + 3), None)
        return after is not None and after.region == region

    def rule(self, kind: str) -> None:
        """Let the term here rule what follows."""
        self.ruler, self.ruler_at = kind, self.at

    def settle(self) -> None:
        """What was pending has found its property."""
        self.degree, self.excess, self.negated = "", False, False

    def pass_over(self, phrase: NounPhrase) -> None:
        """What describes the thing that goes or comes is no wish: go on behind it."""
        self.skip_to = phrase.last + 1
        for at in range(phrase.last + 1, self.end):
            term = self.terms[at]
            if (is_soft(term) and term.text != "with") or _excepts(term) or self._commands(at):
                break
            self.skip_to = at + 1

    def _commands(self, at: int) -> bool:
        """`remove the kids make the water clearer`: a new wish without anything between."""
        return self.terms[at].text in _COMMANDS and self.terms[at - 1].text not in _NOT_BEFORE_COMMANDS

    def add(
        self, op: Op, direction: Direction | None, *, color: Color | None = None, noun: NounPhrase | None = None,
        region: Region | None = None, target: str = "", is_settled: bool = False, by_quality: bool = False,
    ) -> None:  # fmt: skip
        """An operation is stated here. `is_settled`: its region is known and need not be sought."""
        at = min(self.at, len(self.terms) - 1)
        ruled = self.ruler_at if 0 <= self.ruler_at <= at else at
        place = None if noun is None else (noun.first, noun.last)
        if noun is not None and region is None and op not in ("keep", "unsupported"):
            region = noun.region
        self.found.append(
            Hit(op, direction, at, ruled, color, region, is_settled, place, target=target, quality=by_quality)
        )


_COMMANDS = frozenset(
    "make brighten darken lighten increase decrease sharpen crop change add remove fix reduce".split()
)
_NOT_BEFORE_COMMANDS = frozenset("to that who which can could will would a the".split())


def _excepts(term: Term) -> bool:
    """`everybody except the bride`: what follows is to stay."""
    return term.can_be("keep") and term.text.startswith(
        ("exc", "leaving", "but", "other", "apart", "keep", "save")
    )
