"""More and less of a tool: laws over the whole catalogue."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from burnish.agent.planner.levers import (
    added,
    between,
    bounds,
    grown,
    held,
    levers,
    main_lever,
    reset,
    scaled,
    size,
)
from burnish.tools.base import Tool
from burnish.tools.catalogue import BUILT_IN
from burnish.tools.contrast import Contrast
from burnish.tools.exposure import Exposure
from burnish.tools.tone import Tone
from burnish.tools.tone_curve import ToneCurve
from burnish.tools.white_balance import WhiteBalance

WITH_LEVERS = [kind for kind in BUILT_IN if levers(kind())]
AMOUNTS = st.floats(-1.0, 1.0)


def at(kind: type[Tool], share: float) -> Tool:
    """A tool with every lever at a share of its range."""
    values: dict[str, float] = {}
    for name in levers(kind()):
        low, high = bounds(kind, name)
        values[name] = min(max(round(share * high, 1), low), high)
    return kind.model_validate(values)


@pytest.mark.parametrize("kind", WITH_LEVERS, ids=lambda kind: kind.name)
def test_every_lever_does_nothing_at_zero(kind: type[Tool]) -> None:
    for name in levers(kind()):
        field = kind.model_fields[name]
        assert field.default == 0 or kind.name == "lut"


@pytest.mark.parametrize(
    "kind", [kind for kind in WITH_LEVERS if kind.name != "lut"], ids=lambda kind: kind.name
)
def test_none_of_it_is_nothing_and_all_of_it_is_itself(kind: type[Tool]) -> None:
    tool = at(kind, 0.5)
    assert scaled(tool, 0.0).is_neutral
    assert scaled(tool, 1.0) == tool


@given(kind=st.sampled_from(WITH_LEVERS), share=AMOUNTS, factor=st.floats(0.0, 50.0))
def test_scaling_stays_inside_the_bounds(kind: type[Tool], share: float, factor: float) -> None:
    made = scaled(at(kind, share), factor)
    for name in levers(made):
        low, high = bounds(kind, name)
        assert low <= getattr(made, name) <= high


@given(amount=st.floats(1.0, 80.0), more=st.floats(1.0, 80.0))
def test_a_wish_said_again_grows_and_never_past_its_ceiling(amount: float, more: float) -> None:
    tool = Contrast(amount=amount)
    for _ in range(20):
        bigger = grown(tool, Contrast(amount=more))
        assert bigger.amount >= tool.amount - 0.051
        tool = bigger
    assert tool.amount <= max(85.0, amount + more)


def test_numbers_add_up_and_stop_at_the_bounds() -> None:
    assert added(Contrast(amount=20.0), Contrast(amount=-30.0)) == Contrast(amount=-10.0)
    assert added(Exposure(stops=4.0), Exposure(stops=4.0)) == Exposure(stops=5.0)


def test_growing_one_lever_leaves_the_others() -> None:
    assert grown(Tone(highlights=-20.0), Tone(shadows=10.0)) == Tone(highlights=-20.0, shadows=10.0)


def test_between_reaches_both_ends_and_beyond() -> None:
    before, after = Exposure(stops=0.5), Exposure(stops=1.0)
    assert [between(before, after, share).stops for share in (0.0, 0.5, 1.0, 1.5)] == [0.5, 0.75, 1.0, 1.25]


def test_a_curve_goes_toward_the_straight_line() -> None:
    half = scaled(ToneCurve(points=((0.0, 20.0), (255.0, 235.0))), 0.5)
    assert half.points == ((0.0, 10.0), (255.0, 245.0))


def test_a_stated_temperature_goes_toward_daylight_in_mired() -> None:
    half = scaled(WhiteBalance(kelvin=4000.0), 0.5)
    assert half.kelvin == pytest.approx(1e6 / ((1e6 / 4000 + 1e6 / 5500) / 2), abs=0.1)


def test_the_main_lever_is_the_furthest() -> None:
    assert main_lever(Tone(highlights=-20.0, shadows=10.0)) == "highlights"
    assert main_lever(Tone(highlights=-20.0, shadows=10.0), ("shadows", "blacks")) == "shadows"
    assert main_lever(Tone()) is None
    assert size(Tone(highlights=-20.0)) == 0.2


def test_holding_stops_what_grew_but_not_what_was_set() -> None:
    assert held(Exposure(stops=2.0), Exposure(stops=4.0)).stops == 2.5
    assert held(Exposure(stops=4.0), Exposure(stops=4.5)).stops == 4.0


def test_reset_takes_out_single_levers() -> None:
    assert reset(Tone(highlights=-20.0, shadows=10.0), ("shadows",)) == Tone(highlights=-20.0)
