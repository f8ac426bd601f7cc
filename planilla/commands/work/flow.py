"""The flows as the command line finds them: by name, because planilla imports no Prefect."""

from __future__ import annotations

import os
from importlib.metadata import entry_points
from typing import Any

from planilla.common.errors import SettingsError


def by_flow(*, asked: bool) -> bool:
    """Whether a run goes through Prefect: where it was asked to, or a server is named."""
    return asked or bool(os.environ.get("PREFECT_API_URL"))


def flow_of(name: str) -> Any:
    """What runs a command as its flow; raises `SettingsError` where there are no flows."""
    found = list(entry_points(group="planilla.flows", name=name))
    if not found:
        raise SettingsError("the flows are not installed: run without --flow")
    return found[0].load()
