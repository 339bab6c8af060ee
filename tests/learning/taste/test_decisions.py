"""What people decide about their own taste: freeze, reset, unlearn, state."""

import pytest
from tests.feedback.drawing import recipe
from tests.learning.taste.desk import EXPOSURE, PLACE, SHARING, Desk, parsed, same, stops

from burnish.errors import BadInput
from burnish.feedback.offers import Situation
from burnish.learning.taste.notebook import STYLE


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_while_frozen_nothing_is_learned_and_nothing_of_it_later(desk) -> None:
    desk.often(3)
    book = desk.book()
    before = stops(book)
    book.freeze("p1", frozen=True)
    desk.often(3, recipe=recipe(-2.0))
    assert stops(book) == before
    assert stops(desk.book()) == before
    assert [each["set_aside"] != "" for each in book.lessons("p1")] == [False] * 3 + [True] * 3
    book.freeze("p1", frozen=False)
    assert stops(desk.book()) == before
    desk.said(recipe=recipe(-2.0))
    assert stops(book) < before


def test_after_a_reset_somebody_is_unknown_again_and_learning_goes_on(desk) -> None:
    fresh = desk.book().belief("p1", STYLE, "")
    desk.often(3)
    book = desk.book()
    book.reset("p1")
    for each in (book, desk.book()):
        same(each.belief("p1", STYLE, ""), fresh)
    desk.said()
    assert stops(book) > 0.3


def test_a_reset_takes_back_what_the_house_was_told_even_right_after_opening(desk) -> None:
    nothing_told = desk.book().house()
    desk.often(3, consent=SHARING)
    desk.book().catch_up("p1")
    book = desk.book()
    book.reset("p1")
    same(book.house(), nothing_told)
    same(desk.book().house(), nothing_told)


def test_deciding_about_oneself_right_after_opening_leaves_what_others_told(desk) -> None:
    desk.often(4, consent=SHARING)
    desk.book().catch_up("p1")
    book = desk.book()
    book.freeze("p2", frozen=True)
    same(book.belief("p2", STYLE, ""), desk.book().belief("p2", STYLE, ""))
    assert book.belief("p2", STYLE, "").mean[PLACE["exposure.stops"]] > 0.05


def test_unlearning_a_slider_leaves_the_others(desk) -> None:
    desk.often(5, recipe=recipe(1.0, 40.0))
    book = desk.book()
    before = book.belief("p1", STYLE, "")
    book.unlearn("p1", slider="contrast.amount")
    exposure, contrast = PLACE["exposure.stops"], PLACE["contrast.amount"]
    for each in (book, desk.book()):
        after = each.belief("p1", STYLE, "")
        assert after.mean[exposure] == pytest.approx(before.mean[exposure], rel=0.15)
        assert abs(after.mean[contrast]) < 0.35 * before.mean[contrast]
        assert after.covariance[contrast, contrast] > 2 * before.covariance[contrast, contrast]
    with pytest.raises(BadInput, match=r"exposure\.more"):
        book.unlearn("p1", slider="exposure.more")


def test_unlearning_one_kind_of_photo_or_wish_leaves_the_others(desk) -> None:
    portrait = Situation(context="portrait")
    desk.often(3, situation=portrait)
    desk.often(3, situation=EXPOSURE, shown=recipe(0.5), planned=recipe(0.5))
    book = desk.book()
    wish, kind = (
        stops(book, situation=EXPOSURE, planned=parsed(recipe(0.5))),
        stops(book, situation=portrait),
    )
    assert min(wish, kind) > 0.2
    book.unlearn("p1", wish=STYLE, context="night")
    assert stops(book, situation=portrait) == pytest.approx(kind)
    book.unlearn("p1", wish=STYLE, context="portrait")
    assert stops(book, situation=portrait) == 0.0
    assert stops(book, situation=EXPOSURE, planned=parsed(recipe(0.5))) == pytest.approx(wish)
    desk.often(3, situation=portrait)
    book.unlearn("p1", wish="exposure")
    assert stops(book, situation=EXPOSURE, planned=parsed(recipe(0.5))) == 0.0
    assert stops(book, situation=portrait) > 0.2
    book.unlearn("p1")
    assert stops(book, situation=portrait) == 0.0


def test_what_a_person_says_of_a_slider_is_believed_against_all_evidence(desk) -> None:
    desk.often(6)
    book = desk.book()
    book.set_slider("p1", "exposure.stops", -1.0)
    for each in (book, desk.book()):
        assert stops(each) == pytest.approx(-1.0, abs=0.1)
    with pytest.raises(BadInput, match="7"):
        book.set_slider("p1", "exposure.stops", 7.0)
    with pytest.raises(BadInput, match=r"exposure\.more"):
        book.set_slider("p1", "exposure.more", 0.0)
    assert stops(book) == pytest.approx(-1.0, abs=0.1)


def test_what_a_person_says_is_believed_after_a_changed_mind_too(desk) -> None:
    desk.often(12)
    desk.often(6, recipe=recipe(-1.0, -40.0))
    book = desk.book()
    book.set_slider("p1", "exposure.stops", 0.5)
    assert stops(book) == pytest.approx(0.5, abs=0.1)


def test_a_decision_made_through_another_book_holds(desk) -> None:
    desk.said()
    one, other = desk.book(), desk.book()
    one.catch_up("p1")
    before = stops(other)
    other.freeze("p1", frozen=True)
    desk.often(3, recipe=recipe(-2.0))
    assert stops(one) == pytest.approx(before)
    assert stops(desk.book()) == pytest.approx(before)


def test_decisions_outlast_reading_anew(desk) -> None:
    desk.often(3)
    book = desk.book()
    book.reset("p1")
    book.freeze("p1", frozen=True)
    desk.often(3)
    book.rebuild()
    assert stops(book) == 0.0
    assert book.notebook("p1").frozen
