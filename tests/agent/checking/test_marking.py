"""Maps of where a person would mark a fault."""

import numpy as np
from tests.agent.checking import scenery

from burnish.agent.checking.change import Change
from burnish.agent.checking.finding import CATEGORIES
from burnish.agent.checking.fusion import Learned
from burnish.agent.checking.marking import UNSAID, marks
from burnish.agent.checking.perceiving import perceive_edit
from burnish.agent.checking.registration import pair_of
from burnish.agent.checking.seen import FOUND

NOTHING = np.zeros((8, 8), np.float32)


def a_change() -> Change:
    photo = scenery.photo()
    spot = np.clip(photo * (1 - 0.35 * scenery.blob(6.0)), 0, 1)
    return Change(pair_of(scenery.linear(photo), scenery.linear(spot)))


def told(chance: float) -> Learned:
    maps = {"artifact": NOTHING, "failure": NOTHING, "unintended_change": NOTHING}
    return Learned(maps, dict.fromkeys(CATEGORIES, chance))


def test_what_is_not_said_stays_below_what_is_said() -> None:
    for chance in (0.0, 0.01, 0.9):
        planes = marks((), (), a_change(), told(chance))
        assert all(plane.max() <= UNSAID < FOUND for plane in planes.values())
        assert (planes["artifact"].max() > 0) == (chance > 0)


def test_a_doubt_lies_where_the_edit_is_off() -> None:
    plane = marks((), (), a_change(), told(0.01))["artifact"]
    assert plane[230, 250] > 5 * plane[60, 60]
    assert plane.max() < 0.2


def test_the_more_likely_a_kind_is_the_stronger_is_its_map() -> None:
    change = a_change()
    planes = [
        marks((), said, change, told(chance))["artifact"]
        for said, chance in (((), 0.01), ((), 0.03), (("artifact",), 0.03))
    ]
    assert planes[0].max() < planes[1].max() < planes[2].max()


def test_an_untouched_photo_has_empty_maps() -> None:
    photo = scenery.linear(scenery.photo())
    checked = perceive_edit(pair_of(photo, photo))
    assert max(plane.max() for plane in (checked.artifact, checked.failure, checked.unintended)) < 0.01


def test_pictures_of_different_things_have_empty_maps() -> None:
    noise = np.random.default_rng(0).uniform(0, 1, (*scenery.SIZE, 3))
    checked = perceive_edit(pair_of(scenery.linear(scenery.photo()), scenery.linear(noise)))
    assert not checked.artifact.any()
    assert checked.artifact.shape == scenery.SIZE
