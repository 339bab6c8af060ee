"""What signals imply: this recipe over that one, with a weight, its sources, and what they may be used for.

A pure function of facts, so it can be done again when we understand more.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from typing import Annotated, Any, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from burnish.errors import BadInput
from burnish.feedback.claims import Claim, EvidenceKind, Nothing, Told
from burnish.feedback.consent import Consent, Purpose
from burnish.feedback.consistency import consistent
from burnish.feedback.evidence import evidence
from burnish.feedback.identity import Digest, Id, Person, Workspace
from burnish.feedback.offers import Offer, RecipeDocument, Text
from burnish.feedback.ratings import rated_claims
from burnish.feedback.signals import Rating, Signal
from burnish.feedback.weights import Weights

_Fact = TypeVar("_Fact", Offer, Signal)


class Preference(BaseModel):
    """One person's wish for one photo and one request: this recipe over that one."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    id: Id
    """A digest of everything else but the weight and the consent, so the same facts make the same preference."""

    workspace: Workspace
    person: Person
    photo: Digest
    request: Text
    turn: Id
    """The turn of the latest source."""

    at: AwareDatetime
    """When the latest source came about."""

    better: RecipeDocument
    worse: RecipeDocument
    weight: Annotated[float, Field(gt=0, le=1)]
    kind: EvidenceKind
    sources: Annotated[tuple[Id, ...], Field(min_length=1)]
    """Ids of the signals that it follows from, in order of time."""

    consent: Consent
    """What every source, and every turn that they are about, allows."""


class SetAside(BaseModel):
    """A signal that no preference follows from, and why."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    workspace: Workspace
    signal: Id
    reason: str
    """In words, as a receipt says it."""

    for_triage: bool = False
    """Whether it still says that something went wrong."""


class Preferences(BaseModel):
    """What all signals imply together. Each is a source of one preference or more, or is set aside with a reason."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kept: tuple[Preference, ...] = ()
    """By time, then by id."""

    set_aside: tuple[SetAside, ...] = ()
    """By workspace and signal id."""


def preferences(
    offers: Iterable[Offer],
    signals: Iterable[Signal],
    settings: Weights | None = None,
    *,
    purpose: Purpose = "taste",
) -> Preferences:
    """The preferences that follow from what people did, using only what they allow for this purpose.

    The order of the arguments' items changes nothing; a signal that is given twice counts once. How much each kind
    weighs, and the corrections for position and exposure, say `Weights` and the functions beside it; which of
    several claims counts says `consistent`.

    Raises:
        BadInput: two different signals share an id, or two different offers a turn, within a workspace.
    """
    weights = Weights() if settings is None else settings
    turns = _unique(((each.workspace, each.turn), each) for each in offers)
    facts = _unique(((each.workspace, each.id), each) for each in signals)
    nothing: dict[tuple[str, str], Nothing] = {}
    usable: list[Told] = []
    for key, signal in facts.items():
        told = _told(signal, turns, purpose)
        if isinstance(told, Nothing):
            nothing[key] = told
        else:
            usable.append(told)
    claims = _all_claims(usable, weights, nothing)
    settled = consistent(claims)
    for claim, reason in settled.dropped:
        for source in claim.sources:
            nothing[source.signal.workspace, source.signal.id] = Nothing(reason)
    kept = [_preference(each) for each in _within_caps(settled.kept, weights)]
    used = {(each.workspace, source) for each in kept for source in each.sources}
    return Preferences(
        kept=tuple(sorted(kept, key=lambda each: (each.at, each.id))),
        set_aside=tuple(_set_aside(key, nothing[key]) for key in sorted(facts.keys() - used)),
    )


def _unique(pairs: Iterable[tuple[tuple[str, str], _Fact]]) -> dict[tuple[str, str], _Fact]:
    found: dict[tuple[str, str], _Fact] = {}
    for key, value in pairs:
        if found.setdefault(key, value) != value:
            raise BadInput(f"{key[1]!r} of workspace {key[0]!r} is there twice, with different content")
    return found


def _told(signal: Signal, turns: Mapping[tuple[str, str], Offer], purpose: Purpose) -> Told | Nothing:
    offer = turns.get((signal.workspace, signal.turn))
    if offer is None:
        return Nothing(f"turn {signal.turn!r}, which it is about, is not known")
    if not signal.consent.allows(purpose):
        return Nothing(f"its person does not allow use for {purpose!r}")
    if not offer.consent.allows(purpose):
        return Nothing(
            f"the person of turn {signal.turn!r}, which it is about, does not allow use for {purpose!r}"
        )
    return Told(signal, offer)


def _all_claims(
    usable: Sequence[Told], weights: Weights, nothing: dict[tuple[str, str], Nothing]
) -> list[Claim]:
    found: list[Claim] = []
    for told in usable:
        said = evidence(told, weights)
        if isinstance(said, Nothing):
            nothing[told.signal.workspace, told.signal.id] = said
        else:
            found.extend(said)
    claims, unused = rated_claims([each for each in usable if isinstance(each.signal, Rating)], weights)
    nothing.update(unused)
    return found + list(claims)


def _within_caps(claims: Sequence[Claim], weights: Weights) -> list[Claim]:
    """Whatever was only observed of a person in a turn stays below the least that they said there."""
    said: dict[tuple[str, str, str], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    observed: dict[tuple[str, str, str], float] = defaultdict(float)
    for claim in claims:
        if not claim.explicit:
            observed[_turn(claim)] += claim.weight
            continue
        for source in claim.sources:
            place = (source.signal.workspace, source.signal.person, source.signal.turn)
            said[place][source.signal.id] += claim.weight
    kept: list[Claim] = []
    for claim in claims:
        if claim.explicit:
            kept.append(claim)
            continue
        place = _turn(claim)
        least = min(said[place].values(), default=1.0)
        most = min(weights.most_implicit, weights.implicit_to_explicit * least)
        kept.append(replace(claim, weight=claim.weight * min(1.0, most / observed[place])))
    return kept


def _turn(claim: Claim) -> tuple[str, str, str]:
    signal = claim.sources[-1].signal
    return signal.workspace, signal.person, signal.turn


def _preference(claim: Claim) -> Preference:
    last = claim.sources[-1]
    sources = tuple(each.signal.id for each in claim.sources)
    content: dict[str, Any] = {
        "workspace": last.signal.workspace,
        "person": last.signal.person,
        "photo": last.offer.photo,
        "request": last.offer.situation.request,
        "turn": last.offer.turn,
        "better": claim.better,
        "worse": claim.worse,
        "kind": claim.kind,
        "sources": sources,
    }
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), default=str)
    consents = [one for each in claim.sources for one in (each.signal.consent, each.offer.consent)]
    return Preference(
        id="pref-" + hashlib.sha256(canonical.encode()).hexdigest()[:40],
        at=last.signal.at,
        weight=claim.weight,
        consent=reduce(_both, consents),
        **content,
    )


def _both(a: Consent, b: Consent) -> Consent:
    return Consent(
        taste=a.taste and b.taste,
        workspace_models=a.workspace_models and b.workspace_models,
        sharing=a.sharing and b.sharing,
    )


def _set_aside(key: tuple[str, str], nothing: Nothing) -> SetAside:
    return SetAside(workspace=key[0], signal=key[1], reason=nothing.reason, for_triage=nothing.for_triage)
