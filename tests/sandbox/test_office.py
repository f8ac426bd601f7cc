"""What an account asks beside its comprobantes: quota, limits, receivers, rates, alerts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from planilla.sandbox.faults import Fault
from planilla.sandbox.rehearsal import Numeracion
from planilla.sandbox.server import Sandbox
from tests.sandbox.helpers import (
    COMPANY,
    CUIT,
    OWN,
    day,
    lot,
    naming,
    plain,
    post,
    queueing,
    request,
    search,
    searching,
)

NO_QUOTA = "Ha superado el cupo de comprobantes de su plan."
SOON = {"desde": "06/12/2026 08:00", "hasta": "06/12/2026 09:00", "titulo": "M", "texto": "M"}


def _consumo(box: Sandbox) -> tuple[int, int]:
    told = post(box, "micuenta/consumo", plain())
    return told["comprobantes_cupo"], told["comprobantes_disponibles"]


def test_the_quota_is_used_up_by_what_is_issued_and_by_what_is_queued(quick: Sandbox) -> None:
    quick.options.rehearsal.quota = 3
    post(quick, "nuevo", request())
    post(quick, "nuevo_encola", queueing(punto_venta=4, external_reference="b"))
    assert _consumo(quick) == (3, 1)
    both = lot(request(external_reference="c"), request(external_reference="d"))
    assert post(quick, "lotes", both)["errores"] == [NO_QUOTA]
    post(quick, "nuevo", request(external_reference="c"))
    assert _consumo(quick) == (3, 0)
    for method, body in (("nuevo", request()), ("nuevo_encola", queueing())):
        answer = post(quick, method, body)
        assert (answer["errores"], answer["error_details"]) == ([NO_QUOTA], [])
    assert quick.run_queue() == 1
    assert _consumo(quick) == (3, 0)


def test_numeracion_tells_the_next_number_or_the_last(quick: Sandbox) -> None:
    body = naming()
    del body["comprobante"]["numero"]
    for numeracion, told in ((Numeracion.NEXT, [1, 2]), (Numeracion.LAST, [0, 1])):
        quick.options.rehearsal.numeracion = numeracion
        body["comprobante"]["punto_venta"] = 3 if numeracion is Numeracion.NEXT else 4
        asked = []
        for _ in range(2):
            asked.append(post(quick, "numeracion", body)["comprobante"]["numero"])
            post(quick, "nuevo", request(punto_venta=body["comprobante"]["punto_venta"]))
        assert asked == told


def test_a_number_may_come_without_its_point_of_sale(quick: Sandbox) -> None:
    quick.options.rehearsal.number_without_point = True
    assert post(quick, "nuevo", request())["comprobante_nro"] == "0000001"
    assert post(quick, "nuevo_encola", queueing())["comprobante_nro"] == "0000000"


def test_an_outage_of_arca_is_an_alert_without_errores(quick: Sandbox) -> None:
    quick.options.rehearsal.maintenances = [SOON]
    good = post(quick, "estado_servicios/alertas", plain())
    assert (good["error"], good["facturacion"]) == ("N", "OK")
    assert good["prox_mantenimientos_programados"] == [SOON]
    quick.options.rehearsal.outage = 60
    quick.door.service.begin_outage(Fault.AFIP)
    bad = post(quick, "estado_servicios/alertas", plain())
    assert (bad["error"], bad["errores"], bad["rta"]) == ("S", [], "ERROR")
    assert "AFIP/ARCA" in bad["facturacion"]
    assert bad["prox_mantenimientos_programados"] == [SOON]


def test_maintenance_says_until_when(quick: Sandbox) -> None:
    quick.options.rehearsal.outage = 3600
    quick.door.service.begin_outage(Fault.MAINTENANCE)
    told = post(quick, "estado_servicios/alertas", plain())
    assert told["mantenimiento"] == 1
    assert told["mantenimiento_hasta"] != ""


def test_the_limit_of_a_consumer_without_identity_is_told(quick: Sandbox) -> None:
    quick.options.rehearsal.top_of_consumers = Decimal("417288.10")
    assert post(quick, "facturacion/topecf", plain())["monto"] == 417288.1


def test_who_must_get_an_fce_is_told_and_shown_by_nuevo(quick: Sandbox) -> None:
    asking = plain(cuit=int(CUIT), fecha=day())
    assert post(quick, "facturacion/requiere_fec", asking)["esta_obligado"] == "N"
    quick.options.rehearsal.fce_receivers = {CUIT: 121}
    told = post(quick, "facturacion/requiere_fec", asking)
    assert (told["esta_obligado"], told["importe_desde"]) == ("S", 121)
    mine: dict[str, Any] = {"cliente": COMPANY, "tipo": "FACTURA A"}
    assert post(quick, "nuevo", request(**mine))["requiere_fec"] == "SI"
    assert post(quick, "nuevo", request())["requiere_fec"] == "NO "


def test_arca_knows_a_cuit_and_no_wrong_one(quick: Sandbox) -> None:
    client = {"documento_tipo": "CUIT", "documento_nro": CUIT}
    told = post(quick, "clientes/afip-info", plain(cliente=client))
    assert told["condicion_impositiva"] == "RESPONSABLE INSCRIPTO"
    wrong = plain(cliente=client | {"documento_nro": "30707070701"})
    assert post(quick, "clientes/afip-info", wrong)["error"] == "S"


def test_who_issues_false_invoices_is_told_by_the_list_and_with_the_registration(
    quick: Sandbox,
) -> None:
    quick.options.rehearsal.apocryphal = {CUIT: "04/12/2007"}
    told = post(quick, "padrones/apoc", plain(cuit=int(CUIT)))
    assert (told["existe_padron"], told["fecha_publicacion"]) == ("S", "04/12/2007")
    other = post(quick, "padrones/apoc", plain(cuit=OWN))
    assert (other["existe_padron"], "fecha_publicacion" in other) == ("N", False)
    client = {"documento_tipo": "CUIT", "documento_nro": CUIT}
    assert post(quick, "clientes/afip-info", plain(cliente=client))["apoc_existe"] == "SI"
    assert "(0) es invalido" in post(quick, "padrones/apoc", plain(cuit=0))["errores"][0]


@pytest.mark.parametrize(
    ("method", "body"),
    [
        ("padrones/apoc", {}),
        ("padrones/apoc", {"cuit": "30-70707070-2"}),
        ("facturacion/requiere_fec", {"cuit": CUIT}),
        ("facturacion/requiere_fec", {"cuit": CUIT, "fecha": "2026-12-03"}),
        ("facturacion/requiere_fec", {"cuit": CUIT, "fecha": "31/02/2026"}),
        ("clientes/afip-info", {"cuit": CUIT}),
        ("clientes/afip-info", {"cliente": {"documento_tipo": "DNI", "documento_nro": "1"}}),
        ("tablas_referencia/cotizacion", {"moneda": "DOL", "fecha": "3/12/2026"}),
        ("tablas_referencia/cotizacion", {"moneda": "DOL", "dia": day()}),
        ("micuenta/consumo", {"cuit": CUIT}),
    ],
)
def test_what_the_account_asks_is_held_to_the_contract(
    quick: Sandbox, method: str, body: dict[str, Any]
) -> None:
    assert post(quick, method, plain(**body))["error"] == "S"


@pytest.mark.parametrize(
    ("asking", "told"),
    [
        ({}, "1432.50"),
        ({"moneda": "DOL", "fecha": day(-1)}, "1432.50"),
        ({"moneda": "DOL", "fecha": day(-90)}, None),
        ({"moneda": "060"}, None),
    ],
)
def test_the_official_rate_is_a_text(
    quick: Sandbox, asking: dict[str, str], told: str | None
) -> None:
    assert post(quick, "tablas_referencia/cotizacion", plain(**asking)).get("cotizacion") == told


def test_a_search_shows_the_qr_the_status_and_numbers_as_numbers(quick: Sandbox) -> None:
    issued = post(quick, "nuevo", request(punto_venta="00003", total="121.00"))
    (found,) = search(quick, "a")
    assert found == post(quick, "consulta", naming())["comprobante"] | {
        name: found[name] for name in ("comprobante_pdf_url", "comprobante_ticket_url")
    }
    assert (found["afip_qr"], found["status"]) == (issued["afip_qr"], "EMITIDO")
    assert (found["punto_venta"], found["numero"], found["total"]) == (3, 1, 121)
    product = found["detalle"][0]["producto"]
    assert (product["precio_unitario"], product["precio_total"]) == (121, 121)


def test_purchases_are_not_kept_here(quick: Sandbox) -> None:
    post(quick, "nuevo", request())
    assert post(quick, "consulta", naming(operacion="C"))["error"] == "S"


def test_how_absence_is_said_is_in_no_document(quick: Sandbox) -> None:
    rehearsal = quick.options.rehearsal
    looking = searching("EXT_REF", external_reference="none")
    assert post(quick, "consulta_avanzada", looking)["comprobantes"] == []
    rehearsal.strict_search, rehearsal.absence = True, "Sin resultados."
    for answer in (post(quick, "consulta_avanzada", looking), post(quick, "consulta", naming())):
        assert (answer["error"], answer["errores"]) == ("S", ["Sin resultados."])
