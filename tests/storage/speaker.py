"""A process of its own that keeps signals three at a time and says which were acknowledged.

`python -m tests.storage.speaker FOLDER URL NAME BATCHES [LARGEST_FILE]`; an empty URL is SQLite.
"""

import resource
import sys
from pathlib import Path

from tests.storage.spoken import offer, said

from burnish.errors import BurnishError
from burnish.storage.opening import open_store


def main(folder: str, url: str, name: str, batches: str, largest_file: str = "0") -> None:
    with open_store(Path(folder), url or None) as store:
        if int(largest_file):
            resource.setrlimit(resource.RLIMIT_FSIZE, (int(largest_file), int(largest_file)))
        try:
            store.offer([offer(f"turn-{name}", name)])
            for k in range(int(batches)):
                ids = [f"{name}-{k}-{n}" for n in range(3)]
                store.append([said(each, person=name, turn=f"turn-{name}") for each in ids])
                sys.stdout.write("\n".join(ids) + "\n")
                sys.stdout.flush()
        except BurnishError as error:
            sys.stderr.write(f"{type(error).__name__}: {error}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
