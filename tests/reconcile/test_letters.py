"""A statement whose «Tipo» says C and D is no list of comprobantes: told, and described at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from planilla.common.errors import NotDocuments
from planilla.inbox.recognise import FileKind, recognise
from planilla.reconcile.describing.describe import describe
from planilla.reconcile.describing.proposal import keep, written
from planilla.reconcile.sources import read_source
from planilla.reconcile.sources.kept import standing

STATEMENT = (
    "Fecha;Concepto;Tipo;Importe;Saldo\n"
    "16/11/2026;TRANSF RECIBIDA 30712345671;C;1.210,00;50.183,68\n"
    "17/11/2026;IMP LEY 25413;D;183,68;50.000,00\n"
)
CARDS = (
    "Fecha de presentación;Fecha de pago;Tarjeta;Lote;Cupón;Monto bruto;Arancel;Monto neto\n"
    "14/11/2026;16/11/2026;Visa Débito;12;3345;10.000,00;96,80;9.903,20\n"
)
PATAGONIA = (
    "Banco Patagonia;;;;;;\nFECHA;CONCEPTO;REFER.;FECHA VALOR;DEBITOS;CREDITOS;SALDO\n"
    "13/11/26;ANTERIOR;;;;;50.000,00\n"
    "16/11/26;TRANSF 30712345671;9;16/11/26;;10,00;\n17/11/26;IMP;8;17/11/26;7,00;;50.003,00\n"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "lago.csv"
    made.write_text(STATEMENT, encoding="utf-8")
    return made


def test_it_is_not_taken_for_comprobantes_nor_for_a_list_to_ask_for(path: Path) -> None:
    for reads in (
        lambda: read_source(path),
        lambda: read_source(path, yields="documents"),
        lambda: recognise(path, path.parent),
    ):
        with pytest.raises(NotDocuments, match="«Tipo» dice qué entró y qué salió: es un extracto"):
            reads()


def test_it_is_described_without_a_question_and_then_read_alone(path: Path) -> None:
    found = describe(path)
    assert not found.guess.asks
    trial = found.tried("Banco del Lago")
    assert (trial.gaps, trial.faults) == (0, 0)
    keep(written(trial.declaration, path.name, ()), "Banco del Lago", path.parent, confirmed=True)
    assert recognise(path, path.parent) is FileKind.EXTRACTO
    read = read_source(path, (), "payments", standing(path.parent))
    assert read.frame["importe"].to_list() == [1210]


def test_a_card_processors_gross_amount_is_what_was_paid(tmp_path: Path) -> None:
    path = tmp_path / "tarjetas.csv"
    path.write_text(CARDS, encoding="utf-8")
    found = describe(path)
    assert set(found.guess.asks) == {"fecha", "direction"}
    heading = {one.place: one.heading for one in found.columns}
    roles = {name: [heading[p] for p in own] for name, own in found.guess.places.items()}
    assert (roles["importe"], roles["referencia"]) == (["Monto bruto"], ["Cupón"])


def test_patagonia_prints_few_balances_and_what_it_prints_is_proved(tmp_path: Path) -> None:
    path = tmp_path / "patagonia.csv"
    path.write_text(PATAGONIA, encoding="utf-8")
    found = read_source(path)
    assert found.declaration.title == "Banco Patagonia"
    assert found.frame.select("importe", "referencia").rows() == [(10, "9")]
    assert found.out is not None
    assert found.out["importe"].to_list() == [7]
    assert not found.faults
    path.write_text(PATAGONIA.replace("50.003,00", "50.004,00"), encoding="utf-8")
    assert [one.code for one in read_source(path).faults] == ["SALDO_NO_SIGUE"]
