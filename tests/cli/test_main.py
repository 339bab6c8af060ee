"""The entry point: what it imports, how it fails, how it ends."""

import json
import os
import subprocess
import sys

import pytest

from burnish import __version__
from burnish.cli import commands, run

HEAVY = ("numba", "numpy", "cv2", "scipy", "PIL", "rich", "pydantic", "sqlalchemy", "alembic", "burnish.app")


def test_help_imports_nothing_heavy():
    program = (
        "import sys; from burnish.cli import run; code = run(['--help']);"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stderr.strip() == "[]"
    assert "render" in done.stdout


def test_the_help_of_every_command_imports_nothing_heavy():
    names = [name.split() for name in commands()]
    program = (
        f"import sys; from burnish.cli import run; codes = [run([*name, '--help']) for name in {names!r}];"
        f"print(codes, [name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    # typer itself brings pydantic, to read arguments.
    assert done.stderr.strip() in [f"{[0] * len(names)} {found}" for found in ([], ["pydantic"])]


def test_every_command_has_json():
    for name, command in commands().items():
        assert "as_json" in command.__annotations__, name


def test_version(capsys):
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.strip() == __version__


def test_python_m_burnish():
    done = subprocess.run(
        [sys.executable, "-m", "burnish", "--version"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, __version__)


def test_bad_usage_is_exit_code_2_and_says_what_is_allowed(capsys):
    assert run(["rendre"]) == 2
    said = capsys.readouterr()
    assert "render" in said.err
    assert said.out == ""


@pytest.mark.parametrize(
    "arguments", [["render"], ["nonsense"], ["render", "x.jpg", "-o", "y", "--quality", "900"]]
)
def test_bad_usage_with_json_is_one_document(run_json, arguments):
    code, document = run_json(*arguments)
    assert code == 2
    assert document["error"]["kind"] == "UsageError"
    assert document["error"]["message"]


def test_bad_input_with_json_is_one_document(run_json):
    code, document = run_json("tools", "exposrue")
    assert code == 2
    assert document["error"]["kind"] == "UnknownTool"
    assert "exposure" in document["error"]["message"]


def test_bad_input_is_a_line_on_stderr_without_a_traceback(capsys):
    assert run(["info", "missing.jpg"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("burnish: ")
    assert "missing.jpg" in said.err
    assert "Traceback" not in said.err


def test_a_reader_that_goes_away_is_quiet():
    read, write = os.pipe()
    os.close(read)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "burnish", "tools", "--json"],
            stdout=write,
            stderr=subprocess.PIPE,
            check=False,
        )
    finally:
        os.close(write)
    assert done.stderr == b""
    assert done.returncode in (1, 141)


def test_json_goes_to_stdout_alone(run_json, save, capsys):
    photo = save("a.jpg")
    code, document = run_json("render", photo, "-s", "exposure.stops=0.5", "-o", "b.jpg")
    assert code == 0
    assert document["written"] == 1
    assert json.dumps(document)
