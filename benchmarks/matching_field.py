"""Payments as banks write them, with the truth beside them, seeded: a kind of trouble a payment.

Made after how statements of Argentine banks look: names cut short, without accents, in
another order; CUITs, DNIs and numbers in any spelling; withholdings, charges, sums, parts,
somebody else who pays, and money that is for none of the comprobantes.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from benchmarks.matching_data import World, make_cuit
from planilla.reconcile.matching.frames import documents, payments
from planilla.reconcile.matching.payers import WEIGHTS

START = date(2026, 9, 1)
OWN_CUIT = "30500001235"
TRADES = ("Distribuidora", "Metalúrgica", "Transportes", "Panificadora", "Ferretería", "Estudio")
SURNAMES = (
    *("Ibáñez", "Güemes", "Peña", "Quiroga", "Zárate", "Ledesma", "Núñez", "Otero"),
    *("Sosa", "Barrios", "Cáceres", "Díaz", "Esquivel", "Funes", "Galarza", "Herrera"),
    *("Iturbe", "Juárez", "Krause", "Luján", "Maidana", "Navarro", "Olmedo", "Páez"),
    *("Rearte", "Suárez", "Toledo", "Urquiza", "Villalba", "Yáñez", "Arce", "Bustos"),
    *("Coria", "Duarte", "Escudero", "Farías", "Gauna", "Heredia"),
)
PLACES = (
    *("del Litoral", "Río Cuarto", "Cruz Alta", "San Telmo", "La Esperanza", "Tres Arroyos"),
    *("Villa Urquiza", "del Valle", "Santa Rosa", "Las Flores", "Monte Grande", "El Trébol"),
    *("Punta Alta", "Cerro Azul", "San Justo", "La Rural", "Mar Chiquita", "Los Andes"),
)
FORMS = ("S.A.", "SRL", "S.R.L.", "SA", "S.A.S.", "Sociedad Anónima")
FIRST = ("Ramón", "Belén", "Inés", "Joaquín", "Martín", "Lucía", "Sofía", "Andrés", "Noelia")
NOISE = ("TRANSF RECIBIDA", "CREDITO INMEDIATO", "TRF INTERBANCARIA", "DATANET", "CR.TRANSF.")
SHORTER = {"Distribuidora": "Distrib.", "Metalúrgica": "Metal.", "Transportes": "Transp."}


@dataclass
class Client:
    """A client and what it owes."""

    cuit: str
    name: str
    docs: list[dict[str, Any]] = field(default_factory=list)


def bare(text: str) -> str:
    """As banks write it: capitals, no accents."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).upper()


def person_cuit(dni: int) -> str:
    """A CUIL whose check digit is right."""
    for prefix in ("20", "27", "23", "24"):
        body = f"{prefix}{dni:08d}"
        check = (11 - sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11) % 11
        if check < 10:
            return f"{body}{check}"
    raise AssertionError(dni)


class Field:
    """A world of so many clients a kind."""

    def __init__(self, each: int, seed: int) -> None:
        self.dice = random.Random(seed)
        self.each = each
        self.docs: list[dict[str, Any]] = []
        self.paid: list[dict[str, Any]] = []
        self.truth: dict[str, frozenset[str]] = {}
        self.habit: dict[str, str] = {}
        self.clients = 0

    def world(self) -> World:
        """Every kind, `each` times."""
        for name, kind in KINDS.items():
            for _ in range(self.each):
                kind(self, name)
        return World(documents(self.docs), payments(self.paid), self.truth, self.habit)

    def client(self, count: int = 0, person: bool = False, low: int = 9_000) -> Client:
        """A new client with so many comprobantes, three at most times."""
        self.clients += 1
        dice = self.dice
        if person:
            cuit = person_cuit(21_000_000 + 137 * self.clients)
            name = f"{dice.choice(SURNAMES)} {dice.choice(SURNAMES)}, {dice.choice(FIRST)}"
        else:
            cuit = make_cuit(self.clients)
            owner = f"{dice.choice(SURNAMES)} {dice.choice(('e Hijos', 'Hermanos', 'y Cía'))}"
            place = dice.choice((dice.choice(PLACES), owner))
            trade = dice.choice(TRADES)
            name = f"{trade} {place} {dice.choice(SURNAMES)} {dice.choice(FORMS)}"
        made = Client(cuit, name)
        for _ in range(count or dice.randint(2, 5)):
            made.docs.append(self.doc(made, self.amount(low)))
        return made

    def amount(self, low: int = 9_000) -> int:
        """Cents; a third of the amounts is round."""
        whole = self.dice.randint(low, 900_000)
        return whole * 100 if self.dice.random() < 0.3 else whole * 100 + self.dice.randint(1, 99)

    def doc(self, client: Client, cents: int, **more: Any) -> dict[str, Any]:
        """One more comprobante of a client."""
        number = len(self.docs) + 101
        row = {
            "id": f"d{number}",
            "emisor_cuit": OWN_CUIT,
            "tipo": "FACTURA A",
            "punto_venta": 1 + number % 4,
            "numero": number,
            "fecha": START + timedelta(days=self.dice.randint(0, 60)),
            "documento_nro": client.cuit,
            "razon_social": client.name,
            "total": Decimal(cents) / 100,
        }
        self.docs.append(row | more)
        return self.docs[-1]

    def pay(
        self, kind: str, docs: list[dict[str, Any]], cents: int, text: str, **more: Any
    ) -> None:
        """A payment for these, with what the bank writes of it."""
        own = f"p{len(self.paid) + 1}"
        last = max((d["fecha"] for d in docs), default=START + timedelta(days=40))
        self.paid.append(
            {
                "id": own,
                "fecha": last + timedelta(days=self.dice.randint(1, 35)),
                "importe": Decimal(cents) / 100,
                "texto": f"{self.dice.choice(NOISE)} {text} {self.dice.randint(100, 999)}",
            }
            | more
        )
        self.truth[own] = frozenset(d["id"] for d in docs)
        self.habit[own] = kind


