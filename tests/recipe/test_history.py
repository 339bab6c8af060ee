"""The tree of states: what events do to it."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from burnish.errors import BadInput
from burnish.recipe.history import Edited, Event, History, Moved, Named, Unnamed, apply, begin
from burnish.recipe.recipe import Recipe, recipe
from burnish.tools.contrast import Contrast
from burnish.tools.exposure import Exposure

PHOTO = "sha256:" + "ab" * 32
START = datetime(2026, 11, 21, 12, tzinfo=UTC)


def exposed(stops: float) -> Recipe:
    return recipe([Exposure(stops=stops)])


def edit(history: History, made: Recipe, why: str = "") -> History:
    at = START + timedelta(minutes=len(history.nodes))
    return apply(history, history.edited(made, by="person", at=at, why=why))


def edits(*stops: float) -> History:
    history = begin(PHOTO, START)
    for each in stops:
        history = edit(history, exposed(each))
    return history


def stops_at(history: History) -> float:
    return history.recipe.steps[0].tool.stops if history.recipe.steps else 0.0


def test_undo_and_redo_walk_the_path_and_lose_nothing() -> None:
    history = edits(1, 2, 3)
    history = apply(history, history.undo(2))
    assert stops_at(history) == 1
    assert len(history.nodes) == 4
    history = apply(history, history.redo())
    assert stops_at(history) == 2
    assert stops_at(apply(history, history.redo())) == 3


def test_an_edit_after_undo_starts_a_branch_and_redo_follows_the_child_visited_last() -> None:
    history = edits(1, 2)
    old = history.head
    history = edit(apply(history, history.undo()), exposed(-2))
    assert [stops_at(apply(history, Moved(node.id))) for node in history.branches()] == [2, -2]
    undone = apply(history, history.undo())
    assert stops_at(apply(undone, undone.redo())) == -2
    back = apply(undone, Moved(old))
    back = apply(back, back.undo())
    assert stops_at(apply(back, back.redo())) == 2


def test_after_a_jump_redo_from_far_above_leads_to_where_the_jump_went() -> None:
    history = edits(1, 2, 3)
    deep = history.head
    history = edit(apply(history, Moved(history.root.id)), exposed(-1))
    history = apply(apply(history, Moved(deep)), Moved(history.root.id))
    assert history.redo(3) == Moved(deep)


def test_undo_past_the_photo_and_redo_past_the_end_are_refused() -> None:
    history = edits(1)
    assert (history.can_undo, history.can_redo) == (True, False)
    with pytest.raises(BadInput, match="cannot undo 2 edits: 1 lie"):
        history.undo(2)
    with pytest.raises(BadInput, match="cannot redo 1 edits: 0 follow"):
        history.redo()
    with pytest.raises(BadInput, match="at least 1"):
        history.undo(0)


def test_ids_are_a_digest_of_parent_recipe_and_number() -> None:
    history = edits(1)
    root = hashlib.sha256(f"history\n{PHOTO}".encode()).hexdigest()
    node = hashlib.sha256(f"{root}\n{exposed(1).digest}\n1".encode()).hexdigest()
    assert list(history.nodes) == [root, node]


def test_the_same_recipe_made_twice_is_two_states() -> None:
    history = edits(1)
    history = edit(apply(history, history.undo()), exposed(1))
    assert len(history.branches()) == 2


def test_an_edit_keeps_who_when_why_and_the_turn() -> None:
    history = begin(PHOTO, START)
    event = Edited(exposed(1), history.head, "planner", START, "too dark", "turn-7")
    node = apply(history, event).current
    assert (node.by, node.at, node.why, node.turn, node.depth) == ("planner", START, "too dark", "turn-7", 1)
    assert (node.recipe, node.digest) == (exposed(1), exposed(1).digest)


def test_a_snapshot_stays_with_its_state_until_its_name_is_taken_away() -> None:
    history = edits(1, 2)
    first = history.path()[1].id
    named = apply(history, Named("warm version", first))
    assert named.find("warm version").id == first
    assert apply(named, Named("warm version", first)) == named
    with pytest.raises(BadInput, match="another state already"):
        apply(named, Named("warm version", history.head))
    assert apply(named, Unnamed("warm version")) == history
    with pytest.raises(BadInput, match=r"no snapshot 'cold' \(snapshots: warm version\)"):
        apply(named, Unnamed("cold"))


@pytest.mark.parametrize("name", ["", " ", "a ", "a\nb", "x" * 101])
def test_a_snapshot_needs_a_name_that_can_be_read(name: str) -> None:
    history = edits(1)
    with pytest.raises(BadInput, match="snapshot name"):
        apply(history, Named(name, history.head))


def test_a_state_is_found_by_the_start_of_its_id() -> None:
    history = edits(1, 2, 3)
    assert history.find(history.head[:12]) == history.current
    with pytest.raises(BadInput, match="at least 4"):
        history.find(history.head[:3])
    with pytest.raises(BadInput, match="no snapshot and no state for 'zzzz'"):
        history.find("zzzz")


@pytest.mark.parametrize(
    "event",
    [Moved("0" * 64), Named("x", "0" * 64), Edited(Recipe(), "0" * 64, "person", START)],
    ids=["moved", "named", "edited"],
)
def test_an_event_about_a_state_that_is_not_there_is_refused(event: Event) -> None:
    with pytest.raises(BadInput, match="no state '0000"):
        apply(edits(1), event)


def test_a_history_belongs_to_a_photo_digest() -> None:
    with pytest.raises(BadInput, match=r"photo digest 'cat\.jpg'"):
        begin("cat.jpg", START)


def test_the_trace_tells_each_edit_on_the_way_to_a_state_and_no_other() -> None:
    history = edits(1, 2)
    history = edit(apply(history, history.undo()), recipe([Exposure(stops=1), Contrast(amount=10)]), "flat")
    assert [[change.words for change in entry.changes] for entry in history.trace()] == [
        ["exposure (step 1) added: stops 1"],
        ["contrast (step 2) added: amount 10"],
    ]
    last = history.trace()[-1]
    assert (last.before, last.after) == (exposed(1).digest, history.recipe.digest)
    assert last.document() == {
        "node": history.head,
        "parent": history.path()[1].id,
        "by": "person",
        "at": "2026-11-21T12:03:00+00:00",
        "why": "flat",
        "turn": "",
        "before": last.before,
        "after": last.after,
        "changes": [change.document() for change in last.changes],
    }


def test_states_of_two_branches_can_be_compared() -> None:
    history = edits(1, 2)
    other = history.head
    history = edit(apply(history, history.undo()), exposed(-2))
    assert [change.words for change in history.diff(other, history.head)] == [
        "exposure (step 1): stops 2 → -2 EV"
    ]


def test_children_are_listed_oldest_first() -> None:
    history = edits(1)
    history = edit(apply(history, history.undo()), exposed(2))
    assert [node.recipe for node in history.children(history.root.id)] == [exposed(1), exposed(2)]
