"""The settings of a flow: the machine's own, and from Prefect the tokens that it lacks.

A Secret block is called `planilla-apitoken`, or for a profile `planilla-norte-apitoken`;
likewise `usertoken` and `apikey`. It is read when the flow runs, and is in no
parameter, log or artifact.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from prefect.blocks.system import Secret

from planilla.settings.settings import Settings, load_settings

TOKENS = ("usertoken", "apikey", "apitoken")
_command: ContextVar[Settings | None] = ContextVar("settings of the command", default=None)


@contextmanager
def of_the_command(own: Settings) -> Iterator[None]:
    """Flows that a command begins in this process use its settings: the one thing of a run that
    is no parameter, because Prefect keeps and shows those, and settings hold secrets.
    """
    token = _command.set(own)
    try:
        yield
    finally:
        _command.reset(token)


async def settings() -> Settings:
    """The settings, with the tokens that the machine lacks; raises `SettingsError`."""
    if (given := _command.get()) is not None:
        return given
    found = load_settings()
    flags: dict[str, object] = await _tokens([n for n in TOKENS if not getattr(found, n)])
    profiles = {}
    for name, profile in found.profiles.items():
        lacking = [n for n in TOKENS if not (getattr(profile, n) or getattr(found, n))]
        if own := await _tokens(lacking, name):
            profiles[name] = own
    return load_settings(**flags, **({"profiles": profiles} if profiles else {}))


async def _tokens(names: list[str], profile: str = "") -> dict[str, object]:
    """Those that have a block."""
    prefix = f"planilla-{profile.lower().replace('_', '-')}-" if profile else "planilla-"
    found: dict[str, object] = {}
    for name in names:
        try:
            block: Any = await Secret.aload(f"{prefix}{name}")
        except ValueError:  # there is none
            continue
        found[name] = block.get()
    return found
