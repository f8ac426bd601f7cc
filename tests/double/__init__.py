"""A second TusFacturasAPP, written from the contract and api.md alone.

It has not read the client, so that both can be held against it. What is open in
the documents is a switch (`switches.DOUBTS`), what can go wrong is a fault
(`faults.Kind`), and what was done is in its own books (`judge.problems`).

    double = Double([Point(punto_venta=1), Point(punto_venta=2)], Switches(numeracion="last"))
    double.faults.add(Kind.LOST, on="facturacion/nuevo", nth=3)
    client = httpx.AsyncClient(transport=DoubleTransport(double), base_url=...)
    ...
    assert not problems(double)

| module | holds |
|---|---|
| `core` | `Double`: from a body to a reply; its clock, seed and programme |
| `switches`, `faults`, `texts` | what is open, what goes wrong, what the service says then |
| `issuing`, `queueing`, `searching`, `accounts`, `lookups` | the methods |
| `rules`, `receivers`, `association`, `exports`, `fce` | what a comprobante must be |
| `totals`, `tables` | what it comes to, and what it may name |
| `answers`, `links`, `hooks` | what goes back, and by itself |
| `documented` | whether an answer is one that the documents show |
| `books`, `traffic`, `judge` | what was done, and what is wrong with it |
| `wire`, `transport`, `server` | its two faces: httpx's transport and a real HTTP server |
"""

from tests.double import judge, texts
from tests.double.books import Issued, Keys, Payment, Point, Queued, State
from tests.double.core import Double
from tests.double.faults import Fault, Kind
from tests.double.hooks import Hook, trial
from tests.double.judge import problems
from tests.double.server import Served, serving
from tests.double.switches import DOUBTS, Switches, Window, covering, every, pairwise, values
from tests.double.transport import DoubleTransport

__all__ = [
    "DOUBTS",
    "Double",
    "DoubleTransport",
    "Fault",
    "Hook",
    "Issued",
    "Keys",
    "Kind",
    "Payment",
    "Point",
    "Queued",
    "Served",
    "State",
    "Switches",
    "Window",
    "covering",
    "every",
    "judge",
    "pairwise",
    "problems",
    "serving",
    "texts",
    "trial",
    "values",
]
