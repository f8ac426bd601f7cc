"""Nothing that may matter is passed over: a heading nobody understands holds its file."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planilla.batch.run_result import Outcome
from planilla.common.errors import InputRefused, SettingsError
from planilla.model.asked import Kind
from planilla.query.query import Query, ask
from planilla.review.heading_questions import answer_heading, find, likely
from planilla.sandbox.server import Sandbox
from planilla.settings.open_ledger import open_ledger
from planilla.settings.settings import load_settings
from planilla.writing.report import Estado
from tests.helpers import (
    Job,
    payment,
    profile_a_point,
    row,
    run,
    run_pay,
    run_resend,
    settings_for,
    tokens_shared,
    write_csv,
)
from tests.writing.reports import sheets, table

HELD, ISSUED, KNOWN = Estado.A_REVISAR, Estado.EMITIDO, Estado.YA_EMITIDO
NORTE, SUR = "30707070707", "30500010912"
PERCENT = "bonificacion_porcentaje"


class Office:
    """An office that drops files, and says what its headings are."""

    def __init__(self, box: Sandbox, folder: Path, **settings: Any) -> None:
        self.box, self.folder = box, folder
        self.settings = settings_for(box, folder / "home", budget_seconds=5, **settings)

    def with_settings(self, **changes: Any) -> Office:
        return Office(self.box, self.folder, **changes)

    def emit(self, *rows: dict[str, Any], name: str = "ventas.csv", dry: bool = False) -> Outcome:
        return run(Job((write_csv(self.folder / name, rows),), self.settings, dry_run=dry))

    def pay(self, *rows: dict[str, Any], name: str = "pagos.csv") -> Outcome:
        return run_pay(Job((write_csv(self.folder / name, rows),), self.settings))

    def asked(self) -> list[str]:
        with open_ledger(self.settings) as ledger:
            return [one.about.written for one in ledger.headings.waiting()]

    def say(self, answer: str) -> None:
        with open_ledger(self.settings) as ledger:
            for one in ledger.headings.waiting():
                answer_heading(ledger, one, answer, "Ana")

    def change(self, name: str, answer: str) -> None:
        with open_ledger(self.settings) as ledger:
            answer_heading(ledger, find(ledger, name), answer, "Ana")

    @property
    def totals(self) -> list[Decimal]:
        return [Decimal(str(held["total"])) for held in self.box.books.held]


def sale(number: int, dto: object = "50", **changes: Any) -> dict[str, Any]:
    return row(number, precio_unitario_sin_iva="100", **{"Dto.": dto, **changes})


def _resumen(done: Outcome) -> dict[str, str]:
    book = openpyxl.load_workbook(done.files[0].result or "")["Resumen"]
    return {str(cells[0]): str(cells[1]) for cells in book.iter_rows(values_only=True)}


@pytest.fixture
def office(tmp_path: Path) -> Any:
    with Sandbox() as box:
        yield Office(box, tmp_path)


def test_nothing_of_a_file_is_sent_while_a_heading_that_may_matter_is_not_understood(
    office: Office,
) -> None:
    done = office.emit(sale(1), sale(2, ""))
    assert done.rows == {HELD: 2}
    assert done.exit_code == 4
    assert not office.totals
    assert office.asked() == ["Dto."]
    errores = table(sheets(done.files[0].result or Path())["Errores"])
    assert "«Dto.» (tiene «50»), que suena a un descuento" in str(errores[0]["Qué está mal"])
    assert office.emit(sale(1), sale(2, "")).rows == {HELD: 2}
    assert office.asked() == ["Dto."]  # once, however often it is dropped


def test_resumen_says_of_a_heading_that_waits_that_somebody_has_to_say_what_it_is(
    office: Office,
) -> None:
    told = _resumen(office.emit(sale(1)))
    assert told["Dto."] == "falta decir qué es (planilla review)"


def test_what_does_not_matter_goes_on_as_if_it_were_not_there(office: Office) -> None:
    office.emit(sale(1))
    office.say("no importa")
    assert office.emit(sale(1)).rows == {ISSUED: 1}
    assert office.totals == [Decimal(121)]
    assert office.emit(sale(1)).rows == {KNOWN: 1}


def test_what_is_said_to_be_a_column_is_read_as_that_column(office: Office) -> None:
    office.emit(sale(1))
    office.say("es Bonificación %")  # any of its headings
    assert office.emit(sale(1)).rows == {ISSUED: 1}
    assert office.totals == [Decimal("60.5")]
    assert office.emit(sale(1)).rows == {KNOWN: 1}


@pytest.mark.parametrize("answer", ["no importa", f"es {PERCENT}"])
def test_the_second_month_asks_nothing(office: Office, answer: str) -> None:
    office.emit(sale(1))
    office.say(answer)
    office.emit(sale(1))
    again = office.emit(sale(2, "20"), name="diciembre.csv")
    assert again.rows == {ISSUED: 1}
    assert not office.asked()


def test_a_heading_is_the_same_however_it_is_written(office: Office) -> None:
    office.emit(sale(1))
    office.say("no importa")
    other = row(2) | {" D.T.O ": "20"}
    assert office.emit(other, name="diciembre.csv").rows == {ISSUED: 1}


def test_another_company_is_asked_again(tmp_path: Path) -> None:
    with Sandbox() as box:
        profiles = profile_a_point(1)
        profiles["punto_1"]["issuer_cuit"] = NORTE
        profiles |= {"sur": profile_a_point(2)["punto_2"] | {"issuer_cuit": SUR}}
        office = Office(box, tmp_path, profiles=profiles, **tokens_shared())
        office.emit(sale(1))
        office.say(f"es {PERCENT}")
        assert office.emit(sale(1)).rows == {ISSUED: 1}
        done = office.emit(sale(2, punto_venta=2), name="sur.csv")
        assert done.rows == {HELD: 1}
        with open_ledger(office.settings) as ledger:
            (one,) = ledger.headings.waiting()
            assert ledger.issuers.account(one.about.account).digits == SUR
        # in one file, nobody's rows are read by another's answer
        both = office.emit(sale(3), sale(4, punto_venta=2), name="dos.csv")
        assert both.rows == {ISSUED: 1, HELD: 1}
        office.say("no importa")
        apart = office.emit(sale(3), sale(4, punto_venta=2), name="dos.csv")
        assert apart.rows == {KNOWN: 1, Estado.INVALIDO: 1}
        (why,) = table(sheets(apart.files[0].result or Path())["Errores"])
        assert "archivo aparte" in str(why["Qué escribir"])
        assert office.emit(sale(4, punto_venta=2), name="sur.csv").rows[HELD] == 0


def test_an_office_that_keeps_passes_over_and_one_that_refuses_says_what_to_do(
    office: Office,
) -> None:
    refused = office.with_settings(unknown_columns="refuse").emit(sale(1), sale(2, "0"))
    assert refused.rows == {Estado.INVALIDO: 2}
    assert not office.asked()
    first, _ = table(sheets(refused.files[0].result or Path())["Errores"])
    assert (first["Columna"], first["Valor"]) == ("Dto.", "50")
    assert "[columnas]" in str(first["Qué escribir"])
    kept = office.with_settings(unknown_columns="keep").emit(sale(1), sale(2, "0"))
    assert kept.rows == {ISSUED: 2}
    assert office.totals == [Decimal(121)] * 2


def test_the_settings_answer_for_all_companies_and_the_ledger_knows_it(office: Office) -> None:
    said = office.with_settings(columnas={"dto": "no importa", "Vto. pago": "vencimiento"})
    sold = sale(1) | {"Vto. pago": "31/12/2099"}
    assert said.emit(sold).rows == {ISSUED: 1}
    (held,) = office.box.books.held
    assert held["comprobante"]["vencimiento"] == "31/12/2099"
    with open_ledger(office.settings) as ledger:
        told = {name[1]: words for name, words in ledger.headings.told(Kind.ISSUE).items()}
        assert told == {"dto": ("ignore",), "vtopago": ("vencimiento",)}
    assert office.emit(sold).rows == {KNOWN: 1}  # without the settings, too


def test_the_table_of_the_settings_goes_to_processes_of_ours_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (
        'unknown_columns = "refuse"\n[columnas]\n"Dto." = "es bonificacion"\n"Año" = "no importa"\n'
    )
    (tmp_path / "planilla.toml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    settings = load_settings()
    assert settings.columnas == {"Dto.": "es bonificacion", "Año": "no importa"}
    (tmp_path / "planilla.toml").unlink()
    for name, value in settings.as_variables().items():
        monkeypatch.setenv(name, value)
    again = load_settings()
    assert (again.columnas, again.unknown_columns) == (settings.columnas, "refuse")


def test_the_settings_go_before_what_a_heading_means_by_itself(office: Office) -> None:
    """`Descuento` is an amount to planilla; this office writes percentages there."""
    sold = row(1, precio_unitario_sin_iva="100") | {"Descuento": "50", "Total factura": "9"}
    said = {"Descuento": f"es {PERCENT}", "Total factura": "no importa"}
    done = office.with_settings(columnas=said).emit(sold)
    assert done.rows == {ISSUED: 1}
    assert office.totals == [Decimal("60.5")]
    told = _resumen(done)
    assert told["Descuento"] == f"{PERCENT}, porque así se contestó"
    assert told["Total factura"] == "no se usa: se contestó que no importa"


def test_what_was_issued_before_the_settings_said_otherwise_is_not_issued_again(
    office: Office,
) -> None:
    sold = row(1, referencia="", precio_unitario_sin_iva="100") | {"Descuento": "50"}
    assert office.emit(sold).rows == {ISSUED: 1}
    said = office.with_settings(columnas={"Descuento": f"es {PERCENT}"})
    assert said.emit(sold, sale(2, ""), name="otra.csv").rows == {HELD: 1, ISSUED: 1}
    assert len(office.totals) == 2


def test_the_settings_find_a_column_that_must_be_there(office: Office) -> None:
    sold = row(1)
    sold["Neto por unidad"] = sold.pop("precio_unitario_sin_iva")
    assert "Faltan columnas" in office.emit(sold).unread[0].message
    said = office.with_settings(columnas={"Neto por unidad": "es precio_unitario_sin_iva"})
    assert said.emit(sold).rows == {ISSUED: 1}


@pytest.mark.parametrize(
    ("answer", "total"),
    [("es precio_unitario_sin_iva", "121.00"), ("es precio_unitario_con_iva", "100.00")],
)
def test_a_price_that_does_not_say_whether_the_iva_is_in_it_is_asked_about_and_then_read(
    office: Office, answer: str, total: str
) -> None:
    sold = row(1)
    sold["P. Unit."] = "100"
    del sold["precio_unitario_sin_iva"]
    assert office.emit(sold).rows == {Estado.INVALIDO: 1}
    with open_ledger(office.settings) as ledger:
        (waiting,) = ledger.headings.waiting()
    assert likely(waiting)[:2] == ("es precio_unitario_sin_iva", "es precio_unitario_con_iva")
    office.say(answer)
    assert office.emit(sold).rows == {ISSUED: 1}
    assert office.totals == [Decimal(total)]


def test_two_columns_of_one_heading_are_one_question(office: Office) -> None:
    text = ",".join(sale(1)) + ",Dto.\n" + ",".join(map(str, sale(1).values())) + ",7\n"
    path = office.folder / "dos.csv"
    path.write_text(text, encoding="utf-8")
    assert run(Job((path,), office.settings)).rows == {HELD: 1}
    assert office.asked() == ["Dto."]


@pytest.mark.parametrize("answer", ["es una rebaja", "", "preguntar otra vez"])
def test_settings_that_say_nothing_understandable_are_refused(answer: str) -> None:
    with pytest.raises(SettingsError, match="COLUMNAS"):
        load_settings(columnas={"Dto.": answer})
    with pytest.raises(SettingsError, match="UNKNOWN_COLUMNS"):
        load_settings(unknown_columns="maybe")


@pytest.mark.parametrize("nothing", ["", "0", "0,00", "0 %", "$ 0.00", "-", "$ -", " "])
def test_blanks_and_zeros_hold_nothing(office: Office, nothing: str) -> None:
    assert office.emit(sale(1, nothing)).rows == {ISSUED: 1}


def test_what_an_office_notes_for_itself_holds_nothing(office: Office) -> None:
    notes = {"Observaciones": "pagar $ 50", "Vendedor": "Luis", "Nro pedido": "7", "Stock": "12"}
    words = {"Desc.": "a rayas", "Cargo": "gerente"}  # over numbers they would matter
    assert office.emit(row(1) | notes | words).rows == {ISSUED: 1}
    assert office.emit(row(2) | {"Desc.": "10"}, name="b.csv").rows == {HELD: 1}


def test_a_dry_run_tells_it_and_asks_nobody(office: Office) -> None:
    done = office.emit(sale(1), dry=True)
    assert done.rows == {HELD: 1}
    assert done.exit_code == 0
    assert [one.written for one in done.files[0].questions] == ["Dto."]
    assert done.summary()["files"][0]["unknown_columns"] == ["Dto."]
    assert not office.asked()


def test_payments_wait_too_and_their_answers_are_their_own(office: Office) -> None:
    office.emit(row(1, tipo="FACTURA A"), row(2, tipo="FACTURA A"))
    retained = payment(1, "10") | {"Retención IIBB": "2", "Cliente": "Ana", "Cantidad": "3"}
    assert office.pay(retained).rows == {HELD: 1}
    assert office.asked() == ["Retención IIBB"]
    assert not any(held.get("pagos") for held in office.box.books.held)
    office.say("no importa")
    assert office.pay(retained).rows == {Estado.PAGADO: 1}
    other = payment(2, "10") | {"Pagado en $": "30"}
    assert office.pay(other, name="b.csv").rows == {HELD: 1}
    assert office.emit(row(3) | {"Retención IIBB": "2"}, name="c.csv").rows == {HELD: 1}


def test_a_payment_is_read_by_the_answer(office: Office) -> None:
    office.emit(row(1, tipo="FACTURA A"))
    one = payment(1, "10") | {"Total recibo": "11"}
    office.pay(one)
    office.say("es total")
    done = office.pay(one)
    assert done.rows == {Estado.INVALIDO: 1}  # 10 is not the 11 that the receipt says
    assert office.pay(one | {"Total recibo": "10"}).rows == {Estado.PAGADO: 1}


# What was issued before an answer stays issued


def test_a_file_that_was_issued_before_asks_nothing_when_it_is_dropped_again(
    office: Office,
) -> None:
    office.with_settings(unknown_columns="keep").emit(sale(1, referencia=""))
    assert office.emit(sale(1, referencia="")).rows == {KNOWN: 1}
    assert not office.asked()


@pytest.mark.parametrize("referencia", ["", "R-1"])
@pytest.mark.parametrize("name", ["ventas.csv", "otra.csv"])
def test_what_was_issued_before_the_answer_is_not_issued_again_by_it(
    office: Office, referencia: str, name: str
) -> None:
    first = sale(1, referencia=referencia)
    office.with_settings(unknown_columns="keep").emit(first)
    more = [first] if name == "ventas.csv" else [first, sale(2)]
    said = office.with_settings(columnas={"Dto.": f"es {PERCENT}"})
    done = said.emit(*more, name=name)
    assert done.rows[HELD] == 1
    assert len(office.totals) == len(more)
    with open_ledger(office.settings) as ledger:
        (question,) = ledger.reviews.waiting()
        assert "ya se leyó antes de otra manera" in question.errors[0]


@pytest.mark.parametrize("referencia", ["", "R-1"])
@pytest.mark.parametrize("then", ["no importa", "es bonificacion"])
def test_an_answer_that_is_changed_issues_nothing_again(
    office: Office, referencia: str, then: str
) -> None:
    first = sale(1, referencia=referencia)
    office.emit(first)
    office.say(f"es {PERCENT}")
    assert office.emit(first).rows == {ISSUED: 1}
    office.change("c1", then)
    assert office.emit(first, sale(2, ""), name="otra.csv").rows == {HELD: 1, ISSUED: 1}
    assert len(office.totals) == 2


def test_rows_that_the_answer_leaves_as_they_were_are_known(office: Office) -> None:
    blank = sale(1, "0", referencia="")
    office.with_settings(unknown_columns="keep").emit(blank)
    said = office.with_settings(columnas={"Dto.": f"es {PERCENT}"})
    assert said.emit(blank, sale(2), name="otra.csv").rows == {KNOWN: 1, ISSUED: 1}


@pytest.mark.parametrize("referencia", ["", "R-1"])
def test_what_a_lost_ledger_issued_before_the_answer_waits_for_a_person(
    office: Office, referencia: str
) -> None:
    first = sale(1, referencia=referencia)
    office.with_settings(unknown_columns="keep").emit(first)
    columnas = {"Dto.": f"es {PERCENT}"}
    other = settings_for(office.box, office.folder / "other", columnas=columnas)
    job = Job((office.folder / "ventas.csv",), other, out=office.folder / "out")
    assert run(job).rows == {HELD: 1}
    assert len(office.totals) == 1


# What is said of it


def test_resumen_says_of_every_heading_what_it_was_read_as(office: Office) -> None:
    sold = row(1) | {"Dto.": "5", "Costo": "7", "Vendedor": "Luis", "estado": "", "Nada": ""}
    said = office.with_settings(columnas={"Dto.": PERCENT, "Costo": "no importa"})
    told = _resumen(said.emit(sold))
    assert told["Columna"] == "Se leyó como"
    assert told["documento_nro"] == "documento_nro"
    assert told["Dto."] == f"{PERCENT}, porque así se contestó"
    assert told["Costo"] == "no se usa: se contestó que no importa"
    assert told["Vendedor"] == told["Nada"] == "no se usa"
    assert told["estado"].startswith("no se usa: la agrega planilla")


def test_a_result_workbook_that_is_dropped_again_asks_nothing(office: Office) -> None:
    done = office.emit(row(1), row(2, alicuota="22"))
    result = done.files[0].result or Path()
    again = run(Job((result,), office.settings, out=office.folder / "out"))
    assert again.rows == {Estado.INVALIDO: 1}
    assert not office.asked()


def test_a_column_of_ours_that_is_blank_gives_way_and_one_that_is_not_is_told(
    office: Office,
) -> None:
    said = office.with_settings(columnas={"Dto.": f"es {PERCENT}"})
    assert said.emit(sale(1) | {PERCENT: ""}).rows == {ISSUED: 1}
    assert office.totals == [Decimal("60.5")]
    twice = said.emit(sale(2) | {PERCENT: "10"}, name="b.csv")
    assert "dicen lo mismo" in twice.unread[0].message


def test_a_heading_that_a_column_of_ours_outdoes_is_not_passed_over(office: Office) -> None:
    both = row(1) | {"bonificacion": "0", "Descuento": "10"}
    assert office.emit(both).rows == {HELD: 1}
    assert office.asked() == ["Descuento"]


def test_a_row_that_is_wrong_only_for_the_lack_of_its_column_is_asked_about(
    office: Office,
) -> None:
    sold = sale(1, total="60,50")
    done = office.emit(sold)
    assert done.rows == {Estado.INVALIDO: 1}
    office.say(f"es {PERCENT}")
    assert office.emit(sold).rows == {ISSUED: 1}


def test_a_question_may_be_left_to_the_next_file(office: Office) -> None:
    office.emit(sale(1))
    office.say("preguntar otra vez")
    assert not office.asked()
    assert office.emit(sale(1)).rows == {HELD: 1}
    assert office.asked() == ["Dto."]


def test_an_answer_that_names_no_column_changes_nothing(office: Office) -> None:
    office.emit(sale(1))
    for answer, who in (("es una rebaja", "Ana"), ("no importa", " ")):
        with open_ledger(office.settings) as ledger, pytest.raises(InputRefused):
            answer_heading(ledger, find(ledger, "c1"), answer, who)
    assert office.asked() == ["Dto."]


def test_a_list_to_be_mailed_has_the_table_and_holds_nothing(office: Office) -> None:
    office.emit(row(1, tipo="FACTURA A", email="ana@ejemplo.com.ar"))
    listed = {"tipo": "FACTURA A", "punto_venta": 1, "numero": 1, "Recargo": "5"}
    job = Job((write_csv(office.folder / "lista.csv", [listed]),), office.settings)
    done = run_resend(job)
    assert done.rows == {Estado.ENVIADO: 1}
    asked = asyncio.run(ask(Query(job.files, out=office.folder / "out"), office.settings))
    for outcome in (done, asked):
        told = _resumen(outcome)
        assert (told["numero"], told["Recargo"]) == ("numero", "no se usa")


def _numbered(number: int, interno: str, **changes: Any) -> dict[str, Any]:
    sold = row(number, razon_social="Uno", precio_unitario_sin_iva="100", **changes)
    del sold["referencia"]
    return {"N° interno": interno, **sold}


def test_a_number_that_two_rows_of_a_sale_have_is_asked_about_and_makes_them_one(
    office: Office,
) -> None:
    rows = _numbered(1, "101"), _numbered(2, "101"), _numbered(3, "102")
    assert office.emit(*rows).rows == {HELD: 3}
    assert office.totals == []
    office.say("es referencia")
    assert office.emit(*rows).rows == {ISSUED: 3}
    assert sorted(office.totals) == [Decimal("121.00"), Decimal("242.00")]


@pytest.mark.parametrize(
    "others",
    [{"N° interno": "102"}, {"documento_nro": "23456789"}, {"referencia": "R-2"}],
)
def test_a_number_is_not_asked_about_where_no_two_rows_can_be_one_sale(
    office: Office, others: dict[str, str]
) -> None:
    rows = _numbered(1, "101"), {**_numbered(2, "101"), **others}
    assert office.emit(*rows).rows == {ISSUED: 2}
