"""Two studios over one home, as two servers have them: the memory of one never outlives what it is of."""

import pytest
from tests.app.studio.at_work import ANNA, a_studio, with_photo

from burnish.agent.planner.request import Request
from burnish.app.studio import forgettings
from burnish.errors import NotFound


@pytest.fixture
def pair(tmp_path, monkeypatch):
    monkeypatch.setattr(forgettings, "FRESH_S", 0.0)
    made = (a_studio(tmp_path / "home"), a_studio(tmp_path / "home"))
    yield made
    for each in made:
        each.close()


def asked(studio, photo: str, text: str = "brighter"):
    return studio.editing.ask(ANNA, photo, Request(text))[1]


def test_what_one_adds_to_an_edit_the_other_goes_on_from(pair, photo):
    here, there = pair
    row = with_photo(here, photo, ANNA)
    asked(here, row.id)
    asked(there, row.id, "warmer")
    assert (
        asked(here, row.id, "more contrast").conversation.recipe
        == there.editing.edit(ANNA, row.id).conversation.recipe
    )
    assert len(there.editing.edit(ANNA, row.id).conversation.turns) == 3


def test_what_takes_long_gives_way_before_it_reads(pair, photo):
    here, _ = pair
    row, given = with_photo(here, photo, ANNA), []
    database = here.workspaces.store.database
    assert database.give_way == here.workspaces.way.give
    database.give_way = lambda: given.append("read")
    here.editing.edit(ANNA, row.id)
    assert given


def test_an_edit_that_was_begun_anew_with_as_many_records_is_not_taken_for_the_old_one(pair, photo):
    here, there = pair
    row = with_photo(here, photo, ANNA)
    old = asked(here, row.id).conversation.turns[0].id
    there.forgetting.forget(ANNA)
    new = asked(there, row.id, "warmer").conversation.turns[0].id
    assert [each.id for each in here.editing.edit(ANNA, row.id).conversation.turns] == [new]
    assert new != old


def test_rules_of_the_brand_are_those_of_now(pair, photo):
    here, there = pair
    row = with_photo(here, photo, ANNA)
    amount = asked(there, row.id, "much brighter").conversation.recipe.steps[0].tool.amount
    there.editing.move(ANNA, row.id, "undo")
    here.brands.set(ANNA, "[bounds]\nbrightness.amount = [-5, 5]\n")
    held = asked(there, row.id, "much brighter").conversation.recipe.steps[0].tool.amount
    assert (amount > 20, held) == (True, 5)
    here.brands.set(ANNA, "")
    there.editing.move(ANNA, row.id, "undo")
    assert asked(there, row.id, "much brighter").conversation.recipe.steps[0].tool.amount == amount


def test_a_person_who_is_forgotten_by_one_has_left_the_desks_of_the_other(pair, photo):
    here, there = pair
    row = with_photo(here, photo, ANNA)
    asked(there, row.id)
    desk = there.workspaces.desk_of(ANNA)
    here.forgetting.forget(ANNA)
    assert there.workspaces.desk_of(ANNA) is not desk
    assert there.dashboard.counted(ANNA.workspace).aggregates.facts == 0


def test_a_photo_that_one_took_out_is_gone_at_the_other(pair, photo):
    here, there = pair
    row = with_photo(here, photo, ANNA)
    asked(there, row.id)
    here.photos.remove(ANNA, row.id)
    with pytest.raises(NotFound):
        there.editing.edit(ANNA, row.id)
