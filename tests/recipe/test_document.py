"""Recipes to JSON and back, and everything that is not a recipe."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.laws.drawing import parameters

from burnish.errors import BurnishError, InvalidStep, RecipeError, UnknownSchema, UnknownTool
from burnish.imaging.masks import (
    Box,
    Brush,
    Circle,
    ColorRange,
    Combine,
    Eyes,
    Face,
    Lasso,
    Linear,
    Loop,
    LuminosityRange,
    Mask,
    Picture,
    Polygon,
    Radial,
    Skin,
    Sky,
    Stroke,
    Subject,
)
from burnish.recipe import document as module
from burnish.recipe.document import MAX_STEPS, parse_recipe, parse_recipe_json, read_recipe
from burnish.recipe.migrations import MIGRATIONS, migrated
from burnish.recipe.recipe import SCHEMA, Recipe, Step, recipe
from burnish.tools.base import Tool
from burnish.tools.catalogue import BUILT_IN, built_in
from burnish.tools.exposure import Exposure

CATALOGUE = built_in()
STORED = Path(__file__).parent / "data" / "recipe_schema_1.json"
CORNERS = ((0.2, 0.2), (0.8, 0.25), (0.7, 0.8))
MASKS: tuple[Mask, ...] = (
    Brush(strokes=(Stroke(points=((0.1, 0.2), (0.3, 0.4, 0.5)), radius=0.2), Stroke(points=((0, 0),), erase=True))),
    Radial(),
    Radial(x=-0.5, radius_x=2.5, angle=-30, softness=0, invert=True, feather=0.1, opacity=0.3),
    Linear(start_x=0.1, end_y=0.9),
    Polygon(points=CORNERS),
    Lasso(points=CORNERS, feather=0.02),
    LuminosityRange(low=0.2, high=0.4),
    ColorRange(samples=("#aabbcc", (0.5, 0.25)), tolerance=0.2),
    Picture(digest="sha256:" + "0123456789abcdef" * 4),
    Subject(),
    Subject(area=Circle(radius=0.1)),
    Subject(area=Box(right=0.6)),
    Subject(area=Loop(points=CORNERS)),
    Sky(opacity=0.5),
    Skin(),
    Face(),
    Eyes(),
    Combine(masks=(Sky(),)),
    Combine(operation="intersect", masks=(Sky(), Subject(area=Box()), Combine(masks=(Radial(), Eyes())))),
)  # fmt: skip
finite = st.floats(0, 1)
words = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)


def one(**step: Any) -> dict[str, Any]:
    return {"schema": 1, "steps": [{"tool": "exposure"} | step]}


def test_every_kind_of_mask_is_drawn_here() -> None:
    kinds = {member.model_fields["kind"].default for member in Mask.__origin__.__args__}  # type: ignore[attr-defined]
    assert {mask.kind for mask in MASKS} == kinds


@pytest.mark.parametrize("mask", MASKS, ids=[f"{n}-{mask.kind}" for n, mask in enumerate(MASKS)])
def test_every_mask_comes_back(mask: Mask) -> None:
    made = recipe([Step(Exposure(stops=1.0), mask)])
    back = parse_recipe_json(made.to_json(), CATALOGUE)
    assert back == made
    assert back.digest == made.digest


@pytest.mark.parametrize("kind", BUILT_IN, ids=lambda tool: tool.name)
@given(data=st.data())
@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
def test_every_tool_comes_back(kind: type[Tool], data: st.DataObject) -> None:
    try:
        tool = CATALOGUE.make(kind.name, data.draw(parameters(kind)))
    except InvalidStep:
        assume(False)
        raise
    step = Step(
        tool, data.draw(st.sampled_from([None, *MASKS])), data.draw(finite), data.draw(st.booleans()),
        data.draw(words), data.draw(st.sampled_from(["person", "planner", "agent", "import"])),
    )  # fmt: skip
    made = Recipe((step,), data.draw(words))
    for back in (parse_recipe_json(made.to_json(), CATALOGUE), parse_recipe(made.document(), CATALOGUE)):
        assert back == made
        assert back.digest == made.digest


def test_a_stored_recipe_of_schema_1_keeps_its_meaning() -> None:
    stored = read_recipe(STORED, CATALOGUE)
    assert stored.title == "Evening at the lake"
    assert [step.tool.name for step in stored.steps][:3] == ["exposure", "white_balance", "tone_curve"]
    assert stored.steps[0] == Step(
        Exposure(stops=0.7), reason="The faces are half a stop too dark.", author="planner"
    )
    assert stored.steps[6].mask == Subject(area=Box(left=0.1, top=0.2, right=0.4, bottom=0.9))
    assert [step.enabled for step in stored.steps].count(False) == 1
    assert stored.digest == "sha256:0a968ed61c897adbc07995f08d2554e930acab38b7c8728fa32f223d56b50a6a"


def test_every_schema_up_to_the_present_one_has_a_stored_recipe_and_a_way_here() -> None:
    assert [path.name for path in sorted(STORED.parent.glob("recipe_schema_*.json"))] == [
        f"recipe_schema_{version}.json" for version in range(1, SCHEMA + 1)
    ]
    assert sorted(MIGRATIONS) == list(range(1, SCHEMA))


def test_a_migration_leads_on_and_leaves_the_given_document_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MIGRATIONS, SCHEMA, lambda old: old | {"schema": SCHEMA + 1, "title": "moved"})
    monkeypatch.setitem(
        MIGRATIONS, SCHEMA + 1, lambda old: old | {"schema": SCHEMA + 2, "title": old["title"] + " on"}
    )
    document = {"schema": SCHEMA, "steps": []}
    assert migrated(document) == {"schema": SCHEMA + 2, "steps": [], "title": "moved on"}
    assert document == {"schema": SCHEMA, "steps": []}


@pytest.mark.parametrize("version", [0, -1, SCHEMA + 1, 99, "1", 1.0, True, None, [1]])
def test_a_schema_that_is_not_known_is_refused_by_its_number(version: Any) -> None:
    with pytest.raises(UnknownSchema, match="reads 1 to"):
        parse_recipe({"schema": version, "steps": []}, CATALOGUE)


@pytest.mark.parametrize("document", [None, 1, "x", [], {}, {"steps": []}, ["schema"]])
def test_what_is_no_recipe_is_refused(document: Any) -> None:
    with pytest.raises(RecipeError, match='JSON object with "schema" and "steps"'):
        parse_recipe(document, CATALOGUE)


def nested(depth: int) -> dict[str, Any]:
    mask: dict[str, Any] = {"kind": "radial"}
    for _ in range(depth):
        mask = {"kind": "combine", "masks": [mask]}
    return mask


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ({"schema": 1, "steps": None}, "steps"),
        ({"schema": 1, "steps": {}}, "steps"),
        ({"schema": 1, "steps": [None]}, "steps.0"),
        ({"schema": 1, "steps": [{}]}, "steps.0.tool"),
        ({"schema": 1, "setps": []}, "setps"),
        ({"schema": 1, "title": 3}, "title"),
        ({"schema": 1, "title": "\ud800"}, "title"),
        ({"schema": 1, "title": "x" * 1001}, "title"),
        ({"schema": 1, "steps": [{"tool": "exposure"}] * (MAX_STEPS + 1)}, "steps"),
        (one(tool=None), "tool"),
        (one(tool="x" * 101), "tool"),
        (one(params=[]), "params"),
        (one(params=None), "params"),
        (one(amount=1), "amount"),
        (one(opacity=1.01), "opacity"),
        (one(opacity=-0.1), "opacity"),
        (one(opacity=True), "opacity"),
        (one(opacity="1"), "opacity"),
        (one(opacity=float("nan")), "opacity"),
        (one(enabled=1), "enabled"),
        (one(enabled="yes"), "enabled"),
        (one(reason=None), "reason"),
        (one(reason="x" * 10_001), "reason"),
        (one(author="me"), "author"),
        (one(mask={}), "mask"),
        (one(mask={"kind": "blob"}), "mask"),
        (one(mask={"kind": "radial", "x": float("inf")}), "mask.radial.x"),
        (one(mask=nested(9)), "mask"),
        (one(mask=nested(300)), "mask"),
    ],
    ids=range(29),
)  # fmt: skip
def test_a_fault_is_named_with_its_place_and_in_few_words(document: Any, place: str) -> None:
    with pytest.raises(InvalidStep, match=place) as caught:
        parse_recipe(document, CATALOGUE)
    assert len(str(caught.value)) < 700


@pytest.mark.parametrize(
    ("params", "says"),
    [
        ({"stops": 5.01}, "stops = 5.01"),
        ({"stops": "1"}, "stops = '1'"),
        ({"stops": True}, "stops = True"),
        ({"stops": None}, "stops = None"),
        ({"stops": 10**400}, "stops = 1000"),
        ({"stop": 1}, "unknown parameter 'stop'"),
        ({"x" * 10_000: 1}, "unknown parameter"),
        (dict.fromkeys(map(str, range(5000)), 1), "unknown parameter"),
    ],
    ids=range(8),
)
def test_a_parameter_that_does_not_fit_is_named_with_its_tool(params: dict[str, Any], says: str) -> None:
    with pytest.raises(InvalidStep, match=says) as caught:
        parse_recipe(one(params=params), CATALOGUE)
    assert "'exposure'" in str(caught.value)
    assert len(str(caught.value)) < 700


def test_an_unknown_tool_is_refused_by_name() -> None:
    with pytest.raises(UnknownTool, match="'exposrue'; did you mean 'exposure'"):
        parse_recipe(one(tool="exposrue"), CATALOGUE)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "null",
        "[" * 100_000,
        '{"schema": 1, "steps": NaN}',
        '{"schema": 1, "steps": [{"tool": "exposure", "params": {"stops": Infinity}}]}',
        '{"schema": 1, "steps": [{"tool": "exposure", "params": {"stops": 1e999}}]}',
        '{"schema": 1' + "0" * 5000 + "}",
        b"\xff\xfe{",
        b"\x00\x01\x02",
        '{"schema": 1} x',
    ],
    ids=range(11),
)
def test_text_that_is_no_recipe_is_an_error_of_ours(text: str | bytes) -> None:
    with pytest.raises(RecipeError) as caught:
        parse_recipe_json(text, CATALOGUE)
    assert len(str(caught.value)) < 700


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(
    field=st.sampled_from(
        ["tool", "params", "mask", "opacity", "enabled", "reason", "author", "steps", "title", "schema"]
    ),
    value=json_values,
)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_any_json_in_any_place_is_a_recipe_or_an_error_of_ours(field: str, value: Any) -> None:
    document = {"schema": 1, field: value} if field in ("steps", "title", "schema") else one(**{field: value})
    try:
        parsed = parse_recipe(document, CATALOGUE)
    except BurnishError:
        return
    assert parse_recipe_json(parsed.to_json(), CATALOGUE) == parsed


def test_a_file_that_is_missing_too_large_or_a_folder_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(RecipeError, match="cannot read recipe"):
            read_recipe(path, CATALOGUE)
    path = tmp_path / "large.json"
    path.write_text(json.dumps(one(reason="x" * 500)))
    monkeypatch.setattr(module, "MAX_BYTES", 400)
    with pytest.raises(RecipeError, match=r"'large.json' has \d+ bytes"):
        read_recipe(path, CATALOGUE)
    with pytest.raises(RecipeError, match="at most 400"):
        parse_recipe_json(path.read_text(), CATALOGUE)
