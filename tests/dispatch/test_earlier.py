"""What a lost ledger had queued is not queued again, whatever a search by day shows."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from planilla.common.calendar import today
from planilla.writing.report import Estado
from tests.dispatch.office import SEARCH, Office, office_of
from tests.double import Kind
from tests.helpers import row

pytestmark = pytest.mark.slow

HOUR = 3600.0
LOT, ALONE = "facturacion/lotes_encola", "facturacion/nuevo_encola"
ROWS = [row(n, tipo=("FACTURA A", "FACTURA B")[n % 2]) for n in range(8)]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_of(tmp_path, queue_takes=1e9) as made:
        yield made


def switch(office: Office, **changes: Any) -> None:
    office.double.switches = replace(office.double.switches, **changes)


def queued(office: Office) -> Counter[str]:
    return Counter(entry.reference for entry in office.double.books.queue)


def test_what_waits_in_the_queue_is_not_queued_again(office: Office) -> None:
    assert office.queue(*ROWS).rows == {Estado.ENCOLADO: 8}
    switch(office, day_shows_queue=False)
    assert office.queue(*ROWS, row(9), home="new").rows == {Estado.ENCOLADO: 9}
    assert set(queued(office).values()) == {1}
    office.sound()


def test_what_was_queued_a_moment_before_the_ledger_was_lost_is_not_queued_again(
    office: Office,
) -> None:
    """No number below proves a search of the queue: an empty answer counts after `settle`."""
    switch(office, day_shows_queue=False, search_lag=0.5, consulta_lag=0.5)
    office.queue(*ROWS, settle_seconds=1.5)
    shutil.rmtree(office.folder / "home")
    assert office.queue(*ROWS, settle_seconds=1.5).rows == {Estado.ENCOLADO: 8}
    assert set(queued(office).values()) == {1}
    office.sound()


def test_what_failed_in_the_queue_is_not_queued_again(office: Office) -> None:
    office.double.rejects["R-00003"] = "10015: El campo DocNro es invalido"
    switch(office, queue_takes=0.0)
    office.queue(*ROWS)
    office.double.settle()
    switch(office, day_shows_queue=False)
    told = office.queue(*ROWS, home="new").rows
    assert told == {Estado.YA_EMITIDO: 7, Estado.RECHAZADO: 1}
    assert set(queued(office).values()) == {1}


def test_a_mended_one_that_waits_under_its_derived_name_is_not_queued_again(
    office: Office,
) -> None:
    wrong = row(1, numero="9")
    office.emit(wrong)
    mended = row(1, cantidad="2", numero="")
    assert office.queue(mended).rows == {Estado.ENCOLADO: 1}
    switch(office, day_shows_queue=False)
    assert office.queue(mended, home="new").rows == {Estado.ENCOLADO: 1}
    assert list(queued(office)) == ["R-00001-r1"]


def test_what_the_queue_has_issued_a_moment_ago_is_not_queued_again(office: Office) -> None:
    """It is in the queue no longer, and no search shows it yet."""
    switch(office, queue_takes=0.0)
    office.queue(*ROWS)
    office.double.settle()
    assert len(office.double.books.issued) == 8
    switch(office, search_lag=HOUR, consulta_lag=HOUR, queue_takes=1e9)
    told = office.queue(*ROWS, home="new", settle_seconds=0.1).rows
    assert told == {Estado.PENDIENTE: 8}
    assert "no muestra qué son" in office.errors()
    switch(office, search_lag=0.0, consulta_lag=0.0)
    assert office.queue(*ROWS, home="new").rows == {Estado.YA_EMITIDO: 8}
    assert len(office.double.books.queue) == 8


def test_nothing_is_queued_whose_reference_cannot_be_asked_for(office: Office) -> None:
    office.queue(*ROWS)
    before = office.asked(LOT)
    switch(office, day_shows_queue=False)
    office.double.faults.add(
        Kind.CLOSED_BEFORE,
        on=SEARCH,
        times=1000,
        where=lambda body: body["comprobante"].get("external_reference") == "R-00005",
    )
    told = office.queue(*ROWS, home="new", budget_seconds=1.0).rows
    assert told == {Estado.PENDIENTE: 1, Estado.ENCOLADO: 7}
    assert (office.asked(LOT), office.asked(ALONE)) == (before, 0)


def test_what_left_the_queue_and_is_not_shown_at_once_is_not_gone(office: Office) -> None:
    switch(office, queue_takes=0.0, search_lag=1.0, consulta_lag=1.0)
    office.queue(*ROWS, settle_seconds=5)
    office.double.settle()
    told = office.queue(*ROWS, settle_seconds=5).rows
    assert set(told) <= {Estado.YA_EMITIDO, Estado.EMITIDO}


@pytest.mark.parametrize("days", [20, 40, 90])
def test_what_was_queued_far_ahead_of_its_date_is_not_queued_again(
    days: int, office: Office
) -> None:
    day = f"{today() + timedelta(days=days):%d/%m/%Y}"
    rows = [row(n, fecha=day) for n in range(3)]
    assert office.queue(*rows).rows == {Estado.ENCOLADO: 3}
    switch(office, day_shows_queue=False)
    assert office.queue(*rows, home="new").rows == {Estado.ENCOLADO: 3}
    assert set(queued(office).values()) == {1}
