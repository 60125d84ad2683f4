from __future__ import annotations

import pytest

from tests.model_server import ModelServer
from tests.models.asking import Ask


@pytest.fixture(params=["direct", "litellm"])
def ask(model_server: ModelServer, request: pytest.FixtureRequest) -> Ask:
    """Every test that asks runs on both lanes: what they promise is one thing."""
    return Ask(model_server.url, "litellm" if request.param == "litellm" else "auto")
