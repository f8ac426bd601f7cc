"""What can be asked before issuing, is asked; nothing is sent."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planilla.check.check import Checked, check
from planilla.check.kept_answers import forget
from planilla.check.questions import About, Cost
from planilla.common.calendar import today
from planilla.common.errors import InputRefused, SettingsError
from planilla.model.asked import Kind
from planilla.sandbox.faults import Fault, Said
from planilla.sandbox.server import Options, Sandbox
from planilla.settings.open_ledger import open_ledger
from planilla.settings.settings import Settings
from planilla.writing.report import Estado
from tests.helpers import Job, row, run, settings_for, write_csv
from tests.scripted import Scripted

ONE, TWO, THREE, PERSON = "30712345671", "30707070702", "30700000016", "20123456786"
BIG = "9000000.00"
A: dict[str, Any] = {"tipo": "FACTURA A"}


def invoice(number: int, cuit: str = ONE, **changes: Any) -> dict[str, Any]:
    """A factura A to a CUIT, by the name that the sandbox makes up for it."""
    given = {"documento_nro": cuit, "razon_social": f"EMPRESA {cuit}", **changes}
    return row(number, **{**A, **given})


@dataclass
class Office:
    """A sandbox, and a folder with one file; `costs` is what was told before each check."""

    box: Sandbox
    folder: Path
    costs: list[Cost] = field(default_factory=list)
    agrees: bool = True

    @property
    def settings(self) -> Settings:
        return settings_for(self.box, self.folder / "home", budget_seconds=1)

    def check(self, *rows: dict[str, Any], name: str = "ventas.csv", **changes: Any) -> Checked:
        source = write_csv(self.folder / name, rows)
        settings = self.settings.model_copy(update=changes)
        return asyncio.run(check((source,), settings, self._told))

    def _told(self, cost: Cost) -> bool:
        self.costs.append(cost)
        return self.agrees

    def registered(self, cuit: str, **says: Any) -> None:
        self.box.options.rehearsal.registered[cuit] = says

    @property
    def asked(self) -> dict[str, int]:
        """How often the sandbox was asked what, since the last time."""
        found = {k: n for k, n in self.box.books.requests.items() if not k.startswith("fault")}
        self.box.books.requests.clear()
        return found


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Sandbox(Options()) as box:
        yield Office(box, tmp_path)
        assert not box.books.held, "something was issued"
        assert not box.tally.refused
        assert not box.tally.broken


def rows_of(found: Checked) -> list[dict[str, Any]]:
    """The rows of the workbook's Resultado, by heading."""
    (file,) = found.outcome.files
    assert file.result is not None
    sheet = openpyxl.load_workbook(file.result)["Resultado"]
    headings, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, headings), one, strict=True)) for one in rows]


def told_by(found: Checked, sheet: str = "Resumen") -> str:
    (file,) = found.outcome.files
    assert file.result is not None
    cells = openpyxl.load_workbook(file.result)[sheet].iter_rows(values_only=True)
    return "\n".join(str(value) for one in cells for value in one if value is not None)


def test_a_receiver_in_order_leaves_nothing_to_mend_and_nothing_is_sent(office: Office) -> None:
    found = office.check(invoice(1))
    assert found.outcome.exit_code == 0
    (shown,) = rows_of(found)
    assert (shown["estado"], shown["errores"]) == ("PENDIENTE", None)
    assert shown["observaciones"] == "No se envió nada: se controló."
    assert office.asked == {About.ALERTAS: 1, About.AFIP_INFO: 1}


def test_each_cuit_is_asked_about_once_and_others_documents_never(office: Office) -> None:
    found = office.check(
        invoice(1), invoice(2), invoice(3, TWO), invoice(4, tipo="FACTURA B", condicion_iva="E",
        documento_tipo="DNI", documento_nro="12345678"), row(5),
    )  # fmt: skip
    assert found.outcome.exit_code == 0
    assert office.asked == {About.ALERTAS: 1, About.AFIP_INFO: 2}


def test_what_a_row_has_wrong_is_asked_nothing_about(office: Office) -> None:
    found = office.check(invoice(1, alicuota="99"))
    assert found.outcome.exit_code == 3
    assert office.asked == {}
    assert office.costs[-1].questions == 0


