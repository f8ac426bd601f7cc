"""Keys of a ledger and companies: what was written under a profile's name is found by its CUIT."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from planilla.common.calendar import now, today
from planilla.common.errors import LeaseLost, LedgerError, SettingsError
from planilla.ledger.database import insert_new, writing
from planilla.ledger.ledger import Ledger
from planilla.ledger.read_lanes import raise_last
from planilla.ledger.tables import files, issuers, leases, operations
from planilla.model.issuers import Issuer, Issuers
from planilla.model.operation import Scope, State
from planilla.sandbox.answers import qr_text

NORTE, SUR = "30712345671", "30700000148"
FILE = {"sha256": "0", "name": "a.csv", "path": "a.csv"}


def opened(folder: Path, service: str = "tusfacturas") -> Ledger:
    address = f"sqlite:///{folder / 'ledger.sqlite3'}"
    return Ledger(address, service, folder, timedelta(minutes=5))


def put(ledger: Ledger, account: str, point: int, referencia: str, **changes: Any) -> int:
    """An operation as an earlier version wrote it: in the scope and lane of its account."""
    state = changes.get("state", State.PENDING)
    values: dict[str, Any] = {
        **dict.fromkeys(("cae", "pdf_url", "afip_qr", "requiere_fec", "queue", "reason"), ""),
        "kind": "issue",
        "account": account,
        "referencia": referencia,
        "revision": 0,
        "external_reference": referencia,
        "content": f"{point} {referencia}",
        "scope": f"{account}|{point}",
        "lane": f"{account}|{point}|FACTURA B",
        "tipo": "FACTURA B",
        "punto_venta": point,
        "fecha": today(),
        "documento_tipo": "DNI",
        "documento_nro": "12345678",
        "moneda": "PES",
        "total": "100",
        "body": "{}",
        "file_id": 1,
        "first_row": 2,
        "state": state,
        "fence": 0,
        "attempts": 0,
        "errors": "[]",
        "observations": "[]",
        "evidence": "",
        "created_at": now(),
        "updated_at": now(),
        **changes,
    }
    with writing(ledger._engine) as connection:
        insert_new(connection, files, {"id": 1, "seen_at": now(), **FILE})
        query = insert(operations).values(**values).returning(operations.c.id)
        number = connection.execute(query).scalar_one()
        if state is State.DONE and values.get("number"):
            raise_last(connection, values["lane"], values["number"])
    return int(number)


def known_as(ledger: Ledger, cuits: Mapping[str, str]) -> None:
    """What the QRs of earlier comprobantes told."""
    with writing(ledger._engine) as connection:
        for key, cuit in cuits.items():
            values = {"key": key, "cuit": cuit, "shown": bool(cuit), "lead": key}
            connection.execute(insert(issuers).values(**values))


def sets(*told: tuple[str, str, int]) -> Issuers:
    """Sets of credentials by name, CUIT and point of sale."""
    return Issuers(*(Issuer(None, cuit, "", frozenset({p}), name) for name, cuit, p in told))


def qr(cuit: str) -> str:
    held = {
        "cae": "7",
        "numero": 1,
        "punto_venta": 1,
        "tipo": "FACTURA B",
        "total": Decimal(1),
        "cliente": {"documento_nro": "1", "documento_tipo": "DNI"},
        "comprobante": {"fecha": f"{today():%d/%m/%Y}", "moneda": "PES", "cotizacion": 1},
    }
    return qr_text(held, cuit)


def names(ledger: Ledger, account: str, referencia: str) -> list[str]:
    return [one.referencia for one in ledger.operations.revisions(account, referencia)]


def test_companies_that_have_issued_stay_apart_whatever_their_profiles_are_called(
    tmp_path: Path,
) -> None:
    with opened(tmp_path) as ledger:
        put(ledger, "norte", 1, "R-1", state=State.DONE)
        put(ledger, "sur", 2, "R-2", state=State.DONE)
        known_as(ledger, {"norte": NORTE, "sur": SUR})
        ledger.take(sets(("uno", NORTE, 1), ("dos", SUR, 2)))
        assert list(ledger.issuers.accounts) == ["norte", "sur"]
        assert names(ledger, "norte", "R-1") == ["R-1"]
        assert not names(ledger, "sur", "R-1")
        ledger.take(sets(("sur", "", 9)))
        assert list(ledger.issuers.accounts) == ["sur"]


def test_a_set_that_may_be_two_companies_has_to_say_its_cuit(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        known_as(ledger, {"norte": NORTE, "sur": SUR})
        with pytest.raises(SettingsError, match=f"«tres».*{SUR}, {NORTE}.*issuer_cuit"):
            ledger.take(sets(("tres", "", 3)))


def test_two_accounts_that_turn_out_one_company_work_one_scope_and_one_lane(
    tmp_path: Path,
) -> None:
    with opened(tmp_path) as ledger:
        put(ledger, "norte", 1, "R-1", state=State.DONE, number=7)
        put(ledger, "centro", 1, "R-2", state=State.DONE, number=9)
        waiting = put(ledger, "centro", 1, "R-3")
        known_as(ledger, {"norte": NORTE, "centro": NORTE})
        ledger.take(sets(("uno", NORTE, 1)))
        (lead,) = ledger.issuers.accounts
        (found,) = ledger.operations.unsettled(Scope(f"{lead}|1"))
        assert found.id == waiting
        assert found.lane == f"{lead}|1|FACTURA B"
        assert ledger.lanes.last_number(found.lane) == 9
        assert {names(ledger, lead, f"R-{n}")[0] for n in (1, 2, 3)} == {"R-1", "R-2", "R-3"}
        assert ledger.operations.points() == {(lead, 1)}


def test_nothing_is_moved_while_another_process_works_there(tmp_path: Path) -> None:
    with opened(tmp_path) as at_work, opened(tmp_path) as ledger:
        put(ledger, "norte", 1, "R-1")
        put(ledger, "centro", 2, "R-2")
        known_as(ledger, {"norte": NORTE, "centro": NORTE})
        leased = [at_work.leases.take(Scope(scope)) for scope in ("norte|1", "centro|2")]
        with pytest.raises(LedgerError, match="let it end"):
            ledger.take(sets(("uno", NORTE, 1)))
        for lease in leased:
            assert lease is not None
            at_work.leases.release(lease)
        ledger.take(sets(("uno", NORTE, 1)))


def test_a_process_that_was_frozen_sends_nothing_in_a_scope_that_was_moved(tmp_path: Path) -> None:
    with opened(tmp_path) as frozen, opened(tmp_path) as ledger:
        first, second = put(ledger, "norte", 1, "R-1"), put(ledger, "centro", 1, "R-2")
        known_as(ledger, {"norte": NORTE, "centro": NORTE})
        leased = [frozen.leases.take(Scope(f"{name}|1")) for name in ("norte", "centro")]
        with writing(ledger._engine) as connection:
            connection.execute(update(leases).values(expires_at=now() - timedelta(hours=1)))
        ledger.take(sets(("uno", NORTE, 1)))
        for number, lease in zip((first, second), leased, strict=True):
            assert lease is not None
            assert not frozen.leases.renew(lease)
            with pytest.raises(LeaseLost):
                frozen.operations.begin(frozen.operations.get(number), lease, 1)


def test_an_account_whose_company_nobody_knows_is_looked_into_by_every_company(
    tmp_path: Path,
) -> None:
    with opened(tmp_path) as ledger:
        put(ledger, "viejo", 3, "R-1")
        ledger.take(sets(("uno", NORTE, 1), ("dos", SUR, 2)))
        assert [names(ledger, account, "R-1") for account in ledger.issuers.accounts] == [
            ["R-1"]
        ] * 2


def test_an_account_is_claimed_by_the_company_that_has_its_points_of_sale(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        put(ledger, "viejo", 2, "R-1")
        ledger.take(sets(("uno", NORTE, 1), ("dos", SUR, 2)))
        one, two = ledger.issuers.accounts
        assert (names(ledger, one, "R-1"), names(ledger, two, "R-1")) == ([], ["R-1"])
        assert ledger.set_of(ledger.operations.get(1).scope) == "dos"


def test_companies_that_were_taken_for_one_are_parted_when_the_settings_tell(
    tmp_path: Path,
) -> None:
    with opened(tmp_path) as ledger:
        put(ledger, "norte", 1, "R-1")
        put(ledger, "sur", 2, "R-2")
        ledger.take(sets(("norte", "", 1), ("sur", "", 2)))
        assert len(ledger.issuers.accounts) == 1
        assert names(ledger, "norte", "R-2") == ["R-2"]
        ledger.take(sets(("norte", NORTE, 1), ("sur", SUR, 2)))
        assert list(ledger.issuers.accounts) == ["norte", "sur"]
        assert not names(ledger, "norte", "R-2")
        assert [ledger.operations.get(n).scope for n in (1, 2)] == ["norte|1", "sur|2"]


def test_what_is_issued_tells_whose_the_account_is_for_good(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        number = put(ledger, "default", 1, "R-1")
        ledger.take(sets(("default", "", 1)))
        lease = ledger.leases.take(Scope("default|1"))
        assert lease is not None
        ledger.operations.begin(ledger.operations.get(number), lease, 1)
        sent = ledger.operations.get(number)
        ledger.operations.move(sent, lease, State.DONE, "issued", number=1, afip_qr=qr(NORTE))
        ledger.leases.release(lease)
        ledger.take(sets(("default", SUR, 1)))  # the office works for another company now
        assert list(ledger.issuers.accounts) == [SUR]
        assert not names(ledger, SUR, "R-1")
        ledger.take(sets(("cualquiera", NORTE, 1)))
        assert list(ledger.issuers.accounts) == ["default"]


def test_the_qr_of_a_sandbox_tells_nothing(tmp_path: Path) -> None:
    with opened(tmp_path, "sandbox") as ledger:
        number = put(ledger, "default", 1, "R-1")
        ledger.take(sets(("default", "", 1)))
        lease = ledger.leases.take(Scope("default|1"))
        assert lease is not None
        operation = ledger.operations.get(number)
        ledger.operations.move(operation, lease, State.DONE, "adopted", afip_qr=qr(NORTE))
        ledger.leases.release(lease)
        ledger.take(sets(("uno", SUR, 1)))
        assert names(ledger, "default", "R-1") == ["R-1"]
        with ledger._engine.connect() as connection:
            assert connection.execute(select(issuers.c.cuit)).scalars().all() == [SUR]
