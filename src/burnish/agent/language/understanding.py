"""What a text means: the grammar's and the tagger's readings, weighed against each other."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from burnish.agent.language.agreements import agreed
from burnish.agent.language.comparing import only_compares
from burnish.agent.language.denials import denial_of
from burnish.agent.language.done import Done
from burnish.agent.language.follow_up_words import undone
from burnish.agent.language.follow_ups import SURE, followed_up
from burnish.agent.language.fusion import (
    ABOUT_THE_EDIT,
    BRIEF,
    LEAST,
    Weights,
    fused,
    label_of,
    shipped_weights,
)
from burnish.agent.language.grammar import compares_with_before, read
from burnish.agent.language.impossible_wishes import CERTAIN, shipped_impossible
from burnish.agent.language.interjections import (
    only_looks,
    only_thanks,
    only_wonders,
    without_applause,
)
from burnish.agent.language.lexicon import shipped_lexicon
from burnish.agent.language.lifting import lifts
from burnish.agent.language.second_opinion import second_opinion, with_names
from burnish.agent.language.self_corrections import corrected, in_one_breath, place_alone
from burnish.agent.language.speech import fluent
from burnish.agent.language.tagger import Tagged, shipped_tagger
from burnish.agent.language.terse import notes_of
from burnish.agent.language.turn_saying import NONE_OF_IT
from burnish.agent.language.words import is_word, split_words
from burnish.agent.planner.intents import Intent, Op

REFUSED = 0.75
"""Probability from which a wish is called impossible on the tagger's word alone."""


_UNFIT = re.compile(
    r"\b(?:(?:doesn't|doesnt|does not|don't|isn't|is not) (?:suit|work|fit|help|belong|match|look (?:right|good|nice))"
    r"|(?:kills|ruins|spoils|wrecks|hurts|distracts|looks (?:wrong|bad|cheap|awful|odd|off)))\b",
    re.IGNORECASE,
)
"""`the vignette doesn't suit it, get rid of it`: what is said of an edit that is to go."""

_REASON = re.compile(
    rf"\btoo (?!much\b)\w|^\W*why (?:did|would|on earth|have)\b|{_UNFIT.pattern}", re.IGNORECASE
)
"""`too pale, go back one`: the fault is the reason for what is asked, and no wish of its own."""

_SENTENCES = re.compile(r"[.!?;\n]+(?=\s)")
MOST_SENTENCES = 6

SHORT = 80
"""Characters of a first turn that only says what is to stay."""

AGREED = 0.5
"""The tagger's probability from which it bears out an act of which a word is not known."""

MANY = 9
"""Words of a turn from which the tagger may overrule what rules read of the edit in it."""

BELIEVED = 0.7
"""Probability of the tagger's reading from which it is acted on without offering the rules' one."""

HARDLY = 0.1
"""The tagger's probability of any act under which it sees none."""

FAMILIAR = 0.6
"""Share of the words of what is said about an edit that the tagger must have met."""

UNMISTAKABLE = 0.9
"""The tagger's probability from which it is believed where no word means anything by itself: `square, for a menu`."""


@dataclass(frozen=True)
class Reading:
    """What a text was taken to mean, and what else it may mean."""

    intents: tuple[Intent, ...]

    others: tuple[tuple[Intent, ...], ...] = ()
    """Other readings worth offering, likeliest first; empty where the reading is sure."""

    confidence: float = 1.0
    """Probability that the operations and directions are exactly right."""

    confident: bool = True

    covered: Literal["", "part", "all"] = ""
    """How much of it rules account for word by word: of what they wholly do no other opinion is asked."""


def understood(text: str, *, recent: Sequence[Op] = (), done: Done | None = None) -> Reading:
    """The reading of a text. `recent` are the operations of the turn before, which "more" and "less" lean on; `done` is
    what the conversation did so far, which "the second one" and "undo the contrast" are about.
    """
    reading = _corrected(text, recent, done)
    return replace(reading, intents=with_names(_without_echo(_elsewhere(reading.intents, text), text), text))


_VIGNETTE = re.compile(
    r"^\W*(?:and |the |make the )*vignett\w* (?:should be |could be |is )?(?:an? )?"
    r"(?:bit|little|tad|touch|slightly|much|lot)? ?(?:lighter|darker|brighter)\W*$",
    re.IGNORECASE,
)
_BRIGHT = re.compile(r"\b(?:highlights|whites)\b[^.,;!?]{0,20}\b(?:bright|hot|harsh|strong)\b", re.IGNORECASE)


