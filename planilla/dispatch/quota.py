"""How many comprobantes the plan still allows: `micuenta/consumo` (api.md 2).

It is asked once before a run of more than a few, since the question itself
counts; what goes beyond stays PENDIENTE, and nothing is spent on finding that
out row by row.
"""

from __future__ import annotations

from planilla.model.operation import Operation

FEW = 5  # so many are simply tried
SHORT = (
    "No se envió: faltan {missing} comprobantes en el plan de TusFacturasAPP. Amplíe el plan o "
    "espere al mes que viene, y presente el archivo otra vez."
)


class Quota:
    """What is left to each account in this run; one that nobody asked about has no bound."""

    def __init__(self) -> None:
        self._left: dict[str, int] = {}
        self._missing: dict[str, int] = {}
        self._granted: set[int] = set()

    def learn(self, account: str, left: int, wanted: int) -> None:
        """The plan has `left` comprobantes, and the run wants to send `wanted`."""
        self._left[account] = left
        self._missing[account] = max(0, wanted - left)

    def allows(self, operation: Operation) -> bool:
        """Whether it may be sent; once it may, it may be tried again."""
        account = operation.account
        if account not in self._left or operation.id in self._granted:
            return True
        if self._left[account] <= 0:
            return False
        self._left[account] -= 1
        self._granted.add(operation.id)
        return True

    def told(self, operation: Operation) -> str:
        """Why one is not sent, for the person."""
        return SHORT.format(missing=max(1, self._missing.get(operation.account, 0)))
