"""Ledgers of earlier versions: what they know is known, to the last row."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from planilla.ledger.ledger import Ledger
from planilla.ledger.tables import issuers
from planilla.model.issuers import Issuer, Issuers
from tests.ledger.earlier import issued, ledger_of_0006
from tests.ledger.test_companies import NORTE, SUR, qr

LEASE = timedelta(minutes=5)


def check(address: str, folder: Path) -> None:
    """What must hold on every kind of database."""
    rows = [
        issued("default", 1, 1),
        issued("default", 1, 2, qr(NORTE)),
        issued("sur", 2, 3, qr(SUR)),
        issued("mixto", 3, 4, qr(SUR)),
        issued("mixto", 3, 5, qr(NORTE)),
        issued("nuevo", 4, 6, state="pending", number=None),
    ]
    ledger_of_0006(address, "tusfacturas", rows)
    with Ledger(address, "tusfacturas", folder, LEASE) as ledger:
        with ledger._engine.connect() as connection:
            known = {row.key: row.cuit for row in connection.execute(select(issuers))}
        assert known == {"default": NORTE, "sur": SUR, "mixto": "", "nuevo": ""}
        points = frozenset({1})
        ledger.take(
            Issuers(
                Issuer(None, NORTE, "", points, "uno"), Issuer(None, SUR, "", frozenset({2}), "dos")
            )
        )
        for account, own in (("default", {1, 2, 4, 5, 6}), ("sur", {3, 4, 5, 6})):
            found = {n for n in range(1, 7) if ledger.operations.latest(account, f"R-{n}")}
            assert found == own
        assert len(ledger.operations.some(range(1, 7))) == 6


def test_each_account_of_an_earlier_ledger_has_the_cuit_that_it_issued_for(tmp_path: Path) -> None:
    check(f"sqlite:///{tmp_path / 'ledger.sqlite3'}", tmp_path)


@pytest.mark.parametrize("service", ["tusfacturas", "sandbox"])
def test_an_office_of_one_set_goes_on_as_the_company_that_it_is(
    tmp_path: Path, service: str
) -> None:
    address = f"sqlite:///{tmp_path / 'ledger.sqlite3'}"
    ledger_of_0006(address, service, [issued("default", 1, 1, qr(NORTE))])
    with Ledger(address, service, tmp_path, LEASE) as ledger:
        ledger.take(Issuers(Issuer(cuit=NORTE)))
        assert ledger.issuers.accounts == ("default",)
        ledger.take(Issuers(Issuer(None, NORTE, "", frozenset({1}), "uno")))
        assert ledger.issuers.accounts == ("default",)
