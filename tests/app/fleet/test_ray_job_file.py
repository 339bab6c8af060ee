"""The job file for Kubernetes: what a linter says, what Kubernetes takes, and what Burnish understands."""

import re
import shlex
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
FILE = ROOT / "examples" / "ray_job.yaml"


@pytest.fixture(scope="module")
def job():
    yaml = pytest.importorskip("yaml")
    return yaml.safe_load(FILE.read_text("utf-8"))


def groups(job) -> list[dict]:
    cluster = job["spec"]["rayClusterSpec"]
    return [cluster["headGroupSpec"], *cluster["workerGroupSpecs"]]


def test_the_linter_has_nothing_to_say():
    linter = pytest.importorskip("yamllint.linter")
    config = pytest.importorskip("yamllint.config")
    rules = config.YamlLintConfig("extends: default\nrules: {line-length: {max: 120}}")
    assert [str(each) for each in linter.run(FILE.read_text("utf-8"), rules)] == []


def test_kubernetes_takes_its_pods(job):
    kubernetes = pytest.importorskip("kubernetes_validate")
    assert (job["apiVersion"], job["kind"]) == ("ray.io/v1", "RayJob")
    for each in groups(job):
        pod = {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {"name": "one"},
            "spec": each["template"]["spec"],
        }
        kubernetes.validate(pod, "1.35", strict=True)


def test_everybody_has_one_ray_and_sees_the_photos(job):
    ray = pytest.importorskip("ray")
    assert job["spec"]["rayClusterSpec"]["rayVersion"] == ray.__version__
    for each in groups(job):
        [container] = each["template"]["spec"]["containers"]
        assert {mount["mountPath"] for mount in container["volumeMounts"]} == {"/photos"}
        assert {"name": "BURNISH_HOME", "value": "/photos/.burnish"} in container["env"]


def test_the_command_is_one_that_burnish_has(job):
    program, command, *words = shlex.split(job["spec"]["entrypoint"])
    assert (program, command) == ("burnish", "render")
    page = (ROOT / "docs/commands.md").read_text("utf-8")
    section = page.split("\n## render\n", 1)[1].split("\n## ", 1)[0]
    for word in words:
        assert not word.startswith("--") or re.search(rf"`{word}\b", section), word
