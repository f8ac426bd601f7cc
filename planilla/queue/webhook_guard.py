"""Who may tell us something by webhook, and how much: the secret of its header, and a rate."""

from __future__ import annotations

import hmac
import re
import time
from collections.abc import Callable

from pydantic import SecretStr

from planilla.settings.settings import Settings

HEADER = "TF-WebhookToken"
UNGUARDED = (
    "PLANILLA_WEBHOOK_TOKEN is not set: whoever reaches this address can tell it anything. Nothing "
    "told is believed, but set it to the token that TusFacturasAPP shows for the point of sale"
)
PARTLY_GUARDED = (
    "no webhook token for {names}: hooks of these points of sale are refused (403). Set {variables}"
)


class Guard:
    """Knows the secrets of all points of sale whose hooks may come in.

    The settings' own token may be any account's; a profile's names that profile.
    """

    def __init__(self, settings: Settings) -> None:
        own = _secrets(settings.webhook_token)
        given = {name: _secrets(one.webhook_token) for name, one in settings.profiles.items()}
        self._tokens = [("", token) for token in own]
        self._tokens += [(name, token) for name, tokens in given.items() for token in tokens]
        self._silent = [] if own else [name for name, tokens in given.items() if not tokens]

    @property
    def open(self) -> bool:
        """Whether anybody is let in, since no token is set."""
        return not self._tokens

    @property
    def warning(self) -> str:
        """What is wrong with the settings, for whoever administers; a blank when nothing is."""
        if self.open:
            return UNGUARDED
        if not self._silent:
            return ""
        variables = ", ".join(
            f"PLANILLA_PROFILES__{name.upper()}__WEBHOOK_TOKEN" for name in self._silent
        )
        return PARTLY_GUARDED.format(names=", ".join(self._silent), variables=variables)

    def account(self, header: str | None) -> str | None:
        """Whose hook it is; a blank when it may be anybody's, None when it is to be refused.

        Every token is compared, each in constant time: how long it takes tells nothing.
        """
        if self.open:
            return ""
        given = (header or "").strip().encode("latin-1", "replace")  # as it came
        same = [name for name, token in self._tokens if hmac.compare_digest(token.encode(), given)]
        if not same:
            return None
        return same[0] if len(same) == 1 else ""  # two profiles have the same one

    def redact(self, text: str) -> str:
        """A text without the tokens, should one be in it."""
        for _, token in self._tokens:
            whole = rf"(?<![0-9A-Za-z]){re.escape(token)}(?![0-9A-Za-z])"
            text = re.sub(whole, "[credencial]", text)
        return text


class Rate:
    """At most so many a minute, evenly or at once; `clock` in seconds."""

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = float(a_minute)
        self._clock = clock
        self._left = self._most
        self._at = clock()

    def takes(self) -> bool:
        """Whether one more is taken now."""
        moment = self._clock()
        refilled = self._left + (moment - self._at) * self._most / 60
        self._left, self._at = min(self._most, refilled), moment
        if self._left < 1:
            return False
        self._left -= 1
        return True


def _secrets(setting: SecretStr | None) -> list[str]:
    """The tokens of a setting: several with commas, since each point of sale has its own."""
    whole = setting.get_secret_value().strip() if setting is not None else ""
    parts = [part.strip() for part in whole.split(",")]
    return [token for token in dict.fromkeys((whole, *parts)) if token]
