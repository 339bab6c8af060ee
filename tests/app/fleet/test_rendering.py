"""Rendering as work that travels: the same bytes wherever it is done, and no double work."""

import json
import pickle
from pathlib import Path

import numpy as np
import pytest
from tests.app.fleet.fake_crews import DistantCrew, MortalCrew

from burnish.app.darkroom import ExportOptions, open_darkroom
from burnish.app.fleet.edit_asked import edit_asked
from burnish.app.fleet.exporting import ExportMail, ExportTrade, export_of
from burnish.app.fleet.local_crew import LocalCrew
from burnish.app.fleet.order import Order
from burnish.app.fleet.posting import RenderMail
from burnish.app.fleet.rendering import Job, Rendering, given_out, in_order, render_trade
from burnish.app.fleet.spreading import spread
from burnish.app.inline_edits import Setting
from burnish.imaging.files import write_photo
from burnish.recipe.document import parse_recipe


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("BURNISH_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def photos(tmp_path, photo):
    small = np.ascontiguousarray(photo.samples[::3, ::3])
    names = [f"{k}.jpg" for k in range(4)]
    for k, name in enumerate(names):
        write_photo(Path(name), np.roll(small, 5 * k, axis=1))
    Path("bad.jpg").write_bytes(b"\xff\xd8\xff\xe0 not much of a picture")
    return [Path(name) for name in [*names[:2], "bad.jpg", *names[2:], "missing.jpg"]]


def look(digest: str) -> Path:
    """A preset whose LUT and painted mask lie in the home folder."""
    steps = [
        {"tool": "lut", "params": {"digest": digest}},
        {"tool": "exposure", "params": {"stops": 1}, "mask": {"kind": "picture", "digest": MASK}},
    ]
    path = Path("look.json")
    path.write_text(json.dumps({"schema": 1, "steps": steps}))
    return path


MASK = ""


def order(photos, out: str, *, overwrite: bool = False, recipe: Path | None = None) -> Order:
    asked = edit_asked(recipe, (Setting("exposure", "stops", 0.5),))
    darkroom = open_darkroom()
    ready = Rendering(darkroom, asked.opened(darkroom), ExportOptions(), overwrite)
    jobs = [Job(photo, Path(out, f"{photo.stem}.jpg"), "jpeg") for photo in photos]
    trade = render_trade(ready, asked, jobs)
    return Order(out, "local", trade, given_out(jobs), RenderMail(ready, asked))


def told(order: Order, crew) -> list[dict]:
    outcomes = in_order([each.result for each in spread([order], crew)], order.tasks)
    return [{k: v for k, v in each.document().items() if k not in ("output", "seconds")} for each in outcomes]


def pictures(folder: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def with_lut_and_mask(photos) -> Path:
    global MASK
    darkroom = open_darkroom()
    cube = "LUT_3D_SIZE 2\n" + "".join(
        f"{r * 0.8} {g} {b * 0.9}\n" for b in (0, 1) for g in (0, 1) for r in (0, 1)
    )
    Path("warm.cube").write_text(cube)
    made = darkroom.open_recipe(Path("warm.cube"))
    gray = np.zeros((40, 50, 3), np.uint8)
    gray[:, 25:] = 255
    write_photo(Path("mask.png"), gray)
    MASK = darkroom.keep_mask(Path("mask.png"))
    return look(made.document()["steps"][0]["params"]["digest"])


def test_photos_that_travel_as_bytes_become_the_same_files(photos):
    recipe = with_lut_and_mask(photos)
    here = told(order(photos, "here", recipe=recipe), LocalCrew(1))
    there = told(order(photos, "there", recipe=recipe), DistantCrew(2, {}))
    assert here == there
    assert [each["status"] for each in here] == [
        "written",
        "written",
        "failed",
        "written",
        "written",
        "failed",
    ]
    assert pictures("here") == pictures("there")
    again = told(order(photos, "there", recipe=recipe), DistantCrew(2, {}))
    assert [each["status"] for each in again] == [
        "skipped",
        "skipped",
        "failed",
        "skipped",
        "skipped",
        "failed",
    ]


def test_the_trade_travels_without_what_this_process_has_ready(photos):
    held = order(photos, "out").trade
    came = pickle.loads(pickle.dumps(held))
    assert held.ready is not None
    assert came.ready is None
    assert came.begun()(Job(photos[0], Path("out/x.jpg"), "jpeg")).status == "written"


class WritesThenDies(MortalCrew):
    """The picture is in its place, but nobody is told."""

    def reports(self):
        piece = self.waiting[0]
        if self.deaths.get(piece.number, 0):
            piece.order.trade.begun()(piece.task, piece.again)
        return super().reports()


def test_a_photo_whose_worker_died_after_writing_it_is_written_as_if_nothing_had_been(photos):
    plain = told(order(photos, "plain"), LocalCrew(1))
    assert told(order(photos, "out"), WritesThenDies(2, {1: 1})) == plain
    assert pictures("out") == pictures("plain")


def test_what_lay_there_before_is_not_replaced_because_a_worker_died(photos):
    Path("out").mkdir()
    Path("out/1.jpg").write_bytes(b"mine")
    outcomes = told(order(photos, "out"), WritesThenDies(2, {1: 1}))
    assert (outcomes[1]["status"], outcomes[1]["error"]["kind"]) == ("failed", "BadInput")
    assert Path("out/1.jpg").read_bytes() == b"mine"


@pytest.mark.parametrize("crew", [LocalCrew(1), DistantCrew(1, {})], ids=["here", "as bytes"])
def test_exports_have_recipes_of_their_own(photos, crew, catalogue):
    darkroom = open_darkroom()
    recipes = [
        parse_recipe({"schema": 1, "steps": [{"tool": "exposure", "params": {"stops": k}}]}, catalogue)
        for k in (1, 2)
    ]
    exports = [export_of(photos[k], recipes[k], Path(f"{k}-edited.jpg")) for k in (0, 1)]
    exports.append(export_of(Path("missing.jpg"), recipes[0], Path("m-edited.jpg")))
    trade = ExportTrade(darkroom.home, ExportOptions())
    work = Order("one", "local", trade, exports, ExportMail(darkroom, ExportOptions()))
    done = {each.piece.number: each.result.error for each in spread([work], crew)}
    assert (done[0], done[1]) == (None, None)
    assert "missing.jpg" in str(done[2])
    for k in (0, 1):
        darkroom.render_file(photos[k], recipes[k], Path("alone.jpg"), overwrite=True)
        assert Path(f"{k}-edited.jpg").read_bytes() == Path("alone.jpg").read_bytes()
