"""The catalogue: names, places, parameters, and tools that other packages bring."""

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

import numpy as np
import pytest

from burnish.errors import InvalidStep, UnknownTool
from burnish.imaging.picture import Picture
from burnish.imaging.sweep import passes
from burnish.recipe.document import parse_recipe
from burnish.recipe.recipe import recipe
from burnish.recipe.render import render
from burnish.tools import catalogue as module
from burnish.tools.base import Group, PixelTool, Tool, slider
from burnish.tools.catalogue import BUILT_IN, Catalogue, built_in, installed
from burnish.tools.exposure import Exposure
from burnish.tools.view import View


class Negative(PixelTool):
    """Turn light into dark, as on film."""

    name: ClassVar = "negative"
    group: ClassVar[Group] = "effects"

    amount: Annotated[float, slider(0, 100)] = 0.0
    """How much."""

    def compile(self, view: View) -> tuple[passes.Pass, ...]:
        share = self.amount / 100
        return (passes.Tone(lambda light: light * (1 - share) + np.maximum(1 - light, 0) * share),)


@dataclass(frozen=True)
class Announcement:
    """An entry point as importlib.metadata gives it."""

    name: str
    found: Any

    def load(self) -> Any:
        return self.found


@pytest.fixture
def announce(monkeypatch: pytest.MonkeyPatch) -> Any:
    def these(*points: Announcement) -> None:
        monkeypatch.setattr(module, "entry_points", lambda group: points if group == "burnish.tools" else ())

    return these


def test_a_tool_that_a_package_announces_runs_after_the_built_in_ones(announce: Any, photo: Picture) -> None:
    announce(Announcement("negative", Negative))
    catalogue = installed()
    assert catalogue.names[-1] == "negative"
    assert catalogue.names[:-1] == built_in().names
    text = {
        "schema": 1,
        "steps": [
            {"tool": "negative", "params": {"amount": 100}},
            {"tool": "exposure", "params": {"stops": -1}},
        ],
    }
    out = render(photo, parse_recipe(text, catalogue), catalogue, threads=1).samples
    by_hand = render(
        photo, recipe([Exposure(stops=-1.0), Negative(amount=100.0)]), catalogue, threads=1
    ).samples
    assert np.array_equal(out, by_hand)
    dark, light = photo.samples.max(axis=-1) < 20, photo.samples.min(axis=-1) > 235
    assert out[dark].min() > 200
    assert out[light].mean() < out[dark].mean()


def test_announced_tools_come_in_the_order_of_their_names(announce: Any) -> None:
    second = type("Second", (Negative,), {"name": "second", "__doc__": "Another."})
    announce(Announcement("z", Negative), Announcement("a", second))
    assert installed().names[-2:] == ("second", "negative")


def test_what_is_no_tool_or_takes_a_taken_name_is_refused(announce: Any) -> None:
    announce(Announcement("broken", dict))
    with pytest.raises(TypeError, match=r"'broken'.*not a Tool class"):
        installed()
    announce(Announcement("mine", Exposure))
    with pytest.raises(ValueError, match="second tool named 'exposure'"):
        installed()
    announce(Announcement("one", Negative), Announcement("two", Negative))
    with pytest.raises(ValueError, match="second tool named 'negative'"):
        installed()


def test_without_other_packages_the_installed_tools_are_the_built_in_ones() -> None:
    assert installed().names[: len(BUILT_IN)] == built_in().names


def test_names_are_unique_and_say_what_pipeline_they_are() -> None:
    names = built_in().names
    assert len(set(names)) == len(names) == len(BUILT_IN)
    order = [
        names.index(name)
        for name in (
            "crop",
            "heal",
            "white_balance",
            "exposure",
            "tone_curve",
            "hsl",
            "sharpen",
            "grain",
            "lut",
        )
    ]
    assert order == sorted(order)
    assert all(tool.group in Group.__args__ for tool in BUILT_IN)


def test_an_unknown_name_is_refused_with_the_nearest_known_one() -> None:
    with pytest.raises(UnknownTool, match="'exposre'; did you mean 'exposure'"):
        built_in().make("exposre", {})
    for ask in (built_in().tool, built_in().place):
        with pytest.raises(UnknownTool, match="'' "):
            ask("")


def test_values_of_the_wrong_kind_are_refused_by_name() -> None:
    for bad in ("1", True, None, [1], {"ev": 1}, float("inf")):
        with pytest.raises(InvalidStep, match="'exposure': stops"):
            built_in().make("exposure", {"stops": bad})
    assert built_in().make("exposure", {"stops": 1}) == Exposure(stops=1.0)


def test_a_catalogue_may_be_any_set_of_tools() -> None:
    only: Catalogue = Catalogue((Exposure,))
    assert only.names == ("exposure",)
    with pytest.raises(UnknownTool, match="contrast"):
        only.tool("contrast")


def test_a_tool_is_a_frozen_value() -> None:
    tool: Tool = Exposure(stops=1.0)
    assert tool == Exposure(stops=1.0)
    with pytest.raises(ValueError, match="frozen"):
        tool.stops = 2.0  # type: ignore[attr-defined]
