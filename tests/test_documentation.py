"""The documentation is run: its Python, its commands with the output that they show, and the examples."""

import json
import os
import re
import runpy
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import pytest
import skimage.data
from PIL import Image
from pydantic import TypeAdapter

from burnish.cli import run
from burnish.imaging.limits import Limits
from burnish.imaging.masks import Mask
from burnish.recipe.document import parse_recipe, read_recipe
from burnish.recipe.recipe import Step
from burnish.tools.catalogue import BUILT_IN
from burnish.tools.exposure import Exposure
from tests.served import served
from tests.storage.s3_server import S3Server

ROOT = Path(__file__).parents[1]
PAGES = sorted(["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"]) + sorted(
    f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")
)
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LANGUAGES = {"python", "console", "json", "sh", "text", "toml"}
WRITTEN_BY_MAKE_BENCH = "docs/benchmarks.md"
TALKS_TO_A_STUDIO = ("docs/client.md", "docs/events.md", "docs/openai.md", "docs/team.md")
TALKS_TO_A_BUCKET = "docs/objects.md"
NEEDS = {"docs/openai.md": "openai", TALKS_TO_A_BUCKET: "moto"}
COMPILING = "Compiling kernels"


@dataclass(frozen=True)
class Block:
    language: str
    text: str
    line: int


@cache
def blocks(page: str) -> tuple[Block, ...]:
    text = (ROOT / page).read_text(encoding="utf-8")
    return tuple(Block(m[1], m[2], text.count("\n", 0, m.start()) + 2) for m in BLOCK.finditer(text))


def runnable(page: str) -> list[Block]:
    return [block for block in blocks(page) if block.language in ("python", "console")]


@cache
def reference():
    return runpy.run_path(str(ROOT / "docs" / "make_reference.py"))


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A folder with what the documentation supposes: a photo, a shoot, the examples."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BURNISH_HOME", str(tmp_path / "home"))
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    portrait = Image.fromarray(skimage.data.astronaut())
    portrait.save("photo.jpg", quality=95)
    Path("shoot").mkdir()
    for name in ("coffee", "chelsea", "rocket"):
        Image.fromarray(getattr(skimage.data, name)()).save(f"shoot/{name}.jpg")
    shutil.copytree(ROOT / "examples", "examples", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


@pytest.fixture
def studio(desk, monkeypatch):
    """A running studio, as the pages for programs suppose."""
    with served(desk / "home") as (url, token):
        monkeypatch.setenv("BURNISH_URL", url)
        monkeypatch.setenv("BURNISH_TOKEN", token)
        yield


@pytest.fixture
def bucket(desk, monkeypatch):
    """A bucket `photos`, which the environment names."""
    with S3Server() as server:
        server.client.create_bucket(Bucket="photos")
        monkeypatch.setenv("BURNISH_OBJECTS", server.address("photos", "team"))
        yield


@pytest.mark.parametrize("page", [page for page in PAGES if runnable(page)])
def test_every_example_of_the_page_runs_and_shows_what_it_says(page, desk, capsys, request):
    if page in NEEDS:
        pytest.importorskip(NEEDS[page], reason=f"{page} shows {NEEDS[page]}, which is not installed")
    if page in TALKS_TO_A_STUDIO:
        request.getfixturevalue("studio")
    if page == TALKS_TO_A_BUCKET:
        request.getfixturevalue("bucket")
    if any("--sign" in block.text for block in runnable(page)):
        _write_credentials()
    names: dict[str, object] = {"__name__": page}
    for block in runnable(page):
        if block.language == "python":
            exec(compile("\n" * (block.line - 1) + block.text, page, "exec"), names)
        else:
            for command, shown in _dialog(block):
                _run(command, shown, capsys, f"{page}:{block.line}")


def _dialog(block: Block) -> Iterator[tuple[str, list[str]]]:
    """Commands, each with the output that is shown below it."""
    lines = block.text.splitlines()
    starts = [number for number, line in enumerate(lines) if line.startswith("$ ")]
    assert starts[:1] == [0], f"a console block begins with '$ ': {lines[0]!r}"
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield lines[start][2:], lines[start + 1 : end]


def _run(command: str, shown: list[str], capsys, place: str) -> None:
    program, *arguments = shlex.split(command)
    assert program == "burnish", f"{place}: only burnish is run in console blocks, not {program!r}"
    capsys.readouterr()
    code = run([path for each in arguments for path in _expanded(each)])
    told = capsys.readouterr()
    assert code == 0, f"{place}: {command!r} ended with {code}: {told.err}"
    said = [line for line in (told.err + told.out).splitlines() if not line.startswith(COMPILING)]
    if shown:
        assert _matches(shown, said), f"{place}: {command!r} says\n" + "\n".join(said)


def _expanded(argument: str) -> list[str]:
    return sorted(map(str, Path().glob(argument))) if "*" in argument else [argument]


def _matches(shown: list[str], said: list[str]) -> bool:
    """Line by line; a line `…` stands for any lines, `…` at the end of a line for any ending."""
    if not shown:
        return not said
    if shown[0] == "…":
        return any(_matches(shown[1:], said[k:]) for k in range(len(said) + 1))
    pattern = shown[0].replace("[", "[[]").replace("…", "*")
    return bool(said) and fnmatchcase(said[0], pattern) and _matches(shown[1:], said[1:])


def _write_credentials() -> None:
    pytest.importorskip("c2pa")
    from tests.recipe.test_credentials import SIGNER

    Path("chain.pem").write_bytes(SIGNER.chain)
    Path("key.pem").write_bytes(SIGNER.pem())


def test_output_that_is_shown_is_really_compared():
    said = ["one", "two [2]", "three"]
    assert _matches(["…", "two [2]", "thr…"], said)
    assert _matches(["one", "…"], said)
    assert not _matches(["one", "three"], said)
    assert not _matches(["one", "two [2]"], said)


@pytest.mark.parametrize("name", ["tools.md", "masks.md", "commands.md", "permissions.md", "openapi.json"])
def test_the_reference_pages_are_what_the_code_says(name):
    written = reference()["PAGES"][name]()
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == written, "run: python docs/make_reference.py"


def test_every_tool_and_parameter_is_documented():
    page = (ROOT / "docs/tools.md").read_text(encoding="utf-8")
    for tool in BUILT_IN:
        section = page.split(f"\n## {tool.name}\n", 1)[1].split("\n## ", 1)[0]
        for name, field in tool.model_json_schema()["properties"].items():
            assert f"| `{name}` |" in section
            assert field.get("description"), f"{tool.name}.{name} has no docstring"


def test_every_kind_of_mask_has_an_example_that_parses():
    shown = [json.loads(block.text) for block in blocks("docs/masks.md") if block.language == "json"]
    for each in shown:
        TypeAdapter(Mask).validate_python(each)
    assert {each["kind"] for each in shown} == set(reference()["mask_kinds"]())


def test_every_recipe_that_is_shown_parses(catalogue):
    shown = [json.loads(b.text) for page in PAGES for b in blocks(page) if b.language == "json"]
    recipes = [each for each in shown if "steps" in each]
    assert recipes
    for each in recipes:
        assert parse_recipe(each, catalogue).steps


def test_every_command_is_shown_in_use():
    lines = [
        line.removeprefix("$ ")
        for page in PAGES
        for block in blocks(page)
        if block.language in ("console", "sh")
        for line in block.text.splitlines()
    ]
    for name in reference()["commands"]():
        assert any(f"{line} ".startswith(f"burnish {name} ") for line in lines), (
            f"no page shows 'burnish {name}'"
        )


def test_every_environment_variable_is_documented():
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    used = set(
        re.findall(r"(?:environ\.get\(|environ\[|getenv\(|setdefault\()\s*\"([A-Z][A-Z0-9_]+)\"", code)
    )
    assert {"BURNISH_HOME", "NUMBA_CACHE_DIR"} <= used
    page = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
    assert [name for name in sorted(used) if f"`{name}`" not in page] == []


def test_every_field_of_a_step_and_every_cap_is_documented():
    recipes, limits = (
        (ROOT / f"docs/{name}.md").read_text(encoding="utf-8") for name in ("recipes", "limits")
    )
    for field in Step(Exposure()).document():
        assert f"| `{field}` |" in recipes
    for name, value in vars(Limits()).items():
        assert f"`{name}` = {value:,}".replace(",", " ") in limits


def test_links_lead_somewhere():
    for page in PAGES:
        text = (ROOT / page).read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)\s]+)\)", BLOCK.sub("", text)):
            if target.startswith("https://"):
                continue
            name, _, anchor = target.partition("#")
            path = (ROOT / page).parent / name if name else ROOT / page
            if os.path.relpath(path, ROOT) == WRITTEN_BY_MAKE_BENCH:
                continue
            assert path.exists(), f"{page} links to {target!r}, which is not there"
            assert not anchor or anchor in _anchors(path), f"{page} links to {target!r}: no such heading"


