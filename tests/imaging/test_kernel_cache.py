"""Compiled loops survive the process, and notice what numba cannot."""

import subprocess
import sys
from pathlib import Path

from numba.core import config

from burnish.imaging import kernel_cache

MODULE = """
from burnish.imaging.kernel_cache import njit
from shapes import LENGTH

@njit(cache=True)
def scaled(x):
    return x * LENGTH
"""
CALL = "import loops, sys; print(loops.scaled(2), sum(loops.scaled.stats.cache_hits.values()))"


def called(folder: Path, cache: Path | str) -> str:
    import os

    environment = os.environ | {"NUMBA_CACHE_DIR": str(cache)}
    done = subprocess.run(
        [sys.executable, "-c", CALL], cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_a_loop_is_compiled_once_and_again_when_an_imported_constant_changes(tmp_path: Path):
    (tmp_path / "loops.py").write_text(MODULE)
    (tmp_path / "shapes.py").write_text("LENGTH = 512\n")
    cache = tmp_path / "cache"
    assert called(tmp_path, cache) == "1024 0"
    assert called(tmp_path, cache) == "1024 1"
    (tmp_path / "shapes.py").write_text("LENGTH = 256\nMORE = 1\n")
    assert called(tmp_path, cache) == "512 0"


def test_a_cache_that_cannot_be_written_still_works(tmp_path: Path):
    (tmp_path / "loops.py").write_text(MODULE)
    (tmp_path / "shapes.py").write_text("LENGTH = 512\n")
    (tmp_path / "file").write_text("not a folder")
    assert called(tmp_path, tmp_path / "file" / "cache") == "1024 0"


def test_the_caches_of_other_packages_stay_where_they_are():
    before = config.CACHE_DIR
    kernel_cache.njit(cache=True)(abs_of)
    assert before == config.CACHE_DIR


def test_a_folder_without_the_render_loops_is_cold(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(kernel_cache, "cache_folder", lambda: tmp_path)
    assert kernel_cache.is_cold()
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "kernels.run-500.py311.nbi").touch()
    assert not kernel_cache.is_cold()


def abs_of(x):
    return abs(x)
