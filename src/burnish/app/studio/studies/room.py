"""The room where studies are set up, answered and read."""

import json
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from burnish.app.clock import now
from burnish.app.speaker import Speaker
from burnish.app.studio.picturing import Pictures
from burnish.app.studio.studies.findings import Findings, findings
from burnish.app.studio.studies.judging import Judged, check_fits, judged, passed
from burnish.app.studio.studies.protocol import RUINED, Question, questions
from burnish.app.studio.studies.signals import offer_of, signals_of
from burnish.errors import BadInput, NotFound
from burnish.feedback.interchange.records import Records
from burnish.feedback.offers import Offer
from burnish.feedback.signals import Signal
from burnish.recipe.recipe import Recipe
from burnish.storage.studies import AnswerRow, Studies, StudyRow
from burnish.wire.studies import StudyAnswer, StudyAsked

PICTURE_PX = 1280
MOST_FAILED = 0.5
"""Share of the checks that somebody may fail; who fails more did not look, and their answers are set aside."""


def _new_id() -> str:
    return uuid.uuid4().hex


@dataclass(frozen=True)
class Study:
    """A study as it was set up."""

    row: StudyRow
    asked: StudyAsked

    def questions(self, person: str) -> Sequence[Question]:
        """What it asks of a person, in their order."""
        return questions(self.asked, self.row.id, person)

    @property
    def labels(self) -> tuple[str, ...]:
        """The methods, in the order in which they were named."""
        return tuple(dict.fromkeys(edit.label for item in self.asked.items for edit in item.edits))


@dataclass(frozen=True)
class Progress:
    """How far a study is."""

    people: int
    answers: int
    yours: int
    questions: int


@dataclass(frozen=True)
class Outcome:
    """What a study found, and from whom."""

    findings: Findings
    people: int
    answers: int
    set_aside: int


@dataclass(frozen=True)
class StudyRoom:
    """Studies over a workspace's photos. Safe to ask from several threads."""

    studies: Studies
    pictures: Pictures
    clock: Callable[[], datetime] = now
    new_id: Callable[[], str] = _new_id

    def set_up(self, speaker: Speaker, asked: StudyAsked) -> Study:
        """Keep a new study, once its photos, recipes and labels are sound. Raises NotFound, BadInput, WriteFailed."""
        for item in asked.items:
            self.pictures.row(speaker, item.photo)
            labels = [edit.label for edit in item.edits]
            if len(set(labels)) != len(labels) or RUINED in labels:
                raise BadInput(
                    f"labels {labels!r}; each edit of an item needs one of its own, none {RUINED!r}"
                )
            if len(labels) < 2 and asked.protocol != "rating":
                raise BadInput(f"a {asked.protocol} study needs two or more edits of each photo")
            for edit in item.edits:
                self.pictures.recipe(edit.recipe)
        row = StudyRow(speaker.workspace, self.new_id(), self.clock(), asked.model_dump_json())
        self.studies.add(row)
        return Study(row, asked)

    def of(self, speaker: Speaker) -> Sequence[Study]:
        """The workspace's, newest first."""
        return [_read(row) for row in self.studies.of(speaker.workspace)]

    def one(self, speaker: Speaker, study: str) -> Study:
        """A study. Raises NotFound."""
        return _read(self.studies.one(speaker.workspace, study))

    def progress(self, speaker: Speaker, study: Study) -> Progress:
        """How far a study is."""
        counts = self.studies.counts(speaker.workspace, speaker.person)
        people, answers, yours = counts.get(study.row.id, (0, 0, 0))
        return Progress(people, answers, yours, len(study.questions(speaker.person)))

    def next_question(self, speaker: Speaker, study: Study) -> tuple[int, Question] | None:
        """The first question that this person has not answered, with its number; None at the end."""
        answered = {
            each.number for each in self.studies.answers(speaker.workspace, study.row.id, speaker.person)
        }
        asked = enumerate(study.questions(speaker.person), 1)
        return next(((number, each) for number, each in asked if number not in answered), None)

    def picture(self, speaker: Speaker, study: str, number: int, place: int) -> bytes:
        """A picture of a question as JPEG; place 0 is the untouched photo. Raises NotFound, BadInput."""
        question = _question(self.one(speaker, study), speaker.person, number)
        row = self.pictures.row(speaker, question.photo)
        recipe = self.pictures.recipe(question.at(place).recipe) if place else Recipe()
        return self.pictures.jpeg(row, recipe, PICTURE_PX)

    def answer(self, speaker: Speaker, study: str, answer: StudyAnswer) -> Study:
        """Keep an answer. Raises NotFound, BadInput, Conflict, WriteFailed."""
        found = self.one(speaker, study)
        check_fits(_question(found, speaker.person, answer.number), answer)
        row = AnswerRow(speaker.person, answer.number, answer.id, self.clock(), answer.model_dump_json())
        self.studies.answer(speaker.workspace, study, row)
        return found

    def outcome(self, speaker: Speaker, study: str) -> Outcome:
        """What the study found. Raises NotFound, NotConverged."""
        found = self.one(speaker, study)
        kept: list[list[Judged]] = []
        aside = answers = 0
        by_person = self._by_person(speaker, found)
        for person, given in by_person.items():
            asked = found.questions(person)
            pairs = [(asked[each.number - 1], each) for each in given]
            checks = [passed(question, each) for question, each in pairs if question.is_check]
            answers += len(pairs)
            if checks and checks.count(False) > MOST_FAILED * len(checks):
                aside += len(pairs)
                continue
            kept.append([judged(question, each) for question, each in pairs if not question.is_check])
        judgments = [each for each in kept if each]
        return Outcome(findings(found.labels, judgments, found.asked.seed), len(by_person), answers, aside)

    def records(self, speaker: Speaker, study: str) -> Records:
        """The study's answers as offers and signals. Raises NotFound."""
        found = self.one(speaker, study)
        offers: list[Offer] = []
        signals: list[Signal] = []
        for row in self.studies.answers(speaker.workspace, study):
            question = found.questions(row.person)[row.number - 1]
            if question.is_check:
                continue
            who = Speaker(row.person, speaker.workspace)
            photo = self.pictures.row(speaker, question.photo).digest
            offer = offer_of(question, row.number, study, who, photo, row.at)
            offers.append(offer)
            signals += signals_of(question, _answer(row), offer, row.at)
        return Records(tuple(offers), tuple(signals))

    def _by_person(self, speaker: Speaker, study: Study) -> dict[str, list[StudyAnswer]]:
        found: dict[str, list[StudyAnswer]] = {}
        for row in self.studies.answers(speaker.workspace, study.row.id):
            found.setdefault(row.person, []).append(_answer(row))
        return found


def _read(row: StudyRow) -> Study:
    return Study(row, StudyAsked.model_validate_json(row.document))


def _answer(row: AnswerRow) -> StudyAnswer:
    return StudyAnswer.model_validate(json.loads(row.document))


def _question(study: Study, person: str, number: int) -> Question:
    asked = study.questions(person)
    if not 1 <= number <= len(asked):
        raise NotFound(f"question {number!r}; this study asks {len(asked)}")
    return asked[number - 1]
