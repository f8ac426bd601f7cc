"""An office of release 0.1.0 at work, and how what it left is kept (`tests.upgrade.make`)."""

from __future__ import annotations

import csv
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import simplejson

from planilla.job import Job
from planilla.sandbox.server import Sandbox
from planilla.settings import Settings
from tests.upgrade.clock import standing_on
from tests.upgrade.corpus import DAY
from tests.upgrade.identities import computed
from tests.upgrade.office import (
    BOOKS,
    CASE,
    DATA,
    DUMP,
    EVENING,
    EXPECTED,
    FILES,
    FOLDER,
    IDENTITIES,
    MEMORY,
    QUICK,
    SERVICE,
    Case,
    Drop,
    Office,
    Row,
    rows_of,
)
from tests.upgrade.office import COMMANDS as RUNS
from tests.upgrade.still import Mood, StillService


class Maker:
    """An office of release 0.1.0 at work; what it did is kept by `save`."""

    def __init__(self, name: str, folder: Path, box: Sandbox, settings: Mapping[str, Any]) -> None:
        self.name, self.folder, self.box = name, folder, box
        self.given = dict(settings)
        self.moods = [Mood.HOLDS.name, Mood.EMPTY.name]
        self.registered = 0
        self.count = 0
        self.drops: dict[Drop, None] = {}
        self.statements: list[str] = []

    def settings(self, **changes: Any) -> Settings:
        """The office's settings of this moment."""
        given = {**QUICK, **self.given, "base_url": self.box.url, "home": self.folder / "home"}
        return Settings(_env_file=None, **{**given, **changes})  # type: ignore[call-arg]

    def drop(self, command: str, path: Path, **changes: Any) -> list[Row]:
        """Drop a file; what became of each row."""
        self.drops[command, path.name] = None
        self.count += 1
        out = self.folder / "out" / f"{self.count:02d}"
        outcome = RUNS[command](Job((path,), self.settings(**changes), out))
        assert outcome.trouble is None, outcome.trouble
        (file,) = outcome.files
        assert file.result is not None
        rows = rows_of(file.result)
        print(f"  {command} {path.name}: {', '.join(row[0] for row in rows)}")
        return rows

    def result(self) -> Path:
        """The last result workbook."""
        return max((self.folder / "out").rglob("*.xlsx"))

    # Keeping

    def save(self) -> None:
        """Write the case's data, and what today's code says when its files are dropped again."""
        place = DATA / self.name
        shutil.rmtree(place, ignore_errors=True)
        (place / FILES).mkdir(parents=True)
        for name in [*dict.fromkeys(name for _, name in self.drops), *self.statements]:
            shutil.copy(self.folder / name, place / FILES / name)
        memory = self.folder / "home" / "conciliacion" / MEMORY
        if memory.is_file():
            shutil.copy(memory, place / MEMORY)
        told = {
            "made": DAY.isoformat(),
            "moods": self.moods,
            "settings": self.given,
            "drops": list(self.drops),
            "statements": self.statements,
            "registered": self.registered,
        }
        _write_json(place / CASE, told)
        (place / DUMP).write_text(self._dump(), encoding="utf-8", newline="\n")
        _write_json(place / BOOKS, [self._books(one) for one in self._credentials()], 3)
        case = Case(self.name)
        _write_expected(place / EXPECTED, self._dropped_again(case))
        _write_json(place / IDENTITIES, computed(case, self.settings()), 2)

    def _dump(self) -> str:
        with closing(sqlite3.connect(self.folder / "home" / "ledger.sqlite3")) as ledger:
            dump = "\n".join(ledger.iterdump()) + "\n"
        address = self.box.url.removesuffix("/app/api/v2/")
        return dump.replace(self.folder.as_posix(), FOLDER).replace(address, SERVICE)

    def _credentials(self) -> list[dict[str, str]]:
        names = ("usertoken", "apikey", "apitoken")
        every = [self.given, *self.given.get("profiles", {}).values()]
        found = [{name: one[name] for name in names} for one in every if one.get("apikey")]
        return [one for place, one in enumerate(found) if one not in found[:place]]

    def _books(self, credentials: Mapping[str, str]) -> dict[str, Any]:
        """What the service shows to some credentials, asked of it."""
        with closing(sqlite3.connect(self.folder / "home" / "ledger.sqlite3")) as ledger:
            days = ledger.execute("SELECT DISTINCT fecha FROM operations ORDER BY 1").fetchall()
            codes = dict(ledger.execute("SELECT cae, afip_qr FROM operations WHERE cae != ''"))
        shown: list[Any] = []
        for (day,) in days:
            wanted = {"fecha": "/".join(reversed(day.split("-"))), "operacion": "V"}
            search = {"busqueda_tipo": "F", "pagina": 0, "limite": 1000, "comprobante": wanted}
            answer = self._ask(credentials, "facturacion/consulta_avanzada", search)
            shown += reversed(answer["comprobantes"])
        for one in shown:
            inner = one["comprobante"]
            inner["comprobante_pdf_url"] = ""
            inner["afip_qr"] = codes.get(inner["cae"].strip(), "")
        clients = {
            str(one["cliente"]["documento_nro"])
            for one in shown
            if one["cliente"]["documento_tipo"] == "CUIT"
        }
        cuentas = {}
        for number in sorted(clients):
            cliente = {"documento_tipo": "CUIT", "documento_nro": number}
            rows = self._ask(credentials, "clientes/cuenta-corriente", {"cliente": cliente})
            cuentas[number] = rows if isinstance(rows, list) else []
        return {"apikey": credentials["apikey"], "comprobantes": shown, "cuentas": cuentas}

    def _ask(self, credentials: Mapping[str, str], method: str, body: Mapping[str, Any]) -> Any:
        response = httpx.post(self.box.url + method, json={**credentials, **body})
        return simplejson.loads(response.content, use_decimal=True)

    def _dropped_again(self, case: Case) -> Iterator[tuple[Drop, list[Row]]]:
        with (
            tempfile.TemporaryDirectory() as folder,
            standing_on(DAY, EVENING),
            StillService(case.books, Mood[self.moods[0]]) as service,
        ):
            office = Office(case, Path(folder), service)
            for drop in case.drops:
                yield drop, office.drop(drop)
            assert not service.changing, service.changing
            assert not service.faults, service.faults


def _write_json(path: Path, value: Any, depth: int = 1) -> None:
    """Down to a depth a line each, the rest on the line."""
    path.write_text(_lines(value, depth) + "\n", encoding="utf-8", newline="\n")


def _lines(value: Any, depth: int) -> str:
    if not depth or not value or not isinstance(value, dict | list):
        return simplejson.dumps(value, use_decimal=True, ensure_ascii=False)
    if isinstance(value, list):
        return "[\n" + ",\n".join(_lines(one, depth - 1) for one in value) + "\n]"
    pairs = (f"{simplejson.dumps(name)}: {_lines(one, depth - 1)}" for name, one in value.items())
    return "{\n" + ",\n".join(pairs) + "\n}"


def _write_expected(path: Path, found: Iterable[tuple[Drop, Sequence[Row]]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["command", "file", "row", "estado", "numero", "cae"])
        for (command, name), rows in found:
            for number, row in enumerate(rows, start=1):
                writer.writerow([command, name, number, *row])
