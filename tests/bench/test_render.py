import json
from pathlib import Path

import pytest

from burnish.bench.recipes import sixteen_tools, twelve_tools
from burnish.bench.render import run
from burnish.errors import UnreadablePhoto

KEYS = {"name", "value", "unit", "baseline", "ratio", "target", "ok"}


@pytest.fixture(scope="module")
def measured():
    return run(None, quick=True, date="2026-11-21")


def test_every_row_is_measured_and_judged_where_it_has_a_target(measured):
    assert measured["benchmark"] == "render"
    assert len(measured["rows"]) == 13
    for row in measured["rows"]:
        assert row.keys() >= KEYS
        assert row["value"] > 0
        assert (row["ok"] is None) == (row["target"] is None)


def test_a_ratio_is_value_over_baseline(measured):
    twelve = next(row for row in measured["rows"] if row["name"].startswith("12 per-pixel"))
    assert twelve["ratio"] == pytest.approx(twelve["value"] / twelve["baseline"], rel=1e-3)
    assert twelve["ratio"] > 1


def test_the_environment_is_json_and_names_no_place(measured):
    text = json.dumps(measured)
    assert measured["environment"]["date"] == "2026-11-21"
    assert str(Path.home()) not in text
    assert "/tmp" not in text


def test_a_photo_that_cannot_be_read_is_an_error(tmp_path):
    with pytest.raises(UnreadablePhoto):
        run(tmp_path / "missing.jpg", quick=True)


def test_the_recipes_have_twelve_and_sixteen_tools_that_do_something(catalogue):
    for recipe, count in ((twelve_tools(catalogue), 12), (sixteen_tools(catalogue), 16)):
        names = {step.tool.name for step in recipe.steps}
        assert len(names) == count
        assert not any(step.tool.is_neutral for step in recipe.steps)
