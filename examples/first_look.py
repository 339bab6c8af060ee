"""A first look at Burnish: one photo through one recipe, and a sheet that shows what changed.

    python examples/first_look.py [PHOTO] [--recipe RECIPE] [--output FOLDER] [--no-open]

Without a photo it takes a portrait that scikit-image ships inside its wheel, so nothing is downloaded.
"""

import argparse
import os
import sys
import webbrowser
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from burnish.app import open_darkroom
from burnish.cli import run
from burnish.errors import BadInput, BurnishError

HERE = Path(__file__).parent


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the picture and the sheet; 0 when both are there, else the command line's exit code."""
    wanted = _parser().parse_args(arguments)
    try:
        photo = wanted.photo or sample_photo()
        recipe = open_darkroom().open_recipe(wanted.recipe)
    except BurnishError as error:
        _say(f"first_look: {error}")
        return 2
    _say(f"{photo.name} through {recipe.title or wanted.recipe.stem!r}:")
    for number, step in enumerate(recipe.steps, 1):
        where = f" ({step.mask.kind.replace('_', ' ')} mask)" if step.mask else ""
        why = f": {step.reason}" if step.reason else ""
        _say(f"  {number:>2}. {step.tool.name}{where}{why}")
    wanted.output.mkdir(parents=True, exist_ok=True)
    picture = wanted.output / f"{photo.stem}-{wanted.recipe.stem}.jpg"
    sheet = wanted.output / f"{photo.stem}-{wanted.recipe.stem}-sheet.jpg"
    edit = [str(photo), "--recipe", str(wanted.recipe), "--overwrite"]
    for command, out in (("render", picture), ("compare", sheet)):
        code = run([command, *edit, "--output", str(out)])
        if code:
            return code
    _say(f"\nThe picture: {picture}\nBefore, after, and what changed: {sheet}")
    if wanted.open and has_viewer():
        webbrowser.open(sheet.resolve().as_uri())
    return 0


def sample_photo() -> Path:
    """The portrait of Eileen Collins (NASA, public domain) in scikit-image. Raises BadInput without it."""
    try:
        found = Path(str(files("skimage") / "data" / "astronaut.png"))
    except ModuleNotFoundError:
        raise BadInput("no photo was named, and scikit-image, which has a sample, is not installed") from None
    return found


def has_viewer() -> bool:
    """Whether this machine has a screen to open a picture on."""
    return sys.platform == "darwin" or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="One photo through one recipe, and what changed.")
    parser.add_argument("photo", nargs="?", type=Path, help="a photo; else a sample portrait")
    parser.add_argument(
        "--recipe", type=Path, default=HERE / "golden_hour.json", help="a recipe or any look file"
    )
    parser.add_argument("--output", type=Path, default=Path("out"), help="the folder for what is made")
    parser.add_argument("--no-open", dest="open", action="store_false", help="do not open the sheet")
    return parser


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
