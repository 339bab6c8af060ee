"""What `RayCrew` uses of Ray, in this process: everything that travels is pickled."""

import pickle
from itertools import count
from types import SimpleNamespace


class RayError(Exception):
    pass


class WorkerCrashedError(RayError):
    pass


class OutOfMemoryError(RayError):
    pass


class RayTaskError(RayError):
    pass


class FakeRay:
    def __init__(self, cpus: int = 2) -> None:
        self.cpus = cpus
        self.exceptions = SimpleNamespace(
            RayError=RayError, OutOfMemoryError=OutOfMemoryError, RayTaskError=RayTaskError
        )
        self.stored: dict[int, bytes] = {}
        self.crashes: list[type[Exception]] = []
        """What becomes of the next tasks."""
        self.canceled: list[int] = []
        self.waited_on = 0
        self._numbers = count()

    def put(self, value) -> int:
        number = next(self._numbers)
        self.stored[number] = pickle.dumps(value)
        return number

    def get(self, number: int):
        value = pickle.loads(self.stored[number])
        if isinstance(value, Exception):
            raise value
        return value

    def remote(self, **options):
        assert options == {"num_cpus": 1, "max_retries": 0}

        def bound(function):
            def submitted(*arguments):
                if self.crashes:
                    return self.put(self.crashes.pop(0)("gone"))
                return self.put(function(*pickle.loads(pickle.dumps(arguments))))

            return SimpleNamespace(remote=submitted)

        return bound

    def wait(self, numbers, num_returns, timeout=None):
        if not numbers:
            raise ValueError("nothing to wait for")
        self.waited_on = max(self.waited_on, len(numbers))
        return numbers[:num_returns], numbers[num_returns:]

    def cancel(self, number: int, *, force: bool) -> None:
        self.canceled.append(number)

    def cluster_resources(self):
        return {"CPU": float(self.cpus)}
