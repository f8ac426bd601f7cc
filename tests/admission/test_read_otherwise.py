"""How a file is read never makes something new: what was asked stands, the rest waits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from planilla.admission.known_or_new import Entry, Verdict
from planilla.admission.registration import Registration
from planilla.common.calendar import today
from planilla.common.errors import LedgerNewer
from planilla.ledger.ledger import Ledger
from planilla.model.asked import Asked, AskedComprobante, Earlier
from planilla.model.operation import Operation, Reason, State
from planilla.model.reading_version import READING
from planilla.review.record_answers import Decision, decide

FILE, OTHER = "a" * 64, "b" * 64


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    url = f"sqlite:///{(tmp_path / 'home' / 'ledger.sqlite3').as_posix()}"
    with Ledger(url, "sandbox", tmp_path / "home", timedelta(seconds=60)) as found:
        yield found


def sale(row: int, content: str, total: str, referencia: str = "", **changes: object) -> Asked:
    """A comprobante of one row, named after its content where it has no referencia."""
    given = {
        "referencia": referencia or f"pl-{content}-1",
        "referencia_given": bool(referencia),
        "rows": (row,),
        "tipo": "FACTURA B",
        "punto_venta": 1,
        "fecha": today(),
        "documento_tipo": "DNI",
        "documento_nro": "12345678",
        "razon_social": "Cliente",
        "moneda": "PES",
        "total": Decimal(total),
        "numero": None,
        "asociado_referencia": None,
        "body": {"cliente": {}, "comprobante": {}},
        "content": content,
    }
    return AskedComprobante(**{**given, **changes})  # type: ignore[arg-type]


def by_second_reading(one: Asked, content: str, total: str, name: str = "") -> Asked:
    """The same row, by a reading that understands it otherwise and still knows the first."""
    derived = one.referencia if one.referencia_given else name or f"pl-{content}-1"
    return replace(
        one,
        referencia=derived,
        content=content,
        total=Decimal(total),
        earlier=(Earlier(one.referencia, one.content),),
        reading=READING + 1,
    )


def drop(ledger: Ledger, sha256: str, *wanted: Asked) -> list[Entry]:
    entries, _ = Registration(ledger).commit(Path("ventas.xlsx"), sha256, wanted)
    return entries


def issue(ledger: Ledger, operation_id: int | None, number: int) -> Operation:
    operation = ledger.operations.get(operation_id or 0)
    lease = ledger.leases.take(operation.scope)
    assert lease is not None
    ledger.operations.begin(operation, lease, number)
    sent = ledger.operations.get(operation.id)
    done = ledger.operations.move(sent, lease, State.DONE, "issued", cae=f"{number:014d}")
    ledger.leases.release(lease)
    return done


def waiting(ledger: Ledger, entry: Entry) -> Operation:
    found = ledger.operations.get(entry.operation_id or 0)
    assert (found.state, found.reason) == (State.REVIEW, Reason.READING)
    return found


@pytest.mark.parametrize("referencia", ["", "R-1"])
@pytest.mark.parametrize("sha256", [FILE, OTHER])
def test_a_row_that_is_read_otherwise_is_not_issued_again_and_both_are_shown(
    referencia: str, sha256: str, ledger: Ledger
) -> None:
    """The `0%` cell that stored 0.1: issued at 1208.79, and 1089.00 by the right reading."""
    first = sale(2, "c1", "1208.79", referencia)
    (entry,) = drop(ledger, FILE, first)
    done = issue(ledger, entry.operation_id, 1)
    (again,) = drop(ledger, sha256, by_second_reading(first, "c2", "1089.00"))
    told = " ".join(waiting(ledger, again).errors)
    assert "1.208,79" in told
    assert "1.089,00" in told
    assert done.numero_emitido in told
    assert ledger.operations.get(done.id).state is State.DONE
    (third,) = drop(ledger, sha256, by_second_reading(first, "c2", "1089.00"))
    assert third.operation_id == again.operation_id, "asked once"


def test_a_known_file_is_compared_by_row_even_where_no_earlier_name_is_known(
    ledger: Ledger,
) -> None:
    first = sale(2, "c1", "1208.79")
    (entry,) = drop(ledger, FILE, first)
    issue(ledger, entry.operation_id, 1)
    anew = replace(by_second_reading(first, "c2", "1089.00"), earlier=())
    (again,) = drop(ledger, FILE, anew)
    waiting(ledger, again)


def test_what_was_read_before_stands_once_a_person_says_so(ledger: Ledger) -> None:
    first = sale(2, "c1", "1208.79")
    (entry,) = drop(ledger, FILE, first)
    done = issue(ledger, entry.operation_id, 1)
    anew = by_second_reading(first, "c2", "1089.00")
    (again,) = drop(ledger, FILE, anew)
    decide(ledger, waiting(ledger, again), Decision("ana", "keep"))
    for _ in range(2):
        (after,) = drop(ledger, FILE, anew)
        assert (after.verdict, after.operation_id) == (Verdict.KNOWN, done.id)


def test_it_is_issued_too_once_a_person_says_that_it_is_another(ledger: Ledger) -> None:
    first = sale(2, "c1", "1208.79", "R-1")
    (entry,) = drop(ledger, FILE, first)
    issue(ledger, entry.operation_id, 1)
    anew = by_second_reading(first, "c2", "1089.00")
    (again,) = drop(ledger, FILE, anew)
    decide(ledger, waiting(ledger, again), Decision("ana", "es otro"))
    found = ledger.operations.get(again.operation_id or 0)
    assert found.state is State.PENDING
    assert found.external_reference == "R-1-r1"
    (after,) = drop(ledger, FILE, anew)
    assert (after.verdict, after.operation_id) == (Verdict.KNOWN, again.operation_id)


def test_a_reading_that_only_names_things_otherwise_makes_nothing_new_and_asks_nothing(
    ledger: Ledger,
) -> None:
    first = sale(2, "c1", "100.00")
    (entry,) = drop(ledger, FILE, first)
    done = issue(ledger, entry.operation_id, 1)
    for sha256 in (FILE, OTHER):
        (again,) = drop(ledger, sha256, by_second_reading(first, "c2", "100.00"))
        assert (again.verdict, again.operation_id) == (Verdict.KNOWN, done.id)


def test_a_place_among_equal_rows_that_moves_makes_nothing_new(ledger: Ledger) -> None:
    """Read rightly, row 2 has the content that row 5 had: the places among equals move."""
    row_2, row_5 = sale(2, "y", "1208.79"), sale(5, "x", "1089.00")
    entries = drop(ledger, FILE, row_2, row_5)
    done = [issue(ledger, e.operation_id, n) for n, e in enumerate(entries, 1)]
    anew_2 = by_second_reading(row_2, "x", "1089.00", "pl-x-1")
    anew_5 = replace(
        row_5, referencia="pl-x-2", earlier=(Earlier("pl-x-1", "x"),), reading=READING + 1
    )
    first, second = drop(ledger, FILE, anew_2, anew_5)
    waiting(ledger, first)
    assert (second.verdict, second.operation_id) == (Verdict.KNOWN, done[1].id)


def test_a_row_that_was_part_of_another_comprobante_is_none_of_its_own(ledger: Ledger) -> None:
    whole = sale(2, "c1", "300.00", rows=(2, 3))
    (entry,) = drop(ledger, FILE, whole)
    issue(ledger, entry.operation_id, 1)
    head = by_second_reading(replace(whole, rows=(2,)), "c2", "200.00")
    rest = replace(sale(3, "c3", "100.00"), reading=READING + 1)
    entries = drop(ledger, FILE, head, rest)
    for one in entries:
        waiting(ledger, one)
    decide(ledger, waiting(ledger, entries[1]), Decision("ana", "keep"))
    again = drop(ledger, FILE, head, rest)
    assert ledger.operations.get(again[1].operation_id or 0).state is State.REJECTED


def test_what_the_service_refused_is_sent_as_it_is_read_now(ledger: Ledger) -> None:
    first = sale(2, "c1", "1208.79", "R-1")
    (entry,) = drop(ledger, FILE, first)
    operation = ledger.operations.get(entry.operation_id or 0)
    lease = ledger.leases.take(operation.scope)
    assert lease is not None
    ledger.operations.move(operation, lease, State.REJECTED, "refused")
    ledger.leases.release(lease)
    (again,) = drop(ledger, FILE, by_second_reading(first, "c2", "1089.00"))
    assert again.verdict is Verdict.RETRY
    now = ledger.operations.get(again.operation_id or 0)
    assert (now.state, now.total) == (State.PENDING, Decimal("1089.00"))


def test_an_operation_keeps_the_version_that_read_it(ledger: Ledger) -> None:
    (entry,) = drop(ledger, FILE, sale(2, "c1", "1.00"))
    assert ledger.operations.get(entry.operation_id or 0).reading == READING


def test_a_process_of_before_an_upgrade_registers_and_sends_nothing_any_more(
    ledger: Ledger, tmp_path: Path
) -> None:
    (entry,) = drop(ledger, FILE, sale(2, "c1", "1.00"))
    path = tmp_path / "home" / "ledger.sqlite3"
    engine = create_engine(f"sqlite:///{path.as_posix()}")
    with engine.begin() as newer:
        newer.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(LedgerNewer, match="9999"):
        drop(ledger, OTHER, sale(3, "c2", "2.00"))
    operation = ledger.operations.get(entry.operation_id or 0)
    lease = ledger.leases.take(operation.scope)
    assert lease is not None
    with pytest.raises(LedgerNewer):
        ledger.operations.begin(operation, lease, 1)
    assert ledger.operations.get(operation.id).state is State.PENDING
