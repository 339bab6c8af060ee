import pytest
from tests.agent.chat.chat_planning import CATALOGUE, wish

from burnish.agent.chat.guard import ASKED_BY, SERVES, answered_intent, quotes
from burnish.agent.planner.intents import DESTRUCTIVE, OPS, Intent

TEXT = "brighten her face and lose some contrast"
WISHES = (
    wish("exposure", "brighten her face", TEXT, region="face"),
    wish("contrast", "lose some contrast", TEXT, "-"),
)


def test_every_operation_that_loses_part_of_the_photo_guards_a_tool():
    assert {op for ops in ASKED_BY.values() for op in ops} >= DESTRUCTIVE


def test_every_tool_that_moves_or_invents_pixels_is_guarded():
    moving = {tool.name for tool in CATALOGUE.tools if tool.group in ("geometry", "retouch")}
    assert moving | {"background"} == set(ASKED_BY)


def test_tables_name_tools_and_operations_that_exist():
    assert set(SERVES) <= set(CATALOGUE.names)
    assert {op for ops in SERVES.values() for op in ops} <= set(OPS)


@pytest.mark.parametrize(
    ("words", "quoted"),
    [
        ("brighten her face", True),
        ("Brighten HER face!", True),
        ("brightn her face", True),
        ("contrast", True),
        ("some", True),
        ("crop the sky", False),
        ("her request", False),
        ("", False),
        ("…", False),
    ],
)
def test_words_count_as_quoted_where_most_of_them_stand_in_the_request(words, quoted):
    assert quotes(words, TEXT) is quoted


@pytest.mark.parametrize(
    ("tool", "words", "index"),
    [
        ("exposure", "brighten her face", 0),
        ("contrast", "lose some contrast", 1),
        ("tone", "lose some contrast", 1),
        ("tone", "", 0),
        ("sharpen", "brighten her face", None),
    ],
)
def test_a_step_is_tied_to_the_wish_that_it_answers(tool, words, index):
    assert answered_intent(tool, words, TEXT, WISHES) == index


def test_a_look_takes_any_tool_but_a_plain_wish_comes_first():
    wishes = (Intent("style", "+"), Intent("contrast", "-"))
    assert answered_intent("grain", "cinematic", "cinematic, less contrast", wishes) == 0
    assert answered_intent("contrast", "", "cinematic, less contrast", wishes) == 1
