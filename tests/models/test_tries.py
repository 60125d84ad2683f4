"""When a call is given up: a call that is wrong soon, an endpoint that is crowded or down for a while not."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import tenacity

from arena.errors import TransportFailed
from arena.models._lane import Fault
from arena.models._pace import Pace
from arena.models._tries import Tries
from arena.schema.question import Prose
from tests.model_server import Fail, ModelServer, Say
from tests.models.asking import Ask


def failed(fault: Fault) -> tenacity.RetryCallState:
    state = tenacity.RetryCallState(tenacity.Retrying(), None, (), {})
    state.set_exception((Fault, fault, None))
    return state


def test_an_outage_is_sat_out_and_said(model_server: ModelServer, ask: Ask) -> None:
    """Twelve failures in a row with three tries: without patience that is the end of the call."""
    ask.patience_s = 3600
    model_server.script(Say("Hello."), *[Fail(503, "overloaded")] * 12, Say("Back."))
    assert [reply.answer.text for reply in ask.in_turn(Prose, 2)] == ["Hello.", "Back."]
    said = [str(waiting) for waiting in ask.told]
    assert said[1].startswith("503: overloaded; try 3 of 3 in ")
    assert said[-1].startswith("503: overloaded; nobody has been answered for ")
    model_server.script(Say("Hello."), *[Fail(503, "overloaded")] * 12)
    ask.patience_s = 0.0
    with pytest.raises(TransportFailed, match="no answer after 3 tries; 503") as caught:
        ask.in_turn(Prose, 2)
    assert not caught.value.outage


def test_silence_that_outlasts_the_patience_is_an_outage(model_server: ModelServer, ask: Ask) -> None:
    ask.patience_s = 100.0
    model_server.responder = lambda body: Fail(503, "overloaded")
    model_server.script(Say("Hello."))
    with pytest.raises(TransportFailed, match="503: overloaded") as caught:
        ask.in_turn(Prose, 2)
    assert caught.value.outage
    assert 100 <= sum(ask.slept) < 200


def test_an_endpoint_that_never_answered_gets_no_patience(model_server: ModelServer, ask: Ask) -> None:
    ask.patience_s = 3600.0
    model_server.responder = lambda body: Fail(503)
    with pytest.raises(TransportFailed, match="after 3 tries"):
        ask(Prose)


def test_refusals_of_too_many_calls_are_no_tries(model_server: ModelServer, ask: Ask) -> None:
    model_server.script(Say("Hello."), *[Fail(429, "slow down", retry_after="0")] * 9, Say("Your turn."))
    assert ask.in_turn(Prose, 2)[1].answer.text == "Your turn."
    assert {str(waiting).partition(" in ")[0] for waiting in ask.told} == {"429: slow down; asked again"}


def test_a_call_that_is_wrong_is_given_up_while_others_are_answered() -> None:
    pace = Pace("here", answered=7, failing_since=0.0, clock=lambda: 50.0)
    tries = Tries(3, 600.0, pace)
    overs = []
    for answered in (7, 8, 9):
        pace.answered = answered
        overs.append(tries.over(failed(Fault("500: broken"))))
    assert overs == [False, False, True]


def test_a_call_over_which_the_endpoint_fails_is_no_outage(model_server: ModelServer, ask: Ask) -> None:
    """The last call of a run, with nobody else to be answered: waiting for ten minutes would not mend it."""
    ask.patience_s = 3600.0
    model_server.responder = lambda body: Fail(500, "broken by these words")
    model_server.script(Say("Hello."))
    with pytest.raises(TransportFailed, match="after 3 tries; 500") as caught:
        ask.in_turn(Prose, 2)
    assert not caught.value.outage


def test_a_call_that_may_be_made_only_once_is_given_up_at_once() -> None:
    for fault in (Fault("500: broken"), Fault("429: slow down", crowded=True)):
        tries = Tries(1, 600.0, Pace("here", answered=7, failing_since=0.0, clock=lambda: 50.0))
        assert tries.over(failed(fault))
        assert tries.given_up("m", fault).fact == f"m: no answer after 1 try; {fault.why}"


def test_the_time_of_a_call_is_the_endpoints_own(
    model_server: ModelServer, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a clock that only the waits between tries move on, three tries take no time."""
    monkeypatch.setattr("arena.models.remote.time", SimpleNamespace(monotonic=lambda: sum(ask.slept)))
    model_server.script(Fail(503), Fail(503), Say("Hello."))
    assert ask(Prose).latency_s == 0.0
    assert sum(ask.slept) > 1
