"""What was issued wrongly is annulled once, whatever file names it and whenever."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planilla.annul.prepare import Prepared, prepare
from planilla.common.calendar import today
from planilla.sandbox.server import Sandbox
from planilla.settings.open_ledger import open_ledger
from planilla.writing.report import Estado
from tests.helpers import Job, row, run, settings_for, write_csv

ANA = "30-71234567-1"
OF_A = {"tipo": "FACTURA A", "documento_tipo": "CUIT", "documento_nro": ANA, "condicion_iva": "RI"}


class Office:
    """An office with a sandbox that holds what it issues."""

    def __init__(self, box: Sandbox, folder: Path) -> None:
        self.box, self.folder = box, folder
        self.settings = settings_for(box, folder / "home", budget_seconds=5)

    def issue(self, name: str, *rows: dict[str, Any]) -> Path:
        """The result of a file that is issued."""
        source = write_csv(self.folder / name, list(rows))
        run(Job((source,), self.settings))
        return self.folder / "resultados" / f"{source.stem}.resultado.xlsx"

    def plan(self, *files: Path) -> list[Prepared]:
        with closing(open_ledger(self.settings)) as ledger:
            return list(prepare(files, None, ledger, today()))

    def annul(self, *files: Path) -> tuple[dict[Estado, int], list[str]]:
        """What became of the rows of the notes, and what was not annulled, and why."""
        plans = self.plan(*files)
        sheets = tuple(plan.sheet for plan in plans if plan.sheet)
        rows: Counter[Estado] = Counter()
        for file in run(Job(sheets, self.settings)).files if sheets else ():
            rows.update(file.rows)
        return dict(rows), [one.why for plan in plans for one in plan.told]

    @property
    def notes(self) -> list[dict[str, Any]]:
        return [one for one in self.box.books.held if one["tipo"].startswith("NOTA DE CREDITO")]

    def named(self) -> Counter[tuple[Any, ...]]:
        """How often each comprobante is annulled in the service's books."""
        return Counter(
            (str(a["tipo_comprobante"]), int(a["punto_venta"]), int(a["numero"]))
            for note in self.notes
            for a in note["comprobante"]["comprobantes_asociados"]
        )


def sold(held: dict[str, Any]) -> tuple[Any, ...]:
    """What a comprobante of the service is about: its total, and its concepts to the digit."""
    figures = ("cantidad", "bonificacion_porcentaje")
    return Decimal(str(held["total"])), [
        (
            one["producto"]["descripcion"],
            *(Decimal(str(one[name])) for name in figures),
            Decimal(str(one["producto"]["precio_unitario_sin_iva"])),
            Decimal(str(one["producto"]["alicuota"])),
        )
        for one in held["comprobante"]["detalle"]
    ]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Sandbox() as box:
        yield Office(box, tmp_path)


def test_each_comprobante_gets_one_note_of_the_same_and_a_second_run_does_nothing(
    office: Office,
) -> None:
    concepts = [
        row(1, **OF_A, descripcion="Yerba 50 %\nmás", bonificacion_porcentaje="10", total=""),
        {"referencia": "R-00001", "descripcion": "Flete", "precio_unitario_sin_iva": "50.12",
         "alicuota": "10,5"},
    ]  # fmt: skip
    result = office.issue("ventas.csv", *concepts, row(2), row(3))
    assert office.annul(result) == ({Estado.EMITIDO: 4}, [])
    issued = [one for one in office.box.books.held if one["tipo"].startswith("FACTURA")]
    assert sorted(map(sold, office.notes)) == sorted(map(sold, issued))
    assert {n["external_reference"] for n in office.notes} == {
        "AN-A-00001-00000001", "AN-B-00001-00000001", "AN-B-00001-00000002"
    }  # fmt: skip
    before = office.named()
    assert office.annul(result) == ({Estado.YA_EMITIDO: 4}, [])
    other = result.rename(result.with_name("otro nombre.xlsx"))
    assert office.annul(other) == ({Estado.YA_EMITIDO: 4}, [])
    assert office.named() == before
    assert set(before.values()) == {1}


def test_of_a_batch_issued_twice_on_purpose_the_second_is_annulled(office: Office) -> None:
    office.issue("ventas.csv", row(1), row(2))
    again = [row(n, referencia=f"OTRA-{n}", descripcion=f"Servicio {n} otra vez") for n in (1, 2)]
    twice = office.issue("otra vez.csv", *again)
    assert office.annul(twice) == ({Estado.EMITIDO: 2}, [])
    assert office.named() == {("FACTURA B", 1, 3): 1, ("FACTURA B", 1, 4): 1}


def test_with_a_column_anular_only_the_rows_that_say_so(office: Office) -> None:
    office.issue("ventas.csv", row(1), row(2), row(3))
    lines = [
        {"comprobante": f"FACTURA B 1-{n}", "anular": mark}
        for n, mark in ((1, ""), (2, "sí"), (3, "quizás"))
    ]
    rows, why = office.annul(write_csv(office.folder / "lista.csv", lines))
    assert rows == {Estado.EMITIDO: 1}
    assert office.named() == {("FACTURA B", 1, 2): 1}
    assert why == [
        "No se sabe si «quizás» quiere decir que se anula: escriba SI, o deje la celda vacía."
    ]


