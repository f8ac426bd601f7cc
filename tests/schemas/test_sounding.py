"""A heading that may matter is heard, and one that cannot matter asks nobody anything."""

from __future__ import annotations

import pytest

from schemas.sounding import Sound, heard

MATTER = {
    Sound.DISCOUNT: ("Dto.", "Dto. 2", "DtoGral", "% Dto", "Descuento", "Recargo", "BONIF."),
    Sound.TAX: ("Percepción IIBB", "IIBB", "II.BB.", "Ing. Brutos", "Perc. IVA", "Total c/IVA"),
    Sound.MONEY: ("Subtotal", "P.U.", "Seña", "Costo envío", "Valor $", "neto_gravable"),
    Sound.CURRENCY: ("Moneda de pago", "Cotiz", "Cotización BNA", "U$S", "Precio US$"),
    Sound.DUE: ("Vto. pago", "Venc.", "Vence el", "Plazo", "Cond. Vta.", "Fecha de cobro"),
    Sound.CLIENT: ("CUIT comprador", "Cliente final", "Nro. documento cliente", "Facturar a"),
}
OVER_NUMBERS = ("Desc.", "Ret.", "Cuota", "Interés", "Cant. bultos", "Horas", "Comisión", "Envío")
NEVER = (
    *("Observaciones", "Vendedor", "Nro pedido", "Stock", "Notas", "Nota interna", "Comentario"),
    *("Vto. CAE", "Fecha Vto. CAE", "Nro cliente", "ID cliente", "Cód. cliente", "Tel. cliente"),
    *("Estado de pago", "Lista de precio", "Localidad", "Zona", "Código de barras", "Sucursal"),
    *("Orden de compra", "OC", "Remito", "Legajo", "Id interno", "Proveedor", "Plazo de entrega"),
    *("Fecha de entrega", "Teléfono", "Contacto", "Marca", "Centro de costos", "Mes", "Contrato"),
    *("Nombre del vendedor", "Email vendedor", "Categoría cliente", "Usuario", "Color", "", "#"),
)


@pytest.mark.parametrize(("sound", "heading"), [(s, h) for s, of in MATTER.items() for h in of])
def test_a_heading_that_may_matter_sounds_of_it(sound: Sound, heading: str) -> None:
    found = heard(heading)
    assert found is not None
    assert not found.of_numbers
    assert found.sound is sound


@pytest.mark.parametrize("heading", OVER_NUMBERS)
def test_a_word_that_means_two_things_matters_over_numbers_only(heading: str) -> None:
    found = heard(heading)
    assert found is not None
    assert found.of_numbers


@pytest.mark.parametrize("heading", NEVER)
def test_what_an_office_notes_for_itself_sounds_of_nothing(heading: str) -> None:
    assert heard(heading) is None
