"""A person talking about a photo with the real planner: the turns of a dialogue, and the edit after each of them."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tests.end_to_end.photos import pixels, saved

from burnish.agent.perception import Perception, perceive
from burnish.agent.planner.conversation import UNTOUCHED
from burnish.agent.planner.other_photos import carried_over
from burnish.agent.planner.plan import Plan
from burnish.agent.planner.planner import EmbeddedPlanner
from burnish.agent.planner.request import Request, SliderMove
from burnish.app.darkroom import Darkroom
from burnish.app.planning import embedded_planner
from burnish.app.session import PhotoSession, open_session
from burnish.imaging.masks import Circle, Subject
from burnish.imaging.picture import picture_from_srgb8
from burnish.recipe.recipe import Recipe
from burnish.tools.catalogue import built_in


@cache
def planner() -> EmbeddedPlanner:
    return embedded_planner(built_in())


@cache
def perceived(name: str) -> Perception:
    """What is seen in a photo; kept, because places are found in it once and for all."""
    return perceive(picture_from_srgb8(pixels(name)))


@dataclass
class Talk:
    """A dialogue that is being had."""

    photo: str
    folder: Path
    session: PhotoSession = field(init=False)
    plan: Plan | None = None
    states: list[Recipe] = field(default_factory=lambda: [UNTOUCHED])
    """The edit before the first turn, and after each one."""

    def __post_init__(self) -> None:
        self.session = self._opened(self.photo)

    def say(self, said: str) -> "Talk":
        """One turn, as `conversations.toml` writes it."""
        head, *rest = said.split(" ", 1)
        if head == "choose":
            self.session.choose(int(rest[0]))
        elif head == "next":
            self._go_on_with(rest[0])
        else:
            self.plan = self.session.ask(request_of(said)).plan
        self.states.append(self.session.recipe)
        return self

    def _go_on_with(self, photo: str) -> None:
        earlier, self.photo = self.session.recipe, photo
        self.session = self._opened(photo)
        self.session.apply(carried_over(earlier).recipe, "the same")

    def _opened(self, photo: str) -> PhotoSession:
        session = open_session(
            Darkroom(built_in(), self.folder / "home"), planner(), saved(photo, self.folder)
        )
        session.__dict__["perception"] = perceived(photo)
        return session


def request_of(said: str) -> Request:
    """Words, or words with a circle, slider moves or a number of variants before them."""
    head, _, words = said.partition(":")
    match head.split():
        case ["circle", x, y, radius]:
            circle = Circle(x=float(x), y=float(y), radius=float(radius))
            return Request(words.strip(), mask=Subject(area=circle))
        case ["slide", tool, parameter, value]:
            return Request(sliders=(SliderMove(tool, parameter, float(value)),))
        case ["variants", count]:
            return Request(words.strip(), variants=int(count))
        case _:
            return Request(said)