def test_the_cost_is_told_first_and_nothing_more_is_asked(office: Office) -> None:
    rows = [invoice(n, cuit) for n, cuit in enumerate((ONE, TWO, THREE, ONE, TWO), start=1)]
    found = office.check(*rows, invoice(6, ONE, precio_unitario_sin_iva=BIG))
    (cost,) = office.costs
    assert dict(cost.asked) == {
        About.ALERTAS: 1, About.CONSUMO: 1, About.AFIP_INFO: 3, About.REQUIERE_FEC: 1,
    }  # fmt: skip
    assert (cost.questions, cost.counting, cost.kept) == (6, 5, 0)
    assert office.asked == {about.value: n for about, n in cost.asked.items()}
    assert found.answers.counted == 5
    assert "Preguntas al servicio: 6" in told_by(found)
    assert "5 cuentan contra el plan" in told_by(found)


def test_without_a_yes_nothing_is_asked_and_no_workbook_is_written(office: Office) -> None:
    office.agrees = False
    with pytest.raises(InputRefused, match="1 of 2 questions count"):
        office.check(invoice(1))
    assert office.asked == {}
    assert not list(office.folder.rglob("*.control.xlsx"))


def test_a_second_run_asks_nothing_and_finds_the_same(office: Office) -> None:
    office.registered(TWO, estado="INACTIVO")
    rows = [invoice(n, cuit) for n, cuit in enumerate((ONE, TWO, THREE, ONE, ONE, TWO))]
    rows.append(invoice(9, ONE, precio_unitario_sin_iva=BIG))
    first = office.check(*rows)
    assert office.asked
    second = office.check(*rows)
    assert office.asked == {}
    assert office.costs[-1].questions == 0
    assert office.costs[-1].kept == office.costs[0].questions
    assert first.outcome.rows == second.outcome.rows
    assert [one["errores"] for one in rows_of(second)] == [one["errores"] for one in rows_of(first)]
    assert "No se preguntó nada al servicio." in told_by(second)
    assert "6 respuestas" in told_by(second)


def test_a_new_receiver_of_another_file_is_all_that_it_asks(office: Office) -> None:
    office.check(invoice(1))
    assert office.asked
    office.check(invoice(1), invoice(2, TWO), name="otra.csv")
    assert office.asked == {About.AFIP_INFO: 1}


def aged(office: Office, name: str, days: int) -> None:
    """Make an answer as old as that."""
    with open_ledger(office.settings) as ledger:
        _, value = ledger.kept.get(name) or (None, "")
        ledger.kept.put(name, today() - timedelta(days=days), value)


@pytest.mark.parametrize(("days", "asked"), [(6, 0), (7, 1)])
def test_an_answer_about_a_receiver_is_good_for_a_week(
    days: int, asked: int, office: Office
) -> None:
    office.check(invoice(1))
    assert office.asked
    aged(office, f"{About.AFIP_INFO} {ONE}", days)
    office.check(invoice(1))
    assert office.asked.get(About.AFIP_INFO, 0) == asked


def test_the_alerts_are_of_the_day(office: Office) -> None:
    office.check(invoice(1))
    assert office.asked
    aged(office, About.ALERTAS, 1)
    office.check(invoice(1))
    assert office.asked == {About.ALERTAS: 1}


def test_a_name_is_kept_no_longer_than_it_is_used(office: Office) -> None:
    office.check(invoice(1), invoice(2, TWO))
    aged(office, f"{About.AFIP_INFO} {ONE}", 7)
    with open_ledger(office.settings) as ledger:
        forget(ledger, today())
        assert ledger.kept.get(f"{About.AFIP_INFO} {ONE}") is None
        assert ledger.kept.get(f"{About.AFIP_INFO} {TWO}") is not None


def test_a_kept_answer_that_cannot_be_read_is_asked_for_again(office: Office) -> None:
    with open_ledger(office.settings) as ledger:
        ledger.kept.put(f"{About.AFIP_INFO} {ONE}", today(), '{"otra": 1}')
        ledger.kept.put(About.ALERTAS, today(), "[]")
    office.check(invoice(1))
    assert office.asked == {About.ALERTAS: 1, About.AFIP_INFO: 1}


