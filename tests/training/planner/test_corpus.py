"""Reading the corpus and its labels."""

import pytest
from training.planner.corpus import BadLine, Line, Wish, merged, parsed, sentences, templates


def test_every_mark_is_read():
    assert parsed("exposure+ @face #small; color- %blue; keep =sky") == (
        Wish("exposure", "+", "face", "small"),
        Wish("color", "-", color="blue"),
        Wish("keep", target="sky"),
    )


def test_a_dash_wants_nothing():
    assert parsed("-") == ()


def test_a_number_is_neither_small_nor_large():
    assert parsed("exposure+ #0.5EV")[0].strength == parsed("crop+ #20%")[0].strength == "medium"


@pytest.mark.parametrize(
    "marks",
    [
        "glow+",
        "exposure",
        "keep+ =sky",
        "exposure+ @moon",
        "color+ %mauve",
        "scale+ =it",
        "crop+ #huge",
        "exposure+,crop+",
    ],
)
def test_what_is_not_a_label_is_an_error(marks):
    with pytest.raises(BadLine):
        parsed(marks, "here:1")


def test_the_same_wish_said_twice_is_one_and_other_places_are_others():
    wishes = parsed("remove+ @obj; remove+ @person; remove+ @obj; exposure+")
    assert merged(wishes) == (wishes[0], wishes[1], wishes[3])


def test_every_line_of_the_corpus_can_be_read():
    lines = sentences()
    assert len(lines) > 4000
    assert len({line.genre for line in lines}) >= 6
    assert len(templates()) > 1000


def test_the_corpus_covers_every_operation():
    from burnish.agent.planner.intents import OPS

    assert {wish.op for line in sentences() for wish in line.wishes} == set(OPS)


def test_a_sentence_stays_in_its_fold_whatever_its_genre():
    assert Line("brighter", (), "terse").fold(10) == Line("brighter", (), "spoken").fold(10)
    sizes = [sum(line.fold(10) == fold for line in sentences()) for fold in range(10)]
    assert min(sizes) > 0.07 * sum(sizes)
    assert max(sizes) < 0.13 * sum(sizes)
