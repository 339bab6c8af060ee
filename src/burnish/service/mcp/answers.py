"""What each tool answers."""

from typing import Any

from pydantic import BaseModel, ConfigDict

from burnish.service.foreign_text import NOTICE


class Told(BaseModel):
    """What one call answers."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class FromFile(Told):
    """Text that came with the photo's file."""

    notice: str = NOTICE
    name: str
    """Of the file."""

    color_profile: str
    """What the file calls its colors."""

    camera: str | None = None
    lens: str | None = None
    taken_at: str | None = None


class Seen(Told):
    """A photo as it is seen."""

    format: str
    width: int
    """Pixels across, upright."""

    height: int
    """Pixels down, upright."""

    facts: tuple[str, ...]
    """What was measured in the photo as it was taken."""

    findings: tuple[str, ...]
    """What is wrong with it, worst first; empty where nothing is."""

    faces: int
    """Faces that look at the camera."""

    sky: float
    """Share of the frame that is taken for sky, 0 to 1."""

    edited: bool
    """Whether there is an edit already, which the preview shows."""

    from_file: FromFile


class Changed(Told):
    """One step that was added, replaced or removed."""

    change: str
    tool: str
    params: dict[str, Any]
    was: dict[str, Any] | None = None
    """Its parameters before, where it was replaced."""

    where: str | None = None
    """Kind of the mask; None for everywhere."""

    opacity: float = 1.0
    reason: str
    confidence: float


class Offered(Told):
    """A candidate."""

    index: int
    title: str
    probability: float
    changes: int


class Refused(Told):
    """A wish that no tool can serve."""

    text: str
    why: str


class Answer(Told):
    """One answer to a question."""

    label: str
    candidate: int | None
    """What to `choose`; None where a circle or other words are needed."""


class Asked(Told):
    """A question, asked beside a best guess."""

    text: str
    options: tuple[Answer, ...]


class Turned(Told):
    """One turn: what was asked, and all that was done about it."""

    turn: str
    """Its id, for feedback."""

    request: str
    changes: tuple[Changed, ...]
    unsupported: tuple[Refused, ...]
    question: Asked | None
    notes: tuple[str, ...]
    keep: tuple[str, ...]
    """What stays as it is until that is lifted."""

    candidates: tuple[Offered, ...]
    chosen: int
    """Index of the candidate that was taken."""

    confident: bool
    for_others: bool
    """Whether the words ask to do the same to other photos."""

    steps: int
    """Steps of the edit as it stands."""

    planner: str


class Planned(Told):
    """A plan of which nothing was done."""

    plan: dict[str, Any]


class Stands(Told):
    """The edit after going through earlier states."""

    steps: tuple[Changed, ...]
    can_undo: int
    """Changes that can be undone."""

    can_redo: bool


class CarriedTo(Told):
    """A photo that was to get another one's edit."""

    photo: str
    steps: tuple[Changed, ...]
    """Its edit as it stands now; empty where it could not be done."""

    error: str | None = None
    """Why it could not be done; its edit is as it was."""


class CarriedOver(Told):
    """One photo's edit, given to others."""

    photos: tuple[CarriedTo, ...]
    left_out: tuple[Changed, ...]
    """Steps that belong to the first photo alone."""


class Past(Told):
    """One earlier turn, in short."""

    turn: str
    at: str
    request: str
    changes: tuple[str, ...]
    chosen: int


class History(Told):
    """A photo's conversation."""

    turns: tuple[Past, ...]
    keep: tuple[str, ...]
    recipe: dict[str, Any]
    """The edit as it stands."""

    can_undo: int
    can_redo: bool


class Compared(Told):
    """Two states side by side."""

    left: str
    right: str
    difference: float
    """Mean color difference (CIEDE2000) between them, after crops and turns: 1 is just noticeable, 10 is large."""


class Exported(Told):
    """A file that was written."""

    file: str
    width: int
    height: int
    bytes: int
    digest: str


class Kept(Told):
    """Feedback that is on the disk."""

    id: str
    ids: tuple[str, ...]
    """Of every signal that it became: a verdict, a rating and a remark are one each."""
    turn: str


class LookTold(Told):
    """A look."""

    name: str
    title: str
    words: tuple[str, ...]
    """What calls for it."""

    description: str


class LooksTold(Told):
    """The looks there are."""

    notice: str = NOTICE
    looks: tuple[LookTold, ...]


class ToolTold(Told):
    """A tool."""

    name: str
    group: str
    description: str
    parameters: dict[str, Any]
    """By name: of one tool the JSON schema of each, else what each is about."""


class ToolsTold(Told):
    """Tools in pipeline order."""

    tools: tuple[ToolTold, ...]
