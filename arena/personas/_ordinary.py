"""Nobody in particular, in somebody's place: what is left of a person when every dial stands where it stands unset."""

from __future__ import annotations

from arena.schema.persona import Persona

_KEPT = ("id", "version", "identity", "preferences", "facts", "secrets", "life")


def ordinary(persona: Persona) -> Persona:
    """The same name, facts, wishes, secrets and life, with the default for all that is temper, voice and manner.

    So it comes with the same matter to the same assistant, and what it does otherwise is what makes the person.
    """
    return Persona.model_validate({name: getattr(persona, name) for name in _KEPT})