@pytest.mark.parametrize(
    ("says", "told"),
    [
        ({"estado": "INACTIVO"}, "no está activo"),
        ({"apoc_existe": "SI", "apoc_info": "RG 4132"}, "apócrifas de ARCA (RG 4132)"),
        ({"error": "S", "errores": [["Bloqueado en ARCA"]]}, "«Bloqueado en ARCA»"),
        ({"condicion_impositiva": "EXENTO"}, "la letra A es para RI, M. Escriba FACTURA B"),
        (
            {"error": "S", "errores": ["Sin IVA"], "condicion_impositiva": "CONSUMIDOR FINAL"},
            "CONSUMIDOR FINAL (CF)",
        ),
    ],
)
def test_a_receiver_who_is_not_in_order_is_a_fault(
    says: dict[str, Any], told: str, office: Office
) -> None:
    office.registered(ONE, **says)
    found = office.check(invoice(1), invoice(2, TWO))
    assert found.outcome.exit_code == 3
    assert found.outcome.rows == {Estado.INVALIDO: 1, Estado.PENDIENTE: 1}
    wrong, fine = rows_of(found)
    assert told in wrong["errores"].replace("; ", "")
    assert (wrong["estado"], fine["errores"]) == ("INVALIDO", None)
    assert told.partition(". ")[0] in told_by(found, "Errores")


def test_every_row_of_a_comprobante_says_what_its_receiver_has(office: Office) -> None:
    office.registered(ONE, estado="BAJA")
    found = office.check(invoice(1), invoice(1, descripcion="Otro"), invoice(2, TWO))
    assert [one["estado"] for one in rows_of(found)] == ["INVALIDO", "INVALIDO", "PENDIENTE"]
    assert found.outcome.files[0].comprobantes[Estado.INVALIDO] == 1
    sheet = openpyxl.load_workbook(str(found.outcome.files[0].result))["Corregir"]
    assert sheet.max_row == 3


def test_a_letter_is_not_judged_where_that_rule_is_off(office: Office) -> None:
    office.registered(ONE, condicion_impositiva="EXENTO")
    found = office.check(invoice(1), rules_off=("letters",))
    assert found.outcome.exit_code == 0


@pytest.mark.parametrize(
    ("changes", "says", "told"),
    [
        ({"razon_social": "Panadería Sol"}, {}, "es de «EMPRESA"),
        ({}, {"condicion_impositiva": "MONOTRIBUTO"}, "MONOTRIBUTO (M), y la fila dice RI"),
    ],
)
def test_what_only_differs_is_an_observation(
    changes: dict[str, Any], says: dict[str, Any], told: str, office: Office
) -> None:
    office.registered(ONE, **says)
    found = office.check(invoice(1, **changes))
    assert found.outcome.exit_code == 0
    assert told in rows_of(found)[0]["observaciones"]


@pytest.mark.parametrize(
    "name", ["PEREZ JUAN CARLOS", "Juan Perez", "Pérez, Juan C.", "PEREZ JUAN SRL"]
)
def test_a_name_in_another_order_or_form_is_the_same(name: str, office: Office) -> None:
    office.registered(ONE, razon_social="PEREZ JUAN CARLOS S.R.L.")
    found = office.check(invoice(1, razon_social=name))
    assert "En ARCA" not in rows_of(found)[0]["observaciones"]


def test_an_ordinary_invoice_where_a_credit_invoice_is_due_is_a_fault(office: Office) -> None:
    office.box.options.rehearsal.fce_receivers = {ONE: 6_000_000, TWO: 20_000_000}
    big = {"precio_unitario_sin_iva": BIG}
    found = office.check(
        invoice(1, **big), invoice(2, TWO, **big), invoice(3, THREE, **big), invoice(4, ONE),
    )  # fmt: skip
    first, *others = rows_of(found)
    assert "desde 6.000.000,00 pesos, y el comprobante es de 10.890.000,00" in first["errores"]
    assert "FACTURA DE CREDITO ELECTRONICA MiPyME (FCE) A" in first["errores"]
    assert [one["errores"] for one in others] == [None] * 3
    assert office.asked[About.REQUIERE_FEC] == 3


def test_a_person_and_a_small_amount_are_not_asked_about_for_a_credit_invoice(
    office: Office,
) -> None:
    office.registered(PERSON, condicion_impositiva="MONOTRIBUTO")
    big = {"precio_unitario_sin_iva": BIG, "condicion_iva": "M"}
    office.check(invoice(1, PERSON, **big), invoice(2))
    assert About.REQUIERE_FEC not in office.asked


