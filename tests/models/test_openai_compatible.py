import base64
import gzip
import json
import time

import pytest
from tests.models.chat_server import ChatServer, Exchange, calls_tool, completion, fails, hangs, says, streams

from burnish.errors import BadInput, ChatGarbled, ChatRefused, ChatUnavailable
from burnish.models.chat import Answer, ChatOptions, ChatPicture, Message, ToolCall, Usage
from burnish.models.openai_compatible import OpenAICompatible

HELLO = (Message("system", "Be brief."), Message("user", "Hello"))
SCHEMA = {"type": "object", "properties": {"a": {"type": "integer"}}}


def asking(server, options=None, messages=HELLO, **settings):
    pauses = []
    model = OpenAICompatible(server.base_url, "m", sleep=pauses.append, **settings)
    return model.ask(messages, options or ChatOptions()), pauses


def test_an_answer_comes_with_its_usage_and_the_model_behind_the_name():
    with ChatServer(says("Hi")) as server:
        reply, _ = asking(server, api_key="sk-secret")
    assert (reply.text, reply.usage, reply.model) == ("Hi", Usage(100, 20), "served-model")
    assert server.paths == ["/v1/chat/completions"]
    assert server.headers[0]["authorization"] == "Bearer sk-secret"
    assert server.bodies[0]["messages"] == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Hello"},
    ]


def test_half_a_character_does_not_stop_a_request():
    with ChatServer(says("Hi")) as server:
        asking(server, messages=[Message("user", "bright\ud83dr")])
    assert server.bodies[0]["messages"][0]["content"] == "bright\ud83dr"


def test_no_key_sends_no_authorization():
    with ChatServer(says("Hi")) as server:
        asking(server)
    assert "authorization" not in server.headers[0]


def test_a_picture_travels_as_a_data_url():
    message = Message("user", "What is this?", (ChatPicture(b"\xff\xd8jpeg"),))
    with ChatServer(says("A cat")) as server:
        asking(server, messages=[message])
    text, picture = server.bodies[0]["messages"][0]["content"]
    assert text == {"type": "text", "text": "What is this?"}
    head, data = picture["image_url"]["url"].split(",")
    assert head == "data:image/jpeg;base64"
    assert base64.b64decode(data) == b"\xff\xd8jpeg"


@pytest.mark.parametrize(
    ("form", "field", "said"),
    [
        ("json_schema", "response_format", {"type": "json_schema"}),
        ("json_object", "response_format", {"type": "json_object"}),
        ("tool_call", "tool_choice", {"type": "function", "function": {"name": "plan"}}),
    ],
)
def test_each_form_is_asked_for_in_the_words_of_the_protocol(form, field, said):
    answer = Answer(form, "plan", "A plan", SCHEMA)
    with ChatServer(says("{}")) as server:
        asking(server, ChatOptions(answer))
    body = server.bodies[0]
    assert body[field].items() >= said.items()
    if form == "json_schema":
        assert body["response_format"]["json_schema"] == {"name": "plan", "schema": SCHEMA, "strict": False}
    if form == "tool_call":
        assert body["tools"][0]["function"]["parameters"] == SCHEMA


def test_free_words_ask_for_no_form():
    with ChatServer(says("Hi")) as server:
        asking(server)
    assert not server.bodies[0].keys() & {"response_format", "tools", "tool_choice"}


def test_a_tool_call_is_read():
    answer = Answer("tool_call", "plan", "A plan", SCHEMA)
    with ChatServer(calls_tool("plan", '{"a": 1}')) as server:
        reply, _ = asking(server, ChatOptions(answer))
    assert reply.tool_calls == (ToolCall("plan", '{"a": 1}'),)
    assert reply.text == ""


def test_a_stream_that_nobody_asked_for_is_put_together():
    with ChatServer(streams("He", "llo", " there")) as server:
        reply, _ = asking(server)
    assert (reply.text, reply.model) == ("Hello there", "served-model")


def test_a_wrong_content_type_does_not_matter():
    body = json.dumps(completion("Hi")).encode()
    with ChatServer(lambda exchange: exchange.send(200, body, "text/html")) as server:
        assert asking(server)[0].text == "Hi"


@pytest.mark.parametrize(
    "body",
    [b"<html>Welcome</html>", b"", b"[]", b"{}", b'{"choices": []}', b'{"choices": [{"message": "hi"}]}',
     b'{"error": "model is loading"}', b"\xff\xfe\x00", b'{"choices": 3}', b"[" * 100_000],
)  # fmt: skip
def test_what_is_no_completion_is_garbled(body):
    with (
        ChatServer(lambda exchange: exchange.send(200, body, "text/html")) as server,
        pytest.raises(ChatGarbled),
    ):
        asking(server)


@pytest.mark.parametrize(
    "event", ['{"choices": [3]}', '{"choices": [{"delta": 3}]}', "{", "3", '{"choices": []}']
)
def test_a_stream_of_nonsense_is_garbled(event):
    body = f"data: {event}\n\ndata: [DONE]\n\n".encode()
    with (
        ChatServer(lambda exchange: exchange.send(200, body, "text/event-stream")) as server,
        pytest.raises(ChatGarbled),
    ):
        asking(server)


