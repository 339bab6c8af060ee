"""How large a house is: enough for its people, no larger, and told how it was found."""

from dataclasses import replace

import pytest

from burnish.bench.capacity.assumptions import Taken
from burnish.bench.capacity.cost import cost
from burnish.bench.capacity.run import run
from burnish.bench.capacity.sizing import servers_by_work, sized
from burnish.errors import BadInput


@pytest.fixture(scope="module")
def light(taken):
    """As shipped, with people who come for one photo: sooner simulated."""
    once = {"photos_a_session": Taken[float](value=1.0, why="one photo, for a quick test")}
    shard = {"whole_day_people": Taken[float](value=200.0, why="a quick test")}
    return replace(
        taken, people=taken.people.model_copy(update=once), shard=taken.shard.model_copy(update=shard)
    )


def test_a_few_people_need_the_least_house_for_a_whole_day(light):
    found = sized(light, 100)
    assert (found.servers, found.spare, found.is_scaled, found.whole_day) == (2, 1, False, True)
    assert found.missed == ()


def test_many_people_are_a_shard_that_keeps_the_same_promises(light):
    people = 100_000
    found = sized(light, people)
    assert found.is_scaled
    assert found.shard_people == pytest.approx(people * found.shard_servers / found.servers)
    assert found.servers >= servers_by_work(light, people)
    assert found.outcome.busiest <= light.server.busy_at_most.value
    assert found.missed == ()


def test_a_promise_that_no_number_of_servers_keeps_is_said_and_not_paid_for(light):
    never = light.targets | {"import": Taken[float](value=1.0, why="a millisecond, which nobody can")}
    found = sized(replace(light, targets=never), 100)
    assert found.missed == ("import",)
    assert found.servers <= 4


def test_cost_is_by_the_hour_and_grows_with_people(light):
    small, large = sized(light, 100), sized(light, 50_000)
    cheap, dear = cost(light, small), cost(light, large)
    assert cheap.total < dear.total
    assert dear.servers_by_the_hour <= dear.servers
    assert cheap.total / 100 > dear.total / 50_000, "what everybody shares is shared by more"
    assert dear.stored_gb == pytest.approx(500 * cheap.stored_gb)


def test_rows_are_in_the_common_format_and_say_what_was_scaled(light):
    document = run(light, [100, 100_000], seed=1)
    rows = {row["name"]: row for row in document["rows"]}
    assert "all of them are simulated" in rows["100 people a day: servers"]["note"]
    assert "by scaling" in rows["100,000 people a day: servers"]["note"]
    for kind in ("turn", "feedback", "export"):
        assert (
            rows[f"100,000 people a day: {kind}, p50"]["value"]
            <= rows[f"100,000 people a day: {kind}, p95"]["value"]
        )
        assert rows[f"100,000 people a day: {kind}, p95"]["ok"] is True
    assert document["environment"]["cores"]


@pytest.mark.parametrize("people", [0, -5, 10**10])
def test_people_that_cannot_be_are_refused(light, people):
    with pytest.raises(BadInput, match=str(people)):
        run(light, [people])
