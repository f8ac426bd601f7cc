"""A file again: renumbered, its texts retyped or mended. What may be the same waits."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planilla.common.calendar import today
from planilla.model.issuers import Issuer, Issuers
from planilla.model.operation import Reason, State
from planilla.payments.load import load_pagos
from planilla.review.read_answers import take_answers
from planilla.review.review_sheet import write_reviews
from planilla.sandbox.faults import Fault
from planilla.sandbox.server import Sandbox
from planilla.settings.open_ledger import open_ledger
from planilla.writing.report import Estado
from tests.covering import covering, each
from tests.dropping import Office, Rows
from tests.helpers import Job, paid_at, payment, row, run, run_queued, settings_for, write_csv
from tests.processes import environment, planilla

pytestmark = pytest.mark.slow

NOBODY = {"documento_tipo": "OTRO", "documento_nro": "0", "razon_social": "Consumidor Final"}


def day(days: int) -> str:
    return f"{today() + timedelta(days=days):%d/%m/%Y}"


def renumbered(rows: Rows, first: int = 100) -> list[dict[str, Any]]:
    return [one | {"referencia": f"T-{first + n}"} for n, one in enumerate(rows)]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Sandbox() as box:
        yield Office(box, tmp_path)


SALES = [row(n) for n in range(1, 5)]


# A whole file again


@pytest.mark.parametrize("name", ["ventas.csv", "otro nombre.csv"])
def test_a_file_whose_rows_were_renumbered_waits_whole_and_says_which_it_was(
    name: str, office: Office
) -> None:
    assert office.emit(*SALES).rows == {Estado.EMITIDO: 4}
    outcome = office.emit(*renumbered(SALES), name=name)
    assert outcome.rows == {Estado.A_REVISAR: 4}
    assert outcome.exit_code == 4
    assert office.issued == 4
    assert office.waiting() == [Reason.AGAIN] * 4
    told = office.seen()
    assert "«ventas.csv»" in told
    assert f"{today():%d/%m/%Y} a las " in told
    assert "4 de sus 4 comprobantes (PES 498,52)" in told
    assert outcome.files[0].result is not None
    assert "«ventas.csv»" in str(
        list(openpyxl.load_workbook(outcome.files[0].result)["Errores"].values)
    )


@pytest.mark.parametrize(
    "again",
    [
        lambda rows: random.Random(1).sample(renumbered(rows), len(rows)),
        lambda rows: renumbered([one | {"razon_social": "Otro"} for one in rows]),
        lambda rows: renumbered(
            [one | {"descripcion": f"SERVICIO {n}"} for n, one in enumerate(rows)]
        ),
        lambda rows: renumbered([one | {"fecha": day(-2)} for one in rows]),
        lambda rows: [one | {"referencia": ""} for one in rows],
        lambda rows: renumbered([*rows[:9], rows[9] | {"descripcion": "Otra cosa"}]),
        lambda rows: [*rows[:5], *renumbered(rows[5:])],
    ],
    ids=["shuffled", "renamed", "capitals", "redated", "bare", "nine of ten", "half of it"],
)
def test_it_waits_whatever_else_was_retyped(again: Any, office: Office) -> None:
    rows = [row(n) for n in range(10)]
    rows = [one | {"fecha": day(-3)} for one in rows]
    assert office.emit(*rows).rows == {Estado.EMITIDO: 10}
    outcome = office.emit(*again(rows), name="copia.csv")
    assert outcome.rows[Estado.EMITIDO] == 0
    assert outcome.rows[Estado.A_REVISAR] >= 5
    assert office.issued == 10


def test_final_consumers_without_a_name_are_compared_by_what_they_bought(office: Office) -> None:
    rows = [row(n, **NOBODY) for n in range(4)]
    office.emit(*rows)
    assert office.emit(*renumbered(rows), name="b.csv").rows == {Estado.A_REVISAR: 4}


def test_the_rows_of_a_cumulative_file_are_its_own_too(office: Office) -> None:
    """What it asked for as before was asked for by it as well."""
    office.emit(*SALES[:2])
    both = [*SALES[:2], *[row(n) for n in (7, 8)]]
    assert office.emit(*both).rows == {Estado.YA_EMITIDO: 2, Estado.EMITIDO: 2}
    assert office.emit(*renumbered(both), name="b.csv").rows == {Estado.A_REVISAR: 4}


@pytest.mark.parametrize("state", [State.PENDING, State.REVIEW, "queued"])
def test_what_was_only_asked_for_counts_as_well(state: str, office: Office) -> None:
    if state == "queued":
        assert run_queued(office.job("a.csv", SALES)).rows == {Estado.ENCOLADO: 4}
    elif state == State.REVIEW:
        braked = Job(
            (write_csv(office.folder / "a.csv", SALES),),
            settings_for(office.box, office.folder / "home", max_comprobante="1"),
        )
        assert run(braked).rows == {Estado.A_REVISAR: 4}
    else:
        service = office.box.door.service
        service.rehearsal.outage = 60
        service.begin_outage(Fault.MAINTENANCE)
        job = office.job("a.csv", SALES)
        quick = settings_for(office.box, office.folder / "home", budget_seconds=0.2)
        assert run(Job(job.files, quick)).rows == {Estado.PENDIENTE: 4}
        service.maintenance_until = 0
    outcome = office.emit(*renumbered(SALES), name="b.csv")
    assert outcome.rows == {Estado.A_REVISAR: 4}


def test_one_answer_on_the_command_line_is_for_the_whole_file(office: Office) -> None:
    office.emit(*SALES)
    again = renumbered(SALES)
    office.emit(*again, name="b.csv")
    env = environment(office.box, office.folder / "home")
    done = planilla("review", "6", "approve", "--who", "Ana", env=env, cwd=office.folder)
    assert done.returncode == 0, done.stderr
    assert office.emit(*again, name="b.csv").rows == {Estado.EMITIDO: 4}
    assert office.emit(*again, name="b.csv").rows == {Estado.YA_EMITIDO: 4}
    assert office.issued == 8


@pytest.mark.parametrize(
    ("filled", "left"),
    [
        ([None, "aprobar", None, None], 0),
        (["aprobar"] * 4, 0),
        (["aprobar", "rechazar", None, None], 2),
    ],
)
def test_one_answer_in_the_workbook_is_for_what_was_left_blank(
    filled: list[str | None], left: int, office: Office
) -> None:
    office.emit(*SALES)
    office.emit(*renumbered(SALES), name="b.csv")
    book = office.folder / "revisar.xlsx"
    with open_ledger(office.settings) as ledger:
        write_reviews(ledger.reviews.waiting(), book)
    workbook = openpyxl.load_workbook(book)
    sheet = workbook["Revisar"]
    places = {cell.value: int(cell.column or 0) for cell in sheet[1]}
    for line, word in enumerate(filled, start=2):
        sheet.cell(line, places["respuesta"], word)
        sheet.cell(line, places["quien"], "Ana")
    workbook.save(book)
    assert take_answers(office.settings, book, office.folder / "out") == 0
    assert len(office.waiting()) == left


def test_a_file_again_that_was_refused_stays_refused_in_pieces_too(office: Office) -> None:
    office.emit(*SALES)
    again = renumbered(SALES)
    office.emit(*again, name="b.csv")
    office.answer("rechazar")
    assert office.emit(*again, name="b.csv").rows == {Estado.RECHAZADO: 4}
    assert office.emit(*again[:2], name="c.csv").rows == {Estado.RECHAZADO: 2}
    assert office.issued == 4


def test_next_months_fees_go(office: Office) -> None:
    fees = [row(n, fecha=day(-9)) for n in range(4)]
    office.emit(*fees)
    later = [one | {"fecha": day(2)} for one in renumbered(fees)]
    queued = run_queued(office.job("b.csv", later))
    assert queued.rows == {Estado.ENCOLADO: 4}


@pytest.mark.parametrize("count", [1, 2])
def test_two_equal_sales_with_referencias_of_their_own_go_on(count: int, office: Office) -> None:
    office.emit(*SALES[:count])
    outcome = office.emit(*renumbered(SALES[:count]), name="b.csv")
    assert outcome.rows == {Estado.EMITIDO: count}


def test_equal_sales_of_one_file_and_of_a_cumulative_one_go_on(office: Office) -> None:
    coffees = [row(1, **NOBODY) | {"referencia": f"C-{n}"} for n in range(8)]
    assert office.emit(*coffees[:4]).rows == {Estado.EMITIDO: 4}
    assert office.emit(*coffees).rows == {Estado.YA_EMITIDO: 4, Estado.EMITIDO: 4}


def test_a_file_of_which_rejected_rows_were_mended_goes_on(office: Office) -> None:
    wrong = [one | {"alicuota": "7"} for one in SALES[2:]]
    assert office.emit(*SALES[:2], *wrong).rows == {Estado.EMITIDO: 2, Estado.INVALIDO: 2}
    assert office.emit(*SALES).rows == {Estado.YA_EMITIDO: 2, Estado.EMITIDO: 2}


def test_the_same_file_under_another_name_and_with_other_bytes_is_already_issued(
    office: Office,
) -> None:
    office.emit(*SALES)
    shuffled = [SALES[n] for n in (2, 0, 3, 1)]
    assert office.emit(*shuffled, name="b.csv").rows == {Estado.YA_EMITIDO: 4}


def test_a_file_of_payments_whose_receipts_were_renumbered_waits_whole(office: Office) -> None:
    office.emit(*[row(n) for n in range(1, 4)])
    paid = [payment(n, "10", tipo="FACTURA B", referencia=f"R-{n}") for n in (1, 2, 3)]
    assert office.pay(*paid).rows == {Estado.PAGADO: 3}
    again = [one | {"referencia": f"S-{n}"} for n, one in enumerate(paid)]
    assert office.pay(*again, name="b.csv").rows == {Estado.A_REVISAR: 3}
    assert office.waiting() == [Reason.AGAIN] * 3
    assert sum(paid_at(office.box).values()) == 30
    office.answer("rechazar")
    assert office.pay(*again, name="b.csv").rows == {Estado.RECHAZADO: 3}


# A row without referencia


BARE = row(1, referencia="", descripcion="Asesoría de octubre")
"""Known by what it says."""


@pytest.mark.parametrize(
    "retyped",
    [
        unicodedata.normalize("NFD", "Asesoría de octubre"),
        "ASESORÍA DE OCTUBRE",
        " Asesoría   de\u00a0octubre ",
    ],
)
def test_a_text_that_was_typed_otherwise_is_the_same_row(retyped: str, office: Office) -> None:
    assert office.emit(BARE).rows == {Estado.EMITIDO: 1}
    again = BARE | {"descripcion": retyped}
    assert office.emit(again, row(2)).rows == {Estado.YA_EMITIDO: 1, Estado.EMITIDO: 1}


@covering(
    each,
    was=[BARE, BARE | {"referencia": "V-1"}, BARE | NOBODY],
    name=["ventas.csv", "otro.csv"],
)
def test_a_row_that_was_mended_waits_with_both_shown(
    was: dict[str, Any], name: str, office: Office
) -> None:
    assert office.emit(was).rows == {Estado.EMITIDO: 1}
    now = was | {"referencia": "", "descripcion": "Asesoría de noviembre"}
    outcome = office.emit(now, row(2), name=name)
    assert outcome.rows == {Estado.A_REVISAR: 1, Estado.EMITIDO: 1}
    assert office.waiting() == [Reason.MENDED]
    told = office.seen()
    assert "ventas.csv, fila 2" in told
    assert "FACTURA B 00001-00000001" in told
    assert "«1 × Asesoría de octubre»" in told
    assert "«1 × Asesoría de noviembre»" in told
    office.answer("aprobar")
    assert office.emit(now, name=name).rows == {Estado.EMITIDO: 1}
    assert office.issued == 3


def test_a_mended_row_that_is_the_same_sale_is_never_issued(office: Office) -> None:
    office.emit(BARE)
    now = BARE | {"descripcion": "Otro texto"}
    office.emit(now)
    office.answer("rechazar")
    assert office.emit(now).rows == {Estado.A_REVISAR: 1}
    assert office.issued == 1


@pytest.mark.parametrize("state", ["queued", "review"])
def test_what_was_only_asked_for_holds_a_mended_row_as_well(state: str, office: Office) -> None:
    path = write_csv(office.folder / "a.csv", [BARE])
    if state == "queued":
        run_queued(Job((path,), office.settings))
    else:
        limited = settings_for(office.box, office.folder / "home", max_comprobante="1")
        run(Job((path,), limited))
    now = BARE | {"descripcion": "Otro texto"}
    assert office.emit(now, name="b.csv").rows == {Estado.A_REVISAR: 1}


def test_rows_of_one_file_never_hold_each_other(office: Office) -> None:
    other = BARE | {"descripcion": "Otro texto"}
    assert office.emit(BARE, other).rows == {Estado.EMITIDO: 2}
    third = BARE | {"descripcion": "Y otro más"}
    assert office.emit(BARE, other, third).rows == {Estado.YA_EMITIDO: 2, Estado.EMITIDO: 1}


@pytest.mark.parametrize(
    "changes",
    [
        {"referencia": "V-9"},
        {"documento_nro": "23456789"},
        {"precio_unitario_sin_iva": "50"},
        {"fecha": day(-1)},
    ],
)
def test_a_row_that_agrees_in_less_or_has_its_own_referencia_goes_on(
    changes: dict[str, Any], office: Office
) -> None:
    office.emit(BARE)
    other = BARE | {"descripcion": "Otro texto", "punto_venta": 2} | changes
    assert office.emit(other, name="b.csv").rows == {Estado.EMITIDO: 1}


def test_a_credit_note_of_the_same_amount_is_no_mended_invoice(office: Office) -> None:
    office.emit(BARE)
    note = BARE | {
        "tipo": "NOTA DE CREDITO B",
        "descripcion": "Anulación",
        "asociado_tipo": "FACTURA B",
        "asociado_punto_venta": "1",
        "asociado_numero": "1",
        "asociado_fecha": day(0),
    }
    assert office.emit(note, name="notas.csv").rows == {Estado.EMITIDO: 1}


def test_what_an_earlier_version_issued_is_found_after_its_ledger_was_lost(office: Office) -> None:
    """By the reference that the first reading gave it, whatever today's would be."""
    rows = [BARE, row(2, referencia="", descripcion="Otra cosa")]
    first = [one.earlier[0].referencia for one in loaded(office, rows)]
    office.emit(*(one | {"referencia": name} for one, name in zip(rows, first, strict=True)))
    office.folder = office.folder / "nuevo"
    office.folder.mkdir()
    assert office.emit(*rows[:1]).rows == {Estado.YA_EMITIDO: 1}
    assert office.emit(*rows).rows == {Estado.YA_EMITIDO: 2}
    assert office.issued == 2


def loaded(office: Office, rows: Rows) -> Any:
    from planilla.comprobantes.load import load

    path = write_csv(office.folder / "leer.csv", rows)
    return load(path, today(), Issuers(Issuer(None, "30707070707"))).asked


def test_a_payment_of_an_earlier_version_keeps_the_name_that_it_had(tmp_path: Path) -> None:
    composed = payment(1, "10", tipo="FACTURA B", descripcion="Depósito")
    rows = [composed, composed | {"descripcion": unicodedata.normalize("NFD", "Depósito")}]
    path = write_csv(tmp_path / "p.csv", rows)
    one, other = load_pagos(path, today(), Issuers(Issuer(None, "30707070707"))).asked
    assert one.content == other.content
    assert one.earlier[0].content == one.content
    assert other.earlier[0].content != other.content
    assert other.earlier[0].referencia.endswith("-1")
    assert other.referencia.endswith("-2")
