"""Ledgers of earlier versions on a server."""

from __future__ import annotations

from pathlib import Path

from tests.ledger.test_carried_over import check


def test_each_account_of_an_earlier_ledger_has_the_cuit_that_it_issued_for(
    database: str, tmp_path: Path
) -> None:
    check(database, tmp_path)
