import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.models.chat_server import completion

from burnish.errors import ChatGarbled
from burnish.models.chat import ToolCall, Usage
from burnish.models.completions import complaint, read_completion


def test_a_streamed_tool_call_is_put_together():
    deltas = [
        {"tool_calls": [{"index": 0, "function": {"name": "plan", "arguments": '{"st'}}]},
        {"tool_calls": [{"index": 0, "function": {"arguments": 'eps": []}'}}]},
    ]
    lines = [f"data: {json.dumps({'choices': [{'delta': delta}]})}" for delta in deltas]
    reply = read_completion("\r\n\r\n".join([*lines, "data: [DONE]"]).encode(), "text/event-stream")
    assert reply.tool_calls == (ToolCall("plan", '{"steps": []}'),)


def test_content_in_parts_is_joined():
    body = completion()
    body["choices"][0]["message"]["content"] = [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]
    assert read_completion(json.dumps(body).encode(), "application/json").text == "ab"


def test_arguments_given_as_an_object_become_text():
    body = completion(None, (("plan", "{}"),))
    body["choices"][0]["message"]["tool_calls"][0]["function"]["arguments"] = {"steps": []}
    reply = read_completion(json.dumps(body).encode(), "application/json")
    assert json.loads(reply.tool_calls[0].arguments) == {"steps": []}


@pytest.mark.parametrize(
    ("counts", "usage"),
    [
        ({"prompt_tokens": 5, "completion_tokens": 7}, Usage(5, 7)),
        ({"prompt_tokens": 5}, Usage(5, 0)),
        ({"prompt_tokens": -1, "completion_tokens": "many"}, Usage(0, 0)),
        (None, None),
    ],
)
def test_usage_is_read_as_far_as_it_is_told(counts, usage):
    body = completion("Hi") | {"usage": counts}
    assert read_completion(json.dumps(body).encode(), "").usage == usage


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b'{"error": {"message": "no such model"}}', "no such model"),
        (b'{"error": "no such model"}', "no such model"),
        (b'{"detail": "Not Found"}', "Not Found"),
        (b"  gateway\n down ", "gateway down"),
        (b'{"message": "x"}', "x"),
    ],
)
def test_the_servers_own_words_are_found(body, told):
    assert complaint(body) == told


def test_long_words_of_a_server_are_cut():
    assert len(complaint(b"x" * 100_000)) == 300


KEYS = "choices message content tool_calls function name arguments delta index usage model".split()
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(KEYS),
            inner,
            max_size=5,
        )
    ),
    max_leaves=15,
)


@given(JSON, st.booleans())
def test_any_json_is_a_reply_or_garbled(value, is_stream):
    text = json.dumps(value)
    body = f"data: {text}\n\n" if is_stream else text
    with suppress(ChatGarbled):
        read_completion(body.encode(), "text/event-stream" if is_stream else "application/json")
