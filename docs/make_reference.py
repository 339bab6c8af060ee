"""Writes the reference pages from the code itself: tools.md, masks.md, commands.md, permissions.md and openapi.json.

    python docs/make_reference.py

A test fails when a page is not what this script would write.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from inspect import Parameter, getdoc, signature
from pathlib import Path
from typing import Any, get_args, get_type_hints

from typer.models import ArgumentInfo

from burnish.cli import commands as registered
from burnish.imaging.masks import MAX_DEPTH, MAX_MASKS, MAX_POINTS, Mask, MaskBase
from burnish.tools.base import GeometryTool, SourceTool, Tool
from burnish.tools.catalogue import BUILT_IN
from burnish.tools.describing import describe

HERE = Path(__file__).parent
NOTICE = "<!-- Written by docs/make_reference.py; edit the docstrings of the code, then run it again. -->"

TOOLS_HEAD = f"""{NOTICE}

# Tools

All {len(BUILT_IN)} built-in tools, in pipeline order: whatever the order of the steps in a recipe, they act
in this one. At their defaults tools change nothing, bit for bit. A value out of range, an unknown parameter
or an unknown tool is an error that says what is allowed. `burnish tools NAME` shows the same on the command
line, `--json` adds the JSON schema.

Steps of most tools take a [mask](masks.md) and an opacity. Tools that move pixels (group *geometry*) take
neither.
"""

MASKS_HEAD = f"""{NOTICE}

# Masks

A mask says where a step acts: 1 fully, 0 not at all. Outside it not one bit of the picture changes. Positions
are fractions of the photo's width and height, (0, 0) at the top left; sizes are fractions of its short side.
Masks lie on the photo as it was taken: crop or turn it later, and they stay on the thing that they were drawn
on.

Masks that look at the picture (`luminosity_range`, `color_range`, `subject`, `sky`, `skin`, `face`, `eyes`)
look at the photo before any edit. What `subject`, `sky`, `skin`, `face` and `eyes` select is sought with
classical methods, without a learned network. [Limits](limits.md) says how far to trust them.

A mask holds at most {MAX_POINTS:,} points, a combination at most {MAX_MASKS} masks, {MAX_DEPTH} levels deep.
"""

PERMISSIONS_HEAD = f"""{NOTICE}

# Permissions

What each role may in its workspace, and which permission each route asks for. [Several people](team.md) says how roles
are given. Whoever is not signed in may what is open to all, and nothing else. Nobody may anything in another workspace:
what belongs to it is not there (404). A refusal (403) names the permission, and who has it.

An access token carries what its person may, or of that what it was made for; `session` it always carries, and what is
not *by token* never. Somebody who is known by access tokens alone may what a BY_TOKEN_ALONE may.

## Roles
"""

COMMANDS_HEAD = f"""{NOTICE}

# Commands

Every command has `--json`: exactly one JSON document on standard output, errors included; progress and notes go to
standard error. `burnish plan --batch` writes one document a line instead. Exit codes: 0 done, 1 failed, 2 bad input or
usage, 130 interrupted.

Environment variables:

- `BURNISH_HOME`: the folder for conversations, feedback, taste, brand rules, your own looks, what recipes refer to
  (look-up tables, painted masks), and the journals of renders. Default: the user's data folder of the platform.
- `BURNISH_CHAT_BASE_URL`, `BURNISH_CHAT_MODEL`, `BURNISH_CHAT_API_KEY`, `BURNISH_CHAT_TIMEOUT_S`,
  `BURNISH_CHAT_SEES_PICTURES`: the [chat model](chat_models.md) that plans. They come before the settings file.
  Default: none; Burnish plans alone.
