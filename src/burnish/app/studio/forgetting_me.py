"""Forgetting a person of the studio: nothing of theirs is kept, on the disk or in memory."""

from dataclasses import dataclass

from burnish.app.forgetting import Erased, forgotten
from burnish.app.speaker import Speaker
from burnish.app.studio.dashboard.dashboard import Dashboard
from burnish.app.studio.open_edits import OpenEdits
from burnish.app.studio.workspaces import Workspaces
from burnish.app.team.noting import note_forgotten
from burnish.app.team.team_log import DOOR


@dataclass(frozen=True)
class Forgetting:
    """Forgets people."""

    workspaces: Workspaces
    edits: OpenEdits
    dashboard: Dashboard

    def forget(self, speaker: Speaker) -> Erased:
        """Erase everything that is kept of a person: signals, conversations, taste, tokens. Safe to repeat.

        Raises:
            WriteFailed: something is in the way; forgetting again finishes it.
        """
        desk = self.workspaces.desk_of(speaker)
        stopped = self.edits.stopped(speaker.workspace, person=speaker.person)
        alone = self.workspaces.alone(speaker.workspace)
        with stopped, alone, self.dashboard.forgetting(speaker):
            erased = forgotten(desk)
        self.workspaces.read_taste_anew(speaker.workspace)
        note_forgotten(self.workspaces.store, speaker.workspace, DOOR)
        return erased
