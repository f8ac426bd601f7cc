"""Pausing what starts a deployment by itself: `python -m flows.pausing inbox/inbox`."""

from __future__ import annotations

import sys

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.exceptions import ObjectNotFound


def pause_schedules(client: SyncPrefectClient, deployment: str) -> None:
    """Pause the schedules of a deployment ("flow/name"); one that is not there has none.

    Raises `httpx.HTTPError` when Prefect refuses. Its server says 503 whenever its
    SQLite is busy; its own client asks again.
    """
    try:
        found = client.read_deployment_by_name(deployment)
    except ObjectNotFound:
        return
    for one in found.schedules:
        client.update_deployment_schedule(found.id, one.id, active=False)


if __name__ == "__main__":
    with get_client(sync_client=True) as client:
        for name in sys.argv[1:]:
            pause_schedules(client, name)
