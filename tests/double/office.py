"""An office of several points of sale beside the double: every command, a ledger that can be
lost, and a person who looks into the service's books before answering."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import certifi
import httpx
import pytest
import python_calamine
from starlette.applications import Starlette

from planilla.batch.run_result import Outcome
from planilla.commands.work.requeue import targets_of
from planilla.common.calendar import today
from planilla.ledger.ledger import Ledger
from planilla.model.asked import Kind as Asked
from planilla.model.operation import Operation, Reason
from planilla.query.query import Query, ask
from planilla.queue.ask_every_point import News, ask_queue
from planilla.queue.requeue import Action, Requeued, requeue
from planilla.queue.webhooks import Receiver
from planilla.reconcile.job import Reconcile
from planilla.reconcile.sequence import Reconciliation, reconcile_one
from planilla.review.record_answers import Decision, decide
from planilla.settings.open_ledger import open_ledger
from planilla.settings.settings import Settings
from tests.double import Double, Hook, Issued, Point, Served, Switches, judge, serving
from tests.helpers import Job, run, run_pay, run_queued, run_resend, write_csv

CUIT = "30700000148"  # not the receiver's of the rows
Row = dict[str, Any]
Cells = Mapping[str, str]


class Office:
    """Files of one office, worked against the double with a set of credentials a point of sale."""

    def __init__(self, served: Served, folder: Path) -> None:
        self.double, self.served, self.folder = served.double, served, folder
        self.emails_before = 0
        self._homes = 0
        self.lose()

    def settings(self, **changes: Any) -> Settings:
        """With waits short enough for a test."""
        profiles = {
            f"punto{one.punto_venta}": {"puntos_venta": [one.punto_venta], **one.keys.body()}
            for one in self.double.points
        }
        given = {
            "base_url": self.served.api,
            "home": self.folder / f"home{self._homes}",
            "pace_seconds": 0,
            "timeout_seconds": 5,
            "settle_seconds": 0.3,
            "retry_seconds": 0.02,
            "budget_seconds": 20,
            "issuer_cuit": self.double.points[0].cuit,
            "profiles": profiles,
            "webhook_token": self.double.points[0].webhook_token,
            **changes,
        }
        return Settings(_env_file=None, **given)  # type: ignore[call-arg]

    def lose(self) -> None:
        """The ledger is gone; the next run begins a new one."""
        self._homes += 1
        home = self.folder / f"home{self._homes}"
        shutil.copytree(_new_home(), home)

    # commands

    def file(self, name: str, rows: Iterable[Row]) -> Path:
        """Drop rows as a file."""
        return write_csv(self.folder / name, rows)

    def emit(self, file: Path, **changes: Any) -> Outcome:
        return run(self._job(file, changes))

    def queue(self, file: Path, **changes: Any) -> Outcome:
        return run_queued(self._job(file, changes))

    def pay(self, file: Path, **changes: Any) -> Outcome:
        return run_pay(self._job(file, changes))

    def resend(self, file: Path, **changes: Any) -> Outcome:
        return run_resend(self._job(file, changes))

    def query(self, file: Path, **changes: Any) -> Outcome:
        return asyncio.run(ask(Query((file,), pdfs=False), self.settings(**changes)))

    def reconcile(self, invoices: Sequence[Path], payments: Sequence[Path]) -> Reconciliation:
        job = Reconcile(
            tuple(invoices),
            tuple(payments),
            service_days=(today() - timedelta(days=1), today()),
            out=self.folder / "conciliado",
        )
        return asyncio.run(reconcile_one(job, self.settings()))

    def refresh(self) -> News:
        with self.ledger() as ledger:
            return asyncio.run(ask_queue(self.settings(), ledger, force=True))

    def deliver(self, hooks: Sequence[Hook]) -> list[int]:
        """Hand webhooks to the office as the service may: twice, and the last one first."""
        with self.ledger() as ledger:
            app = Receiver(self.settings(), ledger, ask=False).app()
            return asyncio.run(_posted(app, [*reversed(hooks), *hooks]))

    def requeue(self, action: Action, *files: Path) -> Requeued:
        with self.ledger() as ledger:
            settings = self.settings()
            targets = targets_of(ledger, settings.issuers, list(files))
            return asyncio.run(requeue(settings, ledger, targets, action))

    def ledger(self) -> Ledger:
        return open_ledger(self.settings())

    def _job(self, file: Path, changes: Mapping[str, Any]) -> Job:
        return Job((file,), self.settings(**changes))

    # what came of it

    def result(self, file: Path) -> list[Cells]:
        """The rows of a result workbook, each cell as text."""
        path = file.parent / "resultados" / f"{file.stem}.resultado.xlsx"
        sheet = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_name("Resultado")
        headings, *rows = sheet.to_python()
        return [dict(zip(map(str, headings), map(str, row), strict=True)) for row in rows]

    def asked(self, method: str) -> int:
        return self.double.traffic.requests[method]

    def sound(self, *, but: Sequence[str] = ()) -> None:
        """Nothing twice, no gaps, no dates back, and only what the contract allows was sent."""
        with self.served.lock:
            told = judge.problems(self.double, but=but)
        assert not told, told

    # the person

    def answer_rightly(self) -> list[Reason]:
        """Answer all that waits, by what the service's books say; returns what was asked."""
        asked = []
        with self.ledger() as ledger:
            for waiting in ledger.reviews.waiting():
                asked.append(waiting.reason)
                word, paid = self._truth(ledger, waiting)
                decide(ledger, waiting, Decision("Ana", word, paid_elsewhere=paid))
        return asked

    def recover(self) -> None:
        """The vendor's support finds what only ARCA knew."""
        for one in self.double.books.issued:
            if not one.shown:
                self.double.books.find_again(one)

    def _truth(self, ledger: Ledger, waiting: Operation) -> tuple[str, Decimal | None]:
        if waiting.reason is Reason.DUPLICATE:
            return "seen", None
        if waiting.reason is Reason.CONTENT:
            return ("ours" if self._is_ours(waiting) else "not-ours"), None
        if waiting.reason is Reason.QUEUE:
            return self._in_queue(waiting), None
        if waiting.kind is Asked.PAY:
            return self._of_payment(ledger, waiting)
        if waiting.reason is Reason.MAIL:
            new = self.double.books.emails[self.emails_before :]
            sent = any(one.issued is self.comprobante(waiting) for one in new)
            return ("sent" if sent else "not-sent"), None
        return "refuse", None

    def _is_ours(self, waiting: Operation) -> bool:
        """The number that was shown is of a comprobante with the row's own reference."""
        named = self.double.issued(waiting.external_reference)
        return any(one.numero == int(waiting.evidence.get("number") or 0) for one in named)

    def _in_queue(self, waiting: Operation) -> str:
        reference = waiting.external_reference
        alive = [one for one in self.double.books.queue if one.reference == reference and one.alive]
        return "queued" if alive or self.double.issued(reference) else "not-queued"

    def _of_payment(self, ledger: Ledger, waiting: Operation) -> tuple[str, Decimal | None]:
        """It is in the books, or it is not; what else is there was paid elsewhere."""
        one = self.comprobante(waiting)
        found = [paid for paid in self.double.books.payments if paid.issued is one]
        mine = any(paid.amount == waiting.total and paid.by == "pagar" for paid in found)
        if waiting.reason is Reason.PAYMENT:
            return ("applied" if mine else "not-applied"), None
        if mine or waiting.reason is not Reason.BALANCE:
            return "refuse", None
        elsewhere = self.double.books.paid(one) - ledger.payments.paid(waiting)
        return "accept", elsewhere

    def comprobante(self, operation: Operation) -> Issued:
        """The one in the books that an operation is about."""
        return next(
            one
            for one in self.double.books.issued
            if (one.tipo, one.punto_venta, one.numero)
            == (operation.tipo, operation.punto_venta, operation.number)
        )


