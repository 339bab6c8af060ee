from pathlib import Path

import numpy as np
import pytest

from burnish.errors import InvalidMask, PhotoError
from burnish.imaging.files import write_photo
from burnish.imaging.files.source import read_source
from burnish.imaging.mask_library import MASK_LIMITS, MaskFolder


def painted(path: Path, gray: np.ndarray) -> Path:
    write_photo(path, np.repeat(gray[..., None], 3, axis=2))
    return path


@pytest.fixture
def ramp() -> np.ndarray:
    return np.tile(np.linspace(0, 255, 40).astype(np.uint8), (30, 1))


def test_a_painted_mask_comes_back_as_a_raster(tmp_path: Path, ramp: np.ndarray) -> None:
    folder = MaskFolder(tmp_path / "masks")
    digest = folder.add(read_source(painted(tmp_path / "m.png", ramp), MASK_LIMITS))
    assert list(folder) == [digest]
    assert np.allclose(folder[digest], ramp / 255)


def test_colored_pictures_and_things_that_are_no_pictures_are_refused(tmp_path: Path) -> None:
    folder = MaskFolder(tmp_path / "masks")
    colored = np.zeros((8, 8, 3), np.uint8)
    colored[..., 0] = 200
    write_photo(tmp_path / "c.png", colored)
    with pytest.raises(InvalidMask, match="has color"):
        folder.add(read_source(tmp_path / "c.png", MASK_LIMITS))
    (tmp_path / "x.png").write_bytes(b"not a picture")
    with pytest.raises(PhotoError):
        folder.add(read_source(tmp_path / "x.png", MASK_LIMITS))
    assert len(folder) == 0


def test_a_damaged_or_unknown_mask_is_never_used(tmp_path: Path, ramp: np.ndarray) -> None:
    folder = MaskFolder(tmp_path / "masks")
    digest = folder.add(read_source(painted(tmp_path / "m.png", ramp), MASK_LIMITS))
    kept = next((tmp_path / "masks").iterdir())
    kept.write_bytes(painted(tmp_path / "n.png", 255 - ramp).read_bytes())
    with pytest.raises(InvalidMask, match="damaged"):
        folder[digest]
    assert folder.get("sha256:" + "0" * 64) is None
    assert folder.get("../../etc/passwd") is None
