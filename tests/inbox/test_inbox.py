"""The inbox: whatever is dropped, however, each file is handled once and none is lost."""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planilla.common.calendar import today
from planilla.inbox.folder import Folder
from planilla.inbox.handle_file import Handled
from planilla.inbox.sweep import Inbox
from planilla.sandbox.faults import Fault
from planilla.sandbox.server import Options, Sandbox
from planilla.sandbox.service import Rehearsal
from planilla.writing.template import write_template
from tests.crash.test_kills import KILLED
from tests.forked import Process
from tests.helpers import check_books, paid_at, payment, row, settings_for, write_csv
from tests.processes import environment, planilla, started


class Office:
    """A folder in which nothing has to rest before it is taken."""

    def __init__(self, box: Sandbox, folder: Path) -> None:
        self.box, self.folder = box, folder
        self.root = folder / "inbox"
        self.root.mkdir()
        self.settings = settings_for(box, folder / "home")

    def sweep(self, stable: float = 0.0) -> list[Handled]:
        inbox = Inbox(self.settings, Folder(self.root, stable))
        try:
            return asyncio.run(inbox.sweep())
        finally:
            inbox.close()

    def files(self, room: str) -> set[str]:
        return {path.name for path in (self.root / room).rglob("*") if _is_there(path)}

    def drop(self, name: str, *rows: dict[str, Any]) -> Path:
        return write_csv(self.root / name, rows)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Sandbox() as box:
        yield Office(box, tmp_path)


def test_a_good_file_stands_beside_its_result_under_the_day(office: Office) -> None:
    office.drop("ventas de Ñandú áé.csv", row(1), row(2))
    (done,) = office.sweep()
    assert done.exit_code == 0
    assert office.files(f"procesados/{today():%Y-%m-%d}") == {
        "ventas de Ñandú áé.csv",
        "ventas de Ñandú áé.resultado.xlsx",
    }
    assert not list(office.root.glob("*.csv"))
    assert not list((office.root / ".en_proceso").rglob("*.csv"))


@pytest.mark.slow
def test_each_kind_is_known_by_its_headings(office: Office) -> None:
    office.drop("a.csv", row(1, email="ana@ejemplo.com.ar", tipo="FACTURA A"))
    assert [one.kind for one in office.sweep()] == ["comprobantes"]
    office.drop("b.csv", payment(1, "10"))
    office.drop("c.csv", {"tipo": "FACTURA A", "punto_venta": 1, "numero": 1})
    office.drop("reenviar.csv", {"tipo": "FACTURA A", "punto_venta": 1, "numero": 1})
    office.drop("banco.csv", {"Cuenta": 1, "CUIT Cuenta": 2, "Fecha": "01/11/2026",
                              "Monto": "5,00", "Descripción": "x"})  # fmt: skip
    assert [(one.name, one.kind, one.exit_code) for one in office.sweep()] == [
        ("b.csv", "pagos", 0),
        ("banco.csv", "extracto", 0),
        ("c.csv", "lista", 0),
        ("reenviar.csv", "reenvios", 0),
    ]
    assert len(office.box.books.mails) == 1


def test_a_file_with_something_wrong_goes_to_con_errores_with_what_to_mend(
    office: Office,
) -> None:
    office.drop("mal.csv", row(1), row(2, tipo="FACTURA Z"))
    office.sweep()
    assert office.files("con_errores") == {"mal.csv", "mal.resultado.xlsx"}


@pytest.mark.parametrize(
    ("name", "content"),
    [("foto.png", b"\x89PNG"), ("nota.txt", b"hola"), ("roto.xlsx", b"PK\x03\x04roto")],
)
def test_what_is_nobodys_is_told_in_words_beside_it(
    office: Office, name: str, content: bytes
) -> None:
    (office.root / name).write_bytes(content)
    (done,) = office.sweep()
    assert office.files("con_errores") == {name, f"{name}.leame.txt"}
    assert done.problem
    assert "Traceback" not in done.problem


def test_a_file_with_headings_and_no_rows_is_told_in_words_beside_it(office: Office) -> None:
    for kind in ("comprobantes", "pagos", "lista"):
        headings = {"comprobantes": row(1), "pagos": payment(1, "1"), "lista": {"referencia": ""}}
        (office.root / f"{kind}.csv").write_text(",".join(headings[kind]) + "\n", encoding="utf-8")
    assert all("ninguna fila" in done.problem for done in office.sweep())
    assert office.files("con_errores") == {
        *("comprobantes.csv", "comprobantes.csv.leame.txt", "lista.csv", "lista.csv.leame.txt"),
        *("pagos.csv", "pagos.csv.leame.txt"),
    }


