"""Stores of every kind, empty; the PostgreSQL server runs once a session, if there is one."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.storage.postgres_server import NoServer, PostgresServer
from tests.storage.s3_server import S3Server

from burnish.storage.memory import MemoryStore
from burnish.storage.opening import open_store
from burnish.storage.sql import SqlStore


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    try:
        server = PostgresServer.start()
    except NoServer as reason:
        pytest.skip(f"no PostgreSQL: {reason}")
    with server:
        yield server


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> str:
    """Of a database in which a store is empty."""
    return postgres.cleared()


@pytest.fixture(scope="session")
def s3() -> Iterator[S3Server]:
    for needed in ("moto", "boto3", "obstore"):
        pytest.importorskip(needed)
    with S3Server() as server:
        yield server


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def opened(folder: Path) -> Iterator[Callable[..., SqlStore]]:
    """Opens stores, in `folder` unless told otherwise, and closes them in the end."""
    stores: list[SqlStore] = []

    def open_one(place: Path = folder, **options: object) -> SqlStore:
        stores.append(open_store(place, **options))
        return stores[-1]

    yield open_one
    for each in stores:
        each.close()


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest) -> str | None:
    """Of a new database that processes can share: None for the SQLite file in the folder."""
    return request.getfixturevalue("postgres_url") if request.param == "postgres" else None


@pytest.fixture(params=["memory", "sqlite", "postgres", "bucket"])
def store(request: pytest.FixtureRequest) -> MemoryStore | SqlStore:
    """An empty store."""
    if request.param == "memory":
        return MemoryStore()
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else None
    objects = request.getfixturevalue("s3").address() if request.param == "bucket" else None
    return request.getfixturevalue("opened")(url=url, objects=objects)


@pytest.fixture(params=["folder", "bucket"])
def objects(request: pytest.FixtureRequest) -> str | None:
    """Of a new bucket for bytes; None for the folder."""
    return request.getfixturevalue("s3").address() if request.param == "bucket" else None


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest) -> str | None:
    """As `url`, with no tables yet."""
    return request.getfixturevalue("postgres").emptied() if request.param == "postgres" else None
