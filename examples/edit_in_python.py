"""A recipe made in Python: render a photo through it, keep it as JSON.

python examples/edit_in_python.py PHOTO OUT
"""

import sys
from pathlib import Path

from burnish.app import open_darkroom
from burnish.imaging.masks import Radial
from burnish.recipe.recipe import Step, recipe
from burnish.tools.exposure import Exposure
from burnish.tools.tone import Tone
from burnish.tools.vibrance import Vibrance


def main(photo: Path, out: Path) -> None:
    """Lift the middle of the picture, hold the highlights, strengthen muted colors."""
    middle = Radial(x=0.5, y=0.4, radius_x=0.5, radius_y=0.6, softness=0.9)
    edit = recipe(
        [
            Step(Exposure(stops=0.4), mask=middle, reason="the subject stands in the shade"),
            Tone(highlights=-30.0, shadows=15.0),
            Vibrance(amount=20.0),
        ],
        title="Lifted middle",
    )
    open_darkroom().render_file(photo, edit, out, overwrite=True)
    out.with_suffix(".json").write_text(edit.to_json(), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
