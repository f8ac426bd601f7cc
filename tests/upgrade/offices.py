"""What each office did, a function a case; `tests.upgrade.make` lets them do it."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import openpyxl

from planilla.emission import emit
from planilla.job import Job
from planilla.office import open_ledger
from planilla.queue_news import ask_queue
from planilla.requeueing import Action, requeue
from planilla.sandbox.faults import Fault
from tests.upgrade.collecting import payments, receipt, reconciled
from tests.upgrade.corpus import (
    dollars,
    general_discount,
    mended_price,
    notes,
    percentages,
    perception,
    refused,
    sale,
    the_same_typed,
    to_company,
    typed,
    with_referencia,
    without_referencia,
    wrong,
)
from tests.upgrade.making import Maker
from tests.upgrade.sheets import Shown, write_ods, write_text, write_xlsx
from tests.upgrade.still import Mood

NORTE, SUR = "30712345671", "30700000148"


def at_once(office: Maker) -> None:
    """Everything about reading, issued at once."""
    folder = office.folder
    office.drop("emit", write_xlsx(folder / "con_referencia.xlsx", with_referencia()))
    office.drop("emit", write_text(folder / "sin_referencia.csv", without_referencia()))
    office.drop("emit", write_ods(folder / "sin_referencia_otra_vez.ods", the_same_typed()))
    office.drop("emit", write_xlsx(folder / "porcentajes.xlsx", percentages()))
    office.drop("emit", write_xlsx(folder / "porcentajes_corregir.xlsx", mended_price()))
    office.drop("emit", write_text(folder / "bonificacion.csv", general_discount(), ","))
    office.drop("emit", write_text(folder / "dolares.csv", dollars(), encoding="cp1252"))
    office.drop("emit", write_text(folder / "notas.csv", notes(), "\t", "utf-8-sig"))
    office.drop("emit", write_text(folder / "rechazadas.csv", refused()))
    office.drop("emit", mended(office.result(), folder / "rechazadas_corregir.xlsx"))
    office.drop("emit", write_text(folder / "con_errores.csv", wrong(), ","))
    renamed = [{**without_referencia()[3], "referencia": "TARDE-1"}]
    office.drop("emit", write_text(folder / "con_referencia_agregada.csv", renamed))
    office.drop("emit", write_text(folder / "grande.csv", [sale(referencia="G-1", cantidad="90")]),
                max_comprobante=50_000)  # fmt: skip
    listed = [{"referencia": "V-1"}, {"comprobante": "FACTURA A 0001-00000001", "referencia": ""}]
    office.drop("resend", write_text(folder / "lista.csv", listed))


def mended(result: Path, path: Path) -> Path:
    """The sheet `Corregir` of a result, with other descriptions and without what was refused."""
    book = openpyxl.load_workbook(result)
    for name in set(book.sheetnames) - {"Corregir"}:
        del book[name]
    sheet = book["Corregir"]
    places = {cell.value: int(cell.column or 0) for cell in sheet[1]}
    for number in range(2, sheet.max_row + 1):
        text = sheet.cell(number, places["descripcion"])
        text.value = f"{text.value}, ya corregido"
        sheet.cell(number, places["comentario"]).value = None
    book.save(path)
    return path


def two_points(office: Maker) -> None:
    """One set of credentials for two points of sale, and a CUIT that no setting names."""
    rows = [
        sale(referencia="R-1", punto_venta=1),
        sale(referencia="R-2", punto_venta=2),
        to_company(punto_venta=1),
        to_company(punto_venta=2),
        sale(referencia="r 3", punto_venta="00002"),
    ]
    office.drop("emit", write_text(office.folder / "dos_puntos.csv", rows))
    pages = [
        receipt("FACTURA B 0001-00000001", "210,00"),
        receipt("FC A 2-1", "1210,00", referencia="REC-1"),
    ]
    office.drop("pay", write_text(office.folder / "cobros.csv", pages))
    queued = [sale(referencia="K-1", punto_venta=2), sale(punto_venta=2, descripcion="De la cola")]
    office.drop("queue", write_text(office.folder / "cola.csv", queued))
    office.box.run_queue()
    office.drop("queue", office.folder / "cola.csv")


def two_companies(office: Maker) -> None:
    """Two CUITs that both have a point of sale 3; equal rows in both."""
    both = [sale(punto_venta=3, emisor_cuit=cuit) for cuit in (NORTE, "30-70000014-8")]
    rows = [
        *both,
        to_company(referencia="R-2", punto_venta=3, emisor_cuit=NORTE),
        sale(referencia="R-3", punto_venta=3, emisor_cuit=""),
    ]
    office.drop("emit", write_text(office.folder / "ventas.csv", rows))
    for point, name in ((1, "norte"), (2, "sur")):
        one = [sale(referencia="R-1", punto_venta=point), sale(punto_venta=point)]
        office.drop("emit", write_text(office.folder / f"{name}.csv", one))
        one = [typed(sale(referencia="K-1", punto_venta=point, descripcion="De la cola"))]
        office.drop("queue", write_xlsx(office.folder / f"cola_{name}.xlsx", one))
    paid = [
        receipt("FACTURA B 3-1", "10,00", emisor_cuit=NORTE),
        receipt("FACTURA B 3-1", "10,00", emisor_cuit=SUR),
        receipt("FACTURA A 3-1", "1210,00", emisor_cuit=NORTE, referencia="REC-1"),
    ]
    office.drop("pay", write_text(office.folder / "cobros.csv", paid))


def one_company_two_profiles(office: Maker) -> None:
    """One CUIT, credentials a point of sale; the same referencia used in both, for two sales."""
    office.box.door.companies[SUR].cuit = NORTE  # books of their own, as searches show them
    rows = [
        sale(referencia="R-1", punto_venta=1),
        sale(referencia="R-2", punto_venta=2),
        sale(punto_venta=1),
        sale(punto_venta=2),
        to_company(punto_venta=2),
    ]
    office.drop("emit", write_text(office.folder / "ventas.csv", rows))
    other = [sale(referencia="R-1", punto_venta=2, descripcion="Otra venta, con la misma")]
    office.drop("emit", write_text(office.folder / "del_punto_2.csv", other))
    paid = [receipt("FACTURA B 1-1", "100"), receipt("FACTURA B 2-1", "100", referencia="REC-1")]
    office.drop("pay", write_text(office.folder / "cobros.csv", paid))


def queue(office: Maker) -> None:
    """Waiting, failed, issued, dropped and mended; and what waits for those at its own door."""
    folder, later = office.folder, "20/11/2026"
    office.moods = [Mood.HOLDS.name]
    office.drop("emit", write_text(folder / "antes.csv", [sale(referencia="A-1", punto_venta=1)]))
    waiting = [
        typed(sale(referencia="Q-1", fecha=later)),
        typed(sale(fecha=later)),
        typed(to_company(fecha=later), bonificacion_porcentaje=Shown(0.1, "0%")),
        typed(to_company(fecha=later, referencia="Q 4")),
    ]
    office.drop("queue", write_xlsx(folder / "en_espera.xlsx", waiting))
    issued = [
        sale(referencia="Q-5", punto_venta=2),
        sale(punto_venta=2),
        sale(punto_venta=2),
        sale(referencia="Q-6", punto_venta=2, bonificacion="20", total="1185,80"),
        to_company(punto_venta=2, referencia="Q-7", **perception("3,00")),
    ]
    issued = [{**issued[4], **dict.fromkeys(perception(""), ""), **one} for one in issued[:4]] + [
        {**issued[4], "bonificacion": "", "total": ""}
    ]
    office.drop("queue", write_text(folder / "emitidas.csv", issued))
    bad = [
        sale(referencia="Q-8", punto_venta=3, comentario="RECHAZAR-AFIP"),
        sale(punto_venta=3, descripcion="Fallará en la cola", comentario="RECHAZAR-AFIP"),
        sale(referencia="Q-9", punto_venta=4, comentario="RECHAZAR-AFIP"),
    ]
    office.drop("queue", write_text(folder / "con_error.csv", bad))
    office.box.run_queue()
    office.drop("queue", folder / "emitidas.csv")
    office.drop("queue", folder / "con_error.csv")
    _give_up(office, "Q-9")
    mended_row = [sale(referencia="Q-9", punto_venta=4, descripcion="Ya corregido en la cola")]
    office.drop("queue", write_text(folder / "con_error_corregir.csv", mended_row))
    office.box.run_queue()
    office.drop("queue", folder / "con_error_corregir.csv")
    blocked = [
        sale(referencia="P-1", punto_venta=1, fecha=later),
        sale(punto_venta=1, fecha=later, descripcion="Espera su turno"),
    ]
    note = to_company(tipo="NOTA DE CREDITO A", asociado_referencia="Q 4", punto_venta=5)
    blocked = [{**one, "asociado_referencia": "", "fecha": "15/10/2026"} for one in blocked]
    office.drop("emit", write_text(folder / "detras.csv", [*blocked, note]))
    office.drops["emit", "en_espera.xlsx"] = None


def _give_up(office: Maker, referencia: str) -> None:
    """Drop one that failed from the queue."""
    with open_ledger(office.settings()) as ledger:
        asyncio.run(ask_queue(office.settings(), ledger, force=True))
        inside = [one for one in ledger.queue.inside() if one.referencia == referencia]
        assert asyncio.run(requeue(office.settings(), ledger, inside, Action.DROP)).sent == 1


def left(office: Maker) -> None:
    """What an outage left: never sent, of each command."""
    folder = office.folder
    office.moods = [Mood.MAINTENANCE.name]
    before = [sale(referencia="A-1", descripcion="Antes")]
    office.drop("emit", write_text(folder / "antes.csv", before))
    rows = [
        typed(sale(referencia="P-1")),
        typed(sale()),
        typed(to_company(), bonificacion_porcentaje=Shown(0.1, "0%")),
        typed(to_company(referencia="P-2"), bonificacion=20),
    ]
    queued = [sale(referencia="P-3", punto_venta=2), sale(punto_venta=2)]
    paid = [receipt("FACTURA B 1-1", "10"), receipt("FACTURA B 1-1", "10", referencia="REC-1")]
    with in_maintenance(office):
        office.drop("emit", write_xlsx(folder / "sin_servicio.xlsx", rows), **IMPATIENT)
        path = write_text(folder / "cola_sin_servicio.csv", queued)
        office.drop("queue", path, **IMPATIENT)
        office.drop("pay", write_text(folder / "cobros_sin_servicio.csv", paid), **IMPATIENT)


IMPATIENT = {"budget_seconds": 0.1}


@contextlib.contextmanager
def in_maintenance(office: Maker) -> Iterator[None]:
    """The service refuses every request, for the block."""
    office.box.options.rehearsal.outage = 600
    office.box.door.service.begin_outage(Fault.MAINTENANCE)
    yield
    office.box.door.service.maintenance_until = 0.0


def cut_off(office: Maker) -> None:
    """Requests under way when the process ended: the service did them, nobody saw it.

    One of them was then dropped again, during maintenance: known to be in doubt.
    """
    folder = office.folder
    office.moods = [Mood.HOLDS.name]
    before = [sale(referencia="A-1", descripcion="Antes")]
    office.drop("emit", write_text(folder / "antes.csv", before))
    asyncio.run(_cut(office, write_text(folder / "cortada.csv", [sale(referencia="U-1")])))
    other = write_text(folder / "cortada_sin_referencia.csv", [to_company(punto_venta=2)])
    asyncio.run(_cut(office, other))
    with in_maintenance(office):
        office.drop("emit", other, **IMPATIENT)


async def _cut(office: Maker, path: Path) -> None:
    office.drops["emit", path.name] = None
    held = len(office.box.books.held)
    office.box.options.rehearsal.latency = 1.0
    working = asyncio.create_task(emit(Job((path,), office.settings(), office.folder / "out")))
    while not any(office.box.books.at_work.values()):  # noqa: ASYNC110 - another thread's
        await asyncio.sleep(0.01)
    working.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await working
    office.box.options.rehearsal.latency = 0.0
    deadline = time.monotonic() + 5
    while len(office.box.books.held) == held and time.monotonic() < deadline:  # noqa: ASYNC110
        await asyncio.sleep(0.05)
    assert len(office.box.books.held) == held + 1


OFFICES: Mapping[str, Callable[[Maker], None]] = {
    "al_instante": at_once,
    "dos_puntos": two_points,
    "dos_empresas": two_companies,
    "una_empresa_dos_perfiles": one_company_two_profiles,
    "cola": queue,
    "cobros": payments,
    "conciliacion": reconciled,
    "sin_servicio": left,
    "cortada": cut_off,
}
