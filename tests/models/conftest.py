from __future__ import annotations

import pytest

from tests.model_server import ModelServer
from tests.models.asking import Ask


@pytest.fixture
def ask(model_server: ModelServer) -> Ask:
    return Ask(model_server.url)
