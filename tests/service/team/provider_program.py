"""A provider that is a program of its own, and a browser that goes there and comes back."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from json import dumps
from typing import Any
from urllib.parse import urlsplit

import httpx2


@contextmanager
def provider_program(users: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """The address of a running oidc-provider-mock that knows these users by `sub`."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    known = [f"--user-claims={dumps({'sub': sub, **claims})}" for sub, claims in users.items()]
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "-p", str(port), "--require-nonce=true", *known],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(process, address)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def signed_in_there(url: str, sub: str) -> tuple[str, str]:
    """Say there who one is; the path and query that the browser is sent back to."""
    with httpx2.Client() as browser:
        form = browser.get(url)
        assert form.status_code == 200, form.text
        answer = browser.post(url, data={"sub": sub})
    assert answer.status_code in (302, 303), answer.text
    back = urlsplit(answer.headers["location"])
    return back.path, back.query


def changed(query: str, name: str, value: str) -> str:
    """A query with another value."""
    return re.sub(rf"(^|[?&]){name}=[^&]*", rf"\g<1>{name}={value}", query)


def _wait(process: "subprocess.Popen[bytes]", address: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, "the provider ended"
        try:
            if httpx2.get(f"{address}/.well-known/openid-configuration").status_code == 200:
                return
        except httpx2.TransportError:
            time.sleep(0.1)
    raise AssertionError("the provider did not come up")