def _without_echo(intents: tuple[Intent, ...], text: str) -> tuple[Intent, ...]:
    """`the highlights are too bright, tame them`: one wish, and none for the whole picture's light."""
    if _VIGNETTE.search(text) is not None:
        intents = tuple(each for each in intents if each.op != "exposure")
    named = any((each.op, each.direction) == ("highlights", "-") for each in intents)
    if not named or _BRIGHT.search(text) is None:
        return intents
    return tuple(
        each for each in intents if (each.op, each.direction, each.region) != ("exposure", "-", None)
    )


_ELSEWHERE = re.compile(
    r"\b(?:everything|all|anything|everywhere|everyone) else\b|\b(?:the )?(?:rest|remainder)\b|\beverything but\b",
    re.IGNORECASE,
)


def _elsewhere(intents: tuple[Intent, ...], text: str) -> tuple[Intent, ...]:
    """`keep the sky as it is and warm up everything else`: the wish is for all but what is kept."""
    kept = {each.target for each in intents if each.op == "keep"}
    if not kept or _ELSEWHERE.search(text) is None:
        return intents
    return tuple(
        replace(each, region=None, phrase="") if _is_wish_there(each) and each.region in kept else each
        for each in intents
    )


def _is_wish_there(intent: Intent) -> bool:
    """Whether it asks for something in a place."""
    return intent.region is not None and intent.op not in ("keep", *ABOUT_THE_EDIT)


def _corrected(text: str, recent: Sequence[Op], done: Done | None) -> Reading:
    """The reading of a text, of which a part may be corrected in the same breath."""
    tries = in_one_breath(text)
    if tries is not None and not _is_repeated(*tries):
        said, instead = (_understood(each, recent, done) for each in tries)
        if any(each.quantity == NONE_OF_IT for each in said.intents):
            return _understood(text, recent, done)
        meant = corrected(said.intents, instead.intents or place_alone(tries[1]))
        if meant:
            return Reading(meant, (), min(said.confidence, instead.confidence))
    return _understood(text, recent, done)


def _is_repeated(said: str, instead: str) -> bool:
    """`up, I meant up`: what was meant is what was said."""
    return [each.text for each in split_words(said)] == [each.text for each in split_words(instead)]


def _understood(text: str, recent: Sequence[Op], done: Done | None) -> Reading:
    """The reading of a text that is said in one go."""
    text = fluent(text)
    if only_thanks(text) or (only_looks(text) if recent else only_compares(text) or only_wonders(text)):
        return Reading(())
    reading = ruled(text, recent, done)
    text = without_applause(text)
    if not recent or reading.covered == "all" or lifts(text) or compares_with_before(text):
        return reading
    partly = reading.covered == "part"
    other = second_opinion(reading.intents, text, shipped_tagger().tag(text, follows=True), partly=partly)
    if other is None:
        return reading
    meant = _of_what_was_done(other[0], text, done)
    return Reading(meant, (reading.intents,) if reading.intents else (), other[1], other[1] >= BELIEVED)


def _of_what_was_done(intents: tuple[Intent, ...], text: str, done: Done | None) -> tuple[Intent, ...]:
    """The intents: what was never done is not taken back for itself, and what moves is what is named.

    `replace that with some sharpening` takes back the last edit; `I wanted the warmth on the grass` moves the warmth.
    """
    if done is None:
        return intents
    wishes = {each.op for each in intents if each.op not in ("keep", *ABOUT_THE_EDIT)}
    named = undone(shipped_lexicon().terms(split_words(text)))

    def meant(intent: Intent) -> Intent:
        if intent.op == "undo" and intent.target in wishes and intent.target not in done.ops:
            return replace(intent, target="last")
        moves = (intent.op, intent.direction, intent.target) == ("scale", "0", "last")
        return replace(intent, target=named) if moves and intent.region and named in done.ops else intent

    return tuple(map(meant, intents))


def ruled(text: str, recent: Sequence[Op], done: Done | None) -> Reading:
    """What rules read in a text, and where they read nothing, grammar and tagger together."""
    return _read(without_applause(text), recent, done) if recent else _read(text, (), done)


