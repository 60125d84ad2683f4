"""Functions and classes of the user's, called with what they ask for by the names of their parameters."""

from __future__ import annotations

import copy
import inspect
import json
from collections.abc import Callable
from typing import Any, Protocol

from ._load import Unusable, told
from ._pieces import Say, gathered
from ._turn import Turn

GIVEN = ("turn", "messages", "llm", "user", "session", "now")
"""Parameter names that mean something, each the attribute of `Turn` by that name (`turn` the whole of it)."""


class Agent(Protocol):
    """What the host drives."""

    @property
    def keeps_state(self) -> bool:
        """Whether a reply may depend on more than its turn."""
        ...

    async def respond(self, turn: Turn, say: Say | None) -> Any:
        """The reply to the last message; `say`, where somebody listens, is told of its pieces."""
        ...

    async def probe(self, turn: Turn) -> Any:
        """An answer out of band, of which nothing is kept."""
        ...

    async def tell(self, what: str, turn: Turn) -> Any:
        """`start_session`, `end_session`, `export_memory`, `reset` or `close`, where there is such a thing."""
        ...


async def call(function: Callable[..., Any], turn: Turn, only: tuple[str, ...] = GIVEN) -> Any:
    """What `function` returns for the parameters it has; awaited where it is to be awaited. Raises Unusable."""
    names, first = parameters(function, only)
    given = {name: turn if name == "turn" else getattr(turn, name) for name in names}
    value = function(turn.messages, **given) if first else function(**given)
    return await value if inspect.isawaitable(value) else value


def parameters(function: Callable[..., Any], only: tuple[str, ...] = GIVEN) -> tuple[list[str], bool]:
    """The parameters to be given by name, and whether the first one, of any name, gets the messages.

    Raises:
        Unusable: it wants something else.
    """
    try:
        wanted = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        return [], True
    wanted = [p for p in wanted if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
    named = [p.name for p in wanted if p.name in only and p.kind is not p.POSITIONAL_ONLY]
    others = [p for p in wanted if p.name not in named and p.default is p.empty]
    first = len(others) == 1 and "messages" in only and others[0] is wanted[0] and "messages" not in named
    if others and not first:
        what = ", ".join(repr(p.name) for p in others)
        raise Unusable(f"{_name(function)} wants {what}; what can be given is {', '.join(only)}")
    return named, first


def _name(function: Any) -> str:
    return str(getattr(function, "__qualname__", None) or type(function).__qualname__)


class FunctionAgent:
    """A function: it knows what it is given."""

    keeps_state = False

    def __init__(self, function: Callable[..., Any]) -> None:
        parameters(function)
        self._function = function

    async def respond(self, turn: Turn, say: Say | None) -> Any:
        """Calls it."""
        return await gathered(await call(self._function, turn), say)

    async def probe(self, turn: Turn) -> Any:
        """Calls it."""
        return await self.respond(turn, None)

    async def tell(self, what: str, turn: Turn) -> Any:
        """Nothing to tell a function."""
        return "" if what == "export_memory" else None


class ObjectAgent:
    """An object with `respond` (or one that can be called), and whatever else of the protocol it has."""

    keeps_state = True

    def __init__(self, thing: Any) -> None:
        self._thing = thing
        parameters(_method(thing, "respond"))

    async def respond(self, turn: Turn, say: Say | None) -> Any:
        """Calls `respond`."""
        return await gathered(await call(_method(self._thing, "respond"), turn), say)

    async def probe(self, turn: Turn) -> Any:
        """Calls `answer_probe`; where there is none, `respond` of a copy, so that nothing is kept."""
        if hasattr(self._thing, "answer_probe"):
            return await gathered(await call(self._thing.answer_probe, turn), None)
        return await gathered(await call(_method(_copied(self._thing), "respond"), turn), None)

    async def tell(self, what: str, turn: Turn) -> Any:
        """Calls the method of that name, where there is one."""
        method = getattr(self._thing, what, None)
        if method is None:
            return "" if what == "export_memory" else None
        return await call(method, turn)


def _copied(thing: Any) -> Any:
    """A copy where one can be made; connections and locks cannot, and then it is the thing itself."""
    try:
        return copy.deepcopy(thing)
    except Exception:  # noqa: BLE001  # whatever the copying of a user's object may raise
        return thing


def _method(thing: Any, name: str) -> Callable[..., Any]:
    found = getattr(thing, name, None) or (thing if callable(thing) else None)
    if not callable(found):
        raise Unusable(f"{type(thing).__name__} has no method {name!r}")
    return found  # type: ignore[no-any-return]


async def agent_of(found: Any, turn: Turn) -> Agent:
    """The agent that a Python object is: a function as it is, a class as a new object. Raises Unusable."""
    if inspect.isclass(found):
        if not (hasattr(found, "respond") or "__call__" in vars(found)):
            raise Unusable(f"class {found.__name__} has no method 'respond'")
        return ObjectAgent(await call(found, turn, only=("llm",)))
    if hasattr(found, "respond"):
        return ObjectAgent(found)
    if callable(found):
        return FunctionAgent(found)
    raise Unusable(f"a {type(found).__name__} is neither a function nor a class nor an object with 'respond'")


def reply_of(value: Any) -> dict[str, Any]:
    """The reply in what was returned: a text, something with a `text`, or a chat message. Raises Unusable."""
    if isinstance(value, str):
        return {"text": str.__str__(value)}
    if isinstance(value, dict):
        fields = value
    else:
        fields = {name: getattr(value, name, None) for name in ("text", "content", "recalled", "usage")}
    text = fields.get("text") if isinstance(fields.get("text"), str) else fields.get("content")
    if not isinstance(text, str):
        raise Unusable(f"it returned {_kind(value)}; a reply is a text, or something with a 'text'")
    out: dict[str, Any] = {"text": str.__str__(text)}
    if isinstance(fields.get("recalled"), (list, tuple)):
        out["recalled"] = [str(item)[:500] for item in fields["recalled"][:200]]
    if isinstance(fields.get("usage"), dict):
        out["usage"] = {str(k): v for k, v in fields["usage"].items() if isinstance(v, (int, float))}
    return out


def memory_of(value: Any, limit: int) -> str:
    """The exported memory as text of at most `limit` characters: texts as they are, the rest as JSON."""
    if value is None:
        return ""
    try:
        text = str.__str__(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1)
    except (TypeError, ValueError) as error:
        raise Unusable(f"export_memory returned {_kind(value)} that is neither text nor JSON ({told(error)})") from None
    return text if len(text) <= limit else f"{text[:limit]}\n(cut: {len(text)} characters in all)"


def _kind(value: Any) -> str:
    name = type(value).__name__
    return "nothing" if value is None else f"{'an' if name[0] in 'aeiou' else 'a'} {name}"