def test_comprobantes_with_a_heading_misspelled_are_told_so_and_not_taken_for_a_list(
    office: Office,
) -> None:
    cells = row(1)
    cells["tipoo"], cells["punto_ventas"] = cells.pop("tipo"), cells.pop("punto_venta")
    office.drop("ventas.csv", cells)
    (done,) = office.sweep()
    assert done.kind == "comprobantes"
    assert "tipo (¿es «tipoo»?), punto_venta (¿es «punto_ventas»?)" in done.problem
    assert office.files("con_errores") == {"ventas.csv", "ventas.csv.leame.txt"}


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_a_name_in_an_old_encoding_is_read(office: Office) -> None:
    office.drop("x.csv", row(1)).rename(office.root / os.fsdecode(b"a\xf1o.csv"))
    (done,) = office.sweep()
    assert (done.name, done.exit_code) == ("año.csv", 0)
    assert office.files("procesados") == {"año.csv", "año.resultado.xlsx"}


def test_what_is_not_a_dropped_file_is_left_alone(office: Office) -> None:
    office.drop("abierto.csv", row(1))
    (office.root / "~$abierto.csv").write_bytes(b"x")
    for name in (".oculto.csv", "bajando.csv.crdownload", "x.tmp"):
        (office.root / name).write_bytes(b"x")
    (office.root / "carpeta").mkdir()
    target = write_csv(office.folder / "lejos.csv", [row(2)])
    (office.root / "enlace.csv").symlink_to(target)
    (office.root / "vacio.csv").write_bytes(b"")
    assert office.sweep() == []
    (office.root / "~$abierto.csv").unlink()
    assert [one.name for one in office.sweep()] == ["abierto.csv"]


@pytest.mark.slow
def test_a_file_still_being_copied_is_waited_for(office: Office) -> None:
    path = office.drop("grande.csv", row(1))
    assert office.sweep(stable=1.0) == []
    os.utime(path)
    time.sleep(1.1)
    assert len(office.sweep(stable=1.0)) == 1


def test_the_same_content_twice_is_issued_once_and_both_are_answered(office: Office) -> None:
    office.drop("uno.csv", row(1))
    office.drop("dos.csv", row(1))
    assert [one.exit_code for one in office.sweep()] == [0, 0]
    assert len(office.box.books.held) == 1


@pytest.mark.slow
def test_a_name_that_was_there_before_is_not_written_over(office: Office) -> None:
    for number in (1, 2):
        office.drop("ventas.csv", row(number))
        office.sweep()
    day = f"procesados/{today():%Y-%m-%d}"
    assert office.files(day) == {
        "ventas.csv",
        "ventas.resultado.xlsx",
        "ventas (2).csv",
        "ventas (2).resultado.xlsx",
    }


@pytest.mark.slow
def test_each_of_two_files_that_differ_in_their_ending_keeps_its_result(office: Office) -> None:
    for number, ending in enumerate(("csv", "txt")):
        office.drop(f"ventas.{ending}", row(number))
        office.sweep()
    assert office.files(f"procesados/{today():%Y-%m-%d}") == {
        "ventas.csv",
        "ventas.resultado.xlsx",
        "ventas (2).txt",
        "ventas (2).resultado.xlsx",
    }


def test_two_files_that_differ_in_their_ending_have_a_result_each(office: Office) -> None:
    office.drop("ventas.csv", row(1))
    office.sweep()
    office.drop("ventas.txt", row(2)).rename(office.root / "ventas.CSV")
    office.sweep()
    assert office.files("procesados") == {
        "ventas.csv",
        "ventas.resultado.xlsx",
        "ventas (2).CSV",
        "ventas (2).resultado.xlsx",
    }


@pytest.mark.slow
def test_a_mended_result_that_was_dropped_is_not_written_over_by_anothers(office: Office) -> None:
    office.drop("ventas.csv", row(1, alicuota="22"))
    office.sweep()
    result = office.root / "con_errores" / "ventas.resultado.xlsx"
    workbook = openpyxl.load_workbook(result)
    sheet = workbook["Corregir"]
    sheet.cell(2, [cell.value for cell in sheet[1]].index("alicuota") + 1, "21")
    workbook.save(office.root / result.name)
    office.sweep()
    dropped = (office.root / "procesados" / f"{today():%Y-%m-%d}" / result.name).read_bytes()
    office.drop("ventas.csv", row(2))
    office.sweep()
    day = office.root / "procesados" / f"{today():%Y-%m-%d}"
    assert (day / result.name).read_bytes() == dropped
    assert (day / "ventas (2).resultado.xlsx").is_file()


