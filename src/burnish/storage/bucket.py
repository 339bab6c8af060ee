"""A bucket of a server that speaks S3: every call ends in time, is tried again where that helps, and says what failed.

Tried again are lost connections, silence, HTTP 5xx and what the server itself calls passing, with pauses that double
and are drawn at random (https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/). Bytes
travel in pieces, each with a time limit of its own, so that a slow line is not taken for a dead one. Credentials come
from the environment, as other clients of S3 read them (`AWS_ACCESS_KEY_ID` and the like), and are in no message.
"""

import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

from burnish.errors import Failure, WriteFailed
from burnish.storage.bucket_faults import is_passing, reason_of, says_no_bucket
from burnish.storage.object_address import ObjectAddress

if TYPE_CHECKING:
    from obstore.store import S3Config, S3Store

T = TypeVar("T")

PIECE_BYTES = 5 * 2**20
"""Bytes that travel by one request; the least that S3 takes as a part."""
AT_ONCE = 3
"""Pieces of one upload that are under way together."""
ATTEMPT_S = 20.0
"""The longest that one request may take."""
LEAST_S = 0.5
"""With less time left, nothing is begun again."""
CONNECT_S = 5.0
SLOWEST_BYTES_PER_S = 2**20
"""Large bytes have as much more time as this rate takes for them."""
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.1, 5.0
REMOVED_AT_ONCE = LISTED_AT_ONCE = 1000


@dataclass(frozen=True)
class Facts:
    """What a bucket says of an object."""

    key: str
    bytes: int
    tag: str
    """Its ETag; empty where there is none."""
    at: datetime

    @property
    def name(self) -> str:
        """The key without its folders."""
        return self.key.rpartition("/")[2]


