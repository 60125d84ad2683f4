"""Drafting a person from a description: which model is asked, without a journal."""

from __future__ import annotations

from collections.abc import Callable, Collection

from arena import personas
from arena.errors import ArenaError, CallFailed
from arena.journal import RecordedModel, Scribe, StoredAnswers
from arena.personas import Described, NotAPersona
from arena.schema.run import Models, ModelSpec, RunSpec
from arena.schema.world import World
from arena.tournament.backends import Backends, check_models

_SEED = "draft"
_AGAIN = "try again, or another --model"


async def drafted(
    text: str, taken: Collection[str], model: ModelSpec, say: Callable[[str], None] = lambda _: None
) -> Described:
    """A persona drafted by `model` from a description.

    Raises:
        UsageError, MissingKey: the model cannot be asked.
        ArenaError: it gave no draft.
    """
    spec = RunSpec(models=Models(user=model))
    check_models(spec)
    backends = Backends(spec, say=say)
    scribe = Scribe(_SEED, StoredAnswers(), lambda _: None, set())
    asked = RecordedModel("user", backends.backend("user", World(), _SEED), backends.sampling("user"), scribe)
    try:
        return await personas.describe(text, taken, asked)
    except CallFailed as error:
        raise ArenaError(f"{model.id} gave no draft: {error.fact}", next_step=_AGAIN) from error
    except NotAPersona as error:
        raise ArenaError(f"what {model.id} drafted is no persona: {error}", next_step=_AGAIN) from error
    finally:
        await backends.close()
