"""What a dialogue came to, in the notation of `conversations.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.end_to_end.photos import SPOTS
from tests.end_to_end.talking import Talk, perceived

from burnish.imaging.masks import Mask, rasterize
from burnish.recipe.recipe import Recipe, Step
from burnish.tools.crop import Crop

EFFECTS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "light": {"exposure": ("stops",), "brightness": ("amount",)},
    "contrast": {"contrast": ("amount",)},
    "highlights": {"tone": ("highlights", "whites")},
    "shadows": {"tone": ("shadows", "blacks")},
    "color": {"vibrance": ("amount",), "saturation": ("amount",)},
    "warmth": {"white_balance": ("temperature",)},
    "sharpness": {"sharpen": ("amount",), "texture": ("amount",), "clarity": ("amount",)},
    "vignette": {"vignette": ("amount",)},
    "color_grading": {"color_grading": ("shadow_saturation", "highlight_saturation")},
    "blur": {"blur": ("radius",)},
    "denoise": {"denoise": ("luma", "chroma")},
    "grain": {"grain": ("amount",)},
}
"""What a person sees more or less of, and the parameters that make it; `exposure.stops` is one by itself."""

SCALE: Mapping[str, float] = {"stops": 50.0}
"""By what a parameter is multiplied, to be added to others: most have a range of 100."""

SLIGHT = 0.1
"""Share of the furthest lever below which a place counts as untouched: masks have soft edges."""

ROWS, COLUMNS = 128, 192


@dataclass(frozen=True)
class Effect:
    """How much of one thing an edit does, in the whole or at one spot of a photo."""

    name: str
    photo: str
    spot: str | None

    def of(self, recipe: Recipe) -> float:
        """The sum over the recipe's steps."""
        return sum(self._levers(step) * self._weight(step) for step in recipe.steps)

    def is_nothing(self, recipe: Recipe) -> bool:
        """Whether next to nothing of it happens there."""
        most = max((abs(self._levers(step)) for step in recipe.steps), default=0.0)
        return abs(self.of(recipe)) <= SLIGHT * most

    def _levers(self, step: Step) -> float:
        tool, _, parameter = self.name.partition(".")
        known = {tool: (parameter,)} if parameter else EFFECTS[self.name]
        names = known.get(step.tool.name, ())
        return sum(getattr(step.tool, name) * (1.0 if parameter else SCALE.get(name, 1.0)) for name in names)

    def _weight(self, step: Step) -> float:
        if self.spot is None or step.mask is None:
            return step.opacity
        return step.opacity * weight_at(step.mask, self.photo, self.spot)


def weight_at(mask: Mask, photo: str, spot: str) -> float:
    """How much of a step acts at a spot, 0 to 1."""
    x, y = SPOTS[photo][spot]
    plane = rasterize(mask, ROWS, COLUMNS, perceived(photo).scene)
    return float(plane[int(y * ROWS), int(x * COLUMNS)])


def holds(talk: Talk, said: str) -> bool:
    """Whether one line of `ends` is so."""
    if said.startswith("like: "):
        return _edit(talk.session.recipe) == _edit(Talk(talk.photo, talk.folder).say(said[6:]).session.recipe)
    now = talk.session.recipe
    tools = [step.tool.name for step in now.steps]
    match said.split():
        case ["one", tool]:
            return tools.count(tool) == 1
        case ["no", tool]:
            return tool not in tools
        case ["has", tool]:
            return tool in tools
        case ["cropped", "to", aspect]:
            return aspect in [step.tool.aspect for step in now.steps if isinstance(step.tool, Crop)]
        case ["only", *known]:
            return bool(tools) and set(tools) <= set(known)
        case ["at", "most", count, "steps"]:
            return len(tools) <= int(count)
        case ["same", "edit", "as", state]:
            return now.digest == talk.states[int(state)].digest
        case ["another", "edit", "than", state]:
            return now.digest != talk.states[int(state)].digest
        case _:
            return _answers(talk, said) if said.split()[0] in ANSWERS else _compares(talk, said)


def _edit(recipe: Recipe) -> list[object]:
    """What the steps do, whatever their reasons say."""
    return [(step.tool, step.mask, step.opacity) for step in recipe.steps]


ANSWERS = ("asks", "refuses", "keeps", "for", "notes")


def _answers(talk: Talk, said: str) -> bool:
    plan = talk.plan
    assert plan is not None
    match said.split():
        case ["asks"]:
            return plan.question is not None
        case ["asks", "nothing"]:
            return plan.question is None
        case ["refuses"]:
            return bool(plan.unsupported)
        case ["keeps", "nothing"]:
            return not plan.keep
        case ["keeps", what]:
            return what in [keep.what for keep in plan.keep]
        case ["for", "others"]:
            return plan.for_others
        case ["notes"]:
            return bool(plan.notes)
        case _:
            raise ValueError(f"not a line of the notation: {said!r}")


def _compares(talk: Talk, said: str) -> bool:
    name, *rest = said.split()
    spot = None
    if "at" in rest:
        place = rest.index("at")
        spot = rest[place + 1]
        del rest[place : place + 2]
    effect = Effect(name, talk.photo, spot)
    now = talk.session.recipe
    value = effect.of(now)
    match rest:
        case ["up"]:
            return value > 0 and not effect.is_nothing(now)
        case ["down"]:
            return value < 0 and not effect.is_nothing(now)
        case ["zero"]:
            return effect.is_nothing(now)
        case ["is", number]:
            return abs(value - float(number)) < 1e-6
        case [how, *_, state]:
            return _against(how, value, effect.of(talk.states[int(state)]))
        case _:
            raise ValueError(f"not a line of the notation: {said!r}")


def _against(how: str, value: float, was: float) -> bool:
    match how:
        case "weaker":
            return abs(value) < abs(was) and value * was >= 0
        case "stronger":
            return abs(value) > abs(was) and value * was >= 0
        case "above":
            return value > was
        case "below":
            return value < was
        case "as":
            return abs(value - was) <= 1e-6 + 1e-3 * abs(was)
        case _:
            raise ValueError(f"{how!r} is no way to compare")
