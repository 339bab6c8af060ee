"""The command: what it lists, and what it refuses before it serves."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from burnish.cli.mcp import mcp
from burnish.errors import BadInput
from burnish.service.mcp.offers import OFFERS


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("BURNISH_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("BURNISH_MCP_TOKEN", raising=False)


def test_the_tools_are_listed_in_words_and_as_json(capsys):
    mcp(list_tools=True)
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == [
        each.name for each in OFFERS
    ]
    mcp(list_tools=True, as_json=True)
    tools = json.loads(capsys.readouterr().out)["tools"]
    assert all(each["inputSchema"]["type"] == "object" for each in tools)


def test_nothing_of_the_server_is_imported_before_it_runs():
    heavy = ("mcp", "burnish.service", "numba")
    code = f"import sys, burnish.cli.mcp; print([name for name in sys.modules if name.startswith({heavy})])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("text", [None, b"", b"   \n", b"\xff\xfe\x00", b"short"])
def test_a_token_file_without_a_sound_token_is_refused(root, tmp_path, text):
    if text is not None:
        (tmp_path / "token").write_bytes(text)
    with pytest.raises(BadInput, match="token"):
        mcp(root=[root], http="127.0.0.1:0", token_file=tmp_path / "token")


def test_other_machines_are_not_let_in_without_a_token(root):
    with pytest.raises(BadInput, match="a token is needed"):
        mcp(root=[root], http="0.0.0.0:0", allow_host=["photos.lan"])


def test_a_root_that_is_no_folder_is_refused(tmp_path):
    with pytest.raises(BadInput, match="is not a folder"):
        mcp(root=[Path(tmp_path / "absent")])
