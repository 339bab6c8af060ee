"""Models that are their own documentation: what a field means is said by the string below it."""

import ast
import inspect
import sys
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, TypeGuard

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema


class Declaration(BaseModel):
    """Frozen, checked values; the docstring of a field is its description in the schema.

    pydantic can do that too (`use_attribute_docstrings`), but it looks for the source of each class anew, which costs
    every command a tenth of a second for all tools and masks. Here a module is read once, when a schema is asked for.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        allow_inf_nan=False,
        # Checks are built at first use: those of every tool and mask at once would cost every command.
        defer_build=True,
    )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: "CoreSchema", handler: "GetJsonSchemaHandler"
    ) -> "JsonSchemaValue":
        """The schema with what each field means."""
        schema = handler(core_schema)
        properties = handler.resolve_ref_schema(schema).get("properties", {})
        texts = field_docstrings(cls)
        for name, field in cls.model_fields.items():
            if name in texts and field.description is None and name in properties:
                properties[name]["description"] = texts[name]
        return schema


def field_docstrings(cls: type[BaseModel]) -> dict[str, str]:
    """What each documented field of a declaration means, inherited ones included."""
    texts: dict[str, str] = {}
    for each in reversed(cls.__mro__):
        if issubclass(each, Declaration) and each is not Declaration:
            texts |= _attribute_docstrings(each)
    return texts


def _attribute_docstrings(cls: type) -> dict[str, str]:
    """The strings below the annotated names in the body of a class; none where there is no source."""
    body: list[ast.stmt] = _syntax(cls.__module__).body
    for name in cls.__qualname__.replace(".<locals>", "").split("."):
        body = next((each.body for each in reversed(body) if _is_definition(each, name)), [])
    return {
        field.target.id: inspect.cleandoc(below.value.value)
        for field, below in pairwise(body)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        and isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant)
        and isinstance(below.value.value, str)
    }  # fmt: skip


@lru_cache(maxsize=1)
def _syntax(module: str) -> ast.Module:
    try:
        return ast.parse(inspect.getsource(sys.modules[module]))
    except (KeyError, OSError, TypeError):
        return ast.Module([], [])


def _is_definition(statement: ast.stmt, name: str) -> TypeGuard[ast.ClassDef | ast.FunctionDef]:
    return isinstance(statement, ast.ClassDef | ast.FunctionDef) and statement.name == name
