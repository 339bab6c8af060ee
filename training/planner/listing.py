"""Clauses that list wishes: "increase the contrast and saturation", "make it brighter and warmer"."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from burnish.agent.planner.intents import Region, Strength
from training.planner.corpus import Wish, merged, parsed
from training.planner.filling import Clause, slot_value, somewhere, thing
from training.planner.word_lists import coordination

_IMPERATIVES = ("make", "get", "turn", "have", "let")
_Chosen = Sequence[tuple[str, str]]
"""Labels ("exposure+"), each with the word that was chosen for it."""


def listed(random: Random) -> Clause:
    """A clause with one to four wishes that share its verb or its place."""
    kinds = (_verbs, _more, _less, _comparatives, _faults, _more_and_less, _removals, _two_places, _keeping)
    return random.choices(kinds, (7, 6, 4, 6, 6, 3, 5, 3, 3))[0](random)


def praise(random: Random) -> Clause:
    """A clause that praises what others would want changed; nothing is wanted."""
    words = coordination().kinds["praised"]
    told = joined(random.sample(words["words"], random.choices((1, 2, 3), (6, 3, 1))[0]), random)
    return Clause(_frame("praise", random).format(kind=random.choice(words["kind"]), a=told), ())


def joined(words: Sequence[str], random: Random) -> str:
    """`a, b and c`, with other joints now and then."""
    last = random.choices((" and ", ", ", " & ", ", and ", " "), (12, 3, 1, 2, 0.7))[0]
    return last.join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else words[0]


def _verbs(random: Random) -> Clause:
    place, region = somewhere(random)
    chosen = _drawn("verbs", random, whole="whole_verbs" if region is None else "")
    return _strengthened(f"{_words(chosen, random)} {place}", chosen, region, random, is_verb=True)


def _more(random: Random) -> Clause:
    chosen = _drawn("more", random)
    return _placed(_frame("more", random), {"a": _words(chosen, random)}, chosen, random)


def _less(random: Random) -> Clause:
    chosen = _drawn("less", random)
    return _placed(_frame("less", random), {"b": _words(chosen, random)}, chosen, random)


def _placed(frame: str, told: dict[str, str], chosen: _Chosen, random: Random) -> Clause:
    text = frame.format(the=random.choice(("the ", "the ", "")), **told)
    region = None
    if random.random() < 0.35:
        place, region = somewhere(random)
        text += f" {random.choice(('of', 'in', 'on', 'for'))} {place}"
    return _strengthened(text, chosen, region, random, is_verb=True)


def _comparatives(random: Random) -> Clause:
    place, region = somewhere(random)
    chosen = _drawn("comparatives", random)
    frame = _frame("comparatives", random)
    region = region if "{x}" in frame else None
    text = frame.format(x=place, a=_words(chosen, random))
    return _strengthened(text, chosen, region, random, is_verb=frame.startswith(_IMPERATIVES))


def _faults(random: Random) -> Clause:
    place, region = somewhere(random)
    chosen = _drawn("faults", random)
    kinds: tuple[tuple[str, Strength], ...] = (
        ("degree", "medium"),
        ("small_degree", "small"),
        ("large_degree", "large"),
    )
    degree, strength = random.choices(kinds, (6, 3, 1))[0]
    frame = _frame("faults", random)
    region = region if "{x}" in frame else None
    text = frame.format(x=place, too=_frame(degree, random), a=_words(chosen, random))
    return Clause(text, _wishes(chosen, region, strength))


def _more_and_less(random: Random) -> Clause:
    up, down = _drawn("more", random, most=2), _drawn("less", random, most=2)
    up = [(label, word) for label, word in up if not any(_op(label) == _op(other) for other, _ in down)]
    if not up:
        return _less(random)
    text = _frame("more_and_less", random).format(a=_words(up, random), b=_words(down, random))
    return Clause(text, _wishes([*up, *down], None), is_verb=True)


def _removals(random: Random) -> Clause:
    wishes: list[Wish] = []
    told: list[str] = []
    for _ in range(random.choices((1, 2, 3), (5, 5, 1))[0]):
        is_person = random.random() < 0.45
        article = random.choice(("the", "the", "that", "all the", "those"))
        told.append(slot_value("person", random) if is_person else f"{article} {thing(random, many=0.35)}")
        wishes.append(Wish("remove", "+", "person" if is_person else "obj"))
    place = f" {slot_value('place', random)}" if random.random() < 0.4 else ""
    gone = f"I want {joined(told, random)}{place} gone"
    text = f"{_frame('removal', random)} {joined(told, random)}{place}" if random.random() < 0.85 else gone
    return Clause(text, merged(wishes), is_verb=text != gone)


def _two_places(random: Random) -> Clause:
    first, second = _verbs(random), _verbs(random)
    if {wish.op for wish in first.wishes} & {wish.op for wish in second.wishes}:
        return first
    text = f"{first.text} {_frame('joints', random)} {second.text}"
    return Clause(text.replace(" , ", ", "), first.wishes + second.wishes, is_verb=True)


def _keeping(random: Random) -> Clause:
    wanted = random.choice((_verbs, _comparatives, _more))(random)
    place, region = somewhere(random)
    if region is None or any(wish.region == region for wish in wanted.wishes):
        return wanted
    tail = _frame("keeping", random).format(x=place)
    return replace(wanted, text=f"{wanted.text} {tail}", wishes=(*wanted.wishes, Wish("keep", target=region)))


def _drawn(kind: str, random: Random, *, whole: str = "", most: int = 4) -> list[tuple[str, str]]:
    """Labels with a word for each, no operation twice."""
    kinds = coordination().kinds
    table = {**kinds[kind], **(kinds[whole] if whole else {})}
    count = min(most, random.choices((1, 2, 3, 4), (5, 6, 2.5, 0.8))[0])
    found: dict[str, tuple[str, str]] = {}
    for label in random.sample(list(table), count):
        found.setdefault(_op(label), (label, random.choice(table[label])))
    return list(found.values())


def _strengthened(
    text: str, chosen: _Chosen, region: Region | None, random: Random, *, is_verb: bool
) -> Clause:
    luck = random.random()
    if luck < 0.06:
        text = f"{slot_value('little', random)} {text}"
        return Clause(text, _wishes(chosen, region, "small"))
    if luck < 0.2:
        return Clause(f"{text} {slot_value('little', random)}", _wishes(chosen, region, "small"), is_verb)
    if luck < 0.26:
        much = random.choice(("a lot", "a great deal", "considerably", "drastically", "very much"))
        return Clause(f"{text} {much}", _wishes(chosen, region, "large"), is_verb)
    return Clause(text, _wishes(chosen, region), is_verb)


def _wishes(chosen: _Chosen, region: Region | None, strength: Strength = "medium") -> tuple[Wish, ...]:
    return tuple(replace(parsed(label)[0], region=region, strength=strength) for label, _ in chosen)


def _words(chosen: _Chosen, random: Random) -> str:
    return joined([word for _, word in chosen], random)


def _frame(kind: str, random: Random) -> str:
    return random.choice(coordination().kinds["frames"][kind])


def _op(label: str) -> str:
    return label.rstrip("+-0")
