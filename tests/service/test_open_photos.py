"""One conversation a photo, and calls about one photo take turns."""

import os
import shutil
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import anyio
import pytest

from burnish.agent.planner.request import Request
from burnish.app.feedback import FeedbackDesk
from burnish.errors import BadInput, UnreadablePhoto
from burnish.service.open_photos import OpenPhotos, is_wanted
from burnish.service.roots import Roots


@dataclass
class Watched:
    """The planner, which counts who is in it at the same time."""

    planner: Any
    inside: int = 0
    most: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def plan(self, *args, **options):
        with self.lock:
            self.inside += 1
            self.most = max(self.most, self.inside)
        time.sleep(0.01)
        try:
            return self.planner.plan(*args, **options)
        finally:
            with self.lock:
                self.inside -= 1


@pytest.fixture
def photos(darkroom, planner, root):
    return OpenPhotos(darkroom, planner, Roots.of([root]), FeedbackDesk(darkroom.home, darkroom.catalogue))


def asking(words: str):
    def work(session):
        turn = session.answered(Request(words))
        session.keep(turn)
        return [each.request.text for each in session.conversation.turns]

    return work


def asked(photos: OpenPhotos, words: str, photo: str = "photo.jpg", **options):
    return anyio.run(lambda: photos.with_photo(photo, asking(words), **options))


def test_the_conversation_goes_on_from_call_to_call(photos):
    assert asked(photos, "warmer") == ["warmer"]
    assert asked(photos, "brighter") == ["warmer", "brighter"]


def test_it_goes_on_in_another_process(photos, darkroom, planner, root):
    asked(photos, "warmer")
    again = OpenPhotos(darkroom, planner, Roots.of([root]), FeedbackDesk(darkroom.home, darkroom.catalogue))
    assert asked(again, "brighter") == ["warmer", "brighter"]
    assert asked(photos, "sharper") == ["warmer", "brighter", "sharper"], "what others added is seen"


def test_starting_over_begins_a_new_conversation_and_keeps_the_old_one(photos, darkroom):
    asked(photos, "warmer")
    assert asked(photos, "brighter", afresh=True) == ["brighter"]
    assert len(list((darkroom.home / "conversations").glob("*/*/*.json"))) == 2


def test_two_names_of_one_photo_are_one_conversation(photos, root):
    shutil.copy(root / "photo.jpg", root / "copy.jpg")
    asked(photos, "warmer")
    assert asked(photos, "brighter", "copy.jpg") == ["warmer", "brighter"]


def test_a_photo_that_was_replaced_is_another_photo(photos, root, tmp_path):
    asked(photos, "warmer")
    data = (root / "photo.jpg").read_bytes()
    (root / "photo.jpg").write_bytes(data + b"\0")
    os.utime(root / "photo.jpg", ns=(1, 1))
    assert asked(photos, "brighter") == ["brighter"]


def test_calls_about_one_photo_take_turns(darkroom, planner, root):
    watched = Watched(planner)
    photos = OpenPhotos(darkroom, watched, Roots.of([root]), FeedbackDesk(darkroom.home, darkroom.catalogue))
    words = ["warmer", "brighter", "sharper", "more contrast", "less saturated"]

    async def all_at_once():
        async with anyio.create_task_group() as group:
            for each in words:
                group.start_soon(photos.with_photo, "photo.jpg", asking(each))
        return await photos.with_photo("photo.jpg", lambda session: session.conversation.turns)

    turns = anyio.run(all_at_once)
    assert sorted(turn.request.text for turn in turns) == sorted(words)
    assert watched.most == 1


def test_calls_about_different_photos_do_not_wait_for_each_other(photos, root):
    (root / "other.jpg").write_bytes((root / "photo.jpg").read_bytes() + b"\0")
    meeting = threading.Barrier(2, timeout=20)

    async def both():
        async with anyio.create_task_group() as group:
            for name in ("photo.jpg", "other.jpg"):
                group.start_soon(photos.with_photo, name, lambda _: meeting.wait())

    anyio.run(both)


def test_only_a_few_photos_stay_open(photos, root):
    photos.most_open = 2
    for number in range(4):
        (root / f"{number}.jpg").write_bytes((root / "photo.jpg").read_bytes() + bytes([number]))
        asked(photos, "warmer", f"{number}.jpg")
    assert sum(seat.session is not None for seat in photos._seats.values()) == 2
    assert asked(photos, "brighter", "0.jpg") == ["warmer", "brighter"]


def test_what_is_tried_is_not_kept(photos, darkroom):
    def trying(session):
        turn = session.answered(Request("warmer"))
        return turn, session.recipe, session.conversation

    turn, recipe, conversation = anyio.run(lambda: photos.with_photo("photo.jpg", trying))
    assert turn.after.steps
    assert not recipe.steps
    assert not conversation.turns
    assert not (darkroom.home / "conversations").exists()


def test_a_call_that_was_canceled_keeps_nothing(photos):
    begun, go_on, ended = threading.Event(), threading.Event(), threading.Event()

    def slow(session):
        turn = session.answered(Request("warmer"))
        begun.set()
        go_on.wait(20)
        try:
            is_wanted()
        finally:
            ended.set()
        session.keep(turn)

    async def cancel():
        async with anyio.create_task_group() as group:
            group.start_soon(photos.with_photo, "photo.jpg", slow)
            assert await anyio.to_thread.run_sync(begun.wait, 20, abandon_on_cancel=True)
            group.cancel_scope.cancel()
            go_on.set()
        return await photos.with_photo("photo.jpg", lambda session: session.conversation.turns)

    assert anyio.run(cancel) == ()
    assert ended.is_set()


def test_a_call_that_is_canceled_while_it_waits_is_never_begun(photos):
    hold, begun = threading.Event(), threading.Event()
    reached: list[str] = []

    async def cancel():
        async with anyio.create_task_group() as group:
            group.start_soon(photos.with_photo, "photo.jpg", lambda _: (begun.set(), hold.wait(20)))
            assert await anyio.to_thread.run_sync(begun.wait, 20, abandon_on_cancel=True)
            with anyio.move_on_after(0.1):
                await photos.with_photo("photo.jpg", lambda _: reached.append("second"))
            hold.set()

    anyio.run(cancel)
    assert not reached


def test_a_photo_outside_or_absent_is_an_error(photos):
    with pytest.raises(BadInput, match="outside"):
        asked(photos, "warmer", "../secret.jpg")
    with pytest.raises(UnreadablePhoto, match=r"absent\.jpg"):
        asked(photos, "warmer", "absent.jpg")
