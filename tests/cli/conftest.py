"""A home of its own for every test, and small photo files."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from burnish.cli import run
from burnish.imaging.files import write_photo
from burnish.imaging.picture import Picture


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BURNISH_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "home"


@pytest.fixture
def save(tmp_path: Path, photo: Picture) -> Callable[..., Path]:
    """Write the test photo, brightened by `seed` code values so that files differ."""

    def write(name: str, seed: int = 0) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        small = np.ascontiguousarray(photo.samples[::2, ::2]).astype(np.int32) + seed
        write_photo(path, np.clip(small, 0, 255).astype(np.uint8), overwrite=True)
        return path

    return write


@pytest.fixture
def run_json(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, Any]]:
    """Run a command with --json: its exit code and its one document."""
    import json

    def call(*arguments: object) -> tuple[int, Any]:
        capsys.readouterr()
        code = run([*map(str, arguments), "--json"])
        return code, json.loads(capsys.readouterr().out)

    return call
