"""What all servers of a house share, in the text format of Prometheus: jobs that wait, and room on the disk."""

import shutil
from datetime import datetime

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from burnish.app.studio.studio import Studio
from burnish.storage.job_counts import job_counts


def house_text(studio: Studio, now: datetime) -> bytes:
    """Read anew at every scrape. Raises BadInput, Failure."""
    registry = CollectorRegistry()
    found = job_counts(studio.workspaces.store.database, now)
    counted = Gauge("burnish_jobs", "Jobs that are open.", ("state",), registry=registry)
    for state, count in found.by_state.items():
        counted.labels(state).set(count)
    waited_s = 0.0 if found.waiting_since is None else (now - found.waiting_since).total_seconds()
    told = "How long the oldest job has been there that nobody works on."
    Gauge("burnish_job_waiting_seconds", told, registry=registry).set(max(0.0, waited_s))
    room = shutil.disk_usage(studio.workspaces.darkroom.home)
    free = Gauge("burnish_home_free_ratio", "Share of the home's disk that is free.", registry=registry)
    free.set(room.free / room.total if room.total else 0.0)
    return generate_latest(registry)
