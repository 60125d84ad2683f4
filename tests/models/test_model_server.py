"""The test server itself, where a test's numbers rest on it."""

from __future__ import annotations

import socket
import threading
from concurrent.futures import ThreadPoolExecutor

from tests.model_server import ModelServer

REQUEST = b"POST /v1/chat/completions HTTP/1.1\r\nContent-Length: 16\r\n\r\n{'messages': []}".replace(b"'", b'"')


def test_what_a_killed_client_sent_is_counted_though_its_connection_was_not_taken_yet(
    model_server: ModelServer,
) -> None:
    busy, go_on = threading.Event(), threading.Event()

    def hold_up() -> None:
        busy.set()
        go_on.wait(10)

    model_server._loop.call_soon_threadsafe(hold_up)
    assert busy.wait(10)
    with socket.create_connection(("127.0.0.1", model_server._port)) as client:
        client.sendall(REQUEST)
    with ThreadPoolExecutor(1) as aside:
        settled = aside.submit(model_server.settle)
        while not model_server._loop._ready:  # type: ignore[attr-defined]  # settling waits behind what holds it up
            pass
        go_on.set()
        assert settled.result(10) == 1
    assert [seen.path for seen in model_server.requests] == ["/v1/chat/completions"]