@pytest.mark.slow
def test_each_statement_has_a_reconciliation_of_its_own(office: Office) -> None:
    """A choice written into the first is not lost when the second is dropped."""
    office.drop("ventas.csv", row(1))
    office.sweep()
    for name in ("galicia", "nacion"):
        statement(office, f"{name}.csv")
        office.sweep()
    assert office.files("procesados") >= {
        "galicia.conciliacion.resultado.xlsx",
        "nacion.conciliacion.resultado.xlsx",
    }


def test_a_statement_with_rows_that_cannot_be_read_is_not_all_done(office: Office) -> None:
    statement(office, "banco.csv", Fecha="35/13/2026")
    (done,) = office.sweep()
    assert done.exit_code == 3
    assert office.files("con_errores") == {"banco.csv", "banco.conciliacion.resultado.xlsx"}


@pytest.mark.slow
def test_a_choice_written_into_a_reconciliation_is_taken_when_it_is_dropped(
    office: Office,
) -> None:
    office.drop("ventas.csv", row(1, tipo="FACTURA A", razon_social="El Ñandú"))
    office.sweep()
    (held,) = office.box.books.held
    today_ = f"{today():%d/%m/%Y}"
    statement(office, "banco.csv", Fecha=today_, Monto=str(held["total"]), Descripción="EL NANDU")
    (found,) = office.sweep()
    assert found.exit_code == 4  # somebody has to choose
    assert "banco.csv" in office.files("procesados")
    (result,) = found.results
    book = openpyxl.load_workbook(result)
    places = {cell.value: int(cell.column or 0) for cell in book["A revisar"][1]}
    book["A revisar"].cell(2, places["eleccion"], "FACTURA A 00001-00000001")
    book.save(office.root / result.name)
    (taken,) = office.sweep()
    assert (taken.kind, taken.exit_code) == ("elecciones", 0)
    to_pay = next(path for path in taken.results if "pagos_a_registrar" in path.name)
    to_pay.rename(office.root / to_pay.name)
    assert [one.exit_code for one in office.sweep()] == [0]
    assert paid_at(office.box)["FACTURA A 00001-00000001"] == Decimal(str(held["total"]))


def test_a_choice_for_a_payment_that_nobody_has_seen_is_told(office: Office) -> None:
    office.drop("ventas.csv", row(1))
    office.sweep()
    office.drop("elegido.csv", {"pago_id": "conc-1", "eleccion": "NINGUNO"})
    (done,) = office.sweep()
    assert done.exit_code == 1
    assert "«conc-1»" in done.problem
    assert "elegido.csv.leame.txt" in office.files("con_errores")


def statement(office: Office, name: str, **changes: str) -> Path:
    line = {"Cuenta": 1, "CUIT Cuenta": 2, "Fecha": "01/11/2026", "Monto": "5,00"}
    return office.drop(name, {**line, "Descripción": "x", **changes})


@pytest.mark.slow
def test_an_outage_leaves_the_file_to_be_tried_again(office: Office) -> None:
    office.settings = settings_for(office.box, office.folder / "home", budget_seconds=0.2)
    office.box.door.service.rehearsal.outage = 60
    office.box.door.service.begin_outage(Fault.MAINTENANCE)
    office.drop("ventas.csv", row(1))
    office.sweep()
    (waiting,) = (office.root / "pendientes").glob("*.csv")
    told = planilla("inbox", env=environment(office.box, office.folder), cwd=office.folder)
    assert told.returncode == 4
    assert "pendientes/ventas.csv: not finished, goes on by itself" in told.stderr.replace("\n", "")
    office.box.door.service.maintenance_until = 0
    os.utime(waiting, (0, 0))
    (done,) = office.sweep()
    assert done.exit_code == 0
    assert "ventas.csv" in office.files("procesados")


def test_what_keeps_every_file_waiting_is_told_to_whoever_looks_after_it(office: Office) -> None:
    given = {**office.box.credentials, "apikey": "another"}
    office.settings = settings_for(office.box, office.folder / "home", **given)
    office.drop("ventas.csv", row(1))
    (done,) = office.sweep()
    assert done.waits
    assert "refuses the credentials" in done.problem
    assert office.files("pendientes") == {"ventas.csv"}


