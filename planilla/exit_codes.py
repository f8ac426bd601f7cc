"""How a run ended, as the exit code of the command line."""

from __future__ import annotations

DONE, COULD_NOT, SOME_WRONG, SOME_OPEN = 0, 1, 3, 4
