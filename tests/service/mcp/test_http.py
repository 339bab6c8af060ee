"""Over HTTP: who is let in, and that it works."""

import http.client
import json
import os
import subprocess
import sys

import anyio
import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from burnish.errors import BadInput
from burnish.service.mcp.http import Address, Gate, allowed_hosts, check_gate, parse_address

COMMAND = "import typer; from burnish.cli.mcp import mcp; app = typer.Typer(); app.command()(mcp); app()"
TOKEN = "correct-horse-battery-staple"
PING = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
    "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [("8321", "127.0.0.1", 8321), (":0", "127.0.0.1", 0), ("0.0.0.0:80", "0.0.0.0", 80), ("[::1]:80", "::1", 80),
     ("photos.lan:8321", "photos.lan", 8321)],
)  # fmt: skip
def test_an_address_is_a_host_and_a_port(text, host, port):
    assert parse_address(text) == Address(host, port)


@pytest.mark.parametrize("text", ["", "here", "a:b", "1.2.3.4:", "x:65536", "x:-1", "x:٣", "x:999999999999"])
def test_what_is_no_address_is_an_error(text):
    with pytest.raises(BadInput, match="is no address"):
        parse_address(text)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "localhost", "::1"])
def test_this_machine_alone_needs_no_token(host):
    check_gate(Address(host, 1), Gate())


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "192.168.1.5", "photos.lan", "127.0.0.1.evil.com", "localhost.evil"]
)
def test_other_machines_need_a_token(host):
    with pytest.raises(BadInput, match="a token is needed"):
        check_gate(Address(host, 1), Gate(names=("photos.lan",)))
    check_gate(Address(host, 1), Gate(TOKEN, ("photos.lan",)))


@pytest.mark.parametrize(
    "token", ["short", "x" * 15, "a token with spaces in it", "tökentökentöken!", "a\nb" * 9]
)
def test_a_token_is_long_and_fits_a_header(token):
    with pytest.raises(BadInput, match="token"):
        check_gate(Address("127.0.0.1", 1), Gate(token))


def test_every_address_needs_names():
    with pytest.raises(BadInput, match="allow-host"):
        check_gate(Address("0.0.0.0", 1), Gate(TOKEN))


def test_only_known_hosts_are_allowed():
    hosts = allowed_hosts(Address("127.0.0.1", 80), ())
    assert "localhost:*" in hosts
    assert "[::1]:*" in hosts
    assert allowed_hosts(Address("10.0.0.5", 80), ("photos.lan",)) == [
        "10.0.0.5", "10.0.0.5:*", "photos.lan", "photos.lan:*",
    ]  # fmt: skip


@pytest.fixture(params=["", TOKEN], ids=["open", "token"])
def served(request, root, tmp_path):
    """A server in a process of its own: its port and its token."""
    environment = {**os.environ, "BURNISH_HOME": str(tmp_path / "home"), "BURNISH_MCP_TOKEN": request.param}
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-c", COMMAND, "--root", str(root), "--http", "127.0.0.1:0"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, text=True,
    )  # fmt: skip
    with process:
        line = process.stderr.readline()
        assert line.startswith("Serving MCP at http://127.0.0.1:"), line + process.stderr.read()
        yield int(line.rsplit(":", 1)[1].split("/")[0]), request.param
        process.terminate()
        out, err = process.communicate(timeout=30)
        assert out == "", "standard output stays empty"
        assert "Traceback" not in err


def posted(port: int, token: str, **headers: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    sent = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    if token:
        sent["Authorization"] = f"Bearer {token}"
    connection.request("POST", "/mcp", json.dumps(PING), {**sent, **headers})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def test_who_is_let_in_and_that_clients_are_served(served):
    port, token = served
    assert posted(port, token) == 200
    assert posted(port, token, Host="evil.example") == 421, "a name that was bound to this address"
    assert posted(port, token, Host=f"localhost:{port}") == 200
    assert posted(port, token, Host=f"127.0.0.1.evil.example:{port}") == 421
    assert posted(port, token, Origin="http://evil.example") == 403
    assert posted(port, token, Origin=f"http://localhost:{port}") == 200
    assert posted(port, token, Origin="null") == 403
    if token:
        assert posted(port, "") == 401
        assert posted(port, token + "x") == 401
        assert posted(port, "", Authorization=f"Basic {token}") == 401
        assert posted(port, "", Authorization=token) == 401

    async def talk():
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        url = f"http://127.0.0.1:{port}/mcp"
        async with (
            httpx2.AsyncClient(headers=headers, timeout=60) as web,
            Client(streamable_http_client(url, http_client=web)) as client,
        ):
            edited = await client.call_tool("edit", {"photo": "photo.jpg", "request": "brighter"})
            told = await client.call_tool("history", {"photo": "photo.jpg"})
            return edited, told

    edited, told = anyio.run(talk)
    assert edited.structured_content["changes"]
    assert len(told.structured_content["turns"]) == 1