async def _posted(app: Starlette, hooks: Sequence[Hook]) -> list[int]:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://office") as client:
        return [
            (await client.post("/", json=hook.body, headers=hook.headers)).status_code
            for hook in hooks
        ]


@contextmanager
def office_of(
    folder: Path, switches: Switches | None = None, points: Sequence[Point] | None = None
) -> Iterator[Office]:
    """An office, and a service that answers as the switches say."""
    double = Double(points or [Point(cuit=CUIT, punto_venta=n) for n in (1, 2, 3)], switches)
    with serving(double) as served, _few_authorities():
        yield Office(served, folder)


@contextmanager
def _few_authorities() -> Iterator[None]:
    """One certificate in place of all: nothing here speaks TLS, and reading them takes longer
    than all requests of a step."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(_one_certificate()))
        yield


@cache
def _one_certificate() -> Path:
    whole = Path(certifi.where()).read_text(encoding="utf-8")
    end = "-----END CERTIFICATE-----"
    path = Path(tempfile.mkdtemp(prefix="planilla-")) / "one.pem"
    path.write_text(whole[: whole.index(end) + len(end)] + "\n", encoding="utf-8")
    return path


@cache
def _new_home() -> Path:
    """A home whose ledger is new: migrated once, and copied from then on."""
    home = Path(tempfile.mkdtemp(prefix="planilla-")) / "home"
    settings = Settings(_env_file=None, home=home, base_url="http://127.0.0.1/")  # type: ignore[call-arg]
    open_ledger(settings).close()
    return home
