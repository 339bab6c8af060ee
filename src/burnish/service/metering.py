"""What is counted or held against a quota before a route does it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from starlette.types import Scope

from burnish.app.clock import now
from burnish.app.speaker import Speaker
from burnish.app.team.quotas import TeamQuotas
from burnish.service.routes import PREFIX

EDITS = "/v1/images/edits"
JOBS = (f"{PREFIX}/exports", f"{PREFIX}/batches")
PHOTOS = f"{PREFIX}/photos/"
TURNS = ("/turns", "/turns/stream")


@dataclass(frozen=True)
class Metering:
    """The quotas, as they stand before routes."""

    quotas: TeamQuotas
    clock: Callable[[], datetime] = now

    def concerns(self, scope: Scope) -> bool:
        """Whether there is a quota for what a request asks for."""
        return scope["method"] == "POST" and (_is_turn(scope["path"]) or scope["path"] in JOBS)

    def begin(self, scope: Scope, speaker: Speaker) -> Callable[[], None] | None:
        """Count it; what takes that back, where it was counted and then is not done. Raises TooMany, Conflict."""
        workspace, person = speaker.workspace, speaker.person
        if not _is_turn(scope["path"]):
            self.quotas.check_job(workspace, person)
            return None
        at = self.clock()
        if not self.quotas.begin_turn(workspace, person, at):
            return None
        return lambda: self.quotas.end_turn(workspace, person, at)


def _is_turn(path: str) -> bool:
    return path == EDITS or (path.startswith(PHOTOS) and path.endswith(TURNS))
