"""What an account may ask beside its comprobantes: quota, limits, receivers, rates, alerts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from planilla.common.calendar import parse_service_date, today
from planilla.sandbox import answers, cuit_number
from planilla.sandbox.asked import Asked, Problem
from planilla.sandbox.books import Books
from planilla.sandbox.rehearsal import Rehearsal

WRONG_CUIT: Problem = ("TFC-8002", "El CUIT informado no es valido.")
NO_SUCH_DAY: Problem = ("TFC-6002", "La fecha no existe.")
NO_RATE: Problem = ("TFC-8005", "No hay cotizacion para la moneda y la fecha informadas.")
NOT_IN_THE_PLAN: Problem = ("TFC-8010", "El metodo no esta disponible en su plan.")
CONDITIONS = {
    "RI": "RESPONSABLE INSCRIPTO",
    "M": "MONOTRIBUTO",
    "E": "EXENTO",
    "CF": "CONSUMIDOR FINAL",
    "IVNA": "IVA NO ALCANZADO",
}
OLDEST_RATE = timedelta(days=62)


@dataclass(frozen=True)
class Office:
    """The methods that are about the account; `alert` is what is wrong with AFIP, if anything."""

    books: Books
    rehearsal: Rehearsal
    alert: Callable[[], str | None]

    async def alertas(self, _asked: Asked) -> dict[str, Any]:
        """How AFIP is: a trouble is `error: S` without errores, its text in `facturacion`."""
        alert = self.alert()
        more = {
            "facturacion": alert or "OK",
            "prox_mantenimientos_programados": list(self.rehearsal.maintenances),
            "novedades": "",
        }
        if alert is None:
            return answers.success(rta="OK", **more)
        return {"error": "S", "errores": [], "rta": "ERROR", **more}

    async def consumo(self, _asked: Asked) -> dict[str, Any]:
        """The quota and what is left of it."""
        quota, used = self.rehearsal.quota, self.books.used()
        return answers.success(
            abonos_pendientes=0,
            comprobantes_generados=used,
            comprobantes_cupo=quota,
            comprobantes_disponibles=max(quota - used, 0),
        )

    async def topecf(self, _asked: Asked) -> dict[str, Any]:
        """Up to how much a final consumer needs no identity."""
        return answers.success(monto=self.rehearsal.top_of_consumers)

    async def requiere_fec(self, asked: Asked) -> dict[str, Any]:
        """Whether a receiver must get an FCE, and from which amount on."""
        cuit = str(asked.body["cuit"])
        if not cuit_number.is_valid(cuit):
            return answers.refused([WRONG_CUIT])
        if parse_service_date(asked.body["fecha"]) is None:
            return answers.refused([NO_SUCH_DAY])
        least = self.rehearsal.fce_receivers.get(cuit)
        if least is None:
            return answers.success(rta="", esta_obligado="N", importe_desde=0)
        return answers.success(rta="", esta_obligado="S", importe_desde=Decimal(str(least)))

    async def apoc(self, asked: Asked) -> dict[str, Any]:
        """Whether ARCA holds a CUIT for an issuer of false invoices: those of the rehearsal."""
        cuit = str(asked.body["cuit"])
        if not cuit_number.is_valid(cuit):
            text = f"El cuit enviado ({cuit}) es invalido."
            return answers.refused([("TFC-8002", text)])
        since = self.rehearsal.apocryphal.get(cuit)
        told = {
            "cuit": int(cuit),
            "base_actualizada_fecha": f"{today():%d/%m/%Y} 06:00",
        }
        if since is None:
            return answers.success(**told, existe_padron="N")
        days = {"fecha_condicion_apocrifo": since, "fecha_publicacion": since}
        return answers.success(**told, existe_padron="S", **days)

    async def afip_info(self, asked: Asked) -> dict[str, Any]:
        """What ARCA knows of a CUIT: here the client as it was last sent, or a made-up one.

        The development plan does not have it.
        """
        cuit = str(asked.cliente["documento_nro"])
        if self.books.dev_plan:
            return answers.refused([NOT_IN_THE_PLAN])
        if not cuit_number.is_valid(cuit):
            return answers.refused([WRONG_CUIT])
        registered = self.rehearsal.registered.get(cuit, {})
        if registered.get("error") == "S":
            return dict(registered)
        known = [h["cliente"] for h in self.books.held if h["cliente"]["documento_nro"] == cuit]
        client = known[-1] if known else {"razon_social": f"EMPRESA {cuit}", "domicilio": "-"}
        since = self.rehearsal.apocryphal.get(cuit)
        found: dict[str, Any] = {
            "razon_social": client["razon_social"],
            "condicion_impositiva": CONDITIONS.get(
                client.get("condicion_iva", "RI"), CONDITIONS["RI"]
            ),
            "direccion": client["domicilio"],
            "localidad": "",
            "codigopostal": "",
            "provincia": "",
            "estado": "ACTIVO",
            "actividad": [],
            "apoc_existe": "SI" if since else "NO",
            "apoc_info": f"CUIT en base APOC desde el {since}." if since else "",
        }
        return answers.success(**{**found, **registered})

    async def cotizacion(self, asked: Asked) -> dict[str, Any]:
        """ARCA's rate of a moneda, of the dollar if none is named; two months back at most."""
        rate = self.rehearsal.rates.get(str(asked.body.get("moneda") or "DOL"))
        fecha = asked.body.get("fecha")
        day = today() if fecha is None else parse_service_date(fecha)
        if rate is None or day is None or not today() - OLDEST_RATE <= day <= today():
            return answers.refused([NO_RATE])
        return answers.success(cotizacion=f"{rate}")
