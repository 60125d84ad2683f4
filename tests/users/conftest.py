from __future__ import annotations

import pytest

from arena.schema.persona import Persona
from arena.schema.scenario import Scenario
from tests.users.talking import PERSONA, SCENARIO


@pytest.fixture(scope="session")
def persona() -> Persona:
    return Persona.model_validate(PERSONA)


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    return Scenario.model_validate(SCENARIO)
