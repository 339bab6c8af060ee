"""Pictures of taste: what it does to a photo, and nine versions to pick from."""

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

from burnish.app import open_darkroom
from burnish.app.feedback import FeedbackDesk
from burnish.app.planning import open_planner
from burnish.app.session import PhotoSession, open_session
from burnish.imaging.atomic import write_atomically

if TYPE_CHECKING:
    from burnish.recipe.recipe import Recipe

PAPER, INK = (24, 24, 26), (236, 236, 236)
GAP_PX, LABEL_PX = 12, 30
PANEL_LONG_SIDE_PX = 720
TILE_LONG_SIDE_PX = 480


def draw_effect(desk: FeedbackDesk, photo: Path, out: Path, *, overwrite: bool) -> None:
    """The photo, what is done to it without taste, and with it. Raises PhotoError, BadInput, WriteFailed."""
    from burnish.agent.planner.request import Request

    plain = _session(desk, photo, tastes=False).answered(Request()).after
    session = _session(desk, photo)
    wanted = session.answered(Request()).after
    panels = [
        ("the photo", session.preview(session.conversation.start, PANEL_LONG_SIDE_PX)),
        ("without your taste", session.preview(plain, PANEL_LONG_SIDE_PX)),
        ("with your taste", session.preview(wanted, PANEL_LONG_SIDE_PX)),
    ]
    write_atomically(out, _grid(panels, 3), overwrite=overwrite)


def draw_gallery(desk: FeedbackDesk, photo: Path, out: Path, *, overwrite: bool) -> str:
    """Nine versions, numbered; the id of the turn that they are kept under. Raises PhotoError, BadInput, Failure."""
    from burnish.app.gallery import new_gallery

    session = _session(desk, photo)
    shown = new_gallery(session, desk)
    recipes: tuple[Recipe, ...] = shown.recipes
    panels = [(f"{n}", session.preview(each, TILE_LONG_SIDE_PX)) for n, each in enumerate(recipes, 1)]
    write_atomically(out, _grid(panels, 3), overwrite=overwrite)
    return shown.offer.turn


def _session(desk: FeedbackDesk, photo: Path, *, tastes: bool = True) -> PhotoSession:
    darkroom = open_darkroom()
    desk.tastes = tastes
    return open_session(darkroom, open_planner(darkroom), photo, feedback=desk)


def _grid(panels: list[tuple[str, bytes]], columns: int) -> bytes:
    """Labeled pictures row by row, as a JPEG file."""
    pictures = [(label, Image.open(BytesIO(data)).convert("RGB")) for label, data in panels]
    wide = max(each.width for _, each in pictures)
    tall = max(each.height for _, each in pictures) + LABEL_PX
    rows = -(-len(pictures) // columns)
    sheet = Image.new("RGB", (columns * (wide + GAP_PX) + GAP_PX, rows * (tall + GAP_PX) + GAP_PX), PAPER)
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(LABEL_PX * 0.6)
    for place, (label, picture) in enumerate(pictures):
        left = GAP_PX + place % columns * (wide + GAP_PX)
        top = GAP_PX + place // columns * (tall + GAP_PX)
        draw.text((left, top + 4), label, INK, font)
        sheet.paste(picture, (left + (wide - picture.width) // 2, top + LABEL_PX))
    written = BytesIO()
    sheet.save(written, "JPEG", quality=90)
    return written.getvalue()
