"""A PostgreSQL server with a database and a home folder for each group of servers, and small photos."""

import io
from collections.abc import Callable, Iterator
from itertools import count

import numpy as np
import pytest
from PIL import Image
from skimage import data
from tests.several.servers import Place
from tests.storage.postgres_server import NoServer, PostgresServer


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    try:
        server = PostgresServer.start()
    except NoServer as reason:
        pytest.skip(f"no PostgreSQL: {reason}")
    with server:
        yield server


@pytest.fixture(scope="session")
def new_place(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Place]:
    """Makes a home folder and an empty database."""
    numbers = count(1)

    def made() -> Place:
        name = f"place{next(numbers)}"
        with postgres.connect() as connection:
            connection.run(f"CREATE DATABASE {name}")
        url = postgres.url().replace("/postgres?", f"/{name}?")
        return Place(tmp_path_factory.mktemp("place") / "home", url)

    return made


@pytest.fixture
def place(new_place: Callable[[], Place]) -> Place:
    """One that is new."""
    return new_place()


@pytest.fixture(scope="session")
def jpeg() -> Callable[[int], bytes]:
    """A small photo, another for each number."""

    def made(number: int) -> bytes:
        held = io.BytesIO()
        Image.fromarray(np.roll(data.astronaut()[::2, ::2], number, axis=1)).save(held, "JPEG", quality=90)
        return held.getvalue()

    return made
