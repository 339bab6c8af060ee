"""Training examples without end: sentences of the corpus said in other ways, filled templates, and whole messages put
together from clauses, greetings, stories and praise. Seeded: one seed gives one epoch.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from training.planner.corpus import Line, Template, Wish, follows
from training.planner.filling import Clause, filled
from training.planner.listing import listed, praise
from training.planner.noise import noisy
from training.planner.variation import turned, varied
from training.planner.word_lists import frames

SHORT = 16
"""Words of a sentence that may be one clause of a longer message."""

FOLLOWING, UNMARKED = 0.12, 0.05
"""Shares of the requests that come after an edit, and of what is said of an edit that are not marked as such."""

_ABOUT_THE_EDIT = re.compile(r"\b(scale|undo|keep)\b")

_CONVERSATION = frozenset({"scale", "undo"})
"""Wishes about the turn before, seldom said together with new ones."""


@dataclass(frozen=True)
class Example:
    """A text, what is wanted in it, and where each wish is said: (start, end) in characters."""

    text: str
    wishes: tuple[Wish, ...]
    places: tuple[tuple[int, int], ...]
    follows: bool = False
    """Whether it is said of an edit that was made."""


@dataclass(frozen=True)
class Mixture:
    """How often each kind of example is drawn; weights, not shares."""

    sentence: float = 65
    template: float = 10
    listing: float = 8
    message: float = 13
    nothing: float = 4
    turn: float = 14


@dataclass(frozen=True)
class Generator:
    """Draws examples from the corpus."""

    lines: Sequence[Line]
    templates: Sequence[Template]
    mixture: Mixture = field(default_factory=Mixture)

    def epoch(self, size: int, seed: int) -> Iterator[Example]:
        """`size` examples, the same for the same seed."""
        random = Random(seed)
        source = _Source(self.lines, self.templates)
        kinds = (
            source.sentence,
            source.template,
            source.listing,
            source.message,
            source.nothing,
            source.turn,
        )
        mix = self.mixture
        weights = (mix.sentence, mix.template, mix.listing, mix.message, mix.nothing, mix.turn)
        for kind in random.choices(kinds, weights, k=size):
            yield _placed(kind(random), random)


class _Source:
    """The corpus, sorted by what each part can be used for."""

    def __init__(self, lines: Sequence[Line], templates: Sequence[Template]) -> None:
        self.lines = lines
        self.templates = templates
        short = [line for line in lines if len(line.text.split()) <= SHORT]
        self.short = [line for line in short if line.wishes and not _is_conversation(line.wishes)]
        self.idle = [line for line in lines if not line.wishes]
        self.about = [each for each in templates if _ABOUT_THE_EDIT.search(each.marks)]
        self.clauses = [each for each in templates if each.marks != "-" and "scale" not in each.marks]

    def sentence(self, random: Random) -> Example:
        """A line of the corpus, often as written."""
        line = random.choice(self.lines)
        text, wishes = line.text, line.wishes
        if random.random() < 0.06:
            text, wishes = turned(text, wishes) or (text, wishes)
        if random.random() < 0.75:
            text = varied(text, random)
        made = _assembled([Clause(text, wishes)], random, framed=0.12)
        return replace(made, follows=follows(line.genre))

    def template(self, random: Random) -> Example:
        """One filled template."""
        template = random.choice(self.templates)
        made = _assembled([_varied(filled(template, random), random)], random, framed=0.4)
        return replace(made, follows=follows(template.genre))

    def listing(self, random: Random) -> Example:
        """One clause that lists wishes."""
        return _assembled([_varied(listed(random), random, 0.15)], random, framed=0.45)

    def message(self, random: Random) -> Example:
        """Two to four clauses that agree, sometimes with praise or a story between."""
        clauses: list[Clause] = []
        for _ in range(random.choices((1, 2, 3, 4), (3, 10, 4, 1))[0]):
            clause = self._clause(random)
            if _agree(clauses, clause):
                clauses.append(_varied(clause, random))
        for _ in range(random.choices((0, 1, 2), (5, 4, 1))[0]):
            clauses.insert(random.randint(0, len(clauses)), self._idle(random))
        return _assembled(clauses, random, framed=0.35)

    def nothing(self, random: Random) -> Example:
        """Praise, talk, other languages: nothing is wanted."""
        if random.random() < 0.25:
            return Example(random.choice(frames().foreign), (), ())
        count = random.choices((1, 2, 3), (4, 3, 1))[0]
        return _assembled([_varied(self._idle(random), random) for _ in range(count)], random, framed=0.1)

    def turn(self, random: Random) -> Example:
        """What is said of an edit that was made, sometimes with a new wish behind it."""
        clause = _varied(filled(random.choice(self.about), random), random, 0.1)
        if random.random() < 0.45:
            around = frames()
            leads = around.before_turns if clause.is_verb and random.random() < 0.5 else around.turns
            clause = Clause(f"{random.choice(leads)} {clause.text}", clause.wishes)
        clauses = [clause]
        if random.random() < 0.15:
            wanted = self._clause(random)
            if len(wanted.text.split()) < SHORT and _agree(clauses, wanted):
                clauses.append(wanted)
        return replace(_assembled(clauses, random, framed=0.06), follows=True)

    def _clause(self, random: Random) -> Clause:
        luck = random.random()
        if luck < 0.4:
            return filled(random.choice(self.clauses), random)
        if luck < 0.7:
            line = random.choice(self.short)
            return Clause(line.text.rstrip(".!"), line.wishes)
        return listed(random)

    def _idle(self, random: Random) -> Clause:
        luck = random.random()
        if luck < 0.35:
            return praise(random)
        if luck < 0.65:
            return Clause(random.choice(frames().stories).rstrip("."), ())
        return Clause(random.choice(self.idle).text.rstrip("."), ())


def _placed(example: Example, random: Random) -> Example:
    """The example where it may be said: now and then a request of its own follows an edit, and a mark is lost."""
    if example.follows or any(wish.op in _CONVERSATION for wish in example.wishes):
        return replace(example, follows=random.random() >= UNMARKED)
    return replace(example, follows=random.random() < FOLLOWING)


def _varied(clause: Clause, random: Random, rate: float = 0.2) -> Clause:
    return Clause(varied(clause.text, random, rate), clause.wishes, clause.is_verb)


def _agree(clauses: Sequence[Clause], new: Clause) -> bool:
    """Whether no clause wants the opposite of another, or the same in another place."""
    had = {wish.op: wish for clause in clauses for wish in clause.wishes}
    return all(wish.op not in had or wish.op == "remove" for wish in new.wishes)


def _is_conversation(wishes: Sequence[Wish]) -> bool:
    return any(wish.op in _CONVERSATION for wish in wishes)


def _assembled(clauses: Sequence[Clause], random: Random, *, framed: float) -> Example:
    """The clauses as one text, with slips, and with a greeting before or thanks after in a share of `framed`."""
    around = frames()
    text, places, wishes = "", [], []
    joint = ""
    if random.random() < framed:
        verb = clauses[0].is_verb and random.random() < 0.7
        text = random.choice(around.before if verb else around.openings)
        joint = " "
    for clause in clauses:
        said = noisy(clause.text, random)
        start = len(text) + len(joint)
        text += joint + (said[:1].upper() + said[1:] if joint.endswith((". ", "! ")) else said)
        wishes += clause.wishes
        places += [(start, len(text))] * len(clause.wishes)
        joint = random.choices(around.joints, around.joint_weights)[0]
    if random.random() < framed:
        text += random.choice((" ", ", ", ". ", " ", "! ")) + random.choice(around.after)
    elif random.random() < 0.3:
        text += random.choice((".", ".", "!", "?", "..."))
    return Example(text, tuple(wishes), tuple(places))
