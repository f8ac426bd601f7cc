"""A ledger put back from a copy, copied or lost: a client without account is not paid for twice.

The service shows no figure of such a client's comprobantes, and its PAGO PARCIAL
agrees with any sum that a ledger may know.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planilla.batch.run_result import Outcome
from planilla.ledger.epochs import Why
from planilla.review.record_answers import Decision, decide
from planilla.sandbox.server import Sandbox
from planilla.settings.open_ledger import open_ledger
from planilla.settings.settings import Settings
from planilla.writing.report import Estado
from tests.helpers import Job, paid_at, payment, row, run, run_pay, settings_for, write_csv
from tests.processes import environment, planilla

pytestmark = pytest.mark.slow

INVOICE = "FACTURA B 00001-00000001"
FIRST, SECOND = payment(1, "200", tipo="FACTURA B"), payment(1, "300", tipo="FACTURA B")
THIRD = payment(1, "50", tipo="FACTURA B")
PAID, WAITS = {Estado.PAGADO: 1}, {Estado.A_REVISAR: 1}


class Office:
    """An office whose only client has no account, and owes 1,210."""

    def __init__(self, box: Sandbox, folder: Path, markers: Path) -> None:
        self.box, self.folder, self.markers = box, folder, markers
        self.home = folder / "home"
        self.emit()

    @property
    def settings(self) -> Settings:
        return settings_for(self.box, self.home)

    def emit(self, **cells: Any) -> None:
        sale = row(1, precio_unitario_sin_iva="1000", **cells)
        assert run(Job((write_csv(self.folder / "ventas.csv", [sale]),), self.settings)).rows

    def pay(self, *rows: dict[str, Any]) -> Outcome:
        return run_pay(Job((write_csv(self.folder / "pagos.csv", rows),), self.settings))

    def copy(self, name: str = "copy") -> Path:
        return shutil.copytree(self.home, self.folder / name)

    def restore(self, copy: Path) -> None:
        shutil.rmtree(self.home)
        shutil.copytree(copy, self.home)

    def answer(self, word: str, elsewhere: str | None = None) -> None:
        with open_ledger(self.settings) as ledger:
            (waiting,) = ledger.reviews.waiting()
            paid = None if elsewhere is None else Decimal(elsewhere)
            decide(ledger, waiting, Decision("Ana", word, "lo miré", paid))

    @property
    def why(self) -> Why:
        with open_ledger(self.settings) as ledger:
            return ledger.history.epoch.why

    @property
    def paid(self) -> Decimal:
        return paid_at(self.box)[INVOICE]

    @property
    def told(self) -> str:
        book = openpyxl.load_workbook(self.folder / "resultados" / "pagos.resultado.xlsx")
        cells = book["Errores"].iter_rows(min_row=2, values_only=True)
        return "\n".join(str(cell) for line in cells for cell in line)


@pytest.fixture
def office(tmp_path: Path, markers_of_its_own: Path) -> Iterator[Office]:
    with Sandbox() as box:
        yield Office(box, tmp_path, markers_of_its_own)


def test_a_payment_made_after_the_copy_is_not_made_again(office: Office) -> None:
    assert office.pay(FIRST).rows == PAID
    copy = office.copy()
    assert office.pay(SECOND).rows == PAID
    office.restore(copy)
    assert office.pay(SECOND).rows == WAITS
    assert office.paid == 500
    assert "puede estar registrado ya" in office.told
    assert "es completa solo desde el" in office.told
    office.answer("refuse")
    assert office.pay(FIRST, SECOND).rows == {Estado.YA_PAGADO: 1, Estado.RECHAZADO: 1}
    assert office.paid == 500


def test_a_payment_that_was_not_made_yet_goes_on_once_a_person_says_so(office: Office) -> None:
    office.pay(FIRST)
    copy = office.copy()
    office.pay(SECOND)
    office.restore(copy)
    assert office.pay(THIRD).rows == WAITS
    office.answer("accept", "300")
    assert office.pay(THIRD).rows == PAID
    assert office.pay(SECOND).rows == WAITS  # what was said of one is said of no other
    assert office.paid == 550


def test_what_a_person_let_go_on_is_asked_again_of_a_ledger_put_back_since(office: Office) -> None:
    office.pay(FIRST)
    office.restore(office.copy("older"))
    with open_ledger(office.settings) as ledger:
        number = ledger.history.epoch.number
    office.pay(SECOND)
    office.restore(office.folder / "older")
    office.pay(SECOND)
    office.answer("accept", "0")
    copy = office.copy()
    assert office.pay(SECOND).rows == PAID
    paid = office.paid
    office.restore(copy)
    assert office.pay(SECOND).rows == WAITS
    assert office.paid == paid
    with open_ledger(office.settings) as ledger:
        assert ledger.history.epoch.number > number


def test_a_copy_put_back_of_which_nothing_was_lost_goes_on(office: Office) -> None:
    office.pay(FIRST)
    office.restore(office.copy())
    assert office.why is Why.NEW
    assert office.pay(SECOND).rows == PAID


def test_what_is_first_paid_after_the_restore_goes_on_unasked(office: Office) -> None:
    copy = office.copy()
    office.emit(referencia="R-2")
    office.restore(copy)
    assert office.why is Why.RESTORED
    assert office.pay(FIRST).rows == PAID
    assert office.pay(SECOND).rows == PAID


def test_a_home_copied_to_another_place_pays_no_part_unasked(office: Office) -> None:
    office.pay(FIRST)
    office.home = office.copy()
    assert office.pay(SECOND).rows == WAITS
    assert office.why is Why.COPIED


def test_two_copies_in_use_each_notice_the_other(office: Office) -> None:
    office.pay(FIRST)
    one, two = office.home, office.copy()
    office.home = two
    office.pay(SECOND)
    office.answer("accept", "0")
    assert office.pay(SECOND).rows == PAID
    office.home = one
    assert office.pay(SECOND).rows == WAITS
    office.answer("refuse")
    office.home = two
    assert office.pay(THIRD).rows == WAITS
    assert office.paid == 500


def test_a_copy_that_was_in_use_elsewhere_and_comes_back_is_noticed(office: Office) -> None:
    """It has gone further than what it replaces: its sequence alone would not tell."""
    office.pay(FIRST)
    home, elsewhere = office.home, office.copy()
    assert office.pay(THIRD).rows == PAID
    here = shutil.move(office.markers, office.folder / "markers of here")
    office.home = elsewhere
    office.pay(SECOND)
    office.answer("accept", "50")
    assert office.pay(SECOND).rows == PAID
    shutil.rmtree(office.markers)
    shutil.move(here, office.markers)
    shutil.rmtree(home)
    office.home = elsewhere.rename(home)
    assert office.why is Why.RESTORED
    assert office.pay(THIRD).rows == WAITS


def test_a_lost_ledger_does_not_vouch_for_what_it_adopts(office: Office) -> None:
    """What came with issuing is known of a comprobante taken over, what was paid since is not."""
    shutil.rmtree(office.home)
    office.emit(referencia="R-9", pago_descripcion="Efectivo", pago_importe="100")
    part = payment(2, "200", tipo="FACTURA B")
    assert office.pay(part).rows == PAID
    shutil.rmtree(office.home)
    office.emit(referencia="R-9", pago_descripcion="Efectivo", pago_importe="100")
    assert office.why is Why.LOST
    assert office.pay(part).rows == WAITS


@pytest.mark.parametrize("passes", [1, 2])
def test_a_death_between_commit_and_marker_is_no_restore(passes: int, office: Office) -> None:
    env = environment(office.box, office.home)
    source = write_csv(office.folder / "pagos.csv", [FIRST])
    dies = env | {"PLANILLA_DIE_AT": f"before-marker:{passes}"}
    died = planilla("pay", source, env=dies, cwd=office.folder)
    assert died.returncode != 0
    done = planilla("pay", source, "--json", env=env, cwd=office.folder)
    sent = passes == 2  # the first is the intent's commit
    expected = {"YA PAGADO": 1} if sent else {"A REVISAR": 1}
    assert json.loads(done.stdout)["files"][0]["rows"] == expected
    assert office.why is Why.NEW
    if sent:
        assert office.pay(SECOND).rows == PAID
