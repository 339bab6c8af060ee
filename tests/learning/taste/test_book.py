"""A workspace's taste over a store in memory."""

import numpy as np
import pytest
from tests.feedback.drawing import recipe
from tests.learning.taste.desk import ANY, EXPOSURE, PLACE, PRIVATE, SHARING, Desk, parsed, same, stops

from burnish.errors import BadInput
from burnish.feedback.consent import Consent
from burnish.feedback.offers import Situation
from burnish.learning.taste.book import wish_of
from burnish.learning.taste.notebook import STYLE
from burnish.recipe.recipe import Recipe


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_who_nobody_knows_gets_what_was_planned(desk) -> None:
    planned = parsed(recipe(0.5, 20.0))
    advice = desk.book().advise("p1", ANY, planned)
    assert advice.recipe == planned
    assert advice.seen == 0


def test_corrections_come_back_in_the_next_proposal_with_their_reason(desk) -> None:
    book, learned = desk.book(), []
    for _ in range(4):
        learned.append(stops(book))
        desk.said()
    learned.append(stops(book))
    assert learned == sorted(learned)
    assert learned[1] > 0.3
    assert learned[-1] == pytest.approx(1.0, abs=0.25)
    advice = book.advise("p1", ANY, Recipe())
    exposure = next(step for step in advice.recipe.steps if step.tool.name == "exposure")
    assert exposure.reason == "to your taste"
    assert exposure.tool.stops == pytest.approx(learned[-1], abs=0.01)
    assert advice.seen == 4


def _eventful(desk: Desk) -> None:
    desk.often(2)
    desk.said("comparison", left="a", right="b", winner="left")
    desk.said("reject", shown=recipe(2.0), reasons=("too_bright",))
    desk.said(recipe=recipe(0.5, 30.0), situation=Situation(context="portrait"))
    desk.said("comment", text="nice")
    desk.said("accept", situation=EXPOSURE, shown=recipe(0.7), planned=recipe(0.5))


def test_reading_on_from_what_was_saved_is_reading_all_at_once() -> None:
    once, step_by_step = Desk(), Desk()
    _eventful(once)
    seen = list(once.store.after("w1"))
    for each in seen:
        turn = once.store.offered("w1", each.signal.turn)
        assert turn is not None
        step_by_step.store.offer([turn])
        step_by_step.store.append([each.signal])
        step_by_step.book().catch_up("p1")
    for wish in (STYLE, "exposure"):
        for context in ("", "portrait", "night"):
            same(*(desk.book().belief("p1", wish, context) for desk in (once, step_by_step)))
    assert once.book().lessons("p1") == step_by_step.book().lessons("p1")


def test_reading_anew_is_having_read_all_along(desk) -> None:
    book = desk.book()
    for _ in range(3):
        desk.said(consent=SHARING)
        book.catch_up("p1")
    before, told = book.belief("p1", STYLE, ""), book.house()
    lessons = book.lessons("p1")
    book.rebuild()
    same(book.belief("p1", STYLE, ""), before)
    same(book.house(), told)
    same(desk.book().house(), told)
    assert book.lessons("p1") == lessons


@pytest.mark.parametrize("wanted", [-2.0, 4.0])
@pytest.mark.parametrize("asked", [0.6, -0.6])
def test_taste_never_turns_around_nor_adds_beside_what_was_asked_for(desk, wanted, asked) -> None:
    made = {"shown": recipe(asked), "planned": recipe(asked)}
    desk.often(8, situation=EXPOSURE, recipe=recipe(wanted, 50.0), **made)
    desk.often(8, recipe=recipe(wanted, 50.0))
    planned, book = parsed(recipe(asked)), desk.book()
    for each in (book.advise("p1", EXPOSURE, planned), *book.versions("p1", EXPOSURE, planned, 5, 1)):
        assert [step.tool.name for step in each.recipe.steps] == ["exposure"]
        ended = each.recipe.steps[0].tool.stops
        assert ended * asked > 0
        assert 0.25 < ended / asked < 3
    style = book.advise("p1", ANY, planned)
    assert "contrast" in [step.tool.name for step in style.recipe.steps]


@pytest.mark.parametrize("operations", [(), ("enhance",), ("style", "auto_color")])
def test_asking_for_nothing_in_particular_is_asking_for_a_look(operations) -> None:
    assert wish_of(Situation(operations=operations)) == STYLE


def test_kinds_of_wishes_are_kept_apart_by_what_and_where_whatever_the_order() -> None:
    first = wish_of(Situation(operations=("tone", "exposure", "enhance")))
    assert first == wish_of(Situation(operations=("exposure", "tone", "tone")))
    assert first != wish_of(Situation(operations=("exposure", "tone"), region="sky"))


def test_what_is_learned_of_one_wish_is_not_done_for_another(desk) -> None:
    desk.often(4, situation=EXPOSURE, shown=recipe(0.5), planned=recipe(0.5))
    assert stops(desk.book()) == 0.0


def test_a_house_without_somebody_is_a_house_that_never_had_them() -> None:
    with_them, without = Desk(), Desk()
    for desk, people in ((with_them, ("p1", "p2", "p3")), (without, ("p1", "p3"))):
        for person in people:
            wanted = recipe(-1.5 if person == "p2" else 1.0)
            desk.often(3, person=person, consent=SHARING, recipe=wanted)
        desk.book().rebuild()
    book = with_them.book()
    assert book.house().mean[PLACE["exposure.stops"]] < without.book().house().mean[PLACE["exposure.stops"]]
    with_them.store.forget("w1", "p2")
    book.rebuild()
    for each in (book, with_them.book()):
        same(each.house(), without.book().house())
        same(each.belief("p1", STYLE, ""), without.book().belief("p1", STYLE, ""))
        same(each.belief("p9", STYLE, ""), without.book().belief("p9", STYLE, ""))


