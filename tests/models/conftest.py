from __future__ import annotations

import pytest

from tests.model_server import ModelServer
from tests.models.asking import Ask


@pytest.fixture(params=["direct", "litellm", "streamed"])
def ask(model_server: ModelServer, request: pytest.FixtureRequest) -> Ask:
    """Every test that asks runs on both lanes, and where somebody listens: what they promise is one thing."""
    if request.param == "streamed":
        model_server.streams = True
        return Ask(model_server.url, listen=lambda piece: None)
    return Ask(model_server.url, "litellm" if request.param == "litellm" else "auto")
