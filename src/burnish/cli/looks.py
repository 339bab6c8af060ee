"""`burnish looks`: the composed looks that words call for."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from burnish.cli.answer import AsJson, answer

if TYPE_CHECKING:
    from burnish.agent.looks.library import Look


def looks(
    name: Annotated[str, typer.Argument(help="One look, in full.", metavar="NAME")] = "",
    as_json: AsJson = False,
) -> None:
    """List the looks, or show the steps of one. Your own go into the folder `looks` of the user's data folder."""
    from burnish.app import open_darkroom
    from burnish.app.planning import looks as all_looks
    from burnish.errors import BadInput

    darkroom = open_darkroom()
    known = all_looks(darkroom.catalogue, darkroom.home / "looks")
    if not name:
        width = max(len(look.name) for look in known)
        lines = [f"{look.name:<{width}}  {look.description}" for look in known]
        answer([_short(look) for look in known], "\n".join(lines), as_json=as_json)
        return
    found = next((look for look in known if look.name == name), None)
    if found is None:
        raise BadInput(f"no look named {name!r}; known are {', '.join(look.name for look in known)}")
    answer(_whole(found), "\n".join(_page(found)), as_json=as_json)


def _short(look: "Look") -> dict[str, Any]:
    return {
        "name": look.name,
        "title": look.title,
        "description": look.description,
        "words": list(look.words),
    }


def _whole(look: "Look") -> dict[str, Any]:
    steps = [
        {
            "tool": step.tool.name,
            "params": step.tool.model_dump(mode="json", exclude_defaults=True),
            "reason": step.reason,
        }
        for step in look.steps
    ]
    return _short(look) | {"steps": steps}


def _page(look: "Look") -> list[str]:
    from burnish.cli.words import step_words
    from burnish.recipe.recipe import Step

    steps = [f"  {step_words(Step(step.tool, step.mask))}\n      {step.reason}" for step in look.steps]
    return [f"{look.title}: {look.description}", *steps]
