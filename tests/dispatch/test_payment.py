"""A payment against the balance that the service shows: in pesos, and only what is explained."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from planilla.model.operation import Operation, Reason, Refusal, State
from planilla.review.record_answers import Decision, decide
from tests.dispatch.till import Clerk, Till, account_row

DOLLARS: dict[str, Any] = {
    "moneda": "DOL",
    "cotizacion": "1045,5",
    "precio_unitario_sin_iva": "100",
}
TOTAL, RATE, PESOS = Decimal("121.00"), Decimal("1045.5"), Decimal("126505.50")
NOTE = "NOTA DE CREDITO A"
CORRECTS: dict[str, Any] = {
    "referencia": "NC-1",
    "tipo": NOTE,
    "documento_tipo": "CUIT",
    "documento_nro": "30-71234567-1",
    "condicion_iva": "RI",
    "asociado_tipo": "FACTURA A",
    "asociado_punto_venta": 1,
    "asociado_numero": 1,
    "asociado_fecha": "01/01/2026",
}
PLAIN: dict[str, Any] = {"precio_unitario_sin_iva": "100"}


def dollars(**changes: Any) -> Till:
    given: dict[str, Any] = {"pesos": PESOS, "moneda": "DOL", "cotizacion": RATE}
    return pesos(**given | changes)


def pesos(**changes: Any) -> Till:
    given: dict[str, Any] = {"total": TOTAL, "pesos": TOTAL}
    return Till(**given | changes)


def decided(clerk: Clerk, payment: Operation, answer: str, **more: Any) -> Operation:
    decide(clerk.ledger, payment, Decision("Ana", answer, "lo miré en la cuenta", **more))
    return clerk.work(clerk.ledger.operations.get(payment.id))


# In another currency


def test_a_comprobante_in_dollars_is_paid_in_pesos_in_parts_and_no_more(tmp_path: Path) -> None:
    clerk = Clerk(tmp_path, dollars())
    clerk.issued(**DOLLARS)
    assert clerk.pay("100000").state is State.DONE
    assert clerk.pay("26505,50").state is State.DONE
    over = clerk.pay("1")
    assert (over.state, over.refusal) == (State.REJECTED, Refusal.OURS)
    assert "126.505,50 pesos (DOL 121,00 a 1045,5)" in over.errors[0]
    assert clerk.till.left == 0


def test_a_comprobante_in_dollars_of_another_system_goes_by_what_the_service_shows(
    tmp_path: Path,
) -> None:
    clerk = Clerk(tmp_path, dollars())
    assert clerk.pay("126505,50").state is State.DONE


def test_a_payment_is_in_pesos_whatever_the_comprobante_is_in(tmp_path: Path) -> None:
    clerk = Clerk(tmp_path, dollars())
    clerk.issued(**DOLLARS)
    assert clerk.pay("10").moneda == "PES"
    (tallied,) = [line for line in clerk.ledger.operations.tally() if line[0] == "pay"]
    assert tallied[4:] == ("PES", 1, Decimal(10))


@pytest.mark.parametrize("off", ["-0.02", "0.01", "5.00"])
def test_what_the_account_charges_is_the_total_where_the_service_rounds_in_its_own_way(
    off: str, tmp_path: Path
) -> None:
    shown = PESOS + Decimal(off)
    clerk = Clerk(tmp_path, dollars(pesos=shown))
    clerk.issued(**DOLLARS)
    assert clerk.pay("100000").state is State.DONE
    assert clerk.pay(str(shown - 100000)).state is State.DONE
    assert clerk.till.left == 0


def test_what_is_left_of_an_unpaid_one_is_its_total_where_the_account_says_no_charge(
    tmp_path: Path,
) -> None:
    till = dollars(pesos=PESOS + Decimal("0.01"), shape=without_charge)
    clerk = Clerk(tmp_path, till)
    clerk.issued(**DOLLARS)
    assert clerk.pay("126505,51").state is State.DONE


def without_charge(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**one, "debe": 0} for one in rows]


@pytest.mark.parametrize("shown", ["121", "126516.96", "130000"])
def test_a_figure_that_no_rounding_explains_waits_for_a_person(shown: str, tmp_path: Path) -> None:
    """An account kept in dollars after all, or at the rate of another day."""
    clerk = Clerk(tmp_path, dollars(pesos=Decimal(shown)))
    clerk.issued(**DOLLARS)
    waits = clerk.pay("100")
    assert (waits.state, waits.reason) == (State.REVIEW, Reason.BALANCE)
    assert "en pesos" in waits.errors[0]
    assert clerk.till.paid == []
    assert decided(clerk, waits, "aceptar").state is State.DONE


def test_what_is_too_much_for_a_doubtful_total_is_asked_and_not_refused(tmp_path: Path) -> None:
    clerk = Clerk(tmp_path, dollars(pesos=TOTAL))
    clerk.issued(**DOLLARS)
    waits = clerk.pay("126505,50")
    asked = decided(clerk, waits, "aceptar")
    assert (asked.state, asked.reason) == (State.REVIEW, Reason.EXCESS)
    assert clerk.till.paid == []


@pytest.mark.parametrize(
    "changes",
    [{"moneda": "PES", "cotizacion": Decimal(1)}, {"cotizacion": Decimal("1050")}],
)
def test_a_currency_that_service_and_ledger_tell_differently_waits_for_a_person(
    changes: dict[str, Any], tmp_path: Path
) -> None:
    clerk = Clerk(tmp_path, dollars(**changes))
    clerk.issued(**DOLLARS)
    assert clerk.pay("100").reason is Reason.BALANCE


def test_one_in_dollars_without_its_rate_waits_for_a_person(tmp_path: Path) -> None:
    clerk = Clerk(tmp_path, dollars(cotizacion=None))
    waits = clerk.pay("100")
    assert (waits.state, waits.reason) == (State.REVIEW, Reason.BALANCE)
    assert "DOL 121,00 sin cotización" in waits.errors[0]


def test_a_currency_that_nobody_tells_is_pesos_only_where_the_account_agrees(
    tmp_path: Path,
) -> None:
    assert Clerk(tmp_path, pesos(moneda=None)).pay("100").state is State.DONE
    (tmp_path / "other").mkdir()
    other = Clerk(tmp_path / "other", pesos(moneda=None, documento_tipo="DNI"))
    assert other.pay("100").reason is Reason.BALANCE


def test_a_lost_payment_in_dollars_is_settled_in_pesos(tmp_path: Path) -> None:
    clerk = Clerk(tmp_path, dollars(lost=True))
    clerk.issued(**DOLLARS)
    paid = clerk.pay("100000")
    assert paid.state is State.DONE
    assert "resta 26.505,50" in paid.observations[0]


def test_a_client_without_account_pays_one_in_dollars_by_its_state(tmp_path: Path) -> None:
    clerk = Clerk(tmp_path, dollars(documento_tipo="DNI", lost=True))
    clerk.issued(**DOLLARS)
    assert clerk.pay("126505,50").state is State.DONE


def test_what_was_paid_in_the_moment_of_issuing_was_paid_in_pesos(tmp_path: Path) -> None:
    clerk = Clerk(tmp_path, dollars(paid=[Decimal("126505.50")]))
    clerk.issued(**DOLLARS, pago_descripcion="Transferencia", pago_importe="126505,50")
    assert clerk.pay("1").refusal is Refusal.OURS


# Too much


def test_too_much_is_refused_by_what_the_account_says_is_left(tmp_path: Path) -> None:
    clerk = Clerk(tmp_path, pesos())
    assert clerk.pay("100").state is State.DONE
    over = clerk.pay("21,01")
    assert (over.state, over.refusal) == (State.REJECTED, Refusal.OURS)
    assert "restan 21,00" in over.errors[0]


@pytest.mark.parametrize(
    "changes", [{"documento_tipo": "DNI"}, {"tells_left": False}], ids=["no account", "no figure"]
)
def test_too_much_is_for_a_person_where_the_service_does_not_say_what_is_left(
    changes: dict[str, Any], tmp_path: Path
) -> None:
    till = pesos(**changes)
    clerk = Clerk(tmp_path, till)
    assert clerk.pay("100").state is State.DONE
    over = clerk.pay("22")
    assert (over.state, over.reason) == (State.REVIEW, Reason.EXCESS)
    assert "el servicio no muestra cuánto resta" in over.errors[0]
    assert till.paid == [100]
    assert decided(clerk, over, "rechazar").state is State.REJECTED


def test_what_a_person_approves_is_sent_once_and_the_service_judges(tmp_path: Path) -> None:
    till = pesos(documento_tipo="DNI")
    clerk = Clerk(tmp_path, till)
    assert clerk.pay("100").state is State.DONE
    over = clerk.pay("22")
    till.pesos += 1  # it was more than planilla thought
    assert decided(clerk, over, "aprobar").state is State.DONE
    assert till.paid == [100, 22]


def test_more_than_the_whole_total_in_pesos_is_refused_without_any_account(tmp_path: Path) -> None:
    clerk = Clerk(tmp_path, pesos(documento_tipo="DNI"))
    assert clerk.pay("121,01").refusal is Refusal.OURS


def test_more_than_the_reckoned_total_of_one_in_dollars_is_asked_without_any_account(
    tmp_path: Path,
) -> None:
    clerk = Clerk(tmp_path, dollars(documento_tipo="DNI"))
    assert clerk.pay("126505,51").reason is Reason.EXCESS


def test_nothing_is_paid_on_what_the_service_says_is_paid(tmp_path: Path) -> None:
    clerk = Clerk(tmp_path, pesos(documento_tipo="DNI"))
    assert clerk.pay("121").state is State.DONE
    assert clerk.pay("1").refusal is Refusal.OURS


def test_an_account_that_contradicts_itself_is_for_a_person(tmp_path: Path) -> None:
    own = "FACTURA A 0001-00000001 (EMPRESA)"
    told = account_row(own, debe=121, haber=0, resta_abonar_de_este_comprobante=50)
    clerk = Clerk(tmp_path, pesos(extra=[told]))
    assert clerk.pay("10").reason is Reason.BALANCE


# Credit notes


def credited(till: Till) -> None:
    """What the service is said to do when a note equals an unpaid comprobante."""
    till.paid.append(till.pesos)


@pytest.mark.parametrize("documento_tipo", ["CUIT", "DNI"])
def test_what_a_credit_note_paid_off_takes_no_payment_and_says_which_note(
    documento_tipo: str, tmp_path: Path
) -> None:
    clerk = Clerk(tmp_path, pesos(documento_tipo=documento_tipo))
    clerk.issued(**PLAIN)
    clerk.issued(**PLAIN, **CORRECTS)
    credited(clerk.till)
    over = clerk.pay("121")
    assert (over.state, over.refusal) == (State.REJECTED, Refusal.OURS)
    assert f"la nota de crédito {NOTE} 00001-00000001 dejó saldado" in over.errors[0]
    assert "por otro lado" not in over.errors[0]


def test_a_note_that_names_its_invoice_by_referencia_is_known_too(tmp_path: Path) -> None:
    clerk = Clerk(tmp_path, pesos())
    clerk.issued(**PLAIN)
    named = {k: v for k, v in CORRECTS.items() if not k.startswith("asociado")}
    clerk.issued(**PLAIN, **named, asociado_referencia="R-00001")
    credited(clerk.till)
    assert "dejó saldado" in clerk.pay("1").errors[0]


def test_a_note_in_dollars_pays_off_its_invoice_in_dollars(tmp_path: Path) -> None:
    clerk = Clerk(tmp_path, dollars())
    clerk.issued(**DOLLARS)
    clerk.issued(**DOLLARS, **CORRECTS)
    credited(clerk.till)
    assert "dejó saldado" in clerk.pay("126505,50").errors[0]


@pytest.mark.parametrize("documento_tipo", ["CUIT", "DNI"])
def test_a_note_after_which_the_service_shows_all_unpaid_is_explained_too(
    documento_tipo: str, tmp_path: Path
) -> None:
    clerk = Clerk(tmp_path, pesos(documento_tipo=documento_tipo))
    clerk.issued(**PLAIN)
    clerk.issued(**PLAIN, **CORRECTS)
    assert clerk.pay("121").state is State.DONE


@pytest.mark.parametrize(
    "changes",
    [
        {"precio_unitario_sin_iva": "50"},
        {"moneda": "DOL", "cotizacion": "1045,5", "precio_unitario_sin_iva": "0.09"},
        {"asociado_numero": 2},
        {"asociado_numero": 11},
        {"asociado_tipo": "NOTA DE DEBITO A"},
        {"tipo": "NOTA DE DEBITO A"},
    ],
    ids=[
        "smaller",
        "another currency",
        "another number",
        "a longer number",
        "another tipo",
        "debit",
    ],
)
def test_a_note_that_does_not_equal_the_comprobante_explains_nothing(
    changes: dict[str, Any], tmp_path: Path
) -> None:
    clerk = Clerk(tmp_path, pesos())
    clerk.issued(**PLAIN)
    clerk.issued(**PLAIN | CORRECTS | changes)
    credited(clerk.till)
    waits = clerk.pay("10")
    assert (waits.state, waits.reason) == (State.REVIEW, Reason.BALANCE)
    assert "alguien pudo cargar pagos por otro lado" in waits.errors[0]


@pytest.mark.slow
def test_a_note_on_what_was_partly_paid_explains_no_balance_of_nothing(tmp_path: Path) -> None:
    clerk = Clerk(tmp_path, pesos())
    clerk.issued(**PLAIN)
    assert clerk.pay("21").state is State.DONE
    clerk.issued(**PLAIN, **CORRECTS)
    clerk.till.paid.append(Decimal(100))
    assert clerk.pay("10").reason is Reason.BALANCE


def test_a_note_on_what_was_partly_paid_leaves_the_rest_to_be_paid(tmp_path: Path) -> None:
    clerk = Clerk(tmp_path, pesos())
    clerk.issued(**PLAIN)
    assert clerk.pay("21").state is State.DONE
    clerk.issued(**PLAIN, **CORRECTS)
    assert clerk.pay("100").state is State.DONE


@pytest.mark.parametrize("documento_tipo", ["CUIT", "DNI"])
@pytest.mark.parametrize("state", [State.DONE, State.SENDING, State.UNKNOWN])
def test_a_lost_payment_is_not_taken_for_applied_when_a_note_may_have_done_it(
    state: State, documento_tipo: str, tmp_path: Path
) -> None:
    """The request never arrived; the note, issued meanwhile, leaves just as much less."""
    till = pesos(documento_tipo=documento_tipo)
    clerk = Clerk(tmp_path, till)
    clerk.issued(**PLAIN)
    till.before = lambda _: noted(clerk, state)
    waits = clerk.pay("121")
    assert (waits.state, waits.reason) == (State.REVIEW, Reason.PAYMENT)


def test_a_note_of_which_nobody_knows_whether_it_was_issued_explains_nothing(
    tmp_path: Path,
) -> None:
    clerk = Clerk(tmp_path, pesos())
    clerk.issued(**PLAIN)
    clerk.issued(state=State.UNKNOWN, **PLAIN, **CORRECTS)
    credited(clerk.till)
    assert clerk.pay("10").reason is Reason.BALANCE


def test_a_note_that_was_refused_is_no_doubt_about_a_lost_payment(tmp_path: Path) -> None:
    clerk = Clerk(tmp_path, pesos(lost=True))
    clerk.issued(**PLAIN)
    clerk.issued(state=State.REJECTED, **PLAIN, **CORRECTS)
    assert clerk.pay("121").state is State.DONE


def noted(clerk: Clerk, state: State) -> None:
    """A note leaves, the service credits it, and the payment's own request breaks."""
    clerk.issued(state=state, **PLAIN, **CORRECTS)
    credited(clerk.till)
    clerk.till.breaks()


def test_a_lost_payment_is_not_taken_for_applied_when_a_strangers_note_shows(
    tmp_path: Path,
) -> None:
    till = pesos()
    clerk = Clerk(tmp_path, till)

    def elsewhere(_: Till) -> None:
        till.extra.append(
            account_row("NOTA DE CREDITO A 0001-00000009 (EMPRESA)", debe=0, haber=121)
        )
        credited(till)
        till.breaks()

    till.before = elsewhere
    assert clerk.pay("121").reason is Reason.PAYMENT


def test_an_older_ledgers_payment_of_one_in_dollars_is_told_in_pesos(
    tmp_path: Path,
) -> None:
    clerk = Clerk(tmp_path, dollars())
    clerk.issued(**DOLLARS)
    paid = clerk.pay("10")
    clerk.as_an_earlier_version_kept(paid, moneda="DOL")
    assert clerk.ledger.operations.get(paid.id).moneda == "PES"
    assert {line[4] for line in clerk.ledger.operations.tally() if line[0] == "pay"} == {"PES"}
