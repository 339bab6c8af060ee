"""How fast the studio follows a slider: a real server, a real Chromium with software WebGL, a 24-megapixel photo.

    python benchmarks/studio_drag.py PHOTO [--json]

From the input event to new pixels on the canvas, anywhere across its middle, while a slider is dragged; from letting go
to the exact picture; and how far the preview was from it.
"""

import argparse
import io
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from burnish.imaging.color import SRGB_TO_REC2020, srgb_decode
from burnish.imaging.difference import delta_e_2000, lab_from_linear

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.end_to_end.browser import ARGUMENTS, chromium

SLIDERS = ("Exposure", "Contrast", "Temperature", "Vibrance")
MOVES = 24

WATCH = """
(() => {
    const draw = WebGL2RenderingContext.prototype.drawArrays;
    window.drawn = [];
    window.moved = 0;
    WebGL2RenderingContext.prototype.drawArrays = function (...all) {
        draw.apply(this, all);
        // What is worked out beside the canvas is not seen yet.
        if (this.getParameter(this.FRAMEBUFFER_BINDING) !== null) return;
        const width = Math.floor(this.drawingBufferWidth / 2), row = new Uint8Array(4 * width);
        const [x, y] = [width / 2, this.drawingBufferHeight / 2].map(Math.floor);
        this.readPixels(x, y, width, 1, this.RGBA, this.UNSIGNED_BYTE, row);
        window.drawn.push([performance.now(), row.filter((_, k) => k % 64 < 3).join()]);
    };
    document.addEventListener('input', () => (window.moved = performance.now()), true);
    document.addEventListener('pointerup', () => (window.released = performance.now()), true);
})()
"""
SEEN = """
async (before) => {
    for (const begun = performance.now(); performance.now() - begun < 1500; ) {
        const found = window.drawn.find(([at, pixel]) => at > window.moved && pixel !== before);
        if (found) return found[0] - window.moved;
        await new Promise((then) => setTimeout(then, 2));
    }
    return null;
}
"""
EXACT = """
async () => {
    for (const begun = performance.now(); performance.now() - begun < 8000; ) {
        const found = performance.getEntriesByType('resource').find(
            (each) => each.startTime > window.released && /states.[0-9]+.picture/.test(each.name));
        if (found) return found.responseEnd - window.released;
        await new Promise((then) => setTimeout(then, 5));
    }
    return null;
}
"""


def main() -> int:
    """Measure and print the rows."""
    parser = argparse.ArgumentParser()
    parser.add_argument("photo", type=Path)
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        environment = {**os.environ, "BURNISH_HOME": home}
        command = [sys.executable, "-m", "burnish", "serve", "--no-open", "--port", "0", str(wanted.photo)]
        with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as server:
            try:
                launch = next(line.strip() for line in server.stderr or () if "#token=" in line)
                browser = playwright.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
                page = browser.new_page(viewport={"width": 1440, "height": 900})
                page.add_init_script(WATCH)
                page.goto(launch)
                page.get_by_role("slider", name="Exposure").wait_for()
                time.sleep(6)
                rows = measured(page)
                browser.close()
            finally:
                server.send_signal(signal.SIGINT)
                server.wait(30)
    if wanted.json:
        print(json.dumps({"benchmark": "studio", "rows": rows, "environment": {"cpus": os.cpu_count()}}))
    else:
        for row in rows:
            print(f"{row['name']}: {row['value']:.3g} {row['unit']} (target {row['target']:g})")
    return 0


def measured(page: Page) -> list[dict[str, Any]]:
    """A drag of each slider, back and forth, and its release."""
    drags: list[float] = []
    releases: list[float] = []
    off: list[float] = []
    for name in SLIDERS:
        slider = page.get_by_role("slider", name=name, exact=True)
        slider.scroll_into_view_if_needed()
        box = slider.bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        for k in range(MOVES):
            before = page.evaluate("window.drawn.at(-1)?.[1]")
            page.mouse.move(x + 8 + 5 * (k % 12), y)
            took = page.evaluate(SEEN, before)
            if took is not None and k > 1:
                drags.append(float(took))
        time.sleep(0.4)
        live = seen(page)
        page.mouse.up()
        took = page.evaluate(EXACT)
        if took is not None:
            releases.append(float(took))
        time.sleep(2.5)
        off.append(difference(live, seen(page)))
    return [
        row("slider to new pixels, p95", float(np.percentile(drags, 95)), "ms", 50),
        row("slider to new pixels, median", float(np.median(drags)), "ms", 50),
        row("release to the exact picture, p95", float(np.percentile(releases, 95)), "ms", 400),
        row("preview against exact, mean ΔE00, worst slider", max(off), "ΔE00", 0.5),
        row("moves that were seen", len(drags) / (len(SLIDERS) * (MOVES - 2)), "of 1", 1),
    ]


def row(name: str, value: float, unit: str, target: float) -> dict[str, Any]:
    """In the shape of every benchmark."""
    ok = value >= target if unit == "of 1" else value <= target
    return {
        "name": name,
        "value": value,
        "unit": unit,
        "baseline": None,
        "ratio": None,
        "target": target,
        "ok": ok,
    }


def seen(page: Page) -> np.ndarray:
    """The middle of the canvas as sRGB code values."""
    box = page.get_by_role("application", name="Photo").bounding_box()
    assert box is not None
    clip = {"x": box["x"] + box["width"] * 0.1, "y": box["y"] + box["height"] * 0.2,
            "width": box["width"] * 0.8, "height": box["height"] * 0.6}  # fmt: skip
    return np.asarray(Image.open(io.BytesIO(page.screenshot(clip=clip))).convert("RGB"), np.float64)  # type: ignore[arg-type]


def difference(one: np.ndarray, other: np.ndarray) -> float:
    """Mean ΔE00."""
    labs = [lab_from_linear(srgb_decode(each / 255) @ np.asarray(SRGB_TO_REC2020).T) for each in (one, other)]
    return float(delta_e_2000(*labs).mean())


if __name__ == "__main__":
    sys.exit(main())
