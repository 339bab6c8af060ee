"""Studies: several people judge edits, blind and in random order."""

from typing import Annotated

from fastapi import APIRouter, Path, Response
from starlette.responses import PlainTextResponse

from burnish.app.speaker import Speaker
from burnish.app.studio.studies.findings import Finding
from burnish.app.studio.studies.room import Study
from burnish.app.studio.studio import Studio
from burnish.app.team.noting import note_exported
from burnish.feedback.interchange.jsonl import jsonl_text
from burnish.service.asking import Asks, Caller
from burnish.wire.shape import Id
from burnish.wire.studies import (
    LabelResult,
    StudyAnswer,
    StudyAsked,
    StudyList,
    StudyNext,
    StudyQuestion,
    StudyResults,
    StudyShape,
)

router = APIRouter(tags=["studies"])


@router.get("/studies")
def studies(caller: Caller, studio: Asks) -> StudyList:
    """The workspace's studies."""
    return StudyList(studies=[_shape(caller, studio, each) for each in studio.studies.of(caller)])


@router.post("/studies", status_code=201)
def new_study(caller: Caller, studio: Asks, asked: StudyAsked) -> StudyShape:
    """Set up a study."""
    return _shape(caller, studio, studio.studies.set_up(caller, asked))


@router.get("/studies/{study}")
def one_study(caller: Caller, studio: Asks, study: Id) -> StudyShape:
    """A study and how far it is."""
    return _shape(caller, studio, studio.studies.one(caller, study))


@router.get("/studies/{study}/next")
def next_question(caller: Caller, studio: Asks, study: Id) -> StudyNext:
    """What this person is to judge next."""
    return _next(caller, studio, studio.studies.one(caller, study))


@router.get(
    "/studies/{study}/questions/{number}/pictures/{place}",
    response_class=Response,
    responses={200: {"content": {"image/jpeg": {}}}},
)
def study_picture(
    caller: Caller, studio: Asks, study: Id,
    number: Annotated[int, Path(ge=1, le=100_000)], place: Annotated[int, Path(ge=0, le=8)],
) -> Response:  # fmt: skip
    """A picture of a question; place 0 is the untouched photo."""
    data = studio.studies.picture(caller, study, number, place)
    return Response(data, media_type="image/jpeg", headers={"cache-control": "private, max-age=3600"})


@router.post("/studies/{study}/answers", status_code=201)
def answer(caller: Caller, studio: Asks, study: Id, given: StudyAnswer) -> StudyNext:
    """Keep an answer; the next question comes back. The same id again changes nothing."""
    return _next(caller, studio, studio.studies.answer(caller, study, given))


@router.get("/studies/{study}/results")
def results(caller: Caller, studio: Asks, study: Id) -> StudyResults:
    """What the study found, with agreement and bootstrap intervals."""
    found = studio.studies.outcome(caller, study)
    return StudyResults(
        id=study, labels=[_label(each) for each in found.findings.methods], agreement=found.findings.agreement,
        people=found.people, answers=found.answers, set_aside=found.set_aside,
    )  # fmt: skip


@router.get(
    "/studies/{study}/signals",
    response_class=PlainTextResponse,
    responses={200: {"content": {"application/jsonl": {}}}},
)
def study_signals(caller: Caller, studio: Asks, study: Id) -> PlainTextResponse:
    """The study's answers as signals, one JSON object a line."""
    text = jsonl_text(studio.studies.records(caller, study))
    note_exported(studio.workspaces.store, caller.workspace, "study_signals", caller.person)
    return PlainTextResponse(text, media_type="application/jsonl")


def _shape(caller: Speaker, studio: Studio, study: Study) -> StudyShape:
    far, asked = studio.studies.progress(caller, study), study.asked
    return StudyShape(
        id=study.row.id, title=asked.title, protocol=asked.protocol, instructions=asked.instructions,
        items=len(asked.items), people=far.people, answers=far.answers, made_at=study.row.made_at.isoformat(),
        yours=far.yours, questions=far.questions,
    )  # fmt: skip


def _next(caller: Speaker, studio: Studio, study: Study) -> StudyNext:
    found = studio.studies.next_question(caller, study)
    if found is None:
        return StudyNext(question=None)
    number, question = found
    return StudyNext(
        question=StudyQuestion(
            number=number, of=len(study.questions(caller.person)), request=question.request,
            protocol=question.protocol, places=len(question.shown),
        )
    )  # fmt: skip


def _label(finding: Finding) -> LabelResult:
    dimensions = {
        name: {"mean": each.value, "low": each.low, "high": each.high}
        for name, each in finding.dimensions.items()
    }
    score = finding.score
    return LabelResult(
        label=finding.label, score=score.value, low=score.low, high=score.high, wins=finding.wins,
        comparisons=finding.comparisons, dimensions=dimensions,
    )  # fmt: skip
