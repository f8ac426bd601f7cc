"""Who may tell something by webhook, what is taken for a hook, and how much of it is kept."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import update

from planilla.common.calendar import now
from planilla.ledger.hooks import KEPT, Hook, Hooks, TooManyHooks
from planilla.ledger.ledger import Ledger
from planilla.ledger.tables import hooks
from planilla.queue.webhook_guard import HEADER, Rate
from planilla.queue.webhooks import LARGEST, Receiver
from planilla.sandbox.server import Sandbox
from planilla.settings.open_ledger import open_ledger
from planilla.settings.profiles import Profile
from planilla.settings.settings import Settings
from tests.helpers import settings_for
from tests.processes import environment, started
from tests.queue.test_webhooks import hook
from tests.scripted import Scripted

SECRET = "wh-S3CRETO-del-punto"  # noqa: S105 - of no service


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_for(Scripted(), tmp_path / "home")


@pytest.fixture
def ledger(settings: Settings) -> Iterator[Ledger]:
    with open_ledger(settings) as found:
        yield found


def post(
    receiver: Receiver, body: object, token: str | None = None, verb: str = "POST"
) -> httpx.Response:
    """Ask a receiver once; `body` as JSON unless it is bytes, or comes in pieces."""

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(receiver.app())
        plain = isinstance(body, bytes) or hasattr(body, "__aiter__")
        content: Any = body if plain else json.dumps(body)
        headers = {} if token is None else {HEADER.encode(): token.encode()}
        async with httpx.AsyncClient(transport=transport, base_url="http://office") as client:
            return await client.request(verb, "/", content=content, headers=headers)

    return asyncio.run(ask())


def guarded(settings: Settings, ledger: Ledger, **changes: Any) -> Receiver:
    given = settings.model_copy(update={"webhook_token": _secret(SECRET)} | changes)
    return Receiver(given, ledger, ask=False)


def _secret(text: str) -> Any:
    return SecretStr(text)


@pytest.mark.parametrize("token", [None, "", " ", "otro", SECRET[:-1], SECRET + "x", "ñandú"])
def test_a_hook_without_the_secret_of_its_point_of_sale_is_refused(
    token: str | None, settings: Settings, ledger: Ledger
) -> None:
    answer = post(guarded(settings, ledger), hook("1", "R-1"), token)
    assert (answer.status_code, ledger.hooks.count()) == (403, 0)


def test_a_hook_with_the_secret_is_kept(settings: Settings, ledger: Ledger) -> None:
    assert post(guarded(settings, ledger), hook("1", "R-1"), SECRET).status_code == 200
    (kept,) = ledger.hooks.unasked()
    assert (kept.hook_id, kept.external_reference, kept.account) == ("1", "R-1", "")


def test_each_point_of_sale_of_one_set_has_its_own_secret(
    settings: Settings, ledger: Ledger
) -> None:
    receiver = guarded(settings, ledger, webhook_token=_secret("t-uno, t-dos"))
    for token, wanted in (("t-uno", 200), ("t-dos", 200), ("t-tres", 403), ("", 403), (",", 403)):
        assert post(receiver, hook("7", "R-1"), token).status_code == wanted


def test_a_secret_may_have_any_letters(settings: Settings, ledger: Ledger) -> None:
    receiver = guarded(settings, ledger, webhook_token=_secret("ñandú"))
    assert post(receiver, hook("1", "R-1"), "ñandú").status_code == 200
    assert post(receiver, hook("1", "R-1"), "nandu").status_code == 403


@pytest.mark.parametrize("own", ["", "  "])
def test_a_secret_of_blanks_is_none(own: str, settings: Settings, ledger: Ledger) -> None:
    receiver = guarded(settings, ledger, webhook_token=_secret(own))
    assert post(receiver, hook("1", "R-1")).status_code == 200
    assert "PLANILLA_WEBHOOK_TOKEN" in receiver.warning


CUITS = ("30-70000001-3", "30-70000002-1")  # two companies


def profiled(settings: Settings, **tokens: str | None) -> Settings:
    """Profiles with these webhook tokens, each of a point of sale."""
    profiles = {
        name: {
            "puntos_venta": [n],
            "apikey": f"k{n}",
            "issuer_cuit": CUITS[n - 1],
            "webhook_token": token,
        }
        for n, (name, token) in enumerate(tokens.items(), start=1)
    }
    return Settings(
        _env_file=None,  # type: ignore[call-arg]
        base_url=settings.base_url,
        home=settings.home,
        profiles={name: Profile.model_validate(one) for name, one in profiles.items()},
    )


def test_each_profile_has_its_own_secret_which_says_whose_a_hook_is(
    settings: Settings,
) -> None:
    """Two companies may have the same reference, and ids of their own."""
    given = profiled(settings, norte="t-norte", sur="t-sur")
    with open_ledger(given) as ledger:
        receiver = Receiver(given, ledger, ask=False)
        assert receiver.warning == ""
        for token, wanted in (("t-norte", 200), ("t-sur", 200), ("t-este", 403)):
            assert post(receiver, hook("7", "R-1"), token).status_code == wanted
        assert sorted(one.account for one in ledger.hooks.unasked()) == ["norte", "sur"]


def test_a_profile_without_a_secret_is_told_since_its_hooks_are_refused(
    settings: Settings, ledger: Ledger
) -> None:
    receiver = Receiver(profiled(settings, norte="t-norte", sur=None), ledger, ask=False)
    assert "PLANILLA_PROFILES__SUR__WEBHOOK_TOKEN" in receiver.warning
    assert post(receiver, hook("7", "R-1")).status_code == 403


def test_two_profiles_with_one_secret_leave_open_whose_a_hook_is(
    settings: Settings, ledger: Ledger
) -> None:
    receiver = Receiver(profiled(settings, norte="t", sur="t"), ledger, ask=False)
    assert post(receiver, hook("7", "R-1"), "t").status_code == 200
    assert ledger.hooks.unasked()[0].account == ""


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"[1]", "not a JSON object"),
        (b"null", "not a JSON object"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[" * 60_000, "not JSON"),
        (b'{"hook_id": 7}', "evento"),
        ({"evento": "otro", "recurso": "facturacion"}, "evento"),
        ({"evento": "error", "recurso": "facturacion", "msg": "uno"}, "msg"),
        ({"evento": "error", "recurso": "facturacion", "intento": "uno"}, "intento"),
        ({"evento": "error", "recurso": "facturacion", "hook_id": True}, "hook_id"),
        (b'{"evento": "test", "recurso": "test", "intento": 1e999}', "intento"),
        (b'{"evento": "test", "recurso": "test", "intento": ' + b"9" * 5000 + b"}", "not JSON"),
    ],
)
def test_what_is_no_hook_is_refused_in_words_and_forgotten(
    body: object, words: str, settings: Settings, ledger: Ledger
) -> None:
    answer = post(Receiver(settings, ledger, ask=False), body)
    assert (answer.status_code, ledger.hooks.count()) == (400, 0)
    assert words in answer.text


def test_a_body_beyond_the_limit_is_refused_before_it_is_whole(
    settings: Settings, ledger: Ledger
) -> None:
    read: list[int] = []

    async def endless() -> AsyncIterator[bytes]:
        while True:
            read.append(8192)
            yield b"x" * 8192

    receiver = Receiver(settings, ledger, ask=False)
    assert post(receiver, endless()).status_code == 413
    assert LARGEST < sum(read) < 2 * LARGEST
    assert post(receiver, b"x" * (LARGEST + 1)).status_code == 413


@pytest.mark.parametrize("verb", ["GET", "PUT", "DELETE", "HEAD"])
def test_only_post_is_taken(verb: str, settings: Settings, ledger: Ledger) -> None:
    answer = post(Receiver(settings, ledger, ask=False), hook("1", "R-1"), verb=verb)
    assert (answer.status_code, ledger.hooks.count()) == (405, 0)


def test_ids_may_be_numbers(settings: Settings, ledger: Ledger) -> None:
    numbers = hook("1", "17032") | {"hook_id": 9182, "external_reference": 17032}
    assert post(Receiver(settings, ledger, ask=False), numbers).status_code == 200
    (kept,) = ledger.hooks.unasked()
    assert (kept.hook_id, kept.external_reference) == ("9182", "17032")


def test_a_test_may_have_no_id_and_is_kept_once_however_often_it_is_tried(
    settings: Settings, ledger: Ledger
) -> None:
    receiver = Receiver(settings, ledger, ask=False)
    test = {"creado": "18/03/2022 15:58:11", "evento": "test", "recurso": "test", "intento": 1}
    for attempt in (1, 2):
        assert post(receiver, test | {"intento": attempt}).status_code == 200
    assert post(receiver, test | {"creado": "18/03/2022 16:00:00"}).status_code == 200
    assert ledger.hooks.count() == 2


def test_further_keys_are_allowed_and_not_kept_and_long_texts_are_cut(
    settings: Settings, ledger: Ledger
) -> None:
    many = hook("1" * 400, "R" * 400, "error") | {"msg": ["m" * 9000] * 4, "nuevo": {"a": ["x"]}}
    assert post(Receiver(settings, ledger, ask=False), many).status_code == 200
    assert (
        post(Receiver(settings, ledger, ask=False), many | {"msg": ["m"] * 500}).status_code == 200
    )
    for kept in ledger.hooks.unasked():
        found = json.loads(kept.body)
        assert "nuevo" not in found
        assert len(kept.external_reference) == 255
        assert len(kept.hook_id) < 255
        assert len(found["msg"]) <= 20
        assert max(map(len, found["msg"])) <= 500


def test_text_that_no_database_takes_is_kept_without_it(settings: Settings, ledger: Ledger) -> None:
    body = (
        b'{"evento": "error", "recurso": "facturacion", "external_reference": "R\\u0000\\ud8001"}'
    )
    assert post(Receiver(settings, ledger, ask=False), body).status_code == 200
    assert ledger.hooks.unasked()[0].external_reference == "R ?1"


def test_no_more_than_so_many_a_minute_are_taken(settings: Settings, ledger: Ledger) -> None:
    receiver = Receiver(settings, ledger, ask=False, a_minute=3)
    answers = [post(receiver, hook(str(n), "R-1")) for n in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1].headers["Retry-After"] == "60"


def test_the_rate_grows_back_with_time_and_not_beyond_a_minutes() -> None:
    moments = iter([0.0, 0.0, 0.0, 0.0, 30.0, 30.0, 9000.0, 9000.0, 9000.0])
    rate = Rate(2, lambda: next(moments))
    taken = [rate.takes() for _ in range(8)]
    assert taken == [True, True, False, True, False, True, True, False]


def test_who_has_no_secret_cannot_use_up_the_rate(settings: Settings, ledger: Ledger) -> None:
    given = settings.model_copy(update={"webhook_token": _secret(SECRET)})
    receiver = Receiver(given, ledger, ask=False, a_minute=1)
    assert [post(receiver, hook("1", "R-1"), "x").status_code for _ in range(5)] == [403] * 5
    assert post(receiver, hook("1", "R-1"), SECRET).status_code == 200


def test_a_hook_is_answered_though_the_ledger_is_held_by_somebody(
    settings: Settings, ledger: Ledger
) -> None:
    """The service would count no answer as a failure of the address."""
    receiver = Receiver(settings, ledger, ask=False, answer_seconds=0.3)
    holder = sqlite3.connect(settings.home / "ledger.sqlite3", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        assert _answered_while_held(receiver, holder) == 503
    finally:
        holder.close()
    assert post(receiver, hook("1", "R-1")).status_code == 200
    assert ledger.hooks.count() == 1


def _answered_while_held(receiver: Receiver, holder: sqlite3.Connection) -> int:
    async def ask() -> int:
        transport = httpx.ASGITransport(receiver.app())
        async with httpx.AsyncClient(transport=transport, base_url="http://office") as client:
            status = (await client.post("/", json=hook("1", "R-1"))).status_code
        holder.execute("ROLLBACK")  # or the end of the loop waits for the ledger
        return status

    return asyncio.run(ask())


def test_a_body_that_does_not_end_is_not_waited_for(settings: Settings, ledger: Ledger) -> None:
    async def slow() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.sleep(60)

    receiver = Receiver(settings, ledger, ask=False, answer_seconds=0.2)
    assert post(receiver, slow()).status_code == 503


def test_no_more_wait_to_be_asked_about_than_are_kept(ledger: Ledger, settings: Settings) -> None:
    few = Hooks(ledger.hooks._engine, most_unasked=2)
    for n in range(2):
        few.keep(Hook(str(n), "emitido", "R-1", "{}"))
    with pytest.raises(TooManyHooks):
        few.keep(Hook("2", "emitido", "R-1", "{}"))
    few.asked(["0"])
    assert few.keep(Hook("2", "emitido", "R-1", "{}"))


def test_a_ledger_that_keeps_no_more_makes_the_service_send_again(
    ledger: Ledger, settings: Settings
) -> None:
    ledger.hooks = Hooks(ledger.hooks._engine, most_unasked=0)
    assert post(Receiver(settings, ledger, ask=False), hook("1", "R-1")).status_code == 503


def test_what_an_earlier_process_did_not_ask_about_is_asked_about_and_makes_room(
    ledger: Ledger, settings: Settings
) -> None:
    ledger.hooks = Hooks(ledger.hooks._engine, most_unasked=2)
    for n in range(2):
        ledger.hooks.keep(Hook(str(n), "emitido", "R-1", "{}"))
    receiver = Receiver(settings, ledger)

    async def ask() -> int:
        app = receiver.app()
        async with asyncio.timeout(30), app.router.lifespan_context(app):
            while ledger.hooks.unasked():  # noqa: ASYNC110 - nothing tells when it has asked
                await asyncio.sleep(0.05)
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://office") as client:
                return (await client.post("/", json=hook("2", "R-1"))).status_code

    assert asyncio.run(ask()) == 200


def test_of_those_asked_about_only_the_newest_are_kept_and_none_for_long(ledger: Ledger) -> None:
    few = Hooks(ledger.hooks._engine, most_asked=3)
    for n in range(6):
        few.keep(Hook(str(n), "emitido", "R-1", "{}"))
        if n < 5:
            few.asked([str(n)])
    assert few.count() == 3 + 1
    with ledger.hooks._engine.begin() as connection:
        long_ago = now() - KEPT - timedelta(days=1)
        connection.execute(
            update(hooks).where(hooks.c.asked_at.is_not(None)).values(asked_at=long_ago)
        )
    few.asked([])
    assert [one.hook_id for one in few.unasked()] == ["5"]
    assert few.count() == 1


# The command


def served(box: Sandbox, folder: Path, *more: str, **env: str) -> tuple[list[int], str, str]:
    """A real `serve-hooks`: the answers without, with a wrong and with the secret; what it said."""
    environ = environment(box, folder / "home", **env)
    process = started("serve-hooks", "--port", 0, "--no-ask", *more, env=environ, cwd=folder)
    try:
        assert process.stdout is not None
        first = process.stdout.readline()
        told = hook("1", "R-1", "error") | {"msg": [f"eco de {SECRET}"]}
        statuses = [
            httpx.post(first.split()[-1], json=told, headers=headers).status_code
            for headers in ({}, {HEADER: "otro"}, {HEADER: SECRET})
        ]
    finally:
        process.terminate()
        out, err = process.communicate()
    return statuses, first + out, err


def test_without_the_setting_it_serves_with_a_warning(tmp_path: Path) -> None:
    with Sandbox() as box:
        statuses, _, err = served(box, tmp_path)
    assert statuses == [200, 200, 200]
    assert "PLANILLA_WEBHOOK_TOKEN is not set" in err


def test_the_secret_is_in_no_output_log_or_file(tmp_path: Path) -> None:
    with Sandbox() as box:
        statuses, out, err = served(box, tmp_path, "--verbose", PLANILLA_WEBHOOK_TOKEN=SECRET)
    assert statuses == [403, 403, 200]
    assert "is not set" not in err
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert any(b"[credencial]" in content for content in files)
    assert not any(SECRET.encode() in content for content in files)
    assert SECRET not in out + err


def test_processes_of_ours_get_the_secret_and_no_message_shows_it(settings: Settings) -> None:
    given = settings.model_copy(update={"webhook_token": _secret(SECRET)})
    assert SECRET not in repr(given)
    one = profiled(settings, norte=SECRET)
    assert SECRET not in repr(one)
    assert SECRET in one.as_variables()["PLANILLA_PROFILES"]
    alone = Settings(_env_file=None, webhook_token=_secret(SECRET))  # type: ignore[call-arg]
    assert alone.as_variables()["PLANILLA_WEBHOOK_TOKEN"] == SECRET
