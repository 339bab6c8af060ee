"""The learned detector: a small convolutional network over both pictures, run by OpenCV."""

import threading
from functools import lru_cache
from importlib.resources import files
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from burnish.agent.checking.change import Change
from burnish.agent.checking.network_input import planes_of
from burnish.agent.checking.pair import Pair

FILE = "network.onnx"


class LearnedDetector:
    """Maps of faults and logits of their categories, on the absolute scale that it was trained to.

    Safe to ask from several threads; they take turns, since the network holds its input and output.
    """

    def __init__(self, model: bytes) -> None:
        self._network: Any = cv2.dnn.readNetFromONNX(np.frombuffer(model, np.uint8))
        self._lock = threading.Lock()

    def __call__(self, pair: Pair) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Maps (3, height, width) of artifact, failure and unintended change, 0 to 1, and the categories' logits."""
        return self.see(Change(pair))

    def see(self, change: Change) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """The same of measurements that others share."""
        planes = planes_of(change)[None]
        with self._lock:
            self._network.setInput(planes)
            maps, logits = (np.array(each, np.float32) for each in self._network.forward(("maps", "logits")))
        return np.asarray(1 / (1 + np.exp(-maps[0])), np.float32), logits.ravel()


@lru_cache(maxsize=1)
def shipped_network() -> LearnedDetector | None:
    """The one that is shipped; None where this build has none."""
    found = files("burnish.agent.checking") / FILE
    return LearnedDetector(found.read_bytes()) if found.is_file() else None
