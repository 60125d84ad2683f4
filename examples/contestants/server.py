"""A contestant behind HTTP: a server that speaks as much of the OpenAI protocol as the arena needs, and remembers.

It keeps what each user said by the `user` field, so only the last message need be sent (`history=last`). In your own
server the one function to write is `answer`.

python examples/contestants/server.py 8800
arena contestant check 'openai:http://127.0.0.1:8800/v1#rememberer?history=last'
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SAID: dict[str, list[str]] = defaultdict(list)


def answer(user: str, text: str) -> str:
    """The reply to one message of a user."""
    before = list(SAID[user])
    SAID[user].append(text)
    if not before:
        return "Hello! Tell me what it is about, and what matters to you."
    return "You told me earlier: " + " / ".join(line[:80] for line in before[-3:])


class Handler(BaseHTTPRequestHandler):
    """POST /v1/chat/completions."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """One chat completion."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        text = answer(body.get("user", ""), body["messages"][-1]["content"])
        self._send(
            {
                "id": "1",
                "object": "chat.completion",
                "created": 0,
                "model": body["model"],
                "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}],
            }
        )

    def _send(self, value: Any) -> None:
        raw = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


def main() -> None:
    """Serve on 127.0.0.1; port 0 takes a free one. The first line says where."""
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8800
    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    sys.stdout.write(f"http://127.0.0.1:{server.server_port}/v1\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
