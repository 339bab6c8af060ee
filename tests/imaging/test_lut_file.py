import pytest

from burnish.errors import InvalidLook
from burnish.imaging.capped_read import read_capped
from burnish.imaging.cube import encode_cube
from burnish.imaging.hald import encode_hald
from burnish.imaging.lut3d import Lut3D
from burnish.imaging.lut_file import read_lut


def test_the_kind_of_file_is_told_by_content_and_not_by_suffix(tmp_path):
    (tmp_path / "a.cube").write_bytes(encode_hald(Lut3D.identity(4), 2))
    (tmp_path / "b.png").write_bytes(encode_cube(Lut3D.identity(5)))
    assert read_lut(tmp_path / "a.cube").size == 4
    assert read_lut(tmp_path / "b.png").size == 5


def test_a_file_that_cannot_be_read_is_the_callers_mistake(tmp_path):
    for path in (tmp_path, tmp_path / "missing.cube", tmp_path / "a\0b"):
        with pytest.raises(InvalidLook):
            read_lut(path)


def test_reading_stops_at_the_cap(tmp_path):
    (tmp_path / "x").write_bytes(b"12345")
    assert read_capped(tmp_path / "x", 5) == b"12345"
    with pytest.raises(InvalidLook, match="at most 4 bytes"):
        read_capped(tmp_path / "x", 4)
