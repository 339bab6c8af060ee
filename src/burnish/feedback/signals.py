"""Signals: each is one thing that one person did. A fact, never a reward; what it means is said elsewhere."""

from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    model_validator,
)

from burnish.feedback.consent import Consent
from burnish.feedback.identity import Id, Person, Workspace
from burnish.feedback.marks import Area, Misread
from burnish.feedback.offers import MOST_PROPOSALS, RecipeDocument, Text

SIGNAL_SCHEMA = 1

Reason: TypeAlias = Literal[
    "too_strong", "too_weak", "too_dark", "too_bright", "too_warm", "too_cool", "too_colorful", "too_dull",
    "too_contrasty", "too_flat", "unnatural", "wrong_place", "not_asked", "misread", "artifact", "other",
]  # fmt: skip
"""What one tap can say about a rejection."""

Score: TypeAlias = Annotated[float, Field(ge=0, le=100)]
"""0 is worst, 100 is best. Five stars are 0, 25, 50, 75 and 100."""


class Signal(BaseModel):
    """What every signal carries: who, where, when, and exactly what it is about."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    explicit: ClassVar[bool] = True
    """Whether the person meant to say something. What is only observed is weak by definition."""

    signal_schema: Annotated[Literal[1], Field(alias="schema")] = SIGNAL_SCHEMA
    id: Id
    """Made by the client, so that sending it again is harmless."""

    person: Person
    workspace: Workspace
    at: AwareDatetime
    turn: Id
    proposal: Id
    """Which of the turn's proposals it is about; for several at once, the one that was shown first."""

    policy: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    propensity: Annotated[float, Field(gt=0, le=1)] = 1.0
    """Probability with which that proposal was shown there."""

    consent: Consent = Consent()


class Accept(Signal):
    """The person took the proposal."""

    kind: Literal["accept"] = "accept"


class Reject(Signal):
    """The person did not want the proposal."""

    kind: Literal["reject"] = "reject"
    reasons: Annotated[tuple[Reason, ...], Field(max_length=8)] = ()


class Rating(Signal):
    """Scores for a proposal, each where it was given."""

    kind: Literal["rating"] = "rating"
    perceptual_quality: Score | None = None
    """Whether the picture is free of faults."""

    instruction_following: Score | None = None
    """Whether what was asked for was done."""

    visual_consistency: Score | None = None
    """Whether what was not asked about stayed."""

    @model_validator(mode="after")
    def _says_something(self) -> "Rating":
        if self.perceptual_quality is self.instruction_following is self.visual_consistency is None:
            raise ValueError("a rating needs perceptual_quality, instruction_following or visual_consistency")
        return self


class Thumb(Signal):
    """Up or down."""

    kind: Literal["thumb"] = "thumb"
    up: bool


class Comment(Signal):
    """Free text about a proposal."""

    kind: Literal["comment"] = "comment"
    text: Annotated[Text, StringConstraints(min_length=1)]


class Modify(Signal):
    """The recipe that the person ended with. What they changed is the most that anybody tells us."""

    kind: Literal["modify"] = "modify"
    recipe: RecipeDocument
    way: Literal["sliders", "recipe", "picture"] = "sliders"
    """By hand here, as a recipe, or read with `match` from a picture that was edited elsewhere."""

    left_over: Annotated[float, Field(ge=0)] | None = None
    """Median ΔE00 that the recipe does not explain of a picture."""


class Comparison(Signal):
    """A person saw two proposals for one photo, side by side, and chose."""

    kind: Literal["comparison"] = "comparison"
    left: Id
    right: Id
    winner: Literal["left", "right", "tie", "both_bad"]
    left_propensity: Annotated[float, Field(gt=0, lt=1)] = 0.5
    """Probability that the left proposal was the one put on the left."""

    @model_validator(mode="after")
    def _are_two(self) -> "Comparison":
        if self.left == self.right:
            raise ValueError(f"left and right are both {self.left!r}; two different proposals are compared")
        return self


class Ranking(Signal):
    """Several proposals from best to worst; those in one group are equally good."""

    kind: Literal["ranking"] = "ranking"
    groups: Annotated[tuple[tuple[Id, ...], ...], Field(min_length=1, max_length=MOST_PROPOSALS)]

    @model_validator(mode="after")
    def _each_once(self) -> "Ranking":
        ranked = [each for group in self.groups for each in group]
        if len(ranked) < 2 or len(set(ranked)) != len(ranked) or not all(self.groups):
            raise ValueError(
                f"groups {self.groups!r}; two or more proposals are needed, each once, no group empty"
            )
        return self


class Mark(Signal):
    """A place in the picture, or words of the request, that went wrong."""

    kind: Literal["mark"] = "mark"
    fault: Literal["artifact", "failure", "unintended_change"]
    area: Area | None = None
    misread: Misread | None = None
    """Words of the request that were misunderstood."""

    category: Annotated[str, StringConstraints(max_length=100)] = ""
    reason: Text = ""

    @model_validator(mode="after")
    def _marks_something(self) -> "Mark":
        if self.area is None and self.misread is None:
            raise ValueError("a mark needs an area of the picture or misread words")
        return self


class Slider(Signal):
    """Where a slider was left, and the way there."""

    kind: Literal["slider"] = "slider"
    tool: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    parameter: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    value: float
    path: Annotated[tuple[tuple[Annotated[float, Field(ge=0)], float], ...], Field(max_length=2000)] = ()
    """(seconds since it was taken hold of, value), in order of time."""


class Instruction(Signal):
    """A further instruction about what was shown, such as "warmer"."""

    kind: Literal["instruction"] = "instruction"
    text: Annotated[Text, StringConstraints(min_length=1)]
    next_turn: Id | None = None
    """The turn that answered it."""


class Implicit(Signal):
    """Something that was only observed. Weak by definition, and never counted like what somebody said."""

    explicit: ClassVar[bool] = False

    kind: Literal["implicit"] = "implicit"
    act: Literal["dwell", "zoom", "before_after", "undo", "re_edit", "abandon", "export", "copy_to_others"]
    amount: Annotated[float, Field(ge=0)] = 1.0
    """Seconds for `dwell`, how many for everything else."""


AnySignal: TypeAlias = Annotated[
    Accept
    | Reject
    | Rating
    | Thumb
    | Comment
    | Modify
    | Comparison
    | Ranking
    | Mark
    | Slider
    | Instruction
    | Implicit,
    Field(discriminator="kind"),
]
"""Every kind of signal, told apart by `kind`."""

SIGNALS: TypeAdapter[Any] = TypeAdapter(AnySignal)
"""Reads and checks signals of any kind."""
