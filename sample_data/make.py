"""Writes the sample spreadsheets: `python -m sample_data.make [--force]`.

Beside each, `*.esperado.txt` says what it must give (`sample_data.expected`).

A month of an office: three points of sale, A and B, notes, several concepts, and
some rows that are wrong on purpose. Names and CUITs are made up; the CUITs'
check digits are right but where a row is wrong on purpose. Dates are fixed;
`sample_data.shift` moves them to any day.
"""

from __future__ import annotations

import argparse
import csv
import random
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from stdnum.ar import cuit

from sample_data.expected import beside, outcome

HERE = Path(__file__).parent
NEWEST = date(2026, 11, 20)
GOODS_DAYS, SERVICE_DAYS = 4, 9  # inside ARCA's windows of 5 and 10 days back

HEADINGS = (
    "Referencia", "Fecha", "Tipo", "Punto de venta", "Tipo Doc.", "Nro. Doc. Receptor",
    "Razón social", "Condición IVA", "E-mail", "Domicilio", "Provincia", "Descripción", "Cantidad",
    "Precio sin IVA", "Alícuota", "Bonificación porcentaje", "Período desde", "Período hasta",
    "Moneda", "Cotización", "Condición de pago", "Total", "Asociado referencia",
    "Asociado tipo", "Asociado punto venta", "Asociado número", "Asociado fecha",
    "Tributo 1 tipo", "Tributo 1 régimen", "Tributo 1 base imponible", "Tributo 1 alícuota",
    "Tributo 1 total", "Vendedor",
)  # fmt: skip

EXPORT = (
    *("fex_tipo_exportacion", "fex_pais", "fex_cliente_persona", "fex_cliente_pais_cuit"),
    *("fex_forma_pago", "fex_fecha_pago", "fex_incoterms", "fex_permisos_tiene"),
    *("fex_permiso_1_despacho", "fex_permiso_1_pais"),
)
COMPANIES = (
    ("Almacén El Ñandú SRL", "Av. San Martín 1450", "Mendoza"),
    ("Distribuidora Los Ceibos SA", "Ruta 9 km 34", "Córdoba"),
    ("Peña & Hijos SH", "Güemes 220", "Salta"),
    ("Metalúrgica Río Tercero SA", "Parque Industrial, lote 7", "Córdoba"),
    ("Librería Ateneo del Sur SRL", "Belgrano 87", "Río Negro"),
    ("Transportes Iguazú SA", "Av. Victoria Aguirre 66", "Misiones"),
    ("=SUMA(A1:A9) Sistemas SAS", "Florida 15, piso 3", "CABA"),
    ("+Salud Consultorios SRL", "Mitre 1020", "Santa Fe"),
)
PEOPLE = ("Muñoz, Inés", "Acuña, Raúl", "López, Martín", "Sosa, Belén", "D'Amico, Lucía")
GOODS = ("Resma A4 75 g", "Tóner negro", "Silla ergonómica", "Café molido 1 kg", "Cable UTP 5 m")
SERVICES = ("Abono de soporte mensual", "Asesoría contable", "Mantenimiento de red")
SELLERS = ("Caro", "Nico", "Vale")

Row = dict[str, Any]


def make_cuit(seed: int) -> str:
    """A CUIT with a right check digit, with dashes."""
    body = f"30{70000000 + seed * 37:08d}"
    while cuit.calc_check_digit(body) not in "0123456789":
        body = str(int(body) + 1)
    return cuit.format(body + cuit.calc_check_digit(body))


def month() -> list[Row]:
    """The good rows: 60 comprobantes, some of several concepts."""
    dice = random.Random(2026)
    rows: list[Row] = []
    for n in range(1, 55):
        rows += _invoice(n, dice)
    rows += _notes(rows)
    rows += [_dollars(), _exempt(), _perception()]
    return rows


def _invoice(n: int, dice: random.Random) -> list[Row]:
    company = n % 2 == 0
    service = n % 7 == 0
    back = dice.randint(0, SERVICE_DAYS if service else GOODS_DAYS)
    head: Row = {
        "Referencia": f"V-{n:04d}",
        "Fecha": NEWEST - timedelta(days=back),
        "Tipo": "FACTURA A" if company else "Factura B",
        "Punto de venta": (1, 3, 10)[n % 3],
        "Vendedor": dice.choice(SELLERS),
    }
    head |= _company(n, dice) if company else _person(n, dice)
    if service:
        first = NEWEST.replace(day=1)
        head |= {"Período desde": first, "Período hasta": NEWEST}
    names = SERVICES if service else GOODS
    count = 1 if n % 4 else dice.randint(2, 4)
    rows = []
    for place in range(count):
        concept: Row = {
            "Descripción": dice.choice(names),
            "Cantidad": dice.randint(1, 12),
            "Precio sin IVA": Decimal(dice.randint(90_000, 8_500_000)) / 100,
            "Alícuota": 10.5 if n % 9 == 0 else 21,
        }
        if n % 11 == 0:
            concept["Bonificación porcentaje"] = 10
        # what belongs to the whole is written once; the other rows inherit it
        rows.append((head if place == 0 else {"Referencia": head["Referencia"]}) | concept)
    return rows


