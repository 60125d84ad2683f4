"""Keys reach the provider and nothing else: no error, no repr, no log line."""

from __future__ import annotations

import asyncio
import itertools
import logging
import traceback

import pytest

from arena.errors import ArenaError
from arena.models._secrets import scrub
from arena.models.remote import ping
from arena.schema.question import Prose
from tests.model_server import MALFORMED, Behaviour, Body, Drop, Fail, ModelServer, Say
from tests.models.asking import Ask, Mood

KEY = "sk-secret-6VZ1qkT0pX"
UNUSUAL = "Zq7.unusual/key=9"

ECHOES: dict[str, Behaviour] = {
    **{
        f"status {status}": Fail(status, "you sent {key}, which is wrong\n{key}")
        for status in (400, 401, 402, 403, 404, 409, 413, 422, 429, 500, 503)
    },
    "refusal": Say(None, refusal=f"I will not repeat {KEY} or {UNUSUAL}"),
    "hung up": Drop(),
    "malformed": MALFORMED,
    "in the body": Body(f'{{"error": {{"message": "{KEY} {UNUSUAL}"}}}}'.encode()),
}


@pytest.mark.parametrize("offence", list(itertools.product(ECHOES.values(), [KEY, UNUSUAL])))
def test_a_key_is_in_no_error(
    model_server: ModelServer,
    ask: Ask,
    offence: tuple[Behaviour, str],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    echo, key = offence
    monkeypatch.setenv("OPENAI_API_KEY", key)
    caplog.set_level(logging.DEBUG)
    model_server.responder = lambda body: echo
    with pytest.raises(ArenaError) as caught:
        ask(Prose)
    assert model_server.requests[0].headers["authorization"] == f"Bearer {key}"
    error = caught.value
    printed = capfd.readouterr()
    shown = [str(error), repr(error), error.next_step, "".join(traceback.format_exception(error))]
    shown += [caplog.text, printed.out, printed.err, repr(ask.told)]
    assert [text for text in shown if key in text] == []


def test_a_key_is_not_in_what_the_mending_failed_on(
    model_server: ModelServer, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    model_server.responder = lambda body: {KEY: 1}
    with pytest.raises(ArenaError) as caught:
        ask(Mood)
    assert KEY not in caught.value.fact


def test_a_local_server_gets_a_dummy_key(model_server: ModelServer, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    ask(Prose)
    assert model_server.requests[0].headers["authorization"] == "Bearer none"


def test_calls_leave_no_trace_on_the_screen(
    model_server: ModelServer, ask: Ask, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    model_server.script(Fail(500), Say("bad"))
    ask(Mood)
    with pytest.raises(ArenaError):
        model_server.script(Fail(404))
        asyncio.run(ping(ask.spec()))
    printed = capfd.readouterr()
    assert printed.out + printed.err == ""
    assert [r.name for r in caplog.records if not r.name.startswith("asyncio")] == []


@pytest.mark.parametrize(
    "secret",
    [
        "sk-proj-abc123DEF456",
        "sk-ant-api03-xyz_123",
        "sk-secre**************qkT0",
        "Bearer abcdefgh12345",
        "gsk_abcdefgh1234",
        "AIzaSyA1234567890abcdef",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig",
    ],
)
def test_the_shapes_of_keys_are_hidden(secret: str) -> None:
    assert scrub(f"wrong key: {secret}, sorry") == "wrong key: [hidden], sorry"


def test_credentials_in_addresses_are_hidden() -> None:
    assert scrub("http://me:pass@host:1/v1 failed") == "http://[hidden]@host:1/v1 failed"


@pytest.mark.parametrize("harmless", ["the key is to be patient", "bearer of bad news", "skill-based", "1 + 1", ""])
def test_words_are_left_alone(harmless: str) -> None:
    assert scrub(harmless) == harmless


def test_short_values_hide_no_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_API_KEY", "none")
    monkeypatch.setenv("OTHER_TOKEN", "")
    assert scrub("none at all") == "none at all"
