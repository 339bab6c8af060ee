"""Stores of other days: an older one is brought up to date, a newer one and something else are refused."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from tests.storage.spoken import W, offer

from burnish.errors import BadInput
from burnish.storage.database import postgres_database, sqlite_database
from burnish.storage.library import Library
from burnish.storage.migrating import VERSION_TABLE, bring_up_to_date, check_compatible, known_revisions
from burnish.storage.opening import FILE_NAME
from burnish.storage.reading_only import snapshot
from burnish.storage.tables import COMPATIBILITY, METADATA, REVISION


def test_the_migrations_lead_to_the_tables_as_they_are(tmp_path, empty_url):
    database = sqlite_database(tmp_path / "new") if empty_url is None else postgres_database(empty_url)
    bring_up_to_date(database)
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        differences = compare_metadata(context, METADATA)
    database.close()
    assert differences == []
    assert known_revisions()[-1] == REVISION


def test_a_store_is_found_again_as_it_was(opened):
    opened().offer([offer()])
    assert opened().offered(W, "t1") == offer()


def test_a_store_of_the_first_burnish_is_brought_up_to_date_with_what_is_in_it(folder, opened):
    store = opened()
    store.offer([offer()])
    store.close()
    first = {"workspaces", "offers", "signals", "blob_references", "parts"}
    with sqlite3.connect(folder / FILE_NAME) as connection:
        for table in reversed(METADATA.sorted_tables):
            if table.name not in first:
                connection.execute(f"DROP TABLE {table.name}")
        connection.execute("DROP INDEX parts_by_name")
        connection.execute("ALTER TABLE workspaces DROP COLUMN forgotten")
        connection.execute(f"ALTER TABLE {VERSION_TABLE} DROP COLUMN compatibility")
        connection.execute(f"UPDATE {VERSION_TABLE} SET version_num = '0001'")
    connection.close()
    newer = opened()
    assert newer.offered(W, "t1") == offer()
    assert Library(newer.database).page(W).total == 0


def test_threads_that_open_a_new_store_at_once_make_one(empty_url, opened):
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(lambda _: opened(url=empty_url), range(4)))
    stores[0].offer([offer()])
    assert all(each.people(W) == ("ann",) for each in stores)


def brought_further(folder, compatibility: int) -> None:
    """What a newer Burnish does to a store: another revision, another table, and what it asks of who uses it."""
    with sqlite3.connect(folder / FILE_NAME) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS of_tomorrow (name)")
        connection.execute(
            f"UPDATE {VERSION_TABLE} SET version_num = '9999', compatibility = {compatibility}"
        )
    connection.close()


def test_a_store_of_a_newer_burnish_that_asks_for_more_is_left_alone(folder, opened):
    opened().close()
    brought_further(folder, COMPATIBILITY + 1)
    with pytest.raises(BadInput, match=r"written by a newer Burnish \(store '9999'\)"):
        opened()


def test_a_store_of_a_newer_burnish_that_only_added_is_used_as_it_is(folder, opened):
    opened().close()
    brought_further(folder, COMPATIBILITY)
    store = opened()
    store.offer([offer()])
    assert store.offered(W, "t1") == offer()
    with sqlite3.connect(folder / FILE_NAME) as connection:
        assert connection.execute(f"SELECT version_num FROM {VERSION_TABLE}").fetchone() == ("9999",)
    connection.close()


def test_an_open_store_that_is_brought_too_far_is_noticed(folder, opened):
    store = opened()
    check_compatible(store.database)
    brought_further(folder, COMPATIBILITY)
    check_compatible(store.database)
    brought_further(folder, COMPATIBILITY + 1)
    with pytest.raises(BadInput, match="written by a newer Burnish"):
        check_compatible(store.database)


def test_a_newer_store_is_not_copied_by_who_does_not_know_all_of_it(folder, opened):
    store = opened()
    brought_further(folder, COMPATIBILITY)
    with pytest.raises(BadInput, match="was written by another Burnish"), snapshot(store.database):
        raise AssertionError


def test_a_database_of_somebody_else_is_left_alone(folder, opened):
    folder.mkdir()
    with sqlite3.connect(folder / FILE_NAME) as connection:
        connection.execute("CREATE TABLE accounts (name)")
    connection.close()
    with pytest.raises(BadInput, match="'accounts'"):
        opened()


@pytest.mark.parametrize("url", ["mysql://me:secret@host/db", "nothing", "postgresql://me:secret@ho st:x/db"])
def test_a_url_that_is_not_understood_is_refused_without_its_password(url, opened):
    with pytest.raises(BadInput) as refused:
        opened(url=url)
    assert "secret" not in str(refused.value)
