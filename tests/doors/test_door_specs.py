"""Specifications of contestants from outside: every way of writing one, and every slip."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.assistants import canonical, in_own_process, is_code, is_door, restarts, verify
from arena.assistants.doors import OPTIONS, parse_door
from arena.errors import UsageError
from tests.doors.agents import __file__ as AGENTS

HEADS = st.sampled_from(
    ["python:pkg.mod:obj", "./a.py:f", "a.py:f", "/x/y.py:C.m", "langgraph:pkg.g:graph", "openai:http://h:1/v1#m/x:y"]
)


@st.composite
def specs(draw: st.DrawFn) -> str:
    head = draw(HEADS)
    kind = parse_door(head).kind
    pairs = []
    for option in draw(st.lists(st.sampled_from([o for o in OPTIONS if kind in o.kinds]), unique=True)):
        if option.name == "python":
            continue
        low, high = option.number or (0, 0)
        value = draw(st.sampled_from(option.choices) if option.choices else st.integers(low, high).map(str))
        pairs.append(f"{option.name}={value}")
    return head + ("?" + "&".join(pairs) if pairs else "")


@given(specs())
def test_canonical_is_stable_and_means_the_same(spec: str) -> None:
    text = canonical(spec)
    assert canonical(text) == text
    assert parse_door(text) == parse_door(spec)


@given(st.text(max_size=60))
def test_any_text_is_a_contestant_or_a_usage_error(text: str) -> None:
    for spec in (text, f"python:{text}", f"openai:{text}", f"langgraph:{text}", f"./a.py:{text}"):
        try:
            canonical(spec)
        except UsageError as error:
            assert error.next_step


def test_ways_of_writing_one() -> None:
    assert canonical("python:./a.py:f") == "./a.py:f"
    assert canonical("python:pkg.mod:obj?timeout=0120") == "python:pkg.mod:obj"
    assert canonical("langgraph:./g.py:make?steps=9&send=new") == "langgraph:./g.py:make?send=new&steps=9"
    assert canonical("python:my/agents/a.py:f") == "my/agents/a.py:f"
    assert canonical("langgraph:my/g.py:make") == "langgraph:my/g.py:make"
    endpoint = parse_door("openai:http://127.0.0.1:8000/v1#org/model:7b?history=all")
    assert (endpoint.target, endpoint.options["history"]) == ("http://127.0.0.1:8000/v1#org/model:7b", "all")


@pytest.mark.parametrize(
    ("spec", "says"),
    [
        ("python:pkg.mod", "which object"),
        ("./agent.py", "which object"),
        ("./agent.py:", "which object"),
        ("python:pkg.mod:obj()", "which object"),
        ("openai:127.0.0.1:8000/v1#m", "no endpoint"),
        ("openai:http://127.0.0.1:8000/v1", "no endpoint"),
        ("openai:http://key@host/v1#m", "no endpoint"),
        ("openai:http://h/v1#m?isolate=yes", "no option"),
        ("openai:http://h/v1#m?history=some", "history=some"),
        ("./a.py:f?timeout=0", "from 1 to 3600"),
        ("./a.py:f?timeout=5&timeout=6", "twice"),
        ("./a.py:f?steps=3", "no option"),
        ("./a.py:f?python=./venv/bin/python", "process of its own"),
        ("langgraph:g:g?output=", "no value"),
    ],
)
def test_slips_are_named(spec: str, says: str) -> None:
    assert is_door(spec)
    with pytest.raises(UsageError, match=says):
        canonical(spec)


def test_state_that_nobody_can_see_is_declared_or_follows_from_the_mode() -> None:
    assert restarts("openai:http://h/v1#m?history=last")
    assert restarts("./a.py:f?state=remote")
    assert not any(restarts(s) for s in ("openai:http://h/v1#m", "./a.py:f", "notebook"))


def test_own_processes_are_for_code() -> None:
    assert in_own_process("./a.py:f") == "./a.py:f?isolate=yes"
    assert in_own_process("./a.py:f?timeout=9", "py3") == "./a.py:f?isolate=yes&python=py3&timeout=9"
    assert in_own_process("plain") == "plain"
    assert in_own_process("openai:http://h/v1#m") == "openai:http://h/v1#m"
    assert is_code("./a.py:f") and not is_code("openai:http://h/v1#m") and not is_code("plain")


@pytest.mark.parametrize(
    ("target", "says"),
    [
        ("python:no_such_module_of_mine:f", "cannot be imported"),
        ("./no_such_file.py:f", "no file"),
        (f"{AGENTS}:no_such_function", "it has: "),
        (f"{AGENTS}:nothing_of_the_kind", "neither a function nor a class"),
        (f"{AGENTS}:wants_more", "wants 'database'"),
        (f"langgraph:{AGENTS}:shared", "no graph"),
        (f"{AGENTS}:wants_more?isolate=yes", "wants 'database'"),
        (f"{AGENTS}:echo?isolate=yes&python=/no/such/python", "cannot be started"),
    ],
)
def test_what_cannot_be_a_contestant_is_found_before_anything_is_paid(target: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        verify(target)


def test_what_never_ends_loading_is_given_up(tmp_path: Path) -> None:
    (tmp_path / "slow.py").write_text("import time\ntime.sleep(2)\n", encoding="utf-8")
    for isolate in ("", "&isolate=yes"):
        with pytest.raises(UsageError, match="loading it did not end within 1 s"):
            verify(f"{tmp_path}/slow.py:reply?timeout=1{isolate}")


@pytest.mark.parametrize("name", ["echo", "Diary", "shared", "Callable", "asks", "raises", "echo?isolate=yes"])
def test_what_can_be_one_passes(name: str) -> None:
    verify(f"{AGENTS}:{name}")