def _anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_blocks_say_what_they_are_and_pictures_are_small():
    for page in PAGES:
        assert {block.language for block in blocks(page)} <= LANGUAGES, page
        assert (ROOT / page).read_text(encoding="utf-8").count("\n```") == 2 * len(blocks(page)), page
    for picture in (ROOT / "docs/images").iterdir():
        assert picture.stat().st_size <= 300_000, picture.name


def _example(name: str):
    return runpy.run_path(str(ROOT / "examples" / name))["main"]


@pytest.mark.parametrize("photo", [[], ["photo.jpg"]], ids=["its own sample", "a photo"])
def test_the_first_look_leaves_a_picture_and_a_sheet(desk, photo):
    assert _example("first_look.py")([*photo, "--output", "out", "--no-open"]) == 0
    stem = "photo" if photo else "astronaut"
    for name in (f"{stem}-golden_hour.jpg", f"{stem}-golden_hour-sheet.jpg"):
        with Image.open(Path("out") / name) as picture:
            assert min(picture.size) >= 500


def test_the_first_look_says_what_is_wrong_with_a_recipe(desk, capsys):
    Path("bad.json").write_text('{"schema": 1, "steps": [{"tool": "exposur"}]}')
    assert _example("first_look.py")(["photo.jpg", "--recipe", "bad.json"]) == 2
    assert "exposur" in capsys.readouterr().out
    assert not Path("out").exists()


def test_the_other_examples_run(desk, catalogue, capsys):
    _example("edit_in_python.py")(Path("photo.jpg"), Path("lifted.jpg"))
    assert read_recipe(Path("lifted.json"), catalogue).title == "Lifted middle"
    _example("copy_a_look.py")(*map(Path, ("photo.jpg", "lifted.jpg", "shoot/coffee.jpg", "coffee.jpg")))
    assert "explained: " in capsys.readouterr().out
    assert Path("coffee.jpg").is_file()


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*.json")), ids=lambda path: path.stem)
def test_example_recipes_give_a_reason_for_every_step(path, catalogue):
    assert all(step.reason for step in read_recipe(path, catalogue).steps)
