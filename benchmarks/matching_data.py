"""Documents and payments with the truth beside them, seeded: clients with their habits.

Each client pays in a way of its own; texts are noisy, CUITs are missing at
times, amounts of a client lie close together, and some pay twice.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from planilla.reconcile.matching.frames import DOCUMENTS, MONEY, PAYMENTS
from planilla.reconcile.matching.payers import WEIGHTS

START = date(2026, 1, 2)
DOCUMENTS_A_CLIENT = 20
HABITS = {
    "names it": 33,
    "exact, CUIT in its column": 22,
    "exact, CUIT in the text": 16,
    "several together": 8,
    "in parts": 6,
    "withholds": 5,
    "rounds": 3,
    "the same each month": 1,
    "wrong reference": 2,
    "pays twice": 2,
    "no CUIT, a name alike": 1,
    "never pays": 1,
}
NAMES = (
    "Almacén",
    "Ferretería",
    "Transportes",
    "Librería",
    "Metalúrgica",
    "Distribuidora",
    "Clínica",
)
PLACES = ("El Ñandú", "Los Ceibos", "Río Tercero", "del Sur", "San Martín", "Iguazú", "La Pampa")
NOISE = ("TRANSFERENCIA", "CREDITO INMEDIATO", "DEBIN", "PAGO PROVEEDORES", "TRF ONLINE")


@dataclass(frozen=True)
class World:
    """Frames for the engine, and the truth: each payment's documents, and its habit."""

    documents: pl.DataFrame
    payments: pl.DataFrame
    truth: dict[str, frozenset[str]]
    habit: dict[str, str]


@dataclass
class _Doc:
    id: str
    number: int
    cents: int
    fecha: date


@dataclass
class Paid:
    """A payment before it is written down: whose documents it really pays."""

    ids: list[str]
    cents: int
    fecha: date
    text: str
    cuit: str | None
    name: str | None = None


