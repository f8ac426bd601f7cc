"""Whom a command speaks to: the service of the settings, or a sandbox that lives as long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from planilla.common.private_home import FOLDER, private_home
from planilla.settings.settings import Settings


@contextmanager
def service_for(
    settings: Settings, *, sandbox: bool, files: Sequence[Path] = ()
) -> Iterator[Settings]:
    """The settings to work `files` with: as they are, or those of a sandbox that lives as long."""
    if not sandbox:
        yield settings
        return
    from planilla.commands.work.with_a_sandbox import trial
    from planilla.sandbox.server import Options, Sandbox

    home = trial_home(settings)
    private_home(settings.home)
    home.mkdir(mode=FOLDER, exist_ok=True)
    with Sandbox(Options(state=home / "service.jsonl", queue_seconds=1.0)) as box:
        yield trial(settings, box, home, files)


def trial_home(settings: Settings) -> Path:
    """Where what is tried with --sandbox is kept: its ledger, its PDFs, the sandbox's books."""
    return settings.home / "sandbox"


def tried(settings: Settings) -> bool:
    """Whether anything was tried with --sandbox."""
    return (trial_home(settings) / "ledger.sqlite3").is_file()