def _company(n: int, dice: random.Random) -> Row:
    name, street, province = COMPANIES[n // 2 % len(COMPANIES)]
    return {
        "Tipo Doc.": "CUIT",
        "Nro. Doc. Receptor": make_cuit(n // 2 % len(COMPANIES)),
        "Razón social": name,
        "Condición IVA": dice.choice(("RI", "Responsable Inscripto")),
        "Domicilio": street,
        "Provincia": province,
        "E-mail": f"compras{n}@example.com" if n % 6 == 0 else None,
        "Condición de pago": dice.choice((None, "30 días", 205)),
    }


def _person(n: int, dice: random.Random) -> Row:
    if n % 5 == 0:
        kind: Row = {"Tipo Doc.": "OTRO", "Nro. Doc. Receptor": 0}
        return kind | {"Razón social": "Consumidor Final", "Condición IVA": "CF"}
    return {
        "Tipo Doc.": "DNI",
        "Nro. Doc. Receptor": dice.randint(11_000_000, 45_000_000),
        "Razón social": PEOPLE[n % len(PEOPLE)],
        "Condición IVA": "Consumidor Final",
    }


def _notes(rows: list[Row]) -> list[Row]:
    """Credit notes on an A and a B of this file, and a debit note on an earlier A."""
    by_name = {row["Referencia"]: row for row in rows if row.get("Fecha")}
    notes = []
    for name, tipo in (("V-0002", "NOTA DE CREDITO A"), ("V-0003", "NC B"), ("V-0010", "ND A")):
        copied = {
            k: v
            for k, v in by_name[name].items()
            if k not in {"Período desde", "Período hasta", "Bonificación porcentaje"}
        }
        copied |= {"Referencia": f"N-{name[2:]}", "Tipo": tipo, "Asociado referencia": name}
        notes.append(copied | {"Fecha": NEWEST, "Cantidad": 1, "Alícuota": 21})
    # the last one corrects a factura of before this file, so it names its number
    notes[-1] |= {"Asociado referencia": None, "Asociado tipo": "FACTURA A"}
    notes[-1] |= {"Asociado punto venta": notes[-1]["Punto de venta"], "Asociado número": 12}
    notes[-1] |= {"Asociado fecha": NEWEST - timedelta(days=GOODS_DAYS)}
    return notes


def _one(referencia: str, **more: Any) -> Row:
    base: Row = {
        "Referencia": referencia,
        "Fecha": NEWEST,
        "Tipo": "FACTURA A",
        "Punto de venta": 3,
        "Tipo Doc.": "CUIT",
        "Nro. Doc. Receptor": make_cuit(3),
        "Razón social": COMPANIES[3][0],
        "Condición IVA": "RI",
        "Descripción": "Licencia anual",
        "Cantidad": 1,
        "Precio sin IVA": Decimal("100000.00"),
        "Alícuota": 21,
    }
    return base | {name.replace("_", " "): value for name, value in more.items()}


def _dollars() -> Row:
    return _one("V-0101", Moneda="USD", Cotización=1415.5) | {"Precio sin IVA": Decimal("250.00")}


def _exempt() -> Row:
    return _one("V-0102", Alícuota="Exento", Descripción="Libro técnico")


def _perception() -> Row:
    tax = {"Tributo 1 tipo": 7, "Tributo 1 régimen": 5, "Tributo 1 base imponible": 100000}
    tax |= {"Tributo 1 alícuota": 3, "Tributo 1 total": 3000}
    return _one("V-0103", Total=Decimal("124000.00")) | tax


def wrong() -> list[Row]:
    """One row of each usual mistake."""
    return [
        _one("X-0001") | {"Nro. Doc. Receptor": _misspelt(make_cuit(3))},
        _one("X-0002") | {"Razón social": None},
        _one("X-0003") | {"Fecha": "31/02/2026"},
        _one("X-0004") | {"Precio sin IVA": "1.234"},
        _one("X-0005") | {"Total": Decimal("120000.00")},
        _one("X-0006") | {"Condición IVA": "CF"},
        _one("X-0007") | {"Tipo": "FACTURA Z"},
        _one("X-0008") | {"Tipo": "NOTA DE CREDITO A"},
        _one("X-0009") | {"Alícuota": 22},
    ]


def _misspelt(number: str) -> str:
    """The same CUIT with another last digit."""
    return number[:-1] + str((int(number[-1]) + 1) % 10)


def monotributo() -> list[Row]:
    """C comprobantes of a monotributo issuer: final prices, no IVA."""
    rows = []
    for n in range(1, 13):
        person = _person(n, random.Random(n))
        head: Row = {"Referencia": f"C-{n:03d}", "Tipo": "FACTURA C", "Punto de venta": 2}
        head |= {"Fecha": NEWEST - timedelta(days=n % GOODS_DAYS)} | person
        price = Decimal(150_050 + 12_345 * n) / 100
        rows.append(head | {"Descripción": "Clase de guitarra", "Precio sin IVA": price})
        rows[-1] |= {"Cantidad": n % 3 + 1, "Alícuota": 21 if n == 7 else 0}
    return rows


def exports() -> list[Row]:
    """Sales abroad: services, goods with their permit, a note of theirs, and one that is wrong."""
    head: Row = {"Fecha": NEWEST, "Punto de venta": 4, "Tipo Doc.": "OTRO"}
    head |= {"Condición IVA": "Cliente del Exterior", "Moneda": "U$S", "Alícuota": 0}
    head |= {"Cotización": Decimal("1450.50"), "Cantidad": 1, "Tipo": "FACTURA E"}
    south: Row = {"Nro. Doc. Receptor": "219876540", "Razón social": "Ribera Norte S.A."}
    south |= {"fex_pais": "Uruguay", "fex_cliente_persona": "Persona jurídica"}
    north: Row = {"Nro. Doc. Receptor": "77345", "Razón social": "Vinhos do Vale Ltda."}
    north |= {"fex_pais": 203, "fex_cliente_pais_cuit": "55000000050", "fex_incoterms": "FOB"}
    goods: Row = {"fex_tipo_exportacion": "Bienes", "fex_forma_pago": "Carta de crédito"}
    goods |= {"Descripción": "Vino tinto en botella", "Precio sin IVA": Decimal("12.40")}
    permit = {"fex_permisos_tiene": "S", "fex_permiso_1_pais": "Brasil"}
    permit |= {"fex_permiso_1_despacho": "26001EC01000123A"}
    services: Row = {"fex_tipo_exportacion": "Servicios", "Descripción": "Desarrollo de programas"}
    services |= {"fex_forma_pago": "Transferencia a 30 días", "Precio sin IVA": Decimal(2_500)}
    due = {"fex_fecha_pago": NEWEST + timedelta(days=29)}
    note = {"Tipo": "NOTA DE CREDITO E", "Asociado referencia": "EX-2", "Cantidad": 12}
    return [
        head | south | services | due | {"Referencia": "EX-1"},
        head | north | goods | permit | {"Referencia": "EX-2", "Cantidad": 600},
        head | north | goods | note | {"Referencia": "EX-3"},
        head | south | services | {"Referencia": "EX-4", "Alícuota": 21},
    ]


def write_xlsx(path: Path, rows: list[Row]) -> None:
    """A workbook as an office writes it: dates as dates, amounts as numbers."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Ventas"
    sheet.append(list(HEADINGS))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in rows:
        sheet.append([row.get(heading) for heading in HEADINGS])
        for cell in sheet[sheet.max_row]:
            if isinstance(cell.value, str):
                cell.data_type = "s"
            elif isinstance(cell.value, date):
                cell.number_format = "dd/mm/yyyy"
    for column in "BGL":
        sheet.column_dimensions[column].width = 26
    book.save(path)


def write_csv(path: Path, rows: list[Row]) -> None:
    """Semicolons, Windows-1252, decimal commas: what Excel writes here."""
    used = [h for h in (*HEADINGS, *EXPORT) if any(row.get(h) is not None for row in rows)]
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(used)
        writer.writerows([[_office(row.get(h)) for h in used] for row in rows])


def _office(value: object) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Decimal):
        return f"{value:,.2f}".translate(str.maketrans(",.", ".,"))
    return "" if value is None else str(value)


def main() -> None:
    """Write the files; those that exist only with --force."""
    parser = argparse.ArgumentParser(description="Write the sample spreadsheets.")
    parser.add_argument("--force", action="store_true", help="overwrite what is there")
    force = parser.parse_args().force
    names = ("ventas.xlsx", "ventas_monotributo.csv", "exportacion.csv")
    targets = [HERE / name for name in names]
    standing = [t.name for t in (*targets, *map(beside, targets)) if t.exists()]
    if standing and not force:
        raise SystemExit(f"{', '.join(standing)} exist: use --force to write them again")
    write_xlsx(targets[0], month() + wrong())
    write_csv(targets[1], monotributo())
    write_csv(targets[2], exports())
    for target in targets:
        beside(target).write_text(outcome(target, NEWEST), encoding="utf-8")


if __name__ == "__main__":
    main()
