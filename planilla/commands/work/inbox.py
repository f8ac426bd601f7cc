"""The inbox on the command line: until it has settled, or until Ctrl-C."""

from __future__ import annotations

import os
from importlib.metadata import entry_points
from typing import Any

from planilla.commands.work.console import errors, stopped_by
from planilla.common.errors import SettingsError
from planilla.inbox.handle_file import Handled
from planilla.inbox.sweep import Inbox


async def run(inbox: Inbox, *, watch: bool, flow: bool) -> list[Handled]:
    """Sweep; whoever watches through Prefect shows each sweep as a run there."""

    def stop(*_: Any) -> None:
        if inbox.stopping:
            raise KeyboardInterrupt
        inbox.stop()  # what was sent is waited for; a second Ctrl-C does not wait

    with stopped_by(stop):
        if not watch:
            return await inbox.settle()
        if flow or os.environ.get("PREFECT_API_URL"):
            await _watch_by_flow(inbox)
        else:
            await inbox.watch()
        return []


async def _watch_by_flow(inbox: Inbox) -> None:
    found = list(entry_points(group="planilla.flows", name="inbox"))
    if not found:
        raise SettingsError("the flows are not installed: run without --flow")
    await found[0].load()(inbox)


def tell(done: Handled) -> None:
    """One line for a file that was handled."""
    kind = done.kind.value if done.kind else "?"
    line = f"{done.name} ({kind}): {done.exit_code} -> {done.stands.parent}"
    errors.print(f"{line} {done.problem}".strip())
