"""Opening what a command needs without a file: the ledger that the settings name."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from planilla.common.errors import PlanillaError
from planilla.ledger.claim_companies import as_new
from planilla.ledger.ledger import Ledger
from planilla.ledger.machine_markers import state_folder
from planilla.model.issuers import SANDBOX, Issuers
from planilla.settings.settings import Settings


def open_ledger(settings: Settings) -> Ledger:
    """The ledger of the settings, migrated, with the company that each profile is of.

    Raises `LedgerError` kinds, and `SettingsError` where a profile may be several
    companies'.
    """
    lifetime = timedelta(seconds=settings.lease_seconds)
    home = settings.home.absolute()
    markers = markers_folder(settings)
    ledger = Ledger(settings.database_url, settings.service, home, lifetime, markers)
    try:
        ledger.take(settings.issuers)
    except PlanillaError:
        ledger.close()
        raise
    return ledger


def markers_folder(settings: Settings) -> Path | None:
    """Where this machine remembers its ledgers; None for its home.

    The setting's, else where a user's programs keep their state. A sandbox's goes with its home.
    """
    if settings.markers is not None:
        return settings.markers.absolute()
    return None if settings.service == SANDBOX else state_folder()


def issuers_of(settings: Settings, ledger: Ledger | None) -> Issuers:
    """The sets of credentials with their companies: as the ledger knows them, if there is one."""
    return as_new(settings.issuers) if ledger is None else ledger.issuers


def ledger_exists(settings: Settings) -> bool:
    """Whether there is a ledger to look into, so that looking does not make one."""
    return settings.ledger_url is not None or (settings.home / "ledger.sqlite3").is_file()
