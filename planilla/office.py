"""Opening what a command needs without a file: the ledger that the settings name."""

from __future__ import annotations

from datetime import timedelta

from planilla.ledger.ledger import Ledger
from planilla.settings import Settings

ACCOUNT = "default"


def open_ledger(settings: Settings) -> Ledger:
    """The ledger of the settings, migrated; raises `LedgerError` kinds."""
    lifetime = timedelta(seconds=settings.lease_seconds)
    home = settings.home.absolute()
    return Ledger(settings.database_url, settings.service, ACCOUNT, home, lifetime)


def ledger_exists(settings: Settings) -> bool:
    """Whether there is a ledger to look into, so that looking does not make one."""
    return settings.ledger_url is not None or (settings.home / "ledger.sqlite3").is_file()