def cents(*docs: dict[str, Any]) -> int:
    """What some comprobantes come to."""
    return int(sum(d["total"] for d in docs) * 100)


def _spaced_cuit(f: Field, kind: str) -> None:
    c, form = f.client(), f.dice.choice(("{} {} {}", "{}.{}.{}", "CUIT{}-{}/{}", "000{}{}{}"))
    text = form.format(c.cuit[:2], c.cuit[2:10], c.cuit[10])
    f.pay(kind, c.docs[:1], cents(c.docs[0]), text)


def _own_cuit(f: Field, kind: str) -> None:
    c = f.client()
    f.pay(kind, c.docs[:1], cents(c.docs[0]), f"DEST {OWN_CUIT} ORIG {c.cuit}")


def _dni_doc(f: Field, kind: str) -> None:
    c = f.client(person=True)
    for d in c.docs:
        d["documento_nro"] = c.cuit[2:10]
    f.pay(kind, c.docs[:1], cents(c.docs[0]), f"DE {c.cuit}")


def _dni_text(f: Field, kind: str) -> None:
    c, form = f.client(person=True), f.dice.choice(("DNI {}.{}.{}", "DNI {}{}{}", "DOC: {}{}{}"))
    f.pay(kind, c.docs[:1], cents(c.docs[0]), form.format(c.cuit[2:4], c.cuit[4:7], c.cuit[7:10]))


def _name(f: Field, kind: str) -> None:
    c = f.client()
    told = bare(c.name)
    if kind == "name cut short":
        told = told[: f.dice.randint(20, 30)]
    elif kind == "name in another order":
        words = told.replace(".", "").split()
        f.dice.shuffle(words)
        told = " ".join(words)
    elif kind == "name abbreviated":
        told = bare(" ".join(SHORTER.get(w, w) for w in c.name.split()[:-1]))
        told = told.replace("HERMANOS", "HNOS").replace("E HIJOS", "E HIJ").replace("SAN ", "S ")
    f.pay(kind, c.docs[:1], cents(c.docs[0]), told)


def _name_person(f: Field, kind: str) -> None:
    c = f.client(person=True)
    words = bare(c.name).replace(",", "").split()
    told = f.dice.choice(
        (" ".join(words[-1:] + words[:2]), " ".join(words), f"{words[0]} {words[2]}")
    )
    f.pay(kind, c.docs[:1], cents(c.docs[0]), "", nombre=told)


def _name_number(f: Field, kind: str) -> None:
    c = f.client()
    text = f"FACT {c.docs[0]['numero']} {bare(c.name)[:22]}"
    f.pay(kind, c.docs[:1], cents(c.docs[0]), text)


def _full_number(f: Field, kind: str) -> None:
    c = f.client()
    d = c.docs[0]
    pv, n = d["punto_venta"], d["numero"]
    text = f.dice.choice(
        (
            f"FC{pv:04d}-{n:08d}",
            f"FAC A {pv:04d}/{n:08d}",
            f"FCA {pv:04d}-{n:08d}",
            f"A{pv:04d}-{n:08d}",
            f"FACTURA A {pv:05d} {n:08d}",
            f"FA {pv:04d}{n:08d}",
            f"F.A. {pv:05d}-{n:08d}",
            f"Fra. {pv}-{n}",
            f"REF {pv:04d}-{n:08d}",
            f"FACTURA NRO. A {pv:04d} - {n:08d}",
        )
    )
    f.pay(kind, [d], cents(d), text)


def _number(f: Field, kind: str) -> None:
    c = f.client()
    same = c.docs[0]
    f.doc(c, cents(same))  # another of that amount: only the number tells
    form = f.dice.choice(("FC{}", "F/{}", "fact.{}", "fc nro {}", "FAC. N {}", "FRA {}", "fca {}"))
    f.pay(kind, [same], cents(same), form.format(same["numero"]), documento_nro=c.cuit)


def _list(f: Field, kind: str) -> None:
    c = f.client(count=5)
    some = c.docs[:3]
    form = f.dice.choice(
        ("fc {}/{}/{}", "FACT {}, {} Y {}", "FACS {}-{}-{}", "FC {} {} {}", "fc {}+{}+{}")
    )
    text = form.format(*(d["numero"] for d in some))
    f.pay(kind, some, cents(*some), text, documento_nro=c.cuit)


