import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from burnish.agent.chat.ladder import LADDER, Habits, Interview, find_object
from burnish.errors import ChatRefused, ChatUnavailable, RecipeError
from burnish.models.chat import Answer, ChatPicture, Message, Reply, ToolCall
from burnish.models.scripted import Scripted

ANSWER = Answer(name="plan", description="A plan", schema={"type": "object"})
QUESTION = (Message("system", "Rules"), Message("user", "Question"))
SEEN = (Message("user", "Question", (ChatPicture(b"jpeg"),)),)
REFUSED = ChatRefused("response_format is not supported", status=400)


def number(document):
    if not isinstance(document.get("n"), int):
        raise RecipeError(f"n = {document.get('n')!r} is no whole number")
    return document["n"]


def interviewed(*replies, habits=None, messages=QUESTION):
    script = Scripted(tuple(Reply(each) if isinstance(each, str) else each for each in replies))
    outcome = Interview(script, ANSWER, number, habits or Habits()).ask(messages)
    return outcome, [asked.options.answer.form for asked in script.asked], script


def test_the_most_binding_form_is_asked_for_first():
    outcome, forms, script = interviewed('{"n": 1}')
    assert (outcome.value, forms) == (1, ["json_schema"])
    assert script.asked[0].options.answer.schema == {"type": "object"}


def test_each_refusal_leads_one_rung_down():
    outcome, forms, _ = interviewed(REFUSED, REFUSED, REFUSED, 'Here: {"n": 4}')
    assert (outcome.value, forms) == (4, list(LADDER))


def test_a_server_that_refuses_everything_is_given_up():
    outcome, forms, _ = interviewed(*[REFUSED] * 9)
    assert (outcome.value, forms) == (None, list(LADDER))
    assert "not supported" in outcome.problem


def test_the_rung_that_worked_is_where_the_next_question_starts():
    habits = Habits()
    interviewed(REFUSED, '{"n": 1}', habits=habits)
    _, forms, _ = interviewed('{"n": 2}', habits=habits)
    assert forms == ["json_object"]


def test_prose_without_an_object_leads_down_and_ends_in_one_repair():
    outcome, forms, _ = interviewed(*["Certainly!"] * 9)
    assert outcome.value is None
    assert forms == [*LADDER, "free"]


def test_a_faulty_object_is_repaired_on_its_rung():
    outcome, forms, script = interviewed('{"n": "one"}', '{"n": 1}')
    assert (outcome.value, forms) == (1, ["json_schema", "json_schema"])
    assert "n = 'one' is no whole number" in script.asked[1].messages[-1].text


def test_there_is_one_repair_and_no_second():
    outcome, forms, _ = interviewed(*['{"n": "one"}'] * 9)
    assert (outcome.value, len(forms)) == (None, 2)


def test_the_named_tool_is_read_and_no_other():
    calls = (ToolCall("other", '{"n": 8}'), ToolCall("plan", '{"n": 3}'))
    outcome, _, _ = interviewed(REFUSED, REFUSED, Reply("", calls))
    assert outcome.value == 3
    outcome, forms, _ = interviewed(REFUSED, REFUSED, Reply("", calls[:1]), '{"n": 5}')
    assert (outcome.value, forms[-1]) == (5, "free")


def test_a_model_that_sees_nothing_is_asked_without_the_picture_and_remembered():
    habits = Habits()
    blind = ChatRefused("image input is not supported: provide the mmproj", status=400)
    outcome, forms, script = interviewed(blind, '{"n": 1}', habits=habits, messages=SEEN)
    assert (outcome.value, forms) == (1, ["json_schema", "json_schema"])
    assert [bool(asked.messages[0].pictures) for asked in script.asked] == [True, False]
    _, _, script = interviewed('{"n": 1}', habits=habits, messages=SEEN)
    assert script.asked[0].messages[0].pictures == ()


def test_a_server_that_does_not_say_why_is_asked_without_the_picture_in_the_end():
    silent = ChatRefused("bad request", status=400)
    outcome, forms, script = interviewed(*[silent] * 4, '{"n": 1}', messages=SEEN)
    assert outcome.value == 1
    assert forms == [*LADDER, "json_schema"]
    assert script.asked[-1].messages[0].pictures == ()


def test_a_server_that_breaks_on_a_form_is_asked_in_the_next():
    outcome, forms, _ = interviewed(ChatUnavailable("oops", status=500), '{"n": 1}')
    assert (outcome.value, forms) == (1, ["json_schema", "json_object"])


@pytest.mark.parametrize("status", [None, 401, 404, 429, 503])
def test_a_server_that_is_not_there_is_not_asked_again(status):
    outcome, forms, _ = interviewed(ChatUnavailable("gone", status=status), '{"n": 1}')
    assert (outcome.value, outcome.problem, len(forms)) == (None, "gone", 1)


def test_a_cut_answer_is_repaired_and_not_asked_for_in_another_form():
    outcome, forms, script = interviewed(Reply('{"n": ', is_cut=True), '{"n": 1}')
    assert (outcome.value, forms) == (1, ["json_schema", "json_schema"])
    assert "cut off" in script.asked[1].messages[-1].text


def test_records_hold_digests_and_no_bytes():
    outcome, _, _ = interviewed('{"n": 1}', messages=SEEN)
    told = outcome.exchanges[0].document()
    assert told["messages"][0]["pictures"] == [ChatPicture(b"jpeg").digest]
    assert "jpeg" not in json.dumps(told).replace(ChatPicture(b"jpeg").digest, "")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"a": 1}', {"a": 1}),
        ('Sure! ```json\n{"a": 1}\n``` {done}', {"a": 1}),
        ('<think>{"a": 2, "b": "much longer than the answer"}</think>{"a": 1}', {"a": 1}),
        ('{"a": {"b": 1}} and {"c": 1}', {"a": {"b": 1}}),
        ('{"a": "}{"}', {"a": "}{"}),
        ('[{"a": 1}]', {"a": 1}),
        ("{'a': 1}", None),
        ('{"a": NaN}', None),
        ("no", None),
        ("", None),
        ("{" * 100_000, None),
        ('{"a":' * 50_000, None),
    ],
)
def test_the_object_is_found_in_whatever_is_around_it(text, found):
    assert find_object(text) == found


@given(st.dictionaries(st.text(), st.integers() | st.text(), min_size=1), st.text(alphabet="abc \n`:.,"))
def test_any_object_survives_prose_around_it(document, prose):
    assert find_object(f"{prose}{json.dumps(document)}{prose}") == document
