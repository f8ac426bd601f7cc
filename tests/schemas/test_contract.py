"""The contract is whole: its own examples are what its schemas say."""

from __future__ import annotations

import copy

import pytest

from schemas.service import contract


@pytest.mark.parametrize("path", sorted(contract()))
def test_the_example_of_a_request_is_one_that_the_contract_allows(path: str) -> None:
    method = contract()[path]
    assert method.request_faults(method.request_example) == []


@pytest.mark.parametrize("path", sorted(contract()))
def test_the_examples_of_the_answers_are_documented_answers(path: str) -> None:
    method = contract()[path]
    for answer in method.answers:
        if answer.example is not None:
            assert method.answer_faults(answer.example) == [], answer.when


def test_a_search_with_its_fields_outside_of_comprobante_is_refused() -> None:
    method = contract()["facturacion/consulta_avanzada"]
    body = copy.deepcopy(dict(method.request_example))
    fields = body.pop("comprobante")
    assert method.request_faults(body | fields)
