"""Examples as numbers."""

from training.planner.corpus import TARGETS, Wish
from training.planner.encoding import PLACES, SHADES, STRENGTHS, Encoder, inventory, label_of
from training.planner.generator import Example

from burnish.agent.language.lexicon import Lexicon, Sense
from burnish.agent.language.spelling import Speller

LEXICON = Lexicon({"sky": (Sense("region", value="sky"),)}, {}, Speller(frozenset(), frozenset()))
TEXT = "please tint the sky red a bit, keep it"
WISHES = (Wish("color", "+", "sky", "small", "red"), Wish("keep", target="all"))
EXAMPLE = Example(TEXT, WISHES, ((7, 29), (31, 38)))


def test_persons_and_things_to_remove_are_two_labels():
    assert label_of(Wish("remove", "+", "person")) == ("remove", "+", "person")
    assert label_of(Wish("remove", "+", "obj")) == label_of(Wish("remove", "+")) == ("remove", "+", "thing")


def test_rare_words_have_no_row_and_the_first_row_is_for_them():
    known = inventory([EXAMPLE, Example("tint it", (), ())], LEXICON, least=2, buckets=8)
    assert known.words == ("", "it", "tint")
    assert known.senses == ("region", "region sky")
    assert known.labels == (("color", "+", ""), ("keep", "", ""))


def test_a_wish_is_told_with_all_that_belongs_to_it_and_the_words_it_stands_in():
    encoder = Encoder(inventory([EXAMPLE], LEXICON, least=1, buckets=8), LEXICON)
    color, kept = encoder.sample(EXAMPLE).wishes
    assert color == (0, PLACES.index("sky"), STRENGTHS.index("small"), SHADES.index("red"), -1, 1, 7)
    assert kept == (1, 0, 0, 0, TARGETS.index("all"), 8, 10)


def test_a_label_that_was_never_seen_in_training_is_left_out():
    encoder = Encoder(inventory([EXAMPLE], LEXICON, least=1, buckets=8), LEXICON)
    assert encoder.sample(Example("crop", (Wish("crop", "+"),), ((0, 4),))).wishes == ()