def _withheld(f: Field, kind: str) -> None:
    c = f.client()
    d = c.docs[0]
    rate = f.dice.choice((10, 15, 20, 25, 30, 40, 50))
    base = cents(d) / 1.21 if kind == "withheld of the net" else cents(d)
    f.pay(kind, [d], cents(d) - round(base * rate / 1000), f"CUIT {c.cuit}")


def _charge(f: Field, kind: str) -> None:
    c = f.client()
    f.pay(kind, c.docs[:1], cents(c.docs[0]) - f.dice.randint(1_000, 40_000), c.cuit)


def _sum(f: Field, kind: str) -> None:
    c = f.client(count=6)
    some = f.dice.sample(c.docs, f.dice.randint(2, 4))
    money, told = cents(*some), c.cuit
    if kind == "sum, a cent apart":
        money += f.dice.choice((-1, 1))
    elif kind == "sum, withheld":
        money -= round(money * f.dice.choice((1, 2, 3)) / 100)
    elif kind == "sum, a name":
        told = bare(c.name)[:28]
    f.pay(kind, some, money, told)


def _parts(f: Field, kind: str) -> None:
    c = f.client()
    d = c.docs[0]
    first = cents(d) * f.dice.randint(30, 60) // 100
    told = bare(c.name)[:26] if kind == "in parts, a name" else c.cuit
    f.pay(kind, [d], first, told)
    if kind != "one part":
        f.pay(kind, [d], cents(d) - first, told)


def _third(f: Field, kind: str) -> None:
    c = f.client()
    other = person_cuit(30_000_000 + 91 * f.clients)
    who = bare(f"{f.dice.choice(SURNAMES)} {f.dice.choice(FIRST)}")
    text = f"FACT {c.docs[0]['numero']}" if kind == "third party, a number" else "VARIOS"
    f.pay(kind, c.docs[:1], cents(c.docs[0]), f"{who} {other} {text}")


def _other_debt(f: Field, kind: str) -> None:
    """A client's money for what is not here: near what its only comprobante says."""
    c = f.client(count=1, low=100_000)
    whole = cents(c.docs[0])
    money = whole - f.dice.randint(whole // 1_000, whole // 18)
    f.pay(kind, [], money, c.cuit)


def _bank_number(f: Field, kind: str) -> None:
    """The bank's own number of the movement is that of a comprobante, or a date looks so."""
    c = f.client()
    d = c.docs[0]
    d["numero"] = f.dice.choice((2026, d["numero"]))
    word = f.dice.choice(("COMPROBANTE {}", "CBTE {}")).format(d["numero"])
    text = "FC 11-2026" if d["numero"] == 2026 else word
    f.pay(kind, [], cents(d) * f.dice.randint(20, 80) // 100, text, documento_nro=c.cuit)


def _nobody(f: Field, kind: str) -> None:
    text = f.dice.choice(("ACREDITACION INTERESES", "RESCATE FCI", "TRASPASO ENTRE CUENTAS"))
    if f.dice.random() < 0.5:
        text = f"{bare(f.dice.choice(SURNAMES))} {bare(f.dice.choice(FIRST))}"
    f.pay(kind, [], f.amount(), text)


def _twice(f: Field, kind: str) -> None:
    c = f.client()
    when = c.docs[0]["fecha"] + timedelta(days=6)
    f.pay(kind, c.docs[:1], cents(c.docs[0]), c.cuit, fecha=when)
    f.pay(kind, [], cents(c.docs[0]), c.cuit, fecha=when + timedelta(days=9))


def _alike(f: Field, kind: str) -> None:
    c = f.client(count=1)
    twin = f.doc(c, cents(c.docs[0]))
    f.pay(kind, [f.dice.choice((c.docs[0], twin))], cents(twin), c.cuit)


KINDS: dict[str, Callable[[Field, str], None]] = {
    "CUIT spelled apart": _spaced_cuit,
    "our CUIT beside theirs": _own_cuit,
    "CUIL of who has a DNI": _dni_doc,
    "DNI of who has a CUIL": _dni_text,
    "name whole": _name,
    "name cut short": _name,
    "name in another order": _name,
    "name abbreviated": _name,
    "name of a person": _name_person,
    "name and a number": _name_number,
    "whole number, any spelling": _full_number,
    "number alone": _number,
    "list of numbers": _list,
    "withheld of the total": _withheld,
    "withheld of the net": _withheld,
    "a charge": _charge,
    "sum": _sum,
    "sum, a cent apart": _sum,
    "sum, withheld": _sum,
    "sum, a name": _sum,
    "in parts": _parts,
    "in parts, a name": _parts,
    "one part": _parts,
    "third party": _third,
    "third party, a number": _third,
    "for another debt": _other_debt,
    "the bank's number": _bank_number,
    "nobody's": _nobody,
    "paid twice": _twice,
    "two alike": _alike,
}


def field_world(each: int, seed: int = 7) -> World:
    """So many payments a kind, their comprobantes, and the truth."""
    return Field(each, seed).world()