def test_what_an_ordinary_note_took_already_is_not_annulled_beyond_its_total(
    office: Office,
) -> None:
    result = office.issue("ventas.csv", row(1))
    named = {"asociado_tipo": "FACTURA B", "asociado_punto_venta": 1, "asociado_numero": 1}
    named["asociado_fecha"] = f"{today():%d/%m/%Y}"
    part = row(9, tipo="NOTA DE CREDITO B", precio_unitario_sin_iva="1", **named)
    office.issue("nota.csv", part)
    rows, (why,) = office.annul(result)
    assert not rows
    assert why.startswith("Ya tiene notas de crédito por 1,21 (NOTA DE CREDITO B 00001-00000001)")


def test_a_note_that_waits_for_its_number_counts_too(office: Office) -> None:
    sale = row(1)
    note = row(2, tipo="NOTA DE CREDITO B", asociado_referencia="R-00001")
    office.issue("todo.csv", sale, note)
    rows, why = office.annul(write_csv(office.folder / "l.csv", [{"comprobante": "FB 1-1"}]))
    assert (rows, len(why)) == ({}, 1)


def test_what_is_in_doubt_or_of_others_or_no_invoice_is_told_and_not_annulled(
    office: Office,
) -> None:
    office.settings = settings_for(office.box, office.folder / "home", max_comprobante=Decimal(1))
    held = office.issue("ventas.csv", row(1))
    assert office.annul(held)[0] == {}
    names = ["FACTURA B 1-77", "NOTA DE CREDITO B 1-1", "no es nada"]
    listed = write_csv(office.folder / "l.csv", [{"comprobante": name} for name in names])
    rows, why = office.annul(listed)
    assert (rows, len(why)) == ({}, 3)
    assert not office.notes


def test_a_note_asked_for_on_another_day_is_the_same_note(office: Office) -> None:
    result = office.issue("ventas.csv", row(1))
    office.annul(result)
    with closing(open_ledger(office.settings)) as ledger:
        (plan,) = prepare([result], None, ledger, today() + timedelta(days=3))
    assert plan.sheet is not None
    (file,) = run(Job((plan.sheet,), office.settings)).files
    assert file.rows == {Estado.YA_EMITIDO: 1}


def test_the_limits_hold_a_note_as_they_hold_anything(office: Office) -> None:
    result = office.issue("ventas.csv", row(1))
    office.settings = settings_for(office.box, office.folder / "home", max_comprobante=Decimal(5))
    assert office.annul(result)[0] == {Estado.A_REVISAR: 1}
    assert not office.notes


def test_the_sheet_says_what_is_not_annulled_and_why(office: Office) -> None:
    office.issue("ventas.csv", row(1))
    lines = [{"comprobante": "FACTURA B 1-1"}, {"comprobante": "FACTURA B 1-8"}]
    (plan,) = office.plan(write_csv(office.folder / "lista.csv", lines))
    assert plan.sheet is not None
    book = openpyxl.load_workbook(plan.sheet)
    assert book.sheetnames == ["Notas de crédito", "No se anulan"]
    told = list(book["No se anulan"].iter_rows(min_row=2, values_only=True))
    assert [(fila, what) for fila, what, _ in told] == [(3, "FACTURA B 00001-00000008")]


FCE = {
    **OF_A,
    "tipo": "FACTURA DE CREDITO ELECTRONICA MiPyME (FCE) A",
    "precio_unitario_sin_iva": "6000000",
    "vencimiento": f"{today() + timedelta(days=30):%d/%m/%Y}",
    "rg_regimen": "Factura de Crédito Electrónica MiPyMEs (FCE)",
    "rg_1_id": "2101",
    "rg_1_valor": "2850590940090418135201",
    "rg_2_id": "27",
    "rg_2_valor": "SCA",
}
GOODS = {
    "tipo": "FACTURA E",
    "documento_tipo": "OTRO",
    "documento_nro": "77345",
    "condicion_iva": "CDEX",
    "alicuota": "0",
    "moneda": "DOL",
    "cotizacion": "1450.50",
    "fex_tipo_exportacion": "1",
    "fex_pais": "203",
    "fex_cliente_pais_cuit": "55000000050",
    "fex_forma_pago": "Carta de crédito",
    "fex_incoterms": "FOB",
    "fex_permisos_tiene": "S",
    "fex_permiso_1_despacho": "26001EC01000123A",
    "fex_permiso_1_pais": "203",
}
TAXED = {
    **OF_A,
    "tributo_1_tipo": "7",
    "tributo_1_regimen": "5",
    "tributo_1_base_imponible": "100",
    "tributo_1_alicuota": "3",
    "tributo_1_total": "3",
}


