"""A declared sheet in the office: answers about its other headings, and headings that change."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from planilla.batch.run_result import Outcome
from planilla.common.calendar import today
from planilla.common.errors import MissingColumns
from planilla.comprobantes.load import judged, read_by
from planilla.inbox.recognise import FileKind, recognise
from planilla.model.column_answers import ColumnAnswers
from planilla.model.issuers import Issuer, Issuers
from planilla.review.heading_questions import answer_heading
from planilla.sandbox.server import Sandbox
from planilla.settings.foreign_sheets import declared_sheets
from planilla.settings.open_ledger import open_ledger
from planilla.writing.report import Estado
from tests.helpers import Job, run, settings_for, write_csv

TIENDA = """
[columnas]
fecha = "Emitida"
tipo = "Cbte"
documento_nro = "Identidad"
razon_social = "Quién"
condicion_iva = "Sit."
descripcion = "Cosa"
precio_unitario_sin_iva = "{price}"
alicuota = "Por ciento"

[constantes]
punto_venta = 1
"""


def _sale(number: int, price: str = "Tarifa", **more: Any) -> dict[str, Any]:
    return {
        "Emitida": f"{today():%d/%m/%Y}", "Cbte": "FB", "Identidad": "20-40937847-2",
        "Quién": f"Cliente {number}", "Sit.": "CF", "Cosa": f"Caja {number}", price: "100",
        "Por ciento": "21", **more,
    }  # fmt: skip


class Office:
    def __init__(self, box: Sandbox, folder: Path) -> None:
        self.box, self.folder = box, folder
        self.settings = settings_for(box, folder / "home", budget_seconds=5)
        self.declare("Tarifa")

    def declare(self, price: str) -> None:
        self.settings.sheets.mkdir(parents=True, exist_ok=True)
        text = TIENDA.format(price=price)
        (self.settings.sheets / "tienda.toml").write_text(text, encoding="utf-8")

    def emit(self, *rows: dict[str, Any], name: str = "tienda.csv") -> Outcome:
        return run(Job((write_csv(self.folder / name, rows),), self.settings))

    def say(self, answer: str) -> None:
        with open_ledger(self.settings) as ledger:
            for one in ledger.headings.waiting():
                answer_heading(ledger, one, answer, "Ana")

    @property
    def totals(self) -> list[Decimal]:
        return sorted(Decimal(str(held["total"])) for held in self.box.books.held)


@pytest.fixture
def office(tmp_path: Path) -> Any:
    with Sandbox() as box:
        yield Office(box, tmp_path)


def test_an_answer_about_another_heading_of_it_is_read(office: Office) -> None:
    rows = _sale(1, Dto="10"), _sale(2, Dto="0")
    assert office.emit(*rows).rows == {Estado.A_REVISAR: 2}
    office.say("es bonificacion_porcentaje")
    assert office.emit(*rows).rows == {Estado.EMITIDO: 2}
    assert office.totals == [Decimal("108.90"), Decimal("121.00")]


def test_what_was_issued_before_an_answer_is_not_issued_again(office: Office) -> None:
    assert office.emit(_sale(1, Dto="0")).rows == {Estado.EMITIDO: 1}
    assert office.emit(_sale(2, Dto="10"), name="otra.csv").rows == {Estado.A_REVISAR: 1}
    office.say("es bonificacion_porcentaje")
    done = office.emit(_sale(1, Dto="0"), _sale(2, Dto="10"), name="todo.csv")
    assert done.rows == {Estado.YA_EMITIDO: 1, Estado.EMITIDO: 1}
    assert len(office.totals) == 2


def test_an_answer_that_is_a_column_that_was_declared_is_refused_and_not_passed_over(
    office: Office,
) -> None:
    sold = _sale(1, **{"Precio final": "150"})
    assert office.emit(sold).rows == {Estado.A_REVISAR: 1}
    office.say("es precio_unitario_sin_iva")
    assert office.emit(sold).rows == {Estado.INVALIDO: 1}
    assert office.totals == []


def test_a_heading_that_is_called_otherwise_by_now_issues_nothing_twice(office: Office) -> None:
    rows = [_sale(n) for n in (1, 2, 3)]
    assert office.emit(*rows).rows == {Estado.EMITIDO: 3}
    office.declare("Precio de hoy")
    renamed = [_sale(n, "Precio de hoy") for n in (1, 2, 3)]
    assert office.emit(*renamed, name="otra.csv").rows == {Estado.A_REVISAR: 3}
    alone = office.emit(renamed[1], _sale(9, "Precio de hoy"), name="una.csv")
    assert alone.rows == {Estado.A_REVISAR: 1, Estado.EMITIDO: 1}
    assert len(office.totals) == 4


def test_a_sheet_that_was_declared_stays_so_though_its_headings_are_second_spellings_by_now(
    office: Office,
) -> None:
    text = TIENDA.format(price="P. Unit. s/IVA")
    for ours, theirs in (("Emitida", "Fecha"), ("Cbte", "Comprobante"), ("Identidad", "CUIT"),
                         ("Quién", "Cliente"), ("Sit.", "Cond. IVA"), ("Cosa", "Detalle"),
                         ("Por ciento", "Alíc.")):  # fmt: skip
        text = text.replace(f'"{ours}"', f'"{theirs}"')
    text = text.replace("punto_venta = 1", "").replace("[constantes]", 'punto_venta = "PV"')
    (office.settings.sheets / "tienda.toml").write_text(text, encoding="utf-8")
    sold = dict(zip(
        ("Fecha", "Comprobante", "CUIT", "Cliente", "Cond. IVA", "Detalle", "P. Unit. s/IVA",
         "Alíc."),
        _sale(1).values(), strict=True,
    )) | {"PV": "1"}  # fmt: skip
    assert office.emit(sold).rows == {Estado.EMITIDO: 1}
    assert str(office.box.books.held[0]["external_reference"]).startswith("hoja-")


def test_the_inbox_knows_a_declared_sheet(office: Office) -> None:
    path = write_csv(office.folder / "t.csv", [_sale(1)])
    declared = declared_sheets(office.settings.sheets)
    assert recognise(path, office.settings.home, declared) is FileKind.COMPROBANTES


def test_two_companies_may_mean_different_columns_by_the_same_headings(tmp_path: Path) -> None:
    norte, sur = "30707070707", "30500010912"
    issuers = Issuers(
        Issuer("RI", norte, "norte", frozenset({1}), name="norte"),
        Issuer("RI", sur, "sur", frozenset({2}), name="sur"),
    )
    (tmp_path / "hojas").mkdir()
    for cuit, price in ((norte, "precio_unitario_sin_iva"), (sur, "precio_unitario_con_iva")):
        text = TIENDA.format(price="Tarifa").replace("precio_unitario_sin_iva", price)
        text = text.replace("punto_venta = 1", "").replace("[constantes]", 'punto_venta = "Local"')
        path = tmp_path / "hojas" / f"de_{cuit}.toml"
        path.write_text(f'emisor = "{cuit}"\n{text}', encoding="utf-8")
    answers = ColumnAnswers(declared=declared_sheets(tmp_path / "hojas"))

    def totals(*points: int) -> list[str]:
        rows = [_sale(n, Local=point) for n, point in enumerate(points)]
        readings = read_by(write_csv(tmp_path / "t.csv", rows), answers, issuers)
        return [str(one.total) for one in judged(readings.typed, today(), issuers).asked]

    assert totals(1, 1) == ["121.00", "121.00"]
    assert totals(2) == ["100.00"]
    with pytest.raises(MissingColumns, match="ninguna de esas declaraciones"):
        totals(1, 2)
