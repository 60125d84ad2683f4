"""An answer that somebody listens to: heard piece by piece, and in the end the same as if nobody did."""

from __future__ import annotations

import itertools
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.errors import Refused, Rejected, TransportFailed
from arena.models._body import _Events
from arena.schema.question import Prose
from tests.model_server import Behaviour, Body, Fail, Json, ModelServer, Pieces, Say, chunk, event, events
from tests.models.asking import Ask, Mood

BODY: Json = {"messages": []}
END = (chunk({}, "stop"), chunk(None, usage={"prompt_tokens": 7, "completion_tokens": 3}), b"data: [DONE]\n\n")


class Ear:
    """Keeps what it hears, and lets the server go on."""

    def __init__(self) -> None:
        self.pieces: list[str | None] = []
        self.heard = threading.Semaphore(0)

    def __call__(self, piece: str | None) -> None:
        self.pieces.append(piece)
        self.heard.release()


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def direct(model_server: ModelServer, ear: Ear) -> Ask:
    model_server.streams = True
    return Ask(model_server.url, listen=ear)


def said(*texts: str) -> tuple[bytes, ...]:
    return tuple(chunk({"content": text}) for text in texts)


def test_each_piece_is_heard_before_the_next_one_is_sent(model_server: ModelServer, direct: Ask, ear: Ear) -> None:
    ear.heard.release(3)  # the end has three pieces without words
    model_server.script(Pieces((*said("Hel", "lo, ", "Ines."), *END), ear.heard))
    reply = direct(Prose)
    assert ear.pieces == ["Hel", "lo, ", "Ines."]
    assert (reply.answer.text, reply.tries, reply.input_tokens, reply.output_tokens) == ("Hello, Ines.", 1, 7, 3)
    asked = model_server.bodies()[0]
    assert (asked["stream"], asked["stream_options"]) == (True, {"include_usage": True})


@pytest.mark.parametrize("answer", [Say("A flat, then. Quiet?"), Say("It was cut", finish="length"), Say("Grüße, 🏠!")])
def test_the_reply_is_the_one_that_nobody_listens_to(model_server: ModelServer, direct: Ask, answer: Say) -> None:
    model_server.script(answer, answer)
    heard = direct(Prose, id="openai/gpt-4o-mini")
    direct.listen = None
    unheard = direct(Prose, id="openai/gpt-4o-mini")
    assert [bool(body.get("stream")) for body in model_server.bodies()] == [True, False]
    for reply in (heard, unheard):
        object.__setattr__(reply, "latency_s", 0.0)
    assert heard == unheard
    assert heard.cost_usd


def test_an_answer_in_form_is_not_heard(model_server: ModelServer, direct: Ask, ear: Ear) -> None:
    direct(Mood)
    assert ear.pieces == []
    assert "stream" not in model_server.bodies()[0]


# Cuts ----------------------------------------------------------------------------------------------------------------


def cut(raw: bytes, *places: int) -> tuple[bytes, ...]:
    ends = [0, *places, len(raw)]
    return tuple(raw[a:b] for a, b in itertools.pairwise(ends))


STREAM = b": a comment\n\nevent: message\n" + b"".join(said("caf", "é 🏠", "!")) + b"".join(END)


@pytest.mark.parametrize(
    "places",
    [
        (STREAM.index("é".encode()) + 1,),  # in the middle of a character
        (STREAM.index("🏠".encode()) + 2,),
        (STREAM.index(b"data: ") + 3,),  # of a field's name
        (STREAM.index(b"data: ") + 30,),  # of its value
        tuple(range(1, len(STREAM), 7)),
    ],
)
def test_it_does_not_matter_where_the_network_cuts(
    model_server: ModelServer, direct: Ask, ear: Ear, places: tuple[int, ...]
) -> None:
    model_server.script(Pieces(cut(STREAM, *places)))
    reply = direct(Prose)
    assert (reply.answer.text, reply.input_tokens) == ("café 🏠!", 7)
    assert ear.pieces == ["caf", "é 🏠", "!"]


@given(places=st.lists(st.integers(0, len(STREAM)), max_size=12), crlf=st.booleans())
def test_events_are_the_same_however_they_are_cut(places: list[int], crlf: bool) -> None:
    stream = STREAM.replace(b"\n", b"\r\n") if crlf else STREAM
    whole, by_pieces = _Events(), _Events()
    found = [data for raw in cut(stream, *sorted(places)) for data in by_pieces.take(raw)]
    assert found == list(whole.take(stream))
    assert len(found) == 6