def _read(text: str, recent: Sequence[Op], done: Done | None) -> Reading:
    """What rules read, and where they read nothing, grammar and tagger together."""
    acts = followed_up(text, done, speaks_of_the_edit) if recent and done is not None else None
    surely = lifts(text) or (acts is not None and any(each.op == "undo" for each in acts[0]))
    if (acts is not None or recent) and not surely and is_told_anew(text):
        return _read(text, (), None)
    if acts is not None:
        denial = denial_of(text, done.ways) if done is not None and not acts[0] else None
        if denial is not None:
            reading = _possible(denial.meant, recent)
            return replace(reading, intents=denial.with_undo(reading.intents), covered="all")
        return _with_rest(*acts, recent, text, done)
    if recent and any(map(_takes_back, read(text, has_history=True))):
        reading = _with_lifted(_possible(text, recent), text)
        return replace(reading, intents=agreed(reading.intents, text, recent))
    if notes := notes_of(text):
        return Reading(notes, (), SURE)
    impossible, left = shipped_impossible().read(text)
    if not recent and not impossible and (kept := _kept_from_the_start(text)):
        return Reading(kept, (), SURE)
    reading = _possible(left, recent)
    return reading if not impossible else _beside(reading, impossible)


def _kept_from_the_start(text: str) -> tuple[Intent, ...]:
    """What is to stay, where a first turn says only that: `skin off limits`."""
    acts = followed_up(text, Done()) if len(text) <= SHORT else None
    said = () if acts is None or any(letter.isalnum() for letter in acts[1]) else acts[0]
    return (
        tuple(replace(each, confidence=SURE) for each in said)
        if all(each.op == "keep" for each in said)
        else ()
    )


def _about_the_unfit(said: tuple[Intent, ...], left: str, done: Done | None) -> tuple[Intent, ...]:
    """What is taken back as `it` is what was found unfit, where that was done."""
    found = _UNFIT.search(left)
    if found is None or done is None:
        return said
    named = undone(shipped_lexicon().terms(split_words(left[: found.start()])))
    if named not in done.ops:
        return said
    return tuple(
        replace(each, target=named) if (each.op, each.target) == ("undo", "last") else each for each in said
    )


def _with_rest(
    acts: tuple[Intent, ...], left: str, recent: Sequence[Op], text: str, done: Done | None
) -> Reading:
    """A reading of acts, and of what the rest of the words wishes for."""
    said = tuple(replace(each, confidence=SURE) for each in acts)
    said = _about_the_unfit(said, left, done)
    if not any(letter.isalnum() for letter in left) or (
        said and _REASON.search(left) and not _is_wish_among(said)
    ):
        return Reading(agreed(said, text, recent), (), SURE, covered="all")
    rest = _possible(left, recent)
    intents = tuple(sorted((*said, *rest.intents), key=lambda intent: intent.span))
    part = any(each.op in ("undo", "scale") for each in said)
    return Reading(agreed(intents, text, recent), (), SURE * rest.confidence, True, "part" if part else "")


def _with_lifted(reading: Reading, text: str) -> Reading:
    """The reading with what is no longer to be kept: words that lift it say nothing else."""
    if not lifts(text) or any(each.target == "keep" for each in reading.intents):
        return reading
    lifted = [each for each in read(text, has_history=True) if each.op == "undo" and each.target == "keep"]
    return replace(reading, intents=tuple(sorted((*reading.intents, *lifted), key=lambda each: each.span)))


def _is_wish_among(intents: Sequence[Intent]) -> bool:
    return any(each.op not in ("scale", "undo", "keep") or each.direction == "0" for each in intents)


def _takes_back(intent: Intent) -> bool:
    """Whether it is about less of what was done: `bring the ball back` adds nothing, `back up a bit` moves nothing."""
    return intent.op == "undo" or (intent.op == "scale" and intent.direction == "-")


def is_told_anew(text: str) -> bool:
    """Whether a turn has so many words, none of them about the edit, that it is a request by itself."""
    if sum(is_word(word.text) for word in split_words(text)) < MANY:
        return False
    parts = [part for part in _SENTENCES.split(text) if any(map(str.isalpha, part))][:MOST_SENTENCES]
    tagged = [each for part in parts for each in shipped_tagger().tag(part)]
    act = max((each.probability for each in tagged if each.op in ("keep", *ABOUT_THE_EDIT)), default=0.0)
    return act < HARDLY and any(each.probability >= REFUSED for each in tagged)


