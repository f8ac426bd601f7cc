"""What was annulled is issued again, mended: after its note, once, whatever the file is called."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planilla.annul.reissue import Reissue
from planilla.batch.run_result import Outcome
from planilla.sandbox.server import Sandbox
from planilla.settings.open_ledger import open_ledger
from planilla.writing.report import Estado
from tests.annul.test_annul import Office
from tests.helpers import Job, row, run, write_csv

SALES = [row(n) for n in range(1, 5)]
MENDED = [one | {"precio_unitario_sin_iva": "90"} for one in SALES]


def reissue(office: Office, *rows: Mapping[str, Any], name: str = "corregido.csv") -> Outcome:
    source = write_csv(office.folder / name, rows)
    return Job((source,), office.settings).by(Reissue())


def told(outcome: Outcome) -> str:
    result = outcome.files[0].result
    assert result is not None
    return str(list(openpyxl.load_workbook(result)["Resultado"].values))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Sandbox() as box:
        yield Office(box, tmp_path)


def references(office: Office) -> Counter[str]:
    held = office.box.books.held
    return Counter(one["external_reference"] for one in held if one["tipo"].startswith("FACTURA"))


def test_a_whole_batch_that_was_annulled_is_issued_again_once_and_asks_nobody(
    office: Office,
) -> None:
    result = office.issue("ventas.csv", *SALES)
    assert office.annul(result) == ({Estado.EMITIDO: 4}, [])
    assert reissue(office, *MENDED).rows == {Estado.EMITIDO: 4}
    assert reissue(office, *MENDED).rows == {Estado.YA_EMITIDO: 4}
    assert reissue(office, *MENDED, name="otro nombre.csv").rows == {Estado.YA_EMITIDO: 4}
    plainly = run(Job((write_csv(office.folder / "c.csv", MENDED),), office.settings))
    assert plainly.rows == {Estado.YA_EMITIDO: 4}
    names = [f"R-0000{n}" for n in range(1, 5)]
    assert references(office) == Counter(names + [f"{name}-r1" for name in names])


def test_what_has_no_note_yet_waits_for_it_and_goes_with_the_next_run(office: Office) -> None:
    result = office.issue("ventas.csv", *SALES[:2])
    marked = [{"comprobante": "FACTURA B 1-1"}]
    office.annul(write_csv(office.folder / "l.csv", marked))
    outcome = reissue(office, *MENDED[:2])
    assert outcome.rows == {Estado.EMITIDO: 1, Estado.PENDIENTE: 1}
    assert outcome.exit_code == 4
    assert "Espera a su nota de crédito: FACTURA B 00001-00000002" in told(outcome)
    office.annul(result)
    assert reissue(office, *MENDED[:2]).rows == {Estado.YA_EMITIDO: 1, Estado.EMITIDO: 1}
    assert max(references(office).values()) == 1


@pytest.mark.slow
def test_a_note_that_only_waits_to_be_sent_is_none_yet(office: Office) -> None:
    result = office.issue("ventas.csv", SALES[0])
    (plan,) = office.plan(result)
    assert plan.sheet is not None
    held = office.settings.model_copy(update={"max_comprobante": 1})
    assert run(Job((plan.sheet,), held)).rows == {Estado.A_REVISAR: 1}
    assert reissue(office, MENDED[0]).rows == {Estado.PENDIENTE: 1}
    assert len(references(office)) == 1


def test_a_row_without_referencia_is_known_by_the_number_of_the_result(office: Office) -> None:
    bare = [one | {"referencia": ""} for one in SALES[:2]]
    office.annul(office.issue("ventas.csv", *bare))
    mended = [
        one | {"precio_unitario_sin_iva": "90", "numero_emitido": f"00001-0000000{n}"}
        for n, one in enumerate(bare, start=1)
    ]
    assert reissue(office, *mended).rows == {Estado.EMITIDO: 2}
    assert reissue(office, *mended, name="b.csv").rows == {Estado.YA_EMITIDO: 2}
    assert sum(references(office).values()) == 4


@pytest.mark.slow
def test_a_mended_letter_or_point_of_sale_is_tied_by_its_referencia(office: Office) -> None:
    office.annul(office.issue("ventas.csv", *SALES[:1]))
    other = row(1, tipo="FACTURA A", punto_venta=2, numero_emitido="00001-00000001")
    assert reissue(office, other).rows == {Estado.EMITIDO: 1}
    assert reissue(office, other).rows == {Estado.YA_EMITIDO: 1}


def test_what_replaces_nothing_or_says_the_same_or_twice_is_told_and_not_issued(
    office: Office,
) -> None:
    office.annul(office.issue("ventas.csv", *SALES[:3]))
    strange = row(9)
    twice = [MENDED[1] | {"referencia": "", "numero_emitido": "00001-00000002",
                          "descripcion": f"Parte {n}"} for n in (1, 2)]  # fmt: skip
    wrong = MENDED[2] | {"numero_emitido": "00001-00000001"}
    outcome = reissue(office, SALES[0], strange, *twice, wrong)
    assert outcome.rows == {Estado.INVALIDO: 5}
    assert sum(references(office).values()) == 3
    for words in ("Dice lo mismo", "No se sabe qué", "Otra fila del archivo", "no es la del"):
        assert words in told(outcome)


@pytest.mark.slow
def test_what_was_reissued_wrongly_is_annulled_and_reissued_too(office: Office) -> None:
    office.annul(office.issue("ventas.csv", SALES[0]))
    reissue(office, MENDED[0])
    third = MENDED[0] | {"precio_unitario_sin_iva": "80"}
    assert reissue(office, third).rows == {Estado.PENDIENTE: 1}
    office.annul(write_csv(office.folder / "l.csv", [{"comprobante": "FB 1-2"}]))
    assert reissue(office, third).rows == {Estado.EMITIDO: 1}
    back = SALES[0] | {"descripcion": "Otra cosa", "numero_emitido": "00001-00000001"}
    assert reissue(office, back).rows == {Estado.INVALIDO: 1}  # it has another by now
    assert references(office) == Counter({"R-00001": 1, "R-00001-r1": 1, "R-00001-r2": 1})


@pytest.mark.slow
def test_the_result_of_a_batch_is_mended_in_place(office: Office) -> None:
    result = office.issue("ventas.csv", *SALES[:2])
    office.annul(result)
    book = openpyxl.load_workbook(result)
    sheet = book["Resultado"]
    at = [cell.value for cell in sheet[1]].index("precio_unitario_sin_iva") + 1
    for line in (2, 3):
        sheet.cell(line, at).value = 70
    book.save(office.folder / "corregido.xlsx")
    job = Job((office.folder / "corregido.xlsx",), office.settings)
    assert job.by(Reissue()).rows == {Estado.EMITIDO: 2}
    assert job.by(Reissue()).rows == {Estado.YA_EMITIDO: 2}


@pytest.mark.slow
def test_a_ledger_put_back_from_before_finds_what_was_reissued(office: Office) -> None:
    office.annul(office.issue("ventas.csv", SALES[0]))
    home = office.folder / "home"
    shutil.copytree(home, office.folder / "copy")
    reissue(office, MENDED[0])
    shutil.rmtree(home)
    shutil.move(office.folder / "copy", home)
    assert reissue(office, MENDED[0]).rows == {Estado.YA_EMITIDO: 1}
    assert max(references(office).values()) == 1
    with open_ledger(office.settings) as ledger:
        assert not ledger.reviews.waiting()
