"""Documented answers with bytes and values changed: each is read, or refused by a service's error.

Bytes are changed as a bad line would, values replaced by what no service should say.
Each answer follows from its seed; what is read is used as planilla uses it.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import simplejson

from planilla.common.afip_qr import issuer_of
from planilla.common.errors import ServiceError
from planilla.common.money import cents, written
from planilla.dispatch.lookup.shown_state import as_evidence
from planilla.dispatch.steps.payment.balance_before_and_after import Balance
from planilla.dispatch.steps.payment.read_account import NoTotal, look
from planilla.ledger.payments import Known
from planilla.model.comprobante_key import Key
from planilla.query.all_fields import tables
from planilla.queue.webhook_reading import NotAHook, read_hook
from planilla.service.answers import Held, Issued
from planilla.service.cobros import AccountRow
from planilla.service.tusfacturas import TusFacturas
from schemas.service import contract
from tests.service.test_documented_answers import ASK, NOT_ASKED, ONE
from tests.service.wire import KEYS, Wire

SEEDS = 25
MANY = 40_000
DEEP = 100_000
RAW: tuple[str, ...] = (
    "1e999999", "-1e999999", "1e-999999", "1e9999999999999999999", "1E+400", "0.1e-400",
    "9" * 30, "9" * 5000, "9" * 400_000, "-1", "-0", "0", "0.5", "74.0", "1e2", "99999999",
    "100000000", "2147483648", "9223372036854775808", "true", "false", "null", "NaN", "Infinity",
    "-Infinity", '"NaN"', '"Infinity"', '"1e999999"', '"1_000"', '"-5"', '"٣٣٣"', '"1,5"',
    '"1.234,56"', '"' + "9" * 5000 + '"', '"00003-' + "9" * 5000 + '"', '"\\ud800"', '"\\u0000"',
    '"\\udfff x"', '"[/b]"', '""', '" "', "[]", "{}", "[[]]", '[{"a": 1}]', '{"a": {"a": 1}}',
    '"31/12/9999"', '"01/01/0001"', '"31/12/9999 23:59:59"', '"01/01/0001 00:00"', '"99/99/9999"',
    '"http://["', '"https://www.afip.gob.ar/fe/qr/?p=W1tb"', '"http://a:b/\\u0001"',
    '"FACTURA B ' + "9" * 5000 + "-" + "9" * 5000 + '"',
    "[" * DEEP, "[" * DEEP + "]" * DEEP, "[" * 500 + "]" * 500, '{"a":' * 300 + "1" + "}" * 300,
)  # fmt: skip
"""What a value is replaced by, as it is written."""
MARK = "\x01here\x01"
Dice = random.Random


def flipped(content: bytearray, dice: Dice) -> None:
    for _ in range(dice.randint(1, 4)):
        content[dice.randrange(len(content))] = dice.randrange(256)


def cut(content: bytearray, dice: Dice) -> None:
    del content[dice.randrange(len(content)) :]


def doubled(content: bytearray, dice: Dice) -> None:
    start = dice.randrange(len(content))
    content[start:start] = content[start : start + dice.randint(1, 60)] * dice.randint(1, 9)


def torn(content: bytearray, dice: Dice) -> None:
    start = dice.randrange(len(content))
    del content[start : start + dice.randint(1, 40)]


def digits(content: bytearray, dice: Dice) -> None:
    """A digit becomes what makes another number of it."""
    found = [place for place, byte in enumerate(content) if chr(byte).isdigit()]
    if found:
        place = dice.choice(found)
        new = dice.choice((b"e", b".", b"-", b"9" * 40, b"e999999", b"E9", b",", b"+", b"_"))
        content[place : place + dice.randint(0, 1)] = new


BYTES: tuple[Callable[[bytearray, Dice], None], ...] = (flipped, cut, doubled, torn, digits, digits)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place of a value, as the keys that lead there."""
    found = [path] if path else []
    if isinstance(value, dict):
        return found + [p for key, one in value.items() for p in places(one, (*path, key))]
    if isinstance(value, list):
        return found + [p for key, one in enumerate(value) for p in places(one, (*path, key))]
    return found


def restructured(example: Any, dice: Dice) -> bytes:
    """Some of its values are odd, gone, or said twice."""
    copy = simplejson.loads(simplejson.dumps(example))
    odd: list[str] = []
    for _ in range(dice.randint(1, 2)):
        found = places(copy)
        if not found:
            break
        *way, last = dice.choice(found)
        inside = copy
        for key in way:
            inside = inside[key]
        what = dice.random()
        if what < 0.1:
            del inside[last]
        elif what < 0.2 and isinstance(inside, dict):
            inside[f"{MARK}{last}"] = dice.choice(("S", "N", 0, "", [], 1))
        else:
            inside[last] = f"{MARK}{len(odd)}{MARK}"
            odd.append(dice.choice(RAW))
    text = simplejson.dumps(copy, ensure_ascii=False)
    mark = simplejson.dumps(MARK)[1:-1]
    for place, raw in enumerate(odd):
        text = text.replace(f'"{mark}{place}{mark}"', raw)
    return text.replace(mark, "").encode()