def test_an_answer_that_was_cut_says_so():
    body = json.dumps(completion('{"steps": [', ending="length")).encode()
    with ChatServer(lambda exchange: exchange.send(200, body)) as server:
        assert asking(server)[0].is_cut


def test_a_busy_server_is_asked_again_when_it_says():
    with ChatServer(fails(429, "slow down", Retry_After="3"), fails(503), says("Hi")) as server:
        reply, pauses = asking(server)
    assert reply.text == "Hi"
    assert pauses == [3.0, 1.0]


def test_a_server_that_stays_busy_is_given_up_after_the_retries():
    with (
        ChatServer(fails(429, "slow down")) as server,
        pytest.raises(ChatUnavailable, match="slow down") as caught,
    ):
        asking(server, retries=2)
    assert len(server.bodies) == 3
    assert caught.value.status == 429


def test_a_wait_beyond_the_time_limit_is_not_waited():
    with ChatServer(fails(429, Retry_After="86400")) as server, pytest.raises(ChatUnavailable):
        asking(server, timeout_s=5.0)
    assert len(server.bodies) == 1


def test_a_broken_server_is_unavailable():
    with ChatServer(fails(500, "boom")) as server, pytest.raises(ChatUnavailable, match="boom") as caught:
        asking(server, retries=1)
    assert (len(server.bodies), caught.value.status) == (2, 500)


@pytest.mark.parametrize("status", [400, 422, 413])
def test_a_refusal_is_told_apart_and_not_repeated(status):
    with ChatServer(fails(status, "bad form")) as server, pytest.raises(ChatRefused, match="bad form"):
        asking(server)
    assert len(server.bodies) == 1


def test_an_option_that_the_server_refuses_is_left_out():
    refusals = (
        fails(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."),
        fails(400, "Unsupported value: 'temperature' does not support 0.0 with this model."),
        says("Hi"),
    )
    with ChatServer(*refusals) as server:
        reply, _ = asking(server)
    assert reply.text == "Hi"
    assert "temperature" not in server.bodies[2]
    assert "max_tokens" not in server.bodies[2]
    assert server.bodies[2]["max_completion_tokens"] == 2048


@pytest.mark.parametrize("status", [401, 403])
def test_a_key_that_is_not_accepted_is_never_repeated(status):
    with (
        ChatServer(fails(status, "Incorrect API key provided: sk-secret")) as server,
        pytest.raises(ChatUnavailable, match="does not accept the key") as caught,
    ):
        asking(server, api_key="sk-secret")
    assert "sk-secret" not in str(caught.value)


def test_a_server_that_hangs_is_left_in_time():
    with ChatServer(hangs(2.0)) as server:
        began = time.monotonic()
        with pytest.raises(ChatUnavailable, match=r"no answer within 0\.3 s"):
            asking(server, timeout_s=0.3)
        assert time.monotonic() - began < 1.5


def test_a_server_that_drips_is_left_in_time():
    with (
        ChatServer(lambda exchange: exchange.pour(b" ", 100, 0.05)) as server,
        pytest.raises(ChatUnavailable, match=r"no answer within 0\.4 s"),
    ):
        asking(server, timeout_s=0.4)


def test_a_huge_answer_is_not_read_to_its_end():
    with (
        ChatServer(lambda exchange: exchange.pour(b" " * 65536, 10_000)) as server,
        pytest.raises(ChatGarbled, match="at most 1048576 bytes"),
    ):
        asking(server, max_bytes=2**20)


def test_a_compressed_answer_is_not_unpacked():
    bomb = gzip.compress(b" " * 10_000_000)
    with (
        ChatServer(lambda exchange: exchange.send(200, bomb, Content_Encoding="gzip")) as server,
        pytest.raises(ChatGarbled, match="compressed"),
    ):
        asking(server)


def test_a_redirect_is_not_followed_with_the_key():
    def elsewhere(exchange: Exchange) -> None:
        exchange.send(307, b"", Location="http://127.0.0.1:9/v1/chat/completions")

    with ChatServer(elsewhere) as server, pytest.raises(ChatUnavailable, match="307"):
        asking(server, api_key="sk-secret")


def test_nobody_there_is_unavailable():
    with ChatServer(says("Hi")) as server:
        url = server.base_url
    with pytest.raises(ChatUnavailable, match="cannot be reached"):
        OpenAICompatible(url, "m").ask(HELLO, ChatOptions())


def test_a_local_server_is_reached_past_a_proxy(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    with ChatServer(says("Hi")) as server:
        assert asking(server)[0].text == "Hi"


@pytest.mark.parametrize(
    "url", ["", "localhost:8080", "ftp://host/v1", "http://", "http://user:sk-secret@host/v1", "https://host/v1?key=sk-secret",
            "http://host:99999/v1", "http://[::1/v1"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused_without_its_secrets(url):
    with pytest.raises(BadInput) as caught:
        OpenAICompatible(url, "m")
    assert "sk-secret" not in str(caught.value)


def test_a_key_with_a_line_break_is_refused_unseen():
    with pytest.raises(BadInput, match="api_key") as caught:
        OpenAICompatible("http://localhost/v1", "m", api_key="sk-secret\n")
    assert "sk-secret" not in str(caught.value)


def test_the_key_is_not_in_the_repr():
    assert "sk-secret" not in repr(OpenAICompatible("http://localhost/v1", "m", api_key="sk-secret"))
