"""The Haar cascades that OpenCV ships, read once: reading one takes longer than looking at a small picture with it."""

from collections import defaultdict, deque
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import cv2

_IDLE: "defaultdict[str, deque[cv2.CascadeClassifier]]" = defaultdict(deque)


@contextmanager
def cascade(name: str) -> "Generator[cv2.CascadeClassifier]":
    """A cascade by its name, `haarcascade_eye` say, for this use alone: it holds the picture that it looks at."""
    idle = _IDLE[name]
    try:
        one = idle.pop()
    except IndexError:
        import cv2
        from cv2.data import haarcascades

        one = cv2.CascadeClassifier(f"{haarcascades}{name}.xml")
    yield one
    idle.append(one)
