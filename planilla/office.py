"""Opening what a command needs without a file: the ledger that the settings name."""

from __future__ import annotations

from datetime import timedelta

from planilla.errors import SettingsError
from planilla.ledger.ledger import Ledger
from planilla.settings import Settings


def open_ledger(settings: Settings) -> Ledger:
    """The ledger of the settings, migrated; raises `LedgerError` kinds.

    `SettingsError` when it knows a point of sale under another profile: under a
    new name everything would be issued again.
    """
    lifetime = timedelta(seconds=settings.lease_seconds)
    home = settings.home.absolute()
    ledger = Ledger(settings.database_url, settings.service, home, lifetime)
    issuers = settings.issuers
    strange = sorted(
        (account, point)
        for account, point in ledger.operations.points()
        if account not in issuers.accounts or not issuers.account(account).issues_from(point)
    )
    if strange:
        ledger.close()
        account, point = strange[0]
        raise SettingsError(
            f"the ledger knows point of sale {point} as profile «{account}»: give it to a profile "
            f"of that name in planilla.toml (under another name it would be issued again)"
        )
    return ledger


def ledger_exists(settings: Settings) -> bool:
    """Whether there is a ledger to look into, so that looking does not make one."""
    return settings.ledger_url is not None or (settings.home / "ledger.sqlite3").is_file()
