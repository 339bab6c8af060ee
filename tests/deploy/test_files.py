"""The files that people deploy with, each read by the tool that knows its kind."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from check_jsonschema.builtin_schemas import get_builtin_schema
from jsonschema import Draft202012Validator

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
YAML = sorted(each for each in DEPLOY.rglob("*.yaml") if "templates" not in each.parts)
RULES = (
    "{extends: default, rules: {line-length: {max: 130}, document-start: disable,"
    " comments: {min-spaces-from-content: 1}}}"
)


def tool(name: str) -> str:
    """A program of the environment that the tests run in."""
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def test_hadolint_has_nothing_to_say_of_the_dockerfile():
    said = subprocess.run(
        [tool("hadolint"), "--failure-threshold", "style", str(DEPLOY / "Dockerfile")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (said.returncode, said.stdout) == (0, "")


def test_every_image_is_pinned_by_name_and_version_and_comes_from_no_place_that_is_spelled_out():
    images = re.findall(r"^FROM (\S+)", (DEPLOY / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    images += [each["image"] for each in compose["services"].values()]
    for image in images:
        name, _, version = image.partition(":")
        assert re.fullmatch(r"v?\d+\.\d+(\.\d+)?(-[a-z0-9.]+)*", version), image
        assert "." not in name.split("/")[0], image


def test_what_the_image_copies_is_there_and_not_ignored():
    dockerfile = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    let_in = {
        line[1:] for line in (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
        if line.startswith("!")
    }  # fmt: skip
    for line in re.findall(r"^COPY (?!--from)(.+)$", dockerfile, re.MULTILINE):
        for source in line.split()[:-1]:
            assert (ROOT / source).exists(), source
            assert any(source == each or source.startswith(f"{each}/") for each in let_in), source


def test_the_image_has_an_unprivileged_user_and_a_check_of_its_health():
    dockerfile = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    last = dockerfile.rpartition("FROM ")[2]
    assert re.search(r"^USER 10001:10001$", last, re.MULTILINE)
    assert "/health" in last.partition("HEALTHCHECK")[2]


@pytest.mark.parametrize("path", YAML, ids=lambda path: path.name)
def test_yamllint_has_nothing_to_say(path):
    said = subprocess.run(
        [tool("yamllint"), "--strict", "--config-data", RULES, str(path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (said.returncode, said.stdout) == (0, "")


@pytest.fixture
def compose():
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))


def test_the_compose_file_is_what_the_compose_specification_says(compose):
    schema = get_builtin_schema("vendor.compose-spec")
    assert list(Draft202012Validator(schema).iter_errors(compose)) == []
    compose["services"]["proxy"]["imagee"] = "x"
    assert list(Draft202012Validator(schema).iter_errors(compose)), "an unknown key is found"


def test_the_compose_file_has_two_servers_that_write_to_no_image(compose):
    servers = [each for name, each in compose["services"].items() if name.startswith("burnish-")]
    assert len(servers) == 2
    for server in servers:
        assert server["read_only"] is True
        assert server["cap_drop"] == ["ALL"]
        assert {each.split(":")[1] for each in server["volumes"]} == {"/home/burnish", "/var/cache/burnish"}
        assert server["environment"]["BURNISH_STORE"].startswith("postgresql://")
        assert server["environment"]["BURNISH_OBJECTS"].startswith("s3://")
    assert servers[0]["volumes"][0] == servers[1]["volumes"][0], "one home for both"
    assert "ports" not in servers[0], "only the proxy is reached from outside"


def test_burnish_takes_the_compose_files_addresses_and_options(compose, capsys):
    from burnish.cli import run
    from burnish.service.security.addresses import address
    from burnish.storage.object_address import parse_address

    server = compose["services"]["burnish-1"]
    parse_address(server["environment"]["BURNISH_OBJECTS"])
    given = [each.removeprefix("--").partition("=") for each in server["command"] if "=" in each]
    names = [
        "photos.example" if value.startswith("$") else value for key, _, value in given if key == "allow-host"
    ]
    proxies = [value for key, _, value in given if key == "behind-proxy"]
    assert address("0.0.0.0", 8765, names=names, proxies=proxies).hosts >= {
        "photos.example",
        "burnish-1:8765",
    }
    for name in ("burnish-1", "improve"):
        command, *options = compose["services"][name]["command"]
        assert run([command, "--help"]) == 0
        shown = capsys.readouterr().out
        assert all(option.partition("=")[0] in shown for option in options)


def test_every_name_that_the_compose_file_asks_for_is_in_the_example():
    asked = set(re.findall(r"\$\{([A-Z_]+)", (DEPLOY / "compose.yaml").read_text(encoding="utf-8")))
    given = set(
        re.findall(r"^([A-Z_]+)=", (DEPLOY / "example.env").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert asked == given


def test_no_secret_and_no_address_of_a_registry_is_in_any_file():
    for path in DEPLOY.rglob("*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"(docker\.io|ghcr\.io|quay\.io|registry\.)", text), path
            assert not re.search(r"(AKIA[A-Z0-9]{16}|-----BEGIN)", text), path


def test_the_grafana_file_is_json_with_no_panel_on_another():
    panels = json.loads((DEPLOY / "grafana" / "burnish.json").read_text(encoding="utf-8"))["panels"]
    taken = {(each["gridPos"]["x"], each["gridPos"]["y"]) for each in panels}
    assert len(taken) == len(panels) == len({each["id"] for each in panels})
    assert all(each["title"] and each["description"] for each in panels)