@dataclass(frozen=True)
class Bucket:
    """The objects beneath an address. For any number of threads."""

    address: ObjectAddress
    clock: Callable[[], float] = field(default=time.monotonic, repr=False)
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)
    chance: random.Random = field(default_factory=random.Random, repr=False)
    """From which the pauses between attempts are drawn."""

    @property
    def place(self) -> str:
        """Bucket and prefix, for messages."""
        return self.address.place

    def until(self, size_bytes: int = 0) -> float:
        """By when something that begins now has to be done, on the clock of this bucket."""
        return self.clock() + self.address.patience_s + size_bytes / SLOWEST_BYTES_PER_S

    def get(self, key: str, until: float | None = None) -> bytes | None:
        """The bytes of an object; None where there is none. Raises Failure."""
        import obstore

        def begun(store: "S3Store") -> tuple[int, bytes | None]:
            found = obstore.get(store, key)
            size = found.meta["size"]
            return size, bytes(found.bytes()) if size <= PIECE_BYTES else None

        limit = self.until() if until is None else until
        try:
            size, data = self._tried("read", begun, limit)
            if data is not None:
                return data
            return b"".join(self.pieces(key, size, self.until(size) if until is None else until))
        except FileNotFoundError:
            return None

    def pieces(self, key: str, size: int, until: float | None = None) -> Iterator[bytes]:
        """An object of so many bytes, piece by piece. Raises Failure, FileNotFoundError where there is none."""
        import obstore

        limit = self.until(size) if until is None else until
        for start in range(0, size, PIECE_BYTES):
            length = min(PIECE_BYTES, size - start)

            def piece(store: "S3Store", start: int = start, length: int = length) -> bytes:
                return bytes(obstore.get_range(store, key, start=start, length=length))

            yield self._tried("read", piece, limit)

    def facts(self, key: str, until: float | None = None) -> Facts | None:
        """What is said of an object; None where there is none, or it may not be looked at. Raises Failure.

        Who may not list a bucket is not told what is not in it either (S3, HeadObject).
        """
        import obstore
        from obstore.exceptions import PermissionDeniedError, UnauthenticatedError

        def looked(store: "S3Store") -> Facts | None:
            try:
                return _facts(obstore.head(store, key))
            except (FileNotFoundError, PermissionDeniedError, UnauthenticatedError):
                return None

        return self._tried("look", looked, until)

    def put(
        self, key: str, data: bytes, until: float | None = None, headers: Mapping[str, str] | None = None
    ) -> str:
        """Keep an object, whole or not at all; its ETag. Raises WriteFailed."""
        import obstore

        limit = self.until(len(data)) if until is None else until
        is_large = len(data) > PIECE_BYTES

        def kept(store: "S3Store") -> str:
            body: Any = self._cut(data, limit) if is_large else data
            made = obstore.put(
                store, key, body, use_multipart=is_large, chunk_size=PIECE_BYTES, max_concurrency=AT_ONCE,
                attributes=dict(headers) if headers else None,
            )  # fmt: skip
            return _plain_tag(made["e_tag"])

        return self._writing("write", kept, limit)

    def put_file(self, key: str, file: BinaryIO, size: int, headers: Mapping[str, str] | None = None) -> None:
        """Keep so many bytes of a file from its beginning, whole or not at all. Raises WriteFailed."""
        import obstore

        limit = self.until(size)

        def kept(store: "S3Store") -> None:
            file.seek(0)
            pieces = self._timely(iter(lambda: file.read(PIECE_BYTES), b""), limit)
            obstore.put(
                store, key, pieces, use_multipart=True, chunk_size=PIECE_BYTES, max_concurrency=AT_ONCE,
                attributes=dict(headers) if headers else None,
            )  # fmt: skip

        self._writing("write", kept, limit)

    def remove(self, keys: Sequence[str], until: float | None = None) -> None:
        """Let objects go; those that are absent are no error. Raises WriteFailed."""
        import obstore

        for first in range(0, len(keys), REMOVED_AT_ONCE):
            some = list(keys[first : first + REMOVED_AT_ONCE])
            self._writing("remove", lambda store, some=some: obstore.delete(store, some), until)

    def listed(self, prefix: str = "") -> Iterator[Facts]:
        """The objects whose keys begin with these whole folders, some at a time. Raises Failure."""
        import obstore

        after: str | None = None
        while True:

            def page(store: "S3Store", after: str | None = after) -> Sequence[Any]:
                found = obstore.list(store, prefix or None, offset=after, chunk_size=LISTED_AT_ONCE)
                return next(iter(found), ())

            some = self._tried("list", page, None)
            if not len(some):
                return
            yield from map(_facts, some)
            after = some[-1]["path"]

    def signed(self, key: str, life: timedelta) -> str:
        """An address that lets whoever has it fetch an object for so long. Raises Failure."""
        import obstore

        return self._tried("sign an address", lambda store: obstore.sign(store, "GET", key, life), None)

    def _cut(self, data: bytes, until: float) -> Iterator[bytes]:
        view = memoryview(data)
        return self._timely(
            (bytes(view[k : k + PIECE_BYTES]) for k in range(0, len(data), PIECE_BYTES)), until
        )

    def _timely(self, pieces: Iterable[bytes], until: float) -> Iterator[bytes]:
        """The same pieces while there is time. Raises TimeoutError, at which what was sent is thrown away."""
        for piece in pieces:
            if self.clock() >= until:
                raise TimeoutError
            yield piece

    def _writing(self, doing: str, call: "Callable[[S3Store], T]", until: float | None) -> T:
        try:
            return self._tried(doing, call, until, WriteFailed)
        except FileNotFoundError:
            raise WriteFailed(f"cannot {doing} in {self.place!r}: there is no such bucket") from None

    def _tried(
        self, doing: str, call: "Callable[[S3Store], T]", until: float | None,
        failure: type[Failure] = Failure,
    ) -> T:  # fmt: skip
        """What a call gives, again until it is time. Raises FileNotFoundError where there is no such object."""
        from obstore.exceptions import BaseError

        limit = self.until() if until is None else until
        began, attempts, pause_s = self.clock(), 0, FIRST_PAUSE_S
        while True:
            attempts += 1
            try:
                return call(self._store(limit - self.clock()))
            except FileNotFoundError as error:
                if says_no_bucket(error):
                    raise failure(f"cannot {doing} in {self.place!r}: there is no such bucket") from None
                raise
            except (BaseError, OSError, ValueError) as error:
                wait_s = self.chance.uniform(pause_s / 2, pause_s)
                is_last = self.clock() + wait_s + LEAST_S >= limit
                if is_last or not is_passing(error):
                    spent = f" ({attempts} attempts in {self.clock() - began:.1f} s)" if attempts > 1 else ""
                    raise failure(f"cannot {doing} in {self.place!r}: {reason_of(error)}{spent}") from None
                self.sleep(wait_s)
                pause_s = min(2 * pause_s, LONGEST_PAUSE_S)

    def _store(self, left_s: float) -> "S3Store":
        """What speaks to the server, whose requests end before the time that is left."""
        return self._usual if left_s >= ATTEMPT_S else self._made(max(left_s, 0.05))

    @cached_property
    def _usual(self) -> "S3Store":
        return self._made(ATTEMPT_S)

    def _made(self, timeout_s: float) -> "S3Store":
        from obstore.store import S3Store

        config: S3Config = {"virtual_hosted_style_request": self.address.is_virtual}
        if self.address.endpoint:
            config["endpoint"] = self.address.endpoint
        if self.address.region:
            config["region"] = self.address.region
        make: Callable[..., S3Store] = S3Store
        return make(
            self.address.bucket, prefix=self.address.prefix or None, config=config,
            client_options={
                "allow_http": self.address.endpoint.startswith("http:"),
                "timeout": timedelta(seconds=timeout_s),
                "connect_timeout": timedelta(seconds=min(CONNECT_S, timeout_s)),
            },
            retry_config={"max_retries": 0, "retry_timeout": timedelta(seconds=timeout_s)},
        )  # fmt: skip


def _facts(found: Any) -> Facts:
    return Facts(found["path"], found["size"], _plain_tag(found["e_tag"]), found["last_modified"])


def _plain_tag(tag: str | None) -> str:
    return (tag or "").strip('"')
