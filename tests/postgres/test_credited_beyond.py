"""Two machines that register notes of one comprobante at once do not credit it twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest

from planilla.admission.registration import Registration
from planilla.common.calendar import today
from planilla.comprobantes.load import load
from planilla.ledger.ledger import Ledger
from planilla.model.asked import Asked
from planilla.model.issuers import Issuer, Issuers
from planilla.model.operation import Reason, State
from planilla.sandbox.server import Sandbox
from tests.admission.test_credited_beyond import SALE, note
from tests.helpers import Job, run, settings_for, write_csv

AT_ONCE = 8
MINUTE = timedelta(minutes=1)


def asked(folder: Path, number: int) -> tuple[Asked, ...]:
    """A note of the whole comprobante, by its number or by its row."""
    changes = {"asociado_referencia": "R-00001"} if number % 2 else {}
    source = write_csv(folder / f"{number}.csv", [note(number, "100", **changes)])
    return load(source, today(), Issuers(Issuer(None, "30707070707"))).asked


@pytest.fixture(params=["server", "file"])
def ledger_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "file":
        return f"sqlite:///{(tmp_path / 'ledger.sqlite3').as_posix()}"
    address: str = request.getfixturevalue("database")
    return address


def test_of_notes_registered_at_once_one_goes_and_the_others_wait(
    ledger_url: str, tmp_path: Path
) -> None:
    with Sandbox() as box:
        settings = settings_for(box, tmp_path / "home", ledger_url=ledger_url)
        run(Job((write_csv(tmp_path / "ventas.csv", [SALE]),), settings))
    wanted = [asked(tmp_path, number) for number in range(10, 10 + AT_ONCE)]
    ready = Barrier(AT_ONCE)

    def register(number: int) -> None:
        with Ledger(ledger_url, "sandbox", tmp_path / f"home{number}", MINUTE) as ledger:
            ready.wait()
            name = f"{number}.csv"
            Registration(ledger).commit(Path(name), f"{number:064d}", wanted[number])

    with ThreadPoolExecutor(AT_ONCE) as hands:
        list(hands.map(register, range(AT_ONCE)))
    with Ledger(ledger_url, "sandbox", tmp_path / "home", MINUTE) as ledger:
        waiting = ledger.reviews.waiting()
        assert [one.reason for one in waiting] == [Reason.CREDIT] * (AT_ONCE - 1)
        sale = ledger.operations.revisions("default", "R-00001")[0]
        notes = ledger.notes_naming(sale)
        assert [one.state for one in notes].count(State.PENDING) == 1
