"""Emitting end to end against the sandbox, in this process."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

from planilla.common.calendar import today
from planilla.sandbox.faults import Fault
from planilla.sandbox.server import Options, Sandbox
from planilla.sandbox.service import Rehearsal
from planilla.writing.report import Estado
from tests.covering import covering, each
from tests.helpers import (
    Job,
    check_books,
    issued_references,
    lanes,
    row,
    run,
    settings_for,
    write_csv,
)


@pytest.mark.slow
def test_a_second_run_and_another_file_name_issue_nothing_again(tmp_path: Path) -> None:
    rows = lanes(24)
    first = write_csv(tmp_path / "ventas.csv", rows)
    other = write_csv(tmp_path / "copia de ventas.csv", [*rows, row(900)])
    with Sandbox() as box:
        settings = settings_for(box, tmp_path / "home")
        assert run(Job((first,), settings)).rows == {Estado.EMITIDO: 24}
        assert run(Job((first,), settings)).rows == {Estado.YA_EMITIDO: 24}
        again = run(Job((other,), settings))
        assert again.rows == {Estado.YA_EMITIDO: 24, Estado.EMITIDO: 1}
        assert again.files[0].from_other_files == 24
        assert len(box.books.held) == 25
        check_books(box)


@pytest.mark.slow
def test_rows_without_referencia_are_the_same_operations_in_another_file(tmp_path: Path) -> None:
    rows = [row(n) for n in (1, 1, 2)]
    for one in rows:
        one["referencia"] = ""
    rows[1]["razon_social"] = rows[0]["razon_social"]
    with Sandbox() as box:
        settings = settings_for(box, tmp_path / "home")
        run(Job((write_csv(tmp_path / "a.csv", rows),), settings))
        outcome = run(Job((write_csv(tmp_path / "b.csv", rows[::-1]),), settings))
        assert outcome.rows == {Estado.YA_EMITIDO: 3}
        assert len(box.books.held) == 3


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.slow
def test_a_wrong_row_that_equals_a_good_one_is_issued_once_it_is_mended(
    first: bool, tmp_path: Path
) -> None:
    """Neither has a referencia; the wrong one is mended by itself, then in the file."""
    good = row(1, referencia="", email="")
    wrong, mended = good | {"email": "mal"}, good | {"email": "bien@example.com"}
    source = tmp_path / "ventas.csv"
    with Sandbox() as box:
        settings = settings_for(box, tmp_path / "home")
        write_csv(source, [wrong, good] if first else [good, wrong])
        outcome = run(Job((source,), settings))
        assert outcome.rows == {Estado.INVALIDO: 1, Estado.EMITIDO: 1}
        assert outcome.files[0].result is not None
        workbook = openpyxl.load_workbook(outcome.files[0].result)
        sheet = workbook["Corregir"]
        sheet.cell(2, [cell.value for cell in sheet[1]].index("email") + 1, mended["email"])
        workbook.save(tmp_path / "corregido.xlsx")
        assert run(Job((tmp_path / "corregido.xlsx",), settings)).rows == {Estado.EMITIDO: 1}
        for rows in ([mended, good] if first else [good, mended], [good]):
            again = run(Job((write_csv(source, rows),), settings))
            assert again.rows == {Estado.YA_EMITIDO: len(rows)}
        assert len(box.books.held) == 2


def test_what_was_issued_is_told_so_though_a_rule_would_refuse_it_by_now(tmp_path: Path) -> None:
    rows = [row(n, referencia="") for n in (1, 2)]
    source = write_csv(tmp_path / "ventas.csv", rows)
    with Sandbox() as box:
        settings = settings_for(box, tmp_path / "home")
        assert run(Job((source,), settings)).rows == {Estado.EMITIDO: 2}
        write_csv(source, [*rows, row(3)])
        strict = settings_for(box, tmp_path / "home", issuer_condicion_iva="M")  # no letter B
        again = run(Job((source,), strict))
        assert again.rows == {Estado.YA_EMITIDO: 2, Estado.INVALIDO: 1}
        assert len(box.books.held) == 2


def test_a_date_at_the_end_of_the_calendar_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    rows = [row(1, fecha="31/12/9999", condicion_pago="202"), row(2, condicion_pago="202")]
    with Sandbox() as box:
        source = write_csv(tmp_path / "ventas.csv", rows)
        outcome = run(Job((source,), settings_for(box, tmp_path / "home")))
        assert outcome.rows == {Estado.INVALIDO: 1, Estado.EMITIDO: 1}


@pytest.mark.parametrize("price", ["U$S 100,00", "US$ 100,00", "100,00 USD"])
def test_a_price_in_dollars_is_not_issued_as_so_many_pesos(price: str, tmp_path: Path) -> None:
    rows = [row(1, precio_unitario_sin_iva=price), row(2, precio_unitario_sin_iva="$ 100,00")]
    with Sandbox() as box:
        settings = settings_for(box, tmp_path / "home")
        outcome = run(Job((write_csv(tmp_path / "ventas.csv", rows),), settings))
        assert outcome.rows == {Estado.INVALIDO: 1, Estado.EMITIDO: 1}
        assert issued_references(box, (1, "FACTURA B")) == ["R-00002"]


@pytest.mark.parametrize("fault", list(Fault))
def test_each_fault_of_the_service_ends_in_one_comprobante(fault: Fault, tmp_path: Path) -> None:
    source = write_csv(tmp_path / "ventas.csv", lanes(6, points=1))
    with Sandbox(Options(rehearsal=Rehearsal(late=0.2, outage=0.3))) as box:
        box.plan.named["R-00001"] = [fault]
        outcome = run(Job((source,), settings_for(box, tmp_path / "home")))
        assert outcome.exit_code == 0
        assert outcome.rows == {Estado.EMITIDO: 6}
        check_books(box)
        references = issued_references(box, (1, "FACTURA A")) + issued_references(
            box, (1, "FACTURA B")
        )
        assert len(references) == 6


@pytest.mark.slow
def test_a_lost_ledger_is_rebuilt_from_the_service_and_nothing_is_issued_again(
    tmp_path: Path,
) -> None:
    source = write_csv(tmp_path / "ventas.csv", lanes(12))
    with Sandbox() as box:
        settings = settings_for(box, tmp_path / "home")
        run(Job((source,), settings))
        shutil.rmtree(tmp_path / "home")
        outcome = run(Job((source,), settings))
        assert outcome.rows == {Estado.YA_EMITIDO: 12}
        assert outcome.exit_code == 0
        assert len(box.books.held) == 12


@pytest.mark.slow
def test_a_ledger_restored_from_an_old_backup_repeats_nothing(tmp_path: Path) -> None:
    rows = lanes(12)
    home, backup = tmp_path / "home", tmp_path / "backup"
    with Sandbox() as box:
        settings = settings_for(box, home)
        run(Job((write_csv(tmp_path / "a.csv", rows[:6]),), settings))
        shutil.copytree(home, backup)
        whole = write_csv(tmp_path / "b.csv", rows)
        run(Job((whole,), settings))
        shutil.rmtree(home)
        backup.rename(home)
        outcome = run(Job((whole,), settings))
        assert outcome.rows == {Estado.YA_EMITIDO: 12}
        assert len(box.books.held) == 12


@covering(each, rest=["lost", "restored"], tipo=["FACTURA A", "FACTURA B"])
@pytest.mark.slow
def test_a_file_dropped_again_after_others_used_a_new_ledger_repeats_nothing(
    rest: str, tipo: str, tmp_path: Path
) -> None:
    """What the others' run read of the day was read before the ledger knew this file."""
    home, backup = tmp_path / "home", tmp_path / "backup"
    before, file, others = (
        write_csv(tmp_path / f"{n}.csv", [row(n, tipo=kind), row(n + 1, tipo=kind)])
        for n, kind in ((10, tipo), (20, "FACTURA A"), (30, tipo))
    )
    with Sandbox() as box:
        settings = settings_for(box, home)
        run(Job((before,), settings))
        shutil.copytree(home, backup)
        assert run(Job((file,), settings)).rows == {Estado.EMITIDO: 2}
        shutil.rmtree(home)
        if rest == "restored":
            backup.rename(home)
        assert run(Job((others,), settings)).rows == {Estado.EMITIDO: 2}
        outcome = run(Job((file,), settings))
        assert outcome.rows == {Estado.YA_EMITIDO: 2}
        assert len(box.books.held) == 6
        check_books(box)


