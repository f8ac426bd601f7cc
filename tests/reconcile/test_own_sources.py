"""An office's own declarations: beside the built-in ones, wherever a statement is read."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from pathlib import Path

import pytest

from planilla.common.errors import MissingColumns, SettingsError
from planilla.inbox.recognise import FileKind, recognise
from planilla.reconcile.job import Reconcile
from planilla.reconcile.sequence import Reconciliation, reconcile_one
from planilla.reconcile.sources import read_source
from planilla.reconcile.sources.kept import folder
from planilla.sandbox.server import Sandbox
from schemas.sources.declaration import Declaration, read_declaration
from tests.helpers import settings_for
from tests.reconcile.test_statements import CUIT, INVOICES, NACION, written

MINE = """\
title = "Cooperativa"
yields = "payments"

[columns]
fecha = ["Día"]
importe = ["Entró"]
texto = ["Quién"]
comprobante = ["Factura"]
"""
STATEMENT = f"Día;Entró;Quién;Factura\n16/11/2026;1.210,00;{CUIT};\n"
OTHER = f"{NACION}16/11/2026;1;TRF {CUIT};500,00;500,00\n"


def declared(folder_: Path, text: str = MINE, name: str = "mia.toml") -> Declaration:
    return read_declaration(written(folder_, text, name))


def reconciled(folder_: Path, *statements: Path, **options: object) -> Reconciliation:
    invoice = f"{INVOICES}02/11/2026;FACTURA A;3;101;{CUIT};Uno;1210,00\n"
    job = Reconcile(
        invoices=(written(folder_, invoice, "facturas.csv"),),
        payments=statements,
        out=folder_ / "out",
        **options,  # type: ignore[arg-type]
    )
    with Sandbox() as box:
        return asyncio.run(reconcile_one(job, settings_for(box, folder_ / "home")))


def test_a_declaration_that_is_given_adds_to_the_built_in_ones(tmp_path: Path) -> None:
    mine = written(tmp_path, MINE, "mia.toml")
    both = written(tmp_path, STATEMENT, "a.csv"), written(tmp_path, OTHER, "b.csv")
    found = reconciled(tmp_path, *both, declarations=(mine,))
    assert found.unread == ()
    assert sorted(found.reconciled.payments["source"]) == ["Banco Nación", "Cooperativa"]


def test_what_stands_in_the_home_is_known_to_every_reconciliation(tmp_path: Path) -> None:
    written(folder(tmp_path / "home"), MINE, "mia.toml")
    found = reconciled(tmp_path, written(tmp_path, STATEMENT, "a.csv"))
    assert found.reconciled.to_register["importe"].to_list() == [Decimal(1210)]


def test_the_inbox_knows_a_statement_of_the_home_and_never_takes_it_for_payments(
    tmp_path: Path,
) -> None:
    path = written(tmp_path, STATEMENT, "a.csv")
    assert recognise(path) is not FileKind.EXTRACTO
    written(folder(tmp_path / "home"), MINE, "mia.toml")
    assert recognise(path, tmp_path / "home") is FileKind.EXTRACTO
    assert recognise(written(tmp_path, OTHER, "b.csv"), tmp_path / "home") is FileKind.EXTRACTO


def test_a_declaration_of_the_home_that_is_none_is_told_by_name(tmp_path: Path) -> None:
    written(folder(tmp_path / "home"), 'title = "x"\n', "rota.toml")
    with pytest.raises(SettingsError, match=r"rota\.toml"):
        reconciled(tmp_path, written(tmp_path, STATEMENT, "a.csv"))
    with pytest.raises(SettingsError, match=r"rota\.toml"):
        recognise(written(tmp_path, STATEMENT, "a.csv"), tmp_path / "home")


def test_a_proposal_that_nobody_confirmed_is_not_read(tmp_path: Path) -> None:
    written(folder(tmp_path / "home"), MINE, "mia.toml.propuesta")
    path = written(tmp_path, STATEMENT, "a.csv")
    assert recognise(path, tmp_path / "home") is not FileKind.EXTRACTO


def test_a_loose_declaration_of_the_home_does_not_swallow_a_known_bank(tmp_path: Path) -> None:
    loose = declared(
        tmp_path,
        'title = "Floja"\nyields = "payments"\n[columns]\nfecha = ["Fecha"]\n'
        'importe = ["Importe"]\n',
    )
    path = written(tmp_path, OTHER, "b.csv")
    assert read_source(path, (), "payments", [loose]).declaration.title == "Banco Nación"
    assert read_source(path, [loose], "payments").declaration.title == "Floja"


def test_one_that_fits_as_well_as_a_built_in_one_is_the_offices_own(tmp_path: Path) -> None:
    text = (
        'title = "Mi Nación"\nyields = "payments"\n[columns]\nfecha = ["Fecha"]\n'
        'marca = ["Comprobante"]\ntexto = ["Concepto"]\nimporte = ["Importe"]\n'
        'saldo_banco = ["Saldo"]\n'
    )
    path = written(tmp_path, OTHER, "b.csv")
    own = declared(tmp_path, text)
    assert read_source(path, (), "payments", [own]).declaration.title == "Mi Nación"


def test_a_line_keeps_its_name_when_a_declaration_is_added(tmp_path: Path) -> None:
    path = written(tmp_path, STATEMENT, "a.csv")
    written(folder(tmp_path / "home"), MINE, "mia.toml")
    first = reconciled(tmp_path, path).reconciled.payments["id"].to_list()
    more = MINE.replace("Cooperativa", "Cooperativa nueva") + 'referencia = ["Quién"]\n'
    written(folder(tmp_path / "home"), more, "otra.toml")
    second = reconciled(tmp_path, path).reconciled.payments
    assert second["id"].to_list() == first
    assert second["source"].to_list() == ["Cooperativa nueva"]


def test_a_file_that_the_given_declaration_does_not_fit_is_told_what_it_lacks(
    tmp_path: Path,
) -> None:
    path = written(tmp_path, "Uno;Dos\n1;2\n", "x.csv")
    with pytest.raises(MissingColumns, match=r"Para «Cooperativa» faltan columnas: fecha"):
        read_source(path, [declared(tmp_path)], "payments")
