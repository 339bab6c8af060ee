from collections.abc import Iterator

import pytest
from sqlalchemy import LargeBinary, bindparam, text
from sqlalchemy.exc import IntegrityError, ProgrammingError
from tests.storage.spoken import W

from burnish.storage.database import Database, postgres_database


@pytest.fixture
def database(postgres_url: str) -> Iterator[Database]:
    there = postgres_database(postgres_url)
    yield there
    there.close()


@pytest.fixture
def journeys(monkeypatch) -> list[str]:
    """One entry for each time that the server was waited for."""
    from burnish.storage.pipelined import PipelinedConnection

    made: list[str] = []
    waits = PipelinedConnection.handle_messages

    def counted(self, context) -> None:
        made.append(context.statement)
        waits(self, context)

    monkeypatch.setattr(PipelinedConnection, "handle_messages", counted)
    return made


def test_a_statement_with_values_is_one_journey(database, journeys) -> None:
    with database.reading() as connection:
        connection.execute(text("SELECT 1"))
        journeys.clear()
        assert connection.execute(text("SELECT CAST(:some AS integer) + 1"), {"some": 41}).scalar_one() == 42
    assert len(journeys) == 1


def test_what_is_learned_is_kept_in_five_journeys(opened, postgres_url, journeys) -> None:
    store = opened(url=postgres_url)
    store.save_parts(W, "ann", {"taste": b"1", "told": b"2"}, 1)
    journeys.clear()
    store.save_parts(W, "ann", {"taste": b"12", "told": b"3"}, 2)
    assert len(journeys) == 5, journeys  # begin, lock, look, write, commit


@pytest.mark.parametrize("given", [b"", b"\0", bytes(range(256)) * 4000, b"\\x41", b"a\\000b'%s$1"])
def test_bytes_arrive_as_they_are(database, given) -> None:
    asked = text("SELECT CAST(:some AS bytea)").bindparams(bindparam("some", type_=LargeBinary))
    with database.reading() as connection:
        assert connection.execute(asked, {"some": given}).scalar_one() == given


def test_texts_and_nothing_arrive_as_they_are(database) -> None:
    asked = text("SELECT CAST(:some AS text), CAST(:none AS text), CAST(:both AS text)")
    told = "Straße '$1' %s \\x41 \N{CAMERA}"
    with database.reading() as connection:
        row = connection.execute(asked, {"some": told, "none": None, "both": ""}).one()
    assert tuple(row) == (told, None, "")


@pytest.mark.parametrize(
    "wrong", ["SELECT nowhere + :some", "SELECT 1 / CAST(:some AS integer)", "SELECT :some :some"]
)
def test_after_a_refused_statement_the_connection_goes_on(database, wrong) -> None:
    with database.engine.connect() as connection:
        with pytest.raises(ProgrammingError):
            connection.execute(text(wrong), {"some": 0})
        connection.rollback()
        assert connection.execute(text("SELECT CAST(:some AS integer)"), {"some": 3}).scalar_one() == 3


def test_more_rows_than_the_wire_holds_at_once_arrive(database) -> None:
    asked = text("SELECT k, repeat('x', 1000) FROM generate_series(1, CAST(:many AS integer)) AS k")
    with database.reading() as connection:
        found = connection.execute(asked, {"many": 5000}).all()
    assert [k for k, _ in found] == list(range(1, 5001))


def test_a_statement_is_read_for_its_places_once(database) -> None:
    from burnish.storage.pipelined import numbered

    with database.reading() as connection:
        for some in (1, 2, 3):
            before = numbered.cache_info().misses
            asked = text("SELECT CAST(:some AS integer) * 7001")
            assert connection.execute(asked, {"some": some}).scalar_one() == some * 7001
    assert numbered.cache_info().misses == before


def test_a_row_that_is_there_is_refused_as_such(database) -> None:
    twice = text("INSERT INTO held (id) VALUES (:id)")
    with database.engine.connect() as connection:
        connection.execute(text("CREATE TEMPORARY TABLE held (id integer PRIMARY KEY)"))
        connection.execute(twice, {"id": 1})
        with pytest.raises(IntegrityError):
            connection.execute(twice, {"id": 1})


def test_a_cursor_that_is_closed_says_so(database) -> None:
    from pg8000.exceptions import InterfaceError

    raw = database.engine.raw_connection()
    cursor = raw.cursor()
    cursor.close()
    with pytest.raises(InterfaceError, match="closed"):
        cursor.execute("SELECT %s", (1,))
    raw.close()
