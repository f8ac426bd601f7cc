"""The settings: typed, read once when asked, never at import time.

First found wins: flag, environment (`PLANILLA_…`), `.env`, `planilla.toml`,
default (README.md, "Settings").
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import unquote, urlsplit

import simplejson
from pydantic import (
    BaseModel,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
)
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from pydantic_settings import (
    SettingsError as SourceError,
)

from planilla.common.errors import SettingsError
from planilla.common.redact import logs, secret_parts
from planilla.model.issuers import ACCOUNT, SANDBOX, Issuer, Issuers
from planilla.service.pace import LOT_TIMES, MOST_TURNS
from planilla.settings.foreign_sheets import declaration, in_words
from planilla.settings.profiles import Profile, ProfileName
from planilla.settings.result_format import ResultFormat
from planilla.settings.tolerances import Tolerances
from planilla.settings.unknown_columns import UnknownColumns, check

VENDOR_URL = "https://www.tusfacturas.app/app/api/v2/"
VENDOR_HOSTS = ("tusfacturas.app", "tusfacturas.com.ar")
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
LEASE_MARGIN_SECONDS = 30.0


class Settings(BaseSettings):
    """All of planilla's settings; durations in seconds, amounts in pesos."""

    model_config = SettingsConfigDict(
        env_prefix="PLANILLA_",
        env_nested_delimiter="__",
        env_file=".env",
        env_file_encoding="utf-8",
        toml_file="planilla.toml",
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,  # an error must not print a credential
    )

    usertoken: SecretStr | None = None
    apikey: SecretStr | None = None
    apitoken: SecretStr | None = None
    base_url: str = VENDOR_URL
    home: Path = Path(".planilla")
    inbox: Path = Path("inbox")
    ledger_url: str | None = None
    markers: Path | None = None
    max_comprobante: Decimal | None = Field(default=None, gt=0)
    max_file: Decimal | None = Field(default=None, gt=0)
    concurrency: int = Field(default=4, ge=1, le=64)
    lots: bool = False
    pace_seconds: float = Field(default=0.1, ge=0)
    timeout_seconds: float = Field(default=100, gt=0)
    settle_seconds: float = Field(default=120, ge=0)
    retry_seconds: float = Field(default=2, gt=0)
    budget_seconds: float = Field(default=900, ge=0)
    issuer_condicion_iva: str | None = None
    issuer_cuit: str | None = None
    notify_url: SecretStr | None = None
    webhook_token: SecretStr | None = None
    pdf_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    rules_off: Annotated[tuple[str, ...], NoDecode] = ()
    profiles: dict[ProfileName, Profile] = Field(default_factory=dict)
    punto_venta: int | None = Field(default=None, ge=1, le=99999)
    one_set_serves_all: bool = False
    ask_cotizacion: bool = False
    result_format: ResultFormat = ResultFormat.XLSX
    unknown_columns: UnknownColumns = UnknownColumns.ASK
    columnas: dict[str, str] = Field(default_factory=dict)
    hoja: dict[str, dict[str, Any]] = Field(default_factory=dict)
    reconcile: Tolerances = Field(default_factory=Tolerances)
    trial: bool = False  # of --sandbox alone

    @field_validator("pdf_hosts", "rules_off", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("columnas")
    @classmethod
    def _known_columns(cls, value: dict[str, str]) -> dict[str, str]:
        check(value)
        return value

    @field_validator("hoja")
    @classmethod
    def _declared(cls, value: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
        for name, table in value.items():
            try:
                declaration(name, table)
            except ValueError as error:
                raise ValueError(f"[hoja.{name}] {in_words(error)}") from None
        return value

    @field_validator("base_url")
    @classmethod
    def _safe_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if not parts.hostname or parts.scheme not in {"http", "https"}:
            raise ValueError("must be an http(s) address")
        if parts.scheme == "http" and parts.hostname not in LOOPBACK:
            raise ValueError("must be https: credentials would travel in clear")
        return value.rstrip("/") + "/"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - pydantic's signature
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flag, environment, `.env`, `planilla.toml`."""
        toml = TomlConfigSettingsSource(settings_cls)
        _refuse_strangers(settings_cls, toml, dotenv_settings)
        return init_settings, env_settings, dotenv_settings, toml

    @property
    def secrets(self) -> frozenset[str]:
        """Every value that no log, file or message may hold."""
        holders: list[BaseModel] = [self, *self.profiles.values()]
        values = (getattr(one, name) for one in holders for name in type(one).model_fields)
        found = {v.get_secret_value() for v in values if isinstance(v, SecretStr)}
        addresses = {one for one in found if "://" in one}
        if self.ledger_url and (password := urlsplit(self.ledger_url).password):
            found |= {password, unquote(password)}
        return frozenset(found.union(*map(secret_parts, addresses)) - {""})

    @property
    def takes_examples(self) -> bool:
        """Whether a template's examples may be sent: in a trial on this machine, never else."""
        return self.trial and self.host in LOOPBACK

    @property
    def sheets(self) -> Path:
        """Where other programs' sheets are declared: for a trial, too, whose home is within."""
        return (self.home.parent if self.trial else self.home) / "hojas"

    @property
    def host(self) -> str:
        """The service's host."""
        return urlsplit(self.base_url).hostname or ""

    @property
    def service(self) -> str:
        """Whose operations the ledger holds: the same for all of the vendor's hosts."""
        if self.host in LOOPBACK:
            return SANDBOX
        if any(self.host == h or self.host.endswith("." + h) for h in VENDOR_HOSTS):
            return "tusfacturas"
        return self.host

    @property
    def database_url(self) -> str:
        """The ledger's address: SQLite in the home unless the settings name another."""
        if self.ledger_url:
            return self.ledger_url
        path = (self.home / "ledger.sqlite3").absolute()
        return f"sqlite:///{path.as_posix()}"

    @property
    def lease_seconds(self) -> float:
        """How long a lease lives: longer than a request and what it takes to settle it."""
        return self.longest_request_seconds + self.settle_seconds + LEASE_MARGIN_SECONDS

    @property
    def longest_request_seconds(self) -> float:
        """As `request_seconds`, where lots are sent of those."""
        return LOT_TIMES * self.request_seconds if self.lots else self.request_seconds

    @property
    def request_seconds(self) -> float:
        """The most from a request's intent to its end: its turn, and the whole exchange."""
        return MOST_TURNS * self.pace_seconds + self.timeout_seconds

    @property
    def answer_seconds(self) -> float:
        """How long an answer is waited for, that of a lot included where lots are sent."""
        return LOT_TIMES * self.timeout_seconds if self.lots else self.timeout_seconds

    @property
    def issuers(self) -> Issuers:
        """The sets of credentials: the profiles, or without any the settings' own for every row.

        Which company of the ledger each is of, is found out when that is opened.
        """
        many, own = self.one_set_serves_all, self.punto_venta
        if not self.profiles:
            points = None if own is None or many else frozenset({own})
            return Issuers(
                Issuer(
                    condicion_iva=self.issuer_condicion_iva,
                    cuit=self.issuer_cuit,
                    puntos_venta=points,
                    several=many,
                    own=own,
                )
            )
        return Issuers(
            *(
                Issuer(
                    condicion_iva=one.issuer_condicion_iva or self.issuer_condicion_iva,
                    cuit=one.issuer_cuit or self.issuer_cuit,
                    puntos_venta=one.puntos_venta,
                    name=name,
                    several=many and len(one.puntos_venta) > 1,
                )
                for name, one in self.profiles.items()
            )
        )

    def as_variables(self) -> dict[str, str]:
        """What was set, as environment variables for processes of ours; holds the credentials."""
        found: dict[str, str] = {
            "PLANILLA_HOME": str(self.home.absolute()),
            "PLANILLA_INBOX": str(self.inbox.absolute()),
        }
        if self.markers is not None:
            found["PLANILLA_MARKERS"] = str(self.markers.absolute())
        for name in self.model_fields_set - {"home", "inbox", "markers"}:
            value = getattr(self, name)
            if isinstance(value, SecretStr):
                value = value.get_secret_value()
            if isinstance(value, tuple):
                value = ",".join(value)
            if name in {"columnas", "hoja"}:
                value = simplejson.dumps(value, default=str)
            if isinstance(value, Tolerances):
                value = value.model_dump_json()
            if isinstance(value, dict):
                value = simplejson.dumps({n: p.plain() for n, p in value.items()})
            if value is not None:
                found[f"PLANILLA_{name.upper()}"] = str(value)
        return found

    def credentials(self, name: str = ACCOUNT) -> dict[str, str]:
        """A set's three tokens as the service wants them; `SettingsError` names a missing one.

        A profile's own go before the settings'.
        """
        own = self.profiles.get(name)
        found = {
            token: (getattr(own, token, None) or getattr(self, token))
            for token in ("usertoken", "apikey", "apitoken")
        }
        prefix = f"PLANILLA_PROFILES__{name.upper()}__" if own else "PLANILLA_"
        missing = [f"{prefix}{k.upper()}" for k, v in found.items() if not _present(v)]
        if missing:
            raise SettingsError(
                f"missing credentials: set {', '.join(missing)} in the environment, in .env or in "
                "planilla.toml (or use --sandbox to try without an account)"
            )
        return {k: v.get_secret_value() for k, v in found.items() if v is not None}

    def every_credential(self) -> dict[str, dict[str, str]]:
        """Each set's tokens; `SettingsError` when one is missing or two sets are the same.

        What a profile leaves out is the settings' own. Any of the three may differ, and
        the same three are one company's and one point of sale's: with another's, its
        comprobantes would be issued by that one.
        """
        found = {name: self.credentials(name) for name in self.issuers.names}
        sets: dict[tuple[str, ...], str] = {}
        for name, tokens in found.items():
            first = sets.setdefault(tuple(token.strip() for token in tokens.values()), name)
            if first != name and self.service != SANDBOX:
                raise SettingsError(
                    f"the profiles «{first}» and «{name}» have the same usertoken, apikey and "
                    "apitoken, which are of one CUIT and point of sale: give each its own"
                )
        return found


def _refuse_strangers(
    settings_cls: type[BaseSettings],
    toml: TomlConfigSettingsSource,
    dotenv: PydanticBaseSettingsSource,
) -> None:
    """A name that is misspelled in a file of ours would set nothing: a limit, say."""
    known = set(settings_cls.model_fields)
    strangers = [f"{name} in planilla.toml" for name in toml.toml_data if name not in known]
    if isinstance(dotenv, DotEnvSettingsSource):
        for name in dotenv.env_vars:  # in lower case
            ours = name.startswith("planilla_")
            if ours and name.removeprefix("planilla_").split("__")[0] not in known:
                strangers.append(f"{name.upper()} in .env")
    if strangers:
        raise SettingsError(f"no such setting: {', '.join(strangers)}")


def _present(secret: SecretStr | None) -> bool:
    return secret is not None and bool(secret.get_secret_value().strip())


def load_settings(**flags: Any) -> Settings:
    """The settings, with the flags that were given; `SettingsError` says which one is wrong."""
    given = {name: value for name, value in flags.items() if value is not None}
    try:
        settings = Settings(**given)
    except ValidationError as error:
        problems = "; ".join(
            f"PLANILLA_{'_'.join(str(p) for p in e['loc']).upper()}: {e['msg']}"
            for e in error.errors(include_input=False, include_url=False)
        )
        raise SettingsError(f"wrong settings: {problems}") from None
    except (SourceError, ValueError, OSError) as error:
        raise SettingsError(f"the settings cannot be read: {type(error).__name__}") from None
    logs.hide(settings.secrets)
    return settings
