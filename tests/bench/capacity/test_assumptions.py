"""Everything that is taken for granted, with its reason; and a file of one's own."""

import tomllib
from copy import deepcopy

import pytest

from burnish.bench.capacity.acts import KINDS
from burnish.bench.capacity.assumptions import SHIPPED, parse_assumptions, read_assumptions
from burnish.bench.capacity.service_time import ServiceTime
from burnish.bench.capacity.written import with_times
from burnish.errors import BadInput

GIVEN = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))


def test_the_shipped_file_has_a_reason_for_every_figure(taken):
    sections = {name: held for name, held in GIVEN.items() if name != "service"}
    for held in sections.values():
        assert all(len(each["why"]) >= 10 for each in held.values())
    assert all("measured" in each["why"] for each in GIVEN["service"].values())
    assert "provisional" not in SHIPPED.read_text(encoding="utf-8")
    assert taken.share_of(taken.busiest_hour) == max(taken.share_of(hour) for hour in range(24))
    assert sum(taken.share_of(hour) for hour in range(24)) == pytest.approx(1)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda d: d["people"]["looks_s"].pop("why"), "people.looks_s"),
        (lambda d: d["people"]["looks_s"].update(value=-1), "people.looks_s"),
        (lambda d: d["people"]["hours"].update(value=[1] * 23), "people.hours"),
        (lambda d: d["people"]["hours"].update(value=[0] * 24), "people.hours"),
        (lambda d: d["server"].update(wheels={"value": 4, "why": "a car has four"}), "server.wheels"),
        (lambda d: d["service"].pop("turn"), "turn"),
        (lambda d: d["targets"].pop("drag"), "drag"),
        (lambda d: d["service"]["turn"].update(python_ms=float("nan")), "service.turn.python_ms"),
    ],
)
def test_what_is_wrong_is_named(change, named):
    given = deepcopy(GIVEN)
    change(given)
    with pytest.raises(BadInput, match=named):
        parse_assumptions(given)


def test_a_file_that_is_not_there_or_no_toml_is_refused(tmp_path):
    bad = tmp_path / "bad.toml"
    bad.write_text("people = [")
    for path in (bad, tmp_path / "none.toml"):
        with pytest.raises(BadInput, match=path.name):
            read_assumptions(path)


def test_measured_times_are_written_and_all_else_stays_word_for_word(tmp_path):
    text = SHIPPED.read_text(encoding="utf-8")
    times = {kind: ServiceTime(1.5, 2, 1, 3, 0, (1.0,) * 11, 0.5, "measured: here") for kind in KINDS}
    mine = tmp_path / "mine.toml"
    mine.write_text(with_times(text, times, {"fixed_s": 12.5, "ms_a_signal": 3.25}))
    found = read_assumptions(mine)
    assert dict(found.times) == times
    assert (found.training.fixed_s.value, found.training.ms_a_signal.value) == (12.5, 3.25)
    assert found.training.fixed_s.why == read_assumptions().training.fixed_s.why
    kept, changed = (each.partition("[training]")[0] for each in (text, mine.read_text()))
    assert kept == changed
    with pytest.raises(BadInput, match="# measured"):
        with_times("[people]\n", times, {})
