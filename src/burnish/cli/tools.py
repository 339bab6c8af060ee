"""`burnish tools`: what the sliders are."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from burnish.cli.answer import AsJson, answer

if TYPE_CHECKING:
    from burnish.tools.base import Tool

_BOUNDS = (
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "pattern",
    "enum",
    "items",
    "maxItems",
    "maxLength",
)


def tools(
    name: Annotated[str | None, typer.Argument(help="One tool; all of them without it.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show the tools in pipeline order, with unit, bounds and default of every parameter."""
    from burnish.tools.catalogue import installed

    catalogue = installed()
    chosen = catalogue.tools if name is None else (catalogue.tool(name),)
    documents = [describe(tool) for tool in chosen]
    text = _list(documents) if name is None else _page(documents[0])
    answer({"tools": documents}, text, as_json=as_json)


def describe(tool: "type[Tool]") -> dict[str, Any]:
    """A tool as plain JSON values: what it does, its parameters, and their JSON schema."""
    schema = tool.model_json_schema()
    properties: dict[str, Any] = schema["properties"]
    parameters = [_parameter(name, prop, schema.get("$defs", {})) for name, prop in properties.items()]
    return {
        "name": tool.name,
        "group": tool.group,
        "description": schema["description"],
        "parameters": parameters,
        "schema": schema,
    }


def _parameter(name: str, prop: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    shape = _shape(prop, definitions)
    bounds = {key: shape[key] for key in _BOUNDS if key in shape}
    return {
        "name": name,
        "description": prop.get("description", ""),
        "type": shape.get("type", ""),
        "unit": prop.get("unit", ""),
        "step": prop.get("step"),
        "default": prop.get("default"),
        "bounds": bounds,
    }


def _shape(prop: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """The schema with its reference or its one choice beside null followed."""
    if "$ref" in prop:
        return definitions[prop["$ref"].rsplit("/", 1)[-1]] | prop
    choices = [each for each in prop.get("anyOf", ()) if each.get("type") != "null"]
    return _shape(choices[0], definitions) | prop if len(choices) == 1 else prop


def _list(documents: list[dict[str, Any]]) -> str:
    width = max(len(each["name"]) for each in documents)
    lines = [
        f"{each['name']:<{width}}  {each['group']:<8}  {_first_line(each['description'])}"
        for each in documents
    ]
    return "\n".join([*lines, "", "burnish tools NAME shows a tool's parameters."])


def _page(document: dict[str, Any]) -> str:
    lines = [f"{document['name']} ({document['group']})", document["description"], ""]
    width = max((len(each["name"]) for each in document["parameters"]), default=0)
    for each in document["parameters"]:
        lines.append(f"  {each['name']:<{width}}  {_range(each)}, default {each['default']!r}")
        lines.append(f"  {'':<{width}}  {_first_line(each['description'])}")
    return "\n".join(lines)


def _range(parameter: dict[str, Any]) -> str:
    bounds: dict[str, Any] = parameter["bounds"]
    if "enum" in bounds:
        return " | ".join(map(str, bounds["enum"]))
    unit = f" {parameter['unit']}" if parameter["unit"] else ""
    if "minimum" in bounds:
        return f"{bounds['minimum']:.12g} to {bounds['maximum']:.12g}{unit}"
    return f"{parameter['type']}{unit}"


def _first_line(text: str) -> str:
    return text.split("\n", 1)[0]
