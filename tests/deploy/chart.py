"""Renders the Helm chart without Helm: the few constructs that its templates use, and an error for any other.

Go's text/template with trimming, `if` (also `not`), `range` over lists and maps, variables, fields, and the functions
quote, default, toYaml and nindent. What Helm does beyond, such as the order in which it installs, is not here.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

CHART = Path(__file__).parents[2] / "deploy" / "helm" / "burnish"

_TAG = re.compile(r"\{\{(-)?\s*(.*?)\s*(-)?\}\}", re.DOTALL)


@dataclass
class Node:
    """Text, or something to be done with what is in it."""

    kind: str
    text: str
    inside: list["Node"]


def rendered(values: dict[str, Any], name: str = "photos") -> dict[str, list[dict[str, Any]]]:
    """Manifests by template, as `helm template` would print them."""
    chart = yaml.safe_load((CHART / "Chart.yaml").read_text(encoding="utf-8"))
    root = {
        "Values": values,
        "Chart": {"Name": chart["name"], "Version": chart["version"], "AppVersion": chart["appVersion"]},
        "Release": {"Name": name, "Namespace": "default", "Service": "Helm"},
    }
    found = {}
    for path in sorted((CHART / "templates").glob("*.yaml")):
        text = filled(path.read_text(encoding="utf-8"), root)
        found[path.stem] = [each for each in yaml.safe_load_all(text) if each is not None]
    return found


def filled(template: str, root: dict[str, Any]) -> str:
    """A template with everything in its place."""
    nodes = _block(_pieces(template), "")
    return "".join(_written(nodes, root, {"$": root}))


def _pieces(template: str) -> Iterator[Node]:
    end, trims = 0, False
    for found in _TAG.finditer(template):
        text = template[end : found.start()]
        text = text.lstrip() if trims else text
        yield Node("text", text.rstrip() if found[1] else text, [])
        yield Node("tag", found[2], [])
        end, trims = found.end(), bool(found[3])
    text = template[end:]
    yield Node("text", text.lstrip() if trims else text, [])


def _block(pieces: Iterator[Node], opened: str) -> list[Node]:
    nodes = []
    for each in pieces:
        word, _, rest = each.text.partition(" ") if each.kind == "tag" else ("", "", "")
        if word == "end":
            assert opened, "an end of nothing"
            return nodes
        if word in ("if", "range"):
            nodes.append(Node(word, rest, _block(pieces, word)))
        else:
            nodes.append(each)
    assert not opened, f"{opened!r} without an end"
    return nodes


def _written(nodes: list[Node], dot: Any, known: dict[str, Any]) -> Iterator[str]:
    for each in nodes:
        if each.kind == "text":
            yield each.text
        elif each.kind == "tag":
            yield _shown(_value(each.text, dot, known))
        elif each.kind == "if":
            if _truth(each.text, dot, known):
                yield from _written(each.inside, dot, known)
        else:
            yield from _repeated(each, dot, known)


def _repeated(node: Node, dot: Any, known: dict[str, Any]) -> Iterator[str]:
    names, assigned, expression = node.text.partition(":=")
    held = _value(expression if assigned else node.text, dot, known)
    if isinstance(held, dict):
        first, second = (each.strip() for each in names.split(","))
        for key in sorted(held):
            yield from _written(node.inside, held[key], known | {first: key, second: held[key]})
    else:
        assert isinstance(held, list), f"range over {held!r}"
        assert not assigned, f"range over {held!r} with names"
        for item in held:
            yield from _written(node.inside, item, known)


def _truth(expression: str, dot: Any, known: dict[str, Any]) -> bool:
    is_not = expression.startswith("not ")
    return bool(_value(expression.removeprefix("not "), dot, known)) != is_not


def _value(expression: str, dot: Any, known: dict[str, Any]) -> Any:
    first, *pipes = (each.strip() for each in expression.split("|"))
    word, _, rest = first.partition(" ")
    value = (
        yaml.safe_dump(_field(rest, dot, known)).rstrip() if word == "toYaml" else _field(first, dot, known)
    )
    for pipe in pipes:
        word, _, rest = pipe.partition(" ")
        if word == "quote":
            value = json.dumps(_shown(value), ensure_ascii=False)
        elif word == "default":
            value = value or _field(rest, dot, known)
        elif word == "nindent":
            value = "\n" + "\n".join(" " * int(rest) + line for line in value.splitlines())
        else:
            raise AssertionError(f"{pipe!r} is not among what this renders")
    return value


def _field(path: str, dot: Any, known: dict[str, Any]) -> Any:
    root, *names = path.strip().split(".")
    if root.startswith("$"):
        value = known[root]
    else:
        assert not root, f"{path!r} is not among what this renders"
        value = dot
    for name in filter(None, names):
        assert isinstance(value, dict), f"{path!r}: nothing is in {value!r}"
        assert name in value, f"{path!r}: there is no {name!r}"
        value = value[name]
    return value


def _shown(value: Any) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
