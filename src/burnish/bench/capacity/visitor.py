"""One person at a real server: asks for what the acts say, over one connection that stays open."""

import http.client
import io
import itertools
import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from burnish.bench.capacity.acts import Kind
from burnish.errors import Failure

WORDS = (
    "warmer", "a bit brighter", "more contrast", "lift the shadows", "less saturation", "undo that", "moody",
)  # fmt: skip
LONG_SIDE_PX = 1024
TIMEOUT_S = 120.0
IDLE_S = 20.0
"""After so long without a request a new connection is made: the server hangs up after half a minute."""

_LOOK_EVERY_S = 0.02
_PREFIX = "/api/v1"


@dataclass(eq=False)
class Visitor:
    """Somebody with a token. Each act is one request, but an export, which is watched until its file is there."""

    host: str
    port: int
    token: str
    number: int
    photo_bytes: bytes = field(repr=False)
    _rng: random.Random = field(init=False)
    _photo: str = ""
    _state: int = 0
    _turn: str = ""
    _used_s: float = 0.0
    _line: http.client.HTTPConnection = field(init=False)
    _said: "itertools.count[int]" = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        self._rng = random.Random(self.number)
        self._line = http.client.HTTPConnection(self.host, self.port, timeout=TIMEOUT_S)

    def does(self, kind: Kind) -> float:
        """Ask for this; how long the answer took in seconds. Raises Failure where it is refused."""
        acts: dict[Kind, Callable[[], float]] = {
            "import": self._import, "first_turn": self._ask, "turn": self._ask, "picture": self._look,
            "feedback": self._say, "recipe": self._set, "drag": self._drag, "export": self._export,
        }  # fmt: skip
        return acts[kind]()

    def close(self) -> None:
        """Hang up."""
        self._line.close()

    def _import(self) -> float:
        edge = f"burnish-{self.number}-{next(self._said)}"
        file = self.photo_bytes + edge.encode()  # after the end of a JPEG: the same picture, another file
        head = (
            f'--{edge}\r\ncontent-disposition: form-data; name="file"; filename="{edge}.jpg"\r\n'
            "content-type: image/jpeg\r\n\r\n"
        )
        body = head.encode() + file + f"\r\n--{edge}--\r\n".encode()
        took_s, answer = self._asked("POST", "/photos", body, f"multipart/form-data; boundary={edge}")
        self._photo, self._state, self._turn = str(answer["id"]), 0, ""
        return took_s

    def _ask(self) -> float:
        took_s, answer = self._json("POST", f"/photos/{self._photo}/turns", {"text": self._rng.choice(WORDS)})
        self._turn, self._state = str(answer["turn"]["id"]), int(answer["edit"]["state"])
        return took_s

    def _look(self) -> float:
        # Never twice the same size, for a picture that was made once is remembered.
        side = LONG_SIDE_PX - next(self._said) % 200
        path = f"/photos/{self._photo}/states/{self._state}/picture?long_side={side}"
        return self._asked("GET", path)[0]

    def _say(self) -> float:
        if not self._turn:
            self._ask()
        kind = self._rng.choice(("accept", "reject"))
        said = {"kind": kind, "id": f"{self.number}-{time.time_ns()}", "turn": self._turn}
        return self._json("POST", f"/photos/{self._photo}/feedback", said)[0]

    def _set(self) -> float:
        asked = {"recipe": self._recipe(), "base": self._state}
        took_s, answer = self._json("PUT", f"/photos/{self._photo}/recipe", asked)
        self._state = int(answer["state"])
        return took_s

    def _drag(self) -> float:
        asked = {"recipe": self._recipe(), "long_side": LONG_SIDE_PX}
        return self._json("POST", f"/photos/{self._photo}/picture", asked)[0]

    def _export(self) -> float:
        begun_s = time.perf_counter()
        job = self._json("POST", "/exports", {"photos": [self._photo], "settings": {"format": "jpeg"}})[1]
        while job["state"] in ("waiting", "running"):
            time.sleep(_LOOK_EVERY_S)
            job = self._asked("GET", f"/jobs/{job['id']}")[1]
        if job["state"] != "done":
            raise Failure(f"an export ended as {job['state']!r}: {job['detail']}")
        return time.perf_counter() - begun_s

    def _recipe(self) -> dict[str, Any]:
        params = {"stops": round(self._rng.uniform(-1, 1), 4)}
        step = {"tool": "exposure", "params": params, "reason": "", "author": "person"}
        return {"schema": 1, "title": "", "steps": [step]}

    def _json(self, method: str, path: str, asked: dict[str, Any]) -> tuple[float, Any]:
        return self._asked(method, path, json.dumps(asked).encode(), "application/json")

    def _asked(
        self, method: str, path: str, body: bytes | None = None, media_type: str = ""
    ) -> tuple[float, Any]:
        headers = {"authorization": f"Bearer {self.token}"}
        if media_type:
            headers["content-type"] = media_type
        if time.monotonic() - self._used_s > IDLE_S:
            self._line.close()
        begun_s = time.perf_counter()
        try:
            self._line.request(method, _PREFIX + path, body, headers)
            answer = self._line.getresponse()
            data = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self._line.close()
            raise Failure(f"{method} {path.partition('?')[0]}: {error!r}") from error
        took_s, self._used_s = time.perf_counter() - begun_s, time.monotonic()
        if answer.status >= 300:
            raise Failure(f"{method} {path.partition('?')[0]}: {answer.status} {data[:200]!r}")
        is_json = "json" in (answer.getheader("content-type") or "")
        return took_s, json.loads(data) if is_json else None


def made_photo(megapixels: float, seed: int = 0) -> bytes:
    """A JPEG of smooth light and some grain, 3 : 2."""
    from PIL import Image

    height = round((megapixels * 1e6 * 2 / 3) ** 0.5)
    width = round(height * 1.5)
    x, y = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    planes = [60 + 140 * x, 70 + 90 * y + 40 * np.sin(9 * x), 110 + 60 * np.cos(7 * (x + y))]
    grain = np.random.default_rng(seed).normal(0, 4, (height, width, 3))
    samples = np.clip(np.stack(planes, axis=-1) + grain, 0, 255).astype(np.uint8)
    held = io.BytesIO()
    Image.fromarray(samples).save(held, "JPEG", quality=90)
    return held.getvalue()
