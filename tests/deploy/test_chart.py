"""The Helm chart: what it renders is sound for Kubernetes, and does what a server needs to come and go unnoticed."""

import json
from copy import deepcopy
from typing import Any

import jsonschema
import kubernetes_validate
import pytest
import yaml
from tests.deploy.chart import CHART, filled, rendered

SHIPPED = yaml.safe_load((CHART / "values.yaml").read_text(encoding="utf-8"))
SCHEMA = json.loads((CHART / "values.schema.json").read_text(encoding="utf-8"))


def values(**changes: Any) -> dict[str, Any]:
    """The shipped values with some changed: `ingress__enabled=False`."""
    found = deepcopy(SHIPPED)
    for path, value in changes.items():
        *way, last = path.split("__")
        place = found
        for name in way:
            place = place[name]
        place[last] = value
    return found


VARIANTS = {
    "as shipped": values(),
    "by hand": values(
        autoscaling__enabled=False, ingress__enabled=False, networkPolicy__enabled=False, migration__enabled=False,
        improve__enabled=False,
    ),
    "with more": values(
        environment={"OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318", "BURNISH_PERSON": "p1"},
        improve__workspaces=["studio", "second"], proxies=["10.1.0.0/16", "fd00::/8"], image__tag="0.2.0",
    ),
}  # fmt: skip


def manifests(given: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for held in rendered(given).values() for each in held]


def pods(given: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The pod of everything that runs, by kind."""
    found = {}
    for each in manifests(given):
        spec = each.get("spec", {})
        spec = spec.get("jobTemplate", {}).get("spec", spec)
        if "template" in spec:
            found[each["kind"]] = spec["template"]["spec"]
    return found


@pytest.mark.parametrize("given", VARIANTS.values(), ids=VARIANTS)
def test_every_manifest_is_sound(given):
    assert len(manifests(given)) >= 5
    for each in manifests(given):
        kubernetes_validate.validate(each, "1.30", strict=True)


@pytest.mark.parametrize("given", VARIANTS.values(), ids=VARIANTS)
def test_values_are_what_their_schema_says(given):
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    jsonschema.validate(given, SCHEMA)


@pytest.mark.parametrize(
    "wrong",
    [
        {"replicas": 0}, {"image__tag": "latest"}, {"objects": "s3://key:secret@bucket/x"}, {"unknown": 1},
        {"improve__schedule": "daily"}, {"autoscaling__minReplicas": 1}, {"proxies": ["*"]}, {"host": ""},
    ],
    ids=str,
)  # fmt: skip
def test_values_that_make_no_sense_are_refused(wrong):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(values(**wrong), SCHEMA)


def test_a_server_has_time_to_say_goodbye():
    (server,) = (each for each in manifests(values()) if each["kind"] == "Deployment")
    pod = server["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    notice_s = container["lifecycle"]["preStop"]["sleep"]["seconds"]
    patience_s = next(int(a.split("=")[1]) for a in container["args"] if a.startswith("--patience="))
    assert pod["terminationGracePeriodSeconds"] > notice_s + patience_s
    assert container["readinessProbe"]["httpGet"]["path"] == "/ready"
    assert container["livenessProbe"]["httpGet"]["path"] == "/health"
    assert server["spec"]["strategy"]["rollingUpdate"] == {"maxSurge": 1, "maxUnavailable": 0}


def test_nothing_runs_as_root_or_writes_to_its_own_image():
    found = pods(values())
    assert set(found) == {"Deployment", "Job", "CronJob"}
    for pod in found.values():
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["automountServiceAccountToken"] is False
        for container in pod["containers"]:
            assert container["securityContext"]["readOnlyRootFilesystem"] is True
            assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
            assert container["resources"]["limits"]["memory"]
            mounted = {each["mountPath"] for each in container["volumeMounts"]}
            assert mounted == {"/home/burnish", "/var/cache/burnish", "/tmp"}


def test_secrets_are_named_and_never_in_a_manifest():
    for pod in pods(values()).values():
        environment = {each["name"]: each for each in pod["containers"][0]["env"]}
        for name in ("BURNISH_STORE", "AWS_SECRET_ACCESS_KEY", "BURNISH_OIDC_CLIENT_SECRET"):
            assert environment[name]["valueFrom"]["secretKeyRef"] | {"optional": True} == {
                "name": "burnish", "key": name, "optional": True,
            }  # fmt: skip
            assert "value" not in environment[name]
    assert not any(each["kind"] == "Secret" for each in manifests(values()))


def test_the_disruption_budget_and_the_autoscaler_are_about_the_servers():
    by_kind = {each["kind"]: each for each in manifests(values())}
    labels = by_kind["Deployment"]["spec"]["template"]["metadata"]["labels"]
    for kind in ("PodDisruptionBudget", "Service"):
        selector = by_kind[kind]["spec"]["selector"]
        wanted = selector.get("matchLabels", selector)
        assert wanted.items() <= labels.items()
        assert wanted["app.kubernetes.io/component"] == "server"
    assert by_kind["HorizontalPodAutoscaler"]["spec"]["scaleTargetRef"]["name"] == "photos"
    assert "replicas" not in by_kind["Deployment"]["spec"], "the autoscaler's number stands"
    by_hand = {each["kind"]: each for each in manifests(VARIANTS["by hand"])}
    assert by_hand["Deployment"]["spec"]["replicas"] == 2


def test_each_workspace_improves_by_itself_and_never_twice_at_once():
    jobs = rendered(VARIANTS["with more"])["improve"]
    assert [each["metadata"]["name"] for each in jobs] == ["photos-improve-studio", "photos-improve-second"]
    assert all(each["spec"]["concurrencyPolicy"] == "Forbid" for each in jobs)
    args = jobs[1]["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"][0]["args"]
    assert args[:3] == ["improve", "--now", "--workspace=second"]


def test_every_command_and_option_that_the_chart_runs_exists(capsys):
    from burnish.cli import run

    for pod in pods(values()).values():
        args = [each for each in pod["containers"][0]["args"] if each != "--json"]
        words = [each for each in args if not each.startswith("-")]
        assert run([*words, "--help"]) == 0
        shown = capsys.readouterr().out
        for option in (each.partition("=")[0] for each in args if each.startswith("-")):
            assert option in shown, f"burnish {' '.join(words)} has no {option}"


def test_the_renderer_refuses_what_it_does_not_know():
    root = {"Values": {"list": [1, 2], "map": {"b": "2", "a": "1"}, "empty": ""}}
    assert filled("a\n{{- range .Values.list }}\n- {{ . }}\n{{- end }}\n", root) == "a\n- 1\n- 2\n"
    assert filled("{{ range $k, $v := .Values.map }}{{ $k }}{{ $v | quote }}{{ end }}", root) == 'a"1"b"2"'
    assert (
        filled("{{ .Values.empty | default .Values.map.a }}{{ if not .Values.empty }}x{{ end }}", root)
        == "1x"
    )
    for wrong in ('{{ include "x" . }}', "{{ .Values.nothing }}", "{{ .Values.list | upper }}", "{{ end }}"):
        with pytest.raises(AssertionError):
            filled(wrong, root)