def test_an_old_file_that_waits_is_not_tried_again_at_once(office: Office) -> None:
    office.settings = settings_for(office.box, office.folder / "home", budget_seconds=0.2)
    office.box.door.service.rehearsal.outage = 60
    office.box.door.service.begin_outage(Fault.MAINTENANCE)
    os.utime(office.drop("ventas.csv", row(1)), (0, 0))
    assert len(office.sweep()) == 1
    assert office.sweep() == []


@pytest.mark.slow
def test_a_template_dropped_as_it_is_is_processed(office: Office) -> None:
    write_template("comprobantes", office.root / "plantilla.xlsx")
    (done,) = office.sweep()
    assert done.kind == "comprobantes"


@pytest.mark.parametrize(
    "point", ["before-intent", "after-request", "before-filing", "during-filing"]
)
def test_what_a_dead_process_had_claimed_is_taken_up_again(office: Office, point: str) -> None:
    office.drop("ventas.csv", row(1), row(2))
    os.utime(office.root / "ventas.csv", (0, 0))
    time.sleep(2.1)
    env = environment(office.box, office.folder / "home", PLANILLA_INBOX=str(office.root))
    died = planilla("inbox", env=env | {"PLANILLA_DIE_AT": point}, cwd=office.folder)
    assert died.returncode == KILLED, died.stderr
    done = planilla("inbox", env=env, cwd=office.folder)
    assert done.returncode == 0, done.stderr
    assert office.files("procesados") == {"ventas.csv", "ventas.resultado.xlsx"}
    assert len(office.box.books.held) == 2
    check_books(office.box)


def swarm(office: Office, files: int, processes: int, kills: int) -> None:
    """Several watchers, killed at random, on one folder in which files are dropped at once."""
    dice = random.Random(9)
    names = [f"venta {n:03d}.csv" for n in range(files)]
    for number, name in enumerate(names):
        office.drop(name, row(number, punto_venta=1 + number % 5))
    env = environment(office.box, office.folder / "home", PLANILLA_INBOX=str(office.root))

    def start() -> Process:
        return started("inbox", "--watch", env=env, cwd=office.folder, keep=False)

    team = [start() for _ in range(processes)]
    deadline, killed = time.monotonic() + 900, 0
    try:
        while time.monotonic() < deadline:
            done = sum(name in office.files("procesados") for name in names)
            if done == files:
                break
            time.sleep(dice.uniform(1.5, 4))
            if killed < kills:
                victim = dice.randrange(processes)
                team[victim].kill()
                team[victim].wait()
                team[victim] = start()
                killed += 1
    finally:
        for process in team:
            process.kill()
            process.wait()
    found = office.files("procesados")
    results = {f"{Path(name).stem}.resultado.xlsx" for name in names}
    assert found == set(names) | results, found ^ (set(names) | results)
    assert len(office.box.books.held) == files
    check_books(office.box)
    print(f"{files} files, {processes} processes, {killed} kills: each result once")


@pytest.mark.slow
def test_two_watchers_killed_now_and_then_give_each_result_once(office: Office) -> None:
    swarm(office, files=12, processes=2, kills=2)


@pytest.mark.campaign
@pytest.mark.timeout(1500)
def test_500_files_dropped_at_once_before_three_processes_with_kills(office: Office) -> None:
    swarm(office, files=500, processes=3, kills=40)


@pytest.mark.slow
def test_an_inbox_told_to_stop_waits_for_what_it_sent_and_goes_on_another_time(
    tmp_path: Path,
) -> None:
    with Sandbox(Options(rehearsal=Rehearsal(latency=0.1))) as box:
        office = Office(box, tmp_path)
        office.drop("ventas.csv", *(row(n) for n in range(1, 41)))
        inbox = Inbox(office.settings, Folder(office.root, 0.0))

        async def stopped_early() -> None:
            sweeping = asyncio.create_task(inbox.sweep())
            while not box.books.held and not sweeping.done():  # noqa: ASYNC110 - in a thread
                await asyncio.sleep(0.01)
            inbox.stop()
            await sweeping

        asyncio.run(stopped_early())
        inbox.close()
        assert 0 < len(box.books.held) < 40
        assert list((office.root / "pendientes").glob("*.csv"))
        # nothing was in its way but the end of the program: it goes on with the next one
        assert [done.exit_code for done in office.sweep()] == [0]
        assert len(box.books.held) == 40
        check_books(box)


def _is_there(path: Path) -> bool:
    return path.is_file() and path.suffix != ".pdf"
