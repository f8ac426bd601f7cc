"""Every answer of every question leads where its words say."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from planilla.ledger.rows import dump
from planilla.ledger.tables import operations
from planilla.model.operation import Queue, Reason, State
from planilla.review.questions import ANSWERS
from planilla.review.record_answers import Decision, decide
from planilla.sandbox.server import Sandbox
from planilla.settings.open_ledger import open_ledger
from planilla.settings.settings import Settings
from tests.helpers import Job, row, run, settings_for, write_csv

SENT_AGAIN, NEVER, DONE = State.PENDING, State.REJECTED, State.DONE
LEADS = {
    (Reason.BRAKE, "aprobar"): SENT_AGAIN,
    (Reason.BRAKE, "rechazar"): NEVER,
    (Reason.BALANCE, "aceptar"): SENT_AGAIN,
    (Reason.BALANCE, "rechazar"): NEVER,
    (Reason.EXCESS, "aprobar"): SENT_AGAIN,
    (Reason.EXCESS, "rechazar"): NEVER,
    (Reason.PAYMENT, "se aplicó"): DONE,
    (Reason.PAYMENT, "no se aplicó"): SENT_AGAIN,
    (Reason.CONTENT, "es el nuestro"): DONE,
    (Reason.CONTENT, "no es el nuestro"): NEVER,
    (Reason.QUEUE, "está en la cola"): DONE,
    (Reason.QUEUE, "no está"): SENT_AGAIN,
    (Reason.QUEUE, "se eliminó"): NEVER,
    (Reason.MAIL, "salió"): DONE,
    (Reason.MAIL, "no salió"): SENT_AGAIN,
    (Reason.CHANGED, "aprobar"): SENT_AGAIN,
    (Reason.CHANGED, "rechazar"): NEVER,
    (Reason.TWIN, "aprobar"): SENT_AGAIN,
    (Reason.TWIN, "rechazar"): NEVER,
    (Reason.MENDED, "aprobar"): SENT_AGAIN,
    (Reason.MENDED, "rechazar"): NEVER,
    (Reason.AGAIN, "aprobar"): SENT_AGAIN,
    (Reason.AGAIN, "rechazar"): NEVER,
    (Reason.DUPLICATE, "visto"): DONE,
    (Reason.READING, "vale lo de antes"): NEVER,
    (Reason.READING, "es otro"): SENT_AGAIN,
    (Reason.CREDIT, "aprobar"): SENT_AGAIN,
    (Reason.CREDIT, "rechazar"): NEVER,
    (Reason.LINE, "es otro cobro"): SENT_AGAIN,
    (Reason.LINE, "es el mismo"): NEVER,
}
QUEUES = {"está en la cola": Queue.WAITING, "no está": Queue.WANTED, "se eliminó": Queue.DROPPED}


def test_every_answer_is_told_where_it_leads() -> None:
    told = {(reason, one.palabra) for reason, answers in ANSWERS.items() for one in answers}
    assert told == set(LEADS)
    assert {reason for reason, _ in told} == set(Reason) - {Reason.NONE}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An office that asks one question for each answer there is."""
    folder = tmp_path_factory.mktemp("asked")
    path = write_csv(folder / "ventas.csv", [row(n) for n in range(len(LEADS))])
    with Sandbox() as box:
        settings = settings_for(box, folder / "home", max_comprobante="1")
        run(Job((path,), settings))
    return settings


@pytest.mark.xdist_group("answers")
@pytest.mark.parametrize(("reason", "word"), LEADS, ids=str)
def test_an_answer_leads_where_its_words_say(reason: Reason, word: str, asked: Settings) -> None:
    evidence = dump({"number": 7, "cae": "74", "total": "242.00", "left": "200.00"})
    with open_ledger(asked) as ledger:
        waiting = ledger.reviews.waiting()[0]
        with ledger.engine.begin() as connection:
            this = update(operations).where(operations.c.id == waiting.id)
            connection.execute(this.values(reason=reason, evidence=evidence))
        waiting = ledger.operations.get(waiting.id)
        decide(ledger, waiting, Decision("Ana", word))
        found = ledger.operations.get(waiting.id)
        assert (found.state, found.reason) == (LEADS[reason, word], Reason.NONE)
        assert found.queue is QUEUES.get(word, Queue.NONE)
        assert waiting.id not in [one.id for one in ledger.reviews.waiting()]
