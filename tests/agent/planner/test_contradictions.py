"""Wishes that pull against each other."""

from dataclasses import replace

from tests.agent.planner.dialogues import Dialogue, intent_of

from burnish.agent.planner.contradictions import without_contradictions
from burnish.agent.planner.sitting import Wish


def left(text: str, *said: tuple[str, str]) -> list[str]:
    """The words of the wishes that are left; each wish is given by its words and its notation."""
    wishes: list[Wish] = []
    for words, notation in said:
        start = text.index(words)
        intent = replace(intent_of(notation), span=(start, start + len(words)))
        wishes.append(Wish(len(wishes), intent, words))
    return [wish.words for wish in without_contradictions(wishes, text)[0]]


def test_opposite_wishes_for_one_thing_are_both_left_undone() -> None:
    said = (("brighter", "exposure+"), ("darker", "exposure-"), ("warm", "temperature+"))
    assert left("brighter and darker and warm", *said) == ["warm"]


def test_the_note_names_both() -> None:
    d = Dialogue().say("brighter and darker", "exposure+", "exposure-")
    assert d.steps == ()
    assert "contradict" in d.answer.notes[0]


def test_a_second_thought_takes_the_place_of_the_first() -> None:
    assert left("warmer, no, cooler", ("warmer", "temperature+"), ("cooler", "temperature-")) == ["cooler"]


def test_two_places_two_colors_and_two_looks_do_not_contradict() -> None:
    places = (("lighter face", "exposure+ @face"), ("darker sky", "exposure- @sky"))
    assert len(left("lighter face, darker sky", *places)) == 2
    colors = (("more red", "color+ ~red"), ("less blue", "color- ~blue"))
    assert len(left("more red, less blue", *colors)) == 2
    looks = (("moodier", "style+ =moody"), ("less airy", "style- =airy"))
    assert len(left("moodier, less airy", *looks)) == 2


def test_numbers_add_up_instead() -> None:
    said = (("up by 20", "contrast+ by20"), ("down by 5", "contrast- by5"))
    assert len(left("contrast up by 20, then down by 5", *said)) == 2


def test_who_wants_color_in_a_black_and_white_photo_wants_no_black_and_white() -> None:
    said = (("colorize", "black_and_white-"), ("black and white", "black_and_white+"))
    assert left("colorize this black and white photo", *said) == ["colorize"]


def test_the_same_words_read_in_two_ways_are_met_the_likelier_way() -> None:
    said = (("raise", "shadows+ ?0.8"), ("shadows", "shadows- ?0.5"))
    assert left("raise the shadows", *said) == ["raise"]
