"""What only one of several servers does at a time is done by one, and by another when that one is silent."""

from datetime import UTC, datetime, timedelta

import pytest

from burnish.storage.leases import Leases

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def leases(opened, url) -> Leases:
    return Leases(opened(url=url).database)


def test_a_lease_is_with_one_until_it_ends_unless_they_go_on(leases: Leases):
    assert leases.take("webhooks", "a", NOON, MINUTE)
    assert not leases.take("webhooks", "b", NOON + MINUTE / 2, MINUTE)
    assert leases.take("webhooks", "a", NOON + MINUTE / 2, MINUTE)
    assert not leases.take("webhooks", "b", NOON + MINUTE, MINUTE)
    assert leases.take("webhooks", "b", NOON + 1.5 * MINUTE, MINUTE)
    assert not leases.take("webhooks", "a", NOON + 1.5 * MINUTE, MINUTE)


def test_a_lease_that_is_let_go_of_is_free_at_once_and_only_by_whose_it_is(leases: Leases):
    assert leases.take("sweeping", "a", NOON, MINUTE)
    leases.let_go("sweeping", "b")
    assert not leases.take("sweeping", "b", NOON, MINUTE)
    leases.let_go("sweeping", "a")
    assert leases.take("sweeping", "b", NOON, MINUTE)
    assert leases.take("webhooks", "a", NOON, MINUTE)
