"""What the tagger sees of a text."""

from itertools import pairwise
from zlib import crc32

from hypothesis import given
from hypothesis import strategies as st

from burnish.agent.language.lexicon import Lexicon, Sense
from burnish.agent.language.spelling import Speller
from burnish.agent.language.tagger_features import NUMBER, WINDOW, letter_groups, tokens, windows

SENSES = {
    "dark": (Sense("quality", "exposure", "-", fault=True),),
    "darker": (Sense("quality", "exposure", "-", fault=True, comparative=True),),
    "contrast": (Sense("property", "contrast", "+"),),
    "tonal range": (Sense("property", "contrast", "+"),),
    "sky": (Sense("region", value="sky"),),
}
LEXICON = Lexicon(SENSES, {"tonal": 2}, Speller(frozenset({"contrast"}), frozenset({"picture"})))


def test_a_word_carries_the_senses_of_the_lexicon_from_general_to_particular():
    (token,) = tokens("Dark", LEXICON)
    assert token.word == "dark"
    assert token.senses == ("quality", "exposure", "quality exposure-!")


def test_comparatives_are_marked():
    (token,) = tokens("darker", LEXICON)
    assert "comparative" in token.senses


def test_every_word_of_a_set_phrase_carries_its_senses_and_all_but_the_first_are_inside():
    tonal, span = tokens("tonal range", LEXICON)
    assert tonal.senses == ("property", "contrast", "property contrast+")
    assert span.senses == (*tonal.senses, "inside")


def test_regions_have_their_value_as_a_sense():
    (token,) = tokens("sky", LEXICON)
    assert token.senses == ("region", "region sky")


def test_a_slip_keeps_its_letters_and_gains_the_right_name():
    (token,) = tokens("contarst", LEXICON)
    assert (token.word, token.raw) == ("contrast", "contarst")


def test_all_numbers_are_one_word():
    first, _, second = tokens("20 or 3.5", LEXICON)
    assert first.word == second.word == NUMBER
    assert first.senses == ("number",)


def test_letter_groups_are_the_hashed_runs_of_three_to_five_letters_between_marks():
    expected = ["<to", "too", "oo>", "<too", "too>", "<too>"]
    assert letter_groups("too", 1000) == tuple(crc32(each.encode()) % 1000 for each in expected)


def test_even_one_letter_has_a_group():
    assert letter_groups("a", 64) == (crc32(b"<a>") % 64,)


@given(st.text(max_size=300))
def test_tokens_lie_in_the_text_in_order(text):
    found = tokens(text, LEXICON)
    assert all(0 <= token.start < token.end <= len(text) for token in found)
    assert all(before.end <= after.start for before, after in pairwise(found))


@given(st.lists(st.sampled_from(["word", "word", "word", ".", "!"]), max_size=400))
def test_windows_hold_every_word_once_and_none_is_too_long(words):
    found = tokens(" ".join(words), LEXICON)
    cut = list(windows(found))
    assert [token for window in cut for token in window] == found
    assert all(0 < len(window) <= WINDOW for window in cut)


def test_a_long_text_is_cut_behind_a_sentence():
    text = "one two three four five six seven eight nine ten. " * 12
    first, *_ = windows(tokens(text, LEXICON))
    assert first[-1].word == "."
    assert WINDOW // 2 < len(first) <= WINDOW