def test_a_plan_that_does_not_suffice_and_a_trouble_of_arca_are_told(office: Office) -> None:
    office.box.options.rehearsal.quota = 2
    office.box.options.rehearsal.outage = 60.0
    office.box.door.service.begin_outage(Fault.AFIP)
    found = office.check(*(invoice(n) for n in range(6)))
    assert "El plan tiene 2 comprobantes disponibles, y los de este control son 6" in told_by(found)
    assert "ARCA no está en orden" in told_by(found)
    assert found.outcome.exit_code == 0


def test_a_trouble_of_arca_is_asked_about_again(office: Office) -> None:
    office.box.options.rehearsal.outage = 60.0
    office.box.door.service.begin_outage(Fault.AFIP)
    assert "ARCA no está en orden" in told_by(office.check(invoice(1)))
    assert office.asked
    office.box.door.service.afip_until = 0.0
    assert "ARCA no está en orden" not in told_by(office.check(invoice(1)))
    assert office.asked == {About.ALERTAS: 1}


def test_alerts_that_do_not_come_stop_nothing(office: Office) -> None:
    office.box.plan.named["estado_servicios/alertas"] = [Fault.BROKEN]
    office.check(invoice(1))
    assert office.asked == {About.ALERTAS: 1, About.AFIP_INFO: 1}
    office.check(invoice(1))
    assert office.asked == {About.ALERTAS: 1}


def test_a_service_that_takes_no_requests_is_asked_once(office: Office) -> None:
    for method in About:
        office.box.plan.always[method] = Fault.TOO_MANY
    found = office.check(invoice(1), invoice(2, TWO), invoice(3, THREE))
    assert office.box.books.requests[f"fault {Fault.TOO_MANY}"] == 1
    assert found.outcome.exit_code == 1
    assert found.answers.counted == 0


def test_a_dead_service_leaves_a_workbook_and_the_check_could_not(tmp_path: Path) -> None:
    with Sandbox() as box:
        settings = settings_for(box, tmp_path / "home")
    source = write_csv(
        tmp_path / "ventas.csv", [invoice(1), invoice(2, TWO), invoice(3, alicuota="9")]
    )
    found = asyncio.run(check((source,), settings, lambda _: True))
    assert found.outcome.exit_code == 1
    assert "cannot be reached" in str(found.outcome.trouble)
    assert found.answers.sent.total() == 0
    shown = rows_of(found)
    assert "No se pudo preguntar" in shown[0]["observaciones"]
    assert [one["estado"] for one in shown] == ["PENDIENTE", "PENDIENTE", "INVALIDO"]
    assert "2 preguntas quedaron sin respuesta" in told_by(found)


def test_a_question_without_an_answer_is_not_repeated_and_another_run_asks_only_it(
    office: Office,
) -> None:
    office.box.plan.named["clientes/afip-info"] = [Fault.BROKEN]
    found = office.check(invoice(1), invoice(2, TWO), concurrency=1)
    assert found.outcome.exit_code == 1
    assert office.asked == {About.ALERTAS: 1, About.AFIP_INFO: 2}
    again = office.check(invoice(1), invoice(2, TWO))
    assert again.outcome.exit_code == 0
    assert office.asked == {About.AFIP_INFO: 1}


def test_answers_that_do_not_come_end_a_method_after_three(office: Office) -> None:
    office.box.plan.always["clientes/afip-info"] = Fault.BROKEN
    cuits = [ONE, TWO, THREE, "30700000024", "27222222228"]
    found = office.check(*(invoice(n, c) for n, c in enumerate(cuits)), concurrency=1)
    assert found.outcome.exit_code == 1
    assert office.asked[About.AFIP_INFO] == 3


@pytest.mark.parametrize("said", ["ValidacionDeToken: 600", "javax.ejb.EJBException"])
def test_what_is_the_accounts_or_arcas_ends_the_questions_and_is_not_kept(
    said: str, office: Office
) -> None:
    office.box.plan.named["clientes/afip-info"] = [Said(said)]
    found = office.check(invoice(1), invoice(2, TWO), concurrency=1)
    assert found.outcome.exit_code == 1
    assert found.answers.sent == {About.ALERTAS: 1, About.AFIP_INFO: 1}
    assert office.check(invoice(1), invoice(2, TWO)).outcome.exit_code == 0


