"""A folder with a photo, a home of its own for every test, and a planner that is opened once."""

from pathlib import Path

import numpy as np
import pytest

from burnish.agent.planner.planner import EmbeddedPlanner
from burnish.app import Darkroom
from burnish.app.planning import embedded_planner
from burnish.imaging.files import write_photo
from burnish.imaging.picture import Picture
from burnish.tools.catalogue import Catalogue


@pytest.fixture(scope="session")
def planner(catalogue: Catalogue) -> EmbeddedPlanner:
    return embedded_planner(catalogue)


@pytest.fixture
def darkroom(catalogue: Catalogue, tmp_path: Path) -> Darkroom:
    return Darkroom(catalogue, tmp_path / "home")


@pytest.fixture
def root(tmp_path: Path, photo: Picture) -> Path:
    """The folder that may be used, with `photo.jpg`; `secret.jpg` lies beside it."""
    folder = tmp_path / "photos"
    folder.mkdir()
    small = np.ascontiguousarray(photo.samples[::2, ::2])
    write_photo(folder / "photo.jpg", small)
    write_photo(tmp_path / "secret.jpg", small)
    return folder
