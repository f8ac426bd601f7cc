"""What reconciling has seen is in the ledger, for all of its machines."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from planilla.ledger.ledger import Ledger
from planilla.reconcile.job import Reconcile
from planilla.reconcile.seen_payments import SEEN, nothing, remember, remembered, take_in
from planilla.reconcile.sequence import Reconciliation, reconcile_one
from planilla.sandbox.server import Sandbox
from planilla.settings.open_ledger import open_ledger
from planilla.settings.settings import Settings
from tests.helpers import settings_for

LINE = {
    "source": "banco",
    "fecha": date(2026, 11, 3),
    "importe": Decimal("1234567.80"),
    "moneda": "PES",
    "texto": 'TRF "EL ÑANDÚ"\n \\ 30-1',
}


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Sandbox() as box, open_ledger(settings_for(box, tmp_path / "home")) as opened:
        yield opened


def payments(*names: str, **more: object) -> pl.DataFrame:
    lines = [{"id": name, **LINE, **more} for name in names]
    return pl.DataFrame(lines, schema=SEEN)


def ids(ledger: Ledger) -> list[str]:
    return remembered(ledger.seen_payments, "")["id"].to_list()


def test_a_payment_comes_back_as_it_was_kept(ledger: Ledger) -> None:
    whole = pl.concat([payments("a", "b"), payments("c", neto=Decimal("-0.01"), eleccion="FC 1")])
    remember(ledger.seen_payments, "", nothing(), whole)
    assert remembered(ledger.seen_payments, "").equals(whole)
    assert remembered(ledger.seen_payments, "norte").equals(nothing())


def test_a_payment_that_changed_is_kept_as_it_is_now_and_one_left_out_goes(ledger: Ledger) -> None:
    seen, first = ledger.seen_payments, payments("a", "b")
    remember(seen, "", nothing(), first)
    chosen = pl.concat([payments("a", eleccion="FC 1"), payments("c")])
    remember(seen, "", first, chosen)
    assert remembered(seen, "").equals(chosen)
    assert remembered(seen, "").schema == pl.Schema(SEEN)


def test_what_another_keeps_meanwhile_is_not_lost(ledger: Ledger) -> None:
    seen, first = ledger.seen_payments, payments("a")
    remember(seen, "", nothing(), first)
    remember(seen, "", first, pl.concat([first, payments("b")]))
    remember(seen, "", first, pl.concat([first, payments("c")]))  # it had not seen b
    assert ids(ledger) == ["a", "b", "c"]


def test_the_file_of_each_machine_is_taken_in_once_and_kept(ledger: Ledger, tmp_path: Path) -> None:
    seen = ledger.seen_payments
    for machine, names in (("uno", "ab"), ("dos", "bc")):
        folder = tmp_path / machine / "conciliacion"
        folder.mkdir(parents=True)
        older = payments(*names, eleccion="FC 1" if machine == "dos" else None).drop("igual_a")
        older.write_parquet(folder / "pagos.parquet")
        take_in(seen, "", folder.parent)
    found = remembered(seen, "")
    assert found["id"].to_list() == ["a", "b", "c"]
    assert found["eleccion"].to_list() == [None, "FC 1", "FC 1"]
    seen.keep("", {}, gone=["a", "b", "c"])
    take_in(seen, "", tmp_path / "uno")
    assert ids(ledger) == []
    assert (tmp_path / "uno" / "conciliacion" / "pagos.tomado.parquet").is_file()


def test_a_second_machine_knows_what_the_first_one_saw(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'shared.sqlite3'}"
    banks = [statement(tmp_path / name, amount) for name, amount in (("a", 150), ("b", 99))]
    with Sandbox() as box:
        one, two = (settings_for(box, tmp_path / f"home {n}", ledger_url=url) for n in "ab")
        compared(one, tmp_path / "out a", banks[0])
        second = compared(two, tmp_path / "out b", banks[1])
        forgetful = compared(one, tmp_path / "out a", banks[1], forget=True)
        after = compared(two, tmp_path / "out b", banks[1])
    amounts = [sorted(d.reconciled.payments["importe"]) for d in (second, forgetful, after)]
    assert amounts == [[99, 150], [99], [99]]


def statement(folder: Path, amount: int) -> Path:
    folder.mkdir()
    path = folder / "banco.csv"
    path.write_text(
        "Cuenta;CUIT Cuenta;Fecha;Monto;N° de Comprobante;Descripción;Saldo\n"
        f"1;30707070707;03/11/2026;{amount},00;1;CLIENTE 7;0\n",
        encoding="utf-8",
    )
    return path


def compared(settings: Settings, out: Path, bank: Path, *, forget: bool = False) -> Reconciliation:
    job = Reconcile(payments=(bank,), out=out, forget=forget)
    return asyncio.run(reconcile_one(job, settings))
