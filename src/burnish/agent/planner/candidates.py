"""The candidates of a plan: best guess, other readings, the whole picture instead, gentler and bolder variants."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from burnish.agent.language.understanding import Reading
from burnish.agent.planner.draft import Draft
from burnish.agent.planner.intents import Intent
from burnish.agent.planner.plan import Candidate, Question
from burnish.agent.planner.questions import question_about, which_meaning
from burnish.agent.planner.sitting import Sitting
from burnish.agent.planner.wording import wishes_words

EMPHASES: tuple[tuple[float, str], ...] = (
    (0.6, "Gentler"), (1.5, "Bolder"), (0.35, "Much gentler"), (2.0, "Much bolder"),
    (0.8, "Slightly gentler"), (1.25, "Slightly bolder"), (0.2, "A hint"),
)  # fmt: skip
"""Variants in strength, the first ones first."""

WHOLE_PICTURE_CHANCE = 0.3
"""How likely a wish for a place that was not found is meant for the whole picture, beside leaving it for now."""

SECOND = 0.9
"""Most that another candidate weighs beside the best one."""

Drafting = Callable[[Sequence[Intent], Sitting], Draft]


@dataclass(frozen=True)
class _Offer:
    draft: Draft
    title: str
    weight: float


def offered(
    best: Draft, reading: Reading, sitting: Sitting, drafting: Drafting
) -> tuple[tuple[Candidate, ...], Question | None]:  # fmt: skip
    """The candidates, best first, and the one question where something is open."""
    first = _Offer(best, wishes_words(reading.intents), max(reading.confidence, 0.05))
    readings = _distinct([first], _other_readings(reading, sitting, drafting))
    everywhere = _distinct(readings, _whole_picture(best, reading, sitting, drafting))
    offers = _distinct(everywhere, _variants(best, reading, sitting, drafting))
    candidates = _weighed(offers[: max(sitting.request.variants, len(everywhere))])
    if best.asks:
        at = len(readings) if len(everywhere) > len(readings) else None
        return candidates, question_about(best.asks[0], at)
    ambiguous = not reading.confident and len(readings) > 1
    return candidates, which_meaning(candidates[: len(readings)]) if ambiguous else None


def _other_readings(reading: Reading, sitting: Sitting, drafting: Drafting) -> Iterator[_Offer]:
    if reading.confident and sitting.request.variants == 1:
        return
    left = 1.0 - reading.confidence
    for intents in reading.others:
        left *= 0.6
        yield _Offer(drafting(intents, sitting), wishes_words(intents), left)


def _whole_picture(best: Draft, reading: Reading, sitting: Sitting, drafting: Drafting) -> Iterator[_Offer]:
    if sitting.request.mask is None and any(ask.may_be_everywhere for ask in best.asks):
        draft = drafting(reading.intents, replace(sitting, everywhere=True))
        yield _Offer(draft, "In the whole picture", WHOLE_PICTURE_CHANCE * reading.confidence)


def _variants(best: Draft, reading: Reading, sitting: Sitting, drafting: Drafting) -> Iterator[_Offer]:
    if sitting.request.variants == 1 or best.recipe.digest == best.before.digest:
        return
    weight = 0.5
    for emphasis, title in EMPHASES:
        draft = drafting(reading.intents, replace(sitting, emphasis=emphasis))
        yield _Offer(draft, title, weight * reading.confidence)
        weight *= 0.8


def _distinct(offers: Sequence[_Offer], more: Iterable[_Offer]) -> list[_Offer]:
    """The offers, and those of the others that are another edit."""
    kept = list(offers)
    for offer in more:
        if all(_edit(offer) != _edit(other) for other in kept):
            kept.append(offer)
    return kept


def _edit(offer: _Offer) -> tuple[object, ...]:
    """What the steps do, whatever the reasons say."""
    return tuple((step.tool, step.mask, step.opacity, step.enabled) for step in offer.draft.steps)


def _weighed(offers: Sequence[_Offer]) -> tuple[Candidate, ...]:
    best = offers[0].weight
    weights = [best, *(min(offer.weight, SECOND * best) for offer in offers[1:])]
    return tuple(
        Candidate(offer.draft.recipe, offer.draft.changes, offer.title, weight / sum(weights))
        for offer, weight in zip(offers, weights, strict=True)
    )
