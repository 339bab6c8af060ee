"""An edit that was made elsewhere, solved back and put on another photo.

python examples/copy_a_look.py BEFORE AFTER OTHER_PHOTO OUT
"""

import sys
from pathlib import Path

from burnish.app import open_darkroom
from burnish.recipe.inverse import match


def main(before: Path, after: Path, other: Path, out: Path) -> None:
    """Find the recipe from BEFORE to AFTER, say what it does not explain, render OTHER_PHOTO with it."""
    darkroom = open_darkroom()
    found = match(darkroom.open_photo(before), darkroom.open_photo(after), darkroom.catalogue)
    sys.stdout.write(f"explained: {found.explained:.0%}\n")
    sys.stdout.writelines(f"not explained: {each}\n" for each in found.unexplained)
    darkroom.render_file(other, found.recipe, out, overwrite=True)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:5]))
