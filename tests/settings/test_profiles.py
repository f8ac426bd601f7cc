"""Several CUITs in one office: each row with its own credentials, each number in its own books."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

from planilla.batch.run_result import Outcome
from planilla.cli import app
from planilla.common.calendar import today
from planilla.common.errors import InputRefused, SettingsError
from planilla.inbox.folder import Folder
from planilla.inbox.sweep import Inbox
from planilla.query.query import Query, ask
from planilla.reconcile.job import Reconcile
from planilla.reconcile.sequence import Reconciliation, reconcile, reconcile_one
from planilla.review.record_answers import Decision, decide
from planilla.sandbox.books import Books
from planilla.sandbox.credentials import one_set_of
from planilla.sandbox.server import Options, Sandbox
from planilla.settings.connection import connector
from planilla.settings.open_ledger import open_ledger
from planilla.settings.settings import Settings, load_settings
from planilla.writing.report import Estado
from tests.helpers import Job, row, run, run_pay, run_queued, settings_for, write_csv

NORTE, SUR = "30712345671", "30700000148"


@dataclass
class Office:
    """Two companies: Norte has points of sale 1 and 3, Sur 2 and 3."""

    box: Sandbox
    folder: Path

    def settings(self, **changes: Any) -> Settings:
        blank = dict.fromkeys(("usertoken", "apikey", "apitoken", "issuer_cuit"))
        profiles = {
            "norte": {"puntos_venta": [1, 3], "issuer_cuit": NORTE, **one_set_of(NORTE)},
            "sur": {"puntos_venta": [2, 3], "issuer_cuit": SUR, **one_set_of(SUR)},
        }
        given = {**blank, "profiles": profiles, "one_set_serves_all": True, **changes}
        return settings_for(self.box, self.folder / "home", **given)

    def job(self, *rows: dict[str, Any], name: str = "ventas.csv", **changes: Any) -> Job:
        return Job((write_csv(self.folder / name, rows),), self.settings(**changes))

    def emit(self, *rows: dict[str, Any], **more: Any) -> Outcome:
        return run(self.job(*rows, **more))

    def held(self, cuit: str) -> list[tuple[int, int, str]]:
        return held(self.box.books_of(cuit))

    def result(self, name: str = "ventas") -> list[dict[str, Any]]:
        path = self.folder / "resultados" / f"{name}.resultado.xlsx"
        headings, *rows = openpyxl.load_workbook(path)["Resultado"].iter_rows(values_only=True)
        return [dict(zip(map(str, headings), cells, strict=True)) for cells in rows]


def held(books: Books) -> list[tuple[int, int, str]]:
    return [(h["punto_venta"], h["numero"], h["external_reference"]) for h in books.held]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Sandbox(Options(companies=(NORTE, SUR))) as box:
        yield Office(box, tmp_path)


@pytest.mark.slow
def test_each_row_goes_with_the_credentials_of_its_point_of_sale(office: Office) -> None:
    done = office.emit(row(1, punto_venta=1), row(2, punto_venta=2), row(3, punto_venta=1))
    assert done.rows == {Estado.EMITIDO: 3}
    assert office.held(NORTE) == [(1, 1, "R-00001"), (1, 2, "R-00003")]
    assert office.held(SUR) == [(2, 1, "R-00002")]
    assert not office.box.books.held
    folders = {p.relative_to(office.folder / "home" / "pdf").parts[0] for p in pdfs(office)}
    assert folders == {NORTE, SUR}
    again = office.emit(row(1, punto_venta=1), row(2, punto_venta=2), row(3, punto_venta=1))
    assert again.rows == {Estado.YA_EMITIDO: 3}


def pdfs(office: Office) -> list[Path]:
    return list((office.folder / "home" / "pdf").rglob("*.pdf"))


def test_a_point_of_sale_of_nobody_is_told_and_the_rest_goes_on(office: Office) -> None:
    done = office.emit(row(1, punto_venta=9), row(2, punto_venta=2))
    assert done.rows == {Estado.INVALIDO: 1, Estado.EMITIDO: 1}
    told = office.result()[0]["errores"]
    assert "punto de venta 9 no es de ningún perfil" in told
    assert "1, 2, 3" in told


def test_where_two_share_a_number_the_row_must_say_whose_it_is(office: Office) -> None:
    done = office.emit(
        row(1, punto_venta=3, emisor_cuit=NORTE),
        row(2, punto_venta=3, emisor_cuit="30-70000014-8"),
        row(3, punto_venta=3),
        row(4, punto_venta=3, emisor_cuit="30707070707"),
    )
    assert done.rows == {Estado.EMITIDO: 2, Estado.INVALIDO: 2}
    assert office.held(NORTE) == [(3, 1, "R-00001")]
    assert office.held(SUR) == [(3, 1, "R-00002")]
    assert len(pdfs(office)) == 2


def test_one_referencia_in_two_companies_is_two_comprobantes(office: Office) -> None:
    office.emit(row(1, punto_venta=1), name="norte.csv")
    done = office.emit(row(1, punto_venta=2), name="sur.csv")
    assert done.rows == {Estado.EMITIDO: 1}
    assert office.held(NORTE) == [(1, 1, "R-00001")]
    assert office.held(SUR) == [(2, 1, "R-00001")]


@pytest.mark.slow
def test_a_refused_password_stops_its_own_company_only(office: Office) -> None:
    sur = {"puntos_venta": [2], "issuer_cuit": SUR, **one_set_of(SUR)}
    wrong = sur | {"apitoken": "old"}
    right = {"puntos_venta": [1], "issuer_cuit": NORTE, **one_set_of(NORTE)}
    rows = [row(n, punto_venta=1 + n % 2) for n in range(1, 9)]
    done = office.emit(*rows, profiles={"norte": right, "sur": wrong}, concurrency=1)
    assert done.exit_code == 1
    assert done.rows == {Estado.EMITIDO: 4, Estado.PENDIENTE: 4}
    again = office.emit(*rows, profiles={"norte": right, "sur": sur})
    assert again.rows == {Estado.YA_EMITIDO: 4, Estado.EMITIDO: 4}
    assert [number for _, number, _ in office.held(SUR)] == [1, 2, 3, 4]


@pytest.mark.slow
def test_the_queue_of_each_company_is_asked_with_its_own_credentials(office: Office) -> None:
    rows = [row(1, punto_venta=1), row(2, punto_venta=2)]
    assert run_queued(office.job(*rows)).rows == {Estado.ENCOLADO: 2}
    for company in office.box.door.companies.values():
        company.run_queue()
    assert run_queued(office.job(*rows)).rows == {Estado.EMITIDO: 2}


def test_a_payment_goes_to_the_company_that_issued_it(office: Office) -> None:
    office.emit(row(1, punto_venta=3, emisor_cuit=NORTE), row(2, punto_venta=3, emisor_cuit=SUR))
    payment = {"comprobante": "FACTURA B 3-1", "descripcion": "Efectivo", "importe": "10,00"}
    paid = run_pay(office.job(payment | {"emisor_cuit": SUR}, payment, name="pagos.csv"))
    assert paid.rows == {Estado.PAGADO: 1, Estado.INVALIDO: 1}
    assert len(office.box.books_of(SUR).state()["pagos"]) == 1
    assert not office.box.books_of(NORTE).state()["pagos"]


def test_a_payment_of_two_means_is_one_though_only_one_row_says_whose_it_is(office: Office) -> None:
    office.emit(row(1, punto_venta=1))
    one = {"comprobante": "FACTURA B 1-1", "descripcion": "Efectivo", "referencia": "REC-1"}
    rows = [one | {"importe": "10,00", "emisor_cuit": NORTE}, one | {"importe": "20,00"}]
    assert run_pay(office.job(*rows, name="pagos.csv")).rows == {Estado.PAGADO: 2}
    (paid,) = office.box.books_of(NORTE).state()["pagos"]
    assert paid["total"] == 30


@pytest.mark.slow
def test_a_derived_referencia_of_one_company_says_nothing_of_anothers_equal_row(
    office: Office,
) -> None:
    norte = row(1, punto_venta=3, referencia="", emisor_cuit=NORTE)
    sur = norte | {"emisor_cuit": SUR}
    office.emit(norte, sur)
    ((_, _, derived),) = office.held(SUR)
    again = office.emit(norte, sur | {"referencia": derived})
    assert again.rows == {Estado.YA_EMITIDO: 2}
    paid = {"comprobante": "FACTURA B 3-1", "descripcion": "Efectivo", "importe": "10,00"}
    payments = [paid | {"referencia": "", "emisor_cuit": cuit} for cuit in (NORTE, SUR)]
    assert run_pay(office.job(*payments, name="pagos.csv")).rows == {Estado.PAGADO: 2}
    with open_ledger(office.settings()) as ledger:
        names = [one.referencia for one in ledger.payments.standing()]
    payments[1]["referencia"] = names[1].split("/")[-1]
    again = run_pay(office.job(*payments, name="pagos.csv"))
    assert again.rows == {Estado.YA_PAGADO: 2}


@pytest.mark.slow
def test_a_query_asks_each_company_about_its_own(office: Office) -> None:
    office.emit(row(1, punto_venta=1), row(2, punto_venta=2))
    wanted: list[dict[str, Any]] = [
        {"tipo": "FACTURA B", "punto_venta": 1, "numero": 1},
        {"tipo": "FACTURA B", "punto_venta": 2, "numero": 1},
        {"referencia": "R-00002"},
    ]
    lista = write_csv(office.folder / "lista.csv", wanted)
    done = asyncio.run(ask(Query((lista,)), office.settings()))
    assert done.rows == {Estado.YA_EMITIDO: 3}
    days = asyncio.run(
        ask(Query((), (today(), today()), office.folder / "days"), office.settings())
    )
    assert days.rows == {Estado.YA_EMITIDO: 2}


@pytest.mark.slow
def test_reconciling_two_that_share_a_number_asks_which(office: Office) -> None:
    office.emit(row(1, punto_venta=3, emisor_cuit=NORTE), row(2, punto_venta=3, emisor_cuit=SUR))
    bank = write_csv(
        office.folder / "banco.csv",
        [{"Fecha": f"{today():%d/%m/%Y}", "Importe": "122,82", "Detalle": "FC B 3-1"}],
    )
    job = Reconcile(payments=(bank,), out=office.folder / "out")
    with pytest.raises(InputRefused, match="--profile"):
        asyncio.run(reconcile(job, office.settings()))
    alone = Reconcile(service_days=(today(), today()), out=office.folder / "out")
    done = asyncio.run(reconcile(alone, office.settings()))
    assert done.exit_code == 0
    assert [name for name, _ in done.each] == ["norte", "sur"]
    assert [len(one.reconciled.matching.documents) for _, one in done.each] == [1, 1]
    assert all(one.reconciled.closes for _, one in done.each)


@pytest.mark.slow
def test_a_statement_given_under_both_profiles_registers_each_line_once(office: Office) -> None:
    given = {"tipo": "FACTURA B", "documento_tipo": "CUIT", "documento_nro": "27222222228"}
    office.emit(
        row(1, punto_venta=3, emisor_cuit=NORTE, **given),
        row(1, punto_venta=3, emisor_cuit=SUR, **given, referencia="S-1"),
    )
    (total,) = {Decimal(str(h["total"])) for h in both_books(office)}
    line = {"Fecha": f"{today():%d/%m/%Y}", "Monto": f"{total}", "Descripción": "CR 27222222228"}
    bank = write_csv(office.folder / "banco.csv", [{"CUIT Cuenta": 1, **line}])
    norte, sur = (in_profile(office, name, bank) for name in ("norte", "sur"))
    assert norte.to_pay is not None
    assert sur.to_pay is not None  # neither has been registered yet
    assert pay_file(office, norte.to_pay).rows == {Estado.PAGADO: 1}
    assert pay_file(office, sur.to_pay).rows == {Estado.A_REVISAR: 1}
    assert sum(bool(h.get("pagos")) for h in both_books(office)) == 1
    decided(office, "es el mismo")
    later = in_profile(office, "sur", bank)
    assert later.to_pay is None
    (told,) = rows_of(later.result, "A revisar")
    assert "se registró en el perfil norte" in str(told["motivo"])
    assert later.reconciled.closes


def both_books(office: Office) -> list[dict[str, Any]]:
    return [held for cuit in (NORTE, SUR) for held in office.box.books_of(cuit).held]


def in_profile(office: Office, profile: str, bank: Path) -> Reconciliation:
    job = Reconcile(payments=(bank,), out=office.folder / profile, profile=profile)
    return asyncio.run(reconcile_one(job, office.settings()))


def pay_file(office: Office, path: Path) -> Outcome:
    return run_pay(Job((path,), office.settings()))


def decided(office: Office, answer: str) -> None:
    with open_ledger(office.settings()) as ledger:
        (question,) = ledger.reviews.waiting()
        decide(ledger, question, Decision("Ana", answer))


def rows_of(path: Path, sheet: str) -> list[dict[Any, Any]]:
    headings, *rows = openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)
    return [dict(zip(headings, cells, strict=True)) for cells in rows]


@pytest.mark.slow
def test_a_profile_that_was_renamed_issues_nothing_again(office: Office) -> None:
    office.emit(row(1, punto_venta=1))
    norte = {"puntos_venta": [1], "issuer_cuit": NORTE, **one_set_of(NORTE)}
    renamed = office.emit(row(1, punto_venta=1), profiles={"centro": norte})
    assert renamed.rows == {Estado.YA_EMITIDO: 1}
    alone = {"issuer_cuit": NORTE, **one_set_of(NORTE)}
    assert office.emit(row(1, punto_venta=1), profiles={}, **alone).rows == {Estado.YA_EMITIDO: 1}
    assert len(office.held(NORTE)) == 1


def test_a_ledger_begun_without_profiles_goes_on_in_those_of_its_company(office: Office) -> None:
    single = {"profiles": {}, **one_set_of(NORTE)}
    office.emit(row(1, punto_venta=1), **single)
    grown = {
        "default": {"puntos_venta": [1], "issuer_cuit": NORTE, **one_set_of(NORTE)},
        "sur": {"puntos_venta": [2], "issuer_cuit": SUR, **one_set_of(SUR)},
    }
    done = office.emit(row(1, punto_venta=1), row(2, punto_venta=2), profiles=grown)
    assert done.rows == {Estado.YA_EMITIDO: 1, Estado.EMITIDO: 1}
    assert len(office.held(NORTE)) == 1


def test_the_environment_may_hold_a_profiles_secret(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    text = '[profiles.norte]\npuntos_venta = [1]\nusertoken = "u"\napikey = "k"\n'
    (tmp_path / "planilla.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match="PLANILLA_PROFILES__NORTE__APITOKEN"):
        Settings().credentials("norte")
    monkeypatch.setenv("PLANILLA_PROFILES__NORTE__APITOKEN", "t")
    assert Settings().credentials("norte") == {"usertoken": "u", "apikey": "k", "apitoken": "t"}


@pytest.mark.parametrize(
    ("name", "text"),
    [("planilla.toml", "max_comprobantes = 100"), (".env", "PLANILLA_MAX_COMPROBANTES=100")],
)
def test_a_setting_that_is_misspelled_in_a_file_is_refused_and_not_passed_over(
    name: str, text: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_text(f"{text}\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"(?i)max_comprobantes in "):
        load_settings()


def test_profiles_reach_processes_of_ours_whole(office: Office) -> None:
    variables = office.settings().as_variables()
    monkey = pytest.MonkeyPatch()
    with monkey.context() as patch:
        for name, value in variables.items():
            patch.setenv(name, value)
        again = Settings(_env_file=None)  # type: ignore[call-arg]
    assert again.profiles == office.settings().profiles


def test_every_operation_is_written_down_under_its_company(office: Office) -> None:
    office.emit(row(1, punto_venta=1), row(2, punto_venta=2))
    with open_ledger(office.settings()) as ledger:
        assert ledger.operations.points() == {("norte", 1), ("sur", 2)}


def test_two_profiles_with_the_same_three_tokens_are_refused(tmp_path: Path) -> None:
    profiles: dict[str, Any] = {"norte": {"puntos_venta": [1]}, "sur": {"puntos_venta": [2]}}
    given: dict[str, Any] = {"home": tmp_path, **one_set_of(NORTE)}
    with pytest.raises(SettingsError, match="«norte» and «sur»") as told:
        connector(Settings(_env_file=None, profiles=profiles, **given))  # type: ignore[call-arg]
    assert not any(token in str(told.value) for token in one_set_of(NORTE).values())
    profiles["sur"] |= {"usertoken": one_set_of(SUR)["usertoken"]}
    connector(Settings(_env_file=None, profiles=profiles, **given))  # type: ignore[call-arg]


@pytest.mark.slow
def test_a_cuit_that_nobody_has_is_not_taken_for_a_profile_that_tells_none(office: Office) -> None:
    blank = {"puntos_venta": [3], **one_set_of(SUR)}
    profiles = {"norte": blank | {"issuer_cuit": NORTE, **one_set_of(NORTE)}, "sur": blank}
    rows = [row(1, punto_venta=3, emisor_cuit=NORTE), row(2, punto_venta=3, emisor_cuit=SUR)]
    done = office.emit(*rows, profiles=profiles)
    assert done.rows == {Estado.EMITIDO: 1, Estado.INVALIDO: 1}
    assert office.held(NORTE) == [(3, 1, "R-00001")]
    assert not office.held(SUR)


def test_the_inbox_needs_no_tokens_beside_those_of_the_profiles(
    monkeypatch: pytest.MonkeyPatch, office: Office
) -> None:
    monkeypatch.chdir(office.folder)
    for name, value in office.settings().as_variables().items():
        monkeypatch.setenv(name, value)
    (office.folder / "inbox").mkdir()
    write_csv(office.folder / "inbox" / "ventas.csv", [row(1, punto_venta=2)])
    done = CliRunner().invoke(app, ["inbox"])
    assert done.exit_code == 0, done.output
    assert office.held(SUR) == [(2, 1, "R-00001")]


@pytest.mark.parametrize(("name", "told"), [("Norte", "a-z0-9"), ("nul", "Windows")])
def test_a_profile_has_a_name_that_the_environment_and_a_folder_can_have(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "planilla.toml").write_text(f"[profiles.{name}]\npuntos_venta = [1]\n")
    with pytest.raises(SettingsError, match=told):
        load_settings()


@pytest.mark.slow
def test_dropping_from_the_queue_of_one_company_leaves_anothers_alone(
    monkeypatch: pytest.MonkeyPatch, office: Office
) -> None:
    rows = [row(1, punto_venta=1), row(1, punto_venta=2)]
    for number, one in enumerate(rows):
        run_queued(office.job(one, name=f"{number}.csv"))
    monkeypatch.chdir(office.folder)
    for name, value in office.settings().as_variables().items():
        monkeypatch.setenv(name, value)
    lista = write_csv(office.folder / "lista.csv", [{"referencia": "R-00001"}])
    told = CliRunner().invoke(app, ["requeue", "--drop", str(lista)])
    assert told.exit_code != 0
    assert "norte, sur" in told.output
    write_csv(lista, [{"referencia": "R-00001", "emisor_cuit": SUR}])
    assert CliRunner().invoke(app, ["requeue", "--drop", str(lista)]).exit_code == 0
    assert list(office.box.books_of(NORTE).in_queue())
    assert not list(office.box.books_of(SUR).in_queue())


def test_a_statement_that_may_be_of_two_companies_is_told_by_the_inbox(office: Office) -> None:
    office.emit(row(1, punto_venta=3, emisor_cuit=NORTE))
    folder = Folder(office.folder / "inbox", stable=0)
    inbox = Inbox(office.settings(), folder)
    movement = {"Fecha": f"{today():%d/%m/%Y}", "Importe": "122,82", "Concepto": "Transferencia"}
    write_csv(folder.root / "banco.csv", [movement | {"Comprobante": "1", "Saldo": "1"}])
    (handled,) = asyncio.run(inbox.sweep())
    inbox.close()
    assert handled.exit_code == 1
    note = folder.root / "con_errores" / "banco.csv.leame.txt"
    assert "Varios perfiles tienen el punto de venta 3" in note.read_text(encoding="utf-8")


def test_equal_notes_of_two_companies_are_each_told_what_is_wrong(office: Office) -> None:
    """Neither has a referencia of its own, so that both get the same one."""
    wrong = row(1, referencia="MAL", alicuota="22", punto_venta=1, emisor_cuit=NORTE)
    note = row(2, referencia="", tipo="NOTA DE CREDITO B", punto_venta=3, asociado_referencia="MAL")
    outcome = office.emit(wrong, note | {"emisor_cuit": NORTE}, note | {"emisor_cuit": SUR})
    assert outcome.rows == {Estado.INVALIDO: 3}
    assert all(cells["errores"] for cells in office.result())
