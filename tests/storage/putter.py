"""A process of its own that keeps pictures, one after the other, and says which were acknowledged."""

import itertools
import sys
from pathlib import Path

from burnish.storage.opening import open_store


def main(folder: str, url: str, objects: str, person: str) -> None:
    with open_store(Path(folder), url or None, objects) as store:
        for k in itertools.count():
            digest = store.put_blob("local", person, f"{person} {k} ".encode() * 20_000)
            sys.stdout.write(f"{digest}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
