import json

import pytest

from burnish.errors import BadInput, ChatRefused, ChatUnavailable
from burnish.models.chat import ChatOptions, Message, Reply, ToolCall, Usage
from burnish.models.scripted import Scripted, read_script

QUESTION = (Message("user", "Hello"),)


def test_a_script_plays_in_order_and_keeps_what_it_was_asked():
    script = Scripted((Reply("one"), Reply("two")))
    assert [script.ask(QUESTION, ChatOptions()).text for _ in range(2)] == ["one", "two"]
    assert [asked.messages for asked in script.asked] == [QUESTION, QUESTION]


def test_a_recorded_error_is_raised_in_its_turn():
    script = Scripted((ChatRefused("no schema", status=400), Reply("fine")))
    with pytest.raises(ChatRefused, match="no schema"):
        script.ask(QUESTION, ChatOptions())
    assert script.ask(QUESTION, ChatOptions()).text == "fine"


def test_after_its_end_a_script_is_unavailable():
    script = Scripted((Reply("one"),))
    script.ask(QUESTION, ChatOptions())
    with pytest.raises(ChatUnavailable, match="1 replies; this was question 2"):
        script.ask(QUESTION, ChatOptions())


def test_a_script_is_read_from_a_file(tmp_path):
    path = tmp_path / "script.json"
    path.write_text(
        json.dumps(
            {
                "model": "tiny",
                "replies": [
                    {"text": "hi", "usage": {"prompt_tokens": 3, "reply_tokens": 4}},
                    {"tool_calls": [{"name": "plan", "arguments": "{}"}], "is_cut": True},
                    {"error": "refused", "text": "no tools here", "status": 400},
                ],
            }
        )
    )
    script = read_script(path)
    assert script.model == "tiny"
    assert script.replies[:2] == (
        Reply("hi", (), Usage(3, 4), "tiny"),
        Reply("", (ToolCall("plan", "{}"),), None, "tiny", True),
    )
    assert isinstance(script.replies[2], ChatRefused)
    assert script.replies[2].status == 400


@pytest.mark.parametrize(
    "text", ["", "[]", '{"replies": [{"txt": "hi"}]}', '{"replies": [{"error": "tired"}]}', "[" * 100_000]
)
def test_what_is_no_script_is_refused_by_name(tmp_path, text):
    path = tmp_path / "script.json"
    path.write_text(text)
    with pytest.raises(BadInput, match=r"script\.json"):
        read_script(path)


def test_a_missing_script_is_refused(tmp_path):
    with pytest.raises(BadInput, match="cannot read script"):
        read_script(tmp_path / "none.json")
