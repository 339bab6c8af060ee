"""Which words are protected from spelling correction."""

from training.planner.known_words import known_words, suspects

from burnish.agent.language.lexicon import Lexicon
from burnish.agent.language.spelling import Speller

LEXICON = Lexicon({}, {}, Speller(frozenset({"contrast", "border"}), frozenset()))
CORPUS = ["more contrast"] * 20 + ["contarst", "contarst", "walrus walrus", "once", "broder", "broder"]


def test_a_word_seen_twice_is_known_and_one_seen_once_is_not():
    found = known_words(CORPUS, [], LEXICON)
    assert "walrus" in found
    assert "once" not in found
    assert found == sorted(found)


def test_a_rare_word_one_slip_from_a_common_word_of_the_lexicon_is_not_known():
    assert "contarst" not in known_words(CORPUS, [], LEXICON)


def test_a_word_of_the_lists_is_known_whatever_it_is_near_to():
    assert "contarst" in known_words(CORPUS, ["contarst"], LEXICON)


def test_a_word_near_to_a_word_that_is_as_rare_stays():
    assert "broder" in known_words(CORPUS, [], LEXICON)


def test_suspects_are_told_with_the_word_they_were_taken_for():
    assert suspects({"contrast": 20, "contarst": 2}, LEXICON) == [("contarst", "contrast")]
