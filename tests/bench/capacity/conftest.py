"""Service times and people that are easy to reckon with."""

import pytest

from burnish.bench.capacity.acts import KINDS, Habits, Kind
from burnish.bench.capacity.assumptions import Assumptions, read_assumptions
from burnish.bench.capacity.service_time import ServiceTime

EVEN = (1.0,) * 11


@pytest.fixture
def times() -> dict[Kind, ServiceTime]:
    return {kind: ServiceTime(10, 20, 2, 5, 0, EVEN) for kind in KINDS}


@pytest.fixture
def habits() -> Habits:
    return Habits(
        photos_a_session=2, turns_a_photo=3, feedback_a_turn=0.5, recipes_a_turn=1, drags_a_recipe=2,
        exports_a_photo=0.5, looks_s=4, drag_pause_s=0.2,
    )  # fmt: skip


@pytest.fixture(scope="session")
def taken() -> Assumptions:
    return read_assumptions()
