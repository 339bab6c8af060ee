"""A session's summary in sentences."""

from burnish.agent.explain.phrases import sentence
from burnish.agent.explain.summary import Constraint, Summary, Wanted
from burnish.agent.explain.wish_words import done_thing, wanted_quality
from burnish.agent.planner.wording import listed

NOTHING_ASKED = "Nothing was asked for."
_WAYS = {"more": "taken further", "less": "eased off"}
NOTHING_STANDS = "Nothing that you asked for is in the picture."


def summary_sentences(summary: Summary, *, asked: bool) -> tuple[str, ...]:
    """What stands first, then what was corrected, taken back, kept and not met."""
    if not asked and not summary.by_hand:
        return (NOTHING_ASKED,)
    told = [_wanted(summary.wanted)] if summary.wanted else []
    if not told and not summary.by_hand and (summary.corrected or summary.taken_back or summary.unmet):
        told.append(NOTHING_STANDS)
    if summary.corrected:
        changed = [f"{each.words} to {each.instead}" for each in summary.corrected]
        told.append(sentence(f"you changed your mind from {listed(changed)}"))
    if summary.taken_back:
        things = list(dict.fromkeys(done_thing(each.intent) for each in summary.taken_back))
        told.append(sentence(f"you took back {listed(things)}"))
    if summary.kept:
        told.append(_kept(summary.kept))
    told += [sentence(f"{each.words} was to stay at first; you lifted that") for each in summary.lifted]
    told += [_unmet(each) for each in summary.unmet]
    if summary.by_hand:
        told.append(sentence(f"by hand you set {listed(summary.by_hand)}"))
    return tuple(told) or (NOTHING_ASKED,)


def _wanted(wishes: tuple[Wanted, ...]) -> str:
    """`You wanted it warmer and calmer, the sky darker and more contrast.`"""
    whole = [each for each in wishes if each.intent.region is None and wanted_quality(each.intent)]
    qualities = [f"{each.words}{_amounts(each)}" for each in whole]
    things = [f"{each.words}{_amounts(each)}" for each in wishes if each not in whole]
    return sentence(f"you wanted {listed([*([f'it {listed(qualities)}'] if qualities else []), *things])}")


def _amounts(wish: Wanted) -> str:
    """How the amount went on."""
    if not wish.adjusted:
        return ""
    ways = [_WAYS[way] for way in dict.fromkeys(wish.adjusted)]
    return f" ({listed(ways)} later)"


def _kept(kept: tuple[Constraint, ...]) -> str:
    things = [each.words for each in kept]
    natural = any(each.keep.what == "all" for each in kept)
    if natural and len(things) == 1:
        return "Everything was to stay natural."
    state = "was to stay as it is" if len(things) == 1 else "were to stay as they are"
    return sentence(f"{listed(things)} {state}")


def _unmet(wish: Wanted) -> str:
    why = f": {wish.instead}" if wish.instead else ""
    if wish.fate == "not possible":
        return sentence(f"{wish.words} could not be done{why}")
    return sentence(f"not done so far is {wish.words}{why}")