def test_the_same_reference_with_other_content_at_the_service_is_for_review(
    tmp_path: Path,
) -> None:
    with Sandbox() as box:
        first = write_csv(tmp_path / "a.csv", [row(1)])
        run(Job((first,), settings_for(box, tmp_path / "one")))
        changed = write_csv(tmp_path / "b.csv", [row(1, precio_unitario_sin_iva="999.00")])
        outcome = run(Job((changed,), settings_for(box, tmp_path / "two")))
        assert outcome.rows == {Estado.A_REVISAR: 1}
        assert outcome.exit_code == 4
        assert len(box.books.held) == 1


def test_a_referencia_used_for_other_content_is_refused_and_says_which(tmp_path: Path) -> None:
    with Sandbox() as box:
        settings = settings_for(box, tmp_path / "home")
        run(Job((write_csv(tmp_path / "a.csv", [row(1)]),), settings))
        changed = write_csv(tmp_path / "b.csv", [row(1, precio_unitario_sin_iva="999.00")])
        outcome = run(Job((changed,), settings))
        assert outcome.rows == {Estado.INVALIDO: 1}
        result = outcome.files[0].result
        assert result is not None
        texts = [c.value for c in openpyxl.load_workbook(result)["Errores"][2]]
        assert "ya se usó con otro contenido" in str(texts[3])