- `BURNISH_OBJECTS`: the bucket of a server that speaks [S3](objects.md), for pictures; credentials come from
  `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and what other clients of S3 read. Default: the home's folder.
- `BURNISH_PERSON`, `BURNISH_WORKSPACE`, `BURNISH_STORE`: in whose name [feedback](feedback.md#who-speaks) is kept,
  and a PostgreSQL server for it. They come before the settings file. Default: `me`, `local`, a file in that folder.
- `BURNISH_MCP_TOKEN`: the bearer token that clients of `burnish mcp --http` must send. Default: none; only this machine
  is served.
- `BURNISH_URL`, `BURNISH_TOKEN`: the studio that the [Python client](client.md) talks to, and your access token there.
- `BURNISH_DATA`: a folder of photos and presets to measure and test with, which this project does not ship.
  Default: none; benchmarks take a made picture, and the tests that need it are skipped.
- `OPENBLAS_NUM_THREADS`: threads of linear algebra. Default: 1, which is fastest for matrices as small as these.
- `NUMBA_CACHE_DIR`: the folder for compiled kernels. Default: `burnish/kernels` in the user's cache folder.
"""

EXAMPLES: dict[str, dict[str, Any]] = {
    "brush": {
        "strokes": [
            {"points": [[0.42, 0.3], [0.5, 0.34, 0.8], [0.57, 0.31]], "radius": 0.06, "hardness": 0.4}
        ]
    },
    "radial": {"x": 0.45, "y": 0.35, "radius_x": 0.3, "radius_y": 0.4, "softness": 0.8},
    "linear": {"start_x": 0.5, "start_y": 0.0, "end_x": 0.5, "end_y": 0.55},
    "polygon": {"points": [[0.1, 0.2], [0.9, 0.2], [0.7, 0.8]], "feather": 0.02},
    "lasso": {"points": [[0.31, 0.22], [0.48, 0.18], [0.6, 0.35], [0.44, 0.5], [0.3, 0.4]]},
    "luminosity_range": {"low": 0.6, "high": 1.0, "softness": 0.2},
    "color_range": {"samples": ["#d05a28", [0.3, 0.7]], "tolerance": 0.08},
    "picture": {"digest": "sha256:" + "0" * 64},
    "subject": {"area": {"shape": "circle", "x": 0.42, "y": 0.45, "radius": 0.35}},
    "sky": {},
    "skin": {},
    "face": {"feather": 0.05},
    "eyes": {},
    "combine": {
        "operation": "subtract",
        "masks": [{"kind": "sky"}, {"kind": "linear", "start_y": 1.0, "end_y": 0.4}],
    },
}
"""One mask of each kind."""


def tools_page() -> str:
    """docs/tools.md."""
    return "\n".join([TOOLS_HEAD, *_contents(BUILT_IN), "", *(_tool(tool) for tool in BUILT_IN)])


def _contents(tools: Iterable[type[Tool]]) -> list[str]:
    groups: dict[str, list[str]] = {}
    for tool in tools:
        groups.setdefault(tool.group, []).append(f"[{tool.name}](#{tool.name})")
    return [
        "| group | tools |",
        "|---|---|",
        *(f"| {name} | {', '.join(held)} |" for name, held in groups.items()),
    ]


def _tool(tool: type[Tool]) -> str:
    told = describe(tool)
    kind = ""
    if issubclass(tool, GeometryTool):
        kind = " Moves pixels; takes neither mask nor opacity."
    elif issubclass(tool, SourceTool):
        kind = " Works on the photo's own samples, before every other edit."
    rows = [
        _row(f"`{each['name']}`", _range(each), _code(each["default"]), each["description"])
        for each in told["parameters"]
    ]
    table = ["| parameter | range | default | meaning |", "|---|---|---|---|", *rows]
    lines = [f"## {tool.name}", "", f"*{told['group']}*. {told['description']}{kind}", "", *table, ""]
    return "\n".join(lines)


def _range(parameter: Mapping[str, Any]) -> str:
    bounds: Mapping[str, Any] = parameter["bounds"]
    if "enum" in bounds:
        return ", ".join(_code(each) for each in bounds["enum"])
    unit = f" {parameter['unit']}" if parameter["unit"] else ""
    if "minimum" in bounds:
        return f"{bounds['minimum']:,} to {bounds['maximum']:,}{unit}".replace(",", " ")
    if parameter["type"] == "boolean":
        return "`true`, `false`"
    if parameter["type"] == "array":
        most = f", at most {bounds['maxItems']}" if "maxItems" in bounds else ""
        return f"list of points{most};{unit}"
    return unit.strip()


def masks_page() -> str:
    """docs/masks.md."""
    common = MaskBase.model_json_schema()["properties"]
    kinds = mask_kinds()
    parts = [MASKS_HEAD, "## Fields of every mask", "", _fields(common, {}), ""]
    for kind, mask in kinds.items():
        schema = mask.model_json_schema()
        definitions = schema.get("$defs", {})
        shape = schema if "properties" in schema else definitions[mask.__name__]
        own = {name: prop for name, prop in shape["properties"].items() if name not in {*common, "kind"}}
        parts += [f"## {kind}", "", mask.__doc__ or "", ""]
        if own:
            parts += [_fields(own, definitions), ""]
        for name in _parts(own, definitions, set(kinds.values())):
            held = definitions[name]
            parts += [
                f"**{name}**: {held.get('description', '')}",
                "",
                _fields(held["properties"], definitions),
                "",
            ]
        parts += ["```json", _json({"kind": kind, **EXAMPLES[kind]}), "```", ""]
    return "\n".join(parts)


def mask_kinds() -> dict[str, type[MaskBase]]:
    """Every kind of mask by its name."""
    union = get_args(Mask)[0]
    return {each.model_fields["kind"].default: each for each in get_args(union)}


def _parts(own: Mapping[str, Any], definitions: Mapping[str, Any], masks: set[type[MaskBase]]) -> list[str]:
    """Names of the objects that the fields are made of, but for masks."""
    names = {mask.__name__ for mask in masks}
    text = json.dumps(own)
    found = [name for name, held in definitions.items() if "properties" in held and name not in names]
    return [name for name in found if f'#/$defs/{name}"' in text]


def _fields(properties: Mapping[str, Any], definitions: Mapping[str, Any]) -> str:
    rows = [
        _row(f"`{name}`", _allowed(prop, definitions), _default(prop), prop.get("description", ""))
        for name, prop in properties.items()
    ]
    return "\n".join(["| field | allowed | default | meaning |", "|---|---|---|---|", *rows])


def _default(prop: Mapping[str, Any]) -> str:
    return _code(prop["default"]) if "default" in prop else "needed"


def _allowed(prop: Mapping[str, Any], definitions: Mapping[str, Any]) -> str:
    if "$ref" in prop:
        name = prop["$ref"].rsplit("/", 1)[-1]
        held = definitions[name]
        return _allowed(held, definitions) if "prefixItems" in held else name
    choices = prop.get("oneOf") or prop.get("anyOf")
    if choices and "discriminator" in prop and len(choices) > 3:
        return "any mask"
    if choices:
        return " or ".join(_allowed(each, definitions) for each in choices)
    return _plain(prop, definitions)


def _plain(prop: Mapping[str, Any], definitions: Mapping[str, Any]) -> str:
    if "const" in prop:
        return _code(prop["const"])
    if "enum" in prop:
        return ", ".join(_code(each) for each in prop["enum"])
    if "prefixItems" in prop:
        names = [each["title"].lower() for each in prop["prefixItems"]]
        return f"[{', '.join(names)}]"
    if prop.get("type") == "array":
        return f"list of {_allowed(prop['items'], definitions)}, {prop['minItems']} to {prop['maxItems']:,}"
    if prop.get("type") == "boolean":
        return "`true`, `false`"
    if "minimum" in prop:
        return f"{prop['minimum']:g} to {prop['maximum']:g}"
    return "`#rrggbb`" if "#" in prop.get("pattern", "") else "hexadecimal digest"


