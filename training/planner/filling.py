"""Clauses from templates: a value for each slot, and labels with the same values."""

import re
from dataclasses import dataclass
from random import Random

from burnish.agent.planner.intents import Region
from training.planner.corpus import Template, Wish, parsed
from training.planner.word_lists import slots

_SLOT = re.compile(r"\{(\w+)\}")
_PLACES: tuple[tuple[Region | None, float], ...] = (
    (None, 10), ("bg", 3), ("sky", 2), ("face", 2), ("person", 4), ("obj", 5), ("eyes", 0.5), ("skin", 0.5),
    ("fg", 0.7), ("left", 0.4), ("right", 0.4), ("top", 0.3), ("bottom", 0.3), ("center", 0.3),
)  # fmt: skip
"""How often each region is spoken of."""

_DETERMINERS = ("the", "the", "the", "that", "my", "his", "her", "this")


@dataclass(frozen=True)
class Clause:
    """Words and the wishes in them."""

    text: str
    wishes: tuple[Wish, ...]
    is_verb: bool = False
    """Begins with a verb, so that "please" or "can you" may stand before it."""


def filled(template: Template, random: Random) -> Clause:
    """The template with a value in each slot, and its labels with the same values."""
    lists = slots()
    family, side = random.choice(list(lists.colors)), random.choice(list(lists.sides))
    values = {"color": lists.colors[family], "side": lists.sides[side]}

    def value(found: re.Match[str]) -> str:
        name = found[1]
        return random.choice(values[name]) if name in values else slot_value(name, random)

    text = with_articles(_SLOT.sub(value, template.text))
    marks = template.marks.replace("%{color}", f"%{family}").replace("{side}", side)
    is_verb = template.text[:1].islower() and not template.text.startswith("{")
    return Clause(text, parsed(marks.replace("#{number}", "#20")), is_verb)


def slot_value(name: str, random: Random) -> str:
    """Something for a slot that is neither a color nor a side."""
    lists = slots()
    if name == "obj":
        return thing(random)
    if name in ("little", "lot", "number"):
        return random.choice(lists.amounts[name])
    if name in lists.regions:
        return random.choice(lists.regions[name])
    return random.choice({"pic": lists.pictures, "person": lists.persons, "place": lists.places}[name])


def thing(random: Random, many: float = 0.12) -> str:
    """A thing without an article, sometimes described; several in a share of `many`."""
    lists = slots()
    name = random.choice(lists.many_things if random.random() < many else lists.things)
    return f"{random.choice(lists.adjectives)} {name}" if random.random() < 0.2 else name


def somewhere(random: Random) -> tuple[str, Region | None]:
    """Words for a region, or for the whole picture."""
    places: list[Region | None] = [place for place, _ in _PLACES]
    region: Region | None = random.choices(places, [weight for _, weight in _PLACES])[0]
    if region is None:
        return slot_value("pic", random), None
    if region == "obj":
        return f"{random.choice(_DETERMINERS)} {thing(random)}", "obj"
    return slot_value(region, random), region


def with_articles(text: str) -> str:
    """`a old car` as `an old car`."""
    return re.sub(r"\b([Aa]) (?=[aeiou])", r"\1n ", text)