def test_a_note_waits_for_the_number_of_the_comprobante_it_corrects(tmp_path: Path) -> None:
    note = row(0, tipo="NOTA DE CREDITO B", asociado_referencia="R-00001")
    with Sandbox() as box:
        source = write_csv(tmp_path / "a.csv", [note, row(1, asociado_referencia="")])
        outcome = run(Job((source,), settings_for(box, tmp_path / "home", concurrency=1)))
        assert outcome.rows == {Estado.EMITIDO: 2}
        issued = box.books.find((1, "NOTA DE CREDITO B"), 1)
        assert issued is not None
        associated = issued["comprobante"]["comprobantes_asociados"][0]
        assert associated["numero"] == 1
        assert associated["tipo_comprobante"] == "FACTURA B"
        assert associated["cuit"] == "30707070707"


def test_what_looks_like_a_formula_arrives_as_text_everywhere(tmp_path: Path) -> None:
    names = ["=cmd|' /C calc'!A0", "@SUM(1+1)", "+1", "-2+3"]
    rows = [row(n, razon_social=name) for n, name in enumerate(names)]
    with Sandbox() as box:
        source = write_csv(tmp_path / "a.csv", rows)
        outcome = run(Job((source,), settings_for(box, tmp_path / "home")))
        assert [h["cliente"]["razon_social"] for h in box.books.held] == names
    assert outcome.files[0].result is not None
    sheet = openpyxl.load_workbook(outcome.files[0].result)["Resultado"]
    place = [cell.value for cell in sheet[1]].index("razon_social")
    cells = [line[place] for line in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == names
    assert {cell.data_type for cell in cells} == {"s"}


def test_a_dry_run_asks_nothing_and_writes_nothing(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "a.csv", [row(1), row(2, alicuota="22")])
    with Sandbox() as box:
        outcome = run(Job((source,), settings_for(box, tmp_path / "home"), dry_run=True))
        assert outcome.exit_code == 3
        assert outcome.rows == {Estado.PENDIENTE: 1, Estado.INVALIDO: 1}
        assert not box.books.requests
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.csv"]


def test_the_development_plan_is_emitido_with_an_observation(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "a.csv", [row(1)])
    with Sandbox(Options(dev_plan=True)) as box:
        outcome = run(Job((source,), settings_for(box, tmp_path / "home")))
    assert outcome.rows == {Estado.EMITIDO: 1}
    assert outcome.files[0].result is not None
    sheet = openpyxl.load_workbook(outcome.files[0].result)["Resultado"]
    headings = [cell.value for cell in sheet[1]]
    assert "sin CAE" in str(sheet[2][headings.index("observaciones")].value)


@pytest.mark.slow
def test_an_outage_leaves_the_rest_pending_and_the_next_run_finishes(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "a.csv", lanes(10))
    with Sandbox(Options(rehearsal=Rehearsal(outage=1.5))) as box:
        box.plan.counted = [Fault.AFIP]
        settings = settings_for(box, tmp_path / "home", budget_seconds=0.3)
        outcome = run(Job((source,), settings))
        assert outcome.exit_code == 4
        assert outcome.outage
        assert outcome.rows[Estado.PENDIENTE] > 0
        finished = run(Job((source,), settings_for(box, tmp_path / "home")))
        assert finished.exit_code == 0
        check_books(box)
        assert len(box.books.held) == 10


def test_a_pdf_link_that_expired_is_renewed(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "a.csv", [row(1)])
    with Sandbox(Options(rehearsal=Rehearsal(pdf_life=0.0))) as box:
        settings = settings_for(box, tmp_path / "home")
        assert run(Job((source,), settings)).files[0].missing_pdfs == 1
        box.door.service.rehearsal.pdf_life = None
        outcome = run(Job((source,), settings))
        assert outcome.exit_code == 0
        assert box.books.requests["facturacion/regenerar_pdf"] > 0
    assert list((tmp_path / "home" / "pdf").rglob("*.pdf"))


@pytest.mark.slow
def test_dates_of_a_point_of_sale_never_go_back(tmp_path: Path) -> None:
    rows = lanes(20, points=1, days=4)
    source = write_csv(tmp_path / "a.csv", rows[::-1])
    with Sandbox() as box:
        outcome = run(Job((source,), settings_for(box, tmp_path / "home", concurrency=8)))
        assert outcome.rows == {Estado.EMITIDO: 20}
        check_books(box)
        assert box.books.held[-1]["comprobante"]["fecha"] == f"{today():%d/%m/%Y}"