def test_a_refusal_is_told_in_the_row_and_not_paid_for_again_that_day(office: Office) -> None:
    office.registered(ONE, error="S", errores=["No existe persona con ese Id"])
    for asked in ({About.ALERTAS: 1, About.AFIP_INFO: 1}, {}):
        found = office.check(invoice(1))
        assert "«No existe persona con ese Id»" in rows_of(found)[0]["observaciones"]
        assert found.outcome.exit_code == 1
        assert office.asked == asked


def test_an_answer_that_is_about_another_cuit_is_not_believed(tmp_path: Path) -> None:
    with Scripted() as service:
        service.says["clientes/afip-info"] = lambda _: {
            "error": "N", "errores": [], "razon_social": "OTRA", "condicion_impositiva": "EXENTO",
            "estado": "INACTIVO", "constancia_full_datos": {"idPersona": int(TWO)},
        }  # fmt: skip
        settings = settings_for(service, tmp_path / "home", **service.credentials)
        source = write_csv(tmp_path / "ventas.csv", [invoice(1)])
        found = asyncio.run(check((source,), settings, lambda _: True))
    (shown,) = rows_of(found)
    assert (found.outcome.exit_code, shown["estado"]) == (1, "PENDIENTE")
    assert "OTRA" not in shown["observaciones"]
    assert "No se pudo preguntar" in shown["observaciones"]


def test_what_was_issued_is_not_asked_about(tmp_path: Path) -> None:
    with Sandbox() as box:
        office = Office(box, tmp_path)
        source = write_csv(tmp_path / "ventas.csv", [invoice(1)])
        assert run(Job((source,), office.settings)).exit_code == 0
        assert office.asked
        found = office.check(invoice(1), invoice(2, TWO))
        assert office.asked == {About.ALERTAS: 1, About.AFIP_INFO: 1}
        assert found.outcome.rows == {Estado.YA_EMITIDO: 1, Estado.PENDIENTE: 1}
        assert (tmp_path / "resultados" / "ventas.resultado.xlsx").is_file()
        assert len(box.books.held) == 1


def test_a_check_leaves_the_ledger_as_it_was_for_emit(tmp_path: Path) -> None:
    with Sandbox() as box:
        office = Office(box, tmp_path)
        office.check(invoice(1), invoice(2, TWO))
        with open_ledger(office.settings) as ledger:
            assert not ledger.leftovers.scopes(Kind.ISSUE)
        issued = run(Job((tmp_path / "ventas.csv",), office.settings))
        assert issued.rows == {Estado.EMITIDO: 2}


def test_the_development_plan_has_no_registrations(tmp_path: Path) -> None:
    with Sandbox(Options(dev_plan=True)) as box:
        found = Office(box, tmp_path).check(invoice(1))
    assert found.outcome.exit_code == 1
    assert "no esta disponible en su plan" in rows_of(found)[0]["observaciones"]


def test_receivers_are_listed_as_arca_has_them(office: Office) -> None:
    office.registered(TWO, condicion_impositiva="MONOTRIBUTO", razon_social="PE&Ntilde;A SA")
    found = office.check(invoice(1), invoice(2, TWO), invoice(3, TWO))
    sheet = openpyxl.load_workbook(str(found.outcome.files[0].result))["Clientes en ARCA"]
    _, *rows = sheet.iter_rows(values_only=True)
    assert [one[:5] for one in rows] == [
        (ONE, f"EMPRESA {ONE}", "RESPONSABLE INSCRIPTO", "RI", "A"),
        (TWO, "PEÑA SA", "MONOTRIBUTO", "M", "A"),
    ]


def test_missing_credentials_are_told_before_anything_is_read(tmp_path: Path) -> None:
    bare = Settings(_env_file=None, home=tmp_path / "home")  # type: ignore[call-arg]
    with pytest.raises(SettingsError, match="missing credentials"):
        asyncio.run(check((tmp_path / "no.csv",), bare, lambda _: True))


def test_a_file_that_cannot_be_read_is_told_and_the_others_are_checked(office: Office) -> None:
    good = write_csv(office.folder / "ventas.csv", [invoice(1)])
    found = asyncio.run(check((office.folder / "no.csv", good), office.settings, lambda _: True))
    assert found.outcome.exit_code == 1
    assert [file.path for file in found.outcome.files] == [good]
    assert len(found.outcome.unread) == 1
