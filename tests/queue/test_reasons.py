"""Why the queue could not issue something: what a hook says of it, beside what a search shows."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import simplejson

from planilla.commands.work.status_counts import standing
from planilla.ledger.hooks import Hooks
from planilla.model.operation import Operation, Queue, Reason, State
from planilla.queue.ask_every_point import ask_queue
from planilla.queue.requeue import Action
from planilla.queue.webhooks import Receiver
from planilla.settings.open_ledger import open_ledger
from planilla.settings.profiles import Profile
from planilla.writing.report import Estado
from tests.helpers import row
from tests.processes import environment, planilla
from tests.queue.test_doubles import Office
from tests.queue.test_webhook_guard import post
from tests.queue.test_webhooks import hook
from tests.scripted import FAILED, Scripted

OF_DATA = "Rechazado. Cod. 10036: el documento del receptor no es valido."
OF_LINK = "El servicio de ARCA no respondio en 100 intentos."


class Told(Office):
    """An office that also hears what the service tells by webhook."""

    def hear(self, hook_id: str, *msg: str, evento: str = "error", whose: str = "") -> None:
        told = hook(hook_id, "R-00001", evento) | {"msg": list(msg)}
        with open_ledger(self.settings) as ledger:
            receiver = Receiver(self.settings, ledger, ask=False)
            assert post(receiver, told, f"t-{whose}" if whose else None).status_code == 200

    def fails(self, **changes: Any) -> None:
        self.service.shown = [self.service.entry(status=FAILED, **changes)]

    def hinted(self) -> Operation:
        """Only what hooks hint at is asked about."""
        with open_ledger(self.settings) as ledger:
            asyncio.run(ask_queue(self.settings, ledger))
        return self.operation()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Told]:
    with Scripted() as service:
        found = Told(service, tmp_path)
        assert found.queue(row(1)).rows == {Estado.ENCOLADO: 1}
        yield found


def test_the_reason_of_a_failure_is_what_its_hook_says_beside_the_search(office: Told) -> None:
    office.fails(afip_observaciones="Observado por ARCA")
    office.hear("1", OF_LINK, "Intente mas tarde.")
    (error,) = office.hinted().errors
    assert "Observado por ARCA. Según el aviso del servicio: El servicio de ARCA no" in error
    assert "Intente mas tarde" in error
    assert error.endswith("Para reintentar: planilla requeue.")


def test_a_reason_that_comes_after_the_failure_was_seen_is_added(office: Told) -> None:
    office.fails()
    assert FAILED in office.refresh().errors[0]
    office.hear("1", OF_LINK)
    assert OF_LINK.rstrip(".") in office.hinted().errors[0]


def test_the_reason_stays_though_the_hook_is_forgotten(office: Told) -> None:
    office.fails()
    office.hear("1", OF_LINK)
    before = office.hinted()
    with open_ledger(office.settings) as ledger:
        Hooks(ledger.hooks._engine, most_asked=0).asked([])
        assert ledger.hooks.count() == 0
    assert office.refresh().errors == before.errors


def test_an_error_of_data_that_only_a_hook_tells_is_not_sent_again(office: Told) -> None:
    office.fails()
    office.hear("1", OF_DATA)
    assert "requeue --drop" in office.hinted().errors[0]
    done = office.requeue(Action.RETRY)
    assert (done.sent, office.service.count("reenviar_encolado")) == (0, 0)
    assert "Es un error de datos" in done.remarks[office.operation().id][0]


@pytest.mark.slow
def test_an_error_of_link_that_a_hook_tells_is_sent_again_and_is_then_no_longer_why(
    office: Told,
) -> None:
    office.fails()
    office.hear("1", OF_LINK)
    office.hinted()
    assert office.requeue(Action.RETRY).sent == 1
    assert OF_LINK.rstrip(".") not in office.operation().errors[0]
    office.hear("2", OF_DATA)
    assert "10036" in office.hinted().errors[0]


def test_a_hook_that_speaks_of_an_error_makes_no_failure(office: Told) -> None:
    office.service.shown = [office.service.entry()]
    office.hear("1", OF_DATA)
    seen = office.hinted()
    assert (seen.state, seen.queue, seen.errors) == (State.DONE, Queue.WAITING, ())


def test_only_so_many_messages_of_a_hook_are_told(office: Told) -> None:
    office.fails()
    office.hear("1", *(f"motivo {n} " + "x" * 900 for n in range(40)))
    (error,) = office.hinted().errors
    assert len(error) < 3000
    assert "motivo 4 " in error
    assert "motivo 5 " not in error


@pytest.mark.slow
def test_the_reason_of_another_accounts_comprobante_is_not_its_reason(office: Told) -> None:
    office.fails()
    profiles = {
        name: Profile.model_validate(
            {"puntos_venta": [n], "issuer_cuit": cuit, "webhook_token": f"t-{name}"}
        )
        for n, (name, cuit) in enumerate(
            (("default", office.settings.issuer_cuit), ("sur", "30-70000002-1")), start=1
        )
    }
    office.settings = office.settings.model_copy(update={"profiles": profiles})
    office.hear("1", OF_DATA, whose="sur")
    with open_ledger(office.settings) as ledger:
        assert ledger.hooks.why(office.operation()) == ()
    office.hear("2", OF_LINK, whose="default")
    with open_ledger(office.settings) as ledger:
        assert ledger.hooks.why(office.operation()) == (OF_LINK,)


@pytest.mark.slow
def test_the_reason_is_in_the_result_in_status_and_in_requeue(office: Told) -> None:
    office.fails()
    office.hear("1", OF_DATA)
    assert office.queue(row(1)).rows == {Estado.RECHAZADO: 1}
    result = office.folder / "resultados" / "cola.resultado.xlsx"
    headings, cells = openpyxl.load_workbook(result)["Resultado"].iter_rows(values_only=True)
    assert "Cod. 10036" in str(cells[headings.index("errores")])
    with open_ledger(office.settings) as ledger:
        summary = standing(ledger).summary()
    assert "Cod. 10036" in summary["failures"][0]["errors"][0]
    env = environment(None, office.folder / "home", PLANILLA_BASE_URL=office.service.url)
    env |= {f"PLANILLA_{name.upper()}": value for name, value in Scripted.credentials.items()}
    env["PLANILLA_BUDGET_SECONDS"] = "1"
    told = planilla("status", env=env, cwd=office.folder)
    assert "R-00001: La cola no lo pudo emitir" in told.stdout
    assert "Cod. 10036" in told.stdout
    again = planilla("requeue", "--json", env=env, cwd=office.folder)
    (only,) = simplejson.loads(again.stdout)["operations"]
    assert "Cod. 10036" in only["errors"][0]
    assert again.returncode == 3
    assert office.operation().reason is Reason.NONE
