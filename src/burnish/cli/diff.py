"""`burnish diff`: what changed from one recipe to another."""

from pathlib import Path
from typing import Annotated

import typer

from burnish.cli.answer import AsJson, answer


def diff(
    before: Annotated[Path, typer.Argument(help="A recipe, or any look file.", metavar="RECIPE")],
    after: Annotated[Path, typer.Argument(help="Another one.", metavar="RECIPE")],
    as_json: AsJson = False,
) -> None:
    """Show what turns one recipe into another, step by step."""
    from burnish.app import open_darkroom
    from burnish.recipe.difference import recipe_difference

    darkroom = open_darkroom()
    first, second = darkroom.open_recipe(before), darkroom.open_recipe(after)
    changes = recipe_difference(first, second)
    document = {
        "before": first.digest,
        "after": second.digest,
        "same": not changes,
        "changes": [each.document() for each in changes],
    }
    text = "\n".join(each.words for each in changes) or "Both are the same edit."
    answer(document, text, as_json=as_json)