def commands_page() -> str:
    """docs/commands.md."""
    return "\n".join([COMMANDS_HEAD, *(_command(name, does) for name, does in commands().items())])


def commands() -> dict[str, Callable[..., None]]:
    """Every command's function by its name, in the order of `burnish --help`."""
    return registered()


def _command(name: str, does: Callable[..., None]) -> str:
    hints = get_type_hints(does, include_extras=True)
    parameters = [
        _Parameter(each, hints[each.name])
        for each in signature(does).parameters.values()
        if hasattr(hints[each.name], "__metadata__")
    ]
    usage = ["burnish", name, *(each.shown for each in parameters if each.is_argument), "[OPTIONS]"]
    rows = [each.row() for each in parameters]
    head = [f"## {name}", "", getdoc(does) or "", "", "```text", " ".join(usage), "```", ""]
    return "\n".join([*head, "| | default | meaning |", "|---|---|---|", *rows, ""])


class _Parameter:
    """One argument or option, as its function declares it."""

    def __init__(self, parameter: Parameter, hint: Any) -> None:
        self._type, self._info = hint.__origin__, hint.__metadata__[0]
        self._default = parameter.default
        self.is_argument = isinstance(self._info, ArgumentInfo)
        is_needed = parameter.default is Parameter.empty
        if self.is_argument:
            name = self._info.metavar or parameter.name.upper()
            self.shown = name if is_needed else f"[{name}]"
        else:
            names = [
                each
                for each in (self._info.default, *(self._info.param_decls or ()))
                if isinstance(each, str)
            ]
            taken = f" {self._info.metavar}" if self._info.metavar else ""
            self.shown = ", ".join(
                f"{each}{taken}" for each in names or [f"--{parameter.name.replace('_', '-')}"]
            )
        self._needed = " Needed." if is_needed and not self.is_argument else ""

    def row(self) -> str:
        """The parameter's line in the table."""
        default = getattr(self._default, "value", self._default)
        shown = "" if default in (None, False, Parameter.empty) else _code(default)
        choices = [
            each.value for kind in (self._type, *get_args(self._type)) if _is_enum(kind) for each in kind
        ]
        listed = f" One of {', '.join(map(_code, choices))}." if choices else ""
        return _row(f"`{self.shown}`", shown, f"{self._info.help}{listed}{self._needed}")