@pytest.mark.parametrize(
    ("sale", "tipo", "referencia"),
    [
        (FCE, "NOTA DE CREDITO ELECTRONICA MiPyME (FCE) A", "AN-FCE-A-00001-00000001"),
        (GOODS, "NOTA DE CREDITO E", "AN-E-00001-00000001"),
        (TAXED, "NOTA DE CREDITO A", "AN-A-00001-00000001"),
    ],
)
def test_a_note_has_the_blocks_of_what_it_annuls(
    office: Office, sale: dict[str, str], tipo: str, referencia: str
) -> None:
    result = office.issue("ventas.csv", row(1, **sale))
    assert office.annul(result) == ({Estado.EMITIDO: 1}, [])
    (note,) = office.notes
    (issued,) = (one for one in office.box.books.held if one is not note)
    assert (note["tipo"].upper(), note["external_reference"]) == (tipo.upper(), referencia)
    assert note["total"] == issued["total"]


def test_an_export_of_services_is_annulled_by_hand(office: Office) -> None:
    day = f"{today() + timedelta(days=30):%d/%m/%Y}"
    services = GOODS | {"fex_tipo_exportacion": "2", "fex_fecha_pago": day, "fex_incoterms": "",
                        "fex_permisos_tiene": "", "fex_permiso_1_despacho": "",
                        "fex_permiso_1_pais": ""}  # fmt: skip
    result = office.issue("ventas.csv", row(1, **services))
    rows, (why,) = office.annul(result)
    assert not rows
    assert "hágala a mano" in why


OF_FIRST = {"referencia": "R-00001", "alicuota": "21"}
PARTS = [
    row(1, descripcion="Yerba", precio_unitario_sin_iva="50"),
    {
        "referencia": "R-00001",
        "descripcion": "Flete",
        "precio_unitario_sin_iva": "30",
        "alicuota": "21",
    },
    {
        "referencia": "R-00001",
        "descripcion": "Cajón",
        "precio_unitario_sin_iva": "20",
        "alicuota": "21",
    },
]


def marked(result: Path, *lines: int) -> Path:
    """A result with SI in some of its lines, counted from 1."""
    book = openpyxl.load_workbook(result)
    sheet = book["Resultado"]
    at = sheet.max_column + 1
    sheet.cell(1, at).value = "anular"
    for line in lines:
        sheet.cell(line + 1, at).value = "SI"
    path = result.with_name(f"{'_'.join(map(str, lines))}.xlsx")
    book.save(path)
    return path


def test_of_a_comprobante_the_concepts_marked_are_credited_once_and_the_rest_later(
    office: Office,
) -> None:
    result = office.issue("ventas.csv", *PARTS)
    some = marked(result, 2)
    assert office.annul(some) == ({Estado.EMITIDO: 1}, [])
    assert office.annul(some) == ({Estado.YA_EMITIDO: 1}, [])
    rows, (why,) = office.annul(marked(result, 1, 2))
    assert (rows, why) == (
        {},
        "Una parte de lo marcado ya está en NOTA DE CREDITO B 00001-00000001: marque solo lo que "
        "falta.",
    )
    assert office.annul(marked(result, 1, 3)) == ({Estado.EMITIDO: 2}, [])
    assert [(n["external_reference"], str(n["total"])) for n in office.notes] == [
        ("AN-B-00001-00000001-2", "36.30"),
        ("AN-B-00001-00000001-1_3", "84.70"),
    ]
    rows, (why,) = office.annul(marked(result, 1, 2, 3))
    assert not rows
    assert why.startswith("Ya tiene notas de crédito por 121,00")


def test_a_part_of_what_has_a_discount_or_other_rows_is_told(office: Office) -> None:
    first = PARTS[0] | {"bonificacion": "10", "total": ""}
    result = office.issue("ventas.csv", first, *PARTS[1:])
    rows, (why,) = office.annul(marked(result, 2))
    assert not rows
    assert "tiene descuento" in why
    lines = [{"comprobante": "FB 1-1", "descripcion": "Otra", "anular": m} for m in ("SI", "")]
    rows, (why,) = office.annul(write_csv(office.folder / "l.csv", lines))
    assert not rows
    assert "no se sabe qué conceptos" in why


def test_a_note_has_the_labels_of_what_it_annuls(office: Office) -> None:
    result = office.issue("ventas.csv", row(1, tags="norte, mayo"))
    office.annul(result)
    assert [one["comprobante"]["tags"] for one in office.notes] == [["norte", "mayo"]]


def test_of_what_was_issued_long_ago_it_is_said_that_the_note_may_come_too_late(
    office: Office,
) -> None:
    result = office.issue("ventas.csv", row(1))
    with closing(open_ledger(office.settings)) as ledger:
        (plan,) = prepare([result], None, ledger, today() + timedelta(days=15))
        assert not plan.late
        (plan,) = prepare([result], None, ledger, today() + timedelta(days=16))
    (late,) = plan.late
    assert "hace 16 días" in late.why
    assert plan.sheet is not None
    assert openpyxl.load_workbook(plan.sheet).sheetnames == ["Notas de crédito", "Avisos"]
