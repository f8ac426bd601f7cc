"""Many payments, every fault and kills at every boundary: each once, or for a person to judge."""

from __future__ import annotations

import json
import random
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from planilla.model.operation import Operation, Reason
from planilla.review.record_answers import Decision, decide
from planilla.sandbox.faults import Fault
from planilla.sandbox.server import Options, Sandbox
from planilla.sandbox.service import Rehearsal
from planilla.settings.open_ledger import open_ledger
from planilla.settings.settings import Settings
from tests.helpers import Job, paid_at, payment, row, run, settings_for, write_csv
from tests.processes import environment, planilla

BOUNDARIES = ("before-intent", "after-intent", "after-request", "after-outcome")
DONE = {"PAGADO", "YA PAGADO"}


def campaign(folder: Path, comprobantes: int, payments: int, rate: float, seed: int) -> None:
    """Issue, then pay in parts with faults and kills; at the end nothing is more than asked."""
    dice = random.Random(seed)
    options = Options(seed=seed, rehearsal=Rehearsal(late=0.3, outage=0.3))
    with Sandbox(options) as box:
        settings = settings_for(box, folder / "home", concurrency=8)
        sales = [row(n, tipo="FACTURA A" if n % 3 else "FACTURA B") for n in range(comprobantes)]
        assert run(Job((write_csv(folder / "ventas.csv", sales),), settings)).exit_code == 0
        rows = _payments(box, payments, dice)
        source = write_csv(folder / "pagos.csv", rows)
        box.plan.rates = dict.fromkeys(Fault, rate)
        env = environment(box, folder / "home", PLANILLA_CONCURRENCY="8")
        for point in BOUNDARIES:
            kill_at = f"{point}:{dice.randint(2, 12)}"
            planilla("pay", source, env=env | {"PLANILLA_DIE_AT": kill_at}, cwd=folder)
            _never_one_more(box, rows)
        for _ in range(4):
            last = planilla("pay", source, "--json", env=env, cwd=folder)
        estados = json.loads(last.stdout)["files"][0]["rows"]
        _never_one_more(box, rows)
        reasons = _reasons(settings)
        print(f"{payments} payments over {comprobantes}: {estados}; reviews {dict(reasons)}")
        print(f"requests and faults: {dict(box.books.requests)}")
        _agrees_but_for_reviews(box, settings, rows)
        box.plan.rates = {}
        _answer_and_finish(box, settings, env, folder, source)
        wanted = _wanted(rows)
        assert {name: paid for name, paid in paid_at(box).items() if paid} == wanted
        assert box.books.overlaps == 0


def _payments(box: Sandbox, count: int, dice: random.Random) -> list[dict[str, Any]]:
    """Parts of the comprobantes' totals: some whole, most in parts, none too much."""
    rows: list[dict[str, Any]] = []
    left = {id(held): Decimal(str(held["total"])) for held in box.books.held}
    while len(rows) < count:
        held = dice.choice(box.books.held)
        rest = left[id(held)]
        if rest < Decimal("1"):
            continue
        part = rest if dice.random() < 0.25 else (rest * dice.randint(5, 40) / 100)
        part = max(round(part, 2), Decimal("0.01"))
        left[id(held)] -= part
        rows.append(payment(held["numero"], str(part), tipo=held["tipo"], referencia=len(rows)))
    return rows


def _name(one: dict[str, Any]) -> str:
    return f"{one['tipo']} {one['punto_venta']:05d}-{one['numero']:08d}"


def _wanted(rows: list[dict[str, Any]]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for one in rows:
        sums[_name(one)] += Decimal(one["importe"])
    return dict(sums)


def _never_one_more(box: Sandbox, rows: list[dict[str, Any]]) -> None:
    wanted: dict[str, Counter[Decimal]] = defaultdict(Counter)
    for one in rows:
        wanted[_name(one)][Decimal(one["importe"])] += 1
    for held in box.books.held:
        made = Counter(Decimal(str(p["total"])) for p in held.get("pagos", []))
        assert not made - wanted[_name(held)], "a payment more than was asked"


def _agrees_but_for_reviews(box: Sandbox, settings: Settings, rows: list[dict[str, Any]]) -> None:
    """Without a review on it, what is paid is what the ledger says, to the cent."""
    paid = paid_at(box)
    with open_ledger(settings) as ledger:
        waiting = {operation.comprobante for operation in ledger.reviews.waiting()}
        for name in _wanted(rows).keys() - waiting:
            assert paid[name] == _wanted(rows)[name], name


def _reasons(settings: Settings) -> Counter[str]:
    """Why each waits: no account to tell by, or an account that did not change."""
    with open_ledger(settings) as ledger:
        return Counter(
            f"{operation.reason}, {_account(operation)}" for operation in ledger.reviews.waiting()
        )


def _account(operation: Operation) -> str:
    if operation.reason is not Reason.PAYMENT:
        return "-"
    left = operation.evidence.get("left")
    return "no account" if left is None else "account unchanged or unclear"


def _answer_and_finish(
    box: Sandbox, settings: Settings, env: dict[str, str], folder: Path, source: Path
) -> None:
    """A person looks each one up at the service, answers, and the file is dropped again."""
    for _ in range(40):
        with open_ledger(settings) as ledger:
            for operation in ledger.reviews.waiting():
                held = next(h for h in box.books.held if _name(h) == operation.comprobante)
                shown = sum((Decimal(str(p["total"])) for p in held["pagos"]), Decimal(0))
                known = ledger.payments.paid(operation)
                word = "applied" if shown == known + operation.total else "not-applied"
                decide(ledger, operation, Decision("Ana", word, "lo miré en la cuenta"))
        done = planilla("pay", source, "--json", env=env, cwd=folder)
        if done.returncode == 0:
            return
    raise AssertionError(done.stdout)


@pytest.mark.campaign
@pytest.mark.timeout(3000)
def test_500_payments_over_200_comprobantes_with_every_fault_at_5_per_cent(
    tmp_path: Path,
) -> None:
    campaign(tmp_path, comprobantes=200, payments=500, rate=0.05, seed=5)


def test_a_small_campaign_of_payments(tmp_path: Path) -> None:
    campaign(tmp_path, comprobantes=12, payments=24, rate=0.03, seed=4)