def _is_enum(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Enum)


def _code(value: Any) -> str:
    if value is None or value in ("", []):
        return "none"
    return f"`{value}`" if isinstance(value, str) else f"`{json.dumps(value)}`"


def _row(*cells: str) -> str:
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _json(value: Mapping[str, Any]) -> str:
    text = json.dumps(value)
    if len(text) <= 100:
        return text
    lines = [f"  {json.dumps(name)}: {json.dumps(held)}" for name, held in value.items()]
    return "\n".join(["{", ",\n".join(lines), "}"])


def service_description() -> str:
    """The service's OpenAPI document, from which the studio's TypeScript types are made."""
    from burnish.service.api import create_api

    return json.dumps(create_api().openapi(), indent=1, ensure_ascii=False) + "\n"


def permissions_page() -> str:
    """docs/permissions.md."""
    from burnish.app.team.roles import BY_TOKEN_ALONE, ROLES, TABLE, permissions_of
    from burnish.service.security.permissions import OPEN, routes

    head = [
        "| permission | to | " + " | ".join(ROLES) + " | by token |",
        "|---|---|" + "---|" * (len(ROLES) + 1),
    ]
    who = [
        _row(
            f"`{each}`", may.words, *("yes" if each in permissions_of(role) else "no" for role in ROLES),
            "yes" if may.by_token else "no",
        )
        for each, may in TABLE.items()
    ]  # fmt: skip
    asked = [
        _row(f"`{each.method} {each.path}`", "open to all" if each.asks == OPEN else f"`{each.asks}`")
        for each in routes()
    ]
    about = PERMISSIONS_HEAD.replace("BY_TOKEN_ALONE", BY_TOKEN_ALONE)
    return "\n".join(
        [about, *head, *who, "", "## Routes", "", "| route | permission |", "|---|---|", *asked, ""]
    )


PAGES = {
    "tools.md": tools_page,
    "masks.md": masks_page,
    "commands.md": commands_page,
    "permissions.md": permissions_page,
    "openapi.json": service_description,
}


def main() -> None:
    """Write every page."""
    for name, made in PAGES.items():
        (HERE / name).write_text(made(), encoding="utf-8")


if __name__ == "__main__":
    main()
