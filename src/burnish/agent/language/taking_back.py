"""Clauses that take back something named: `contrast back to normal`, `bring the ball back`, `all but the crop`."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from burnish.agent.language import back_phrases
from burnish.agent.language.follow_up_words import color_named, quantity_in, strength_in, undone, undone_each
from burnish.agent.language.lexicon import Term
from burnish.agent.language.noun_phrases import noun_phrases
from burnish.agent.planner.intents import Intent, Op, Quantity

LONGEST = 16
"""Terms of a clause that is only about taking something back."""

NONE_OF_IT = Quantity(100.0, "%")
"""How much less is wanted in a place that is to be left out."""

_NOT_GIVEN = ("fault", "tone", "tone word", "crop", "space", "filter")
"""Sorts of properties that `no` before them does not take back: `no noise` asks for less of it."""

_LOWERED = frozenset({"exposure", "contrast", "highlights", "shadows", "saturation", "sharpness"})
"""Properties that are lowered by a drop, not ended."""

_SHARES = {"halve": 50.0, "half": 50.0, "double": 200.0, "twice": 200.0, "triple": 300.0}

_EXCEPTING = ("not", "except", "except for")
_TRAILING = frozenset("though tho please however there then".split())


@dataclass(frozen=True)
class _Said:
    """A clause, and its words joined by blanks."""

    clause: Sequence[Term]
    words: str

    is_contrasted: bool = False
    """Whether another clause follows behind a `but`."""

    @property
    def span(self) -> tuple[int, int]:
        return self.clause[0].start, self.clause[-1].end

    @property
    def stepping_back(self) -> Intent:
        """Back to an earlier state, whatever was done: surely no one property."""
        return Intent("undo", span=self.span)

    def undoing(self, target: str) -> list[Intent]:
        return [Intent("undo", target=target, span=self.span)] if target else []

    def named(self, pattern: re.Pattern[str]) -> str:
        """What the words of a pattern name that can be taken back; empty where they name nothing."""
        found = pattern.search(self.words)
        spans = (
            [] if found is None else [found.span(group) for group, said in found.groupdict().items() if said]
        )
        names = (undone(terms_between(self.clause, *span)) for span in spans)
        return next((name for name in names if name != "last"), "")


def taken_back(clause: Sequence[Term], *, is_contrasted: bool = False) -> list[Intent]:
    """The intents of a clause that takes back what it names; none for any other clause.

    `is_contrasted`: another clause follows behind a `but`, so that what was fine is praised.
    """
    if len(clause) > LONGEST:
        return []
    words = " ".join(term.text for term in clause)
    said = _Said(clause, back_phrases.AT_THE_END.sub("", words), is_contrasted)
    return next((found for reader in _READERS if (found := reader(said))), [])


def terms_between(clause: Sequence[Term], first: int, end: int) -> list[Term]:
    """The terms of a clause between two places of its words as they are joined by blanks."""
    inside: list[Term] = []
    at = 0
    for term in clause:
        if first <= at < end:
            inside.append(term)
        at += len(term.text) + 1
    return inside


def _all_but(said: _Said) -> list[Intent]:
    """`undo everything except the contrast`, `keep the crop and undo the rest`."""
    for pattern in (back_phrases.ALL_BUT, back_phrases.KEEP_AND_UNDO, back_phrases.KEEP_ONLY):
        spared = said.named(pattern)
        if spared:
            return [*said.undoing("all"), Intent("keep", target=spared, span=said.span)]
    return []


def _to_another_state(said: _Said) -> list[Intent]:
    """`back to the edit`, `back to how it was at the start`, `still not`, `back up a bit`."""
    if back_phrases.TO_THE_EDIT.search(said.words):
        return [Intent("scale", "0", target="redo", span=said.span)]
    if back_phrases.TO_THE_START.search(said.words):
        return said.undoing("all")
    if back_phrases.STILL.search(said.words) or back_phrases.ONCE_MORE.search(said.words):
        return [Intent("scale", "+", target="last", span=said.span)]
    if back_phrases.PARTLY.search(said.words):
        share = quantity_in(said.clause)
        return [Intent("scale", "-", strength_in(said.clause), share, target="last", span=said.span)]
    return []


def _not_there(said: _Said) -> list[Intent]:
    """`not the sky`, `just not in the sky`: none of the last edit in one place."""
    clause = said.clause
    at = next((at for at, term in enumerate(clause[:3]) if term.text in _EXCEPTING), None)
    if at is None or any(term.text in (",", "only", "just") for term in clause[at:]):
        return []
    place = next((each for each in noun_phrases(clause) if each.first > at and each.region is not None), None)
    if place is None or place.first > at + 2:
        return []
    if any(term.text not in _TRAILING for term in clause[place.last + 1 :]):
        return []
    phrase = " ".join(term.text for term in clause[place.first : place.last + 1])
    return [
        Intent("scale", "-", quantity=NONE_OF_IT, region=place.region, phrase=phrase, target="last", span=said.span)
    ]  # fmt: skip


def _thing_back(said: _Said) -> list[Intent]:
    """`bring the ball back`: a thing or a person comes back only from a removal."""
    found = back_phrases.THING_BACK.search(said.words)
    if found is None:
        return []
    inside = [term for group in ("named", "other") for term in terms_between(said.clause, *found.span(group))]
    things = [each.region for each in noun_phrases(inside) if each.region in ("obj", "person")]
    return said.undoing("remove") if things and not _names_property(inside) else []


def _names_property(terms: Iterable[Term]) -> bool:
    return any(term.can_be("property", "quality") for term in terms)


def _unwanted(said: _Said) -> list[Intent]:
    """`no warmth here`: a property that is not to be there, after it was given."""
    found = back_phrases.NONE_OF.search(said.words)
    if found is None:
        return []
    inside = terms_between(said.clause, *found.span("named"))
    if any(term.can_be("redirect", "more", "less") for term in inside):
        return []
    if (color := color_named(inside)) is not None:
        return [replace(each, color=color) for each in said.undoing("color")]
    senses = [term.sense("property") for term in inside]
    given = [each for each in senses if each is not None and each.value not in _NOT_GIVEN]
    return said.undoing(str(given[0].op)) if len(given) == 1 and given[0].direction == "+" else []


def _by_turn(said: _Said) -> list[Intent]:
    """`undo the second and third`, `take that last bit off again`: by when it was done."""
    return [said.stepping_back] if back_phrases.BY_TURN.search(said.words) else []


def _share(said: _Said) -> list[Intent]:
    """`halve the contrast`: a share of what was done to one property."""
    found = back_phrases.SHARE.search(said.words)
    if found is None:
        return []
    group = next(name for name in ("named", "cut", "made") if found[name])
    op = _one_op(terms_between(said.clause, *found.span(group)))
    share = _SHARES.get(found["share"] or found["times"] or "half", 50.0)
    if op is None:
        return []
    quantity = Quantity(share, "%", absolute=True)
    return [Intent("scale", "-" if share < 100 else "+", quantity=quantity, target=op, span=said.span)]


def _judged(said: _Said) -> list[Intent]:
    """`colder is too much`: less of what was wished for in that word."""
    plain = back_phrases.NOT_SO.search(said.words)
    found = plain or back_phrases.JUDGED.search(said.words)
    inside = [] if found is None else terms_between(said.clause, *found.span("named"))
    senses = [sense for term in inside if (sense := term.sense("quality")) is not None]
    if len(senses) != 1 or senses[0].op is None or senses[0].fault:
        return []
    if plain is None and not (senses[0].comparative or len(inside) > 1):
        return []
    return [Intent("scale", "-", strength=strength_in(said.clause), target=senses[0].op, span=said.span)]


def approved(clause: Sequence[Term]) -> bool:
    """Whether a clause only says that something named is right as it is: `darker is fine`."""
    found = back_phrases.APPROVED.search(" ".join(term.text for term in clause))
    inside = [] if found is None else terms_between(clause, *found.span("named"))
    return any(term.can_be("property", "quality", "verb") for term in inside)


def _one_op(terms: Sequence[Term]) -> Op | None:
    """The operation of the one property that is named, if it is all that is."""
    senses = [sense for term in terms if (sense := term.sense("property")) is not None]
    alone = len(senses) == 1 and not any(
        term.can_be("quality", "up", "down") and not term.can_be("property") for term in terms
    )
    return senses[0].op if alone else None


def _by_name(said: _Said) -> list[Intent]:
    for pattern in back_phrases.NAMING:
        found = pattern.search(said.words)
        if found is not None and any(
            term.can_be("too") for term in terms_between(said.clause, *found.span("named"))
        ):
            continue
        targets = () if found is None else undone_each(terms_between(said.clause, *found.span("named")))
        if found is not None and targets == ("color",):
            color = color_named(terms_between(said.clause, *found.span("named")))
            return [replace(intent, color=color) for intent in said.undoing("color")]
        if targets and targets != ("last",):
            return [intent for target in targets for intent in said.undoing(target)]
    return []


def _ended(said: _Said) -> list[Intent]:
    """`lose the warmth`, `leave the contrast out of it`: one property that was given, and is to go."""
    found = back_phrases.LEFT_OUT.search(said.words) or back_phrases.ENDED.search(said.words)
    if found is None:
        return []
    group = next(name for name, words in found.groupdict().items() if words)
    inside = terms_between(said.clause, *found.span(group))
    senses = [term.sense("property") for term in inside]
    given = [each for each in senses if each is not None and each.value not in (*_NOT_GIVEN, "colors")]
    alone = len(given) == 1 and given[0].direction == "+" and not noun_phrases(inside)
    if alone and said.words.startswith("drop") and given[0].op in _LOWERED:
        return []
    spared = any(term.can_be("small", "more", "less", "too", "color") for term in inside)
    return said.undoing(str(given[0].op)) if alone and not spared else []


def _was_better(said: _Said) -> list[Intent]:
    """`the color was better`, `I liked it before`; not where a fault is named or a need."""
    clause = said.clause
    if back_phrases.BEFORE_WAS.search(said.words):
        return [said.stepping_back]
    if said.is_contrasted and not back_phrases.IS_BETTER.search(said.words):
        return []
    if any(term.can_be("need") or (term.can_be("too") and term is not clause[-1]) for term in clause):
        return []
    named = said.named(back_phrases.WAS_BETTER)
    better = back_phrases.WAS_BETTER.search(said.words)
    if better is not None and named:
        inside = terms_between(clause, *better.span("named"))
        if any(term.can_be("quality") for term in inside) and not any(
            term.can_be("property") for term in inside
        ):
            return [said.stepping_back]
    return said.undoing(named or ("last" if back_phrases.LIKED_BEFORE.search(said.words) else ""))


def _rejected(said: _Said) -> list[Intent]:
    """`no`, `ugh no`, `remove it`."""
    rejected = back_phrases.REJECTED.search(said.words) or back_phrases.IT_OFF.search(said.words)
    return said.undoing("last" if rejected else "")


_READERS: tuple[Callable[[_Said], list[Intent]], ...] = (
    _all_but, _to_another_state, _not_there, _by_turn, _share, _judged, _thing_back,
    _unwanted, _by_name, _ended, _was_better, _rejected,
)  # fmt: skip
