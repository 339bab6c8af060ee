"""Where conversations lie on disk: a folder for each photo, and for each person but the machine's own."""

import hashlib
from pathlib import Path

from burnish.agent.planner.conversation import Conversation
from burnish.agent.turn_folder import TurnFolder
from burnish.app.speaker import Speaker
from burnish.tools.catalogue import Catalogue

FOLDER, PEOPLE = "conversations", "people"


def conversations_of_person(home: Path, speaker: Speaker) -> Path:
    """The folder of everything that a person said; the names of others than the machine's own are not in it."""
    if speaker.is_local:
        return home / FOLDER
    name = hashlib.sha256(f"{speaker.workspace}/{speaker.person}".encode()).hexdigest()[:32]
    return home / FOLDER / PEOPLE / name


def conversations_of(home: Path, photo: str, speaker: Speaker) -> Path:
    """Where a person's conversations about a photo (by digest) are kept."""
    return conversations_of_person(home, speaker) / photo.removeprefix("sha256:")


def latest_conversation(
    home: Path, catalogue: Catalogue, photo: str, speaker: Speaker
) -> Conversation | None:
    """What a person said last about a photo (by digest); None where nothing was. Raises BadInput for damaged files."""
    latest = latest_number(home, photo, speaker)
    return turn_folder(home, catalogue, photo, speaker, latest).read().conversation if latest else None


def latest_number(home: Path, photo: str, speaker: Speaker) -> int:
    """The number of the latest conversation about a photo; 0 where there is none."""
    found = conversations_of(home, photo, speaker).glob("[0-9]*")
    return max((int(each.name) for each in found), default=0)


def turn_folder(home: Path, catalogue: Catalogue, photo: str, speaker: Speaker, number: int) -> TurnFolder:
    """One conversation's folder, which need not exist."""
    return TurnFolder(conversations_of(home, photo, speaker) / f"{number:04}", catalogue, photo)