def speaks_of_the_edit(words: str, acts: Sequence[Intent]) -> bool:
    """Whether the tagger, too, takes words for these acts rather than for a new wish."""
    wanted = {label_of(each.op, each.direction) for each in acts}
    act = wish = 0.0
    for each in shipped_tagger().tag(words, follows=True):
        if label_of(each.op, each.direction) in wanted:
            act = max(act, each.probability)
        elif each.op not in ("keep", *ABOUT_THE_EDIT):
            wish = max(wish, each.probability)
    return act >= AGREED and act > wish


def _possible(text: str, recent: Sequence[Op]) -> Reading:
    """What a text asks for of what can be done, as far as grammar and tagger see it."""
    conversing = bool(recent)
    stated = read(text, has_history=conversing)
    tagged = shipped_tagger().tag(text, follows=conversing)
    if not stated and not _says_anything(text, conversing=conversing):
        tagged = tuple(each for each in tagged if each.probability >= UNMISTAKABLE)
    if not conversing:
        tagged = tuple(each for each in tagged if each.op not in ABOUT_THE_EDIT)
    reading = weighed(stated, tagged, shipped_weights(), brief=is_brief(text), conversing=conversing)
    if conversing and stated and not reading.intents:
        alone = [each for each in shipped_tagger().tag(text) if each.op not in ABOUT_THE_EDIT]
        reading = weighed(stated, alone, shipped_weights(), brief=is_brief(text), conversing=conversing)
    ruled = any(intent.op == "unsupported" for intent in stated)
    return reading if ruled else replace(reading, intents=_without_doubtful_refusals(reading.intents))


def _without_doubtful_refusals(intents: Sequence[Intent]) -> tuple[Intent, ...]:
    """To refuse what can be done is worse than to pass over what cannot: the tagger alone must be sure of it."""
    return tuple(each for each in intents if each.op != "unsupported" or each.confidence >= REFUSED)


def _beside(reading: Reading, impossible: tuple[Intent, ...]) -> Reading:
    """A reading of the rest of the words, with the wishes that no tool can serve in their places."""

    def both(intents: Sequence[Intent]) -> tuple[Intent, ...]:
        return tuple(sorted((*intents, *impossible), key=lambda intent: intent.span))

    others = tuple(map(both, reading.others))
    return Reading(both(reading.intents), others, reading.confidence * CERTAIN, reading.confident)


def _says_anything(text: str, *, conversing: bool) -> bool:
    """Whether any word is known to mean something: of what it never saw the tagger only dreams.

    Of an edit people also speak in words that mean nothing by themselves ("you got carried away").
    """
    if any(term.senses for term in shipped_lexicon().terms(split_words(text))):
        return True
    return conversing and shipped_tagger().familiar(text) >= FAMILIAR


def is_brief(text: str) -> bool:
    """Whether a text has so few words that a rule can hardly be wrong about them."""
    return sum(is_word(word.text) for word in split_words(text)) <= BRIEF


def weighed(
    stated: tuple[Intent, ...],
    tagged: Sequence[Tagged],
    weights: Weights,
    *,
    brief: bool = False,
    conversing: bool = False,
) -> Reading:
    """One reading of what the grammar states and the tagger sees, with the others where they differ."""
    best = fused(stated, tagged, weights, brief=brief, conversing=conversing)
    if brief and not best.intents and (conversing or _takes_away_what_is_shown(stated)):
        best = replace(best, intents=stated)
    if best.confident:
        return Reading(best.intents, (), best.confidence, True)
    seen = fused((), [each for each in tagged if each.probability >= LEAST], _TAGGER_ALONE).intents
    others = [each for each in (stated, seen) if each and _labels(each) != _labels(best.intents)]
    distinct = [each for at, each in enumerate(others) if _labels(each) not in map(_labels, others[:at])]
    return Reading(best.intents, tuple(distinct), best.confidence, False)


def _takes_away_what_is_shown(stated: Sequence[Intent]) -> bool:
    """`remove it`: so short that nothing else can be meant, and nothing comes of it where nothing is shown."""
    return bool(stated) and all(each.op == "remove" and each.phrase.lower() in _POINTING for each in stated)


_POINTING = frozenset("it this that these those them".split())

_TAGGER_ALONE = Weights("", 0.0, 0.0, 1.0, 0.0, 0.0, {}, (0.0, 1.0), 1.0)


def _labels(intents: Sequence[Intent]) -> set[tuple[str, str | None]]:
    return {label_of(intent.op, intent.direction) for intent in intents}
