"""A stage of the loop: from what is known so far to a document, the same whenever it is run again."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeAlias, TypeVar

from burnish.app.improving.alone import Claim
from burnish.app.improving.settings import Settings
from burnish.errors import Canceled, Conflict
from burnish.feedback.quality.teacher import Review, Rule
from burnish.governance.canonical import digest_of_json
from burnish.governance.deploying import Hand
from burnish.governance.gates import Gates
from burnish.governance.ledger import LedgerStore
from burnish.governance.part_blobs import PartBlobs
from burnish.learning.taste.book import Ground, TasteStore

Document: TypeAlias = dict[str, Any]
T = TypeVar("T")
R = TypeVar("R")


def _go_on() -> bool:
    return False


def _nobody(_: str) -> None:
    """Nobody listens."""


class Each(Protocol):
    """Does one thing to each of many values: here one after the other, or by a fleet. What comes out is the same."""

    def __call__(self, call: Callable[[T], R], values: Iterable[T]) -> list[R]:
        """`[call(value) for value in values]`; `call` is a function of a module, and values are plain."""
        ...


def here(call: Callable[[T], R], values: Iterable[T]) -> list[R]:
    """One after the other, in this process."""
    return [call(value) for value in values]


def _unseen(_: Collection[str], each: Each) -> Mapping[str, str]:
    """No photo can be looked at."""
    del each
    return {}


@dataclass(frozen=True, eq=False)
class Works:
    """What a workspace's loop works with."""

    workspace: str
    store: TasteStore
    ledger: LedgerStore
    blobs: PartBlobs
    folder: Path
    """Of the workspace's datasets and runs."""
    ground: Ground
    gates: Gates
    planner: str
    """Name and version of the planner that the parts are for."""
    rules: Sequence[Rule] = ()
    """The teacher's: what feedback must not break."""
    reviews: Sequence[Review] = ()
    """What reviewers decided."""
    taught: str = ""
    """Digest of what the rules say."""
    skin_tones: Callable[[Collection[str], Each], Mapping[str, str]] = field(default=_unseen, repr=False)
    """Photos by digest, with the tone of the skin that each shows; those in which none can be told are left out."""
    tell: Callable[[str], None] = field(default=_nobody, repr=False)
    is_canceled: Callable[[], bool] = field(default=_go_on, repr=False)
    claim: Claim | None = field(default=None, repr=False)
    """What keeps other machines from running this workspace's loop; None where there are none."""
    each: Each = field(default=here, repr=False)
    """Who does what can be done apart."""

    @property
    def datasets(self) -> Path:
        """Where versions of datasets lie."""
        return self.folder / "datasets"

    @property
    def runs(self) -> Path:
        """Where runs keep what their stages gave."""
        return self.folder / "runs"

    @property
    def judgment(self) -> str:
        """Digest of the rules and of what reviewers decided: other ones make another run."""
        said = [each.model_dump(mode="json", exclude={"reviewer"}) for each in self.reviews]
        return digest_of_json([self.taught, said])

    def check(self) -> None:
        """Raises Canceled where whoever asked no longer wants it, Conflict where another machine took the run over."""
        if self.claim is not None and self.claim.is_lost:
            raise Conflict("another machine has taken this run over: nothing was heard of this one for long")
        if self.is_canceled():
            raise Canceled("the run was canceled; start it again and it goes on from the last stage")


@dataclass(frozen=True, eq=False)
class Run:
    """One run: its settings, its beginning, and what its stages gave so far."""

    works: Works
    settings: Settings
    id: str
    experiment: str
    """Digest of the experiment file."""
    code: str
    through: int
    """Number of the last signal that has a part in it."""
    parent: str | None
    """The release that it begins from; None for what is built in."""
    hand: Hand
    given: Mapping[str, Document] = field(default_factory=dict[str, Document])


@dataclass(frozen=True)
class Stage:
    """One stage."""

    name: str
    does: str
    """In words, for whoever waits."""
    work: Callable[[Run], Document] = field(repr=False)
    """The document names no clock and no path, so the same run gives the same one."""
