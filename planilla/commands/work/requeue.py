"""Which comprobantes of the queue are meant, and what is shown of them."""

from __future__ import annotations

from pathlib import Path

import simplejson
import typer
from rich.table import Table
from rich.text import Text

from planilla.batch.estados import estado_of
from planilla.commands.work.console import Screen, errors
from planilla.commands.work.summary import COLOURS
from planilla.common.errors import InputRefused
from planilla.ledger.ledger import Ledger
from planilla.model.issuers import Issuers
from planilla.model.operation import Operation, Queue
from planilla.payments.lists import read_list
from planilla.queue.requeue import Requeued


def targets_of(ledger: Ledger, issuers: Issuers, files: list[Path]) -> list[Operation]:
    """Those of the files; without any, all that failed."""
    inside = ledger.queue.inside()
    if not files:
        return [operation for operation in inside if operation.queue is Queue.FAILED]
    listed = [one for path in files for one in read_list(path, issuers.open())[1]]
    wanted = {(one.referencia, one.account) for one in listed}
    found = [o for o in inside if {(o.referencia, o.account), (o.referencia, None)} & wanted]
    for referencia in {name for name, account in wanted if account is None}:
        own = sorted({o.account for o in found if o.referencia == referencia})
        if len(own) > 1:
            raise InputRefused(
                f"«{referencia}» is in the queue of several profiles ({', '.join(own)}): say whose "
                "it is in punto_venta or emisor_cuit"
            )
    missing = {one.referencia for one in listed} - {operation.referencia for operation in found}
    if missing:
        names = ", ".join(sorted(missing)[:5])
        errors.print(f"planilla: not in the queue: {names}", style="yellow")
    return found


def show(done: Requeued, run: str, *, as_json: bool) -> None:
    """What became of each, for programs on stdout or for a person."""
    if as_json:
        rows = [
            {
                "referencia": operation.referencia,
                "estado": estado_of(operation, run).value,
                "queue": operation.queue.value,
                "remarks": done.remarks.get(operation.id, []),
                "errors": list(operation.errors),
            }
            for operation in done.operations.values()
        ]
        found = {"operations": rows, "sent": done.sent, "trouble": done.trouble or None}
        print(simplejson.dumps(found, ensure_ascii=False))  # noqa: T201
        return
    if not done.operations:
        typer.echo("Nothing of that is in the queue.")
        return
    table = Table("referencia", "comprobante", "estado", "remarks")
    for operation in done.operations.values():
        estado = estado_of(operation, run)
        remarks = [*done.remarks.get(operation.id, []), *operation.errors]
        colour = COLOURS.get(estado, "white")
        table.add_row(
            operation.referencia,
            operation.comprobante,
            Text(estado.value, style=colour),
            " ".join(dict.fromkeys(remarks)),
        )
    Screen().print(table)