def test_half_a_character_in_each_of_two_chunks_is_one(model_server: ModelServer, direct: Ask) -> None:
    halves = (
        b'data: {"choices":[{"delta":{"content":"\\ud83c"}}]}\n\n',
        b'data: {"choices":[{"delta":{"content":"\\udfe0!"}}]}\n\n',
    )
    model_server.script(Pieces((*halves, *END)))
    assert direct(Prose).answer.text == "🏠!"


# Servers of all kinds ------------------------------------------------------------------------------------------------


def test_a_server_that_ignores_the_wish(model_server: ModelServer, direct: Ask, ear: Ear) -> None:
    model_server.streams = False
    model_server.script(Say("All at once."))
    reply = direct(Prose)
    assert (reply.answer.text, reply.tries, ear.pieces) == ("All at once.", 1, [])
    assert reply.input_tokens


def test_a_server_that_calls_a_stream_something_else(model_server: ModelServer, direct: Ask) -> None:
    model_server.script(Body(b"".join(events(Say("In a stream."), BODY | {"stream_options": {}}))))
    assert direct(Prose).answer.text == "In a stream."


@pytest.mark.parametrize(
    "words", ["Unrecognized request argument supplied: stream_options", "must be verified to stream this model"]
)
def test_a_server_that_will_not_stream_is_asked_plainly_from_then_on(
    model_server: ModelServer, direct: Ask, words: str
) -> None:
    model_server.script(Fail(400, words))
    replies = direct.many(Prose, 1)
    assert replies[0].tries == 1
    assert [bool(body.get("stream")) for body in model_server.bodies()] == [True, False]


def test_a_stream_whose_tokens_nobody_counts_is_the_last_one(model_server: ModelServer, direct: Ask) -> None:
    """Whoever watches must not cost the run its meter."""
    uncounted = Pieces((*said("Hello."), chunk({}, "stop"), b"data: [DONE]\n\n"))
    model_server.script(uncounted)
    first, second = direct.in_turn(Prose, 2)
    assert first.input_tokens is None
    assert second.input_tokens
    assert [bool(body.get("stream")) for body in model_server.bodies()] == [True, False]


def test_connections_are_kept(model_server: ModelServer, direct: Ask) -> None:
    direct.in_turn(Prose, 3)
    assert model_server.connections == 1


# Faults --------------------------------------------------------------------------------------------------------------

BROKEN: dict[str, Behaviour] = {
    "hung up": Pieces(said("Dear lan"), breaks=True),
    "ended without its end": Pieces(said("Dear lan")),
    "an error": Pieces((*said("Dear lan"), event({"error": {"message": "upstream is busy", "code": 502}}))),
    "an error without a status": Pieces((*said("Dear lan"), event({"error": "out of memory"}))),
    "no JSON": Pieces((*said("Dear lan"), b"data: {oops\n\n")),
    "nothing": Pieces(()),
}


@pytest.mark.parametrize("fault", BROKEN.values(), ids=BROKEN.keys())
def test_a_stream_that_breaks_is_begun_anew(model_server: ModelServer, direct: Ask, ear: Ear, fault: Behaviour) -> None:
    model_server.script(fault, Say("Dear landlord."))
    reply = direct(Prose)
    assert (reply.answer.text, reply.tries) == ("Dear landlord.", 2)
    assert ear.pieces == [*["Dear lan"][: fault != BROKEN["nothing"]], None, "Dear ", "landlord."]


def test_an_error_in_a_stream_means_what_it_means_before_one(model_server: ModelServer, direct: Ask) -> None:
    def error(code: object, message: str) -> Pieces:
        return Pieces((*said("Dear lan"), event({"error": {"message": message, "code": code}})))

    model_server.script(error(400, "too long"), error("content_filter", "filtered"), *[error(503, "busy")] * 2)
    with pytest.raises(Rejected, match="400: too long"):
        direct(Prose)
    with pytest.raises(Refused):
        direct(Prose)
    with pytest.raises(TransportFailed, match="503: busy"):
        direct(Prose, max_tries=2)


# Thoughts ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pieces", "heard"),
    [
        (("<thi", "nk>\nShe is", " tired.</thi", "nk>Rest", " first."), ["Rest", " first."]),
        (("<think>a</think>Rest first.",), ["Rest first."]),
        (("<th", "irdly, rest."), ["<thirdly, rest."]),
        (("\n", "<thinking>x", "</thinking>", "Rest."), ["Rest."]),
        (("Rest", " <think>not a thought</think>"), ["Rest", " <think>not a thought</think>"]),
    ],
)
def test_thoughts_before_the_answer_are_not_heard(
    model_server: ModelServer, direct: Ask, ear: Ear, pieces: tuple[str, ...], heard: list[str]
) -> None:
    model_server.script(Pieces((*said(*pieces), *END)))
    assert direct(Prose).answer.text == "".join(heard)
    assert ear.pieces == heard
