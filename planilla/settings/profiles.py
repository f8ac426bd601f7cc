"""A profile as the settings have it: points of sale, and what they are asked with."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr

DEVICES = re.compile(r"con|prn|aux|nul|(com|lpt)\d")


def _as_folder(name: str) -> str:
    """A profile without a CUIT keeps its PDFs in a folder of its name."""
    if DEVICES.fullmatch(name):
        raise ValueError(f"Windows keeps the name «{name}» for a device")
    return name


ProfileName = Annotated[
    str,
    Field(pattern=r"^[a-z0-9_-]{1,40}$"),  # in lower case: the environment's names have no case
    AfterValidator(_as_folder),
]


class Profile(BaseModel):
    """One CUIT's, or one point of sale's, own credentials; what is blank is the settings' own."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    puntos_venta: frozenset[Annotated[int, Field(ge=1, le=99999)]] = Field(min_length=1)
    usertoken: SecretStr | None = None
    apikey: SecretStr | None = None
    apitoken: SecretStr | None = None
    webhook_token: SecretStr | None = None
    issuer_condicion_iva: str | None = None
    issuer_cuit: str | None = None

    def plain(self) -> dict[str, object]:
        """As JSON holds it, with its tokens."""
        found = self.model_dump(exclude_none=True)
        shown = {
            name: value.get_secret_value() if isinstance(value, SecretStr) else value
            for name, value in found.items()
        }
        return shown | {"puntos_venta": sorted(self.puntos_venta)}