def mutated(example: Any, seed: int, name: str) -> bytes:
    """An answer, changed."""
    dice = Dice(f"{name}-{seed}")
    if dice.random() < 0.6:
        return restructured(example, dice)
    content = bytearray(simplejson.dumps(example, ensure_ascii=dice.random() < 0.5).encode())
    for _ in range(dice.randint(1, 2)):
        if content:
            dice.choice(BYTES)(content, dice)
    return bytes(content)


EXAMPLES = [
    (path, place, one.example)
    for path in sorted(contract())
    if path not in NOT_ASKED
    for place, one in enumerate(contract()[path].answers)
    if one.example is not None
]


def questions(path: str) -> list[Callable[[TusFacturas], Awaitable[Any]]]:
    """All that is asked with a method."""
    more: dict[str, list[Callable[[TusFacturas], Awaitable[Any]]]] = {
        "facturacion/consulta": [lambda s: look(ONE, s)],
        "facturacion/consulta_avanzada": [
            lambda s: s.by_reference("CL-0007"),
            lambda s: s.by_numbers(Key("FACTURA B", 12), 1, 31),
        ],
    }
    return [ASK[path], *more.get(path, [])]


def use(result: Any) -> None:
    """What planilla does with what it read; nothing of it may fail."""
    if isinstance(result, list | tuple):
        for one in result:
            use(one)
    elif isinstance(result, Held):
        told = [result.numero_emitido, result.comprobante, as_evidence(result), repr(result)]
        told += [result.cae, result.pdf_url, result.external_reference, str(result.stand)]
        "".join(told).encode()
        issuer_of(result.afip_qr)
        assert 0 <= (result.number or 0) <= 99_999_999
        use([result.total, result.fecha, result.vencimiento_cae])
        for table in tables([result]):
            use([list(row) for row in table.rows])
    elif isinstance(result, Issued):
        told = [result.cae, result.pdf_url, result.afip_qr, *result.observaciones]
        "".join(told).encode()
        issuer_of(result.afip_qr)
        assert 0 <= (result.number or 0) <= 99_999_999
        use(result.vencimiento_cae)
    elif isinstance(result, AccountRow):
        result.concepto.encode()
        use([result.debe, result.haber, result.remaining, result.fecha])
    elif isinstance(result, Decimal):
        assert abs(result) < 10**15
        assert len(written(cents(result))) < 30
    elif isinstance(result, date):
        assert 1900 <= result.year < 2200
    elif isinstance(result, int):
        assert abs(result) < 10**15
    elif hasattr(result, "as_evidence"):
        repr(Balance.of(result, Known(Decimal(0))).as_evidence()).encode()
    elif isinstance(result, str):
        result.encode()
    elif result is not None and not isinstance(result, dict):
        repr(result).encode()


def told(path: str, place: int, example: Any, seed: int) -> str:
    """What became of it; anything but a service's error is raised."""
    content = mutated(example, seed, f"{path}-{place}")
    wire = Wire(by=lambda _method, _body: (200, content))
    ends = []
    for question in questions(path):
        try:
            use(wire.ask(question))
        except NoTotal:
            ends.append("read")
        except ServiceError as error:
            str(error).encode()
            error.raw.encode()
            ends.append(type(error).__name__)
        else:
            ends.append("read")
    for method, body in wire.asked:
        assert not contract()[method].request_faults({**KEYS, **body})
    return ends[0]


@pytest.fixture(autouse=True)
def _unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    """These answers break the contract on purpose; what they make planilla ask is checked here."""
    monkeypatch.delenv("PLANILLA_CHECK_CONTRACT", raising=False)


@pytest.mark.parametrize(("path", "place", "example"), EXAMPLES)
def test_an_answer_is_read_or_refused_whatever_it_says(path: str, place: int, example: Any) -> None:
    for seed in range(SEEDS):
        told(path, place, example, seed)


def hook_told(seed: int) -> str:
    """The same for what comes by webhook."""
    body = mutated(contract().hook.request_example, seed, "hook")
    try:
        hook = read_hook(body)
    except NotAHook:
        return "refused"
    f"{hook.hook_id}{hook.external_reference}{hook.body}".encode()
    return "kept"


def test_a_hook_is_kept_or_refused_whatever_it_says() -> None:
    assert {hook_told(seed) for seed in range(300)} == {"kept", "refused"}


@pytest.mark.campaign
@pytest.mark.timeout(3600)
def test_many_answers_are_read_or_refused() -> None:
    ends: Counter[str] = Counter()
    for seed in range(SEEDS, MANY // len(EXAMPLES)):
        for path, place, example in EXAMPLES:
            ends[told(path, place, example, seed)] += 1
        hook_told(seed)
    print(f"answers: {dict(ends)}")
