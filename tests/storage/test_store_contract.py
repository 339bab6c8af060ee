"""What every store promises, in memory, in SQLite and in PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from tests.storage.spoken import NOON, PHOTO, W, offer, said

from burnish.errors import BadInput
from burnish.feedback.signals import Accept, Comment, Comparison, Modify, Ranking
from burnish.feedback.store import Appended, Forgotten, SignalStore
from burnish.learning.parts import Mark, Part, PartStore, PartSummary


def ids(numbered) -> list[str]:
    return [each.signal.id for each in numbered]


def turns(offers) -> list[str]:
    return [each.turn for each in offers]


class TestStore:
    def test_it_is_what_the_rooms_below_ask_for(self, store):
        signals: SignalStore = store
        parts: PartStore = store
        assert list(signals.after(W)) == []
        assert parts.parts(W) == ()

    def test_what_was_offered_is_kept(self, store):
        assert store.offer([offer("t1"), offer("t2")]) == Appended(("t1", "t2"), ())
        assert store.offered(W, "t2") == offer("t2")
        assert store.offered(W, "t3") is None

    def test_what_was_said_is_kept_in_order(self, store):
        store.offer([offer()])
        said_ones = [said("s3", text="Größer,\n\x00 heller ☀"), said("s1"), said("s2", Accept)]
        assert store.append(said_ones) == Appended(("s3", "s1", "s2"), ())
        assert [each.signal for each in store.after(W)] == said_ones
        assert store.signal(W, "s1").signal == said_ones[1]
        assert store.signal(W, "s9") is None

    def test_nothing_given_is_nothing_kept(self, store):
        assert store.append([]) == store.offer([]) == Appended((), ())

    def test_numbers_grow_and_reading_goes_on_behind_one(self, store):
        store.offer([offer()])
        for k in range(4):
            store.append([said(f"s{k}")])
            store.offer([offer(f"u{k}")])
        numbers = [each.number for each in store.after(W)]
        assert numbers == sorted(set(numbers))
        assert ids(store.after(W, numbers[1])) == ["s2", "s3"]
        assert ids(store.after(W, numbers[-1])) == ids(store.after(W, 2**80)) == []
        assert ids(store.after(W, -1)) == ["s0", "s1", "s2", "s3"]

    def test_a_long_log_is_read_to_its_end(self, store):
        store.offer([offer()])
        store.append([said(f"s{k}") for k in range(1101)])
        assert ids(store.after(W)) == [f"s{k}" for k in range(1101)]
        assert len(list(store.after(W, person="ann"))) == 1101

    def test_sent_again_is_harmless(self, store):
        store.offer([offer()])
        first = store.append([said("s1"), said("s2")])
        again = store.append([said("s2"), said("s3"), said("s3")])
        assert (first, again) == (Appended(("s1", "s2"), ()), Appended(("s3",), ("s2", "s3")))
        assert store.offer([offer()]) == Appended((), ("t1",))
        assert ids(store.after(W)) == ["s1", "s2", "s3"]
        assert turns(store.offers(W)) == ["t1"]

    def test_a_taken_id_with_other_content_is_refused_with_the_whole_batch(self, store):
        store.offer([offer()])
        store.append([said("s1")])
        with pytest.raises(BadInput, match="'s1' is there already with other content"):
            store.append([said("s0"), said("s1", text="Too cold.")])
        with pytest.raises(BadInput, match="'s5'"):
            store.append([said("s5"), said("s5", Accept)])
        with pytest.raises(BadInput, match="'t1'"):
            store.offer([offer("t0"), offer("t1", policy="other 2")])
        assert ids(store.after(W)) == ["s1"]
        assert turns(store.offers(W)) == ["t1"]

    @pytest.mark.parametrize(
        "signal",
        [
            said("s1", turn="t9"),
            said("s1", proposal="c"),
            said("s1", person="bob"),
            said("s1", Comparison, left="a", right="c", winner="tie"),
            said("s1", Ranking, groups=(("a",), ("b", "c"))),
        ],
        ids=["turn", "proposal", "person", "comparison", "ranking"],
    )
    def test_only_what_was_offered_can_be_spoken_of(self, store, signal):
        store.offer([offer()])
        with pytest.raises(BadInput, match="'s1' is about"):
            store.append([said("s0"), signal])
        assert ids(store.after(W)) == []

    def test_facts_given_together_are_of_one_workspace(self, store):
        with pytest.raises(BadInput, match="workspaces"):
            store.offer([offer("t1"), offer("t2", workspace="other")])
        assert turns(store.offers(W)) == []

    def test_what_cannot_be_kept_as_it_is_is_refused(self, store):
        deep: list[object] = []
        for _ in range(400):
            deep = [deep]
        store.offer([offer()])
        for recipe in ({"x": float("nan")}, {"x": deep}, {"x": "\ud800"}, {"x": 10**5000}):
            with pytest.raises(BadInput, match=r"'m1'.*cannot be kept"):
                store.append([said("m1", Modify, recipe=recipe)])
        assert ids(store.after(W)) == []

    def test_workspaces_do_not_see_each_other(self, store):
        for workspace, person in (("one", "ann"), ("two", "bob")):
            store.offer([offer(workspace=workspace, person=person)])
            store.append([said("s1", workspace=workspace, person=person)])
            store.save_parts(workspace, person, {"taste": workspace.encode()}, 1)
        digest = store.put_blob("one", "ann", b"picture")
        assert [each.signal.person for each in store.after("two")] == ["bob"]
        assert store.offered("two", "t1").person == "bob"
        assert store.people("one") == ("ann",)
        assert store.latest_offer("two", "ann") is None
        assert store.load_part("two", "ann", "taste") is None
        with pytest.raises(BadInput, match="refers"):
            store.blob("two", digest)
        store.forget("two", "ann")
        assert ids(store.after("one")) == ["s1"]
        assert store.blob("one", digest) == b"picture"

    def test_people_and_their_own_facts(self, store):
        store.offer([offer("t1", "bob"), offer("t2", "ann"), offer("t3", "bob")])
        store.append([said("s1", person="bob"), said("s2", person="ann", turn="t2")])
        assert store.people(W) == ("ann", "bob")
        assert turns(store.offers(W, person="bob")) == ["t1", "t3"]
        assert ids(store.after(W, person="ann")) == ["s2"]

    def test_the_latest_offer_is_the_last_that_was_kept_whatever_the_clock_says(self, store):
        other = "sha256:" + "1" * 64
        store.offer([offer("t1", at=NOON), offer("t2", at=NOON - timedelta(days=900)), offer("t3", "bob")])
        store.offer([offer("t4", at=NOON - timedelta(hours=1), photo=other)])
        assert store.latest_offer(W, "ann").turn == "t4"
        assert store.latest_offer(W, "ann", photo=PHOTO).turn == "t2"
        assert turns(store.offers(W)) == ["t1", "t2", "t3", "t4"]
        assert store.offered(W, "t2").at == NOON - timedelta(days=900)

    def test_forgetting_leaves_others_and_their_numbers(self, store):
        store.offer([offer("t1", "ann"), offer("t2", "bob")])
        store.append([said("s1"), said("s2", turn="t2", person="bob"), said("s3")])
        before = list(store.after(W, person="bob"))
        assert store.forget(W, "ann") == Forgotten(signals=2, offers=1, blobs=())
        assert list(store.after(W)) == before
        assert store.people(W) == ("bob",)
        store.append([said("s4", turn="t2", person="bob")])
        assert store.signal(W, "s4").number > 3, "no number is given out twice"
        assert store.forget(W, "ann") == Forgotten(signals=0, offers=0, blobs=())

    def test_forgetting_names_parts_of_the_house_made_since(self, store):
        store.offer([offer("t1", "bob"), offer("t2", "ann")])
        store.append([said("s1", person="bob"), said("s2", turn="t2")])
        first = store.signal(W, "s2").number
        store.save_parts(W, "", {"before": b"house"}, first - 1)
        store.save_parts(W, "", {"since": b"house"}, first)
        store.save_parts(W, "ann", {"taste": b"hers"}, first)
        store.save_parts(W, "bob", {"taste": b"his"}, first)
        assert store.forget(W, "ann").affected == ("since",)
        assert [(each.owner, each.name) for each in store.parts(W)] == [
            ("", "before"), ("", "since"), ("bob", "taste"),
        ]  # fmt: skip

    def test_a_picture_stays_as_long_as_anybody_refers_to_it(self, store):
        shared, own = store.put_blob(W, "ann", b"both"), store.put_blob(W, "ann", b"hers")
        assert store.put_blob(W, "ann", b"both") == store.put_blob("other", "ann", b"both") == shared
        assert store.forget(W, "ann").blobs == (own,)
        assert store.blob("other", shared) == b"both"
        for workspace, digest in ((W, own), (W, shared), (W, "sha256:../../etc/passwd"), (W, "")):
            with pytest.raises(BadInput, match="nobody"):
                store.blob(workspace, digest)
        assert store.forget("other", "ann").blobs == (shared,)

    def test_a_part_that_knows_less_is_not_kept(self, store):
        assert store.load_part(W, "ann", "taste") is None
        assert store.save_parts(W, "ann", {"taste": b"five"}, 5)
        assert not store.save_parts(W, "ann", {"taste": b"late"}, 4)
        assert store.save_parts(W, "ann", {"taste": b"same"}, 5)
        assert store.load_part(W, "ann", "taste") == Part(b"same", 5)
        assert store.save_parts(W, "ann", {"taste": b"\x00six"}, 6)
        assert store.load_part(W, "ann", "taste") == Part(b"\x00six", 6)
        assert store.parts(W) == (PartSummary("ann", "taste", 6, size=4),)
        assert store.drop_part(W, "ann", "taste")
        assert not store.drop_part(W, "ann", "taste")
        assert store.save_parts(W, "ann", {"taste": b"anew"}, 0)
        assert store.save_parts(W, "ann", {"taste": b"soon"}, 7, made_again=True)
        assert not store.save_parts(W, "ann", {"taste": b"late"}, 6, made_again=True)
        assert store.load_part(W, "ann", "taste") == Part(b"soon", 7)

    def test_parts_that_were_made_from_others_than_are_there_are_not_kept(self, store):
        assert store.save_parts(W, "ann", {"taste": b"five"}, 5, {"taste": None, "decided": None})
        assert not store.save_parts(W, "ann", {"taste": b"six"}, 6, {"taste": None})
        assert not store.save_parts(W, "ann", {"taste": b"six"}, 6, {"taste": Mark(5, 3)})
        assert store.save_parts(W, "ann", {"decided": b"once"}, 5, {"taste": Mark(5, 4)})
        assert not store.save_parts(W, "ann", {"taste": b"six"}, 6, {"taste": Mark(5, 4), "decided": None})
        assert store.save_parts(W, "ann", {"taste": b"six"}, 6, {"taste": Mark(5, 4), "decided": Mark(5, 4)})
        assert store.load_part(W, "ann", "taste") == Part(b"six", 6)

    def test_parts_are_found_by_owner_and_by_name(self, store):
        for owner in ("ann", "bob", ""):
            store.save_parts(W, owner, {"taste": b"t", "told": b"xx"}, 1)
        store.save_parts("other", "ann", {"taste": b"t"}, 1)
        assert [each.owner for each in store.parts(W, name="told")] == ["", "ann", "bob"]
        assert [each.name for each in store.parts(W, owner="ann")] == ["taste", "told"]
        assert [each.size for each in store.parts(W, owner="")] == [1, 2]
        assert store.parts(W, name="taste", limit=1) == (PartSummary("", "taste", 1, 1),)
        assert store.parts(W, name="none") == ()

    def test_the_latest_signals_stand_behind_a_place(self, store):
        assert store.latest(W, 3) == (0, 0)
        for k in range(1, 6):
            store.offer([offer(f"t{k}")])
            store.append([said(f"s{k}", turn=f"t{k}")])
        store.append([said("s6", turn="t1")])
        numbers = [each.number for each in store.after(W)]
        assert store.latest(W, 2) == (numbers[3], numbers[5])
        assert store.latest(W, 6) == store.latest(W, 100) == (0, numbers[5])
        assert store.latest(W, 2, numbers[3]) == (numbers[1], numbers[3])
        assert [each.turn for each in store.offers(W, numbers[2])] == ["t4", "t5"]
        assert [each.turn for each in store.offers(W, numbers[2], person="bob")] == []

    def test_what_cannot_be_an_id_is_refused(self, store):
        for bad in ("", "../x", "a b", "x\x00", "\ud800", "ä", "x" * 129):
            with pytest.raises(BadInput, match="workspace"):
                store.after(bad)
            with pytest.raises(BadInput, match="person"):
                store.put_blob(W, bad, b"")
            with pytest.raises(BadInput, match="name"):
                store.save_parts(W, "", {bad: b""}, 0)
        with pytest.raises(BadInput, match="through"):
            store.save_parts(W, "", {"taste": b""}, -1)

    def test_threads_that_write_at_once_lose_nothing_and_share_no_number(self, store):
        store.offer([offer()])

        def speak(k: int) -> None:
            for n in range(10):
                store.append([said(f"s{k}-{n}"), said("shared", Comment)])

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(speak, range(4)))
        found = list(store.after(W))
        assert sorted(ids(found)) == sorted(["shared", *(f"s{k}-{n}" for k in range(4) for n in range(10))])
        assert len({each.number for each in found}) == 41