def test_somebody_new_begins_at_the_house_of_those_who_share_and_only_of_those(desk) -> None:
    for person in ("p1", "p2", "p3"):
        desk.often(4, person=person, consent=SHARING)
        desk.often(4, person=person, consent=PRIVATE, recipe=recipe(0.0, 60.0))
    book = desk.book()
    unknown = book.advise("p9", ANY, Recipe())
    assert not unknown.offset.any()
    for person in ("p1", "p2", "p3"):
        book.catch_up(person)
    known = book.advise("p9", ANY, Recipe())
    assert known.offset[PLACE["exposure.stops"]] * 5 > 0.3
    assert abs(known.offset[PLACE["contrast.amount"]]) < 0.1
    assert known.seen == 0
    np.testing.assert_allclose(desk.book().advise("p9", ANY, Recipe()).offset, known.offset)


def test_what_a_person_told_the_house_does_not_come_back_to_them_twice(desk) -> None:
    desk.often(3, person="p1", consent=SHARING)
    desk.often(3, person="p2", consent=PRIVATE, workspace="w2")
    same(desk.book().belief("p1", STYLE, ""), desk.book("w2").belief("p2", STYLE, ""))
    same(desk.book().belief("p1", STYLE, ""), desk.book("w2").belief("p2", STYLE, ""))


def test_what_consent_does_not_allow_is_not_learned_and_says_so(desk) -> None:
    desk.often(3, consent=Consent(taste=False, workspace_models=True))
    book = desk.book()
    (first, *_) = book.catch_up("p1")
    assert "consent" in first.set_aside
    assert stops(book) == 0.0
    same(book.house(), desk.book("w2").house())


def test_another_workspace_sees_nothing(desk) -> None:
    desk.often(4, consent=SHARING)
    desk.book().catch_up("p1")
    other = desk.book("w2")
    assert stops(other) == stops(other, "p9") == 0.0
    assert other.lessons("p1") == ()
    assert not other.advise("p9", ANY, Recipe()).offset.any()
    desk.often(2, workspace="w2", recipe=recipe(-1.0))
    assert stops(other) < 0 < stops(desk.book())


def test_a_lesson_names_what_moved_and_which_way(desk) -> None:
    desk.said(recipe=recipe(1.0))
    desk.said("comment", text="nice")
    book = desk.book()
    learned, nothing = book.lessons("p1")
    first = learned["moves"][0]
    assert (learned["signal"], learned["set_aside"], learned["wish"]) == ("s1", "", STYLE)
    assert first["slider"] == "exposure.stops"
    assert first["before"] == 0.0 < 0.3 < first["after"]
    assert first["sd_after"] < first["sd_before"]
    assert first["shows_delta_e"] > 1
    assert [each["shows_delta_e"] for each in learned["moves"]] == sorted(
        (each["shows_delta_e"] for each in learned["moves"]), reverse=True
    )
    assert nothing["moves"] == []
    assert nothing["set_aside"]
    assert desk.book().lessons("p1") == (learned, nothing)


def test_a_lesson_is_what_the_next_proposal_does(desk) -> None:
    desk.said(recipe=recipe(1.0))
    book = desk.book()
    (lesson,) = book.catch_up("p1")
    assert lesson.moves[0].after == pytest.approx(stops(book), abs=1e-9)


def test_a_taste_that_was_exported_is_adopted_as_it_was(desk) -> None:
    desk.often(4)
    data = desk.book().exported("p1")
    other = desk.book("w2")
    other.adopt("p7", data)
    assert stops(other, "p7") == pytest.approx(stops(desk.book()))
    assert stops(desk.book("w2"), "p7") == pytest.approx(stops(desk.book()))
    desk.said(person="p7", workspace="w2", recipe=recipe(-1.0))
    assert stops(other, "p7") < stops(desk.book())
    other.adopt("p7", data)
    with pytest.raises(BadInput):
        other.adopt("p7", data[:-9])
    assert stops(other, "p7") == pytest.approx(stops(desk.book()))


def test_versions_begin_with_the_advice_and_are_the_same_for_a_seed(desk) -> None:
    desk.often(2)
    book = desk.book()
    made = book.versions("p1", ANY, Recipe(), 4, seed=5)
    assert made[0].recipe == book.advise("p1", ANY, Recipe()).recipe
    assert len({each.recipe.digest for each in made}) == 4
    assert [each.recipe for each in made] == [
        each.recipe for each in book.versions("p1", ANY, Recipe(), 4, seed=5)
    ]
    assert made[0].propensity == 1.0
    assert all(0 < each.propensity < 1 for each in made[1:])


def test_the_middle_of_a_gallery_is_the_advice(desk) -> None:
    desk.often(2)
    book = desk.book()
    made = book.gallery("p1", ANY, Recipe(), seed=5)
    assert len({each.recipe.digest for each in made}) == 9
    assert made[4].recipe == book.advise("p1", ANY, Recipe()).recipe


def test_two_books_on_one_store_know_the_same(desk) -> None:
    one, other = desk.book(), desk.book()
    for book in (one, other, one, other):
        desk.said()
        book.catch_up("p1")
    same(one.belief("p1", STYLE, ""), other.belief("p1", STYLE, ""))
    same(one.belief("p1", STYLE, ""), desk.book().belief("p1", STYLE, ""))
