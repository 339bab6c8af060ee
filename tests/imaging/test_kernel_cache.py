"""Compiled loops survive the process, and notice what numba cannot."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from burnish.imaging import kernel_cache, kernel_files
from burnish.imaging.kernel_cache import njit

MODULE = """
from burnish.imaging.kernel_cache import njit
from shapes import LENGTH

@njit(cache=True)
def longer(x, by):
    return x * LENGTH * by

@njit(nogil=True, cache=True, error_model="numpy")
def scale(x, by, out):
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            out[i, j] = longer(x[i, j], by)

@njit(nogil=True, cache=True)
def total(x):
    return x.sum()
"""
CALL = """
import loops, numpy as np, sys
out = np.zeros((2, 3), np.float32)
loops.scale(np.arange(12, dtype=np.float32).reshape(2, 6)[:, ::2], 0.5, out)
print(*out.ravel().astype(int), "numba" if "numba" in sys.modules else "bare")
"""


def called(folder: Path, cache: Path, call: str = CALL) -> str:
    environment = os.environ | {"NUMBA_CACHE_DIR": str(cache)}
    done = subprocess.run(
        [sys.executable, "-c", call], cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "loops.py").write_text(MODULE)
    (tmp_path / "shapes.py").write_text("LENGTH = 4\n")
    return tmp_path


def test_a_loop_is_compiled_once_and_again_when_an_imported_constant_changes(folder: Path):
    cache = folder / "cache"
    assert called(folder, cache) == "0 4 8 12 16 20 numba"
    assert called(folder, cache) == "0 4 8 12 16 20 bare"
    (folder / "shapes.py").write_text("LENGTH = 2\nMORE = 1\n")
    assert called(folder, cache) == "0 2 4 6 8 10 numba"


def test_a_loop_that_returns_something_is_left_to_numba_for_good(folder: Path):
    call = """
import loops, numpy as np
print(loops.total(np.ones((2, 3), np.float32)), sum(loops.total.by_numba.stats.cache_hits.values()))
"""
    assert called(folder, folder / "cache", call) == "6.0 0"
    assert called(folder, folder / "cache", call) == "6.0 1"


def test_a_cache_that_cannot_be_written_still_works(folder: Path):
    (folder / "file").write_text("not a folder")
    assert called(folder, folder / "file" / "cache") == "0 4 8 12 16 20 numba"


@njit(nogil=True, cache=True)
def note(flag, small, wide, single, double, bytes_, words, strided, upright, out):
    out[0] = 1.0 if flag else 0.0
    out[1] = small
    out[2] = wide
    out[3] = single
    out[4] = double
    out[5] = bytes_[1, 2]
    out[6] = words[1]
    out[7] = strided[1, 2]
    out[8] = upright[1, 2]


def test_numbers_and_arrays_arrive_as_they_are():
    grid = np.arange(60).reshape(5, 12)
    arrays = (
        grid.astype(np.uint8),
        np.array([1, 2**64 - 2**11], np.uint64),
        grid.astype(np.float32)[1:, ::3],
        np.asfortranarray(grid, np.float64),
    )
    arrays[0].setflags(write=False)
    out = np.zeros(9)
    note(True, np.uint8(200), -(2**40), np.float32(0.1), 1e300, *arrays, out)
    assert [*out] == [1, 200, -(2**40), np.float32(0.1), 1e300, 14, 2**64 - 2**11, 30, 14]


def test_the_caches_of_other_packages_stay_where_they_are():
    from numba.core import config

    before = config.CACHE_DIR
    kernel_cache.njit(cache=True)(abs_of)(1)
    assert before == config.CACHE_DIR


def test_a_folder_without_the_render_loops_is_cold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(kernel_cache, "cache_folder", lambda: tmp_path)
    assert kernel_cache.is_cold()
    (tmp_path / "burnish.imaging.sweep.kernels.run-0123.code").touch()
    assert not kernel_cache.is_cold()


def test_what_is_read_is_what_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(kernel_files, "is_writable", lambda: True)
    code = kernel_files.MachineCode(b"loop\n\0", b"entry")
    kernel_files.write_code(tmp_path / "a.code", code)
    assert kernel_files.read_code(tmp_path / "a.code") == code
    assert kernel_files.read_code(tmp_path / "b.code") is None


def test_a_damaged_file_is_as_good_as_absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(kernel_files, "is_writable", lambda: True)
    path = tmp_path / "a.code"
    kernel_files.write_code(path, kernel_files.MachineCode(b"loop", b"entry"))
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert kernel_files.read_code(path) is None
        path.write_bytes(whole[:place])
        assert kernel_files.read_code(path) is None


def abs_of(x):
    return abs(x)
