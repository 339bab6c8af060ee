"""Forgetting a person: everything that they said and were shown, and everything that was learned from it."""

import re
import secrets
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from burnish import __version__
from burnish.app.conversations import FOLDER, PEOPLE, conversations_of_person
from burnish.app.feedback import FeedbackDesk
from burnish.app.improving.erasing import Learned, Unlearned, unlearned
from burnish.app.improving.opening import FOLDER as LEARNED
from burnish.app.improving.opening import ledger_of, parts_of
from burnish.app.old_feedback import FILE, LEFT_FILE
from burnish.app.studio.job_files import FOLDER as JOBS
from burnish.app.studio.workspaces import folder_of
from burnish.errors import WriteFailed
from burnish.feedback.identity import LOCAL_WORKSPACE
from burnish.governance.deploying import Hand
from burnish.learning.taste.book import NOTEBOOK, TOLD
from burnish.storage.job_queue import JobQueue

_DIGEST = re.compile(rb"sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class Erased:
    """What was removed, and what is different now."""

    person: str
    workspace: str
    signals: int
    turns: int
    blobs: int
    conversations: int
    masks: int
    """Drawn masks that only their recipes named."""
    files: tuple[str, ...]
    """Other files with their words, by name."""
    taste: bool
    """Whether there was a taste of theirs."""
    rebuilt: tuple[str, ...] = ()
    """People whose taste was learned anew, because this person's had a part in it."""
    affected: tuple[str, ...] = ()
    """What was learned for the whole house with a part of theirs: to be made anew."""
    unlearned: Unlearned = field(default_factory=Unlearned)
    """What changed of datasets and releases."""

    def document(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {
            "person": self.person, "workspace": self.workspace, "signals": self.signals, "turns": self.turns,
            "blobs": self.blobs, "conversations": self.conversations, "masks": self.masks,
            "files": list(self.files), "taste": self.taste, "rebuilt": list(self.rebuilt),
            "affected": list(self.affected), "datasets": self.unlearned.datasets,
            "releases": self.unlearned.documents(),
        }  # fmt: skip


def forgotten(desk: FeedbackDesk) -> Erased:
    """Forget the desk's person, so that no file of the home folder holds a trace; safe to repeat.

    Raises:
        WriteFailed: something is in the way; forgetting again finishes it.
    """
    speaker, homes = desk.speaker, _homes(desk)
    theirs = {part.name for part in desk.store.parts(speaker.workspace, owner=speaker.person)}
    conversations = masks = 0
    try:
        _without_jobs(desk, homes)
        without = [_unlearned(desk, home) for home in homes]
        offered = _offered(desk)
        gone = desk.store.forget(speaker.workspace, speaker.person)
        files = _own_files(desk)
        for path in files:
            path.unlink(missing_ok=True)
        for home in homes:
            drawn = _digests(conversations_of_person(home, speaker), own=speaker.is_local) | offered
            conversations += _without_conversations(home, desk)
            masks += _without_masks(home, desk, drawn)
    except OSError as error:
        raise WriteFailed(
            f"cannot remove all that {speaker.person!r} said: {error.strerror}; forget again"
        ) from error
    rebuilt: tuple[str, ...] = ()
    vars(desk).pop("book", None)
    if TOLD in theirs:
        desk.book.rebuild()
        desk.store.look_again(speaker.workspace)
        rebuilt = desk.store.people(speaker.workspace)
    return Erased(
        speaker.person, speaker.workspace, gone.signals, gone.offers, len(gone.blobs), conversations, masks,
        tuple(path.name for path in files), NOTEBOOK in theirs, rebuilt, gone.affected, _together(without),
    )  # fmt: skip


def _unlearned(desk: FeedbackDesk, home: Path) -> Unlearned:
    """Take the person out of what was learned, while it is known what they said."""
    if not (home / LEARNED).exists():
        return Unlearned()
    speaker = desk.speaker
    said = [each.signal.id for each in desk.store.after(speaker.workspace, person=speaker.person)]
    learned = Learned(speaker.workspace, home / LEARNED, ledger_of(desk.store), parts_of(desk.store))
    hand = Hand("system:forget", desk.clock())
    return unlearned(learned, speaker.person, said, f"erasure-{secrets.token_hex(16)}", hand, __version__)


def _together(parts: Sequence[Unlearned]) -> Unlearned:
    return Unlearned(
        sum(each.datasets for each in parts),
        tuple(one for each in parts for one in each.releases),
        sum(each.files for each in parts),
    )


def _homes(desk: FeedbackDesk) -> tuple[Path, ...]:
    """Where the workspace's files may be: the command line knows one home, the studio one for each workspace."""
    if desk.speaker.workspace == LOCAL_WORKSPACE:
        return (desk.home,)
    return (desk.home, desk.home / folder_of(desk.speaker.workspace))


def _without_jobs(desk: FeedbackDesk, homes: tuple[Path, ...]) -> None:
    """Remove the files of the person's jobs, while it is known which those are."""
    for job in JobQueue(desk.store.database).ids(desk.speaker.workspace, desk.speaker.person):
        for home in homes:
            folder = home / JOBS / job
            if folder.exists():
                shutil.rmtree(folder)


def _own_files(desk: FeedbackDesk) -> list[Path]:
    """What the machine's own person has besides: feedback of an earlier Burnish, and the journals of renders."""
    if not desk.speaker.is_local:
        return []
    found = [desk.home / FILE, desk.home / LEFT_FILE, *sorted((desk.home / "renders").glob("*.jsonl"))]
    return [path for path in found if path.exists()]


def _without_conversations(home: Path, desk: FeedbackDesk) -> int:
    """How many conversations were removed."""
    folder = conversations_of_person(home, desk.speaker)
    photos = [each for each in folder.glob("*") if each.is_dir() and each.name != PEOPLE]
    count = sum(1 for each in photos for _ in each.glob("[0-9]*"))
    for each in photos:
        shutil.rmtree(each)
    if not desk.speaker.is_local and folder.exists():
        shutil.rmtree(folder)
    return count


def _digests(folder: Path, *, own: bool) -> set[str]:
    """Every digest that a person's conversations name."""
    files = (
        path for path in folder.rglob("*.json") if not (own and PEOPLE in path.relative_to(folder).parts)
    )
    return set(_named(files))


def _offered(desk: FeedbackDesk) -> set[str]:
    """Every digest that what the person was offered names: not everything that was offered is in a conversation."""
    theirs = desk.store.offers(desk.speaker.workspace, person=desk.speaker.person)
    return {each.decode() for offer in theirs for each in _DIGEST.findall(offer.model_dump_json().encode())}


def _without_masks(home: Path, desk: FeedbackDesk, drawn: set[str]) -> int:
    """Remove the masks that these named and nothing that is left does."""
    kept = set(_named((home / FOLDER).rglob("*.json")))
    for offer in desk.store.offers(desk.speaker.workspace) if drawn else ():
        kept |= {each.decode() for each in _DIGEST.findall(offer.model_dump_json().encode())}
    count = 0
    for path in list((home / "masks").rglob("*")):
        digest = next((each for each in drawn - kept if each in path.name), None)
        if digest is not None and path.is_file():
            path.unlink()
            count += 1
    return count


def _named(files: Iterable[Path]) -> Iterator[str]:
    for path in files:
        yield from (each.decode() for each in _DIGEST.findall(path.read_bytes()))
