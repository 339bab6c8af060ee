"""A reader sees the old bytes or all of the new ones; nothing is left of what failed."""

import os
import subprocess
import sys

import pytest

from burnish.errors import BadInput, WriteFailed
from burnish.imaging.atomic import sweep_partials, write_atomically


def test_bytes_and_chunks_arrive_whole(tmp_path):
    write_atomically(tmp_path / "a", b"one")
    write_atomically(tmp_path / "b", (part for part in (b"o", b"n", b"e")))
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes() == b"one"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "b"]


def test_a_failing_source_leaves_the_old_file_and_nothing_else(tmp_path):
    target = tmp_path / "a"
    target.write_bytes(b"old")

    def breaks():
        yield b"new"
        raise OSError(28, "No space left on device")

    with pytest.raises(WriteFailed, match="No space left"):
        write_atomically(target, breaks())
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_without_overwrite_an_existing_file_is_kept(tmp_path):
    target = tmp_path / "a"
    write_atomically(target, b"old", overwrite=False)

    def appears_meanwhile():
        raced.write_bytes(b"other")
        yield b"new"

    with pytest.raises(BadInput, match="exists already"):
        write_atomically(target, b"new", overwrite=False)
    raced = tmp_path / "raced"
    with pytest.raises(BadInput, match="exists already"):
        write_atomically(raced, appears_meanwhile(), overwrite=False)
    assert (target.read_bytes(), raced.read_bytes()) == (b"old", b"other")
    assert len(list(tmp_path.iterdir())) == 2


def test_permissions_stay_and_links_stay_links(tmp_path):
    target, link = tmp_path / "a", tmp_path / "link"
    target.write_bytes(b"old")
    target.chmod(0o640)
    link.symlink_to(target)
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o640


def test_what_is_no_regular_file_is_not_replaced(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for name in ("pipe", "folder"):
        with pytest.raises(BadInput, match="not a regular file"):
            write_atomically(tmp_path / name, b"new")
    with pytest.raises(WriteFailed, match="No such file"):
        write_atomically(tmp_path / "missing" / "a", b"new")


def test_what_a_killed_run_left_is_swept_and_a_living_one_is_not(tmp_path):
    code = f"""
import os, pathlib
from burnish.imaging.atomic import write_atomically
def dies():
    yield b"part"
    os._exit(9)
write_atomically(pathlib.Path({str(tmp_path / "a.jpg")!r}), dies())
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 9
    (left,) = tmp_path.iterdir()
    assert left.name.startswith(".burnish-")
    assert left.name.endswith(".part")
    living = tmp_path / left.name.replace(left.name.split("-")[2], str(os.getpid()))
    living.write_bytes(b"")
    elsewhere = tmp_path / f".burnish-00000000-{left.name.split('-')[2]}-00.part"
    elsewhere.write_bytes(b"")
    (tmp_path / ".burnish-notes.part").write_bytes(b"")
    assert sweep_partials(tmp_path) == [left]
    later = living.stat().st_mtime + 200_000
    assert sorted(sweep_partials(tmp_path, now=later)) == sorted([living, elsewhere])
    assert [p.name for p in tmp_path.iterdir()] == [".burnish-notes.part"]
