"""A real process, a real client: standard output carries nothing but the protocol."""

import json
import os
import subprocess
import sys
import time

import anyio
import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters

COMMAND = "import typer; from burnish.cli.mcp import mcp; app = typer.Typer(); app.command()(mcp); app()"
ARGUMENTS = ["-W", "error", "-c", COMMAND]


@pytest.fixture
def environment(tmp_path):
    return {**os.environ, "BURNISH_HOME": str(tmp_path / "home")}


@pytest.fixture
def server(root, environment):
    return StdioServerParameters(
        command=sys.executable, args=[*ARGUMENTS, "--root", str(root)], env=environment, cwd=str(root)
    )


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_client_looks_edits_and_undoes(server, mode):
    async def talk():
        async with Client(server, mode=mode) as client:
            assert client.server_info.name == "burnish"
            names = {tool.name for tool in (await client.list_tools()).tools}
            seen = await client.call_tool("look", {"photo": "photo.jpg"})
            edited = await client.call_tool("edit", {"photo": "photo.jpg", "request": "warmer"})
            undone = await client.call_tool("undo", {"photo": "photo.jpg"})
            wrong = await client.call_tool("look", {"photo": "../secret.jpg"})
            return names, seen, edited, undone, wrong

    names, seen, edited, undone, wrong = anyio.run(talk)
    assert "edit" in names
    assert seen.structured_content["width"] == 200
    assert edited.structured_content["changes"][0]["tool"] == "white_balance"
    assert undone.structured_content["steps"] == []
    assert wrong.is_error


def test_the_conversation_goes_on_after_a_restart(server):
    async def once(*calls):
        async with Client(server) as client:
            return [(await client.call_tool(*each)).structured_content for each in calls]

    anyio.run(once, ("edit", {"photo": "photo.jpg", "request": "warmer"}))
    [told] = anyio.run(once, ("history", {"photo": "photo.jpg"}))
    assert [each["request"] for each in told["turns"]] == ["warmer"]


def test_standard_output_is_protocol_only_and_it_ends_with_its_input(root, environment):
    lines = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize",
         "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/call",
         "params": {"name": "look", "arguments": {"photo": "photo.jpg"}}},
        {"jsonrpc": "2.0", "id": 3, "method": "tools/call", "params": {"name": "nope", "arguments": {}}},
    ]  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, *ARGUMENTS, "--root", str(root), "-v"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, env=environment, cwd=root,
    )  # fmt: skip
    with process:
        for line in lines:
            process.stdin.write(json.dumps(line).encode() + b"\n")
        process.stdin.write(b"this is not JSON\n")
        process.stdin.flush()
        answers = [json.loads(process.stdout.readline()) for _ in range(3)]
        process.stdin.close()
        rest, log = process.stdout.read(), process.stderr.read()
        assert process.wait(20) == 0
    by_id = {each["id"]: each for each in answers}
    assert set(by_id) == {1, 2, 3}
    assert by_id[1]["result"]["serverInfo"]["name"] == "burnish"
    assert by_id[2]["result"]["isError"] is False
    assert by_id[3]["error"]["code"] == -32602
    assert all(json.loads(line)["jsonrpc"] == "2.0" for line in rest.splitlines())
    assert b"look took" in log


def test_a_call_that_is_given_up_leaves_the_server_well(server):
    async def talk():
        async with Client(server, mode="legacy") as client:
            await client.call_tool("look", {"photo": "photo.jpg"})
            with anyio.move_on_after(0.02):
                await client.call_tool("edit", {"photo": "photo.jpg", "request": "warmer", "variants": 8})
            began = time.perf_counter()
            tools = await client.call_tool("tools", {"tool": "exposure"})
            waited = time.perf_counter() - began
            return (
                tools,
                waited,
                await client.call_tool("edit", {"photo": "photo.jpg", "request": "brighter"}),
            )

    tools, waited, edited = anyio.run(talk)
    assert not tools.is_error
    assert waited < 10
    assert not edited.is_error


def test_a_root_that_is_no_folder_ends_at_once(environment, tmp_path):
    code = f"from burnish.cli.mcp import mcp; from pathlib import Path; mcp(root=[Path({str(tmp_path / 'no')!r})])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, env=environment, timeout=60, check=False
    )
    assert done.returncode != 0
    assert b"is not a folder" in done.stderr
    assert done.stdout == b""