class _Builder:
    def __init__(self, size: int, seed: int) -> None:
        self.dice = random.Random(seed)
        self.size = size
        self.docs: dict[str, list[object]] = {name: [] for name in DOCUMENTS}
        self.paid: dict[str, list[object]] = {name: [] for name in PAYMENTS}
        self.truth: dict[str, frozenset[str]] = {}
        self.habit: dict[str, str] = {}
        self.number = 0

    def world(self) -> World:
        habits = list(HABITS)
        weights = list(HABITS.values())
        clients = max(self.size // DOCUMENTS_A_CLIENT, 1)
        for client in range(clients):
            habit = self.dice.choices(habits, weights)[0]
            count = self.size // clients + (client < self.size % clients)
            self._client(client, habit, count)
        docs = pl.DataFrame(self.docs, schema={**DOCUMENTS, "total": pl.Int64()})
        paid = pl.DataFrame(self.paid, schema={**PAYMENTS, "importe": pl.Int64()})
        return World(
            docs.with_columns(total=(pl.col("total").cast(pl.Decimal(20, 2)) / 100).cast(MONEY)),
            paid.with_columns(
                importe=(pl.col("importe").cast(pl.Decimal(20, 2)) / 100).cast(MONEY)
            ),
            self.truth,
            self.habit,
        )

    def _client(self, client: int, habit: str, count: int) -> None:
        cuit = make_cuit(client)
        name = f"{self.dice.choice(NAMES)} {self.dice.choice(PLACES)} {client} SRL"
        base = self.dice.randint(20_000, 90_000_000)
        docs = []
        for place in range(count):
            fecha = START + timedelta(days=(place * 340) // count + self.dice.randint(0, 3))
            near = base + self.dice.randint(0, max(base // 50, 3000))  # near-equal amounts
            near = base if habit == "the same each month" else near
            docs.append(self._doc(cuit, name, near, fecha))
        for payment in self._payments(habit, docs, cuit, name):
            self._pay(habit, payment)

    def _doc(self, cuit: str, name: str, amount: int, fecha: date) -> _Doc:
        self.number += 1
        row = {
            "id": f"d{self.number}",
            "tipo": "FACTURA A",
            "punto_venta": 1 + self.number % 9,
            "numero": self.number,
            "fecha": fecha,
            "documento_nro": cuit,
            "razon_social": name,
            "moneda": "PES",
            "total": amount,
            "signo": 1,
        }
        for column, values in self.docs.items():
            values.append(row.get(column))
        return _Doc(f"d{self.number}", self.number, amount, fecha)

    def _pay(self, habit: str, paid: Paid) -> None:
        own = f"p{len(self.truth) + 1}"
        row = {
            "id": own,
            "fecha": paid.fecha,
            "importe": paid.cents,
            "moneda": "PES",
            "documento_nro": paid.cuit,
            "nombre": paid.name,
            "texto": f"{self.dice.choice(NOISE)} {paid.text} {self.dice.randint(10, 99)}",
        }
        for column, values in self.paid.items():
            values.append(row.get(column))
        self.truth[own] = frozenset(paid.ids)
        self.habit[own] = habit

    def _payments(self, habit: str, docs: list[_Doc], cuit: str, name: str) -> Iterator[Paid]:
        if habit == "several together":
            for start in range(0, len(docs), 3):
                some = docs[start : start + 3]
                fecha = some[-1].fecha + timedelta(days=self.dice.randint(1, 20))
                yield Paid([d.id for d in some], sum(d.cents for d in some), fecha, "", cuit)
        elif habit != "never pays":
            for place, doc in enumerate(docs):
                yield from self._of_one(habit, docs, place, doc, cuit, name)

    def _of_one(
        self, habit: str, docs: list[_Doc], place: int, doc: _Doc, cuit: str, name: str
    ) -> Iterator[Paid]:
        dice, whole = self.dice, doc.cents
        fecha = doc.fecha + timedelta(days=dice.randint(1, 40))
        text = named(dice, doc.number)
        sometimes = text if dice.random() < 0.6 else ""
        dashed = f"{cuit[:2]}-{cuit[2:10]}-{cuit[10]}"
        first = whole * dice.randint(30, 70) // 100
        kept = whole * dice.choice((2, 3, 5)) // 100
        later = fecha + timedelta(days=dice.randint(1, 30))
        wrong = named(dice, docs[(place + 1) % len(docs)].number) if place % 4 == 0 else ""
        own = cuit if dice.random() < 0.85 else None
        one = [doc.id]
        habits = {
            "names it": [Paid(one, whole, fecha, text, own)],
            "exact, CUIT in its column": [Paid(one, whole, fecha, "", cuit)],
            "exact, CUIT in the text": [Paid(one, whole, fecha, dice.choice((cuit, dashed)), None)],
            "in parts": [
                Paid(one, first, fecha, sometimes, cuit),
                Paid(one, whole - first, later, sometimes, cuit),
            ],
            "withholds": [Paid(one, whole - kept, fecha, sometimes, cuit)],
            "rounds": [Paid(one, whole // 100 * 100, fecha, sometimes, cuit)],
            "the same each month": [Paid(one, whole, fecha, sometimes, cuit)],
            "wrong reference": [Paid(one, whole, fecha, wrong, cuit)],
            "pays twice": [Paid(one, whole, fecha, sometimes, cuit)],
            "no CUIT, a name alike": [Paid(one, whole, fecha, "", None, name.upper())],
        }
        yield from habits[habit]
        if habit == "pays twice" and place % 5 == 0:
            yield Paid([], whole, fecha + timedelta(days=3), sometimes, cuit)


def named(dice: random.Random, number: int) -> str:
    """A comprobante as people write it."""
    point = 1 + number % 9
    return dice.choice(
        (
            f"FC A {point:04d}-{number}",
            f"FACTURA A {point:05d}-{number:08d}",
            f"FACT {point}-{number}",
            f"Fac. N° {point:04d}-{number:08d}",
        )
    )


def make_cuit(client: int) -> str:
    """A CUIT with a right check digit, one a client."""
    for prefix in ("30", "33", "34"):
        body = f"{prefix}{50_000_000 + client:08d}"
        check = (11 - sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11) % 11
        if check < 10:
            return f"{body}{check}"
    raise AssertionError(client)


def world(size: int, seed: int = 7) -> World:
    """As many documents, and what was paid of them; amounts as `Decimal`."""
    return _Builder(size, seed).world()
