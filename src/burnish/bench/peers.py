"""Other programs with a comparable edit, each a whole process on the same processors and files of its own."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from burnish.bench import vips_edit
from burnish.bench.darktable_edit import modules, sidecar
from burnish.bench.processes import Finished, run_process
from burnish.bench.rawtherapee_edit import PROFILE, TOOLS
from burnish.errors import Failure

TIMEOUT_S = 240.0
THREADS = 2
_THREADS = {
    name: str(THREADS)
    for name in ("OMP_NUM_THREADS", "VIPS_CONCURRENCY", "GEGL_THREADS", "MAGICK_THREAD_LIMIT", "BABL_THREADS")
}
_ALL = ("exposure", "tone_curve", "clarity", "sharpen", "vignette")
_TEN = (*_ALL, "white_balance", "saturation", "grain")
BESIDE: Mapping[str, Sequence[str]] = {
    "darktable": (*_ALL, "dehaze", "tone", "color_grading", "vibrance", "grain"),
    "rawtherapee": (
        *_ALL, "white_balance", "brightness", "contrast", "saturation", "tone", "dehaze", "vibrance", "color_grading",
    ),
    "vips": (*_TEN, "tone", "vibrance"),
    "magick": (*_TEN, "brightness", "contrast"),
    "gegl": (*_TEN, "tone", "contrast"),
}  # fmt: skip
"""Of our sixteen tools those that do what a peer is asked to do."""


@dataclass(frozen=True)
class Peer:
    """A program that is here."""

    title: str
    operations: str
    """What it does to the photo."""
    beside: Sequence[str]
    """Our tools that do the like."""
    times_slower: float | None
    """How many times our seconds it should take, if that is promised."""
    out: Path
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True)
class Absent:
    """A program that is not here."""

    title: str
    times_slower: float | None
    why: str


def find_peers(folder: Path, photo: Path, width: int, height: int) -> list[Peer | Absent]:
    """Every program that is compared with, ready to run on a photo of this size or with the reason why not."""
    return [
        _darktable(_own_folder(folder, "darktable"), photo),
        _rawtherapee(_own_folder(folder, "rawtherapee"), photo),
        _vips(_own_folder(folder, "vips"), photo),
        _magick(_own_folder(folder, "magick"), photo, width, height),
        _gegl(_own_folder(folder, "gegl"), photo),
    ]


def run_peer(peer: Peer, folder: Path) -> Finished:
    """Run it once.

    Raises:
        Failure: it took too long, failed, or wrote nothing.
    """
    peer.out.unlink(missing_ok=True)
    environment = {**_THREADS, **_private(peer.out.parent), **peer.environment}
    finished = run_process(peer.command, folder, timeout_s=TIMEOUT_S, environment=environment)
    if finished.seconds >= TIMEOUT_S:
        raise Failure(f"stopped after {TIMEOUT_S:.0f} s")
    if finished.code != 0 or not peer.out.is_file():
        wrote = "a" if peer.out.is_file() else "no"
        raise Failure(f"it ended with code {finished.code!r} and {wrote} picture")
    return finished


def _private(folder: Path) -> dict[str, str]:
    """What keeps a program's settings and caches out of the user's."""
    return dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"), str(folder))


def _own_folder(folder: Path, name: str) -> Path:
    own = folder / "peers" / name
    own.mkdir(parents=True, exist_ok=True)
    return own


def _darktable(folder: Path, photo: Path) -> Peer | Absent:
    program = shutil.which("darktable-cli")
    if program is None:
        return Absent("darktable-cli", 7.0, "it is not on this machine")
    version = _version(folder, program, "--version")
    if not version.startswith("4.2"):
        return Absent(f"darktable-cli {version}", 7.0, "the sidecar is written for version 4.2")
    edit, out = folder / "edit.xmp", folder / "out.jpg"
    edit.write_text(sidecar(photo.name), encoding="utf-8")
    settings = ("plugins/imageio/format/jpeg/quality=92", "plugins/imageio/format/jpeg/subsample=1")
    command = (
        program, str(photo), str(edit), str(out), "--core", "--configdir", str(folder / "config"), "--cachedir",
        str(folder / "cache"), "--library", ":memory:", "--disable-opencl",
        *(part for setting in settings for part in ("--conf", setting)), "-t", str(THREADS),
    )  # fmt: skip
    done = f"{len(modules())} modules: {', '.join(each.operation for each in modules())}"
    return Peer(f"darktable-cli {version}", done, BESIDE["darktable"], 7.0, out, command)


def _rawtherapee(folder: Path, photo: Path) -> Peer | Absent:
    program = shutil.which("rawtherapee-cli")
    if program is None:
        return Absent("rawtherapee-cli", 8.0, "it is not on this machine")
    edit, out = folder / "edit.pp3", folder / "out.jpg"
    edit.write_text(PROFILE, encoding="utf-8")
    own = {"RT_SETTINGS": str(folder / "settings"), "RT_CACHE": str(folder / "cache")}
    command = (program, "-o", str(out), "-p", str(edit), "-j92", "-js3", "-Y", "-c", str(photo))
    title = f"rawtherapee-cli {_version(folder, program, '-v')}"
    return Peer(
        title, f"{len(TOOLS)} tools: {', '.join(TOOLS)}", BESIDE["rawtherapee"], 8.0, out, command, own
    )


def _vips(folder: Path, photo: Path) -> Peer | Absent:
    if find_spec("pyvips") is None:
        return Absent("libvips", 4.0, "pyvips is not installed in this environment")
    version = _version(
        folder, sys.executable, "-c", "import pyvips; print(*map(pyvips.version, range(3)), sep='.')"
    )
    out = folder / "out.jpg"
    script = vips_edit.__file__
    done = f"10 operations: {vips_edit.OPERATIONS}"
    command = (sys.executable, script, str(photo), str(out))
    return Peer(f"libvips {version} (pyvips)", done, BESIDE["vips"], 4.0, out, command)


def _magick(folder: Path, photo: Path, width: int, height: int) -> Peer | Absent:
    program = shutil.which("magick") or shutil.which("convert")
    if program is None:
        return Absent("ImageMagick", None, "it is not on this machine")
    out = folder / "out.jpg"
    command = (
        program, str(photo), "-color-matrix", "1.04 0 0 0 1 0 0 0 0.94", "-evaluate", "multiply", "1.2",
        "-sigmoidal-contrast", "3x50%", "-level", "1%,98%", "-modulate", "100,110,100", "-function", "Polynomial",
        "-0.3,0.45,0.85,0", "-unsharp", "0x20+0.2+0", "-unsharp", "0x1+0.5+0.01", "(", "-size", f"{width}x{height}",
        "radial-gradient:white-gray60", ")", "-compose", "Multiply", "-composite", "-attenuate", "0.1", "+noise",
        "Gaussian", "-sampling-factor", "4:4:4", "-quality", "92", str(out),
    )  # fmt: skip
    done = (
        "10 operations: color matrix, gain, sigmoidal contrast, level, modulate, polynomial, two unsharp masks,"
        " vignette, noise"
    )
    return Peer(
        f"ImageMagick {_version(folder, program, '-version')}", done, BESIDE["magick"], None, out, command
    )


def _gegl(folder: Path, photo: Path) -> Peer | Absent:
    program = shutil.which("gegl")
    if program is None:
        return Absent("GEGL", None, "it is not on this machine")
    out = folder / "out.jpg"
    operations = {
        "exposure": "exposure=0.4", "color-temperature": "original-temperature=6500 intended-temperature=6000",
        "brightness-contrast": "contrast=1.1", "shadows-highlights": "shadows=40 highlights=-40",
        "levels": "in-low=0.01 in-high=0.98", "saturation": "scale=1.1", "hue-chroma": "chroma=5",
        "unsharp-mask": "std-dev=1 scale=0.5", "vignette": "softness=0.8 radius=1.2",
        "noise-rgb": "red=0.05 green=0.05 blue=0.05",
    }  # fmt: skip
    chain = [part for name, values in operations.items() for part in (f"gegl:{name}", *values.split())]
    command = (program, str(photo), "-o", str(out), "--", *chain)
    done = f"{len(operations)} operations: {', '.join(operations)}; quality as GEGL has it"
    return Peer("GEGL", done, BESIDE["gegl"], None, out, command, {"GEGL_USE_OPENCL": "no"})


def _version(home: Path, *command: str) -> str:
    """The first thing in what a program says of itself that looks like a version."""
    try:
        said = subprocess.run(
            command, capture_output=True, text=True, timeout=60, check=False, stdin=subprocess.DEVNULL,
            env={**os.environ, **_private(home)},
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return "of unknown version"
    found = re.search(r"\d+\.\d+(?:[.-]\d+)*", said.stdout + said.stderr)
    return found.group() if found else "of unknown version"
