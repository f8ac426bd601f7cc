"""What the templates' example rows are called, which nobody means to issue, pay or ask for."""

from __future__ import annotations

NOBODYS = 99999
"""A punto de venta that ARCA gives nobody: an example left in a list e-mails nothing."""
INVOICE, CONSUMER, NOTE = "EJEMPLO-0001", "EJEMPLO-0002", "EJEMPLO-0003"
RECEIPTS = ("EJEMPLO-REC-1", "EJEMPLO-REC-2")
COMPANY = "EJEMPLO Almacén Don Pedro S.R.L."
PERSON = "EJEMPLO Inés Muñoz"
REFERENCIAS = frozenset({INVOICE, CONSUMER, NOTE, *RECEIPTS})
NAMES = frozenset({COMPANY, PERSON})
