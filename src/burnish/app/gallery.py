"""Nine versions of a photo to pick from: taste by eye alone."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from burnish.agent.planner.plan import Candidate, Plan, PlannerVersion
from burnish.agent.planner.request import Request
from burnish.app.feedback import FeedbackDesk
from burnish.app.saying import About, Said, proposal_id
from burnish.app.situations import situation_of
from burnish.app.tasting import recipe_with_reasons, retold
from burnish.errors import BadInput
from burnish.feedback.offers import Offer
from burnish.feedback.signals import Ranking

if TYPE_CHECKING:
    from burnish.app.session import PhotoSession
    from burnish.recipe.recipe import Recipe

POLICY = "taste gallery"
MIDDLE = 4
"""Place of the version that is believed best."""


@dataclass(frozen=True)
class Gallery:
    """Nine versions as they were offered, row by row."""

    offer: Offer
    recipes: "tuple[Recipe, ...]"


def new_gallery(session: "PhotoSession", desk: FeedbackDesk) -> Gallery:
    """Nine versions of a photo as nothing but light and color make them, kept as an offer. Raises BadInput, Failure."""
    request = Request()
    before = replace(session.conversation, recipe=session.conversation.start, turns=(), keeps=())
    plan: Plan = session.planner.plan(request, before, session.perception)
    situation = situation_of(request, plan, session.perception)
    turn = session.new_id()
    seed = int(turn[:12], 16)
    advised = desk.book.gallery(desk.speaker.person, situation, plan.best.recipe, seed)
    candidates: list[Candidate] = []
    for advice in advised:
        recipe = recipe_with_reasons(plan.best.recipe, advice.recipe, lambda _: "one of nine to pick from")
        candidates.append(retold(plan.best, recipe, before.recipe))
    version = PlannerVersion(f"{POLICY}: {plan.planner.name}", plan.planner.version)
    shown = replace(plan, candidates=tuple(candidates), planner=version)
    made = before.turn(request, shown, id=turn, at=session.clock(), chosen=MIDDLE)
    chances = tuple(each.propensity for each in advised)
    planned = plan.best.recipe.document()
    offer = desk.offer_of(made, session.conversation.photo, situation, planned, chances)
    desk.store.offer([offer])
    return Gallery(offer, tuple(each.recipe for each in candidates))


def pick(desk: FeedbackDesk, photo: str, number: int) -> Said:
    """Keep that one version of the last gallery was liked best. Raises BadInput."""
    workspace, person = desk.speaker.workspace, desk.speaker.person
    offers = [
        each
        for each in desk.store.offers(workspace, person=person)
        if each.photo == photo and each.policy.startswith(POLICY)
    ]
    if not offers:
        raise BadInput("there is no gallery of this photo to pick from; make one first, with -o SHEET")
    offer = offers[-1]
    if offer.proposal(str(number)) is None:
        raise BadInput(f"version {number!r}; the gallery has 1 to {len(offer.proposals)}")
    # The version that was believed best comes first among the others: what is learned most from.
    others = [proposal_id(MIDDLE), *(each.id for each in offer.proposals)]
    rest = tuple(dict.fromkeys(each for each in others if each != str(number)))
    first = offer.proposal(proposal_id(MIDDLE)) or offer.proposals[0]
    return desk.say(Ranking, About(offer, first), groups=((str(number),), rest))
