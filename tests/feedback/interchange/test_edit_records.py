from pathlib import Path

import pytest
from tests.feedback.drawing import PHOTO, START, offer, recipe, signal

from burnish.errors import BadInput
from burnish.feedback.consent import Consent
from burnish.feedback.interchange.edit_records import (
    EditRecord,
    FaultRegion,
    Judge,
    edit_records,
    from_edit_records,
    read_edit_records,
    write_edit_records,
)
from burnish.feedback.interchange.records import Records
from burnish.feedback.marks import Box, Polygon
from burnish.feedback.preferences import preferences

JUDGE = Judge("p1", "w1", START, Consent(sharing=True))
EDITS = (
    EditRecord(
        source=PHOTO, edited="edits/1.png", instruction="remove the sign", perceptual_quality=61.5,
        instruction_following=20, raters=1, artifacts=(
            FaultRegion(area=Box(left=0, top=0.1, right=0.3, bottom=0.4), category="halo", reason="a seam"),
            FaultRegion(area=Polygon(points=((0, 0), (1, 0), (1, 1)))),
        ), failures=(FaultRegion(area=Box(left=0.5, top=0.5, right=1, bottom=1), reason="still there"),),
    ),
    EditRecord(source=PHOTO, edited="edits/2.png", instruction="remove the sign", recipe=recipe(1.0)),
)  # fmt: skip


def test_records_survive_a_file_and_signals(tmp_path: Path, catalogue) -> None:
    path = tmp_path / "edits.jsonl"
    write_edit_records(EDITS, path)
    assert read_edit_records(path, catalogue) == EDITS
    records = from_edit_records(EDITS, JUDGE)
    assert records == from_edit_records(EDITS, JUDGE)
    places = {(each.turn, "edited"): each.proposals[0].title for each in records.offers}
    assert edit_records(records, places)[0] == EDITS


def test_an_edit_that_no_recipe_made_says_nothing_about_recipes() -> None:
    records = from_edit_records([EDITS[0]], JUDGE)
    thumb = signal("thumb", "s1", up=True, turn=records.offers[0].turn, proposal="edited")
    assert not preferences(records.offers, (*records.signals, thumb)).kept


def test_scores_are_means_over_people_of_what_each_said_last() -> None:
    said = (
        signal("rating", "s1", 0, perceptual_quality=0),
        signal("rating", "s2", 1, perceptual_quality=80),
        signal("rating", "s3", 2, perceptual_quality=40, visual_consistency=10, person="p2"),
        signal("rating", "s4", 3, perceptual_quality=100, person="p3", consent=Consent()),
    )
    (record,), stayed = edit_records(Records((offer(),), said), {("t1", "a"): "a.jpg"})
    assert (record.perceptual_quality, record.visual_consistency, record.raters) == (60, 10, 2)
    assert [each.name for each in stayed] == ["s4"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"schema":1', '"schema":3', "line 1: file schema 3"),
        ('"edits":2', '"edits":5', "line 3 is the last; 2 edits"),
        ("61.5", "161.5", "line 2: perceptual_quality = 161.5"),
        ('"stops":1.0', '"stops":"x"', "line 3"),
        ('"burnish":"edits"', '"burnish":"feedback"', "line 1: .* is not"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, catalogue, old, new, told) -> None:
    path = tmp_path / "edits.jsonl"
    write_edit_records(EDITS, path)
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(BadInput, match=told):
        read_edit_records(path, catalogue)
