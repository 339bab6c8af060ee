"""Ray, started on this machine for one command or reached elsewhere: quiet, and gone without a trace afterwards."""

import fcntl
import os
import secrets
import shutil
import socket
import tempfile
import warnings
from collections.abc import Generator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TextIO

from burnish.errors import BadInput, Failure
from burnish.imaging.atomic import host_mark

ADDRESS = "RAY_ADDRESS"
"""What Ray itself reads; it is set inside of a Ray job."""

AUTH_MODE, AUTH_TOKEN = "RAY_AUTH_MODE", "RAY_AUTH_TOKEN"

OBJECT_STORE_BYTES = 128 * 2**20
"""Of a cluster of our own, whose workers read photos from the disk: only orders and small answers travel."""

QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
    "RAY_ENABLE_UV_RUN_RUNTIME_ENV": "0",
    # Ray prints what becomes of its workers to standard output, which is the command's.
    "RAY_DEDUP_LOGS_SKIP_REGEX": ".*",
}
"""Settings of Ray that are in force unless somebody set others. It reads them when it is imported."""

CONNECT_S = 5.0
"""How long a cluster may take to answer."""

_NOWHERE = ("", -1)

_PREFIX = "burnish-ray-"
_LONGEST_FOLDER = 24
"""Characters: the system allows 107 for the names of Ray's sockets, and Ray adds more than 70."""


@dataclass(eq=False)
class Cluster:
    """A cluster that can be given work."""

    ray: Any
    is_own: bool
    """Whether it was started for this command, on this machine."""
    code: str = ""
    """Version of Burnish, with which workers elsewhere have to agree."""
    _landmarks: dict[Path, tuple[str, int] | None] = field(
        default_factory=dict[Path, "tuple[str, int] | None"]
    )
    _made: list[Path] = field(default_factory=list[Path])

    def landmark(self, path: Path) -> tuple[str, int] | None:
        """A file by which a worker tells whether it sees this file, or this folder: its name and size.

        In a folder an empty file is made whose name nobody can guess; a folder in which nothing can be made counts as
        one that nobody else sees. None where there is nothing to see.
        """
        if path not in self._landmarks:
            self._landmarks[path] = self._landmark(path)
        return self._landmarks[path]

    def remove_landmarks(self) -> None:
        """Remove what was made to be seen."""
        for path in self._made:
            with suppress(OSError):
                path.unlink()

    def _landmark(self, path: Path) -> tuple[str, int] | None:
        try:
            if not path.is_dir():
                return str(path), path.stat().st_size
            made = path / f".burnish-{host_mark()}-{os.getpid()}-{secrets.token_hex(8)}.part"
            made.touch(exist_ok=False)
        except FileNotFoundError:
            return None
        except OSError:
            return _NOWHERE
        self._made.append(made)
        return str(made), 0


@contextmanager
def ray_cluster(address: str | None, workers: int) -> Generator[Cluster]:
    """A cluster for as long as this lasts.

    Args:
        address: `ray://HOST:PORT`; None for the cluster that `RAY_ADDRESS` names, else one that is started here.
        workers: of a cluster that is started here.

    Raises:
        BadInput: Ray is not installed.
        Failure: the cluster cannot be reached or started.
    """
    ray = _imported()
    with ExitStack() as ending:
        if ray.is_initialized():
            cluster = _attached(ray)
        elif address is not None or os.environ.get(ADDRESS):
            where = address or os.environ[ADDRESS]
            _check_answers(where)
            ending.callback(ray.shutdown)
            _begin(ray, where, address=where)
            cluster = _attached(ray)
        else:
            folder = ending.enter_context(_own_folder())
            ending.enter_context(_locked_door())
            ending.callback(ray.shutdown)
            _begin(
                ray, "this machine", address="local", num_cpus=workers, num_gpus=0, include_dashboard=False,
                object_store_memory=OBJECT_STORE_BYTES, _temp_dir=str(folder), _node_ip_address="127.0.0.1",
            )  # fmt: skip
            cluster = Cluster(ray, is_own=True)
        ending.callback(cluster.remove_landmarks)
        yield cluster


def _attached(ray: Any) -> Cluster:
    from burnish.app.fleet.worker import installed_code

    return Cluster(ray, is_own=False, code=installed_code())


def _imported() -> Any:
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
    try:
        import ray
    except ImportError:
        raise BadInput("--on ray needs the 'scale' extra: pip install 'burnish[scale]'") from None
    return ray


def _check_answers(where: str) -> None:
    """Raises Failure where nobody listens: Ray itself would try for minutes."""
    host, _, port = where.rpartition("/")[2].rpartition(":")
    if not (host and port.isdecimal()):
        return
    try:
        socket.create_connection((host.strip("[]"), int(port)), CONNECT_S).close()
    except (OSError, OverflowError) as error:
        raise Failure(f"nobody answers at {where!r}: {error}") from None


def _begin(ray: Any, where: str, **given: Any) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ray.init(log_to_driver=False, logging_level="CRITICAL", **given)
    except ImportError as error:
        raise BadInput(f"{where!r} is reached by Ray's client: pip install 'ray[client]' ({error})") from None
    except (OSError, RuntimeError, ValueError, TimeoutError, AssertionError) as error:
        said = str(error).strip().splitlines() or [type(error).__name__]
        raise Failure(f"cannot work with Ray at {where!r}: {said[0][:300]}") from None


@contextmanager
def _own_folder() -> Generator[Path]:
    """A folder for sockets and logs, removed afterwards; those of commands that were killed are removed as well."""
    parent = Path(tempfile.gettempdir())
    if len(str(parent)) > _LONGEST_FOLDER:
        parent = Path("/tmp")
    for left in parent.glob(f"{_PREFIX}*/lock"):
        with suppress(OSError), left.open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(left.parent, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent))
    with _locked(folder / "lock"):
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _locked_door() -> Generator[None]:
    """Nobody else may give work to the cluster. Without a token Ray would leave one in the user's home folder."""
    before = {name: os.environ.get(name) for name in (AUTH_MODE, AUTH_TOKEN)}
    if before[AUTH_MODE] is None:  # Ray then sets it itself, for this process too
        os.environ[AUTH_TOKEN] = _token()
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


@cache
def _token() -> str:
    """One for this process, since Ray reads it once."""
    return secrets.token_hex(32)


def _locked(path: Path) -> TextIO:
    """A file that is locked for as long as it is open. Processes that are started do not hold it."""
    file = path.open("a")
    fcntl.flock(file, fcntl.LOCK_EX)
    return file
