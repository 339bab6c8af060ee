"""Two processes with a book each over one store: neither is behind, and neither undoes what the other did."""

import threading

import numpy as np
import pytest
from tests.feedback.drawing import recipe
from tests.learning.taste.desk import ANY, GROUND, PLACE, SHARING, Desk, same, stops

from burnish.learning.taste.book import NOTEBOOK
from burnish.learning.taste.gaussian import Information
from burnish.learning.taste.houses import FRESH_S, House
from burnish.learning.taste.lesson_parts import LESSONS, parts_with
from burnish.learning.taste.notebook import STYLE
from burnish.storage.opening import open_store


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_book_that_was_overtaken_knows_what_the_other_learned(desk) -> None:
    here, there = desk.book(), desk.book()
    desk.often(2)
    stops(here), stops(there)
    for k in range(4):
        desk.said(recipe=recipe(0.5 + k / 4))
        (there if k % 2 else here).catch_up("p1")
    same(here.belief("p1", STYLE, ""), desk.book().belief("p1", STYLE, ""))
    same(there.belief("p1", STYLE, ""), desk.book().belief("p1", STYLE, ""))


def test_a_signal_that_both_read_is_one_lesson(desk) -> None:
    here, there = desk.book(), desk.book()
    desk.often(3)
    here.catch_up("p1")
    there.catch_up("p1")
    desk.said()
    late = there.catch_up("p1")
    assert len(here.lessons("p1")) == 4
    documents = parts_with(desk.store, "w1", "p1", late)
    assert documents == {name: desk.store.load_part("w1", "p1", name).document for name in documents}, (
        "adding a lesson that is there changes nothing"
    )


def test_a_lesson_is_added_to_the_latest_ones_without_reading_them(desk, monkeypatch) -> None:
    here = desk.book()
    desk.often(3)
    here.catch_up("p1")
    read = list[str]()
    load = desk.store.load_part

    def counted(workspace: str, owner: str, name: str):
        read.append(name)
        return load(workspace, owner, name)

    monkeypatch.setattr(desk.store, "load_part", counted)
    desk.said()
    here.catch_up("p1")
    assert not [name for name in read if name.startswith(LESSONS)]
    assert len(desk.book().lessons("p1")) == 4


def test_what_a_server_that_broke_down_lost_of_a_taste_is_learned_again(desk) -> None:
    here = desk.book()
    desk.often(2)
    here.catch_up("p1")
    there = {
        each.name: desk.store.load_part("w1", "p1", each.name) for each in desk.store.parts("w1", owner="p1")
    }
    desk.often(2)
    here.catch_up("p1")
    for each in desk.store.parts("w1", owner="p1"):
        desk.store.drop_part("w1", "p1", each.name)
    for name, part in there.items():
        desk.store.save_parts("w1", "p1", {name: part.document}, part.through)
    desk.said()
    here.catch_up("p1")
    assert len(here.lessons("p1")) == 5
    same(here.belief("p1", STYLE, ""), desk.book().belief("p1", STYLE, ""))
    desk.book().rebuild()
    assert len(desk.book().lessons("p1")) == 5


def test_a_decision_that_is_made_while_the_other_learns_is_obeyed_by_both(desk) -> None:
    here, there = desk.book(), desk.book()
    desk.often(2)
    stops(here), stops(there)
    here.freeze("p1", frozen=True)
    desk.said(recipe=recipe(-2.0))
    there.catch_up("p1")  # in its memory the taste is not frozen yet
    before = stops(here)
    desk.often(3, recipe=recipe(-2.0))
    assert stops(here) == stops(there) == before
    assert [each["set_aside"] != "" for each in desk.book().lessons("p1")] == [False] * 2 + [True] * 4


def test_decisions_of_two_at_once_are_all_kept(tmp_path) -> None:
    desk = Desk()
    with open_store(tmp_path / "store") as store:
        desk.store = store
        desk.often(2)
        wanted = [0.1 * k for k in range(6)]

        def decide(value: float) -> None:
            desk.book().set_slider("p1", "exposure.stops", value)

        threads = [threading.Thread(target=decide, args=(value,)) for value in wanted]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert desk.book().notebook("p1").decided == len(wanted)


def test_what_a_housemate_told_elsewhere_is_known_soon_and_is_gone_when_they_take_it_back(desk) -> None:
    now_s = [0.0]
    there = desk.book()
    here = House(desk.store, "w1", GROUND.population.everyone, clock_s=lambda: now_s[0])
    assert not here.told(STYLE, but="p2").precision.any()
    desk.often(3, consent=SHARING)
    there.catch_up("p1")
    assert not here.told(STYLE, but="p2").precision.any(), "it is not looked every time"
    now_s[0] += FRESH_S
    told = here.told(STYLE, but="p2")
    assert told.precision.any()
    assert here.told(STYLE, but="p2") is told
    there.reset("p1")
    now_s[0] += FRESH_S
    assert not here.told(STYLE, but="p2").precision.any()


def test_what_others_told_is_not_added_up_again_because_the_one_who_is_told_said_more() -> None:
    house = House(Desk().store, "w1", GROUND.population.everyone, clock_s=lambda: 0.0)
    assert not house.told(STYLE, but=None).precision.any()
    says = Information(np.eye(GROUND.design.size), np.ones(GROUND.design.size))
    house.tells("p1", {STYLE: says})
    house.tells("p2", {STYLE: says})
    of_p2, of_p1 = house.told(STYLE, but="p1"), house.told(STYLE, but="p2")
    house.tells("p1", {STYLE: says.times(2)})
    assert house.told(STYLE, but="p1") is of_p2
    assert np.array_equal(house.told(STYLE, but="p2").shift, 2 * of_p1.shift)
    assert np.array_equal(house.told(STYLE, but=None).shift, 3 * of_p1.shift)


def test_a_taste_that_was_forgotten_does_not_come_back_from_the_memory_of_another(desk) -> None:
    here = desk.book()
    desk.often(4)
    assert stops(here) > 0.2
    desk.store.forget("w1", "p1")
    desk.said("accept", situation=ANY)
    here.catch_up("p1")
    assert abs(here.belief("p1", STYLE, "").mean[PLACE["exposure.stops"]]) < 0.1
    assert desk.store.load_part("w1", "p1", NOTEBOOK).through == 5
