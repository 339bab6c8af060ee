"""The wire format of chat completions, as OpenAI defined it and vLLM, llama.cpp and Ollama speak it.

Source: OpenAI API reference, "Create chat completion" (request, response object, and streamed chunks).
"""

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from burnish.errors import ChatGarbled
from burnish.models.chat import Answer, ChatOptions, Message, Reply, ToolCall, Usage

MOST_TOLD = 300
"""Characters of a server's own words that an error message repeats."""

_OPTIONAL = ("temperature", "seed", "max_tokens", "max_completion_tokens")
"""What a request can do without."""


def payload(model: str, messages: Sequence[Message], options: ChatOptions) -> dict[str, Any]:
    """The body of a request."""
    body: dict[str, Any] = {
        "model": model,
        "messages": [{"role": each.role, "content": _content(each)} for each in messages],
        "stream": False,
    }
    wishes = {"temperature": options.temperature, "max_tokens": options.max_tokens, "seed": options.seed}
    body |= {name: value for name, value in wishes.items() if value is not None}
    return body | _form(options.answer)


def without_refused_option(body: Mapping[str, Any], complaint: str) -> dict[str, Any] | None:
    """The request without the optional value that a server's refusal names; None where it names none.

    Reasoning models take no temperature and want `max_completion_tokens` in place of `max_tokens`.
    """
    for name in _OPTIONAL:
        if name in body and f"'{name}'" in complaint.replace('"', "'").replace("`", "'"):
            kept = {key: value for key, value in body.items() if key != name}
            if name == "max_tokens" and "max_completion_tokens" in complaint:
                kept["max_completion_tokens"] = body[name]
            return kept
    return None


def read_completion(body: bytes, content_type: str) -> Reply:
    """The reply in a response's body; a stream that nobody asked for is put together. Raises ChatGarbled."""
    is_stream = "text/event-stream" in content_type or body[:64].lstrip().startswith(b"data:")
    try:
        return _reply(_put_together(body) if is_stream else _object(body, content_type))
    except (KeyError, IndexError, TypeError, ValueError, AttributeError):
        raise ChatGarbled(f"the answer is no chat completion: {complaint(body)!r}") from None


def complaint(body: bytes) -> str:
    """What a server says of its refusal, shortened, on one line."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        told = body.decode(errors="replace")
    for key in ("error", "message", "detail"):
        if isinstance(told, dict) and key in told:
            told = cast("dict[str, Any]", told)[key]
    text = " ".join((told if isinstance(told, str) else json.dumps(told)).split())
    return text if len(text) <= MOST_TOLD else text[: MOST_TOLD - 1] + "…"


def _content(message: Message) -> str | list[dict[str, Any]]:
    if not message.pictures:
        return message.text
    parts: list[dict[str, Any]] = [{"type": "text", "text": message.text}]
    for picture in message.pictures:
        data = base64.b64encode(picture.data).decode()
        parts.append({"type": "image_url", "image_url": {"url": f"data:{picture.media_type};base64,{data}"}})
    return parts


def _form(answer: Answer) -> dict[str, Any]:
    schema = dict(answer.schema)
    if answer.form == "json_schema":
        described = {"name": answer.name, "schema": schema, "strict": False}
        return {"response_format": {"type": "json_schema", "json_schema": described}}
    if answer.form == "json_object":
        return {"response_format": {"type": "json_object"}}
    if answer.form == "tool_call":
        function = {"name": answer.name, "description": answer.description, "parameters": schema}
        named = {"type": "function", "function": {"name": answer.name}}
        return {"tools": [{"type": "function", "function": function}], "tool_choice": named}
    return {}


def _object(body: bytes, content_type: str) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise ChatGarbled(
            f"the answer ({content_type or 'no content type'!r}) is no JSON object: {complaint(body)!r}"
        )
    return cast("dict[str, Any]", value)


def _reply(completion: Mapping[str, Any]) -> Reply:
    choice = completion["choices"][0]
    message = choice["message"]
    calls = [call["function"] for call in message.get("tool_calls") or ()]
    return Reply(
        _text(message.get("content")),
        tuple(ToolCall(str(call["name"]), _arguments(call["arguments"])) for call in calls),
        _usage(completion.get("usage")),
        str(completion.get("model") or ""),
        choice.get("finish_reason") == "length",
    )


def _text(content: Any) -> str:
    """Words of a message; some servers give them in parts."""
    if isinstance(content, list):
        return "".join(str(part.get("text", "")) for part in cast("list[dict[str, Any]]", content))
    return content if isinstance(content, str) else ""


def _arguments(value: Any) -> str:
    """A tool's arguments as JSON text; some servers give the object itself."""
    return value if isinstance(value, str) else json.dumps(value)


def _usage(counts: Any) -> Usage | None:
    if not isinstance(counts, dict):
        return None
    told = cast("dict[str, Any]", counts)
    numbers = [told.get(name) for name in ("prompt_tokens", "completion_tokens")]
    return Usage(*(number if isinstance(number, int) and number >= 0 else 0 for number in numbers))


def _put_together(body: bytes) -> dict[str, Any]:
    """The completion that a stream of server-sent events adds up to. Raises ChatGarbled where none came."""
    text: list[str] = []
    calls: dict[int, list[str]] = {}
    whole: dict[str, Any] = {}
    ending: str | None = None
    for chunk in _chunks(body):
        whole |= {key: chunk[key] for key in ("model", "usage") if chunk.get(key)}
        for choice in chunk.get("choices") or ():
            delta = choice.get("delta") or {}
            text.append(_text(delta.get("content")))
            ending = choice.get("finish_reason") or ending
            for call in delta.get("tool_calls") or ():
                name_and_arguments = calls.setdefault(int(call.get("index") or 0), ["", ""])
                function = call.get("function") or {}
                name_and_arguments[0] += function.get("name") or ""
                name_and_arguments[1] += function.get("arguments") or ""
    if not any(text) and not calls:
        raise ChatGarbled(f"a stream without an answer: {complaint(body)!r}")
    message = {
        "content": "".join(text),
        "tool_calls": [{"function": {"name": name, "arguments": given}} for name, given in calls.values()],
    }
    return whole | {"choices": [{"message": message, "finish_reason": ending}]}


def _chunks(body: bytes) -> Iterator[dict[str, Any]]:
    for line in body.decode(errors="replace").splitlines():
        data = line.removeprefix("data:").strip()
        if line.startswith("data:") and data != "[DONE]":
            yield _object(data.encode(), "text/event-stream")
