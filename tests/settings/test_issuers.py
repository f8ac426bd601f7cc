"""Credentials say who asks, not who issues: what is known goes by CUIT."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planilla.batch.run_result import Outcome
from planilla.model.operation import State
from planilla.sandbox.credentials import credentials_of
from planilla.sandbox.faults import Fault
from planilla.sandbox.server import Options, Sandbox
from planilla.settings.open_ledger import open_ledger
from planilla.writing.report import Estado
from tests.helpers import Job, payment, row, run, run_pay, settings_for, write_csv

NORTE, SUR = "30712345671", "30700000148"


@dataclass
class Office:
    """An office whose settings change from one run to the next."""

    box: Sandbox
    folder: Path

    def job(self, *rows: dict[str, Any], name: str = "ventas.csv", **changes: Any) -> Job:
        settings = settings_for(self.box, self.folder / "home", **changes)
        return Job((write_csv(self.folder / name, rows),), settings)

    def emit(self, *rows: dict[str, Any], **changes: Any) -> Outcome:
        return run(self.job(*rows, **changes))

    def profiles(self, cuit: str | None = NORTE, **points: int) -> dict[str, Any]:
        """A profile a point of sale, by name."""
        tokens = self.box.credentials
        return {
            name: {"puntos_venta": [point], "issuer_cuit": cuit, **tokens}
            for name, point in points.items()
        }

    @property
    def issued(self) -> list[tuple[int, str]]:
        return [(h["punto_venta"], h["external_reference"]) for h in self.box.books.held]

    def errors(self, name: str = "ventas") -> list[str]:
        path = self.folder / "resultados" / f"{name}.resultado.xlsx"
        headings, *cells = openpyxl.load_workbook(path)["Resultado"].iter_rows(values_only=True)
        return [str(one[headings.index("errores")]) for one in cells]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Sandbox(Options(companies=(SUR,))) as box:
        yield Office(box, tmp_path)


def test_a_referencia_moved_to_another_point_of_the_same_cuit_is_not_issued_again(
    office: Office,
) -> None:
    profiles = office.profiles(uno=1, dos=2)
    office.emit(row(1, punto_venta=1), profiles=profiles)
    again = office.emit(row(1, punto_venta=2), profiles=profiles)
    assert again.rows == {Estado.INVALIDO: 1}
    assert "emitida con el número 00001-00000001" in office.errors()[0]
    assert office.issued == [(1, "R-00001")]


@pytest.mark.parametrize("cuit", [NORTE, None])
@pytest.mark.slow
def test_a_set_split_into_a_profile_a_point_makes_nothing_new(
    office: Office, cuit: str | None
) -> None:
    rows = [row(1, punto_venta=1), row(2, punto_venta=2), row(3, punto_venta=2, referencia="")]
    office.emit(*rows, issuer_cuit=None)
    again = office.emit(*rows, profiles=office.profiles(cuit, uno=1, dos=2), issuer_cuit=None)
    assert again.rows == {Estado.YA_EMITIDO: 3}
    moved = office.emit(row(1, punto_venta=2), profiles=office.profiles(cuit, uno=1, dos=2))
    assert moved.rows == {Estado.INVALIDO: 1}
    assert len(office.issued) == 3


@pytest.mark.slow
def test_saying_the_cuit_later_makes_nothing_new(office: Office) -> None:
    office.emit(row(1), row(2, referencia=""), issuer_cuit=None)
    again = office.emit(row(1), row(2, referencia=""), issuer_cuit=NORTE)
    assert again.rows == {Estado.YA_EMITIDO: 2}


@pytest.mark.slow
def test_a_cuit_that_was_mistyped_for_a_while_makes_nothing_new(office: Office) -> None:
    office.emit(row(1), issuer_cuit=SUR)
    assert office.emit(row(1), issuer_cuit=NORTE).rows == {Estado.YA_EMITIDO: 1}


@pytest.mark.parametrize("kept", ["norte", "norte and sur without its cuit", "default"])
@pytest.mark.slow
def test_what_waits_for_one_company_is_not_issued_by_another_while_its_profile_is_not_told(
    office: Office, kept: str
) -> None:
    """Nothing of it was issued yet: no QR says whose it is, only what the settings said then."""
    tokens = {name: credentials_of(1, cuit) for name, cuit in (("norte", NORTE), ("sur", SUR))}
    told = {"norte": NORTE, "sur": SUR}
    both = {n: {"puntos_venta": [1], "issuer_cuit": told[n], **tokens[n]} for n in told}
    blank = {**both, "sur": {"puntos_venta": [1], **tokens["sur"]}}
    later: dict[str, dict[str, Any]] = {
        "norte": {"profiles": {"norte": both["norte"]}, "issuer_cuit": None},
        "norte and sur without its cuit": {"profiles": blank, "issuer_cuit": None},
        "default": {"issuer_cuit": NORTE, "punto_venta": 1, **tokens["norte"]},
    }
    office.box.door.companies[SUR].plan.counted = [Fault.TOO_MANY] * 9
    waits = office.emit(row(1, emisor_cuit=SUR), name="sur.csv", profiles=both, budget_seconds=0)
    assert waits.rows == {Estado.PENDIENTE: 1}
    office.box.door.companies[SUR].plan.counted = []
    for n in (2, 3):
        done = office.emit(row(n, emisor_cuit=NORTE), name=f"{n}.csv", **later[kept])
        assert done.rows == {Estado.EMITIDO: 1}
    done = office.emit(row(1, emisor_cuit=SUR), name="sur.csv", profiles=both)
    assert done.rows == {Estado.EMITIDO: 1}
    assert [reference for _, reference in office.issued] == ["R-00002", "R-00003"]
    assert [h["external_reference"] for h in office.box.books_of(SUR).held] == ["R-00001"]


def test_an_equal_row_of_another_name_is_found_under_any_profile(office: Office) -> None:
    office.emit(row(1), profiles=office.profiles(uno=1))
    again = office.emit(row(1, referencia=""), profiles=office.profiles(principal=1))
    assert again.rows == {Estado.A_REVISAR: 1}
    assert len(office.issued) == 1


@pytest.mark.slow
def test_a_payment_is_not_registered_again_by_a_renamed_profile(office: Office) -> None:
    before, after = office.profiles(uno=1), office.profiles(principal=1)
    office.emit(row(1), profiles=before)
    paid = payment(1, "10,00", tipo="FACTURA B")
    assert run_pay(office.job(paid, name="p.csv", profiles=before)).rows == {Estado.PAGADO: 1}
    again = run_pay(office.job(paid, name="p.csv", profiles=after))
    assert again.rows == {Estado.YA_PAGADO: 1}
    more = payment(1, "5,00", tipo="FACTURA B")
    assert run_pay(office.job(more, name="q.csv", profiles=after)).rows == {Estado.PAGADO: 1}


def test_what_was_pending_before_a_split_is_sent_with_the_set_of_its_point(office: Office) -> None:
    office.box.plan.counted = [Fault.TOO_MANY] * 9
    rows = [row(1, punto_venta=2)]
    first = office.emit(*rows, budget_seconds=0, issuer_cuit=NORTE)
    assert first.rows == {Estado.PENDIENTE: 1}
    office.box.plan.counted = []
    wrong = dict.fromkeys(office.box.credentials, "old")
    profiles = office.profiles(uno=1, dos=2)
    profiles["uno"] |= wrong
    assert office.emit(*rows, profiles=profiles).rows == {Estado.EMITIDO: 1}


def test_what_no_credentials_are_for_stays_as_it_is_and_says_so(office: Office) -> None:
    office.box.plan.counted = [Fault.TOO_MANY] * 9
    office.emit(row(1, punto_venta=2), budget_seconds=0)
    office.box.plan.counted = []
    job = office.job(profiles=office.profiles(uno=1))
    done = run(Job((), job.settings, leftovers=True))
    assert done.exit_code == 1
    assert "point of sale 2" in str(done.trouble)
    with open_ledger(job.settings) as ledger:
        assert ledger.operations.get(1).state is State.PENDING
    assert not office.issued
